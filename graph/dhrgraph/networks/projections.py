"""The networks by name, with what each shows and how to read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import networkx as nx
from pyoxigraph import Store

from dhrgraph.networks.agencies import agencies
from dhrgraph.networks.contacts import contacts
from dhrgraph.networks.facts import Source, source
from dhrgraph.networks.filters import Filters, NetworkError, known
from dhrgraph.networks.information import information
from dhrgraph.networks.knowledge import knowledge
from dhrgraph.networks.recommendations import recommendations
from dhrgraph.networks.sequences import sequences
from dhrgraph.networks.silent import silent_pairs
from dhrgraph.networks.texts import TEXTS
from dhrgraph.rdf.marking import banner_of
from dhrgraph.records.codes import codes, groups

__all__ = ["PROJECTIONS", "Projection", "project", "projection"]

_BODIES = ("agency", "forum")
_PLAIN_FILTERS = frozenset({"reviews", "sectors", "since", "until"})
_CONTACT_FILTERS = _PLAIN_FILTERS | {"roles", "kinds"}


@dataclass(frozen=True, slots=True)
class Projection:
    """A network that can be made of the graph.

    Parameters
    ----------
    name : str
    shows : str
        What it shows, in one line.
    reading : str
        What its nodes and edges are and how to read them.
    limits : str
        What it does not tell.
    empty : str
        What it means that it has no edge.
    modes : tuple of tuples of str
        Kinds of the nodes that measures look at: of the first mode and, where edges only run between
        two kinds, of the second.
    counts : tuple of str
        Kinds of the edges that measures count.
    filters : frozenset of str
        Names of the filters that it takes.
    make : callable
        Makes it from a source and filters.
    """

    name: str
    shows: str
    reading: str
    limits: str
    empty: str
    modes: tuple[tuple[str, ...], ...]
    counts: tuple[str, ...]
    filters: frozenset[str]
    make: Callable[[Source, Filters], nx.MultiGraph[str]]


def _one(
    name: str,
    make: Callable[[Source, Filters], nx.MultiGraph[str]],
    modes: tuple[tuple[str, ...], ...],
    counts: tuple[str, ...],
    filters: frozenset[str] = _CONTACT_FILTERS,
) -> Projection:
    text = TEXTS[name]
    return Projection(name, text.shows, text.reading, text.limits, text.empty, modes, counts, filters, make)


_ALL = [
    _one("contacts", contacts, (_BODIES, ("person",)), ("contact",)),
    _one("agencies", agencies, (_BODIES,), ("shared person",), _CONTACT_FILTERS | {"within"}),
    _one("information", information, (_BODIES,), ("referral", "sharing")),
    _one("silent-pairs", silent_pairs, (_BODIES,), ("no exchange recorded",), _CONTACT_FILTERS | {"within"}),
    _one("knowledge", knowledge, (_BODIES, ("abuse",)), ("coded", "contact", "inferred"), _PLAIN_FILTERS | {"roles"}),
    _one("recommendations", recommendations, (_BODIES, ("theme",)), ("addressed",), _PLAIN_FILTERS),
    _one("sequences", sequences, (_BODIES,), ("followed by",)),
]

#: All networks by name.
PROJECTIONS: dict[str, Projection] = {one.name: one for one in _ALL}


def projection(name: str) -> Projection:
    """The network of a name.

    Raises
    ------
    NetworkError
        With the nearest names.
    """
    known(name, set(PROJECTIONS), "network", f"there are {', '.join(PROJECTIONS)}")
    return PROJECTIONS[name]


def project(store: Store, name: str, filters: Filters | None = None) -> nx.MultiGraph[str]:
    """Make a network of the graph; see `dhrgraph.networks` for its nodes and edges.

    Parameters
    ----------
    store : pyoxigraph.Store
        A built graph.
    name : str
        One of `PROJECTIONS`.
    filters : Filters, optional
        What to show; all by default.

    Returns
    -------
    networkx.MultiGraph or networkx.MultiDiGraph

    Raises
    ------
    NetworkError
        If there is no such network, review, sector, role or kind, or the network does not take a filter.
    """
    filters = filters or Filters()
    chosen = projection(name)
    _check(chosen, filters)
    read = source(store, filters)
    graph = chosen.make(read, replace(filters, sectors=_single(filters.sectors)))
    reviews = read.reviews or sorted(read.names.reviews)
    graph.graph.update(name=name, shows=chosen.shows, filters=filters.said(), reviews=reviews)
    graph.graph.update(modes=chosen.modes, counts=chosen.counts)
    if banner := banner_of(store, filters.reviews):
        graph.graph["marking"] = banner
    return graph


def _check(chosen: Projection, filters: Filters) -> None:
    for name in filters.given:
        if name not in chosen.filters:
            takes = ", ".join(sorted(chosen.filters))
            raise NetworkError(f"the network {chosen.name} takes no filter {name!r}: it takes {takes}")
    lists: list[tuple[str, dict[str, Any], list[str], frozenset[str]]] = [
        ("sector", dict(codes("sector")), list(groups("sector")), filters.sectors),
        ("role", dict(codes("role")), [], filters.roles),
        ("kind", _kinds(chosen), [], filters.kinds),
    ]
    for what, values, grouped, given in lists:
        where = f"there are {', '.join(values)}" + (f", and the groups {', '.join(grouped)}" if grouped else "")
        for value in sorted(given):
            known(value, {*values, *grouped}, what, where)


def _single(sectors: frozenset[str]) -> frozenset[str]:
    """Sectors, with those of a group in its place."""
    return frozenset(single for sector in sectors for single in groups("sector").get(sector, (sector,)))


def _kinds(chosen: Projection) -> dict[str, Any]:
    """The kinds that a network can be narrowed to: of its edges, or of contacts."""
    return (
        dict.fromkeys(("referral", "sharing", "not-done"))
        if chosen.name == "information"
        else dict(codes("contact-kind"))
    )
