"""Centrality where edges only run between two kinds of nodes, such as agencies and persons.

The values are those of Borgatti and Everett, which divide by what is possible between two modes. With
two or three persons of a case most agencies have the same value: they rank agencies only across many
reviews.
"""

from __future__ import annotations

from typing import Any

import networkx as nx

from dhrgraph.networks.measures.weights import first_mode

__all__ = ["betweenness", "closeness", "degree"]


def degree(graph: nx.Graph[Any]) -> dict[Any, float]:
    """The share of the nodes of the other mode to which a node has an edge.

    Unit: share, from 0 to 1. Weights: ignored.

    References
    ----------
    Borgatti, S. P. and Everett, M. G. (1997). Network analysis of 2-mode data. *Social Networks* 19, 243-269.

    Examples
    --------
    >>> degree(nx.davis_southern_women_graph())["Evelyn Jefferson"]
    0.5714285714285714
    """
    return dict(nx.bipartite.degree_centrality(graph, first_mode(graph))) if _both(graph) else {}


def closeness(graph: nx.Graph[Any]) -> dict[Any, float]:
    """How few steps a node is from all others, against the fewest that are possible.

    Unit: none, from 0 to 1. Weights: ignored. In a network of several parts the value of a node is
    that within its part, times the share of nodes that the part has.

    References
    ----------
    Borgatti, S. P. and Everett, M. G. (1997). Network analysis of 2-mode data. *Social Networks* 19, 243-269.
    """
    return dict(nx.bipartite.closeness_centrality(graph, first_mode(graph))) if _both(graph) else {}


def betweenness(graph: nx.Graph[Any]) -> dict[Any, float]:
    """The share of shortest paths that lead through a node, against the most that are possible.

    Unit: none, from 0 to 1. Weights: ignored.

    References
    ----------
    Borgatti, S. P. and Everett, M. G. (1997). Network analysis of 2-mode data. *Social Networks* 19, 243-269.
    """
    return dict(nx.bipartite.betweenness_centrality(graph, first_mode(graph))) if _both(graph) else {}


def _both(graph: nx.Graph[Any]) -> bool:
    """Whether there are nodes of both modes, without which no share can be told."""
    return 0 < len(first_mode(graph)) < len(graph)
