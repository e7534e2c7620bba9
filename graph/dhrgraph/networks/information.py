"""Who told whom: referrals and sharing that took place, and those that did not."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import networkx as nx

from dhrgraph.networks.agencies import in_sectors
from dhrgraph.networks.facts import Directory, Fact, Source, coded, span_of, time_of
from dhrgraph.networks.filters import Filters

__all__ = ["information"]

#: What the edges of each class are called, and which list has what they were about.
_KINDS = {
    "Referral": ("referral", "referral-kind"),
    "InformationShare": ("sharing", "shared"),
    "ActNotDone": ("not done", "act"),
}


def information(source: Source, filters: Filters) -> nx.MultiDiGraph[str]:
    """The network of information from body to body; see `dhrgraph.networks`."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    numbers = {record: found for cls in _KINDS for record, found in source.passages(cls).items()}
    for record, (fact, givers, takers) in sorted(_facts(source).items()):
        fact["passages"] = numbers.get(record, [])
        if not _passes(fact, filters):
            continue
        unnamed = f"{fact['review']}/body-not-named"
        for giver, taker in product(sorted(givers) or [unnamed], sorted(takers) or [unnamed]):
            if in_sectors(source.names, filters, giver, taker):
                for body in (giver, taker):
                    _add(graph, source.names, body, fact["review"])
                graph.add_edge(giver, taker, key=record, **fact)
    return graph


def _facts(source: Source) -> dict[str, tuple[Fact, set[str], set[str]]]:
    """Each record with its attributes and its ends."""
    told: dict[str, Fact] = {}
    parts: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in source.rows("information"):
        told.setdefault(row["record"], _told(row))
        for part in ("from", "to", "person"):
            parts[row["record"], part] |= {row[part]} if part in row else set()
    return {
        record: ({**fact, **source.names.persons(parts[record, "person"])}, parts[record, "from"], parts[record, "to"])
        for record, fact in told.items()
    }


def _told(row: dict[str, str]) -> Fact:
    kind, scheme = _KINDS[row["class"].rpartition("#")[2]]
    return {
        "kind": kind,
        "review": row["review"],
        **time_of(row),
        **coded(row, "what", scheme),
        **coded(row, "reason", "not-done-reason"),
        "criticised": row.get("criticised") == "true",
        "outcome": row.get("outcome", ""),
        "summary": row["summary"],
    }


def _passes(fact: Fact, filters: Filters) -> bool:
    return (
        (not filters.roles or bool(filters.roles.intersection(fact["roles"])))
        and (not filters.kinds or fact["kind"].replace(" ", "-") in filters.kinds)
        and filters.dates(span_of(fact))
    )


def _add(graph: nx.MultiDiGraph[str], names: Directory, body: str, review: str) -> None:
    if body in names.bodies:
        names.add(graph, body)
    else:
        graph.add_node(
            body, kind="unnamed", label="body not named", sector="", sector_label="", review=review, part_of=""
        )
