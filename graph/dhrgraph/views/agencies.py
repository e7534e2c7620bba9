"""The page of agencies that had to do with the same people."""

from __future__ import annotations

from typing import Any

import networkx as nx
from pyoxigraph import Store

from dhrgraph.networks import PROJECTIONS, Filters, project
from dhrgraph.views.board import Board, Entity, Fact
from dhrgraph.views.contacts import contact_fact
from dhrgraph.views.palette import Kind
from dhrgraph.views.things import body, edges, fact, gathered, titles

__all__ = ["agencies_board", "around", "beside"]

_EXCHANGED, _KNEW = "exchange recorded", "one knew of abuse or risk"
_CERTAIN, _MAY = "certainly", "may"


def agencies_board(store: Store, filters: Filters) -> Board:
    """Agencies around a ring, joined by the people whom they had contact with in periods that overlap."""
    graph = project(store, "agencies", filters)
    facts: dict[str, Fact] = {}
    joined = []
    for one, other, who, data in edges(graph):
        said = "One is part of the other." if data["one_organisation"] else ""
        iri = beside(facts, one, other, who, data, graph, said)
        joined.append((one, other, _CERTAIN if data["certain"] else _MAY, iri))
    return Board(
        name="agencies",
        title="Agencies beside the same person",
        lead="Each line joins two agencies that had contact with the same person in periods that overlap, each period "
        "reaching from the first contact to the last; the thicker the line, the more people they share. The line is "
        "unbroken where the periods overlap whatever the dates mean, and broken where they may.",
        notes=(PROJECTIONS["agencies"].limits,),
        one="Agency",
        other="Agency",
        fact="shared person",
        entities=around(graph),
        facts=tuple(facts.values()),
        pairs=gathered(joined),
        reviews=titles(store, graph),
        tags=(_EXCHANGED, _KNEW),
        kinds=(
            Kind(_CERTAIN, "periods certainly overlap", "#5b6776", "#b4bfca"),
            Kind(_MAY, "periods may overlap", "#7b8794", "#9aa5b1", dash=(12, 10)),
        ),
    )


def around(graph: nx.Graph[str]) -> tuple[Entity, ...]:
    """The bodies of a network in the order of a ring: those of one review together, and of one style within."""
    things = [body(node, data) for node, data in graph.nodes(data=True)]
    of: dict[str, set[str]] = {}
    for one, other, data in graph.edges(data=True):
        for end in (one, other):
            of.setdefault(end, set()).add(data["review"])
    place = {review: number for number, review in enumerate(sorted(set().union(*of.values())))}
    mean = {end: sum(place[review] for review in reviews) / len(reviews) for end, reviews in of.items()}
    return tuple(sorted(things, key=lambda thing: (mean[thing.id], thing.style.key, thing.label, thing.id)))


def beside(
    facts: dict[str, Fact], one: str, other: str, who: str, data: dict[str, Any], graph: nx.Graph[str], said: str
) -> str:
    """Add to facts that two agencies had contact with one person, with all contacts behind it; returns its id."""
    iri = f"{one} {other} {who}"
    behind = []
    for contact in data["contacts"]:
        name = graph.nodes[contact["agency"]]["label"] if contact["agency"] in graph else ""
        behind.append(f"{contact['agency']} {contact['record']}")
        facts.setdefault(behind[-1], contact_fact(behind[-1], contact, who=f"by {name}" if name else ""))
    certain, may = data["occasions_certain"], data["occasions"]
    near = f"contacts of the two that may have been on one day: {may}, certainly: {certain}"
    gap = "" if data["gap_days"] in ("", 0) else f"nearest contacts at least {data['gap_days']} days apart"
    facts[iri] = fact(
        iri,
        data,
        summary=f"Both had contact with {', '.join(data['person_labels'])}.",
        more=tuple(text for text in (said, near, gap) if text),
        tags=tuple(tag for tag, has in ((_EXCHANGED, data["exchanged"]), (_KNEW, data["knew"])) if has),
        behind=tuple(behind),
    )
    return iri
