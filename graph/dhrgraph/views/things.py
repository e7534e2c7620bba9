"""From the nodes and edges of networks to the things and facts of boards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import networkx as nx
from pyoxigraph import Store

from dhrgraph.rdf.query import select
from dhrgraph.views.board import Entity, Fact, Pair, short_title
from dhrgraph.views.palette import STYLES, family_of

__all__ = ["body", "edges", "fact", "gathered", "person", "titles"]

_TITLES = "SELECT ?review ?title { ?review a dhr:Review ; dcterms:title ?title }"


def body(iri: str, data: dict[str, Any]) -> Entity:
    """A body of a network as a thing: an agency by its sector, a forum, or one that is not named."""
    kind, sector = data["kind"], data.get("sector_label", "")
    if kind == "unnamed":
        about = "a body that the report does not name"
        return Entity(iri, data["label"], STYLES[kind], about, group="unnamed", group_label="bodies not named")
    style = STYLES[kind] if kind == "forum" else family_of(data["sector"])
    about = f"forum; {sector}" if kind == "forum" else sector
    return Entity(
        iri, data["label"], style, about, sector, "", f"sector {kind} {sector}", f"all of the sector {sector}"
    )


def person(iri: str, data: dict[str, Any]) -> Entity:
    """A person of a network as a thing; the label of a perpetrator carries the outcome of the case."""
    role = data["role_label"]
    style = STYLES.get(data["role"], STYLES["person"])
    group = (f"role {role}", f"people in the role {role}")
    return Entity(iri, data["label"], style, short_title(data["review_title"]), "", role, *group)


def fact(iri: str, data: Mapping[str, Any], **others: Any) -> Fact:
    """An edge of a network as a fact: its review, date, summary, paragraphs and roles, and what is said beside."""
    told = {
        "review": data["review"],
        "summary": data.get("summary", ""),
        **{key: data[key] for key in ("when", "earliest", "latest")},
        "cites": tuple(data["passages"]),
        "roles": tuple(dict.fromkeys(data.get("roles", ()))),
    }
    return Fact(iri, **(told | others))


def edges(graph: nx.Graph[str]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """The edges of a network: both ends, key, and attributes."""
    assert isinstance(graph, nx.MultiGraph)  # all networks are
    yield from graph.edges(keys=True, data=True)


def titles(store: Store, graph: nx.Graph[str]) -> dict[str, str]:
    """Titles of the reviews that a network was made from, by IRI."""
    known = {row["review"]: row["title"] for row in select(store, _TITLES)}
    return {iri: known[iri] for iri in graph.graph["reviews"]}


def gathered(joined: Iterable[tuple[str, str, str, str]]) -> tuple[Pair, ...]:
    """Pairs from facts, each given as one end, the other, the kind and the fact's id."""
    pairs: dict[tuple[str, str, str], dict[str, None]] = {}
    for one, other, kind, iri in joined:
        pairs.setdefault((one, other, kind), {})[iri] = None
    return tuple(Pair(*ends, tuple(facts)) for ends, facts in sorted(pairs.items()))
