"""Findings: each leads to the line of the file that says what it is about."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, Quad, Store

from dhrgraph.cli import cli
from dhrgraph.rdf.findings import Finding, placed, shape_findings, verify_findings
from dhrgraph.rdf.namespaces import DHR, PREFIXES, agency_iri, graph_iri, passage_iri, record_iri, review_iri
from dhrgraph.rdf.places import Places
from dhrgraph.rdf.triples import codes_graph, ontology_graph, register_graph, review_graph
from dhrgraph.rebuild import ViolationError, rebuild
from dhrgraph.records import Collection, check, load_collection
from dhrgraph.resources import BASE

REVIEW = "example-review"
HOME = f"reviews/{REVIEW}"
CONTACTS = f"{HOME}/contacts.yaml"


def graph_of(collection: Collection) -> Store:
    """The graph of a collection, without what rules infer."""
    store = Store()
    store.extend([*register_graph(collection.register), *ontology_graph(), *codes_graph()])
    register = {agency.id: agency for agency in collection.register}
    for review in collection.reviews:
        store.extend(review_graph(review, register))
    return store


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    """Change a file of a collection in one place."""
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def line_of(folder: Path, file: str, words: str) -> int:
    """Line of the first of some words in a file, counted from 1."""
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)


def key_after(folder: Path, file: str, record: str, key: str) -> int:
    """Line of a key of a record."""
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    start = line_of(folder, file, f"- id: {record}")
    return next(n for n, line in enumerate(lines[start:], start=start + 1) if line.startswith(f"  {key}:"))


@pytest.mark.parametrize("which", ["packaged", "invented"])
def test_everything_said_has_a_place(which: str, packaged: Collection, invented: Path) -> None:
    """Each thing of register and reviews is found at the record that says it, and each statement too."""
    collection = packaged if which == "packaged" else load_collection(invented)[0]
    places = Places(collection)
    register = {agency.id: agency for agency in collection.register}
    quads = register_graph(collection.register)
    for review in collection.reviews:
        quads += review_graph(review, register)
    unplaced, wrong = set(), set()
    for quad in quads:
        thing = str(quad.subject).strip("<>")
        found = places.find(thing, quad.predicate.value)
        if found is None or found[1] < 1 or found[2] < 1:
            unplaced.add(thing)
        if quad.predicate.value == f"{PREFIXES['dcterms']}identifier" and found:
            file = collection.folder / found[0]
            if found[0].startswith("packaged/"):
                file = collection.register_places[0].file
            line = file.read_text(encoding="utf-8").splitlines()[found[1] - 1]
            value = str(getattr(quad.object, "value", ""))
            if thing != review_iri(value) and not line[found[2] - 1 :].startswith(f"id: {value}"):
                wrong.add(thing)
    assert len(quads) > 500
    assert unplaced == set()
    assert wrong == set()


def test_places_point_to_the_value(packaged: Collection) -> None:
    """What stands at the place of a contact's key is that key, in every contact of a long file."""
    (review,) = [review for review in packaged.reviews if review.id == "lewisham-kazia"]
    text = (review.folder / "contacts.yaml").read_text(encoding="utf-8").splitlines()
    records = yaml.load("\n".join(text), Loader=yaml.BaseLoader)  # noqa: S506  only strings
    keys = {"agencies": "withAgency", "kind": "contactKind", "disclosure": "disclosure", "date": "latest"}
    places = Places(packaged)
    for record in records:
        for key, name in keys.items():
            found = places.find(record_iri(review.id, "contact", record["id"]), f"{DHR}{name}")
            assert found
            wanted = key if key in record else "id"
            assert text[found[1] - 1][found[2] - 1 :].startswith(f"{wanted}:")


#: Faults of records that pass every check and that only a shape or a verify query sees:
#: file, words, what stands there instead, and what is found: its severity, record and passages, the
#: file, the record (by its id, or None for the review) and the key that it points to, and words of the message.
FAULTS: dict[str, tuple[tuple[str, str, str], tuple[str, str], tuple[str, str, str], str]] = {
    "a judgement that rests on nothing": (
        (f"{HOME}/findings.yaml", "  rests_on: [referral-marac]\n", ""),
        ("Warning", "finding finding-referral · 3.1(b)"),
        (f"{HOME}/findings.yaml", "finding-referral", "id"),
        "rests on no record: name in rests_on",
    ),
    "an agency whose part is not coded": (
        (f"{HOME}/involvement.yaml", "agency: anytown-hospital", "agency: anytown-council"),
        ("Info", "contact hospital-2018-03-02 · 2.3"),
        (CONTACTS, "hospital-2018-03-02", "agencies"),
        "Anytown Hospital had contact and has no record of its part in the review: add it",
    ),
}


@pytest.fixture(params=FAULTS)
def fault(request: pytest.FixtureRequest, invented: Path) -> tuple[Path, str]:
    """The invented collection with a fault that passes the checks, and what is to be told of it."""
    (file, old, new), (severity, about), (told, record, key), words = FAULTS[request.param]
    spoil(invented, file, old, new)
    collection, problems = load_collection(invented)
    assert [*problems, *check(collection)] == []
    line = line_of(invented, told, f"- id: {record}") if key == "id" else key_after(invented, told, record, key)
    return invented, rf"{re.escape(f'{told}:{line}:3: {severity}: {REVIEW} · {about}: ')}.*{re.escape(words)}"


def findings_of(folder: Path, build: Path) -> list[Finding]:
    """What a rebuild finds, whether or not it goes through."""
    try:
        told = rebuild(folder, build).manifest["findings"]
    except ViolationError as error:
        return error.findings
    return [Finding(**{**finding, "passages": tuple(finding["passages"])}) for finding in told]


def test_planted_fault_points_to_its_line(fault: tuple[Path, str], tmp_path: Path) -> None:
    """One finding, with review, record, passages, what and remedy, at the line of the key."""
    folder, wanted = fault
    (found,) = findings_of(folder, tmp_path / "build")
    assert re.match(wanted, str(found))


def test_command_tells_the_line(fault: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command prints the file as one would type it; its JSON names it relative to the collection."""
    folder, wanted = fault
    monkeypatch.chdir(folder.parent)
    build = str(tmp_path / "build")
    printed = CliRunner().invoke(cli, ["rebuild", folder.name, "--out", build]).output
    assert re.search(rf"(?m)^\s*{folder.name}/{wanted}", printed)
    told = json.loads(CliRunner().invoke(cli, ["rebuild", folder.name, "--out", build, "--json"]).stdout)
    (finding,) = (told.get("manifest") or told)["findings"]
    assert wanted.startswith(re.escape(f"{finding['file']}:{finding['line']}:{finding['column']}: "))


def test_manifest_is_the_same_in_another_folder(invented: Path, tmp_path: Path) -> None:
    """Places are relative to the collection, so that the manifest says nothing of the machine."""
    spoil(invented, f"{HOME}/findings.yaml", "  rests_on: [referral-marac]\n", "")
    other = tmp_path / "elsewhere" / "deep"
    shutil.copytree(invented, other)
    builds = [tmp_path / "one", tmp_path / "two"]
    manifests = []
    for folder, build in zip((invented, other), builds, strict=True):
        assert rebuild(folder, build).manifest["findings"]
        manifests.append((build / "manifest.json").read_bytes())
    assert manifests[0] == manifests[1]
    assert str(tmp_path).encode() not in manifests[0]


def thing(kind: str, record: str) -> str:
    """IRI of a record of the invented review."""
    return record_iri(REVIEW, kind, record)


def remove(subject: str, name: str) -> Callable[[Store], None]:
    """A fault: the statements of a thing with a property of the ontology are missing."""

    def spoiled(store: Store) -> None:
        found = list(store.quads_for_pattern(NamedNode(subject), NamedNode(f"{DHR}{name}"), None))
        assert found
        for quad in found:
            store.remove(quad)

    return spoiled


def twice(subject: str, predicate: str) -> Callable[[Store], None]:
    """A fault: a statement stands in another graph as well."""

    def spoiled(store: Store) -> None:
        (quad,) = store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None)
        store.add(Quad(quad.subject, quad.predicate, quad.object, NamedNode(graph_iri("review/other"))))

    return spoiled


LABEL = f"{PREFIXES['rdfs']}label"
CLAIM = thing("claim", "police-2018-03-02-initiated-by-2")
#: Faults that no coder can make, planted in the graph: what is spoiled, what it is about, and where that stands.
PLANTED: dict[str, tuple[Callable[[Store], None], str, tuple[str, str]]] = {
    "a review": (remove(review_iri(REVIEW), "death"), REVIEW, (f"{HOME}/review.yaml", "death: ")),
    "a part of a review": (
        remove(f"{review_iri(REVIEW)}/documents/1", "documentKind"),
        f"{REVIEW} · documents 1",
        (f"{HOME}/review.yaml", "kind: overview"),
    ),
    "a claim": (
        remove(CLAIM, "statedIn"),
        f"{REVIEW} · claim police-2018-03-02-initiated-by-2",
        (CONTACTS, 'cites: ["fn1"]}'),
    ),
    "a body of the register": (
        twice(agency_iri("anytown-marac"), LABEL),
        "register · anytown-marac",
        ("agencies.yaml", "label: Anytown MARAC"),
    ),
    "a body of the packaged register": (
        twice(agency_iri("safelives"), LABEL),
        "register · safelives",
        ("packaged/agencies.yaml", "label: SafeLives"),
    ),
    "a body of the review": (
        twice(thing("agency", "example-gp-practice"), LABEL),
        f"{REVIEW} · agency example-gp-practice",
        (f"{HOME}/agencies.yaml", "label: "),
    ),
    "a passage": (
        twice(passage_iri(REVIEW, "3.1(a)"), f"{DHR}order"),
        f"{REVIEW} · passage 3.1(a)",
        (f"{HOME}/passages.csv", "3.1(a),"),
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_planted_statement_points_to_its_line(name: str, invented: Path) -> None:
    """A finding about a review, a part, a claim, a body or a passage leads to what says it."""
    spoiled, about, (file, words) = PLANTED[name]
    collection, _ = load_collection(invented)
    store = graph_of(collection)
    spoiled(store)
    found = placed([*shape_findings(store), *verify_findings(store)], collection)
    assert found
    home = collection.register_places[0].file.parent if file.startswith("packaged/") else invented
    name_there = file.removeprefix("packaged/")
    line = line_of(home, name_there, words)
    column = (home / name_there).read_text(encoding="utf-8").splitlines()[line - 1].index(words) + 1
    assert {(f.file, f.line, f.column) for f in found} == {(file, line, column)}
    assert all(f" {about}: " in str(f) or f" {about} · " in str(f) for f in found)


def test_what_no_file_says_has_no_place(invented: Path) -> None:
    """A finding about a term of the ontology or of nothing known names no file."""
    collection, _ = load_collection(invented)
    store = graph_of(collection)
    term = NamedNode(f"{DHR}Contact")
    store.add(Quad(term, NamedNode(LABEL), Literal("contact", language="en"), NamedNode(graph_iri("register"))))
    (found,) = placed(verify_findings(store), collection)
    assert (found.file, found.line, found.column) == ("", 0, 0)
    assert str(found).startswith(f"Violation: {DHR}Contact: ")
    places = Places(collection)
    unknown = (BASE, review_iri("no-review"), thing("contact", "no-contact"), agency_iri("nobody"), "_:blank", "")
    assert [iri for iri in unknown if places.find(iri)] == []
