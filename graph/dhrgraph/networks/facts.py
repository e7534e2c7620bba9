"""Facts of the graph as networks are made of them: rows of the packaged queries, with what a reader sees.

A fact is a mapping with the attributes of an edge. All texts are plain: a code comes as its label,
with the code itself under the same name and ``_code``; an absent value is an empty text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import networkx as nx
from pyoxigraph import BlankNode, NamedNode, Store

from dhrgraph.networks.filters import Filters, known
from dhrgraph.networks.spans import Span
from dhrgraph.rdf.namespaces import graph_iri
from dhrgraph.rdf.query import select
from dhrgraph.rdf.sparqlfile import read
from dhrgraph.records.codes import codes

__all__ = ["Directory", "Fact", "Row", "Source", "certainty_of", "coded", "source", "span_of", "time_of"]

Fact = dict[str, Any]
Row = dict[str, str]
#: Code of what a report says without reserve.
_STATED = "stated"


def coded(row: Row, key: str, scheme: str) -> dict[str, str]:
    """A code of a row: its label under `key`, itself under `key` and ``_code``.

    Examples
    --------
    >>> coded({"role": "https://example.org/role/victim"}, "role", "role")
    {'role': 'victim', 'role_code': 'victim'}
    """
    code = row.get(key, "").rpartition("/")[2]
    label = codes(scheme)[code].label if code in codes(scheme) else code
    return {key: label, f"{key}_code": code}


def time_of(row: Row) -> dict[str, str]:
    """The date of a row: EDTF text, first and last day; empty where there is none."""
    return {key: row.get(key, "") for key in ("when", "earliest", "latest")}


def certainty_of(row: Row) -> dict[str, str]:
    """How sure the report is: of a fact about a thing that is itself not stated, as sure as of the thing."""
    both = [row.get(key, _STATED) for key in ("certainty", "abuse_certainty")]
    least = next((code for code in both if not code.endswith(_STATED)), _STATED)
    return coded({"certainty": f"/{least}"}, "certainty", "certainty")


def span_of(fact: Mapping[str, Any]) -> Span:
    """The days that the date of a fact can mean."""
    return Span.of(fact["when"])


@dataclass(frozen=True, slots=True)
class Directory:
    """What bodies, people and reviews are called, by IRI, as attributes of nodes.

    Parameters
    ----------
    bodies : dict
        ``kind`` (agency or forum), ``label``, ``sector`` (code), ``sector_label``, ``part_of``
        (IRI of the body it is part of, or empty), ``review`` (IRI for a body local to one review,
        else empty).
    people : dict
        ``kind`` (person), ``label``, ``role`` (code), ``role_label``, ``review`` (IRI),
        ``review_title``.
    reviews : dict
        ``kind`` (review), ``label`` (title), ``id`` (of a node ``review_id``, since files call nodes by
        ``id``), ``when`` (date of the report), ``earliest``, ``latest``, ``death``, ``death_earliest``,
        ``death_latest``.
    """

    bodies: dict[str, Fact]
    people: dict[str, Fact]
    reviews: dict[str, Fact]

    def families(self) -> dict[str, set[str]]:
        """For each body: itself, the bodies that it is part of, and those that are part of it."""
        found = {body: {body} for body in self.bodies}
        for body in self.bodies:
            above = self.bodies[body]["part_of"]
            while above in self.bodies and above not in found[body]:
                found[body].add(above)
                found[above].add(body)
                above = self.bodies[above]["part_of"]
        return found

    def add(self, graph: nx.Graph[str], node: str) -> None:
        """Add a body, person or review to a network, with its attributes."""
        if node not in graph:
            for part in (self.bodies, self.people, self.reviews):
                if node in part:
                    told = {"review_id" if key == "id" else key: value for key, value in part[node].items()}
                    graph.add_node(node, **told)
                    return
            graph.add_node(node, kind="unknown", label=node)

    def persons(self, iris: Iterable[str]) -> dict[str, Any]:
        """The persons of a fact as attributes: IRIs, labels and codes of roles, in one order."""
        found = sorted(iris)
        return {
            "persons": found,
            "person_labels": [self.people[iri]["label"] for iri in found],
            "roles": [self.people[iri]["role"] for iri in found],
        }


@dataclass(frozen=True, slots=True)
class Source:
    """A graph to read facts from, narrowed to the reviews that are asked for.

    Parameters
    ----------
    store : pyoxigraph.Store
    reviews : list of str
        IRIs of the reviews to read; all where there is none.
    graphs : list or None
        The graphs to look at: those of the reviews, and those that are no review's; None for all.
        To look at few is what keeps one review of thousands quick to read.
    names : Directory
    """

    store: Store
    reviews: list[str]
    graphs: list[NamedNode | BlankNode] | None
    names: Directory

    def rows(self, name: str, cls: str = "") -> list[Row]:
        """The rows of a packaged query, of the reviews that are asked for.

        Parameters
        ----------
        name : str
            Name of the file without its ending.
        cls : str
            A class of the ontology that ``?class`` stands for, where the query leaves it open.
        """
        return _rows(self.store, name, self.reviews, self.graphs, cls)

    def passages(self, cls: str) -> dict[str, list[str]]:
        """The numbers of the passages that state each record of a class, in the order of the report."""
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for row in self.rows("passages", cls):
            found[row["record"]].append((int(row["order"]), row["number"]))
        return {record: [number for _, number in sorted(numbers)] for record, numbers in found.items()}


def source(store: Store, filters: Filters) -> Source:
    """Look at the part of a graph that filters name.

    Raises
    ------
    NetworkError
        If the graph has no such review.
    """
    reviews = {row["review"]: _review(row) for row in _rows(store, "reviews")}
    ids = {review["id"] for review in reviews.values()}
    for review in sorted(filters.reviews):
        known(review, ids, "review", f"the graph has {', '.join(sorted(ids)[:20]) or 'none'}")
    chosen = sorted(iri for iri, review in reviews.items() if review["id"] in filters.reviews)
    graphs = _graphs(store, chosen) if chosen else None
    people = {row["person"]: _person(row, reviews) for row in _rows(store, "people", chosen, graphs)}
    bodies = {row["body"]: _body(row) for row in _rows(store, "bodies", (), graphs)}
    return Source(store, chosen, graphs, Directory(bodies, people, reviews))


def _rows(
    store: Store,
    name: str,
    reviews: Iterable[str] = (),
    graphs: list[NamedNode | BlankNode] | None = None,
    cls: str = "",
) -> list[Row]:
    text = read(Path(str(files("dhrgraph.networks").joinpath(f"{name}.rq")))).text
    only = " ".join(f"<{review}>" for review in sorted(reviews))
    text += f"\nVALUES ?review {{ {only} }}" if only else ""
    return select(store, text.replace("?class", f"dhr:{cls}") if cls else text, graphs)


def _graphs(store: Store, reviews: Iterable[str]) -> list[NamedNode | BlankNode]:
    own = {
        quad.graph_name for review in reviews for quad in store.quads_for_pattern(NamedNode(review), None, None, None)
    }
    others = graph_iri("review/")
    return [
        graph
        for graph in store.named_graphs()
        if graph in own or not (isinstance(graph, NamedNode) and graph.value.startswith(others))
    ]


def _review(row: Row) -> Fact:
    return {
        "kind": "review",
        "label": row["title"],
        "id": row["id"],
        "when": row.get("completed", ""),
        "earliest": row.get("completedEarliest", ""),
        "latest": row.get("completedLatest", ""),
        "death": row.get("death", ""),
        "death_earliest": row.get("deathEarliest", ""),
        "death_latest": row.get("deathLatest", ""),
    }


def _person(row: Row, reviews: dict[str, Fact]) -> Fact:
    return {
        "kind": "person",
        "label": row["label"],
        "role": row["role"].rpartition("/")[2],
        "role_label": coded(row, "role", "role")["role"],
        "review": row["review"],
        "review_title": reviews[row["review"]]["label"] if row["review"] in reviews else "",
    }


def _body(row: Row) -> Fact:
    sector = coded(row, "sector", "sector")
    local, _, _ = row["body"].partition("/agency/")
    return {
        "kind": "forum" if row["class"].endswith("Forum") else "agency",
        "label": row["label"],
        "sector": sector["sector_code"],
        "sector_label": sector["sector"],
        "part_of": row.get("whole", ""),
        "review": local if "/review/" in row["body"] else "",
    }
