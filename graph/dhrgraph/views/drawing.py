"""The only place that knows pyvis: from a drawing of ours to the data of a vis-network picture.

pyvis is kept behind a strict wrapper, for reasons found in its version 0.3.2: its page links files
from the web even when asked not to, writes headings unescaped, and runs HTML that stands in node
ids; its ``from_nx`` changes the graph it is given and drops parallel edges. So nodes and edges are
added one by one with plain values, positions are computed beforehand and physics is off, and the
page around the picture is our own.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from pyvis.network import Network

__all__ = ["Drawing", "Line", "Mark", "vis_data", "vis_library"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A node as drawn.

    Parameters
    ----------
    id : str
    label : str
    shape : str
        One of the shapes of vis-network: dot, diamond, square …
    colour : str
        As ``#rrggbb``.
    size : float
        Radius in the units of the positions.
    x, y : int
        Position.
    """

    id: str
    label: str
    shape: str
    colour: str
    size: float
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Line:
    """An edge as drawn, between the ids of two marks."""

    id: str
    start: str
    end: str
    width: float
    title: str
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture: its marks and lines."""

    marks: list[Mark] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


_OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "interaction": {"hover": True, "keyboard": False, "multiselect": False, "tooltipDelay": 150, "zoomSpeed": 0.6},
    "edges": {"smooth": False, "hoverWidth": 1.5, "selectionWidth": 2},
    "nodes": {"borderWidth": 2, "borderWidthSelected": 4, "font": {"size": 26, "face": "system-ui, sans-serif"}},
}


def vis_data(drawing: Drawing) -> dict[str, Any]:
    """Nodes, edges and options of a drawing as vis-network takes them, plain values throughout."""
    network: Any = Network(directed=False, cdn_resources="in_line")  # type: ignore[no-untyped-call]
    for mark in drawing.marks:
        network.add_node(
            mark.id, label=mark.label, shape=mark.shape, color=mark.colour, size=mark.size, x=mark.x, y=mark.y
        )
    for line in drawing.lines:
        network.add_edge(
            line.start,
            line.end,
            id=line.id,
            width=line.width,
            title=line.title,
            dashes=[34, 26] if line.dashed else False,
        )
    network.set_options(json.dumps(_OPTIONS))
    nodes, edges, _, _, _, options = network.get_network_data()
    return {"nodes": nodes, "edges": edges, "options": json.loads(options)}


def vis_library() -> str:
    """The code of vis-network that ships with pyvis."""
    return files("pyvis").joinpath("templates/lib/vis-9.1.2/vis-network.min.js").read_text(encoding="utf-8")
