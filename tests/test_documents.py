"""Passages: the numbers of a report, found in its lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from dhrgraph.documents import Document, read
from dhrgraph.passages import Passage, from_csv, to_csv
from dhrgraph.records import Collection, check, load_collection
from dhrgraph.resources import datasets

REPORT = """
An invented report
Date: May 2020
1. Executive Summary\t3
1.1 The death.....\t3

1. Executive Summary

1.1 The death

- 1.1.1 She was killed at home.
- 1.1.2 Three points:
- (a) the first¹,
- (b) the second
 - (i) with a part
 - (ii) and another

¹ A note.

that goes on,
- (c) the third.

1.1.2 A number used twice.

1.2 A heading of a great many words that runs on and on

Health

- 1.2.1 2019 was a bad year.
Agency\tContribution
Police\tIMR
- 1.2.2 Ten people:
(a) a (b)
(b) b
(c) c
(d) d
(e) e
(f) f
(g) g
(h) h
(i) not a numeral here
(j) j

Appendix 1: Terms of Reference

1. To learn.
2. To ask:
a) who
b) when
a. The letters may have a point.
3. To tell.

Appendix 2: Action Plan

Recommendation\tStatus
1\tdone
"""

EXPECTED = [
    "title",
    "1.1.1",
    "1.1.2",
    "1.1.2(a)",
    "1.1.2(b)",
    "1.1.2(b)(i)",
    "1.1.2(b)(ii)",
    "fn1",
    "1.1.2(c)",
    "1.1.2#2",
    "1.2.1",
    "1.2.1(table)",
    "1.2.2",
    *(f"1.2.2({letter})" for letter in "abcdefghij"),
    "App1",
    "App1.1",
    "App1.2",
    "App1.2(a)",
    "App1.2(b)",
    "App1.2(a)#2",
    "App1.3",
    "App2",
    "App2(table)",
]


@pytest.fixture
def report(tmp_path: Path) -> Document:
    """The report above, read."""
    file = tmp_path / "report.txt"
    file.write_text(REPORT, encoding="utf-8")
    return read(file)


def test_numbers_of_a_report(report: Document) -> None:
    """Numbers, letters, numerals, footnotes, tables and appendices are found in their order."""
    assert [passage.number for passage in report.index()] == EXPECTED


def test_headings_and_kinds(report: Document) -> None:
    """Each passage knows the headings above it, cut to eight words, and its kind."""
    by_number = {passage.number: passage for passage in report.index()}
    assert by_number["1.1.1"].section == "Executive Summary > The death"
    assert by_number["1.2.1"].section == "Executive Summary > A heading of a great many words that … > Health"
    assert by_number["App1.2(a)"].section == "Appendix 1 Terms of Reference"
    kinds = {n: by_number[n].kind for n in ("title", "1.1.1", "1.1.2(a)", "fn1", "1.2.1(table)", "App1", "App1.1")}
    assert list(kinds.values()) == [
        "front-matter", "paragraph", "sub-paragraph", "footnote", "table", "appendix", "paragraph",
    ]  # fmt: skip


def test_a_footnote_does_not_end_what_it_cuts_in_two(report: Document) -> None:
    """Text after a footnote goes on with the passage before it; the mark that calls it is taken out."""
    texts = report.texts()
    assert texts["1.1.2(b)(ii)"].endswith("that goes on,")
    assert texts["fn1"] == "A note."
    passage = next(p for p in report.passages if p.number == "1.1.2(a)")
    assert (passage.text, passage.notes) == ("the first,", ("fn1",))


def test_offsets_are_those_of_the_text(report: Document) -> None:
    """Each passage stands in the text of the document where it says."""
    assert all(report.text[p.start : p.end] == p.text for p in report.passages)


def test_index_round_trips(report: Document) -> None:
    """What is written as CSV is read back."""
    passages = report.index()
    assert from_csv(to_csv(passages)) == passages


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "line 1: the header"),
        ("number,kind,section,order\n1.1,paragraph,x\n", "line 2: 3 cells"),
        ("number,kind,section,order\n1.1,para,x,1\n", "line 2: unknown kind"),
        ("number,kind,section,order\n1.1,paragraph,x,one\n", "line 2: the order"),
        ("number,kind,section,order\n1.1,paragraph,x,1\n1.1,paragraph,x,2\n", "line 3: passage '1.1' stands twice"),
    ],
)
def test_bad_index(text: str, told: str) -> None:
    """A row that is not of the form is told with its line."""
    with pytest.raises(ValueError, match="line") as error:
        from_csv(text)
    assert told in str(error.value)


@pytest.mark.sources
def test_packaged_indexes_are_those_of_the_reports(sources: Path) -> None:
    """The index of each review is what the program makes of its report."""
    for review in ("bexley-nargiza", "lewisham-kazia"):
        made = to_csv(read(sources / f"{review}.txt").index())
        assert made == (datasets() / "reviews" / review / "passages.csv").read_text(encoding="utf-8"), review


@pytest.mark.sources
def test_every_numbered_line_of_the_reports_is_a_passage(sources: Path) -> None:
    """No line of the reports that begins with a three-part number is missed."""
    for review in ("bexley-nargiza", "lewisham-kazia"):
        lines = (sources / f"{review}.txt").read_text(encoding="utf-8").splitlines()
        starts = [line.lstrip("- ").split()[0] for line in lines if line.lstrip("- ")[:1].isdigit()]
        numbers = [start for start in starts if start.count(".") == 2 and start.replace(".", "").isdigit()]
        found = read(sources / f"{review}.txt").index()
        paragraphs = [
            p.number.partition("#")[0] for p in found if p.kind == "paragraph" and not p.number.startswith("App")
        ]
        assert paragraphs == numbers
        assert len(numbers) > 80


def test_section_numbers_do_not_stand_in_for_paragraphs(packaged: Collection) -> None:
    """The packaged indexes have each passage once, in order."""
    for review in packaged.reviews:
        orders = [p.order for p in review.passages]
        assert orders == list(range(1, len(orders) + 1))
        assert len({p.number for p in review.passages}) == len(orders)


def test_check_and_passage_are_used() -> None:
    """A passage is a value, and a sound collection has no problem."""
    assert Passage("1.1", "paragraph", "", 1) == Passage("1.1", "paragraph", "", 1)
    collection, problems = load_collection()
    assert problems == check(collection) == []
