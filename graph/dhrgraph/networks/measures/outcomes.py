"""What came of an agency's contacts: in how many abuse came up, and how many were missed opportunities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import networkx as nx

__all__ = ["ABUSE_TOLD", "abuse_came_up", "contacts_by_agency", "missed_opportunity", "number"]

#: Codes of disclosure by which an agency knew of abuse from a contact.
ABUSE_TOLD = frozenset({"disclosed", "reported-by-other", "already-known"})

Contact = dict[str, Any]


def abuse_came_up(contact: Contact) -> bool:
    """Whether abuse was told, or known already, in a contact; not where the report tells it in two ways."""
    return contact["disclosure_code"] in ABUSE_TOLD


def missed_opportunity(contact: Contact) -> bool:
    """Whether the report judges a contact a missed opportunity."""
    return bool(contact["missed"])


def number(graph: nx.Graph[str], of: Callable[[Contact], bool]) -> dict[str, float]:
    """The number of contacts of each agency that have an outcome.

    Unit: contacts; one with two people counts once. A report looks at some agencies more closely than
    at others, and so finds more with them.

    Parameters
    ----------
    graph : networkx.MultiGraph
        The network of contacts.
    of : callable
        Whether a contact has the outcome.
    """
    found = contacts_by_agency(graph)
    return {agency: float(sum(map(of, found[agency].values()))) for agency in sorted(found)}


def contacts_by_agency(graph: nx.Graph[str]) -> dict[str, dict[str, Contact]]:
    """The contacts of each agency by their IRIs, each once."""
    found: dict[str, dict[str, Contact]] = defaultdict(dict)
    assert isinstance(graph, nx.MultiGraph)
    for one, other, record, contact in graph.edges(keys=True, data=True):
        agency = other if graph.nodes[one]["kind"] == "person" else one
        found[agency][str(record)] = contact
    return found
