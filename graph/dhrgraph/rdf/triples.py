"""JSON-LD nodes and ontology files to quads, as sorted N-Quads."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from dhrgraph.rdf.catalogue import expand_catalogue
from dhrgraph.rdf.expand import Node, context, expand_register, expand_review
from dhrgraph.rdf.namespaces import graph_iri
from dhrgraph.records import ReviewRecords
from dhrgraph.records.catalogue import CatalogueFile
from dhrgraph.records.types import Agency
from dhrgraph.resources import BASE, ontology, read_text

__all__ = [
    "catalogue_graph",
    "codes_graph",
    "external_graph",
    "lines",
    "ontology_graph",
    "register_graph",
    "review_graph",
]


def review_graph(review: ReviewRecords, register: dict[str, Agency]) -> list[Quad]:
    """The named graph of one review."""
    return _quads(expand_review(review, register), graph_iri(f"review/{review.id}"))


def catalogue_graph(file: CatalogueFile) -> list[Quad]:
    """The named graph of one catalogue."""
    return _quads(expand_catalogue(file), graph_iri(f"catalogue/{file.id}"))


def register_graph(register: list[Agency]) -> list[Quad]:
    """The graph of the register of agencies."""
    return _quads(expand_register(register), graph_iri("register"))


def ontology_graph() -> list[Quad]:
    """The graph of the ontology with its alignments."""
    return _turtle([ontology() / "dhr.ttl", ontology() / "alignments.ttl"], graph_iri("ontology"))


def codes_graph() -> list[Quad]:
    """The graph of all code lists."""
    return _turtle(sorted((ontology() / "codes").glob("*.ttl")), graph_iri("codes"))


def external_graph() -> list[Quad]:
    """The graph of stubs of the lists of others, to which codes are mapped."""
    return _turtle([ontology() / "external.ttl"], graph_iri("external"))


def lines(statements: Iterable[Quad]) -> list[bytes]:
    """Statements as N-Quads lines without line ends, sorted, each once."""
    text = serialize(statements, format=RdfFormat.N_QUADS)
    assert text is not None  # it is None only where an output is given
    return sorted(set(text.splitlines()))


def _quads(nodes: list[Node], graph: str) -> list[Quad]:
    for node in nodes:
        _refuse_unnamed_keys(node)
    document = {"@context": context(), "@id": graph, "@graph": nodes}
    return list(parse(json.dumps(document), format=RdfFormat.JSON_LD, base_iri=BASE))


def _refuse_unnamed_keys(node: Node) -> None:
    """A JSON-LD parser drops a key that its context does not name; that must not happen silently."""
    cls = node["class"] if isinstance(node["class"], str) else node["class"][0]
    unnamed = node.keys() - context().keys() - context()[cls]["@context"].keys()
    if unnamed:
        raise KeyError(f"ontology/context.jsonld names no property for {sorted(unnamed)} of {cls}")


def _turtle(paths: list[Path], graph: str) -> list[Quad]:
    name = NamedNode(graph)
    return [
        Quad(statement.subject, statement.predicate, statement.object, name)
        for path in paths
        for statement in parse(read_text(path), format=RdfFormat.TURTLE)
    ]
