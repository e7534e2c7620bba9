"""A network with plain values only, as files and other programs take it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import networkx as nx

from dhrgraph.lexicon.edtf import parse
from dhrgraph.networks.measures.run import Measured
from dhrgraph.resources import BASE

__all__ = ["Plain", "cleaned", "plain", "short", "told_in_words"]

Plain = str | int | float | bool

#: What XML 1.0 cannot hold.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(graph: nx.Graph[str], found: Measured | None = None, *, iri: bool = False) -> nx.MultiGraph[str]:
    """A copy of a network whose attributes are texts, numbers and truth values.

    Every fact stays an edge of its own, of ``weight`` 1. What is empty is left out, for no format can
    tell an empty text from none. Lists become texts, contacts and knowledge behind an edge a text that
    tells them.

    Parameters
    ----------
    graph : networkx.MultiGraph or networkx.MultiDiGraph
        As `dhrgraph.networks.project` makes it.
    found : Measured, optional
        Values to add to the nodes, with ``low``, ``high``, ``p`` and ``q`` where they were compared with
        chance.
    iri : bool
        Whether ids are whole IRIs; by default they are shortened by the base.

    Returns
    -------
    networkx.MultiGraph or networkx.MultiDiGraph
        Nodes by id; edges numbered ``e1``, ``e2`` …, since one contact may be several edges, with the
        id of what they rest on as ``record``.
    """
    made: nx.MultiGraph[str] = nx.MultiDiGraph() if graph.is_directed() else nx.MultiGraph()
    name: Callable[[str], str] = str if iri else short
    for node in sorted(graph):
        made.add_node(name(node), **_plain(graph.nodes[node], graph, name), **_values(found, node))
    edges = sorted(_edges(graph), key=lambda edge: edge[:3])
    for number, (one, other, key, told) in enumerate(edges, 1):
        kept = {"weight": 1.0, "record": name(key), **_plain(told, graph, name)}
        made.add_edge(name(one), name(other), key=f"e{number}", **kept)
    return made


def short(iri: str) -> str:
    """An IRI, or several, without the base.

    Examples
    --------
    >>> short(f"{BASE}agency/cps")
    'agency/cps'
    """
    return " ".join(part.removeprefix(BASE) for part in iri.split(" "))


def cleaned(text: str) -> str:
    r"""A text without the characters that XML cannot hold, its line ends all of one kind.

    Examples
    --------
    >>> cleaned("one\x00two\r\n")
    'onetwo\n'
    """
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def told_in_words(fact: dict[str, Any], graph: nx.Graph[str]) -> str:
    """A contact, or how a body knew, in one line: when, who, what, and the passages."""
    when = parse(fact["when"]).words if fact["when"] else "undated"
    body = fact.get("agency") or fact["body"]
    label = str(graph.nodes[body]["label"]) if body in graph else short(body)
    what = fact.get("contact_kind") or fact.get("ground") or ""
    numbers = f" (¶ {', '.join(fact['passages'])})" if fact.get("passages") else ""
    return f"{when}: {label}, {what}: {fact['summary']}{numbers}"


def _edges(graph: nx.Graph[str]) -> list[tuple[str, str, str, dict[str, Any]]]:
    assert isinstance(graph, nx.MultiGraph)  # MultiDiGraph is one, too
    ends = graph.edges(keys=True, data=True)
    if graph.is_directed():
        return [(one, other, str(key), told) for one, other, key, told in ends]
    return [(*sorted((one, other)), str(key), told) for one, other, key, told in ends]


def _plain(told: dict[str, Any], graph: nx.Graph[str], name: Callable[[str], str]) -> dict[str, Plain]:
    values: dict[str, Plain] = {}
    for key, value in told.items():
        if isinstance(value, list):
            text = _listed(value, graph, name)
            if text:
                values[key] = text
            if key in ("contacts", "knowledge", "exchanges"):
                values[f"number_of_{key}"] = len(value)
        elif isinstance(value, str):
            if value:
                values[key] = cleaned(name(value))
        elif value is not None:
            values[key] = value
    return values


def _listed(values: list[Any], graph: nx.Graph[str], name: Callable[[str], str]) -> str:
    parts = [
        cleaned(
            name(value)
            if isinstance(value, str)
            else f"{value['how']}: {name(value['event'])}"
            if "event" in value
            else told_in_words(value, graph)
        )
        for value in values
    ]
    return "\n".join(parts) if any(isinstance(value, dict) for value in values) else "; ".join(parts)


def _values(found: Measured | None, node: str) -> dict[str, float]:
    values: dict[str, float] = {}
    for measure, by_node in (found.nodes if found else {}).items():
        key = measure.replace("-", "_")
        if node in by_node:
            values[key] = by_node[node]
        verdict = found.verdicts.get(measure, {}).get(node) if found else None
        if verdict:
            values |= {f"{key}_{part}": getattr(verdict, part) for part in ("low", "high", "p", "q")}
    return values
