"""Evidence: records held against the passages that they cite."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from dhrgraph.cli import cli
from dhrgraph.documents import read
from dhrgraph.lexicon.edtf import parse
from dhrgraph.records import Collection, load_collection
from dhrgraph.records.collection import ReviewRecords
from dhrgraph.records.evidence import evidence, explanations
from dhrgraph.records.readings import settled
from dhrgraph.records.stated import Known, is_stated
from dhrgraph.records.types import Contact, Person
from dhrgraph.resources import datasets


def known_of(collection: Collection, review: ReviewRecords, texts: dict[str, str]) -> Known:
    """What the values of a review are looked for by."""
    return Known(review, collection.register, texts)


@pytest.fixture
def example() -> Known:
    """The invented review, without texts."""
    collection, problems = load_collection(datasets() / "template")
    assert problems == []
    return known_of(collection, collection.reviews[0], {})


def test_dates(example: Known) -> None:
    """A date is looked for as `dhrgraph.lexicon.datestating` does."""
    assert is_stated(parse("2010-09-20"), example, "On 18 September 2010 she rang. Two days later she was seen.")
    assert not is_stated(parse("2010-09-21"), example, "On 18 September 2010 she rang. Two days later she was seen.")


def test_bodies(example: Known) -> None:
    """A body is found by a name, or by a word of its sector unless that speaks of another."""
    police = next(body for body in example.bodies.values() if body.id == "metropolitan-police")
    assert is_stated(police.id, example, "The MPS came.")
    assert is_stated(police.id, example, "Police Involvement\nTwo officers came.")
    assert not is_stated(police.id, example, "The GP saw her.")
    assert is_stated("gstt", example, "She went to the hospital.")
    assert not is_stated("gstt", example, "She went to the hospital, Lewisham and Greenwich NHS Trust.")


def test_people(example: Known) -> None:
    """A person is found by name, role or pronoun; a pronoun of somebody else named does not count."""
    women = [person for person in example.people.values() if person.sex == "female"]
    victim = next(person for person in women if person.role == "victim")
    assert is_stated(victim.id, example, f"{victim.pseudonym} was seen.")
    assert is_stated(victim.id, example, "The victim was seen.")
    assert is_stated(victim.id, example, "She was seen.")
    assert not is_stated(victim.id, example, "He was seen.")


def test_people_of_one_role(example: Known) -> None:
    """Where one of a role is named, the word for the role means that one; a pronoun means victim or perpetrator."""
    women = [person for person in example.people.values() if person.sex == "female"]
    victim = next(person for person in women if person.role == "victim")
    known = Known.__new__(Known)
    known.bodies = {}
    known.people = {
        who.id: who
        for who in (
            victim,
            Person(id="one", pseudonym="Child One", role="child", sex="not-stated", cites=["1"]),
            Person(id="two", pseudonym="Child Two", role="child", sex="female", cites=["1"]),
            Person(id="aunt", pseudonym="Her aunt", role="family", sex="female", cites=["1"]),
        )
    }
    assert is_stated("one", known, "The child was seen.")
    assert not is_stated("one", known, "Child Two was seen.")
    assert is_stated("one", known, "Child Two and the other children were seen.")
    assert not is_stated("one", known, "She was seen.")
    assert not is_stated("aunt", known, "The brother was seen.")
    assert not is_stated("aunt", known, "She was seen.")


def test_a_body_named_after_a_person() -> None:
    """The practice of one person is not stated where another one's is spoken of."""
    collection, _ = load_collection()
    review = next(one for one in collection.reviews if one.id == "lewisham-kazia")
    known = known_of(collection, review, {})
    assert is_stated("kazia-gp-practice", known, "Kazia saw her GP.")
    assert not is_stated("kazia-gp-practice", known, "Babur saw his GP.")


@pytest.mark.sources
def test_real_reviews_are_supported(packaged: Collection, sources: Path) -> None:
    """At least 95 % of the records of each review are, and each other value is explained."""
    for review in packaged.reviews:
        texts = read(sources / f"{review.id}.txt").texts()
        reasons, problems = explanations(review)
        assert problems == []
        made = evidence(review, packaged.register, texts, reasons)
        assert made.share >= 0.95
        assert [str(gap.problem) for gap in made.open] == []
        assert reasons.keys() == {(gap.record, gap.key) for gap in made.gaps}  # none has become stale


@pytest.mark.sources
def test_wrong_values_are_seen(packaged: Collection, sources: Path) -> None:
    """Of values that the passages do not state most are told: days, bodies and people put wrong."""
    review = next(one for one in packaged.reviews if one.id == "lewisham-kazia")
    texts = read(sources / f"{review.id}.txt").texts()
    known = known_of(packaged, review, texts)
    contacts = review.of(Contact)
    bodies = {body for contact in contacts if (agencies := settled(contact.agencies)) for body in agencies}
    seen: dict[str, list[bool]] = {"day": [], "body": [], "person": []}
    for contact in contacts:
        context = known.context(contact.cites)
        date = settled(contact.date)
        if date and date.precision == "day" and date.earliest:
            other = parse((date.earliest + timedelta(days=5)).isoformat())
            seen["day"].append(not is_stated(other, known, context))
        agencies, persons = settled(contact.agencies), settled(contact.persons)
        seen["body"] += [not is_stated(body, known, context) for body in bodies.difference(agencies or [])]
        absent = {person.id for person in review.of(Person)}.difference(persons or [])
        seen["person"] += [not is_stated(person, known, context) for person in absent]
    shares = {what: sum(values) / len(values) for what, values in seen.items()}
    assert shares["day"] > 0.9
    assert shares["body"] > 0.75
    assert shares["person"] > 0.6


REPORT = (
    "1. Introduction\n\n1.1 On 2 March 2018 the victim went to the surgery.\n\n1.2 Of that day no more is told.\n\n"
    "2. Facts\n\n" + "".join(f"2.{number} Nothing more is told here.\n\n" for number in range(1, 6)) +
    "3. Analysis\n\n3.1 It rained.\n\n4. Recommendations\n\n4.1 Look.\n\n4.2 Look again.\n"
)  # fmt: skip


def reports_of(folder: Path, text: str) -> Path:
    """A folder with the report of the invented review."""
    folder.mkdir()
    (folder / "example-review.txt").write_text(text, encoding="utf-8")
    return folder


def test_command_tells_each_value_beside_its_passages(invented: Path, tmp_path: Path) -> None:
    """`check --sources` shows what was looked for where, also for machines, and writes nothing."""
    reports = reports_of(tmp_path / "reports", REPORT)
    before = {path: path.read_bytes() for path in invented.rglob("*") if path.is_file()}
    result = CliRunner().invoke(cli, ["check", str(invented), "--sources", str(reports)])
    assert result.exit_code == 0, result.output
    assert "no cited passage states date" in result.output
    assert "the victim went to the surgery" in result.output
    assert "records supported by their passages" in result.output
    told = json.loads(CliRunner().invoke(cli, ["check", str(invented), "--sources", str(reports), "--json"]).stdout)
    assert told["evidence"][0]["gaps"]
    assert "surgery" not in json.dumps(told)
    assert before == {path: path.read_bytes() for path in invented.rglob("*") if path.is_file()}


def test_no_report_is_told(invented: Path, tmp_path: Path) -> None:
    """A folder without a report of these reviews is an error with the names that it should have."""
    (tmp_path / "empty").mkdir()
    result = CliRunner().invoke(cli, ["check", str(invented), "--sources", str(tmp_path / "empty")])
    assert result.exit_code == 1
    assert "example-review.txt" in result.stderr


def test_explanations(invented: Path, tmp_path: Path) -> None:
    """An explained value is told as such; a row about what does not exist is a problem."""
    reports = reports_of(tmp_path / "reports", REPORT)
    home = invented / "reviews" / "example-review"
    first = load_collection(invented)[0].reviews[0].of(Contact)[0]
    row = f"- record: {first.id}\n  key: date\n  because: Told by the neighbour's calendar\n"
    (home / "evidence.yaml").write_text(row, encoding="utf-8")
    told = CliRunner().invoke(cli, ["check", str(invented), "--sources", str(reports)])
    assert f"{first.id}: date explained: Told by the neighbour's calendar" in told.output
    (home / "evidence.yaml").write_text(row.replace(first.id, "nobody"), encoding="utf-8")
    told = CliRunner().invoke(cli, ["check", str(invented), "--sources", str(reports)])
    assert told.exit_code == 1
    assert "evidence.yaml:1:" in told.stderr


def test_a_passage_that_the_report_lacks(invented: Path) -> None:
    """It is told by its number, also where the record has no value to look for."""
    collection, _ = load_collection(invented)
    review = collection.reviews[0]
    texts = {passage.number: "" for passage in review.passages}
    record = review.of(Contact)[0]
    del texts[record.cites[0]]
    made = evidence(review, collection.register, texts)
    told = [gap for gap in made.gaps if gap.record == record.id and gap.key == "cites"]
    assert [f"has no passage {record.cites[0]}" in gap.problem.what for gap in told] == [True]


def test_another_text_is_told(invented: Path, tmp_path: Path) -> None:
    """A text under the review's name that has few of its passages is not held against it."""
    reports = reports_of(tmp_path / "reports", "1. Facts\n\n1.1 On 2 March 2018 it rained.\n\n1.9 Then not.\n")
    result = CliRunner().invoke(cli, ["check", str(invented), "--sources", str(reports)])
    assert result.exit_code == 1
    assert "this is another text" in str(result.stderr)


def test_reviews_without_a_report_are_told(invented: Path, tmp_path: Path) -> None:
    """Where one review's report is there and another's is not, the other is said not to have been looked at."""
    shutil.copytree(invented / "reviews" / "example-review", invented / "reviews" / "other-review")
    reports = reports_of(tmp_path / "reports", REPORT)
    result = CliRunner().invoke(cli, ["check", str(invented), "--sources", str(reports)])
    assert result.exit_code == 0, result.output
    assert "other-review: not held against its report" in result.stderr
    assert "not held" not in CliRunner().invoke(cli, ["check", str(invented)]).output
