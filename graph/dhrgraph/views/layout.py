"""Where nodes stand: computed beforehand, so that a page opens at once and looks the same each time."""

from __future__ import annotations

from itertools import combinations, pairwise

import networkx as nx

__all__ = ["positions"]

_SCALE = 1000
#: A page is wider than high, and labels are wider than high too.
_WIDER = 1.15
#: Width and height of a node with its label, in units of the positions.
_BOX = (400, 190)
_ROUNDS = 200


def positions(network: nx.MultiGraph[str]) -> dict[str, tuple[int, int]]:
    """Positions of the nodes in whole units, by the method of Kamada and Kawai.

    The method is stress-minimising and has no random start, so that the same network gets the same
    picture. People of one review are kept near each other.

    References
    ----------
    T. Kamada, S. Kawai, "An algorithm for drawing general undirected graphs", Information Processing
    Letters 31 (1989).
    """
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(sorted(network))
    simple.add_edges_from(sorted((min(u, v), max(u, v)) for u, v in network.edges()))
    people = sorted((data["review"], node) for node, data in network.nodes(data=True) if data["kind"] == "person")
    for (review, one), (other_review, other) in pairwise(people):
        if review == other_review:
            simple.add_edge(one, other)
    if not simple:
        return {}
    places = _packed([_layout(simple.subgraph(part)) for part in _parts(simple)])
    return {node: (round(x), round(y)) for node, (x, y) in _apart(places).items()}


def _layout(graph: nx.Graph[str]) -> dict[str, tuple[float, float]]:
    return {node: (float(x), float(y)) for node, (x, y) in nx.kamada_kawai_layout(graph).items()}


def _apart(places: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Push nodes apart whose boxes (mark and label) overlap, along the axis that needs less."""
    moved = {node: [x, y] for node, (x, y) in sorted(places.items())}
    for _ in range(_ROUNDS):
        still = True
        for one, other in combinations(moved.values(), 2):
            across, down = other[0] - one[0], other[1] - one[1]
            gaps = (_BOX[0] - abs(across), _BOX[1] - abs(down))
            if min(gaps) <= 0:
                continue
            still = False
            axis = 0 if gaps[0] / _BOX[0] < gaps[1] / _BOX[1] else 1
            step = (gaps[axis] / 2 + 1) * (1 if (across, down)[axis] >= 0 else -1)
            one[axis] -= step
            other[axis] += step
        if still:
            break
    return {node: (x, y) for node, (x, y) in moved.items()}


def _parts(graph: nx.Graph[str]) -> list[list[str]]:
    return sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part))


def _packed(layouts: list[dict[str, tuple[float, float]]]) -> dict[str, tuple[float, float]]:
    """Put the parts of a network side by side, each scaled by its size."""
    places: dict[str, tuple[float, float]] = {}
    left = 0.0
    for layout in layouts:
        scale = _SCALE * max(1.0, len(layout) ** 0.5 / 4)
        places |= {node: (left + _WIDER * scale * (1 + x), scale * y) for node, (x, y) in layout.items()}
        left += 2.3 * _WIDER * scale
    return places
