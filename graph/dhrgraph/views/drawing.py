"""The only place that knows pyvis: from a picture of ours to the data of a vis-network drawing.

pyvis is kept behind a strict wrapper, for reasons found in its version 0.3.2: its page links files
from the web even when asked not to, writes headings unescaped, and runs HTML that stands in node
ids; its ``from_nx`` changes the graph it is given and drops parallel edges. So nodes and edges are
added one by one with plain values and with numbers for ids, positions are computed beforehand and
physics is off, and the page around the picture is our own.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from pyvis.network import Network

from dhrgraph.views.layout import LINE, MARGIN, WIDTH

__all__ = ["Line", "Mark", "Picture", "View", "vis_data", "vis_library"]

_CORNERS = {"box": 8, "square": 0, "pill": 26}
FONT = 26


@dataclass(frozen=True, slots=True)
class Mark:
    """A thing as drawn: a box with its name in it.

    Parameters
    ----------
    label : str
        Broken into lines.
    form : str
        How its corners are: ``box``, ``square`` or ``pill``.
    dashed : bool
        Whether its border is.
    x, y : int
        Its middle.
    style : str
        Key of the style that its colours come from.
    holds : tuple of int
        The things of the board that it stands for.
    """

    label: str
    form: str
    dashed: bool
    x: int
    y: int
    style: str
    holds: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line as drawn, between two marks by their place in the picture.

    Parameters
    ----------
    start, end : int
    kind : str
    arrow : bool
    bend : float
        How far it bends from the straight line, as part of its length; positive to its left.
    pairs : tuple of int
        The pairs of the board that it stands for.
    """

    start: int
    end: int
    kind: str
    arrow: bool
    bend: float
    pairs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class View:
    """Other places of some marks, and other bends of some lines, by their numbers: for a part shown alone."""

    places: dict[int, tuple[int, int]]
    bends: dict[int, float]


@dataclass(frozen=True, slots=True)
class Picture:
    """Marks and lines.

    Parameters
    ----------
    marks, lines : tuples
    views : dict
        How each review alone is drawn, by its place among the reviews of the board.
    grouped : bool
        Whether marks stand for several things because there are too many.
    """

    marks: tuple[Mark, ...] = ()
    lines: tuple[Line, ...] = ()
    views: dict[int, View] = field(default_factory=dict)
    grouped: bool = False


_OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "hoverConnectedEdges": False,
        "keyboard": False,
        "multiselect": False,
        "dragNodes": True,
        "tooltipDelay": 150,
        "zoomView": False,
        "zoomSpeed": 0.6,
    },
    "edges": {"smooth": False, "hoverWidth": 1, "selectionWidth": 1.5, "chosen": True},
    "nodes": {
        "borderWidth": 2,
        "borderWidthSelected": 6,
        "margin": {"top": MARGIN // 2, "bottom": MARGIN // 2, "left": 10, "right": 10},
        "font": {"size": FONT, "face": "system-ui, Segoe UI, sans-serif"},
        "widthConstraint": {"minimum": WIDTH - 22},
    },
}


def vis_data(picture: Picture) -> dict[str, Any]:
    """Nodes, edges and options of a picture as vis-network takes them, plain values throughout.

    Colours, widths, bends and what is hidden are left to the page's script, which knows theme and filters.
    """
    network: Any = Network(directed=True, cdn_resources="in_line")  # type: ignore[no-untyped-call]
    for number, mark in enumerate(picture.marks):
        network.add_node(
            number,
            label=mark.label,
            shape="box",
            x=mark.x,
            y=mark.y,
            heightConstraint=LINE * (mark.label.count("\n") + 1),
            shapeProperties={"borderRadius": _CORNERS[mark.form], "borderDashes": [8, 6] if mark.dashed else False},
        )
    for number, line in enumerate(picture.lines):
        network.add_edge(
            line.start,
            line.end,
            id=number,
            arrows={"to": {"enabled": True, "scaleFactor": 1.1}} if line.arrow else "",
            smooth=False,
        )
    network.set_options(json.dumps(_OPTIONS))
    nodes, edges, _, _, _, options = network.get_network_data()
    return {
        "nodes": nodes,
        "edges": edges,
        "options": json.loads(options),
        "marks": [[mark.style, mark.holds] for mark in picture.marks],
        "lines": [[line.kind, line.pairs, line.bend] for line in picture.lines],
        "views": {
            str(place): {
                "places": {str(mark): at for mark, at in view.places.items()},
                "bends": {str(line): bend for line, bend in view.bends.items()},
            }
            for place, view in picture.views.items()
        },
        "grouped": picture.grouped,
    }


def vis_library() -> str:
    """The code of vis-network that ships with pyvis."""
    return files("pyvis").joinpath("templates/lib/vis-9.1.2/vis-network.min.js").read_text(encoding="utf-8")
