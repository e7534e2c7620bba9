"""Who stands between others: Burt's constraint and effective size.

A node without edges has no value. With few nodes the values of a node follow almost wholly from how
many edges it has; compare nodes of like degree only.
"""

from __future__ import annotations

import math
from typing import Any

import networkx as nx

__all__ = ["constraint", "effective_size"]


def constraint(graph: nx.Graph[Any]) -> dict[Any, float]:
    """How much of a node's ties lie with nodes that are tied to each other.

    Unit: none; low where a node joins others that have nothing to do with each other, 1 where all its
    ties are with one node; it can exceed 1. Weights: used. Direction: ties of both directions are
    added up.

    References
    ----------
    Burt, R. S. (1992). *Structural Holes*. Harvard University Press, chapter 2.
    Burt, R. S. (2004). Structural holes and good ideas. *Am. J. Sociol.* 110, 349-399.

    Examples
    --------
    >>> constraint(nx.star_graph(4))[0]
    0.25
    """
    return _numbers(nx.constraint(graph, weight="weight")) if graph.size() else {}


def effective_size(graph: nx.Graph[Any]) -> dict[Any, float]:
    """The number of a node's neighbours, less those that are reached through others of them anyway.

    Unit: nodes. Weights: used. Direction: ties of both directions are added up.

    References
    ----------
    Burt, R. S. (1992). *Structural Holes*. Harvard University Press, chapter 2.
    Borgatti, S. P. (1997). Structural holes: unpacking Burt's redundancy measures. *Connections* 20, 35-38.

    Examples
    --------
    >>> effective_size(nx.star_graph(4))[0], effective_size(nx.complete_graph(4))[0]
    (4.0, 1.0)
    """
    return _numbers(nx.effective_size(graph, weight="weight")) if graph.size() else {}


def _numbers(values: dict[Any, float]) -> dict[Any, float]:
    return {node: float(value) for node, value in values.items() if not math.isnan(value)}
