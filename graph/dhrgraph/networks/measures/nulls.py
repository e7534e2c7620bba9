"""Networks and counts as they could be by chance, to compare with those that are.

Two kinds of chance. *Rewiring* keeps how many edges each node has, and in which review, and lets
chance choose with whom: what a measure still says against that lies in who is joined to whom, not in
how often a node comes up. *Labels* keeps each contact with its agency and lets chance choose which
contacts of one sector and year were, say, missed opportunities: what a count still says against that
lies in the agency, not in its sector or its time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import Any

import networkx as nx
import numpy as np

from dhrgraph.networks.measures.outcomes import contacts_by_agency
from dhrgraph.networks.measures.weights import counted

__all__ = ["ATTEMPTS", "permuted_counts", "rewired", "swapped"]

#: Swaps tried for each edge before a rewired network counts as chance; ten to a hundred are used (Milo 2003).
ATTEMPTS = 20

Edge = tuple[Any, Any]


def swapped(edges: Sequence[Edge], rng: np.random.Generator, *, directed: bool, attempts: int = ATTEMPTS) -> list[Edge]:
    """Edges of which ends have been swapped at random, so that each node keeps its number of edges.

    Two edges (a, b) and (c, d) become (a, d) and (c, b) unless one of these is there already or leads
    from a node to itself. In a directed network a circle of three edges is also turned round, since
    swaps alone cannot do that. An attempt that fails counts, so that in the end all networks with
    these numbers are equally likely. Ends stay on their side: of a network with two modes the first,
    of a directed one the giver.

    Parameters
    ----------
    edges : sequence of pairs
        Each once.
    rng : numpy.random.Generator
    directed : bool
        Whether both sides are of one kind, so that an edge may not lead from a node to itself.
    attempts : int
        Swaps tried for each edge.

    Returns
    -------
    list of pairs
        In the order of those given, each with its first end.

    References
    ----------
    Maslov, S. and Sneppen, K. (2002). Specificity and stability in topology of protein networks.
    *Science* 296, 910-913.
    Milo, R. et al. (2003). On the uniform generation of random graphs with prescribed degree sequences.
    arXiv cond-mat/0312028.
    Roberts, E. S. and Coolen, A. C. C. (2012). Unbiased degree-preserving randomization of directed
    binary networks. *Phys. Rev. E* 85, 046103.
    """
    now = list(edges)
    if len(now) < 2:
        return now
    there = set(now)
    for first, second, third in rng.integers(len(now), size=(attempts * len(now), 3)).tolist():
        (a, b), (c, d) = now[first], now[second]
        if (a, d) not in there and (c, b) not in there and not (directed and (a == d or c == b)):
            _replace(now, there, {first: (a, d), second: (c, b)})
        elif directed and b == c and now[third] == (d, a) and not there & {(a, d), (d, b), (b, a)}:
            _replace(now, there, {first: (a, d), second: (b, a), third: (d, b)})
    return now


def _replace(now: list[Edge], there: set[Edge], new: dict[int, Edge]) -> None:
    there.difference_update(now[place] for place in new)
    there.update(new.values())
    for place, edge in new.items():
        now[place] = edge


def rewired(graph: nx.Graph[str], rng: np.random.Generator) -> nx.Graph[str]:
    """A network with the ends of its edges swapped within each review, counted.

    Parameters
    ----------
    graph : networkx.MultiGraph or networkx.MultiDiGraph
        A directed network, or one with two modes.
    rng : numpy.random.Generator

    Returns
    -------
    networkx.Graph or networkx.DiGraph
        As `counted` gives it: in each review each node has as many others as before, and the weights
        of edges go with their first end.
    """
    simple = counted(graph)
    strata: dict[str, dict[Edge, float]] = defaultdict(lambda: defaultdict(float))
    second = _second_mode(graph)
    for one, other, told in graph.edges(data=True):
        ends = (other, one) if one in second and not graph.is_directed() else (one, other)
        if simple.has_edge(*ends) and _counts(graph, told):
            strata[told.get("review", "")][ends] += told.get("weight", 1)
    weights: dict[Edge, float] = defaultdict(float)
    for _, edges in sorted(strata.items()):
        before = sorted(edges)
        for old, new in zip(before, swapped(before, rng, directed=graph.is_directed()), strict=True):
            weights[new] += edges[old]
    made = simple.__class__()
    made.graph.update(simple.graph)
    made.add_nodes_from(simple.nodes(data=True))
    made.add_edges_from((one, other, {"weight": weight}) for (one, other), weight in sorted(weights.items()))
    return made


def _counts(graph: nx.Graph[str], told: dict[str, Any]) -> bool:
    kinds = graph.graph.get("counts")
    return kinds is None or told.get("kind") in kinds


def _second_mode(graph: nx.Graph[str]) -> set[str]:
    modes = graph.graph.get("modes")
    if modes and len(modes) > 1:
        return {node for node, data in graph.nodes(data=True) if data.get("kind") in modes[1]}
    return {node for node, data in graph.nodes(data=True) if data.get("bipartite") == 1}


def permuted_counts(
    graph: nx.Graph[str], of: Callable[[dict[str, Any]], bool], draws: int, rng: np.random.Generator
) -> tuple[list[str], np.ndarray[Any, np.dtype[np.float64]]]:
    """Counts of an outcome by agency, with the outcomes shuffled among contacts of one sector and year.

    Parameters
    ----------
    graph : networkx.MultiGraph
        The network of contacts.
    of : callable
        Whether a contact has the outcome.
    draws : int
    rng : numpy.random.Generator

    Returns
    -------
    list of str, array of shape (draws, agencies)
        The agencies, and their counts in each draw. Contacts without a first day are one year.
    """
    found = contacts_by_agency(graph)
    agencies = sorted(found)
    strata: dict[Hashable, list[tuple[int, bool]]] = defaultdict(list)
    for place, agency in enumerate(agencies):
        for _, contact in sorted(found[agency].items()):
            strata[graph.nodes[agency]["sector"], contact["earliest"][:4]].append((place, of(contact)))
    counts = np.zeros((draws, len(agencies)))
    for _, contacts in sorted(strata.items(), key=lambda pair: str(pair[0])):
        places = np.array([place for place, _ in contacts])
        outcomes = np.tile(np.array([outcome for _, outcome in contacts], dtype=float), (draws, 1))
        shuffled = rng.permuted(outcomes, axis=1)
        for place in np.unique(places):
            counts[:, place] += shuffled[:, places == place].sum(axis=1)
    return agencies, counts
