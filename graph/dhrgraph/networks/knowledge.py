"""Which body knew of which abuse, since when, and from what that is known."""

from __future__ import annotations

from typing import Any

import networkx as nx

from dhrgraph.networks.agencies import in_sectors
from dhrgraph.networks.facts import Directory, Fact, Row, Source, certainty_of, coded, span_of, time_of
from dhrgraph.networks.filters import Filters

__all__ = ["knowledge"]

_INFERRED = "inferred"
#: The kind of what the report calls likely, suggests, or leaves to the coder's reading.
_HEDGED = "hedged"


def knowledge(source: Source, filters: Filters) -> nx.MultiGraph[str]:
    """The bipartite network of bodies and the abuse that they knew of; see `dhrgraph.networks`."""
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    abuse = {row["abuse"]: row for row in source.rows("abuse")}
    names, found = source.names, _facts(source)
    known = {(body, person) for (body, _, key), fact in found.items() if key != _INFERRED for person in fact["persons"]}
    for (body, target, key), fact in sorted(found.items()):
        if key == _INFERRED and (body, target) in known:
            continue  # it follows from a fact that is shown
        told = {**fact, **names.persons(fact["persons"])}
        if in_sectors(names, filters, body) and _passes(told, filters):
            names.add(graph, body)
            graph.add_node(target, **(_abuse(abuse[target]) if target in abuse else _of_person(target, names)))
            graph.add_edge(body, target, key=key, **told)
    return graph


def _facts(source: Source) -> dict[tuple[str, str, str], Fact]:
    """Facts by body, by what it knew of (an abuse, or a person where its type is not told) and by record."""
    numbers = {**source.passages("AgencyKnowledge"), **source.passages("Contact")}
    found: dict[tuple[str, str, str], Fact] = {}
    for row in source.rows("knowledge"):
        record = row.get("record", _INFERRED)
        key = (row["agency"], row.get("abuse") or row["person"], record)
        fact = found.setdefault(key, {**_told(row), "passages": numbers.get(record, []), "persons": set()})
        fact["persons"] |= {row["person"]} if "person" in row else set()
    return found


def _told(row: Row) -> Fact:
    certainty = certainty_of(row)
    return {
        "kind": row["ground"] if certainty["certainty_code"] == "stated" else _HEDGED,
        **certainty,
        "review": row["review"],
        **time_of(row),
        **coded(row, "disclosure", "disclosure"),
        "summary": row.get("summary", ""),
    }


def _abuse(row: Row) -> dict[str, Any]:
    return {"kind": "abuse", "label": row["label"], **coded(row, "type", "abuse-type"), "review": row["review"]}


def _of_person(person: str, names: Directory) -> dict[str, Any]:
    told = names.people[person]
    what = "abuse of" if told["role"] == "victim" else "abuse that came up with"
    label = f"{what} {told['label']}, type not told"
    return {"kind": "abuse", "label": label, "type": "not told", "type_code": "", "review": told["review"]}


def _passes(fact: Fact, filters: Filters) -> bool:
    return (not filters.roles or bool(filters.roles.intersection(fact["roles"]))) and filters.dates(span_of(fact))
