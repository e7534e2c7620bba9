"""The ontology: declared, labelled, defined, used, and without cycles."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from dhrgraph.rdf.expand import CLASSES, context, property_of
from dhrgraph.rdf.namespaces import DHR, PREFIXES
from dhrgraph.rdf.sparqlfile import read_all
from dhrgraph.rdf.triples import codes_graph, ontology_graph
from dhrgraph.records.codes import codes, schemes
from dhrgraph.records.fields import fields_of
from dhrgraph.records.types import KINDS, Review
from dhrgraph.resources import BASE, ontology, read_text
from tests.conftest import ROOT

RDF, RDFS, OWL, SKOS = (PREFIXES[p] for p in ("rdf", "rdfs", "owl", "skos"))
CLASS, OBJECT, DATATYPE = (f"{OWL}{kind}" for kind in ("Class", "ObjectProperty", "DatatypeProperty"))


def store() -> Store:
    """The ontology and the code lists."""
    made = Store()
    made.extend([*ontology_graph(), *codes_graph()])
    return made


def terms() -> dict[str, str]:
    """Own terms of the ontology and what kind of term each is."""
    return {
        quad.subject.value: quad.object.value
        for quad in ontology_graph()
        if isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode)
        and quad.predicate.value == f"{RDF}type"
        and quad.subject.value.startswith(DHR)
    }


def used(text: str) -> set[str]:
    """Own terms that a text of Turtle or SPARQL uses with the prefix dhr."""
    bare = re.sub(r"<[^>]*>", "", text)
    return {f"{DHR}{name}" for name in re.findall(r"\bdhr:([A-Za-z]\w*)", bare)}


def test_every_term_is_labelled_and_defined() -> None:
    """Each own term has one English label and one English definition."""
    graph = store()
    expected: set[str] = set()
    for what in (f"{RDFS}label", f"{SKOS}definition"):
        lacking = {
            term
            for term in terms()
            if [q.object.language for q in graph.quads_for_pattern(NamedNode(term), NamedNode(what), None)
                if isinstance(q.object, Literal)] != ["en"]
        }  # fmt: skip
        assert lacking == expected, what


def test_labels_differ() -> None:
    """No two classes, and no two properties, share a label."""
    graph = store()
    for kind in (CLASS, None):
        labels = [
            q.object.value
            for term, of in terms().items()
            if (of == CLASS) == (kind == CLASS)
            for q in graph.quads_for_pattern(NamedNode(term), NamedNode(f"{RDFS}label"), None)
            if isinstance(q.object, Literal)
        ]
        assert len(labels) == len(set(labels))


def test_no_cycles() -> None:
    """No class or property is above itself."""
    query = """SELECT ?x { ?x rdfs:subClassOf+|rdfs:subPropertyOf+ ?x }"""
    assert list(store().query(query, prefixes=PREFIXES, use_default_graph_as_union=True)) == []  # type: ignore[arg-type]


def test_classes_hang_together() -> None:
    """Each own class but the top ones has a class above it, and the top ones exclude each other."""
    graph = store()
    above = {str(q.subject.value) for q in graph.quads_for_pattern(None, NamedNode(f"{RDFS}subClassOf"), None)
             if isinstance(q.subject, NamedNode) and isinstance(q.object, NamedNode) and q.object.value.startswith(DHR)}  # fmt: skip
    tops = {term.removeprefix(DHR) for term, kind in terms().items() if kind == CLASS and term not in above}
    assert tops == {
        "Review",
        "Document",
        "Passage",
        "Body",
        "RiskResult",
        "Contradiction",
        "Claim",
        "Record",
        "CatalogueEntry",
    }
    pairs = {
        frozenset((str(q.subject), str(q.object)))
        for q in graph.quads_for_pattern(None, NamedNode(f"{OWL}disjointWith"), None)
    }
    for one in tops:
        for other in tops - {one}:
            assert frozenset((f"<{DHR}{one}>", f"<{DHR}{other}>")) in pairs


def test_acts_and_acts_not_done_exclude_each_other() -> None:
    """No count can mix an act with one that was not done."""
    pair = (NamedNode(f"{DHR}CaseEvent"), NamedNode(f"{OWL}disjointWith"), NamedNode(f"{DHR}ActNotDone"))
    assert list(store().quads_for_pattern(*pair))


def test_datatypes_are_left_to_the_shapes() -> None:
    """No datatype stands as a range, since EDTF and xsd:date lie outside OWL 2 DL."""
    ranges = {str(q.object) for q in ontology_graph() if q.predicate.value == f"{RDFS}range"}
    assert not {r for r in ranges if "XMLSchema" in r or "edtf" in r}


@pytest.mark.parametrize("folder", ["questions", "rules", "verify"])
def test_every_query_uses_declared_terms(folder: str) -> None:
    """A misspelt term in a query would only give an empty answer, so it must be declared."""
    expected: set[str] = set()
    for query in read_all(folder):
        assert used(query.text) - terms().keys() == expected, query.name


def test_shapes_and_networks_use_declared_terms() -> None:
    """The same for the shapes and the projections of networks."""
    paths = [*(ontology() / "shapes").glob("*.ttl"), *(ROOT / "graph" / "dhrgraph" / "networks").glob("*.rq")]
    assert paths
    expected: set[str] = set()
    for path in paths:
        assert used(read_text(path)) - terms().keys() == expected, path.name


def test_misspelt_term_is_seen() -> None:
    """The tests above see a term that is not declared."""
    assert used("?x dhr:wihtAgency ?y") - terms().keys() == {f"{DHR}wihtAgency"}


def test_every_code_in_a_query_is_of_its_list() -> None:
    """A code named in a query or rule stands in the list of its prefix."""
    for folder in ("questions", "rules", "verify"):
        for query in read_all(folder):
            for prefix, scheme in re.findall(r"PREFIX (\w+): <[^>]*/code/([\w-]+)/>", query.text):
                body = query.text.split("\n\n", 1)[-1]
                for code in re.findall(rf"(?<![\w?]){prefix}:([\w-]+)", body):
                    assert code in codes(scheme), f"{query.name}: {prefix}:{code}"


def test_every_term_is_touched() -> None:
    """Each own term is used by the mapping, a shape, a rule or a question."""
    touched = {property_of(cls, key) for cls, term in context().items() if isinstance(term, dict) and "@context" in term
               for key in term["@context"]}  # fmt: skip
    touched |= {f"{DHR}{cls}" for cls in (*CLASSES.values(), "Agency", "Forum", "Claim", "Contradiction", "Passage")}
    for folder in ("questions", "rules", "verify"):
        touched |= set().union(*(used(query.text) for query in read_all(folder)))
    touched |= set().union(*(used(read_text(path)) for path in (ontology() / "shapes").glob("*.ttl")))
    touched |= {
        f"{DHR}{name}"
        for name in re.findall(r'"dhr:(\w+)"', (ontology() / "context.jsonld").read_text(encoding="utf-8"))
    }
    above = {
        quad.object.value
        for quad in ontology_graph()
        if quad.predicate.value == f"{RDFS}subClassOf"
        and isinstance(quad.subject, NamedNode)
        and quad.subject.value in touched
        and isinstance(quad.object, NamedNode)
    }
    assert terms().keys() - touched - above == set()


def test_context_names_every_field_by_a_declared_property() -> None:
    """Each field of each record type has a property, which the ontology declares."""
    declared = {str(q.subject.value) for q in ontology_graph() if isinstance(q.subject, NamedNode)}
    for cls, name in CLASSES.items():
        for field in fields_of(cls):
            if cls.__name__ == "Successor" and field.key not in ("date", "what", "agency"):
                continue
            iri = property_of(name, field.key)
            assert not iri.startswith(DHR) or iri in declared, (name, field.key)


def test_codes_are_defined() -> None:
    """Each code has a label, a definition and an IRI that ends with its notation."""
    for scheme in schemes():
        found = codes(scheme)
        assert found
        assert all(code.label and code.definition for code in found.values())
    for quad in codes_graph():
        if quad.predicate.value == f"{SKOS}notation" and isinstance(quad.object, Literal):
            assert isinstance(quad.subject, NamedNode)
            assert quad.subject.value.rpartition("/")[2] == quad.object.value


def test_every_code_list_is_used() -> None:
    """Each code list belongs to a field, and each field's list exists."""
    in_use = {f.scheme for cls in (Review, *KINDS.values(), *CLASSES) for f in fields_of(cls) if f.scheme}
    assert in_use == set(schemes())


def test_no_blank_nodes() -> None:
    """Ontology and codes have none, so that every build is the same."""
    assert all(isinstance(q.subject, NamedNode) for q in [*ontology_graph(), *codes_graph()])


def test_another_base_reaches_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """The base IRI is set in one place: no file keeps the old one."""
    other = "https://example.org/dhr/"
    monkeypatch.setattr("dhrgraph.resources.BASE", other)
    for path in ontology().rglob("*"):
        if path.suffix in (".ttl", ".rq", ".jsonld"):
            text = read_text(path)
            assert BASE not in text, path.name
            if path.suffix == ".ttl":
                assert all(isinstance(q, Quad) or q for q in parse(text, format=RdfFormat.TURTLE))
