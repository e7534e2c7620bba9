"""Invented reports in five house styles and four kinds of file: each gives the passages that its key tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from dhrgraph.documents import Document, read
from dhrgraph.passages import from_csv, to_csv
from tests.reports import files
from tests.reports.styles import STORIES, STYLES, Printed, printed

#: Least share of the passages of a key that must be found with their text.
FOUND = 0.99


def plain(text: str) -> str:
    """A text with its white space made one."""
    return " ".join(text.split())


@pytest.fixture(params=[(story, style, ending) for story in STORIES for style in STYLES for ending in files.FORMATS])
def case(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Printed, Document]:
    """A report as it was printed, and as it was read."""
    story, style, ending = request.param
    report = printed(story, style)
    return report, read(files.write(report, tmp_path, ending))


def test_a_report_gives_its_passages(case: tuple[Printed, Document]) -> None:
    """Numbered passages are found with their exact text, footnotes and rows with theirs, and nothing else."""
    report, document = case
    texts = {number: plain(text) for number, text in document.texts().items()}
    found = {number for number, text in report.key.items() if texts.get(number) == plain(text)}
    assert len(found) >= FOUND * len(report.key), set(report.key) - found
    assert {number: texts.get(number) for number in report.notes} == report.notes
    assert [passage.cells for passage in document.passages if passage.kind == "row"] == report.rows
    extra = {p.number for p in document.index() if p.kind in ("paragraph", "sub-paragraph")} - set(report.key)
    assert extra == set()


def test_headings_stand_above_their_passages(case: tuple[Printed, Document]) -> None:
    """All headings are found, no other line is one, and the path of a passage ends in its heading."""
    report, document = case
    headings = [passage.text for passage in document.passages if passage.kind == "heading"]
    assert headings == report.headings
    above = ""
    for passage in document.passages:
        if passage.kind == "heading":
            above = passage.text
        elif passage.kind == "paragraph" and not passage.number.startswith("App"):
            assert passage.headings[-1] == above


def test_what_a_passage_says_of_its_place(case: tuple[Printed, Document]) -> None:
    """Offsets are those of the text, pages rise, rows know the columns of their table, and the index is sound."""
    report, document = case
    assert all(document.text[p.start : p.end] == p.text for p in document.passages)
    numbers = [p.number for p in document.passages]
    assert len(set(numbers)) == len(numbers)
    assert from_csv(to_csv(document.index())) == document.index()
    columns = {p.columns for p in document.passages if p.kind == "row"}
    assert columns == {tuple(piece.columns) for piece in report.pieces if piece.kind == "table"}
    pages = [p.page for p in document.passages if p.kind != "footnote"]
    assert pages == sorted(pages)
    assert bool(document.pages) == (max(pages) > 0)


def test_marks_of_footnotes_are_taken_out(case: tuple[Printed, Document]) -> None:
    """The passages that call a footnote say so, and no mark is left in a text."""
    report, document = case
    calling = {note for passage in document.passages for note in passage.notes}
    assert calling == set(report.notes)
    assert not any(mark in document.text for mark in "¹²³⁴⁵⁶⁷⁸⁹")


def test_headers_and_footers_are_told_apart(tmp_path: Path) -> None:
    """What runs along the pages of a PDF is none of the text, and is kept for itself."""
    document = read(files.write(printed("harrowmere", "chapters"), tmp_path, "pdf"))
    assert document.running == ("OFFICIAL SENSITIVE", "Harrowmere Safer Communities Partnership")
    assert "OFFICIAL" not in document.text
    assert "of 60" not in document.text
    word = read(files.write(printed("harrowmere", "chapters"), tmp_path, "docx"))
    assert set(word.running) == set(document.running)


def test_numbers_from_headings_stay_when_another_part_changes(tmp_path: Path) -> None:
    """In a report without numbers an added paragraph changes no number under another heading."""
    report = printed("kestle-bay", "headed")
    before = read(files.write(report, tmp_path, "txt"))
    file = tmp_path / "changed.txt"
    text = files.text_of(report).replace("Their relationship ended", "She liked it there.\n\nTheir relationship ended")
    file.write_text(text, encoding="utf-8")
    after = {number: text for number, text in read(file).texts().items() if not number.startswith("background")}
    assert after.items() <= before.texts().items()
    assert "background-4" in read(file).texts()
