"""The page of who told whom, what was not told, and the silent pairs."""

from __future__ import annotations

from typing import Any

import networkx as nx
from pyoxigraph import Store

from dhrgraph.networks import PROJECTIONS, Filters, project
from dhrgraph.views.agencies import around, beside
from dhrgraph.views.board import Board, Fact, dated
from dhrgraph.views.palette import Kind
from dhrgraph.views.things import edges, fact, gathered, titles

__all__ = ["information_board"]

_SILENT = "silent"
_CRITICISED = "criticised by the report"
_GROUNDS = {
    "coded": "the report says that it knew of abuse",
    "contact": "abuse came up in a contact",
    "inferred": "it follows from what is coded",
    "risk": "it assessed risk",
}


def information_board(store: Store, filters: Filters) -> Board:
    """Bodies around a ring; referrals, sharing, what was not done, and pairs without a recorded exchange."""
    told, silent = (project(store, name, filters) for name in ("information", "silent-pairs"))
    facts: dict[str, Fact] = {}
    joined = []
    for one, other, iri, data in edges(told):
        facts[iri] = _told(iri, data)
        joined.append((one, other, data["kind"], iri))
    for one, other, who, data in edges(silent):
        said = "No exchange about the case between them is recorded." + _knew(data, silent)
        joined.append((one, other, _SILENT, beside(facts, one, other, who, data, silent, said)))
    return Board(
        name="information",
        title="Information between agencies, and silence",
        lead="An arrow runs from the body that gave information, or referred, to the body that got it; broken arrows "
        "are acts that the report says did not take place. A dotted line joins a silent pair: two agencies beside the "
        "same person at the same time, at least one of which knew of abuse or risk, between which the report records "
        "no exchange.",
        notes=(PROJECTIONS["silent-pairs"].limits, PROJECTIONS["information"].limits),
        one="From",
        other="To",
        fact="entry",
        entities=around(nx.compose(nx.MultiGraph(silent), nx.MultiGraph(told))),
        facts=tuple(facts.values()),
        pairs=gathered(joined),
        reviews=titles(store, told),
        kinds=(
            Kind("referral", "referral", "#0072b2", "#6cc0f0", arrow=True),
            Kind("sharing", "sharing of information", "#007a59", "#3fcfa4", (26, 8), arrow=True),
            Kind("not done", "act that the report says was not done", "#c04a00", "#ff9a57", (9, 9), arrow=True),
            Kind(_SILENT, "silent pair: no exchange recorded", "#5a4468", "#cdb6d8", (4, 8)),
        ),
        tags=(_CRITICISED,),
    )


def _told(iri: str, data: dict[str, Any]) -> Fact:
    about = f"about {', '.join(data['person_labels'])}" if data["persons"] else ""
    reason = f"reason: {data['reason']}" if data["reason"] else ""
    more = (data["what"], about, reason, data["outcome"])
    tags = (_CRITICISED,) if data["criticised"] else ()
    return fact(iri, data, more=tuple(text for text in more if text), tags=tags)


def _knew(data: dict[str, Any], graph: nx.Graph[str]) -> str:
    """Who of a silent pair knew, first since when, and from what that is known."""
    words = []
    for agency in data["knew"]:
        first = next((known for known in data["knowledge"] if known["body"] == agency), None)
        name = graph.nodes[agency]["label"] if agency in graph else agency
        if first:
            date = dated(first["when"])
            words.append(
                f" {name} knew{f' ({date})' if date else ''}: {_GROUNDS.get(first['ground'], first['ground'])}."
            )
    return "".join(words)
