"""The graph's description of itself: what it holds (VoID), as what it ships (DCAT) and where it is from (PROV).

All of it follows from the records and the version of the program: no clock and no machine has a part in it, so
that the same records give the same description. It counts what the other graphs say, not what it says itself.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import version

from pyoxigraph import Literal, NamedNode, Quad, Store

from dhrgraph.rdf.likeness import TOLD
from dhrgraph.rdf.namespaces import DHR, INFERRED, LIKENESS, PREFIXES, description_iri, graph_iri, review_iri, term_path
from dhrgraph.rdf.query import select
from dhrgraph.rdf.sparqlfile import read_all
from dhrgraph.resources import BASE

__all__ = ["dataset_graph"]

_VERSION = version("dhrgraph")
_TITLE = "A knowledge graph across Domestic Homicide Reviews"
_DESCRIPTION = (
    "Reviews coded as records that lead to the passages that state them, with the register of agencies, "
    "the code lists, the ontology and what rules infer, each in a graph of its own. A catalogue in it has "
    "makers and a licence of its own."
)
_KEYWORDS = ("domestic homicide review", "domestic abuse related death review", "domestic abuse", "MARAC")
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
#: Maker and publisher; the ontology describes them.
_DEVELOPERS = f"{BASE}developers"
#: Without a year, which would be that of the build.
_CITATION = f"dhrgraph developers. {_TITLE}, version {_VERSION}. {BASE}"
_ENGLISH = "http://id.loc.gov/vocabulary/iso639-1/en"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_N_QUADS = "http://www.w3.org/ns/formats/N-Quads"
_SPDX = "http://spdx.org/rdf/terms#"
_CODING = "A review's documents are coded by the code lists as records, each with the passages that state it."
_BUILDING = "The records are checked and turned into statements, rules are run, and the graph is checked by shapes."

_SIZES = "SELECT ?graph (COUNT(*) AS ?n) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"
_CLASSES = "SELECT ?term (COUNT(DISTINCT ?s) AS ?n) { ?s a ?term } GROUP BY ?term ORDER BY ?term"
_PROPERTIES = "SELECT ?term (COUNT(*) AS ?n) { ?s ?term ?o } GROUP BY ?term ORDER BY ?term"
_DISTINCT = "SELECT (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects) { ?s ?p ?o }"
_DOCUMENTS = "SELECT ?review ?document { ?r a dhr:Review ; dcterms:identifier ?review ; dhr:produced ?document }"

#: What the graphs that every build has are called, and what the IRIs that they describe begin with.
_SHARED = {
    "codes": ("Code lists", f"{BASE}code/"),
    "external": ("Lists of others that codes are mapped to", f"{BASE}external/"),
    "ontology": ("Ontology, with its links to others", DHR),
    "register": ("Register of bodies", f"{BASE}agency/"),
}

Said = Iterator[tuple[str, str, NamedNode | Literal]]


def dataset_graph(store: Store, rules: list[str], *, packaged: bool, files: Mapping[str, bytes]) -> list[Quad]:
    """Statements about the dataset, each graph of a store and each file that it ships as.

    Parameters
    ----------
    store : pyoxigraph.Store
        All graphs of a build but this one.
    rules : list of str
        The rules that were run.
    packaged : bool
        Whether it is a graph of the packaged reviews. The reviews of others are theirs: nobody but they
        can name their maker and licence.
    files : mapping of str to bytes
        The tables that ship beside the graph, by their name in the build folder.
    """
    home = graph_iri("dataset")
    sizes = {row["graph"]: int(row["n"]) for row in select(store, _SIZES)}
    sources: dict[str, list[str]] = {}
    for row in select(store, _DOCUMENTS):
        sources.setdefault(row["review"], []).append(row["document"])
    said = [
        *_about(home, packaged=packaged),
        *_counts(home, store, sum(sizes.values())),
        *_examples(home, sources),
        *(each for graph, size in sizes.items() for each in _graph(home, graph, size, rules)),
        *_distributions(home, files, packaged=packaged),
        *_provenance(home, sizes, sources),
    ]
    return [Quad(NamedNode(s), NamedNode(_full(p)), o, NamedNode(home)) for s, p, o in said]


def _about(home: str, *, packaged: bool) -> Said:
    """What it is, in which version, by which vocabulary and, of the packaged graph, whose."""
    yield home, "rdf:type", _node("dcat:Dataset")
    yield home, "rdf:type", _node("void:Dataset")
    yield home, "dcterms:title", Literal(_TITLE)
    yield home, "dcterms:description", Literal(_DESCRIPTION)
    yield home, "dcterms:language", NamedNode(_ENGLISH)
    yield home, "dcterms:conformsTo", NamedNode(f"{BASE}ontology")
    yield home, "dcat:version", Literal(_VERSION)
    for word in _KEYWORDS:
        yield home, "dcat:keyword", Literal(word)
    if packaged:
        yield home, "dcterms:creator", NamedNode(_DEVELOPERS)
        yield home, "dcterms:publisher", NamedNode(_DEVELOPERS)
        yield home, "dcterms:license", NamedNode(_LICENCE)
        yield home, "dcterms:bibliographicCitation", Literal(_CITATION)
        yield home, "dcat:landingPage", NamedNode(BASE)


def _counts(home: str, store: Store, size: int) -> Said:
    """How many statements, things, classes and properties there are, and how often each class and property is used."""
    classes = {row["term"]: row["n"] for row in select(store, _CLASSES)}
    properties = {row["term"]: row["n"] for row in select(store, _PROPERTIES)}
    (distinct,) = select(store, _DISTINCT)
    yield home, "void:triples", Literal(size)
    yield home, "void:distinctSubjects", Literal(int(distinct["subjects"]))
    yield home, "void:distinctObjects", Literal(int(distinct["objects"]))
    yield home, "void:classes", Literal(len(classes))
    yield home, "void:properties", Literal(len(properties))
    yield home, "void:uriSpace", Literal(BASE)
    yield home, "void:feature", NamedNode(_N_QUADS)
    namespaces = {match[0] for term in (*classes, *properties) if (match := re.match(r".*[#/]", term))}
    for namespace in sorted(namespaces):
        yield home, "void:vocabulary", NamedNode(DHR.rstrip("#") if namespace == DHR else namespace)
    for kind, counted, count in (("class", classes, "void:entities"), ("property", properties, "void:triples")):
        for term, number in counted.items():
            part = description_iri(f"{kind}/{term_path(term)}")
            yield home, f"void:{kind}Partition", NamedNode(part)
            yield part, "rdf:type", _node("void:Dataset")
            yield part, f"void:{kind}", NamedNode(term)
            yield part, count, Literal(int(number))


def _examples(home: str, sources: Mapping[str, list[str]]) -> Said:
    """Things to begin with: the reviews that have a document, the first ten of them."""
    for review in sorted(sources)[:10]:
        yield home, "void:exampleResource", NamedNode(review_iri(review))


def _graph(home: str, graph: str, size: int, rules: list[str]) -> Said:
    """What a named graph holds, how large it is and what the things in it are called."""
    name = graph.removeprefix(graph_iri(""))
    kind, _, which = name.partition("/")
    title, space = _SHARED.get(name, (name, ""))
    if kind in ("review", "catalogue"):
        title, space = f"{kind.capitalize()} {which}", f"{BASE}{kind}/{which}/"
    elif kind == "inferred":
        title = f"Inferred by the rule {which}"
    yield home, "dcterms:hasPart", NamedNode(graph)
    yield home, "void:subset", NamedNode(graph)
    yield graph, "rdf:type", _node("void:Dataset")
    yield graph, "rdf:type", _node("prov:Entity")
    yield graph, "dcterms:title", Literal(title)
    yield graph, "void:triples", Literal(size)
    if space:
        yield graph, "void:uriSpace", Literal(space)
    if graph == LIKENESS:
        yield graph, "dcterms:description", Literal(TOLD)
    for rule in read_all("rules"):
        if rule.name in rules and graph == f"{INFERRED}{rule.name}":
            yield graph, "dcterms:description", Literal(f"Inferred by a rule: {rule.head['rule']}")


def _distributions(home: str, files: Mapping[str, bytes], *, packaged: bool) -> Said:
    """The files that it ships as. The graph cannot hold its own size and digest: manifest.json beside it has them."""
    yield from _distribution(home, "graph.nq", "The graph, as N-Quads", "application/n-quads", packaged=packaged)
    yield _file("graph.nq"), "dcterms:format", NamedNode(_N_QUADS)
    for name, data in sorted(files.items()):
        title = f"Table of {name.rpartition('/')[2].removesuffix('.csv').replace('-', ' ').replace('_', ' ')}, as CSV"
        yield from _distribution(home, name, title, "text/csv", packaged=packaged)
        checksum = f"{_file(name)}/checksum"
        digest = Literal(hashlib.sha256(data).hexdigest(), datatype=NamedNode(_full("xsd:hexBinary")))
        yield _file(name), "dcat:byteSize", Literal(len(data))
        yield _file(name), f"{_SPDX}checksum", NamedNode(checksum)
        yield checksum, "rdf:type", NamedNode(f"{_SPDX}Checksum")
        yield checksum, f"{_SPDX}algorithm", NamedNode(f"{_SPDX}checksumAlgorithm_sha256")
        yield checksum, f"{_SPDX}checksumValue", digest


def _distribution(home: str, name: str, title: str, media: str, *, packaged: bool) -> Said:
    yield home, "dcat:distribution", NamedNode(_file(name))
    yield _file(name), "rdf:type", _node("dcat:Distribution")
    yield _file(name), "dcterms:title", Literal(title)
    yield _file(name), "dcterms:identifier", Literal(name)
    yield _file(name), "dcat:mediaType", NamedNode(_MEDIA + media)
    if packaged:
        yield _file(name), "dcat:accessURL", NamedNode(BASE)
        yield _file(name), "dcterms:license", NamedNode(_LICENCE)


def _provenance(home: str, graphs: Mapping[str, int], sources: Mapping[str, list[str]]) -> Said:
    """Which documents each review was coded from, and what the graph was built from and by which program."""
    building, program = description_iri("building"), f"{BASE}software/dhrgraph/{_VERSION}"
    yield home, "rdf:type", _node("prov:Entity")
    yield home, "prov:wasGeneratedBy", NamedNode(building)
    yield building, "rdf:type", _node("prov:Activity")
    yield building, "dcterms:title", Literal("Building of the graph")
    yield building, "dcterms:description", Literal(_BUILDING)
    yield building, "prov:wasAssociatedWith", NamedNode(program)
    yield program, "rdf:type", _node("prov:SoftwareAgent")
    yield program, "dcterms:title", Literal(f"dhrgraph {_VERSION}")
    yield program, "dcat:version", Literal(_VERSION)
    for graph in graphs:
        if graph.startswith(INFERRED) or graph == LIKENESS:
            yield graph, "prov:wasGeneratedBy", NamedNode(building)
        else:
            yield building, "prov:used", NamedNode(graph)
    for review, documents in sorted(sources.items()):
        coding, coded = description_iri(f"coding/{review}"), graph_iri(f"review/{review}")
        yield coded, "prov:wasGeneratedBy", NamedNode(coding)
        yield coding, "rdf:type", _node("prov:Activity")
        yield coding, "dcterms:title", Literal(f"Coding of the review {review}")
        yield coding, "dcterms:description", Literal(_CODING)
        yield coding, "prov:used", NamedNode(graph_iri("codes"))
        for document in sorted(documents):
            yield coding, "prov:used", NamedNode(document)
            yield coded, "prov:wasDerivedFrom", NamedNode(document)
            yield document, "rdf:type", _node("prov:Entity")


def _file(name: str) -> str:
    return description_iri(f"file/{name}")


def _full(name: str) -> str:
    """A name with one of the prefixes, or an IRI, as an IRI."""
    prefix, _, local = name.partition(":")
    return f"{PREFIXES[prefix]}{local}" if prefix in PREFIXES else name


def _node(name: str) -> NamedNode:
    return NamedNode(_full(name))
