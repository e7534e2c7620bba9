"""Bad input: each fault is told with its place, reason and remedy, all in one run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dhrgraph.errors import Problem
from dhrgraph.records import check, load_collection

REVIEW = Path("reviews/example-review")


def problems(folder: Path) -> list[Problem]:
    """All problems of a collection."""
    collection, found = load_collection(folder)
    return sorted({*found, *check(collection)})


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    """A fault: a text in a file of the review is replaced."""

    def spoil(folder: Path) -> None:
        path = folder / REVIEW / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return spoil


def write(name: str, content: bytes) -> Callable[[Path], None]:
    """A fault: a file of the review has another content."""

    def spoil(folder: Path) -> None:
        (folder / REVIEW / name).write_bytes(content)

    return spoil


def remove(name: str) -> Callable[[Path], None]:
    """A fault: a file of the review is missing."""
    return lambda folder: (folder / REVIEW / name).unlink()


def rename(old: str, new: str) -> Callable[[Path], object]:
    """A fault: a file or folder of the collection has another name."""
    return lambda folder: (folder / old).rename(folder / new)


# fault, where it is told (file:line), the reason, the remedy
FAULTS: dict[str, tuple[Callable[[Path], object], str, str, str]] = {
    "missing file": (remove("people.yaml"), "people.yaml:0", "missing", "[] if the report states none"),
    "missing kind": (remove("contacts.yaml"), "referrals.yaml:12", "'police-2018-03-02'", "contacts.yaml is absent: of this kind nothing is coded"),
    "missing review.yaml": (remove("review.yaml"), "review.yaml:0", "missing", "every review needs this file"),
    "missing index": (remove("passages.csv"), "passages.csv:0", "missing", "dhrgraph passages"),
    "empty file": (write("events.yaml", b""), "events.yaml:1", "empty", "[] if the report states none"),
    "only comments": (write("events.yaml", b"# none\n\n"), "events.yaml:1", "empty", "[]"),
    "not YAML": (replace("contacts.yaml", "agencies: [example", "agencies: [[example"), "contacts.yaml:5", "not YAML", "brackets"),
    "bad indentation": (replace("contacts.yaml", "  date: 2018-02 ", " date: 2018-02 "), "contacts.yaml:3", "not YAML", "indentation"),
    "tab": (replace("contacts.yaml", "  date: 2018-02 ", "\tdate: 2018-02 "), "contacts.yaml:3", "not YAML", "indentation"),
    "Latin-1": (write("events.yaml", "# caf\xe9\n[]\n".encode("latin-1")), "events.yaml:1", "not UTF-8", "UTF-8"),
    "UTF-16": (write("events.yaml", "[]\n".encode("utf-16")), "events.yaml:1", "not UTF-8", "UTF-8"),
    "control character": (write("events.yaml", b"- id: a\x07b\n"), "events.yaml:1", "U+0007", "delete"),
    "huge": (write("events.yaml", b"# " + b"x" * 20_000_001), "events.yaml:0", "larger than 20,000,000 bytes", "look at what it holds"),
    "no list": (write("events.yaml", b"id: a\n"), "events.yaml:1", "no list of records", "hyphen"),
    "scalar": (write("events.yaml", b"none\n"), "events.yaml:1", "no list of records", "hyphen"),
    "record is a text": (write("events.yaml", b"- death\n"), "events.yaml:1", "single value stands where", "keys with values"),
    "deep": (write("events.yaml", b"[" * 5000), "events.yaml:1", "nested too deeply", "brackets"),
    "two documents": (write("events.yaml", b"[]\n---\n[]\n"), "events.yaml:2", "second document", "delete the line"),
    "anchor": (replace("events.yaml", "date: 2018-04", "date: &d 2018-04"), "events.yaml:3", "anchor (&d)", "write the value out"),
    "alias": (write("events.yaml", b"- &a {id: a}\n- *a\n"), "events.yaml:2", "alias (*a)", "write the value out"),
    "tag": (replace("events.yaml", "date: 2018-04", "date: !!python/name:os.system 2018-04"), "events.yaml:3", "tag", "delete it"),
    "key twice": (replace("events.yaml", "kind: separation", "kind: move\n  kind: separation"), "events.yaml:5", "'kind' stands twice", "keep one"),
    "list as key": (write("events.yaml", b"- [a]: b\n"), "events.yaml:1", "key is a list", "plain word"),
    "unknown key": (replace("events.yaml", "summary:", "sumary:"), "events.yaml:6", "unknown key 'sumary'", "did you mean 'summary'?"),
    "missing key": (replace("events.yaml", "  kind: separation\n", ""), "events.yaml:2", "'kind' is missing", "add a line kind:"),
    "no value": (replace("events.yaml", "kind: separation", "kind:"), "events.yaml:4", "unknown code ''", "separation"),
    "empty text": (replace("people.yaml", "pseudonym: Ms A", "pseudonym:"), "people.yaml:3", "'pseudonym' has no value", "give a value"),
    "wrong code": (replace("events.yaml", "kind: separation", "kind: seperation"), "events.yaml:4", "unknown code 'seperation'", "did you mean 'separation'?"),
    "group for a code": (
        replace("agencies.yaml", "sector: primary-care", "sector: health"), "agencies.yaml:4", "'health' is a group of codes",
        "acute-health, primary-care, community-health, mental-health, ambulance"),
    "wrong code in a list": (replace("findings.yaml", "[routine-enquiry]", "[routine-inquiry]"), "findings.yaml:3", "'routine-inquiry'", "routine-enquiry"),
    "wrong code in a reading": (replace("contacts.yaml", "value: third-party", "value: third-party-x"), "contacts.yaml:35", "unknown code 'third-party-x'", "third-party"),
    "list for a value": (replace("events.yaml", "kind: separation", "kind: [separation]"), "events.yaml:4", "a list stands where one value", "one value"),
    "value for a list": (replace("events.yaml", "persons: [ms-a]", "persons: ms-a"), "events.yaml:11", "a single value stands where a list", "[ ]"),
    "impossible day": (replace("events.yaml", "date: 2018-04", "date: 2010-09-31"), "events.yaml:3", "no day 2010-09-31", "September 2010 has 30 days"),
    "impossible day in a reading": (
        replace("people.yaml", 'age: "34"', "age: {readings: [{value: a, cites: ['1.1']}]}"), "people.yaml:6", "too short", "at least 2"),
    "backwards": (replace("events.yaml", "date: 2018-04", "date: 2018-04/2018-03"), "events.yaml:3", "runs backwards", "earlier date first"),
    "day that lasts": (
        replace("referrals.yaml", "date: 2018-03-02", "date: 2018-03/2018-04"), "referrals.yaml", "means throughout a time",
        "[2018-03..2018-04]"),
    "brackets without quotation marks": (
        replace("events.yaml", "date: 2018-04", "date: [2018-04..2018-05]"), "events.yaml:3", "without quotation marks",
        'write "[2018-04..2018-05]"'),
    "both in contact and about": (
        replace("contacts.yaml", "  persons: [ms-a]", "  persons: [ms-a]\n  about: [ms-a]"), "contacts.yaml",
        "both a person in contact", "keep one"),
    "no date": (replace("events.yaml", "date: 2018-04", "date: April 2018"), "events.yaml:3", "no date of EDTF", "2010-09-18"),
    "no citation": (replace("events.yaml", 'cites: ["2.5"]', "cites: []"), "events.yaml:7", "'cites' is too short", "at least 1"),
    "unknown passage": (replace("events.yaml", 'cites: ["2.5"]', 'cites: ["2.55"]'), "events.yaml:7", "no passage '2.55'", "did you mean '2.5'?"),
    "unknown passage in a reading": (replace("contacts.yaml", '{value: family, cites: ["fn1"]}', '{value: family, cites: ["fn9"]}'), "contacts.yaml:36", "no passage 'fn9'", "fn1"),
    "unknown passage of a part": (replace("review.yaml", 'cites: ["4.2"]', 'cites: ["4.9"]'), "review.yaml:19", "no passage '4.9'", "passages.csv"),
    "two records of one id": (replace("events.yaml", "id: separation", "id: death"), "events.yaml:8", "'death' stands twice", "another id"),
    "one id in two files": (replace("events.yaml", "id: separation", "id: gp-2018-02"), "events.yaml:2", "'gp-2018-02' stands twice", "another id"),
    "bad id": (replace("events.yaml", "id: separation", "id: Separation 1"), "events.yaml:2", "characters that may not stand", "small letters"),
    "unknown agency": (replace("contacts.yaml", "[anytown-hospital]", "[anytown-hospitl]"), "contacts.yaml:17", "no agency has the id", "did you mean 'anytown-hospital'?"),
    "unknown person": (replace("events.yaml", "persons: [ms-a]", "persons: [ms-c]"), "events.yaml:11", "no person of this review", "did you mean"),
    "unknown record": (replace("findings.yaml", "gp-no-enquiry]", "gp-enquiry]"), "findings.yaml:5", "has the id 'gp-enquiry'", "gp-no-enquiry"),
    "record of another kind": (replace("marac_meetings.yaml", "referral: [referral-marac]", "referral: [gp-2018-02]"), "marac_meetings.yaml:4", "of the kind contact", "referral"),
    "forum as agency": (replace("contacts.yaml", "[anytown-hospital]", "[anytown-marac]"), "contacts.yaml:17", "of the kind forum, not agency", "agency"),
    "agency as MARAC": (replace("marac_meetings.yaml", "marac: anytown-marac", "marac: anytown-police"), "marac_meetings.yaml:3", "of the kind agency, not forum", "forum"),
    "contact after the death": (replace("contacts.yaml", "date: 2018-03-06", "date: 2019-06-01"), "contacts.yaml:42", "dated after the death", "look at both dates"),
    "meeting before its referral": (replace("marac_meetings.yaml", "date: 2018-03-20", "date: 2018-03-01"), "marac_meetings.yaml:2", "before 'referral-marac'", "both dates"),
    "review before the death": (replace("review.yaml", "completed: 2020-11", "completed: 2018-11"), "review.yaml:9", "completed before the death", "both dates"),
    "abuse backwards": (replace("abuse.yaml", "to: 2018-03", "to: 2015"), "abuse.yaml:7", "ends before it begins", "both dates"),
    "outcome missing": (replace("people.yaml", "  case_outcome: convicted ", "  # "), "people.yaml:8", "has an outcome of the case", "case_outcome"),
    "outcome of a victim": (replace("people.yaml", "sex: female\n", "sex: female\n  case_outcome: convicted\n"), "people.yaml:2", "outcome of the case", "this role only"),
    "no victim": (replace("people.yaml", "role: victim", "role: other"), "people.yaml:2", "no victim", "role: victim"),
    "long summary": (replace("events.yaml", "Ms A was killed", "word " * 21), "events.yaml:12", "21 words", "at most 20"),
    "action not coded": (replace("marac_meetings.yaml", "actions_count: 1 ", "actions_count: 2 "), "marac_meetings.yaml:8", "actions_count is 2", "correct the count"),
    "no count": (replace("marac_meetings.yaml", "actions_count: 1 ", "actions_count: one "), "marac_meetings.yaml:8", "no number of occasions", "whole number"),
    "both there and not": (replace("marac_meetings.yaml", "[anytown-hospital]", "[anytown-police]"), "marac_meetings.yaml:6", "both represented and not", "keep what the report says"),
    "neither yes nor no": (replace("not_done.yaml", "criticised: yes", "criticised: maybe"), "not_done.yaml:8", "neither yes nor no", "yes or no"),
    "preference without reason": (
        replace("contacts.yaml", "      - {value: family, cites: [\"fn1\"]}\n", "      - {value: family, cites: [\"fn1\"]}\n    preferred: family\n"),
        "contacts.yaml:35", "preference and its reason", "because"),
    "preference for none of the readings": (
        replace("contacts.yaml", "      - {value: family, cites: [\"fn1\"]}\n",
                "      - {value: family, cites: [\"fn1\"]}\n    preferred: person\n    because: it is likely\n"),
        "contacts.yaml:35", "none of the readings", "reading's value"),
    "equal readings": (replace("contacts.yaml", "value: family", "value: third-party"), "contacts.yaml:35", "readings have one value", "join them"),
    "bad web address": (replace("review.yaml", "    issued: 2020-11", "    issued: 2020-11\n    url: 'see <here>'"), "review.yaml:16", "characters that may not stand", "http"),
    "unknown file": (rename(f"{REVIEW}/events.yaml", f"{REVIEW}/event.yaml"), "event.yaml:0", "no file of a review", "did you mean events.yaml?"),
    "bad folder name": (rename(str(REVIEW), "reviews/Example Review"), "Example Review:0", "cannot be a review's id", "small letters"),
    "no review": (rename("reviews", "review"), "reviews:0", "has no review", "reviews/ID"),
    "bad index header": (replace("passages.csv", "number,kind", "nummer,kind"), "passages.csv:1", "the header is not", "dhrgraph passages"),
    "bad index kind": (replace("passages.csv", "fn1,footnote", "fn1,note"), "passages.csv:10", "unknown kind 'note'", "dhrgraph passages"),
    "passage twice in the index": (replace("passages.csv", "2.2,paragraph", "2.1,paragraph"), "passages.csv:6", "stands twice", "dhrgraph passages"),
    "register twice": (
        lambda folder: (folder / "agencies.yaml").write_text("- {id: cps, label: CPS, sector: prosecution}\n"),
        "agencies.yaml:1", "the register has 'cps' already", "use that entry"),
    "local entry of the register": (
        replace("agencies.yaml", "id: example-gp-practice", "id: cps"), "agencies.yaml:2", "register has 'cps' already", "delete this local entry"),
}  # fmt: skip


# Faults that are rightly told at more than one place.
ALONE = {
    "alias": 7,  # the record with the anchor lacks keys, too
    "list as key": 7,
    "missing kind": 4,
    "one id in two files": 2,  # one points to the id and finds another kind
    "unknown file": 2,
    "register twice": 99,  # the bodies of the collection have gone from it
    "local entry of the register": 99,
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_told(name: str, invented: Path) -> None:
    """A planted fault is told at its line, with the reason and the remedy."""
    spoil, place, what, remedy = FAULTS[name]
    spoil(invented)
    found = [str(problem) for problem in problems(invented)]
    assert any(place + ":" in text and what in text and remedy in text for text in found), "\n".join(found)
    assert len(found) <= ALONE.get(name, 1), "one fault is told once:\n" + "\n".join(found)


def test_invented_collection_is_sound(invented: Path) -> None:
    """Without a fault nothing is told, so that the tests above are tests."""
    assert problems(invented) == []


def test_all_faults_at_once(invented: Path) -> None:
    """Faults of several files and records are told in one run."""
    for name in ("wrong code", "impossible day", "missing index", "Latin-1", "unknown agency", "long summary"):
        if name not in ("Latin-1", "impossible day"):
            FAULTS[name][0](invented)
    replace("review.yaml", "kind: dhr", "kind: dhx")(invented)
    replace("abuse.yaml", "from: 2017~", "from: 2017-02-30")(invented)
    found = "\n".join(map(str, problems(invented)))
    for what in ("seperation", "dhx", "2017-02-30", "passages.csv", "21 words"):
        assert what in found


def test_every_fault_of_one_record(invented: Path) -> None:
    """All faults of one record are told, not the first alone."""
    write("events.yaml", b"- id: A B\n  date: 2010-02-30\n  kind: deth\n  cites: []\n")(invented)
    found = [str(p) for p in problems(invented) if p.file.endswith("events.yaml")]
    assert len(found) == 6, "\n".join(found)  # id, date, kind, cites, persons missing, summary missing


def test_plain_strings(invented: Path) -> None:
    """Paragraph 3.10 stays 3.10, a year stays a date and no stays no."""
    replace("passages.csv", "2.5,paragraph", "3.10,paragraph")(invented)
    for name in ("marac_meetings.yaml", "marac_actions.yaml", "events.yaml"):
        path = invented / REVIEW / name
        path.write_text(path.read_text(encoding="utf-8").replace('"2.5"', "3.10"), encoding="utf-8")
    assert problems(invented) == []
    collection, _ = load_collection(invented)
    assert "3.10" in collection.reviews[0].records["marac_actions"][0].cites  # type: ignore[union-attr]


def test_missing_folder(tmp_path: Path) -> None:
    """A collection that is not there is told with the way to make one."""
    (problem,) = problems(tmp_path / "nowhere")
    assert "dhrgraph init" in problem.remedy


def test_unpublished_is_refused_in_the_package(invented: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A review that is not published may stand in a collection of one's own and not in the package."""
    (invented / "agencies.yaml").write_bytes(
        b"\n".join(
            path.read_bytes()
            for path in (
                __import__("dhrgraph.resources").resources.datasets() / "agencies.yaml",
                invented / "agencies.yaml",
            )
        )
    )
    monkeypatch.setattr("dhrgraph.records.loading.datasets", lambda: invented)
    found = [str(problem) for problem in problems(invented)]
    assert found
    assert all("only published reviews" in text and "review.yaml" in text for text in found), found
