"""A network as a picture of its matrix: a row and a column a node, darker where there are more facts."""

from __future__ import annotations

import io
from textwrap import wrap
from typing import Any, Literal

import networkx as nx
import numpy as np

from dhrgraph.networks.filters import NetworkError
from dhrgraph.networks.measures.communities import communities
from dhrgraph.networks.measures.weights import counted, first_mode

__all__ = ["MOST", "matrix", "order"]

#: The most rows and columns that a matrix has; more cannot be read.
MOST = 100


def order(graph: nx.Graph[str], seed: int = 1) -> list[str]:
    """The nodes of a counted network by group, and in a group by strength, the strongest first."""
    groups, strengths = communities(graph, seed), dict(graph.degree(weight="weight"))
    return sorted(graph, key=lambda node: (groups[node], -strengths[node], str(node)))


def matrix(graph: nx.Graph[str], form: Literal["png", "svg"], seed: int = 1) -> bytes:
    """The matrix of a network as a picture.

    Of a network with two modes, rows are nodes of the first and columns those of the second; else
    both are the same nodes. An arrow leads from the row to the column.

    Parameters
    ----------
    graph : networkx graph
        As `dhrgraph.networks.project` makes it.
    form : {"png", "svg"}
    seed : int
        Of the groups.

    Raises
    ------
    NetworkError
        If matplotlib is not installed, or there is nothing to draw.
    """
    try:
        import matplotlib as mpl  # noqa: PLC0415 - an extra, loaded only where a picture is wanted
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ImportError:
        raise NetworkError("a matrix needs matplotlib: install it with: pip install 'dhrgraph[plot]'") from None
    simple = counted(graph)
    nodes = [node for node in order(simple, seed) if simple.degree(node)]
    if not nodes:
        raise NetworkError("the network has no edge, so there is no matrix to draw: ask for more with fewer filters")
    firsts = set(first_mode(simple)) if len(graph.graph.get("modes") or ()) > 1 else set(nodes)
    rows = _strongest(simple, [node for node in nodes if node in firsts])
    columns = _strongest(simple, [node for node in nodes if node not in firsts]) or rows
    left = f" (the {MOST} strongest of {len(nodes)})" if len({*rows, *columns}) < len(nodes) else ""
    values = [[float(simple.get_edge_data(row, column, {}).get("weight", 0)) for column in columns] for row in rows]
    with mpl.rc_context({"svg.hashsalt": "dhrgraph", "font.size": 8, "font.family": "DejaVu Sans"}):
        figure = Figure(figsize=(4 + 0.26 * len(columns), 2.6 + 0.26 * len(rows)), layout="constrained")
        _draw(figure, values, [_label(simple, node) for node in rows], [_label(simple, node) for node in columns])
        figure.suptitle(_title(graph, left), fontsize=9, wrap=True, parse_math=False)
        out = io.BytesIO()
        figure.savefig(out, format=form, dpi=150, metadata={"Date": None} if form == "svg" else {"Software": None})
    return out.getvalue()


def _title(graph: nx.Graph[str], left: str) -> str:
    """What the matrix shows, below the banner of reviews that are not published."""
    marking = [line.replace("$", r"\$") for line in wrap(graph.graph.get("marking", ""), 70)]
    return "\n".join([*marking, graph.graph.get("shows", "") + left])


def _strongest(graph: nx.Graph[str], nodes: list[str]) -> list[str]:
    """The nodes that there is room for, in their order."""
    strengths = dict(graph.degree(weight="weight"))
    kept = set(sorted(nodes, key=lambda node: (-strengths[node], str(node)))[:MOST])
    return [node for node in nodes if node in kept]


def _draw(figure: Any, values: list[list[float]], rows: list[str], columns: list[str]) -> None:
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - as above

    axes = figure.add_subplot()
    image = axes.imshow(np.ma.masked_equal(values, 0), cmap="Blues", aspect="equal", vmin=0)
    axes.set_xticks(np.arange(len(columns) + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(len(rows) + 1) - 0.5, minor=True)
    axes.grid(which="minor", color="0.85", linewidth=0.4)
    axes.tick_params(which="minor", length=0)
    axes.set_xticks(range(len(columns)), columns, rotation=90, parse_math=False)
    axes.set_yticks(range(len(rows)), rows, parse_math=False)
    most = max(map(max, values))  # a row of the strongest may be joined to none of the columns shown
    for y, line in enumerate(values):
        for x, value in enumerate(line):
            if value:
                colour = "white" if value > most / 2 else "black"
                axes.text(x, y, f"{value:g}", ha="center", va="center", fontsize=6, color=colour)
    figure.colorbar(image, ax=axes, shrink=0.5, label="number of facts", ticks=MaxNLocator(integer=True))


def _label(graph: nx.Graph[str], node: str) -> str:
    text = str(graph.nodes[node].get("label", node))
    return text if len(text) <= 44 else f"{text[:43]}…"
