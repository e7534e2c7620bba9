"""How much a node has to do with others: degree, strength, betweenness, eigenvector centrality, core number.

All take a network as `dhrgraph.networks.measures.weights.counted` gives it. With few nodes these
values are coarse and hang on single facts: one more contact told by the report can change every rank.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import networkx as nx
import numpy as np

__all__ = [
    "betweenness",
    "core_number",
    "degree",
    "degree_in",
    "degree_out",
    "eigenvector",
    "strength",
    "strength_in",
    "strength_out",
]

Values = dict[Any, float]


def degree(graph: nx.Graph[Any]) -> Values:
    """The number of nodes to which a node has an edge.

    Unit: nodes. Weights: ignored. Direction: edges of both directions count.

    References
    ----------
    Freeman, L. C. (1979). Centrality in social networks: conceptual clarification. *Social Networks* 1, 215-239.

    Examples
    --------
    >>> degree(nx.star_graph(3))
    {0: 3.0, 1: 1.0, 2: 1.0, 3: 1.0}
    """
    return _floats(graph.degree())


def strength(graph: nx.Graph[Any]) -> Values:
    """The number of facts that a node has part in: the sum of the weights of its edges.

    Unit: facts (contacts, referrals …). Weights: added up. Direction: edges of both directions count.

    References
    ----------
    Barrat, A. et al. (2004). The architecture of complex weighted networks. *PNAS* 101, 3747-3752.
    """
    return _floats(graph.degree(weight="weight"))


def degree_out(graph: nx.Graph[Any]) -> Values:
    """As `degree`, of the edges that lead from a node."""
    return _floats(_arrows(graph).out_degree())


def degree_in(graph: nx.Graph[Any]) -> Values:
    """As `degree`, of the edges that lead to a node."""
    return _floats(_arrows(graph).in_degree())


def strength_out(graph: nx.Graph[Any]) -> Values:
    """As `strength`, of the edges that lead from a node."""
    return _floats(_arrows(graph).out_degree(weight="weight"))


def strength_in(graph: nx.Graph[Any]) -> Values:
    """As `strength`, of the edges that lead to a node."""
    return _floats(_arrows(graph).in_degree(weight="weight"))


def _arrows(graph: nx.Graph[Any]) -> nx.DiGraph[Any]:
    assert isinstance(graph, nx.DiGraph), "only a directed network has edges that lead to or from a node"
    return graph


def _floats(pairs: Iterable[tuple[Any, float]]) -> Values:
    return {node: float(value) for node, value in pairs}


def betweenness(graph: nx.Graph[Any]) -> Values:
    """The share of shortest paths between two other nodes that lead through a node.

    Unit: share of pairs, from 0 to 1. Weights: ignored, since a count of facts is no length.
    Direction: paths follow the edges. A node is high where others are joined only through it; that
    does not mean that anything passed through it.

    References
    ----------
    Freeman, L. C. (1977). A set of measures of centrality based on betweenness. *Sociometry* 40, 35-41.
    Brandes, U. (2001). A faster algorithm for betweenness centrality. *J. Math. Sociol.* 25, 163-177.

    Examples
    --------
    >>> betweenness(nx.path_graph(3))[1]
    1.0
    """
    return dict(nx.betweenness_centrality(graph))


def eigenvector(graph: nx.Graph[Any]) -> Values:
    """How much a node has to do with nodes that themselves have much to do with others.

    Unit: none; within each connected part the squares of the values add up to 1, so that values are
    compared within a part only. Weights: used. Direction: ignored. A node alone has 0.

    References
    ----------
    Bonacich, P. (1972). Factoring and weighting approaches to status scores and clique identification.
    *J. Math. Sociol.* 2, 113-120.

    Examples
    --------
    >>> {node: round(value, 3) for node, value in eigenvector(nx.star_graph(4)).items()}
    {0: 0.707, 1: 0.354, 2: 0.354, 3: 0.354, 4: 0.354}
    """
    plain = _undirected(graph)
    values: Values = dict.fromkeys(plain, 0.0)
    for part in nx.connected_components(plain):
        if len(part) > 1:
            values |= _leading(plain.subgraph(sorted(part, key=str)).copy())
    return values


def _leading(part: nx.Graph[Any]) -> Values:
    try:
        return dict(nx.eigenvector_centrality(part, max_iter=2000, tol=1e-12, weight="weight"))
    except nx.PowerIterationFailedConvergence:  # as on long paths, where two values lie close together
        _, vectors = np.linalg.eigh(nx.to_numpy_array(part, weight="weight"))
        return {node: float(abs(value)) for node, value in zip(part, vectors[:, -1], strict=True)}


def core_number(graph: nx.Graph[Any]) -> Values:
    """The largest k for which a node belongs to a part in which all have k neighbours or more.

    Unit: nodes. Weights and direction: ignored.

    References
    ----------
    Seidman, S. B. (1983). Network structure and minimum degree. *Social Networks* 5, 269-287.

    Examples
    --------
    >>> core_number(nx.complete_graph(4))[0]
    3.0
    """
    return {node: float(value) for node, value in nx.core_number(_undirected(graph)).items()}


def _undirected(graph: nx.Graph[Any]) -> nx.Graph[Any]:
    """A network without directions, the weights of both added up."""
    if not graph.is_directed():
        return graph
    plain: nx.Graph[Any] = nx.Graph()
    plain.add_nodes_from(graph.nodes(data=True))
    for one, other, told in graph.edges(data=True):
        weight = told.get("weight", 1)
        if plain.has_edge(one, other):
            plain[one][other]["weight"] += weight
        else:
            plain.add_edge(one, other, weight=weight)
    return plain
