"""Which agencies had to do with the same people at the same time, what they knew and whether they exchanged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import networkx as nx

from dhrgraph.networks.contacts import contact_facts
from dhrgraph.networks.exchanges import Exchange, between, by_body, exchanges
from dhrgraph.networks.facts import Directory, Fact, Source
from dhrgraph.networks.filters import Filters
from dhrgraph.networks.knowing import Knowing, knowing
from dhrgraph.networks.pairs import Pair, pairs

__all__ = ["agencies", "in_sectors", "united"]


def agencies(source: Source, filters: Filters) -> nx.MultiGraph[str]:
    """The network of agencies with an edge for each person that two of them share; see `dhrgraph.networks`."""
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    names, knew = source.names, knowing(source)
    families, exchanged = names.families(), by_body(exchanges(source))
    abuse_told = {fact["record"] for facts in knew.values() for fact in facts if fact["ground"] == "contact"}
    for pair in pairs(contact_facts(source, filters), filters.within):
        bodies = (pair.one, pair.other)
        if not in_sectors(names, filters, *bodies) or any(names.bodies[body]["kind"] == "forum" for body in bodies):
            continue
        found = [
            exchange
            for exchange in between(pair.review, families[pair.one], families[pair.other], exchanged)
            if _about(exchange, pair.person, abuse_told)
        ]
        names.add(graph, pair.one)
        names.add(graph, pair.other)
        graph.add_edge(
            pair.one,
            pair.other,
            key=pair.person,
            kind="shared person",
            **_told(pair, names),
            one_organisation=pair.other in families[pair.one],
            exchanged=bool(found),
            exchanges=[{"event": exchange.event, "how": exchange.how} for exchange in found],
            **_known(pair, knew),
        )
    return graph


def in_sectors(names: Directory, filters: Filters, *bodies: str) -> bool:
    """Whether one of some bodies is of a sector that is asked for."""
    return not filters.sectors or any(
        names.bodies[body]["sector"] in filters.sectors for body in bodies if body in names.bodies
    )


def united(lists: Iterable[list[str]]) -> list[str]:
    """The values of several lists, each once, in the order in which they come."""
    return list(dict.fromkeys(value for values in lists for value in values))


def _told(pair: Pair, names: Directory) -> dict[str, Any]:
    """What the contacts of a pair tell."""
    days = [day for fact in pair.contacts for day in (fact["earliest"], fact["latest"]) if day]
    return {
        "review": pair.review,
        **names.persons([pair.person]),
        "when": "",
        "earliest": min(days, default=""),
        "latest": max(days, default=""),
        "certain": pair.certain,
        "occasions": pair.occasions,
        "occasions_certain": pair.occasions_certain,
        "gap_days": "" if pair.gap is None else pair.gap,
        "contacts": pair.contacts,
        "passages": united(fact["passages"] for fact in pair.contacts),
    }


def _known(pair: Pair, knew: Knowing) -> dict[str, Any]:
    """Who of a pair knew of abuse or risk, and how."""
    facts: list[Fact] = [fact for body in (pair.one, pair.other) for fact in knew.get((pair.review, body), [])]
    return {"knew": sorted({fact["body"] for fact in facts}), "knowledge": facts}


def _about(exchange: Exchange, person: str, abuse_told: set[str]) -> bool:
    """Whether an exchange was about a person or the case.

    Referrals, sharing and meetings of a review are about its case, whichever of its people they name. That two
    bodies were present with somebody else is an exchange about the case only if abuse came up there.
    """
    return exchange.how != "contact" or person in exchange.persons or exchange.event in abuse_told
