"""The page of contacts between agencies and people."""

from __future__ import annotations

from collections import Counter
from typing import Any

import networkx as nx
from pyoxigraph import Store

from dhrgraph.networks.contacts import contact_network
from dhrgraph.records.dates import parse
from dhrgraph.views.drawing import Drawing, Line, Mark
from dhrgraph.views.layout import positions
from dhrgraph.views.page import render
from dhrgraph.views.palette import FAMILIES, PERSON_COLOURS, family_of

__all__ = ["contacts_page"]

_SHAPES = {"victim": "diamond", "perpetrator": "square"}


def contacts_page(store: Store) -> str:
    """The page as HTML: a network, the contacts behind each node, and the same as a table."""
    network = contact_network(store)
    reviews = sorted(
        {(data["review"], data["review_title"]) for _, data in network.nodes(data=True) if data["kind"] == "person"}
    )
    return render(
        "contacts.html.j2",
        _drawing(network),
        {node: _details(network, node) for node in network},
        reviews=[{"id": iri, "title": title, "short": _short(title)} for iri, title in reviews],
        families=_families_present(network),
        people=PERSON_COLOURS,
        rows=_rows(network),
        total=len({key for _, _, key in network.edges(keys=True)}),
        agencies=sum(data["kind"] == "agency" for _, data in network.nodes(data=True)),
    )


def _drawing(network: nx.MultiGraph[str]) -> Drawing:
    places = positions(network)
    marks = [
        Mark(
            id=node,
            label=_wrapped(data["label"]),
            shape=_SHAPES.get(data.get("role", ""), "dot"),
            colour=PERSON_COLOURS[data["role"]] if data["kind"] == "person" else family_of(data["sector"]).colour,
            size=round(18 + 5 * network.degree(node) ** 0.5, 1) if data["kind"] == "agency" else 40,
            x=places[node][0],
            y=places[node][1],
        )
        for node, data in ((node, network.nodes[node]) for node in sorted(network))
    ]
    lines = []
    for agency, person in sorted(_pairs(network)):
        contacts = network[agency][person]
        missed = sum(contact["missed"] for contact in contacts.values())
        told = f"{len(contacts)} contact{'s' if len(contacts) > 1 else ''}"
        judged = f", {missed} judged a missed opportunity" if missed else ""
        lines.append(
            Line(
                f"{agency} {person}",
                agency,
                person,
                round(2 + 3 * len(contacts) ** 0.5, 1),
                told + judged,
                bool(missed),
            )
        )
    return Drawing(marks, lines)


def _pairs(network: nx.MultiGraph[str]) -> set[tuple[str, str]]:
    """Agency and person of each edge, once."""
    agencies = [node for node, data in network.nodes(data=True) if data["kind"] == "agency"]
    return {(agency, person) for agency in agencies for person in network[agency]}


def _details(network: nx.MultiGraph[str], node: str) -> dict[str, Any]:
    data = network.nodes[node]
    kind = data["sector_label"] if data["kind"] == "agency" else data["review_title"]
    found = [
        {"with": network.nodes[other]["label"], "review": contact["review"], **_told(contact)}
        for _, other, contact in network.edges(node, data=True)
    ]
    found.sort(key=lambda c: (c["day"] or "9999", c["with"]))
    reviews = sorted({contact["review"] for contact in found})
    return {"label": data["label"], "kind": kind, "contacts": found, "reviews": reviews}


def _told(contact: dict[str, Any]) -> dict[str, Any]:
    return {
        "day": contact["earliest"],
        "until": contact["latest"],
        "when": parse(contact["when"]).words if contact["when"] else "undated",
        "kind": contact["contact_kind"],
        "reached": contact["reached"],
        "disclosure": contact["disclosure"],
        "missed": contact["missed"],
        "good": contact["good"],
        "summary": contact["summary"],
        "passages": contact["passages"],
    }


def _rows(network: nx.MultiGraph[str]) -> list[dict[str, Any]]:
    """The same content as a table: agency and person, with the counts of their contacts."""
    rows = []
    for agency, person in _pairs(network):
        contacts = sorted(map(_told, network[agency][person].values()), key=lambda c: c["day"] or "9999")
        dated = [c for c in contacts if c["day"] or c["until"]]
        disclosures = Counter(c["disclosure"] for c in contacts)
        rows.append(
            {
                "agency": network.nodes[agency]["label"],
                "agency_id": agency,
                "sector": network.nodes[agency]["sector_label"],
                "person": network.nodes[person]["label"],
                "review": _short(network.nodes[person]["review_title"]),
                "count": len(contacts),
                "first": dated[0]["when"] if dated else "undated",
                "last": max(dated, key=lambda c: c["until"] or "9999")["when"] if dated else "undated",
                "disclosed": disclosures["disclosed"],
                "missed": sum(c["missed"] for c in contacts),
                "contacts": contacts,
            }
        )
    return sorted(rows, key=lambda row: (row["review"], row["person"], -row["count"], row["agency"]))


def _short(title: str) -> str:
    """What tells a review from others: its title without the words that all begin with."""
    return title.partition(": ")[2] or title


def _families_present(network: nx.MultiGraph[str]) -> list[Any]:
    present = {family_of(data["sector"]) for _, data in network.nodes(data=True) if data["kind"] == "agency"}
    return [family for family in FAMILIES if family in present]


def _wrapped(label: str, width: int = 22) -> str:
    """A label broken into lines, so that it does not run over its neighbours."""
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines[:4])
