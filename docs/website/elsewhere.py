"""What stands outside: things of other vocabularies, as far as the ontology tells of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rdflib import RDFS, SKOS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS

from dhrgraph.resources import BASE, ontology, read_text

__all__ = ["NOTES", "Elsewhere", "iris", "notes", "parsed", "told"]

#: Properties whose texts are shown as notes.
NOTES = (SKOS.scopeNote, SKOS.note, SKOS.example, SKOS.historyNote, SKOS.changeNote)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A thing that a code or a term is mapped to.

    Parameters
    ----------
    iri, label, scheme : str
        Its IRI, what the ontology calls it, with its code there, and the list that it is of; empty
        where the ontology says nothing.
    link : str
        Where to read of it on the web, if anywhere.
    notes : list of str
        What the ontology notes of it.
    """

    iri: str
    label: str
    scheme: str
    link: str
    notes: list[str]


def parsed(*patterns: str) -> Graph:
    """The files of the ontology that match any of some patterns, as one graph."""
    graph = Graph()
    for pattern in patterns:
        for path in sorted(ontology().glob(pattern)):
            graph.parse(data=read_text(path), format="turtle")
    return graph


def told(graph: Graph, iri: str) -> Elsewhere:
    """What the ontology tells of a thing."""
    thing = URIRef(iri)
    label = str(graph.value(thing, SKOS.prefLabel) or graph.value(thing, RDFS.label) or "")
    notation = str(graph.value(thing, SKOS.notation) or "")
    scheme = graph.value(thing, SKOS.inScheme)
    named = graph.value(scheme, SKOS.prefLabel) if scheme else None
    pages = [iri] if not iri.startswith(BASE) else [*iris(graph, thing, DCTERMS.source)]
    if scheme and not pages:
        pages = iris(graph, URIRef(str(scheme)), DCTERMS.source)
    return Elsewhere(
        iri=iri,
        label=label if _words(notation) <= _words(label) else f"{notation} {label}".strip(),
        scheme=str(named or ""),
        link=next((page for page in pages if page.startswith("http")), ""),
        notes=notes(graph, thing),
    )


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def iris(graph: Graph, thing: URIRef, *properties: URIRef) -> list[str]:
    """The IRIs that some properties of a thing lead to, sorted."""
    found = {str(value) for each in properties for value in graph.objects(thing, each) if isinstance(value, URIRef)}
    return sorted(found)


def notes(graph: Graph, thing: URIRef) -> list[str]:
    """The notes of a thing, sorted."""
    return sorted(str(note) for each in NOTES for note in graph.objects(thing, each) if isinstance(note, Literal))
