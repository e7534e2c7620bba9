"""The code lists as the pages show them: each code with its labels, mappings and sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel
from rdflib import SKOS, Graph, URIRef
from rdflib.namespace import DCTERMS

from dhrgraph.rdf.namespaces import PREFIXES, code_iri
from dhrgraph.records.codes import codes, schemes
from dhrgraph.records.fields import fields_of
from dhrgraph.records.types import KINDS, Review
from website.elsewhere import Elsewhere, iris, notes, parsed, told
from website.model import Key

__all__ = ["CodeList", "Entry", "Mapping", "code_lists"]

#: What a mapping says, in words, the strongest first.
_MATCHES = {
    SKOS.exactMatch: "the same as",
    SKOS.closeMatch: "close to",
    SKOS.broadMatch: "narrower than",
    SKOS.narrowMatch: "broader than",
    SKOS.relatedMatch: "related to",
}


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a code relates to another, in words and by its property of SKOS, and what the other is."""

    says: str
    property: str
    other: Elsewhere


@dataclass(frozen=True, slots=True)
class Entry:
    """One code."""

    notation: str
    iri: str
    label: str
    others: list[str]
    definition: str
    notes: list[str]
    broader: list[str]
    mappings: list[Mapping]
    sources: list[str]


@dataclass(frozen=True, slots=True)
class CodeList:
    """One list, and the keys of the records that hold its codes."""

    name: str
    iri: str
    label: str
    definition: str
    sources: list[str]
    keys: list[Key]
    entries: list[Entry]

    @property
    def mapped(self) -> bool:
        """Whether any code is mapped to one elsewhere."""
        return any(entry.mappings for entry in self.entries)


def code_lists() -> list[CodeList]:
    """All lists, by name, their codes in the order of the files."""
    graph = parsed("*.ttl", "codes/*.ttl")
    keys = list(_keys())
    return [_list(graph, name, [key for scheme, key in keys if scheme == name]) for name in schemes()]


def _keys() -> Iterator[tuple[str, Key]]:
    """Each key of the records that holds codes, with its list."""
    for file, cls in {"review": Review, **KINDS}.items():
        yield from _keys_of(cls, f"{file}.yaml", "")


def _keys_of(cls: type[BaseModel], file: str, inside: str) -> Iterator[tuple[str, Key]]:
    for field in fields_of(cls):
        if field.scheme:
            yield field.scheme, Key(file, f"{inside}{field.key}")
        if field.part:
            yield from _keys_of(field.part, file, f"{inside}{field.key}: ")


def _list(graph: Graph, name: str, keys: list[Key]) -> CodeList:
    iri = URIRef(f"{PREFIXES['code']}{name}")
    return CodeList(
        name=name,
        iri=str(iri),
        label=str(graph.value(iri, SKOS.prefLabel) or name),
        definition=str(graph.value(iri, SKOS.definition) or ""),
        sources=iris(graph, iri, DCTERMS.source),
        keys=keys,
        entries=[_entry(graph, name, code.notation, code.label, code.definition) for code in codes(name).values()],
    )


def _entry(graph: Graph, name: str, notation: str, label: str, definition: str) -> Entry:
    iri = URIRef(code_iri(name, notation))
    labels = {str(o) for p in (SKOS.prefLabel, SKOS.altLabel) for o in graph.objects(iri, p)}
    return Entry(
        notation=notation,
        iri=str(iri),
        label=label,
        others=sorted(labels - {label}),
        definition=definition,
        notes=notes(graph, iri),
        broader=[other.rpartition("/")[2] for other in iris(graph, iri, SKOS.broader)],
        mappings=[
            Mapping(says, str(match).removeprefix(PREFIXES["skos"]), told(graph, other))
            for match, says in _MATCHES.items()
            for other in iris(graph, iri, match)
        ],
        sources=iris(graph, iri, DCTERMS.source),
    )
