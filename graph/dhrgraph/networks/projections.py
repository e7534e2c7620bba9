"""The networks by name, with what each shows and how to read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
from dhrgraph.records.codes import codes

__all__ = ["PROJECTIONS", "Projection", "project", "projection"]

_BODIES = ("agency", "forum")
_CONTACT_FILTERS = frozenset({"reviews", "sectors", "roles", "since", "until", "kinds"})
_SMALL = "It shows what reports record of the cases that were reviewed, not how agencies work with each other."


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


_ALL = [
    Projection(
        "contacts",
        "Who was in contact with whom: agencies and the people of a case.",
        "An edge is one contact, or attempt at one, between an agency and a person; a contact of two agencies, or "
        "with two people, is an edge for each pair. Many edges between two mean that the report tells of many "
        "contacts.",
        "A report tells some agencies' contacts one by one and sums up those of others in a sentence, so numbers of "
        f"contacts compare agencies only roughly. {_SMALL}",
        "The report records no such contact.",
        (_BODIES, ("person",)),
        ("contact",),
        _CONTACT_FILTERS,
        contacts,
    ),
    Projection(
        "agencies",
        "Which agencies had to do with the same person at the same time.",
        "An edge joins two agencies whose periods of contact with one person overlap; a period reaches from the first"
        " contact to the last. 'certain' tells whether they overlap whatever the dates mean; 'occasions' counts pairs"
        " of contacts that may have been on one day (or within the days asked for), 'occasions certain' those that "
        "surely were.",
        f"That two agencies share a person does not mean that they knew of each other. {_SMALL}",
        "No two agencies are recorded with the same person at the same time.",
        (_BODIES,),
        ("shared person",),
        _CONTACT_FILTERS | {"within"},
        agencies,
    ),
    Projection(
        "information",
        "Who told whom: referrals and sharing of information, and those that did not take place.",
        "An arrow runs from the body that gave to the body that got. Arrows of the kind 'not done' are acts that the "
        "report says did not take place: they are no exchange. Where the report names no body, the arrow leads to "
        "'body not named'. Fora such as a MARAC are nodes of their own.",
        "A report may leave out what was shared. That no arrow is shown does not mean that nothing was told.",
        "The report records no referral and no sharing, and names none that was left undone.",
        (_BODIES,),
        ("referral", "sharing"),
        _CONTACT_FILTERS,
        information,
    ),
    Projection(
        "silent-pairs",
        "Where two agencies stood beside the same person, one knew of abuse or risk, and no exchange is recorded.",
        "An edge joins two agencies whose periods of contact with one person overlap, of which at least one knew, and"
        " between which the report records no exchange about the case: no referral or sharing, no contact at which "
        "both were present, no answer of one to what the other had referred, no meeting of a forum to which both came"
        " or gave. A service and the organisation that it is part of are one side. 'occasions' counts pairs of "
        "contacts that may have been on one day (or within the days asked for), 'occasions certain' those that surely"
        " were.",
        "Silence of the report is not silence of the agencies: it may leave out what was shared. An agency may have "
        "learnt of the abuse after the contacts shown. That an exchange would have helped is not said.",
        "No such pair: either an exchange is recorded between all agencies that shared a person, or none of them knew.",
        (_BODIES,),
        ("no exchange recorded",),
        _CONTACT_FILTERS | {"within"},
        silent_pairs,
    ),
    Projection(
        "knowledge",
        "Which agency knew of which abuse, and since when.",
        "An edge joins a body and an abuse that it knew of before the death: 'coded' where the report says that it "
        "knew, 'contact' where abuse was told, or known already, in a contact, 'inferred' where a rule says so and no"
        " fact is shown. The date is that since which it knew, or that of the contact.",
        "How much an agency knew is not weighed. That no edge is shown does not mean that an agency did not know.",
        "The report does not say that an agency knew of abuse.",
        (_BODIES, ("abuse",)),
        ("coded", "contact", "inferred"),
        frozenset({"reviews", "sectors", "roles", "since", "until"}),
        knowledge,
    ),
    Projection(
        "recommendations",
        "Which body was recommended what: bodies, themes and reviews.",
        "An edge joins a body and a theme for each recommendation on it that is addressed to the body, and the theme "
        "and the review that made it. The date is that of the review's report.",
        "A theme says what a recommendation is about, not whether it was carried out. One recommendation may have "
        "several themes and addressees, and then several edges.",
        "No recommendation of this kind is coded.",
        (_BODIES, ("theme",)),
        ("addressed",),
        frozenset({"reviews", "sectors", "since", "until"}),
        recommendations,
    ),
    Projection(
        "sequences",
        "Which agency followed which in a person's path, and who was last before the death.",
        "An arrow runs from one agency to the next: between the two contacts with a person lies certainly no third "
        "one. Arrows to a death come from the contacts that may have been the last; 'certain' tells whether there is "
        "only one.",
        "Only an order that the dates make certain is shown: of two contacts in one month, none follows the other, and "
        "either is followed by all that can come next, so that numbers count what can have been next. "
        f"Undated contacts have no place and are counted apart. {_SMALL}",
        "The dates give no order of contacts.",
        (_BODIES,),
        ("followed by",),
        _CONTACT_FILTERS,
        sequences,
    ),
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
    graph = chosen.make(read, filters)
    reviews = read.reviews or sorted(read.names.reviews)
    graph.graph.update(name=name, shows=chosen.shows, filters=filters.said(), reviews=reviews)
    graph.graph.update(modes=chosen.modes, counts=chosen.counts)
    return graph


def _check(chosen: Projection, filters: Filters) -> None:
    for name in filters.given:
        if name not in chosen.filters:
            takes = ", ".join(sorted(chosen.filters))
            raise NetworkError(f"the network {chosen.name} takes no filter {name!r}: it takes {takes}")
    lists: list[tuple[str, dict[str, Any], frozenset[str]]] = [
        ("sector", dict(codes("sector")), filters.sectors),
        ("role", dict(codes("role")), filters.roles),
        ("kind", _kinds(chosen), filters.kinds),
    ]
    for what, values, given in lists:
        for value in sorted(given):
            known(value, set(values), what, f"there are {', '.join(values)}")


def _kinds(chosen: Projection) -> dict[str, Any]:
    """The kinds that a network can be narrowed to: of its edges, or of contacts."""
    return (
        dict.fromkeys(("referral", "sharing", "not-done"))
        if chosen.name == "information"
        else dict(codes("contact-kind"))
    )
