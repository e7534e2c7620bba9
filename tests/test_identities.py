"""What looks like an identity: found in many styles, not in the packaged texts, and in time that grows with the text."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from dhrgraph.cli import cli
from dhrgraph.errors import Problem
from dhrgraph.records import load_collection
from dhrgraph.records.identities import MOST, identities
from dhrgraph.records.identity_warnings import identity_warnings
from dhrgraph.resources import datasets
from tests.conftest import ROOT

PLANTED: dict[str, list[str]] = yaml.safe_load((ROOT / "tests" / "identities.yaml").read_text(encoding="utf-8"))
#: What a kind of planted identity looks like; a name may be taken for either.
LOOKS = {
    "names": {"a practitioner's name", "a person's name", "a practitioner's collar number"},
    "postcodes": {"a postcode"},
    "phones": {"a telephone number"},
    "mails": {"an e-mail address"},
    "nhs": {"an NHS number"},
    "insurance": {"a National Insurance number"},
    "references": {"a reference number", "a driver number"},
    "births": {"a date of birth"},
    "addresses": {"a house address", "a postcode"},
    "cars": {"a registration mark"},
}


def parted(sentence: str) -> tuple[str, list[tuple[int, int]]]:
    """A planted sentence without its braces, and where its identities stand."""
    text, spans = "", []
    for number, part in enumerate(re.split(r"[{}]", sentence)):
        if number % 2:
            spans.append((len(text), len(text) + len(part)))
        text += part
    return text, spans


@pytest.mark.parametrize(("kind", "sentence"), [(kind, one) for kind, found in PLANTED.items() for one in found])
def test_planted(kind: str, sentence: str) -> None:
    """Each planted identity is found, as what it is and at its place, and nothing else is."""
    text, spans = parted(sentence)
    found = identities(text)
    for start, end in spans:
        assert [sign for sign in found if sign.what in LOOKS[kind] and sign.start < end and start < sign.end], found
    assert all(any(sign.start < end and start < sign.end for start, end in spans) for sign in found), found
    assert all(text[sign.start : sign.end] == sign.text for sign in found)


def test_enough_is_planted() -> None:
    """There are sentences of each kind, and many of them."""
    assert PLANTED.keys() == LOOKS.keys()
    assert sum(map(len, PLANTED.values())) >= 200


@pytest.mark.parametrize(
    "text",
    [
        "Told Ms A that Mr B had broken her wrist",
        "Adult B told Dr X, Nurse Y and PC Z",
        "PC AB and DC 1 attended with Officer 2",
        "The GP did not ask; the Nurse did",
        "Dr Barnardo's and St Thomas' Hospital were asked",
        "Health Visitor Visits and Social Worker Training",
        "GP Practice, Nurse Manager, Judge in Chambers",
        "Referred to the MARAC on 27 October 2010 by the IDVA Service",
        "Police attended on 3 June 2010; risk was graded standard",
        "The review covers 2010-09 to 2010-12 and 1.8.16 to 1.8.20",
        "MARAC 2010 had 12 cases and 3 actions",
        "14 or more yes answers on the DASH, see paragraphs 3.15.2 and 3.15.3",
        "Born in 1980 in Lithuania; came to London in 2006",
        "Section 47 enquiry under the Children Act 1989",
        "In 2010 Lewisham Road was closed",
        "Between 10 and 12 contacts a month; 9000000000 of them",
        "Crime reports in 2010 and CAD messages were searched",
        "See reference 3.1.2 and case 3 of the report",
        "Victim Support Lewisham, Refuge and Hexagon Housing were there",
        "Housing Officer Group and Police Officer Course",
        "Sister of the victim; Brother in law; Mother and Father",
        "Clare's Law and the Domestic Abuse Act 2021",
        "Mary Seacole House and Elizabeth Garrett Anderson Hospital",
        "Flat was 20 minutes away",
        "A1 paper, B12 injections and C19 vaccines",
    ],
)
def test_clean(text: str) -> None:
    """A text without an identity gives no sign."""
    assert identities(text) == []


@pytest.mark.parametrize("folder", [None, datasets() / "template", ROOT / "tests" / "toy"], ids=str)
def test_packaged_texts(folder: Path | None) -> None:
    """The packaged reviews, the template and the invented pair give no warning."""
    collection, problems = load_collection(folder)
    assert not problems
    assert identity_warnings(collection) == []


@pytest.mark.parametrize("report", sorted((ROOT / "tests" / "reports").glob("*.yaml")), ids=lambda path: path.stem)
def test_invented_reports(report: Path) -> None:
    """The words of the invented reports give no sign but for the given names that they go by."""
    signs = [sign for line in report.read_text(encoding="utf-8").splitlines() for sign in identities(line)]
    assert all(sign.what == "a person's name" and " " not in sign.text for sign in signs), signs


Plant = Callable[[str, str, str], list[Problem]]


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """Change a file of the invented collection by a pattern, and give the warnings of what comes of it."""
    home = tmp_path / "ours"
    shutil.copytree(datasets() / "template", home)

    def planted(name: str, pattern: str, replacement: str) -> list[Problem]:
        file = home / "reviews" / "example-review" / name
        before = file.read_text(encoding="utf-8") if file.is_file() else ""
        after, count = re.subn(pattern, lambda match: match.expand(replacement), before, count=1)
        assert count
        file.write_text(after, encoding="utf-8")
        collection, problems = load_collection(home)
        assert not problems
        return identity_warnings(collection)

    return planted


@pytest.mark.parametrize(
    ("name", "pattern", "replacement", "said"),
    [
        ("review.yaml", r"title: .*", "title: Review by DCI Bell", "'DCI Bell'"),
        ("review.yaml", r"(?m)^cites:", "restrictions: [Do not name Dr Anwar]\ncites:", "'Dr Anwar'"),
        ("review.yaml", r"\Z", "note: ring 020 7946 0123\n", "'020 7946 0123'"),
        ("contacts.yaml", r"summary: .*", "summary: PC Harwood called at 12 Acacia Avenue", "'12 Acacia Avenue'"),
        ("agencies.yaml", r"label: .*", "label: Dr Anwar's surgery", "'Dr Anwar'"),
        ("people.yaml", r"pseudonym: .*", "pseudonym: Jane Smith", "'Jane Smith'"),
        ("people.yaml", r"pseudonym: .*", "pseudonym: Ms A, DOB 12/03/1980", "'DOB 12/03/1980'"),
        ("evidence.yaml", r"\A", "- {record: none, key: date, because: told by Nurse Okwuosa}\n", "'Nurse Okwuosa'"),
        ("passages.csv", r"(?m)^(2\.3,[^,]*),[^,]*", r"\1,Visit of DC Harwood", "'DC Harwood'"),
        ("oddities.yaml", r"id: .*", "id: dr-patel-2010", "'dr-patel'"),
        ("findings.yaml", r"\A", "# as PC Harwood wrote\n", "'PC Harwood'"),
    ],
)
def test_every_text_is_looked_at(plant: Plant, name: str, pattern: str, replacement: str, said: str) -> None:
    """An identity is found in every kind of file, at its line and column."""
    found = [warning for warning in plant(name, pattern, replacement) if said in warning.what]
    (warning,) = found
    lines = Path(warning.file).read_text(encoding="utf-8").splitlines()
    assert Path(warning.file).name == name
    assert lines[warning.line - 1][warning.column - 1 :].startswith(said.strip("'"))
    assert warning.remedy


def test_pseudonyms_and_local_bodies(plant: Plant) -> None:
    """The report's own pseudonym is none, and a local label that is warned about gives no warning elsewhere."""
    assert plant("people.yaml", r"pseudonym: .*", "pseudonym: Margaret") == []
    assert plant("contacts.yaml", r"summary: .*", "summary: Margaret's GP rang Mrs Margaret") == []
    assert len(plant("agencies.yaml", r"label: .*", "label: Dr Anwar's surgery")) == 1
    assert len(plant("events.yaml", r"summary: .*", "summary: She left Dr Anwar's surgery")) == 1
    assert len(plant("events.yaml", r"summary: .*", "summary: She left Dr Anwar")) == 2


def test_registered_body(tmp_path: Path) -> None:
    """The name of a body of the collection's own register is none; its notes are looked at."""
    home = tmp_path / "ours"
    shutil.copytree(datasets() / "template", home)
    own = home / "agencies.yaml"
    entry = '- {id: lindqvist, label: "Dr Lindqvist Centre", sector: voluntary-sector, note: NOTE}\n'
    own.write_text(own.read_text(encoding="utf-8") + entry.replace("NOTE", "run by Mr Tettenborn"), encoding="utf-8")
    events = home / "reviews" / "example-review" / "events.yaml"
    events.write_text(re.sub("summary: .*", "summary: Went to the Dr Lindqvist Centre", events.read_text(), count=1))
    collection, _ = load_collection(home)
    assert [warning.what for warning in identity_warnings(collection)] == [
        "'Mr Tettenborn' looks like a practitioner's name"
    ]


def test_check_warns_and_passes(plant: Plant, tmp_path: Path) -> None:
    """A warning is shown beside the verdict, the exit code stays 0, and JSON has it under warnings."""
    plant("contacts.yaml", r"summary: .*", "summary: PC Harwood called")
    done = CliRunner().invoke(cli, ["check", str(tmp_path / "ours")])
    assert done.exit_code == 0
    assert re.search(r"contacts\.yaml:\d+:\d+: warning: 'PC Harwood' looks like a practitioner's name: ", done.stderr)
    assert "no problem" in done.stdout
    shown = json.loads(CliRunner().invoke(cli, ["check", str(tmp_path / "ours"), "--json"]).stdout)
    assert shown["problems"] == []
    assert [warning["what"] for warning in shown["warnings"]] == ["'PC Harwood' looks like a practitioner's name"]


def test_one_text_gives_few() -> None:
    """A text full of names gives a few signs."""
    assert len(identities("PC Harwood met DC Tully. " * 40)) == MOST


@pytest.mark.parametrize(
    "unit",
    ["a", "1 ", "Aa ", "PC ", "Dr. ", "a@", "+0", "born 1", "flat 1 ", "12 A ", "12 acacia ", "GP, ", "crime no ", "car A1",
     "AB12 ", "x dot ", "social worker ", "Mr B ", "O'", "Jane ", "(0 "],
)  # fmt: skip
def test_hostile_texts(unit: str) -> None:
    """The time for a text grows with its length: 100,000 characters are done in seconds."""
    begin = time.process_time()
    identities((unit * 100_000)[:100_000])
    assert time.process_time() - begin < 6
