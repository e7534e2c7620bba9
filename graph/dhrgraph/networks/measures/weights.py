"""From parallel facts to one weighted edge: what the measures measure."""

from __future__ import annotations

from collections import Counter
from typing import Any

import networkx as nx

__all__ = ["NODE_ATTRIBUTES", "counted", "first_mode"]

#: Attributes of nodes that a counted network keeps.
NODE_ATTRIBUTES = ("kind", "label", "sector", "sector_label", "role", "review")


def counted(graph: nx.Graph[str]) -> nx.Graph[str]:
    """A network with one edge between two nodes, weighted by the number of facts.

    Parameters
    ----------
    graph : networkx graph
        A network of `dhrgraph.networks.project`, or any other. Its ``counts`` says which kinds of
        edges count and its ``modes`` which kinds of nodes; without them all do.

    Returns
    -------
    networkx.Graph or networkx.DiGraph
        Nodes sorted, edges with ``weight``. Of edges that have a weight of their own, the weights are
        added up. Edges from a node to itself are left out: no measure here means anything by them.

    Examples
    --------
    >>> counted(nx.MultiGraph([("a", "b"), ("a", "b"), ("b", "c")])).edges["a", "b"]
    {'weight': 2}
    """
    kinds, modes = graph.graph.get("counts"), graph.graph.get("modes")
    simple: nx.Graph[str] = nx.DiGraph() if graph.is_directed() else nx.Graph()
    for node in sorted(graph, key=str):
        data = graph.nodes[node]
        if modes is None or any(data.get("kind") in mode for mode in modes):
            simple.add_node(node, **{key: data[key] for key in NODE_ATTRIBUTES if key in data})
    weights: Counter[tuple[str, str]] = Counter()
    for one, other, told in graph.edges(data=True):
        if one != other and one in simple and other in simple and (kinds is None or told.get("kind") in kinds):
            ends = (one, other) if graph.is_directed() or str(one) <= str(other) else (other, one)
            weights[ends] += told.get("weight", 1)
    simple.graph.update({"modes": modes} if modes else {})
    simple.add_edges_from((one, other, {"weight": weight}) for (one, other), weight in sorted(weights.items()))
    return simple


def first_mode(graph: nx.Graph[str]) -> list[Any]:
    """The nodes of the first mode of a network with two modes, sorted.

    The kinds of the network's ``modes``; without them the nodes whose ``bipartite`` is 0, as networkx
    marks them.
    """
    modes = graph.graph.get("modes")
    if modes:
        return sorted(node for node, data in graph.nodes(data=True) if data.get("kind") in modes[0])
    return sorted(node for node, data in graph.nodes(data=True) if data.get("bipartite") == 0)
