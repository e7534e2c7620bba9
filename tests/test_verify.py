"""Verify queries and rules: each finds a planted fault, and what a rule infers is told as inferred."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from dhrgraph.rdf.findings import verify_findings
from dhrgraph.rdf.namespaces import (
    DHR,
    EDTF,
    PREFIXES,
    agency_iri,
    catalogue_iri,
    code_iri,
    graph_iri,
    record_iri,
    review_iri,
    rule_graph_iri,
)
from dhrgraph.rdf.rules import infer
from dhrgraph.rdf.sparqlfile import read_all
from dhrgraph.rdf.triples import codes_graph, ontology_graph, register_graph, review_graph
from dhrgraph.records import load_collection
from dhrgraph.resources import datasets
from dhrgraph.texts import forbidden, normalised

REVIEW = "example-review"
GRAPH = graph_iri(f"review/{REVIEW}")


def coded() -> Store:
    """The graph of the invented review, no rule run."""
    collection, problems = load_collection(datasets() / "template")
    assert problems == []
    made = Store()
    made.extend([*register_graph(collection.register), *ontology_graph(), *codes_graph()])
    register = {agency.id: agency for agency in collection.register}
    for review in collection.reviews:
        made.extend(review_graph(review, register))
    return made


@pytest.fixture
def store() -> Store:
    """The graph of the invented review, rules run."""
    made = coded()
    infer(made)
    return made


def iri(kind: str, record: str) -> str:
    """IRI of a record of the invented review."""
    return record_iri(REVIEW, kind, record)


def add(
    subject: str, predicate: str, value: NamedNode | Literal | BlankNode, graph: str = GRAPH
) -> Callable[[Store], None]:
    """A fault: a statement too many."""
    return lambda store: store.add(Quad(NamedNode(subject), NamedNode(predicate), value, NamedNode(graph)))


def remove(subject: str, predicate: str) -> Callable[[Store], None]:
    """A fault: the statements of a thing with a property are missing."""

    def spoil(store: Store) -> None:
        found = list(store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None))
        assert found
        for quad in found:
            store.remove(quad)

    return spoil


FOAF, OWL = PREFIXES["foaf"], PREFIXES["owl"]
CONTACT = iri("contact", "gp-2018-02")
POLICE = iri("contact", "police-2018-03-02")


def listed(first: str, last: str, *, linked: bool = True, number: int = 1) -> Callable[[Store], None]:
    """A catalogue's entry of a death between two days, to which the invented review is linked."""
    entry, graph = catalogue_iri(f"list/{number}"), graph_iri("catalogue/list")
    said: list[tuple[str, NamedNode | Literal]] = [
        (f"{PREFIXES['rdf']}type", NamedNode(f"{DHR}CatalogueEntry")),
        (f"{PREFIXES['dcterms']}identifier", Literal(f"list/{number}")),
        (f"{DHR}area", Literal("Anytown")),
        (f"{DHR}when", Literal(f"{first}/{last}", datatype=NamedNode(EDTF))),
        (f"{DHR}earliest", Literal(first, datatype=DATE)),
        (f"{DHR}latest", Literal(last, datatype=DATE)),
    ]

    def spoil(store: Store) -> None:
        for predicate, value in said:
            add(entry, predicate, value, graph)(store)
        if linked:
            add(review_iri(REVIEW), f"{DHR}listedAs", NamedNode(entry))(store)

    return spoil


DATE = NamedNode(f"{PREFIXES['xsd']}date")
MAY = ("2019-05-01", "2019-05-31")
FAULTS: dict[str, Callable[[Store], None]] = {
    "across-reviews": lambda store: (
        add(iri("contact", "x"), f"{DHR}ofReview", NamedNode(review_iri("other")), graph_iri("review/other"))(store),
        add(iri("contact", "x"), f"{DHR}concerns", NamedNode(iri("person", "ms-a")), graph_iri("review/other"))(store),
    )[0],
    "blank-node": add(CONTACT, f"{DHR}statedIn", BlankNode("b")),
    "dangling": add(CONTACT, f"{DHR}withAgency", NamedNode(agency_iri("nobody"))),
    "disjoint": add(CONTACT, f"{PREFIXES['rdf']}type", NamedNode(f"{DHR}ActNotDone")),
    "disputed-value": add(POLICE, f"{DHR}initiatedBy", NamedNode(code_iri("initiator", "family"))),
    "draft": add(review_iri(REVIEW), f"{DHR}codingStatus", NamedNode(code_iri("coding-status", "draft"))),
    "identity": add(iri("person", "ms-a"), f"{FOAF}name", Literal("A. Name")),
    "ill-formed-text": add(CONTACT, f"{PREFIXES['rdfs']}comment", Literal("two  spaces")),
    "linked-entry": listed("2018-05-01", "2018-05-31"),
    "missing-value": remove(CONTACT, f"{DHR}disclosure"),
    "narrowed-death": listed("2019-05-03", "2019-05-03"),
    "outcome-of-case": remove(iri("person", "mr-b"), f"{DHR}caseOutcome"),
    "same-entry": lambda store: (
        listed(*MAY, linked=False, number=1)(store),
        listed(*MAY, linked=False, number=2)(store),
    )[0],
    "two-graphs": add(CONTACT, f"{DHR}missedOpportunity", Literal(True), graph_iri("register")),
    "undeclared-term": add(CONTACT, f"{DHR}withAgancy", NamedNode(agency_iri("anytown-police"))),
    "uninvolved-agency": remove(iri("involvement", "anytown-police"), f"{DHR}byAgency"),
    "unsupported-finding": remove(iri("finding", "finding-enquiry"), f"{DHR}restsOn"),
    "wrong-graph": add(iri("contact", "x"), f"{DHR}ofReview", NamedNode(review_iri(REVIEW)), graph_iri("register")),
}


def test_there_is_a_fault_for_each_query() -> None:
    """No verify query goes untried."""
    assert sorted(FAULTS) == [query.name for query in read_all("verify")]


def test_sound_graph_has_no_finding(store: Store) -> None:
    """The invented review is found sound."""
    assert verify_findings(store) == []


@pytest.mark.parametrize("name", FAULTS)
def test_planted_fault_is_found(name: str, store: Store) -> None:
    """The query finds the fault, with the severity of its head and a remedy."""
    FAULTS[name](store)
    severity = next(query.head["severity"] for query in read_all("verify") if query.name == name)
    found = [finding for finding in verify_findings(store) if finding.check == name]
    assert found
    assert all(finding.severity == severity and ": " in finding.message for finding in found)


def test_an_entry_that_fits_is_no_finding(store: Store) -> None:
    """An entry as exact as the report, or less so, is linked without a word; one of another year is not narrower."""
    listed(*MAY)(store)
    listed("2019-01-01", "2019-12-31", number=2)(store)
    assert verify_findings(store) == []
    listed("2019-05-31", "2019-06-30", number=3)(store)
    assert [finding.check for finding in verify_findings(store)] == ["narrowed-death"]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (add(review_iri("other"), f"{DHR}listedAs", NamedNode(catalogue_iri("list/1"))), "another coded review"),
        (
            lambda store: (
                add(review_iri(REVIEW), f"{DHR}region", NamedNode(code_iri("region", "wales")))(store),
                add(catalogue_iri("list/1"), f"{DHR}region", NamedNode(code_iri("region", "east")))(store),
            )[0],
            "another region",
        ),
    ],
)
def test_an_entry_that_does_not_fit_is_told(more: Callable[[Store], None], told: str, store: Store) -> None:
    """Two coded reviews of one entry, or two regions, are worth a look."""
    listed(*MAY)(store)
    more(store)
    found = [finding for finding in verify_findings(store) if finding.check == "linked-entry"]
    assert found
    assert all(told in finding.message for finding in found)


def test_undeclared_code_is_found(store: Store) -> None:
    """A code of no list is undeclared, too."""
    add(CONTACT, f"{DHR}reached", NamedNode(code_iri("reached", "maybe")))(store)
    assert [f.check for f in verify_findings(store)] == ["undeclared-term"]


def test_rules_infer_what_follows(store: Store) -> None:
    """Who referred, who knew, and what is above follow from what was coded."""
    inferred = {
        rule.name: {
            (_iri(q.subject), q.predicate.value, _iri(q.object))
            for q in store.quads_for_pattern(None, None, None, NamedNode(rule_graph_iri(rule.name)))
        }
        for rule in read_all("rules")
    }
    meeting, victim = iri("marac-meeting", "marac-2018-03-20"), iri("person", "ms-a")
    assert (meeting, f"{DHR}referredBy", agency_iri("anytown-police")) in inferred["referred-by"]
    knew = {s for s, _, _ in inferred["knew-of-abuse"]}
    assert knew == {agency_iri(a) for a in ("anytown-police", "anytown-hospital", "anytown-idva")}
    assert all(o == victim for _, _, o in inferred["knew-of-abuse"])
    assert (CONTACT, f"{PREFIXES['rdf']}type", f"{DHR}CaseEvent") in inferred["superclass"]
    assert (CONTACT, f"{DHR}involves", iri("agency", "example-gp-practice")) in inferred["superproperty"]


@pytest.mark.parametrize("certainty", ["likely", "suggested", "coders-reading"])
def test_no_rule_concludes_from_what_is_not_stated(certainty: str) -> None:
    """An agency of which the report calls it likely that it knew, is not inferred to have known."""
    made = coded()
    for quad in list(made.quads_for_pattern(None, NamedNode(f"{DHR}certainty"), None)):
        made.remove(quad)
        made.add(Quad(quad.subject, quad.predicate, NamedNode(code_iri("certainty", certainty)), quad.graph_name))
    infer(made)
    assert not list(made.quads_for_pattern(None, NamedNode(f"{DHR}knewOfAbuseOf"), None))
    assert list(made.quads_for_pattern(None, NamedNode(f"{DHR}referredBy"), None))


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)


def test_rules_skip_what_is_asserted_and_end(store: Store) -> None:
    """A second run infers nothing, and no statement stands in two graphs."""
    assert not any(infer(store).values())
    assert not [f for f in verify_findings(store) if f.check == "two-graphs"]


def test_a_text_is_ill_formed_where_the_rule_for_texts_says_so(store: Store) -> None:
    """Of every kind of character, the query finds just those that the rule refuses or normalises away."""
    kinds = {
        *map(
            chr,
            [
                *range(0x700),
                *range(0x1670, 0x1820),
                *range(0x2000, 0x2080),
                *range(0x2FF0, 0x3010),
                *range(0xFDC0, 0x10010),
            ],
        )
    }
    kinds |= {chr(plane + code) for plane in range(0, 0x110000, 0x10000) for code in (0xFFFD, 0xFFFE, 0xFFFF)}
    kinds |= {*map(chr, [*range(0x1BC9E, 0x1BCA6), *range(0x1D170, 0x1D17E), *range(0xDFFFE, 0xE0102)])}
    composed = {each for each in kinds if unicodedata.normalize("NFC", f"q{each}q") == f"q{each}q"}
    made = {f"q{each}q": f"{review_iri(REVIEW)}/{ord(each):X}" for each in composed}
    store.extend(Quad(NamedNode(iri), NamedNode(f"{DHR}summary"), Literal(text)) for text, iri in made.items())
    found = {finding.thing for finding in verify_findings(store) if finding.check == "ill-formed-text"}
    assert found == {iri for text, iri in made.items() if forbidden(text) or normalised(text) != text}
