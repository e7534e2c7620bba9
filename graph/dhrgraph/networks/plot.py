"""A network as a picture of its matrix: a row and a column a node, darker where there are more facts."""

from __future__ import annotations

import io
from typing import Any, Literal

import networkx as nx

from dhrgraph.networks.filters import NetworkError
from dhrgraph.networks.measures.communities import communities
from dhrgraph.networks.measures.weights import counted, first_mode

__all__ = ["matrix", "order"]


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
    rows = [node for node in nodes if node in firsts]
    columns = [node for node in nodes if node not in firsts] or rows
    values = [[float(simple.get_edge_data(row, column, {}).get("weight", 0)) for column in columns] for row in rows]
    with mpl.rc_context({"svg.hashsalt": "dhrgraph", "font.size": 8, "font.family": "DejaVu Sans"}):
        figure = Figure(figsize=(4 + 0.26 * len(columns), 2.6 + 0.26 * len(rows)), layout="constrained")
        _draw(figure, values, [_label(simple, node) for node in rows], [_label(simple, node) for node in columns])
        figure.suptitle(graph.graph.get("shows", ""), fontsize=9, wrap=True)
        out = io.BytesIO()
        figure.savefig(out, format=form, dpi=150, metadata={"Date": None} if form == "svg" else {"Software": None})
    return out.getvalue()


def _draw(figure: Any, values: list[list[float]], rows: list[str], columns: list[str]) -> None:
    axes = figure.add_subplot()
    image = axes.imshow(values, cmap="cividis_r", aspect="equal", vmin=0)
    axes.set_xticks(range(len(columns)), columns, rotation=90)
    axes.set_yticks(range(len(rows)), rows)
    most = max(map(max, values))
    for y, line in enumerate(values):
        for x, value in enumerate(line):
            if value:
                colour = "white" if value > most / 2 else "black"
                axes.text(x, y, f"{value:g}", ha="center", va="center", fontsize=6, color=colour)
    figure.colorbar(image, ax=axes, shrink=0.5, label="number of facts")


def _label(graph: nx.Graph[str], node: str) -> str:
    text = str(graph.nodes[node].get("label", node)).replace("$", r"\$")
    return text if len(text) <= 44 else f"{text[:43]}…"
