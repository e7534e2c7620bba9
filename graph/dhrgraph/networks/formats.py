"""Networks as files: JSON, GraphML and GEXF."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Any
from xml.sax.saxutils import escape

import networkx as nx

from dhrgraph.networks.measures.run import Measured
from dhrgraph.networks.plain import cleaned, plain
from dhrgraph.networks.projections import PROJECTIONS

__all__ = ["gexf", "graphml", "to_json"]


def to_json(graph: nx.Graph[str], found: Measured | None = None) -> str:
    """A network with all that is known of it, as ``networkx.node_link_graph(..., edges="edges")`` reads it.

    Lists stay lists, and ids are whole IRIs. Beside the network stand ``measures`` and ``notes``.
    """
    told: dict[str, Any] = nx.node_link_data(graph, edges="edges")
    about = PROJECTIONS[graph.graph["name"]]
    told["graph"] |= {"reading": about.reading, "limits": about.limits, "empty": about.empty}
    told["nodes"].sort(key=lambda node: node["id"])
    told["edges"].sort(key=lambda edge: (edge["source"], edge["target"], edge["key"]))
    if found:
        told["measures"] = {
            "nodes": found.nodes,
            "verdicts": {
                measure: {node: asdict(verdict) for node, verdict in by_node.items()}
                for measure, by_node in found.verdicts.items()
            },
            "tables": found.tables,
        }
        told["notes"] = found.notes
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def graphml(graph: nx.Graph[str], found: Measured | None = None, *, iri: bool = False) -> str:
    """A network as GraphML, each fact an edge; see `dhrgraph.networks.plain.plain`.

    Gephi, yEd, R (igraph) and networkx read it.
    """
    made = plain(graph, found, iri=iri)
    made.graph.update(_about(graph))
    return "\n".join(nx.generate_graphml(made)) + "\n"


def gexf(graph: nx.Graph[str], found: Measured | None = None, *, iri: bool = False) -> str:
    """A network as GEXF 1.2, each fact an edge with the days between which it lies, for Gephi's timeline.

    An edge without a date, or with an open one, is there at all times on that side.
    """
    made = plain(graph, found, iri=iri)
    made.graph.update(name=graph.graph["name"], mode="dynamic")
    for _, _, key, told in made.edges(keys=True, data=True):
        told["id"] = key
        told["label"] = str(told.get("kind", ""))
        told |= {end: told[day] for end, day in (("start", "earliest"), ("end", "latest")) if day in told}
    text = "\n".join(nx.generate_gexf(made))
    text = re.sub(r' lastmodifieddate="[^"]*"', "", text, count=1)  # the same network gives the same file
    if marking := graph.graph.get("marking"):
        text = text.replace("</meta>", f"<description>{escape(cleaned(marking))}</description>\n</meta>", 1)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _about(graph: nx.Graph[str]) -> dict[str, str]:
    about = PROJECTIONS[graph.graph["name"]]
    told = {"name": about.name, "shows": about.shows, "reading": about.reading, "limits": about.limits}
    more = {key: cleaned(graph.graph[key]) for key in ("filters", "marking") if graph.graph.get(key)}
    return told | more
