"""Checking a graph: shapes (SHACL) and verify queries, told as findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal, cast
from urllib.parse import unquote

import pyshacl
import rdflib
from pyoxigraph import Literal as OxLiteral
from pyoxigraph import NamedNode, QuerySolution, QuerySolutions, Store
from rdflib.namespace import RDF, SH

from dhrgraph.rdf.namespaces import DHR
from dhrgraph.rdf.places import Places
from dhrgraph.rdf.sparqlfile import read_all
from dhrgraph.records import Collection
from dhrgraph.resources import BASE, ontology, read_text

__all__ = ["Finding", "Severity", "placed", "shape_findings", "verify_findings"]

Severity = Literal["Violation", "Warning", "Info"]


@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """Something that a shape or a verify query found.

    Parameters
    ----------
    severity : str
        A violation fails a rebuild; warnings and infos are told.
    check : str
        The shape or query that found it.
    thing : str
        IRI of the thing that it is about.
    path : str
        IRI of the property, where it is about one.
    message : str
        What is wrong, and after ``": "`` what to do.
    passages : tuple of str
        Numbers of the passages that the thing cites.
    file : str
        The file that says the thing, relative to the collection; empty where none does.
    line, column : int
        Place in the file, counted from 1: of the property's key, otherwise of the record.

    Examples
    --------
    >>> print(Finding("Warning", "c", f"{BASE}review/x/contact/gp", "", "it is odd: look", ("2.1",), "c.yaml", 3, 1))
    c.yaml:3:1: Warning: x · contact gp · 2.1: it is odd: look
    """

    severity: Severity
    check: str
    thing: str
    path: str
    message: str
    passages: tuple[str, ...] = ()
    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}: " if self.file else ""
        about = " · ".join([*_named(self.thing), *([", ".join(self.passages)] if self.passages else [])])
        return f"{place}{self.severity}: {about}: {self.message}"


def _named(thing: str) -> list[str]:
    """What a thing is called: review and record, or the body of the register; else its IRI."""
    home, *names = unquote(thing).removeprefix(BASE).split("/")
    if home == "review" and names:
        return [names[0], *([" ".join(names[1:])] if names[1:] else [])]
    if home == "catalogue" and names:
        return ["/".join(names)]
    if home == "agency" and names:
        return ["register", " ".join(names)]
    return [thing]


def placed(findings: Iterable[Finding], collection: Collection) -> list[Finding]:
    """Findings sorted, each with the place in the collection that says what it is about."""
    places = Places(collection)
    return [_placed(finding, places.find(finding.thing, finding.path)) for finding in sorted(findings)]


def _placed(finding: Finding, place: tuple[str, int, int] | None) -> Finding:
    return replace(finding, file=place[0], line=place[1], column=place[2]) if place else finding


@cache
def _shapes() -> rdflib.Graph:
    shapes = rdflib.Graph()
    for path in sorted((ontology() / "shapes").glob("*.ttl")):
        shapes.parse(data=read_text(path), format="turtle")
    return shapes


def shape_findings(store: Store) -> list[Finding]:
    """What the shapes find in a store.

    The store must hold the ontology as a graph: pySHACL follows ``rdfs:subClassOf`` only there, so
    that without it a shape would miss the things of subclasses.
    """
    data: Any = store  # pySHACL takes a store of Oxigraph, which its annotations do not say
    _, report, _ = pyshacl.validate(data, shacl_graph=_shapes(), inplace=True)
    assert isinstance(report, rdflib.Graph)
    return sorted(set(_results(report, store)))


def _results(report: rdflib.Graph, store: Store) -> Iterator[Finding]:
    whole = report.value(predicate=RDF.type, object=SH.ValidationReport)
    for result in report.objects(whole, SH.result):
        shape = report.value(result, SH.sourceShape)
        owner = _shapes().value(predicate=SH.property, object=shape) or shape
        thing = str(report.value(result, SH.focusNode))
        yield Finding(
            severity=cast(Severity, str(report.value(result, SH.resultSeverity)).removeprefix(str(SH))),
            check=str(owner).removeprefix(f"{BASE}shape/"),
            thing=thing,
            path=str(report.value(result, SH.resultPath) or ""),
            message=str(report.value(result, SH.resultMessage)),
            passages=_passages(thing, store),
        )


def verify_findings(store: Store) -> list[Finding]:
    """What the verify queries find in a store; each must return no row.

    A row has the ``?thing`` that is wrong, the ``?error`` to tell and, where it is about one, the
    property as ``?path``.
    """
    found: set[Finding] = set()
    for query in read_all("verify"):
        rows = store.query(query.text, use_default_graph_as_union=True)
        assert isinstance(rows, QuerySolutions)  # a verify query is a SELECT
        for row in rows:
            thing = row["thing"]
            name = thing.value if isinstance(thing, NamedNode) else str(thing)
            error = row["error"]
            assert isinstance(error, OxLiteral)
            severity = cast(Severity, query.head["severity"])
            found.add(Finding(severity, query.name, name, _path(row), error.value, _passages(name, store)))
    return sorted(found)


def _path(row: QuerySolution) -> str:
    try:
        path = row["path"]
    except KeyError:  # the query is about no property
        return ""
    return path.value if isinstance(path, NamedNode) else ""


def _passages(thing: str, store: Store) -> tuple[str, ...]:
    if not thing.startswith("http"):
        return ()
    cited = store.quads_for_pattern(NamedNode(thing), NamedNode(f"{DHR}statedIn"), None)
    return tuple(sorted({_number(quad.object, store) for quad in cited}))


def _number(passage: object, store: Store) -> str:
    if isinstance(passage, NamedNode):
        for quad in store.quads_for_pattern(passage, NamedNode(f"{DHR}printedNumber"), None):
            if isinstance(quad.object, OxLiteral):
                return quad.object.value
        return passage.value.rpartition("/")[2]
    return str(passage)
