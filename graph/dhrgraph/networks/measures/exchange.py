"""How many of the pairs of agencies that could have exchanged did, and how long it took."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import networkx as nx

from dhrgraph.networks.facts import Fact, span_of

__all__ = ["days_to_exchange", "exchange_density"]


def exchange_density(graph: nx.Graph[str]) -> list[dict[str, Any]]:
    """The share of the pairs of agencies that shared a person at the same time, between which an exchange is recorded.

    Unit: pairs of agencies and person; a service and the organisation that it is part of are no pair.
    An exchange counts whenever it was. Of few pairs a share says little: see the number of pairs.

    Parameters
    ----------
    graph : networkx.MultiGraph
        The network of agencies.

    Returns
    -------
    list of dict
        ``pairs`` (which: all, those of which one knew of abuse or risk, those of each review),
        ``number``, ``with_exchange``, ``density``.
    """
    pairs = [told for _, _, told in graph.edges(data=True) if not told["one_organisation"]]
    groups = {"all": pairs, "one knew of abuse or risk": [told for told in pairs if told["knew"]]}
    for review in sorted({told["review"] for told in pairs}):
        groups[review.rpartition("/")[2]] = [told for told in pairs if told["review"] == review]
    return [
        {
            "pairs": name,
            "number": len(found),
            "with_exchange": sum(told["exchanged"] for told in found),
            "density": sum(told["exchanged"] for told in found) / len(found),
        }
        for name, found in groups.items()
        if found
    ]


def days_to_exchange(information: nx.Graph[str], contacts: nx.Graph[str]) -> list[dict[str, Any]]:
    """For each referral and sharing that took place: the days since the giver's last contact with the person before it.

    Unit: days, at the least and at the most, since dates are seldom told to the day; ``days_most`` is
    empty where no contact certainly came before. Left out are exchanges that have no first day, and
    those whose giver has no dated contact with the person that can have come before.

    Parameters
    ----------
    information, contacts : networkx.MultiDiGraph, networkx.MultiGraph
        The networks of these names.

    Returns
    -------
    list of dict
        ``kind``, ``giver``, ``taker``, ``person``, ``when``, ``days_least``, ``days_most``, ``summary``, by date.
    """
    met: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for one, other, contact in contacts.edges(data=True):
        person, agency = (one, other) if contacts.nodes[one]["kind"] == "person" else (other, one)
        met[agency, person].append(contact)
    rows = []
    for giver, taker, told in information.edges(data=True):
        if told["kind"] in ("referral", "sharing"):
            for person, name in zip(told["persons"], told["person_labels"], strict=True):
                days = _days(told, met.get((giver, person), []))
                if days:
                    ends = {"giver": _label(information, giver), "taker": _label(information, taker)}
                    what = {"when": told["when"], **days, "summary": told["summary"]}
                    rows.append({"kind": told["kind"], **ends, "person": name, **what})
    return sorted(rows, key=lambda row: [str(row[key]) for key in ("when", "giver", "taker", "person", "summary")])


def _days(told: Fact, met: list[Fact]) -> dict[str, Any] | None:
    """The fewest and most days that can have passed since the last contact before an exchange.

    The last contact that can have come before tells the fewest; the most are told by those that
    certainly came before: the last of them cannot have been longer ago.
    """
    when = span_of(told)
    if when.first is None:
        return None
    spans = [span_of(contact) for contact in met]
    before = [span for span in spans if span.dated and span.low <= when.high]
    if not before:
        return None
    least = min(max(0, when.low - span.high) for span in before)
    certain = [when.high - span.low for span in before if span.first and span.high <= when.low]
    return {"days_least": least, "days_most": min(certain) if certain and when.last else ""}


def _label(graph: nx.Graph[str], node: str) -> str:
    return str(graph.nodes[node]["label"])
