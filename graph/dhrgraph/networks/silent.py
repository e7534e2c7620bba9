"""Where two agencies had to do with the same person, one knew, and the report records no exchange."""

from __future__ import annotations

from collections import defaultdict

import networkx as nx

from dhrgraph.networks.agencies import in_sectors, told
from dhrgraph.networks.contacts import contact_facts
from dhrgraph.networks.exchanges import Exchange, exchanges
from dhrgraph.networks.facts import Directory, Fact, Source, time_of
from dhrgraph.networks.filters import Filters
from dhrgraph.networks.pairs import Pair, pairs

__all__ = ["silent_pairs"]

Case = tuple[str, str]


def silent_pairs(source: Source, filters: Filters) -> nx.MultiGraph[str]:
    """The network of silent pairs, an edge for each person; see `dhrgraph.networks`.

    The network's ``set_aside`` lists the pairs that meet all conditions but the last: those between
    which an exchange is recorded, or that are one organisation, with the reason.
    """
    graph: nx.MultiGraph[str] = nx.MultiGraph(set_aside=[])
    knew = _knowledge(source)
    names = source.names
    families = names.families()
    exchanged = _by_body(exchanges(source))
    abuse_told = {fact["record"] for facts in knew.values() for fact in facts if fact["ground"] == "contact"}
    for pair in pairs(contact_facts(source, filters), filters.within):
        sides = {body: knew[pair.review, body] for body in (pair.one, pair.other)}
        if not any(sides.values()) or not in_sectors(names, filters, pair.one, pair.other):
            continue
        if any(names.bodies[body]["kind"] == "forum" for body in sides):
            continue
        found = [
            exchange
            for exchange in _between(pair, families, exchanged)
            if _about(exchange, pair.person, names, abuse_told)
        ]
        if found or pair.other in families[pair.one]:
            graph.graph["set_aside"].append(_set_aside(pair, found))
            continue
        names.add(graph, pair.one)
        names.add(graph, pair.other)
        graph.add_edge(
            pair.one,
            pair.other,
            key=pair.person,
            kind="no exchange recorded",
            **told(pair, names),
            knew=sorted(body for body, facts in sides.items() if facts),
            knowledge=[fact for body in sorted(sides) for fact in sides[body]],
        )
    return graph


def _knowledge(source: Source) -> dict[Case, list[Fact]]:
    """How each body knew of abuse or risk in each review."""
    found: dict[Case, list[Fact]] = defaultdict(list)
    told = [*source.rows("knowledge"), *({**row, "ground": "risk"} for row in source.rows("risk"))]
    for row in sorted(told, key=lambda row: (row.get("earliest", "9999"), row["ground"], row.get("record", ""))):
        fact = {
            "body": row["agency"],
            "ground": row["ground"],
            "record": row.get("record", ""),
            "summary": row.get("summary", ""),
            **time_of(row),
        }
        if fact not in found[row["review"], row["agency"]]:
            found[row["review"], row["agency"]].append(fact)
    return found


def _by_body(found: list[Exchange]) -> dict[Case, list[Exchange]]:
    by_body: dict[Case, list[Exchange]] = defaultdict(list)
    for exchange in found:
        by_body[exchange.review, exchange.one].append(exchange)
        by_body[exchange.review, exchange.other].append(exchange)
    return by_body


def _between(pair: Pair, families: dict[str, set[str]], exchanged: dict[Case, list[Exchange]]) -> list[Exchange]:
    """The exchanges between two sides, where a service and the organisation that it is part of are one side."""
    ones, others = families[pair.one], families[pair.other]
    return sorted(
        {
            exchange
            for body in ones
            for exchange in exchanged.get((pair.review, body), [])
            if (exchange.one in ones and exchange.other in others)
            or (exchange.one in others and exchange.other in ones)
        }
    )


def _about(exchange: Exchange, person: str, names: Directory, abuse_told: set[str]) -> bool:
    """Whether an exchange was about a person or the case.

    Referrals, sharing and meetings about a victim or perpetrator, or that do not tell about whom they were, are
    about the case. A contact with somebody else at which both were present is so only if abuse came up in it.
    """
    if person in exchange.persons or not exchange.persons:
        return True
    if exchange.how == "contact":
        return exchange.event in abuse_told
    return any(names.people[one]["role"] in ("victim", "perpetrator") for one in exchange.persons)


def _set_aside(pair: Pair, found: list[Exchange]) -> Fact:
    return {
        "one": pair.one,
        "other": pair.other,
        "person": pair.person,
        "review": pair.review,
        "why": ", ".join(sorted({exchange.how for exchange in found})) or "one organisation",
        "events": sorted({exchange.event for exchange in found}),
    }
