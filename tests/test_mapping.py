"""The mapping: records become triples, whole and named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store

from dhrgraph.passages import Passage
from dhrgraph.rdf.expand import context, expand_review
from dhrgraph.rdf.namespaces import DHR, EDTF, PREFIXES, code_iri, passage_iri, record_iri, review_iri
from dhrgraph.rdf.triples import _quads, lines, review_graph
from dhrgraph.records import Collection, load_collection
from dhrgraph.records.types import Agency
from dhrgraph.resources import datasets

REVIEW = "example-review"


@pytest.fixture(scope="module")
def invented_records() -> tuple[Collection, dict[str, Agency]]:
    """The invented review and the register."""
    collection, problems = load_collection(datasets() / "template")
    assert problems == []
    return collection, {agency.id: agency for agency in collection.register}


@pytest.fixture(scope="module")
def store(invented_records: tuple[Collection, dict[str, Agency]]) -> Store:
    """Its graph."""
    collection, register = invented_records
    made = Store()
    made.extend(review_graph(collection.reviews[0], register))
    return made


def values(store: Store, subject: str, predicate: str) -> set[str]:
    """The values of a property of a thing."""
    found = store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None)
    return {str(quad.object) for quad in found}


def iri(kind: str, record: str) -> str:
    """IRI of a record of the invented review."""
    return record_iri(REVIEW, kind, record)


def test_a_date_has_its_text_and_bounds(store: Store) -> None:
    """A month is an EDTF literal with first and last day."""
    contact = iri("contact", "gp-2018-02")
    assert values(store, contact, f"{DHR}when") == {f'"2018-02"^^<{EDTF}>'}
    assert values(store, contact, f"{DHR}earliest") == {f'"2018-02-01"^^<{PREFIXES["xsd"]}date>'}
    assert values(store, contact, f"{DHR}latest") == {f'"2018-02-28"^^<{PREFIXES["xsd"]}date>'}


def test_what_lasted_and_what_happened_once_differ(tmp_path: Path) -> None:
    """A contact throughout a time had begun and not ended on days on which one within it need not have been."""
    for written, begun, ended in (
        ("2018-02/2018-03", "2018-02-28", "2018-03-01"),
        ('"[2018-02..2018-03]"', "2018-03-31", "2018-02-01"),
    ):
        made = graph_with(tmp_path / begun, "contacts.yaml", "date: 2018-02 ", f"date: {written} ")
        contact = iri("contact", "gp-2018-02")
        assert begun in values(made, contact, f"{DHR}latestStart").pop()
        assert ended in values(made, contact, f"{DHR}earliestEnd").pop()


def test_kinds_are_coded_where_their_file_is_there(store: Store, tmp_path: Path) -> None:
    """An empty file says that the report states nothing; an absent one that nothing was coded."""
    coded = f"{DHR}kindCoded"
    assert f"<{DHR}Oddity>" in values(store, review_iri(REVIEW), coded)
    without = graph_with(tmp_path / "made", "oddities.yaml", "", "", absent=True)
    assert values(without, review_iri(REVIEW), coded) == values(store, review_iri(REVIEW), coded) - {f"<{DHR}Oddity>"}


def test_certainty_is_always_said(store: Store) -> None:
    """What is not hedged is stated, and on the word of whom the record names."""
    certainty = code_iri("certainty", "stated")
    assert values(store, iri("knowledge", "police-knew-physical"), f"{DHR}certainty") == {f"<{certainty}>"}
    assert values(store, iri("abuse", "abuse-physical"), f"{DHR}assertedBy") == {f"<{iri('person', 'ms-a')}>"}


def graph_with(folder: Path, file: str, old: str, new: str, *, absent: bool = False) -> Store:
    """The graph of the invented review after a change to a file, or without it."""
    shutil.copytree(datasets() / "template", folder)
    path = folder / "reviews" / REVIEW / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    if absent:
        path.unlink()
    else:
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    collection, problems = load_collection(folder)
    assert problems == []
    made = Store()
    made.extend(review_graph(collection.reviews[0], {agency.id: agency for agency in collection.register}))
    return made


def test_abuse_reaches_from_its_start_to_its_end(store: Store) -> None:
    """The bounds of abuse are the first day of its start and the last of its end."""
    abuse = iri("abuse", "abuse-physical")
    assert "2016-01-01" in values(store, abuse, f"{DHR}earliest").pop()
    assert "2018-03-31" in values(store, abuse, f"{DHR}latest").pop()


def test_first_progress_can_fall_due_so_many_months_after_the_report(store: Store) -> None:
    """Six months after the first day of the month of the report."""
    assert "2021-05-01" in values(store, f"{review_iri(REVIEW)}/first-progress/1", f"{DHR}earliest").pop()


def test_disputed_value_is_claimed_and_not_asserted(store: Store) -> None:
    """Two readings without preference give two claims under one contradiction and no plain value."""
    contact = iri("contact", "police-2018-03-02")
    contradiction = iri("contradiction", "police-2018-03-02-initiated-by")
    assert values(store, contact, f"{DHR}initiatedBy") == set()
    claims = {iri("claim", f"police-2018-03-02-initiated-by-{n}") for n in (1, 2)}
    assert values(store, contradiction, f"{DHR}conflictsOver") == {f"<{claim}>" for claim in claims}
    assert values(store, contradiction, f"{DHR}preferredClaim") == set()
    assert values(store, contradiction, f"{DHR}about") == {f"<{contact}>"}
    told = {v for claim in claims for v in values(store, claim, f"{DHR}claimsValue")}
    assert {v.rpartition("/")[2].strip(">") for v in told} == {"third-party", "family"}


def test_preferred_reading_is_asserted(packaged_store: Store) -> None:
    """Of the two forms told for one assessment the preferred one is asserted, both are claimed."""
    assessment = record_iri("lewisham-kazia", "risk-assessment", "ra-police-2010-09-18")
    assert values(packaged_store, assessment, f"{DHR}riskTool") == {f"<{PREFIXES['code']}risk-tool/specss>"}
    contradiction = record_iri("lewisham-kazia", "contradiction", "ra-police-2010-09-18-tool")
    assert len(values(packaged_store, contradiction, f"{DHR}conflictsOver")) == 2
    assert len(values(packaged_store, contradiction, f"{DHR}preferredClaim")) == 1


def test_perpetrator_is_labelled_with_the_outcome(store: Store) -> None:
    """Nobody is convicted by a label."""
    assert values(store, iri("person", "mr-b"), f"{PREFIXES['rdfs']}label") == {'"Mr B (perpetrator; convicted)"'}


def test_every_record_has_a_node_with_its_passages(
    invented_records: tuple[Collection, dict[str, Agency]], store: Store
) -> None:
    """No record is lost, and each leads to each passage that it cites."""
    review = invented_records[0].reviews[0]
    for record, _ in review.placed():
        node = iri(record.kind_name, record.id)
        assert values(store, node, f"{PREFIXES['rdf']}type"), node
        cited = {f"<{passage_iri(review.id, cite)}>" for cite in getattr(record, "cites", [])}
        assert values(store, node, f"{DHR}statedIn") == cited


def test_no_key_is_dropped(invented_records: tuple[Collection, dict[str, Agency]], store: Store) -> None:
    """As many statements come out as the nodes hold values."""
    collection, register = invented_records
    nodes = expand_review(collection.reviews[0], register)
    held = {
        (node["iri"], key, str(value))
        for node in nodes
        for key, content in node.items()
        if key != "iri"
        for value in (content if isinstance(content, list) else [content])
    }
    assert len(held) == len(store)


def test_unnamed_key_is_refused() -> None:
    """A key that the context does not name would be dropped silently by a JSON-LD parser."""
    with pytest.raises(KeyError, match="colour"):
        _quads([{"iri": "https://example.org/x", "class": "Contact", "colour": "red"}], "https://example.org/g")


def test_codes_of_one_name_stay_apart() -> None:
    """A code such as marac or summary is no property, and kind means another thing in each class."""
    terms = context()
    assert terms["Contact"]["@context"]["kind"] != terms["Referral"]["@context"]["kind"]


def test_lines_are_sorted_and_single(store: Store) -> None:
    """The same statements give the same bytes, whatever their order."""
    quads = list(store)
    assert lines(quads) == lines(reversed(quads)) == sorted(set(lines([*quads, *quads])))


@given(st.from_regex(r"[A-Za-z0-9.()#]{1,20}", fullmatch=True))
def test_passage_iris_are_valid_and_differ(number: str) -> None:
    """Each number has an IRI of its own that a parser takes."""
    made = NamedNode(passage_iri("x", number))
    assert "#" not in made.value
    assert passage_iri("x", number) != passage_iri("x", number + "a")


def test_literal_is_plain(store: Store) -> None:
    """Texts are plain strings, so that a filter in SPARQL needs no language tag."""
    assert all(not quad.object.language for quad in store if isinstance(quad.object, Literal))


def test_parts_of_passages(store: Store) -> None:
    """A lettered point is part of its paragraph."""
    assert Passage("3.1(a)", "sub-paragraph", "", 1).number
    assert values(store, passage_iri(REVIEW, "3.1(a)"), f"{PREFIXES['dcterms']}isPartOf") == {
        f"<{passage_iri(REVIEW, '3.1')}>"
    }
