"""Which few agencies together saw most of the disclosures."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Any

import networkx as nx
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from dhrgraph.networks.measures.outcomes import abuse_came_up, contacts_by_agency

__all__ = ["fewest", "greedy", "reach"]

#: The most agencies and contacts for which the fewest are searched for, and not only nearly found.
_EXACT = 400


def reach(graph: nx.Graph[str], share: float = 0.8) -> list[dict[str, Any]]:
    """The agencies that together saw a share of the contacts in which abuse was told or known.

    Unit: contacts. Agencies come in the order in which each adds most. The order is found step by
    step, which can need more agencies than the best choice does; ``fewest`` is the number of the best
    choice, empty where there are too many agencies and contacts to search.

    Parameters
    ----------
    graph : networkx.MultiGraph
        The network of contacts.
    share : float
        From 0 to 1.

    Returns
    -------
    list of dict
        ``step``, ``agency``, ``adds``, ``together``, ``share``, ``fewest``, up to the share asked for.

    References
    ----------
    Nemhauser, G. L., Wolsey, L. A. and Fisher, M. L. (1978). An analysis of approximations for maximizing
    submodular set functions. *Math. Program.* 14, 265-294.
    """
    seen = {
        agency: frozenset(record for record, contact in contacts.items() if abuse_came_up(contact))
        for agency, contacts in contacts_by_agency(graph).items()
    }
    total = len(frozenset().union(*seen.values())) if seen else 0
    best = fewest(seen, share) if len(seen) + total <= _EXACT else None
    rows, together = [], 0
    for step, (agency, adds) in enumerate(greedy(seen, share), 1):
        together += adds
        rows.append(
            {
                "step": step,
                "agency": graph.nodes[agency]["label"],
                "adds": adds,
                "together": together,
                "share": together / total,
                "fewest": "" if best is None else best,
            }
        )
    return rows


def greedy(seen: Mapping[str, frozenset[str]], share: float) -> list[tuple[str, int]]:
    """Sets in the order in which each adds most, until they hold a share of all; with what each adds.

    Examples
    --------
    >>> greedy({"a": frozenset("wxy"), "b": frozenset("yz"), "c": frozenset("w")}, 1.0)
    [('a', 3), ('b', 1)]
    """
    everything = frozenset().union(*seen.values()) if seen else frozenset()
    need, have = _needed(len(everything), share), frozenset[str]()
    chosen = []
    while len(have) < need:
        best = min(seen, key=lambda name: (-len(seen[name] - have), name))
        chosen.append((best, len(seen[best] - have)))
        have |= seen[best]
    return chosen


def fewest(seen: Mapping[str, frozenset[str]], share: float) -> int:
    """The smallest number of sets that together hold a share of all, found exactly.

    Examples
    --------
    >>> fewest({"a": frozenset("wxy"), "b": frozenset("wz"), "c": frozenset("xy")}, 1.0)
    2
    """
    names = sorted(name for name in seen if seen[name])
    things = sorted(frozenset().union(*seen.values())) if seen else []
    need = _needed(len(things), share)
    if not need:
        return 0
    # Choose sets (0 or 1 each) and things; a thing only if a set that holds it is chosen, and enough things.
    holds = np.array([[float(thing in seen[name]) for name in names] for thing in things])
    rows = np.vstack([np.hstack([holds, -np.eye(len(things))]), np.r_[np.zeros(len(names)), np.ones(len(things))]])
    least = np.r_[np.zeros(len(things)), need]
    cost = np.r_[np.ones(len(names)), np.zeros(len(things))]
    found = milp(
        cost, constraints=LinearConstraint(rows, least, np.inf), bounds=Bounds(0, 1), integrality=np.ones(len(cost))
    )
    return round(float(found.fun))


def _needed(total: int, share: float) -> int:
    return ceil(total * share - 1e-9)
