"""Catalogues: from an import to answers in which a case that is coded and listed counts once."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Unpack

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import Literal, NamedNode, Store

from dhrgraph.cli import cli
from dhrgraph.exchange.catalogue import to_yaml
from dhrgraph.exchange.dhrd import read
from dhrgraph.questions.library import question
from dhrgraph.questions.output import written
from dhrgraph.questions.parameters import Parameters, bound
from dhrgraph.questions.run import Answer, ask
from dhrgraph.rdf.namespaces import DHR, PREFIXES, catalogue_iri, code_iri, graph_iri, review_iri, rule_graph_iri
from dhrgraph.rdf.release import Release, open_release
from dhrgraph.rebuild import ViolationError, rebuild
from dhrgraph.records import check, load_collection, with_catalogues
from dhrgraph.resources import datasets
from tests.conftest import ROOT

CSV = ROOT / "tests" / "catalogue" / "incidents.csv"
EXPECTED = ROOT / "tests" / "expected" / "catalogue"
NAMES = sorted(path.stem for path in EXPECTED.glob("*.csv"))


def import_dhrd(file: Path, folder: Path) -> None:
    """Write the catalogue of a table to a folder."""
    folder.mkdir(parents=True)
    (folder / "dhrd.yaml").write_text(to_yaml(read(file), "a test"), encoding="utf-8")


def link(collection: Path, *entries: str, more: str = "area: Anytown\nregion: wales\n") -> None:
    """Link the invented review to entries of a catalogue."""
    path = collection / "reviews" / "example-review" / "review.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}{more}catalogue: [{', '.join(entries)}]\n", encoding="utf-8")


@pytest.fixture
def listed(invented: Path) -> Path:
    """The invented collection with the invented catalogue, in which its review is the first entry."""
    import_dhrd(CSV, invented / "catalogues")
    link(invented, "dhrd/INC-0001")
    return invented


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of that."""
    home = tmp_path_factory.mktemp("listed")
    shutil.copytree(datasets() / "template", home / "collection")
    import_dhrd(CSV, home / "collection" / "catalogues")
    link(home / "collection", "dhrd/INC-0001")
    rebuild(home / "collection", home / "build")
    return home / "build"


@pytest.fixture(scope="module")
def release(build: Path) -> Iterator[Release]:
    """Its release."""
    with open_release(build) as held:
        yield held


@pytest.fixture(scope="module")
def store(release: Release) -> Store:
    """Its store."""
    return release.store()


@pytest.fixture(scope="module")
def dhrd_release(dhrd: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    """A release of the packaged reviews with the real dataset."""
    home = tmp_path_factory.mktemp("dhrd")
    import_dhrd(dhrd, home / "catalogues")
    rebuild(None, home / "build", catalogues=home / "catalogues")
    with open_release(home / "build") as held:
        yield held


def answer(release: Release, name: str, **given: Unpack[Parameters]) -> Answer:
    """The answer to a question, with parameters as a user writes them, without columns of IRIs."""
    text = bound(question(name).text, given, release.store())
    return ask(release, text, timeout=120).without_iris()


def rows(release: Release, name: str, **given: Unpack[Parameters]) -> list[dict[str, str]]:
    """The rows of an answer as texts."""
    return list(csv.DictReader(written(answer(release, name, **given), "csv").splitlines()))


def total(found: list[dict[str, str]], column: str) -> int:
    """The sum of a column."""
    return sum(int(row[column]) for row in found)


@pytest.mark.parametrize("name", NAMES)
def test_answer_with_a_catalogue(name: str, release: Release) -> None:
    """Each question that knows catalogues has the answer that was worked out by hand."""
    assert written(answer(release, name), "csv") == (EXPECTED / f"{name}.csv").read_bytes().decode()


def test_every_question_that_knows_catalogues_has_an_answer_by_hand() -> None:
    """No question that reads entries goes without an expected answer."""
    asked = {
        path.stem for path in (ROOT / "ontology" / "questions").glob("*.rq") if "CatalogueEntry" in path.read_text()
    }
    assert asked == set(NAMES)


def test_narrowed_answers(release: Release) -> None:
    """Time and partnership narrow coded reviews and entries alike; what is undated is left out."""
    assert [row["listed_as"] for row in rows(release, "reviews-listed", since="2019")] == [
        "dhrd/INC-0010",
        "dhrd/INC-0001",
    ]
    early = rows(release, "reviews-by-region-and-year", until="2018-06")
    assert total(early, "reviews") == 3  # the entry of 2018 may lie before July
    (row,) = rows(release, "reviews-by-partnership", agency="anytown-csp")
    assert (row["area"], row["reviews"], row["coded"]) == ("Anytown", "2", "1")
    assert [row["listed_as"] for row in rows(release, "reviews-listed", agency="anytown-csp")] == [
        "dhrd/INC-0002",
        "dhrd/INC-0001",
    ]
    assert len(rows(release, "coded-beside-catalogue", review="example-review")) == 1
    for name in NAMES:
        assert rows(release, name, since="2025") == [], name


def test_words_of_the_questions_are_careful() -> None:
    """Each question on catalogues says what they are and that "not tagged" is not "absent"."""
    for name in NAMES:
        head = question(name).head
        assert "never" in head["limits"], name
        assert "not tagged" in head["limits"], name
        assert "Home Office's library" in head["limits"], name


def values(store: Store, subject: str, predicate: str, graph: str | None = None) -> set[str]:
    """The values of a property of a thing, in one graph or all."""
    name = NamedNode(graph) if graph else None
    found = store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None, name)
    return {quad.object.value for quad in found if isinstance(quad.object, NamedNode | Literal)}


def test_an_entry_in_the_graph(store: Store) -> None:
    """An entry stands in its catalogue's graph with what the list tells, and nothing it does not."""
    graph = graph_iri("catalogue/dhrd")
    entry = catalogue_iri("dhrd/INC-0003")
    assert values(store, entry, f"{DHR}when", graph) == {"2018-03"}
    assert values(store, entry, f"{DHR}earliest", graph) == {"2018-03-01"}
    assert values(store, entry, f"{DHR}latest", graph) == {"2018-03-31"}
    assert values(store, entry, f"{DHR}region", graph) == {code_iri("region", "east")}
    assert values(store, entry, f"{DHR}victimCount", graph) == {"2"}
    assert values(store, entry, f"{DHR}tag") == {
        code_iri("case-tag", tag) for tag in ("familial-homicide", "parricide", "homicide-suicide")
    }
    bare = catalogue_iri("dhrd/INC-0005")
    for key in ("tag", "causeOfDeath", "placeOfDeath"):
        assert values(store, bare, f"{DHR}{key}") == set()
    assert values(store, catalogue_iri("dhrd/INC-0006"), f"{DHR}earliest") == set()
    assert values(store, entry, f"{DHR}ofReview") == set()


def test_the_credit_is_in_the_graph(store: Store) -> None:
    """Title, makers, licence, DOI, citation, version, file and changes stand with the catalogue."""
    home, dcterms = catalogue_iri("dhrd"), PREFIXES["dcterms"]
    makers = values(store, home, f"{dcterms}creator")
    names = {name for maker in makers for name in values(store, maker, f"{PREFIXES['rdfs']}label")}
    assert names == {"Darren Cook", "Elizabeth A. Cook"}
    assert values(store, home, f"{dcterms}license") == {"https://creativecommons.org/licenses/by/4.0/"}
    assert values(store, home, f"{dcterms}source") == {"https://doi.org/10.5281/zenodo.21648010"}
    assert "Cook, D., & Cook, E. A. (2026)" in values(store, home, f"{dcterms}bibliographicCitation").pop()
    assert values(store, home, f"{PREFIXES['dcat']}version").pop().startswith("not known")
    digest = hashlib.sha256(CSV.read_bytes()).hexdigest()
    assert values(store, home, f"{dcterms}provenance") == {f"incidents.csv, sha256 {digest}"}
    assert len(values(store, home, f"{PREFIXES['skos']}changeNote")) == 5


def test_tags_of_a_coded_review_are_inferred(store: Store) -> None:
    """They follow from abuse, relation and separation, stand in the rule's own graph, and say no more."""
    tags = {"intimate-partner-violence", "physical-abuse", "separation"}
    review = review_iri("example-review")
    assert values(store, review, f"{DHR}tag") == {code_iri("case-tag", tag) for tag in tags}
    assert values(store, review, f"{DHR}tag", rule_graph_iri("case-tag")) == values(store, review, f"{DHR}tag")


@pytest.mark.parametrize(
    ("file", "old", "new", "lost", "gained"),
    [
        ("people", "relation: former-partner", "relation: child", {"intimate-partner-violence"}, {"familial-homicide", "parricide"}),
        ("people", "relation: former-partner", "relation: sibling", {"intimate-partner-violence"}, {"familial-homicide"}),
        ("people", "relation: former-partner", "relation: neighbour", {"intimate-partner-violence"}, set()),
        ("abuse", "type: physical", "type: strangulation", set(), set()),
        ("abuse", "type: physical", "type: verbal", {"physical-abuse"}, set()),
        ("abuse", "by: [mr-b]", "by: [sister]", {"physical-abuse"}, set()),
        ("events", "persons: [ms-a, mr-b]", "persons: [ms-a, sister]", {"separation"}, set()),
    ],
)  # fmt: skip
def test_tags_follow_from_the_coding(
    file: str, old: str, new: str, lost: set[str], gained: set[str], invented: Path, tmp_path: Path
) -> None:
    """Another relation, type, abuser or separation gives other tags."""
    path = invented / "reviews" / "example-review" / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    rebuild(invented, tmp_path / "build")
    with open_release(tmp_path / "build") as held:
        tags = values(held.store(), review_iri("example-review"), f"{DHR}tag")
    wanted = ({"intimate-partner-violence", "physical-abuse", "separation"} - lost) | gained
    assert {tag.rpartition("/")[2] for tag in tags} == wanted


def test_a_suicide_is_no_familial_homicide(invented: Path, tmp_path: Path) -> None:
    """Familial homicide and parricide follow only where the manner of death is homicide."""
    folder = invented / "reviews" / "example-review"
    for name, old, new in (("people", "former-partner", "child"), ("review", "death: homicide", "death: suicide")):
        path = folder / f"{name}.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    rebuild(invented, tmp_path / "build")
    with open_release(tmp_path / "build") as held:
        tags = values(held.store(), review_iri("example-review"), f"{DHR}tag")
    assert {tag.rpartition("/")[2] for tag in tags} == {"physical-abuse", "separation"}


def test_region_and_area_of_the_entry(invented: Path, tmp_path: Path) -> None:
    """A review without region and area takes those of its entry, as inferred; one with them keeps its own."""
    import_dhrd(CSV, invented / "catalogues")
    link(invented, "dhrd/INC-0001", more="area: Anyborough\n")
    rebuild(invented, tmp_path / "build")
    review = review_iri("example-review")
    with open_release(tmp_path / "build") as held:
        store = held.store()
        assert values(store, review, f"{DHR}region", rule_graph_iri("listed-region")) == {code_iri("region", "wales")}
        assert values(store, review, f"{DHR}area") == {"Anyborough"}


def test_a_review_without_region_and_area(invented: Path, tmp_path: Path) -> None:
    """It is one row, "not recorded" by region and under its partnership's own name."""
    import_dhrd(CSV, invented / "catalogues")
    rebuild(invented, tmp_path / "build")
    with open_release(tmp_path / "build") as held:
        regions = [row for row in rows(held, "reviews-by-region-and-year") if row["coded"] == "1"]
        areas = [row for row in rows(held, "reviews-by-partnership") if row["coded"] == "1"]
    assert regions == [{"region": "not recorded", "year": "2019", "reviews": "1", "in_catalogue": "0", "coded": "1"}]
    assert [(row["area"], row["region"], row["reviews"]) for row in areas] == [
        ("Anytown Community Safety Partnership", "not recorded", "1")
    ]


def test_link_without_the_catalogue(invented: Path, tmp_path: Path) -> None:
    """A link to a catalogue that was not imported is no problem, and no finding."""
    link(invented, "dhrd/INC-0001")
    outcome = rebuild(invented, tmp_path / "build")
    assert outcome.manifest["findings"] == []
    assert outcome.manifest["counts"]["catalogues"] == {}
    with open_release(tmp_path / "build") as held:
        assert [row["listed"] for row in rows(held, "coded-beside-catalogue")] == ["not imported"]
        assert [row["in_catalogue"] for row in rows(held, "reviews-by-region-and-year")] == ["0"]


def test_a_link_that_narrows_a_death_is_refused(listed: Path, tmp_path: Path) -> None:
    """Where the report prints a year and the entry a month, the rebuild fails and points to the link."""
    path = listed / "reviews" / "example-review" / "review.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("death: 2019-05 ", "death: 2019 "), encoding="utf-8")
    with pytest.raises(ViolationError, match=r"review\.yaml:23:1: .*tells the death more exactly"):
        rebuild(listed, tmp_path / "build")
    assert not (tmp_path / "build").exists()


def test_a_link_to_another_death_is_told(listed: Path, tmp_path: Path) -> None:
    """An entry of another year is a warning that points to the link."""
    path = listed / "reviews" / "example-review" / "review.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("INC-0001", "INC-0002"), encoding="utf-8")
    findings = rebuild(listed, tmp_path / "build").manifest["findings"]
    (found,) = [one for one in findings if one["check"] == "linked-entry"]
    assert (found["severity"], found["line"]) == ("Warning", 23)
    assert "dhrd/INC-0002 has another date of death" in found["message"]


def test_manifest_tells_the_catalogue(build: Path) -> None:
    """The file is among the inputs, its entries among the counts, and a possible double among the findings."""
    manifest = json.loads((build / "manifest.json").read_text(encoding="utf-8"))
    assert "datasets/catalogues/dhrd.yaml" in {one["file"] for one in manifest["inputs"]}
    assert manifest["counts"]["catalogues"] == {"dhrd": 7}
    assert manifest["counts"]["graphs"][graph_iri("catalogue/dhrd")] > 70
    (finding,) = manifest["findings"]
    assert finding["severity"] == "Info"
    assert "dhrd/INC-0003 and dhrd/INC-0004 are equal" in finding["message"]


def fault(name: str) -> Callable[[Path], None]:
    """A fault planted in a collection with a catalogue, by its name."""
    file = "catalogues/dhrd.yaml"

    def replace(old: str, new: str, where: str = file) -> Callable[[Path], None]:
        def spoil(folder: Path) -> None:
            text = (folder / where).read_text(encoding="utf-8")
            assert old in text
            (folder / where).write_text(text.replace(old, new, 1), encoding="utf-8")

        return spoil

    review = "reviews/example-review/review.yaml"
    faults: dict[str, Callable[[Path], None]] = {
        "wrong code": replace("region: wales", "region: welsh"),
        "wrong tag": replace("[intimate-partner-violence", "[intimate-partner-violense"),
        "bad date": replace("death: 2019-05", "death: 2019-15"),
        "unknown key": replace("victims: 1", "victim: 1"),
        "double id": replace("INC-0002", "INC-0001"),
        "no licence": replace("  licence: https", "  licence: see https"),
        "bad digest": replace("  sha256: ", "  sha256: x"),
        "no entries": lambda folder: (
            (folder / file).write_text((folder / file).read_text().partition("entries:")[0] + "entries: []\n"),
            None,
        )[1],
        "unknown entry": replace("dhrd/INC-0001", "dhrd/INC-0007", review),
        "double link": replace("[dhrd/INC-0001]", "[dhrd/INC-0001, dhrd/INC-0001]", review),
        "bad link": replace("dhrd/INC-0001", "INC-0001", review),
        "bad region": replace("region: wales", "region: Wales", review),
        "other ending": lambda folder: ((folder / file).rename(folder / "catalogues/dhrd.yml"), None)[1],
        "bad name": lambda folder: ((folder / file).rename(folder / "catalogues/My DHRD.yaml"), None)[1],
    }
    return faults[name]


@pytest.mark.parametrize(
    ("name", "place", "what", "remedy"),
    [
        ("wrong code", "dhrd.yaml:23:43", "unknown code 'welsh'", "did you mean 'wales'?"),
        ("wrong tag", "dhrd.yaml:23:139", "unknown code 'intimate-partner-violense'", "did you mean"),
        ("bad date", "dhrd.yaml:23:57", "there is no month 15", "months are 01 to 12"),
        ("unknown key", "dhrd.yaml:23:66", "unknown key 'victim'", "docs/records.md"),
        ("double id", "dhrd.yaml:24:10", "'INC-0001' stands twice", "dhrgraph import"),
        ("no licence", "dhrd.yaml:9:12", "is not a web address", "https://example.org/page"),
        ("bad digest", "dhrd.yaml:15:11", "is not the sha256 of a file", "64 hexadecimal digits"),
        ("no entries", "dhrd.yaml:22:10", "the list 'entries' is too short", "at least 1"),
        (
            "unknown entry",
            "review.yaml:23:13",
            "the catalogue 'dhrd' has no entry 'INC-0007'",
            "did you mean 'dhrd/INC-0",
        ),
        ("double link", "review.yaml:23:28", "'dhrd/INC-0001' stands twice", "keep one"),
        ("bad link", "review.yaml:23:13", "'INC-0001' is not an entry of a catalogue", "dhrd/INC-0001"),
        ("bad region", "review.yaml:22:9", "unknown code 'Wales'", "did you mean 'wales'?"),
        ("other ending", "dhrd.yml:0:0", "cannot be a catalogue's", "the ending .yaml"),
        ("bad name", "My DHRD.yaml:0:0", "cannot be a catalogue's", "small letters"),
    ],
)
def test_fault_is_told(name: str, place: str, what: str, remedy: str, listed: Path) -> None:
    """A fault in a catalogue's file, or in a link to it, is told at its place with the remedy."""
    fault(name)(listed)
    collection, problems = load_collection(listed)
    collection, others = with_catalogues(collection)
    found = [str(problem) for problem in sorted({*problems, *others, *check(collection)})]
    assert any(f"{place}: " in text and what in text and remedy in text for text in found), "\n".join(found)
    assert len(found) == (2 if name == "unknown key" else 1), "one fault is told once:\n" + "\n".join(found)


def test_listed_collection_is_sound(listed: Path) -> None:
    """Without a fault nothing is told."""
    collection, problems = load_collection(listed)
    collection, others = with_catalogues(collection)
    assert [*problems, *others, *check(collection)] == []
    assert len(collection.catalogues[0].catalogue.entries) == 7


def test_one_catalogue_in_two_folders(listed: Path, tmp_path: Path) -> None:
    """The same name twice is a problem; the same folder named twice is not; a named folder must exist."""
    collection, _ = load_collection(listed)
    assert with_catalogues(collection, listed / "catalogues")[1] == []
    shutil.copytree(listed / "catalogues", tmp_path / "others")
    (problem,) = with_catalogues(collection, tmp_path / "others")[1]
    assert "there already" in problem.what
    (problem,) = with_catalogues(collection, tmp_path / "nowhere")[1]
    assert "no such folder of catalogues" in problem.what


# --- The commands ----------------------------------------------------------------------------


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: str | Path, code: int = 0) -> Result:
    """Run a command, and expect an exit code."""
    result = CliRunner().invoke(cli, [str(a) for a in arguments])
    assert result.exit_code == code, result.output
    return result


def test_import_then_rebuild(elsewhere: Path, invented: Path) -> None:
    """What import writes in the working folder, rebuild and check take from there."""
    told = run("import", "dhrd", CSV).output
    assert "7 reviews, 5 with 1 victim, 2 with 2 victims; deaths from 2018 to 2020, 1 undated" in told
    assert "4  intimate partner violence" in told
    assert "INC-0003 and INC-0004" in told
    assert "Cook, D., & Cook, E. A." in told
    assert told.endswith("Next: dhrgraph rebuild\n")
    first = (elsewhere / "catalogues" / "dhrd.yaml").read_bytes()
    run("import", "dhrd", CSV)
    assert (elsewhere / "catalogues" / "dhrd.yaml").read_bytes() == first
    assert "7 listed in dhrd: no problem" in run("check", invented).output
    assert "7 listed in dhrd," in run("rebuild", invented).output
    manifest = json.loads((elsewhere / "build" / "manifest.json").read_text(encoding="utf-8"))
    assert "catalogues/dhrd.yaml" in {one["file"] for one in manifest["inputs"]}
    assert str(elsewhere) not in json.dumps(manifest["inputs"])
    (elsewhere / "catalogues" / "dhrd.yaml").unlink()
    assert "listed" not in run("rebuild", invented).output


def test_import_to_another_folder(elsewhere: Path, invented: Path) -> None:
    """Another folder is named to rebuild, which refuses one that is not there."""
    told = run("import", "dhrd", CSV, "--out", "lists").output
    assert told.endswith("Next: dhrgraph rebuild --catalogues lists\n")
    assert not (elsewhere / "catalogues").exists()
    assert "7 listed in dhrd," in run("rebuild", invented, "--catalogues", "lists").output
    for command in ("rebuild", "check"):
        assert "no such folder of catalogues" in run(command, invented, "--catalogues", "nowhere", code=1).output


def test_import_as_json(elsewhere: Path) -> None:
    """The figures and the credit as JSON alone."""
    told = json.loads(run("import", "dhrd", CSV, "--json").stdout)
    assert told["written"] == "catalogues/dhrd.yaml"
    assert told["entries"] == 7
    assert told["possibly_twice"] == [["INC-0003", "INC-0004"]]
    assert told["source"]["version"].startswith("not known")


def test_import_writes_nothing_where_there_is_a_problem(elsewhere: Path) -> None:
    """Each problem is a line with its place, also as JSON; no file and no folder is made."""
    bad = elsewhere / "bad.csv"
    bad.write_text(CSV.read_text(encoding="utf-8").replace("Wales", "Whales").replace("May 2019", "2119"))
    output = run("import", "dhrd", bad, code=1).output
    assert "bad.csv:2:18: unknown region 'Whales': did you mean 'Wales'?" in output
    assert "3 problems; nothing was written" in output
    told = json.loads(run("import", "dhrd", bad, "--json", code=1).stdout)
    assert [(one["line"], one["column"]) for one in told["problems"]] == [(2, 18), (2, 25), (3, 18)]
    assert "cannot be read" in run("import", "dhrd", elsewhere / "nowhere.csv", code=1).output
    assert sorted(path.name for path in elsewhere.iterdir()) == ["bad.csv"]


def test_same_bytes_over_hash_seeds(listed: Path, tmp_path: Path) -> None:
    """Another hash seed gives the same catalogue file and the same graph."""
    found = set()
    for seed in ("0", "4711"):
        home = tmp_path / seed
        home.mkdir()
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        for words in (["import", "dhrd", str(CSV)], ["rebuild", str(listed), "--out", "build", "--quiet"]):
            command = [sys.executable, "-m", "dhrgraph", *words]
            if words[0] == "rebuild":
                shutil.move(home / "catalogues", home / "imported")
            done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
        files = (home / "imported" / "dhrd.yaml", home / "build" / "graph.nq")
        found.add(tuple(hashlib.sha256(file.read_bytes()).hexdigest() for file in files))
    assert len(found) == 1


# --- The real dataset ------------------------------------------------------------------------


def test_answers_give_the_totals_of_the_dataset(dhrd_release: Release) -> None:
    """Every question that counts entries counts 647, and each case once."""
    for name in ("reviews-by-region-and-year", "reviews-by-partnership"):
        found = rows(dhrd_release, name)
        assert (total(found, "in_catalogue"), total(found, "coded"), total(found, "reviews")) == (647, 2, 648), name
    listed = rows(dhrd_release, "reviews-listed")
    assert len(listed) == 648
    assert Counter(row["victims"] for row in listed) == {"1": 619, "2": 28, "": 1}
    by_year = rows(dhrd_release, "tags-by-year")
    assert total([row for row in by_year if row["tag"] == "stalking"], "in_catalogue") == 133
    assert sum({row["year"]: int(row["of"]) for row in by_year}.values()) == 648
    assert dhrd_release.manifest["counts"]["catalogues"] == {"dhrd": 647}
    tags = {row["tag"]: int(row["in_catalogue"]) for row in rows(dhrd_release, "reviews-by-tag")}
    assert (tags["coercive control"], tags["intimate partner violence"], tags["familial homicide"]) == (403, 487, 153)
    assert (tags["parricide"], tags["homicide and suicide"], tags["economic abuse"]) == (94, 70, 221)
    assert {row["of"] for row in rows(dhrd_release, "reviews-by-tag")} == {"648"}
    assert any(
        "INC-0309" in one["message"] and "INC-0594" in one["message"] for one in dhrd_release.manifest["findings"]
    )


def test_regions_of_the_dataset(dhrd_release: Release) -> None:
    """Regions add up to the dataset's own counts; the coded review that is not listed is one more in London."""
    found = rows(dhrd_release, "reviews-by-region-and-year")
    counts = {
        region: total([row for row in found if row["region"] == region], "in_catalogue")
        for region in {row["region"] for row in found}
    }
    assert counts == {
        "North West": 99, "London": 89, "South West": 84, "South East": 82, "West Midlands": 74,
        "East of England": 70, "East Midlands": 52, "Yorkshire and The Humber": 41, "Wales": 29, "North East": 27,
    }  # fmt: skip


def test_packaged_reviews_beside_the_dataset(dhrd_release: Release) -> None:
    """Bexley's review is the one entry of its partnership and month; what its report calls likely is tagged there alone.

    Lewisham's has no entry: none of that partnership lies in the year that its report prints.
    """
    bexley, lewisham = rows(dhrd_release, "coded-beside-catalogue")
    assert (bexley["entry"], bexley["listed"]) == ("dhrd/INC-0414", "Bexley, 2016-12")
    assert bexley["coded_alone"] == ""
    assert bexley["both"] == "economic abuse; intimate partner violence; separation"
    assert {"coercive control", "physical abuse", "sexual abuse"} <= set(bexley["catalogue_alone"].split("; "))
    assert lewisham["entry"] == "none linked"
    found = rows(dhrd_release, "reviews-listed")
    assert [row["listed_as"] for row in found if row["area"] == "Bexley" and row["death"] == "2016-12"] == [
        "dhrd/INC-0414"
    ]
    in_2013 = [row for row in found if row["area"] == "Lewisham" and row["death"].startswith("2013")]
    assert [row["listed_as"] for row in in_2013] == [""]
    assert not [one for one in dhrd_release.manifest["findings"] if one["check"] in ("linked-entry", "narrowed-death")]
