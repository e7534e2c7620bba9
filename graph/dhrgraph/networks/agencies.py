"""Which agencies had to do with the same people at the same time."""

from __future__ import annotations

from typing import Any

import networkx as nx

from dhrgraph.networks.contacts import contact_facts
from dhrgraph.networks.facts import Directory, Fact, Source
from dhrgraph.networks.filters import Filters
from dhrgraph.networks.pairs import Pair, pairs

__all__ = ["agencies", "in_sectors", "told"]


def agencies(source: Source, filters: Filters) -> nx.MultiGraph[str]:
    """The network of agencies with an edge for each person that two of them share; see `dhrgraph.networks`."""
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    names = source.names
    families = names.families()
    for pair in pairs(contact_facts(source, filters), filters.within):
        if in_sectors(names, filters, pair.one, pair.other):
            names.add(graph, pair.one)
            names.add(graph, pair.other)
            graph.add_edge(
                pair.one,
                pair.other,
                key=pair.person,
                kind="shared person",
                **told(pair, names),
                one_organisation=pair.other in families[pair.one],
            )
    return graph


def in_sectors(names: Directory, filters: Filters, *bodies: str) -> bool:
    """Whether one of some bodies is of a sector that is asked for."""
    return not filters.sectors or any(
        names.bodies[body]["sector"] in filters.sectors for body in bodies if body in names.bodies
    )


def told(pair: Pair, names: Directory) -> dict[str, Any]:
    """What is told of a pair, as attributes of its edge."""
    return {
        "review": pair.review,
        **names.persons([pair.person]),
        "certain": pair.certain,
        "occasions": pair.occasions,
        "occasions_certain": pair.occasions_certain,
        "gap_days": "" if pair.gap is None else pair.gap,
        **_period(pair.contacts),
        "contacts": pair.contacts,
        "passages": sorted_union(fact["passages"] for fact in pair.contacts),
    }


def _period(contacts: list[Fact]) -> dict[str, str]:
    """The days from the first dated contact to the last."""
    days = [day for fact in contacts for day in (fact["earliest"], fact["latest"]) if day]
    return {"when": "", "earliest": min(days, default=""), "latest": max(days, default="")}


def sorted_union(lists: Any) -> list[str]:
    """The values of several lists, each once, in the order in which they come."""
    return list(dict.fromkeys(value for values in lists for value in values))
