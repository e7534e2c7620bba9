"""Groups of nodes that have more to do with each other than with others."""

from __future__ import annotations

from typing import Any

import networkx as nx

__all__ = ["communities", "modularity"]


def communities(graph: nx.Graph[Any], seed: int = 1) -> dict[Any, float]:
    """The number of the group of each node, by the Louvain method.

    Groups are numbered by size, then by strength; 1 is the largest. Weights: used. Direction: used.
    The method has chance in it: another seed can give other groups, above all in small networks and
    where modularity is low (below about 0.3). A seed always gives the same groups.

    Parameters
    ----------
    graph : networkx.Graph or networkx.DiGraph
    seed : int

    References
    ----------
    Blondel, V. D. et al. (2008). Fast unfolding of communities in large networks. *J. Stat. Mech.* P10008.

    Examples
    --------
    >>> communities(nx.barbell_graph(4, 0))
    {0: 1.0, 1: 1.0, 2: 1.0, 3: 1.0, 4: 2.0, 5: 2.0, 6: 2.0, 7: 2.0}
    """
    nodes = sorted(graph, key=str)
    groups = _groups(graph, nodes, seed)
    strengths = dict(graph.degree(weight="weight"))
    order = sorted(
        groups, key=lambda group: (-len(group), -sum(strengths[node] for node in group), min(map(str, group)))
    )
    return {node: float(number) for number, group in enumerate(order, 1) for node in sorted(group, key=str)}


def modularity(graph: nx.Graph[Any], groups: dict[Any, float]) -> float:
    """How much more of the weight lies within groups than by chance: from -0.5 to 1, 0 without edges.

    References
    ----------
    Newman, M. E. J. (2006). Modularity and community structure in networks. *PNAS* 103, 8577-8582.
    """
    if not graph.size():
        return 0.0
    parts = [{node for node, group in groups.items() if group == number} for number in set(groups.values())]
    return float(nx.community.modularity(graph, parts, weight="weight"))


def _groups(graph: nx.Graph[Any], nodes: list[Any], seed: int) -> list[set[Any]]:
    if not graph.size():
        return [{node} for node in nodes]
    # Numbers for nodes: sets of texts come in another order in each run of Python, and the method minds order.
    number = {node: position for position, node in enumerate(nodes)}
    plain: nx.Graph[int] = nx.DiGraph() if graph.is_directed() else nx.Graph()
    plain.add_nodes_from(range(len(nodes)))
    plain.add_weighted_edges_from(
        sorted((number[one], number[other], told.get("weight", 1)) for one, other, told in graph.edges(data=True))
    )
    return [{nodes[n] for n in group} for group in nx.community.louvain_communities(plain, weight="weight", seed=seed)]
