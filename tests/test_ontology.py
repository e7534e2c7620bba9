"""The ontology and the code lists: sound by the criteria of the field, and used.

Each criterion is a query of ``tests/hygiene`` that must return no row but those waived in
``waivers.csv``, with a planted fault that it must find: statements that the file adds, and patterns
on its ``# remove:`` lines whose statements go. ``uncovered.csv`` lists criteria without a query.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from dhrgraph.rdf.expand import CLASSES, context, property_of
from dhrgraph.rdf.namespaces import DHR, PREFIXES, graph_iri
from dhrgraph.rdf.sparqlfile import read, read_all
from dhrgraph.rdf.triples import codes_graph, external_graph, ontology_graph
from dhrgraph.records.codes import codes, schemes
from dhrgraph.records.fields import fields_of
from dhrgraph.records.types import KINDS, Review
from dhrgraph.resources import BASE, ontology, read_text
from tests.conftest import ROOT

HYGIENE = ROOT / "tests" / "hygiene"
CHECKS = {path.stem: read(path) for path in sorted(HYGIENE.glob("*.rq"))}
NAMES = {
    **PREFIXES,
    "abuse": f"{BASE}code/abuse-type/",
    "bibo": "http://purl.org/ontology/bibo/",
}


@cache
def statements() -> list[Quad]:
    """The ontology, the code lists and the lists of others."""
    return [*ontology_graph(), *codes_graph(), *external_graph()]


def vocabulary() -> Store:
    """A fresh store of them, to be spoiled at will."""
    made = Store()
    made.extend(statements())
    return made


def found(check: str, store: Store) -> set[str]:
    """IRIs that a check finds at fault."""
    rows = store.query(CHECKS[check].text, use_default_graph_as_union=True)
    assert isinstance(rows, QuerySolutions)
    things = [row["thing"] for row in rows]
    assert all(isinstance(thing, NamedNode | BlankNode) for thing in things)
    return {str(thing.value) for thing in things}


def table(name: str) -> list[dict[str, str]]:
    """Rows of a table of the folder."""
    with (HYGIENE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def full(name: str, prefixes: dict[str, str] = NAMES) -> str:
    """A name with a prefix, or an IRI in angle brackets, as an IRI."""
    if name.startswith("<"):
        return name.strip("<>")
    prefix, _, local = name.partition(":")
    return prefixes[prefix] + local


def waived(check: str) -> list[str]:
    """IRIs that need not pass a check."""
    return [full(name) for row in table("waivers.csv") if row["check"] == check for name in row["things"].split()]


def spoil(store: Store, fault: str) -> set[str]:
    """Plant a fault, and tell which IRIs the check must then find."""
    prefixes = dict(re.findall(r"(?m)^@prefix (\w+): <(.*?)> \.$", fault))
    for pattern in re.findall(r"(?m)^# remove: (.*)$", fault):
        before = len(store)
        store.update(f"DELETE WHERE {{ GRAPH ?graph {{ {pattern} }} }}", prefixes=prefixes)
        assert len(store) < before, f"there is no {pattern}"
    graph = NamedNode(graph_iri("ontology"))
    store.extend(Quad(s.subject, s.predicate, s.object, graph) for s in parse(fault, format=RdfFormat.TURTLE))
    return {full(name, prefixes) for name in re.findall(r"(?m)^# finds: (.*)$", fault)}


@pytest.mark.parametrize("check", CHECKS)
def test_check_finds_nothing_but_what_is_waived(check: str) -> None:
    """No term or code fails a criterion without a written reason, and no waiver is out of date."""
    assert found(check, vocabulary()) == set(waived(check))


@pytest.mark.parametrize("check", CHECKS)
def test_check_finds_a_planted_fault(check: str) -> None:
    """Each check finds its fault, and nothing else."""
    store = vocabulary()
    planted = spoil(store, read_text(HYGIENE / f"{check}_fault.ttl"))
    assert planted - set(waived(check))
    assert found(check, store) == planted | set(waived(check))


def test_each_check_tells_its_criterion_and_has_a_fault() -> None:
    """The head of a query gives the criterion's code and, in a sentence, what it demands."""
    for name, check in CHECKS.items():
        assert re.match(r"(OOPS P|FOOPS [A-Z]|ROBOT \w|qSKOS \w|SKOS S|OWL 2 DL: |house: )", check.head["criterion"]), (
            name
        )
        assert re.fullmatch(r"[A-Z].*[^.]\.", check.head["demands"]), name
    assert {path.name for path in HYGIENE.glob("*.ttl")} == {f"{name}_fault.ttl" for name in CHECKS}


def test_waivers_give_reasons_once() -> None:
    """Each waiver has a check, a reason, and things that it names once."""
    for row in table("waivers.csv"):
        assert row["check"] in CHECKS
        assert row["reason"].endswith(".")
    for check in CHECKS:
        assert len(waived(check)) == len(set(waived(check)))


def test_every_criterion_is_checked_or_listed() -> None:
    """All pitfalls of OOPS! and all rules of ROBOT's report have a check or, else, a reason for none."""
    heads = " ".join(check.head["criterion"] for check in CHECKS.values())
    checked = set(re.findall(r"OOPS P\d\d|FOOPS \w+|ROBOT \w+", heads))
    listed = [row["criterion"] for row in table("uncovered.csv")]
    assert len(listed) == len(set(listed))
    assert checked & set(listed) == set()
    both = checked | set(listed)
    assert {c for c in both if c.startswith("OOPS")} == {f"OOPS P{n:02}" for n in range(1, 42)}
    assert {c for c in both if c.startswith("ROBOT")} == {f"ROBOT {rule}" for rule in ROBOT.split()}


#: Rules of ROBOT's default report (report_profile.txt).
ROBOT = """
annotation_whitespace deprecated_boolean_datatype deprecated_class_reference deprecated_property_reference
duplicate_definition duplicate_exact_synonym duplicate_label_synonym duplicate_label duplicate_scoped_synonym
equivalent_pair equivalent_class_axiom_no_genus illegal_use_of_built_in_vocabulary invalid_xref label_formatting
label_whitespace lowercase_definition missing_definition missing_label missing_obsolete_label
missing_ontology_description missing_ontology_license missing_ontology_title missing_subset_declaration
missing_superclass missing_synonymtype_declaration misused_obsolete_label misused_replaced_by multiple_definitions
multiple_equivalent_classes multiple_equivalent_class_definitions multiple_labels invalid_entity_uri
"""


def terms() -> set[str]:
    """Own classes and properties."""
    return {
        quad.subject.value
        for quad in ontology_graph()
        if isinstance(quad.subject, NamedNode)
        and quad.predicate.value == f"{PREFIXES['rdf']}type"
        and quad.subject.value.startswith(DHR)
    }


def used(text: str) -> set[str]:
    """Own terms that a text of Turtle or SPARQL uses with the prefix dhr."""
    bare = re.sub(r"<[^>]*>", "", text)
    return {f"{DHR}{name}" for name in re.findall(r"\bdhr:([A-Za-z]\w*)", bare)}


def asking() -> Iterator[tuple[str, str]]:
    """Name and text of each question, rule and verify query."""
    for folder in ("questions", "rules", "verify"):
        for query in read_all(folder):
            yield f"{folder}/{query.name}", query.text


def shaping() -> Iterator[tuple[str, str]]:
    """Name and text of each file of shapes."""
    for path in sorted((ontology() / "shapes").glob("*.ttl")):
        yield f"shapes/{path.name}", read_text(path)


def projecting() -> Iterator[tuple[str, str]]:
    """Name and text of each projection of a network."""
    for path in sorted((ROOT / "graph" / "dhrgraph" / "networks").glob("*.rq")):
        yield path.name, read_text(path)


def test_queries_and_shapes_use_declared_terms() -> None:
    """A misspelt term in a query or shape would only give an empty answer, so each must be declared."""
    texts = [*asking(), *shaping(), *projecting()]
    assert len(texts) > 40
    undeclared = {(name, term) for name, text in texts for term in used(text) - terms()}
    assert undeclared == set()


def test_misspelt_term_is_seen() -> None:
    """The test above sees a term that is not declared."""
    assert used("?x dhr:wihtAgency ?y") - terms() == {f"{DHR}wihtAgency"}


def test_terms_that_nothing_touches_are_listed() -> None:
    """Each own term is touched by a shape, question, rule or verify query, or ontology/untouched.md tells why not."""
    touched = {term for _, text in [*asking(), *shaping()] for term in used(text)}
    listed = re.findall(r"(?m)^\| `dhr:(\w+)` \| (.*\.) \|$", read_text(ontology() / "untouched.md"))
    assert {f"{DHR}{name}" for name, _ in listed} == terms() - touched
    assert len(listed) == len(dict(listed))


def test_every_code_in_a_query_is_of_its_list() -> None:
    """A code named in a query or rule stands in the list of its prefix."""
    for name, text in asking():
        for prefix, scheme in re.findall(r"PREFIX (\w+): <[^>]*/code/([\w-]+)/>", text):
            body = text.split("\n\n", 1)[-1]
            for code in re.findall(rf"(?<![\w?]){prefix}:([\w-]+)", body):
                assert code in codes(scheme), f"{name}: {prefix}:{code}"


def test_context_names_every_field_by_a_declared_property() -> None:
    """Each field of each record type has a property, which the ontology declares."""
    for cls, name in CLASSES.items():
        for field in fields_of(cls):
            if cls.__name__ == "Successor" and field.key not in ("date", "what", "agency"):
                continue
            iri = property_of(name, field.key)
            assert not iri.startswith(DHR) or iri in terms(), (name, field.key)
    assert all(f"{DHR}{name}" in terms() for name in re.findall(r'"dhr:(\w+)"', str(context()).replace("'", '"')))


def test_every_code_list_is_used() -> None:
    """Each code list belongs to a field, and each field's list exists."""
    in_use = {f.scheme for cls in (Review, *KINDS.values(), *CLASSES) for f in fields_of(cls) if f.scheme}
    assert in_use == set(schemes())


def test_reader_of_codes_takes_what_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other labels, other languages, notes and mappings of a concept do not get into a code."""
    text = read_text(ontology() / "codes" / "reached.ttl")
    more = (
        '\n:yes skos:prefLabel "cyrhaeddwyd"@cy ; skos:altLabel "met"@en , "seen"@en ; skos:definition "Cyswllt."@cy ;\n'
        '    skos:scopeNote "A note."@en ; dcterms:description "Said."@en ; skos:closeMatch <https://example.org/met> .\n'
    )
    (tmp_path / "codes").mkdir()
    (tmp_path / "codes" / "many.ttl").write_text(text + more, encoding="utf-8")
    expected = codes("reached")
    monkeypatch.setattr("dhrgraph.records.codes.ontology", lambda: tmp_path)
    assert codes("many") == expected
    assert list(codes("many")) == list(expected)


def test_another_base_reaches_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """The base IRI is set in one place: no file keeps the old one."""
    other = "https://example.org/dhr/"
    monkeypatch.setattr("dhrgraph.resources.BASE", other)
    for path in ontology().rglob("*"):
        if path.suffix in (".ttl", ".rq", ".jsonld"):
            text = read_text(path)
            assert BASE not in text, path.name
            if path.suffix == ".ttl":
                assert list(parse(text, format=RdfFormat.TURTLE))
