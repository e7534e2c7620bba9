"""The ontology as the pages show it: each term with all that points to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from dhrgraph.rdf.expand import CLASSES, keys_of
from dhrgraph.rdf.namespaces import DHR, PREFIXES
from dhrgraph.rdf.sparqlfile import read_all
from dhrgraph.records.fields import fields_of
from dhrgraph.records.types import KINDS, Agency, Review
from dhrgraph.resources import BASE, ontology, read_text
from website.elsewhere import Elsewhere, iris, notes, parsed, told

__all__ = ["Key", "Ontology", "Shaped", "Term", "load", "local"]

#: Properties that lead from a term to its like in another vocabulary, besides those of classes and properties.
MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)

_KINDS = {
    OWL.Class: "class",
    OWL.ObjectProperty: "object property",
    OWL.DatatypeProperty: "datatype property",
    OWL.AnnotationProperty: "annotation property",
}


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """A key of a file of records."""

    file: str
    key: str


@dataclass(frozen=True, slots=True)
class Shaped:
    """What a shape asks of a property of a class.

    Parameters
    ----------
    shape : str
        File of the shape, without its ending.
    of : str
        The class.
    path : str
        IRI of the property.
    scheme, value : str
        The code list, or the IRI of the class or datatype of its values; empty where the shape leaves it open.
    least : int
    most : int or None
        How many values there may be.
    """

    shape: str
    of: str
    path: str
    scheme: str
    value: str
    least: int
    most: int | None

    @property
    def count(self) -> str:
        """How many values, as a diagram of classes writes it."""
        most = "n" if self.most is None else str(self.most)
        return most if str(self.least) == most else f"{self.least}..{most}"


@dataclass(slots=True)
class Term:
    """A class or property of the ontology; other terms are named by their local names or, of others, IRIs."""

    name: str
    kind: str
    label: str
    definition: str
    notes: list[str]
    sources: list[str]
    see: list[Elsewhere]
    above: list[str]
    below: list[str] = field(default_factory=list)
    disjoint: list[str] = field(default_factory=list)
    domain: list[str] = field(default_factory=list)
    range: list[str] = field(default_factory=list)
    shaped: list[Shaped] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    verify: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ontology:
    """The ontology's own description and its terms by local name."""

    iri: str
    title: str
    description: str
    abstract: str
    version: str
    dated: str
    licence: str
    citation: str
    terms: dict[str, Term]
    shaped: list[Shaped]

    def classes(self) -> list[Term]:
        """The classes, by name."""
        return [term for term in self.terms.values() if term.kind == "class"]

    def properties(self) -> list[Term]:
        """The properties, by name."""
        return [term for term in self.terms.values() if term.kind != "class"]

    def roots(self) -> list[str]:
        """The classes that are under none of the ontology."""
        return [term.name for term in self.classes() if not any(above in self.terms for above in term.above)]

    def led_to(self, name: str) -> list[str]:
        """The properties whose range is a class."""
        return [term.name for term in self.properties() if name in term.range]

    def lineage(self, name: str) -> list[str]:
        """A class and all above it that the ontology declares, the nearest first."""
        found = [name]
        for each in found:
            found += [above for above in self.terms[each].above if above in self.terms and above not in found]
        return found

    def shapes_of(self, name: str) -> list[Shaped]:
        """What shapes ask of a class, what they ask of it alone first."""
        lineage = self.lineage(name)
        found = [shaped for shaped in self.shaped if shaped.of in lineage]
        return sorted(found, key=lambda shaped: (lineage.index(shaped.of), local(shaped.path).casefold()))


def local(iri: object) -> str:
    """The local name of a term of the ontology; any other IRI as it is."""
    return str(iri).removeprefix(DHR)


def load() -> Ontology:
    """Read the ontology, its alignments and shapes, and note where each term is used."""
    graph = parsed("*.ttl")
    terms = {name: _term(graph, URIRef(DHR + name), kind) for name, kind in _declared(graph)}
    for term in terms.values():
        for above in term.above:
            if above in terms:
                terms[above].below.append(term.name)
        for other in list(term.disjoint):
            if term.name not in terms[other].disjoint:
                terms[other].disjoint.append(term.name)
    for term in terms.values():
        term.disjoint.sort()
    shaped = list(_shapes())
    for one in shaped:
        if local(one.path) in terms:
            terms[local(one.path)].shaped.append(one)
    _note_keys(terms)
    _note_queries(terms)
    about = URIRef(f"{BASE}ontology")
    return Ontology(
        iri=str(about),
        title=_text(graph.value(about, DCTERMS.title)),
        description=_text(graph.value(about, DCTERMS.description)),
        abstract=_text(graph.value(about, DCTERMS.abstract)),
        version=_text(graph.value(about, OWL.versionInfo)),
        dated=_text(graph.value(about, DCTERMS.modified) or graph.value(about, DCTERMS.created)),
        licence=str(graph.value(about, DCTERMS.license)),
        citation=_text(graph.value(about, DCTERMS.bibliographicCitation)),
        terms=terms,
        shaped=shaped,
    )


def _declared(graph: Graph) -> list[tuple[str, str]]:
    found = {
        (local(subject), name)
        for kind, name in _KINDS.items()
        for subject in graph.subjects(RDF.type, kind)
        if str(subject).startswith(DHR)
    }
    return sorted(found, key=lambda pair: (pair[0].casefold(), pair[0]))


def _term(graph: Graph, iri: URIRef, kind: str) -> Term:
    definition = _text(graph.value(iri, SKOS.definition))
    comment = _text(graph.value(iri, RDFS.comment)).removeprefix(definition).strip()
    return Term(
        name=local(iri),
        kind=kind,
        label=_text(graph.value(iri, RDFS.label)),
        definition=definition,
        notes=[*([comment] if comment else []), *notes(graph, iri)],
        sources=iris(graph, iri, DCTERMS.source),
        see=[told(graph, other) for other in iris(graph, iri, RDFS.seeAlso, *MATCHES)],
        above=_locals([*graph.objects(iri, RDFS.subClassOf), *graph.objects(iri, RDFS.subPropertyOf)]),
        disjoint=_locals(graph.objects(iri, OWL.disjointWith)),
        domain=_locals(graph.objects(iri, RDFS.domain)),
        range=_locals(graph.objects(iri, RDFS.range)),
    )


def _text(node: Node | None) -> str:
    return str(node) if isinstance(node, Literal) else ""


def _locals(nodes: Iterable[Node]) -> list[str]:
    """Names of terms, own ones first."""
    return sorted({local(node) for node in nodes if isinstance(node, URIRef)}, key=lambda name: (":" in name, name))


def _shapes() -> Iterator[Shaped]:
    for path in sorted((ontology() / "shapes").glob("*.ttl")):
        graph = Graph().parse(data=read_text(path), format="turtle")
        yield from sorted(_shaped(graph, path.stem), key=lambda shaped: (shaped.of, shaped.path))


def _shaped(graph: Graph, name: str) -> Iterator[Shaped]:
    for shape, of in graph.subject_objects(SH.targetClass):
        for asked in graph.objects(shape, SH.property):
            most = graph.value(asked, SH.maxCount)
            value = graph.value(asked, SH["class"]) or graph.value(asked, SH.datatype)
            yield Shaped(
                shape=name,
                of=local(of),
                path=str(graph.value(asked, SH.path)),
                scheme=_scheme(graph, asked),
                value=local(value) if value else "",
                least=int(str(graph.value(asked, SH.minCount) or 0)),
                most=int(str(most)) if most else None,
            )


def _scheme(graph: Graph, asked: Node) -> str:
    node = graph.value(asked, SH.node)
    inner = graph.value(node, SH.property) if node else None
    found = graph.value(inner, SH.hasValue) if inner else None
    return str(found).removeprefix(PREFIXES["code"]) if found else ""


def _note_keys(terms: dict[str, Term]) -> None:
    """Which keys of which files become a property, and which file holds a class."""
    for file, kind in {"review": Review, **KINDS}.items():
        for cls, inside in [(kind, ""), *((f.part, f"{f.key}: ") for f in fields_of(kind) if f.part)]:
            names = ["Agency", "Forum"] if cls is Agency else [CLASSES[cls]]
            for name in names:
                if name in terms:
                    terms[name].keys.append(Key(f"{file}.yaml", inside.removesuffix(": ")))
                for path, key in keys_of(name, cls).items():
                    entry = Key(f"{file}.yaml", f"{inside}{key}")
                    if local(path) in terms and entry not in terms[local(path)].keys:
                        terms[local(path)].keys.append(entry)


def _note_queries(terms: dict[str, Term]) -> None:
    for folder in ("questions", "rules", "verify"):
        for query in read_all(folder):
            for name in sorted(set(re.findall(r"\bdhr:(\w+)", query.text))):
                if name in terms:
                    getattr(terms[name], folder).append(query.name)
