"""Workbooks of strangers: whatever they hold, their review is read or their problems are shown, within limits."""

from __future__ import annotations

import io
import random
import re
import struct
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from dhrgraph.cli import cli
from dhrgraph.errors import ProblemsError
from dhrgraph.exchange.bookfiles import files_of
from dhrgraph.exchange.bookmarking import marked
from dhrgraph.exchange.bookproblems import CellProblem, RefusedBookError
from tests.conftest import ROOT
from tests.workbook_fuzz import (
    CELLS,
    Parts,
    book_parts,
    damaged,
    damaged_table,
    held,
    held_table,
    packed,
    parts_of,
    shared,
    sheet_part,
    with_cell,
)

HOSTILE = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/hostname">]>'


@pytest.fixture(scope="module")
def parts() -> Parts:
    """The parts of the workbook of the invented review."""
    return book_parts()


def problems_of(data: bytes, folder: Path, invented: Path) -> list[CellProblem]:
    """What is shown of a workbook that cannot be imported."""
    path = folder / "review.xlsx"
    path.write_bytes(data)
    with pytest.raises(ProblemsError) as caught:
        files_of(path, invented)
    found = [problem for problem in caught.value.problems if isinstance(problem, CellProblem)]
    assert len(found) == len(caught.value.problems)
    assert all(problem.what and problem.remedy for problem in found)
    return found


def changed(parts: Parts, title: str, old: str, new: str) -> Parts:
    """The parts with a text of a sheet replaced, or put before the end of its cells."""
    name = sheet_part(parts, title)
    text = parts[name].decode()
    assert old in text
    return {**parts, name: text.replace(old, new, 1).encode()}


def with_rows(parts: Parts, rows: str) -> Parts:
    """The parts with rows more on the sheet of contacts."""
    return changed(parts, "contacts", "</sheetData>", f"{rows}</sheetData>")


# --- Cells ---


@pytest.mark.parametrize("form", ["inline", "shared"])
@pytest.mark.parametrize("name", CELLS)
def test_a_cell_that_holds_what_does_not_fit(
    name: str, form: str, parts: Parts, tmp_path: Path, invented: Path
) -> None:
    """Each is a problem at its cell, whether the other texts are in their cells or shared."""
    base = shared(parts) if form == "shared" else parts
    found = problems_of(packed(with_cell(base, "contacts", "C2", CELLS[name])), tmp_path, invented)
    assert {(problem.sheet, problem.cell) for problem in found} == {("contacts", "C2")}


def test_such_cells_are_marked(parts: Parts, tmp_path: Path, invented: Path) -> None:
    """The copy has the problem at its cell, also where openpyxl cannot open the workbook; then it says so."""
    for name, kept in (("a date with text", False), ("a formula", True), ("an array", True)):
        found = problems_of(packed(with_cell(parts, "contacts", "C2", CELLS[name])), tmp_path, invented)
        book = load_workbook(io.BytesIO(marked(tmp_path / "review.xlsx", found)))
        assert found[0].what in book["contacts"]["C2"].comment.text
        listed = [row[1].value for row in book["problems"].iter_rows(min_row=2)]
        assert found[0].what in listed
        assert kept != any("not its look" in str(each) for each in listed)
        assert book["contacts"]["A2"].value == load_workbook(tmp_path / "review.xlsx" if kept else io.BytesIO(
            packed(parts)))["contacts"]["A2"].value  # fmt: skip
        assert book["_text"].sheet_state == "hidden"


def test_numbers_are_taken_where_their_digits_are_seen(parts: Parts, tmp_path: Path, invented: Path) -> None:
    """A whole number is its digits; one that its format shows in another way is a problem."""
    path = tmp_path / "review.xlsx"
    head = load_workbook(io.BytesIO(packed(parts)))["contacts"][1]
    column = next(cell.column_letter for cell in head if cell.value == "occurrences")
    path.write_bytes(packed(with_cell(parts, "contacts", f"{column}2", '<c r="@"><v>3</v></c>')))
    assert "occurrences: 3\n" in files_of(path, invented).files["contacts.yaml"].replace('"', "")
    book = load_workbook(path)
    for shape, shows in (
        ("0.00", "a number"),
        ("0%", "a number"),
        ("#,##0", ""),
        ("yyyy", "a date"),
        ("[h]:mm", "time"),
    ):
        book["contacts"][f"{column}2"].number_format = shape
        book.save(path)
        if shows:
            assert shows in problems_of(path.read_bytes(), tmp_path, invented)[0].what
        else:
            files_of(path, invented)


def test_runs_and_escapes_are_read_as_people_see_them(parts: Parts, tmp_path: Path, invented: Path) -> None:
    """A text in runs is joined, what says how it is spoken is left out, and signs written by numbers are signs."""
    before = files_of(saved(parts, tmp_path), invented).files["contacts.yaml"]
    column = re.search(r'<c r="([A-Z]+)1"[^>]*><is><t>summary<', parts[sheet_part(parts, "contacts")].decode())
    assert column
    text = (
        '<c r="@" t="inlineStr"><is><r><t>Rang </t></r><r><rPr><b/></rPr><t xml:space="preserve">the_x0020_</t></r>'
        "<rPh><t>spoken</t></rPh><r><t>_x005F_x0041_</t></r></is></c>"
    )
    after = files_of(saved(with_cell(parts, "contacts", f"{column[1]}2", text), tmp_path), invented)
    assert "summary: Rang the _x0041_\n" in after.files["contacts.yaml"]
    assert before != after.files["contacts.yaml"]


def saved(parts: Parts, folder: Path) -> Path:
    """A file of the parts."""
    (path := folder / "review.xlsx").write_bytes(packed(parts))
    return path


# --- Size ---


def test_far_cells_cost_nothing(parts: Parts, tmp_path: Path, invented: Path) -> None:
    """One text at the far end is read at once and named as a column of one's own; the review comes back."""
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    came = files_of(saved(with_rows(parts, far), tmp_path), invented)
    assert came.own == ["the column XFD of the sheet contacts, without a header"]
    assert came.files == files_of(saved(parts, tmp_path), invented).files
    first = problems_of(packed(with_rows(parts, far.replace("XFD", "A"))), tmp_path, invented)[0]
    assert first.sheet == "contacts"
    assert first.line == 1_048_576
    assert load_workbook(io.BytesIO(marked(tmp_path / "review.xlsx", [first])))["contacts"]["A1048576"].value == "x"


@pytest.mark.parametrize(
    "more",
    [
        '<mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells>',
        '<mergeCells><mergeCell ref="A2"/><mergeCell ref="here"/></mergeCells>',
        '<mergeCells><mergeCell ref="A2:B3"/></mergeCells><hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>',
    ],
)
def test_ranges_cost_nothing(more: str, parts: Parts, tmp_path: Path, invented: Path) -> None:
    """Merged and linked cells are a problem or nothing by their corners, and are marked."""
    found = problems_of(packed(changed(parts, "contacts", "</sheetData>", f"</sheetData>{more}")), tmp_path, invented)
    assert any("A2" in problem.what and problem.cell == "A2" for problem in found)
    assert load_workbook(io.BytesIO(marked(tmp_path / "review.xlsx", found)))["contacts"]["A2"].comment


TOO_MUCH: dict[str, tuple[Callable[[Parts], bytes], str]] = {
    "parts": (lambda parts: packed({**parts, **{f"x{number}": b"" for number in range(2500)}}), "parts, more than"),
    "a bomb": (lambda parts: packed({**parts, "xl/x.bin": bytes(90_000_000)}, ZIP_DEFLATED), "200 times its size"),
    "many small bombs": (
        lambda parts: packed({**parts, **{f"xl/{number}.bin": bytes(4_900_000) for number in range(21)}}, ZIP_DEFLATED),
        "unpacks to more than",
    ),
    "a long tag": (lambda parts: packed(with_rows(parts, f'<row a="{"x" * 3_000_000}"/>')), "a tag in"),
    "deep": (lambda parts: packed(with_rows(parts, "<row>" * 5000)), "nested more than"),
    "records": (
        lambda parts: packed(with_rows(parts, "".join(f'<row r="{row}"><c t="str"><v>x</v></c></row>'
                                                      for row in range(100, 5200)))),
        "more than 5,000 records",
    ),
    "comments": (lambda parts: packed({**parts, "xl/x.xml": b"<a>" + b"<b/>" * 500_001 + b"</a>"}), "beside its sheets"),
    "a document type": (lambda parts: packed({**parts, sheet_part(parts, "contacts"): HOSTILE.encode()
                                              + parts[sheet_part(parts, "contacts")]}), "document type"),
    "a document type elsewhere": (lambda parts: packed({**parts, "docProps/core.xml": HOSTILE.encode() + b"<x/>"}),
                                  "document type"),
    "a document type in an image": (lambda parts: packed({**parts, "x.png": b"\xff\xfe" + f"{HOSTILE}<x/>".encode("utf-16-le")}),
                                    "document type"),
}  # fmt: skip


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_is_too_much_is_refused(name: str, parts: Parts, tmp_path: Path, invented: Path) -> None:
    """What no review has is refused as a whole, with what is wrong."""
    make, what = TOO_MUCH[name]
    path = tmp_path / "review.xlsx"
    path.write_bytes(make(parts))
    with pytest.raises(RefusedBookError, match=what):
        files_of(path, invented)


def test_endless_values_are_refused(parts: Parts, tmp_path: Path, invented: Path) -> None:
    """Cells that together hold hundreds of thousands of values are refused, before any of them is checked."""
    row = '<row r="%d"><c t="str"><v>x</v></c><c t="str"><v>' + "a;" * 16_000 + "</v></c></row>"
    data = packed(with_rows(parts, "".join(row % number for number in range(100, 114))), ZIP_DEFLATED)
    assert "values in its records" in problems_of(data, tmp_path, invented)[0].what


# --- The archive ---


def with_field(data: bytes, offset: int, value: bytes) -> bytes:
    """An archive with a field changed in the directory's entry of its last part."""
    at = data.rindex(b"PK\x01\x02") + offset
    return data[:at] + value + data[at + len(value) :]


ARCHIVES: dict[str, tuple[Callable[[Parts], bytes], str]] = {
    "twice": (lambda parts: packed({**parts, "XL/Workbook.xml": b"<x/>"}), "twice"),
    "above": (lambda parts: packed({**parts, "../x.xml": b""}), "has a name that no workbook has"),
    "absolute": (lambda parts: packed({**parts, "/x.xml": b""}), "has a name that no workbook has"),
    "drive": (lambda parts: packed({**parts, "C:/x.xml": b""}), "has a name that no workbook has"),
    "backslash": (lambda parts: packed({**parts, "xl\\x.xml": b""}), "has a name that no workbook has"),
    "zero": (lambda parts: packed({**parts, "x_y.xml": b""}).replace(b"x_y.xml", b"x\0y.xml"), "a name that no"),
    "password": (lambda parts: with_field(packed(parts), 8, b"\1\0"), "protected by a password"),
    "method": (lambda parts: packed(parts, ZIP_BZIP2), "a method that Excel does not use"),
    "a size that lies": (lambda parts: with_field(packed(parts, ZIP_DEFLATED), 24, struct.pack("<I", 9)), "damaged"),
    "a packed size that lies": (lambda parts: with_field(packed(parts), 20, struct.pack("<I", 10**6)), "overlaps"),
    "parts that overlap": (lambda parts: with_field(packed(parts), 42, bytes(4)), "overlaps"),
    "a check sum that lies": (lambda parts: with_field(packed(parts), 16, b"abcd"), "damaged"),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_tricks_of_archives_are_refused(name: str, parts: Parts, tmp_path: Path, invented: Path) -> None:
    """An archive that no program for workbooks makes is refused, and it is said why."""
    make, what = ARCHIVES[name]
    assert any(what in problem.what for problem in problems_of(make(parts), tmp_path, invented))


# --- Parts ---


def relinked(parts: Parts, title: str, old: str, new: str) -> Parts:
    """The parts with something of a sheet's relationship replaced."""
    name = "xl/_rels/workbook.xml.rels"
    target = sheet_part(parts, title)
    links = re.findall(r"<Relationship [^>]*/>", parts[name].decode())
    link = next(each for each in links if target in each)
    assert re.search(old, link)
    return {**parts, name: parts[name].replace(link.encode(), re.sub(old, lambda _: new, link).encode())}


SHEETS: dict[str, tuple[Callable[[Parts], Parts], str]] = {
    "outside": (lambda parts: relinked(parts, "events", "Target=", 'TargetMode="External" Target='), "outside of the file"),
    "above": (lambda parts: relinked(parts, "events", 'Target="[^"]*"', 'Target="../../../etc/passwd"'), "outside of the file"),
    "missing": (lambda parts: relinked(parts, "events", 'Target="[^"]*"', 'Target="sheet999.xml"'), "missing from the file"),
    "no relationship": (lambda parts: relinked(parts, "events", 'Id="[^"]*"', 'Id="nothing"'), "does not say where it is"),
    "a chart": (lambda parts: relinked(parts, "events", "relationships/worksheet", "relationships/chartsheet"), "the sheet events is missing"),
    "cut off": (lambda parts: changed(parts, "events", "</sheetData>", "<"), "the sheet is damaged from here on"),
    "twice": (lambda parts: {**parts, "xl/workbook.xml": parts["xl/workbook.xml"].replace(b'name="abuse"', b'name="Events "')}, "two sheets are named events"),
    "one part": (lambda parts: relinked(parts, "events", 'Target="[^"]*"', f'Target="/{sheet_part(parts, "abuse")}"'), "two sheets are one part"),
    "hidden changed": (lambda parts: with_cell(parts, "_text", "B2", '<c r="@" t="str"><v>"a\\ud800"</v></c>'), "the hidden sheet _text was changed"),
    "hidden deep": (lambda parts: with_cell(parts, "_text", "B2", f'<c r="@" t="str"><v>{"[" * 30_000}</v></c>'), "the hidden sheet _text was changed"),
    "rows twice": (lambda parts: changed(parts, "contacts", "</sheetData>", '<row r="2"><c r="A2" t="str"><v>x</v></c></row></sheetData>'), "after row"),
    "row 0": (lambda parts: changed(parts, "contacts", '<row r="2"', '<row r="0"'), "a row has the number '0'"),
}  # fmt: skip


@pytest.mark.parametrize("name", SHEETS)
def test_sheets_that_cannot_be_read(name: str, parts: Parts, tmp_path: Path, invented: Path) -> None:
    """Each is a problem that says what is wrong."""
    make, what = SHEETS[name]
    found = problems_of(packed(make(parts)), tmp_path, invented)
    assert any(what in problem.what for problem in found), found


NOT_READ: dict[str, Callable[[Parts], Parts]] = {
    "names": lambda parts: {**parts, "xl/workbook.xml": parts["xl/workbook.xml"].replace(b"codes!$B$2", b"#REF!$$(")},
    "drop-downs": lambda parts: {**parts, sheet_part(parts, "contacts"): re.sub(
        rb'sqref="[^"]*"', b'sqref="A0:here"', parts[sheet_part(parts, "contacts")])},
    "comments": lambda parts: {name: b"<comments" if "omment" in name and name.endswith(".xml") else content
                               for name, content in parts.items()},
    "drawings": lambda parts: {name: content for name, content in parts.items() if not name.endswith(".vml")},
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_READ)
def test_broken_parts_that_are_not_read(name: str, parts: Parts, tmp_path: Path, invented: Path) -> None:
    """What a review does not need may be broken: the review is read, and a problem in it is still marked."""
    broken = NOT_READ[name](parts)
    assert broken != parts
    assert files_of(saved(broken, tmp_path), invented).files == files_of(saved(parts, tmp_path), invented).files
    found = problems_of(packed(with_cell(broken, "contacts", "C2", CELLS["a fraction"])), tmp_path, invented)
    book = load_workbook(io.BytesIO(marked(tmp_path / "review.xlsx", found)))
    assert "a number of this text" in book["contacts"]["C2"].comment.text


# --- The command ---


def run_import(path: Path, folder: Path, *more: str) -> Result:
    """Run ``import workbook``."""
    return CliRunner().invoke(cli, ["import", "workbook", str(path), "--datasets", str(folder), *more])


def test_a_workbook_that_takes_too_long_is_given_up(parts: Parts, tmp_path: Path) -> None:
    """The command ends with what to do, and nothing is written."""
    row = '<row r="%d">' + '<c s="1"/>' * 400 + "</row>"
    slow = with_rows(parts, "".join(row % number for number in range(5000, 6200)))
    result = run_import(saved(slow, tmp_path), tmp_path / "new", "--time-limit", "1")
    assert result.exit_code == 1
    assert "took longer than 1 seconds" in result.output
    assert "--time-limit" in result.output
    assert [each.name for each in tmp_path.iterdir()] == ["review.xlsx"]


def test_what_is_refused_gets_no_marked_copy(parts: Parts, tmp_path: Path) -> None:
    """Of a workbook that is refused as a whole nothing is written."""
    path = tmp_path / "review.xlsx"
    path.write_bytes(TOO_MUCH["a document type"][0](parts))
    result = run_import(path, tmp_path / "new")
    assert result.exit_code == 1
    assert "document type" in result.output
    assert [each.name for each in tmp_path.iterdir()] == ["review.xlsx"]


def test_a_long_name_has_a_marked_copy(parts: Parts, tmp_path: Path, invented: Path) -> None:
    """The name of the copy is shortened to what a folder can hold, also where letters take several bytes."""
    for stem in ("x" * 250, "é" * 124):
        path = tmp_path / f"{stem}.xlsx"
        path.write_bytes(packed(with_cell(parts, "contacts", "C2", CELLS["a fraction"])))
        assert "The problems are marked in" in run_import(path, invented).output
    copies = [each.name for each in tmp_path.glob("*-problems.xlsx")]
    assert len(copies) == 2
    assert all(len(name.encode()) <= 255 for name in copies)


# --- At random ---


def test_damaged_workbooks_are_read_or_have_problems(parts: Parts, tmp_path: Path) -> None:
    """Of workbooks damaged at random, some are read, some refused, and of none comes anything else."""
    came = set()
    for number in range(40):
        chance = random.Random(f"suite-{number}")
        path = tmp_path / "review.xlsx"
        path.write_bytes(damaged(shared(parts) if number % 2 else parts, chance))
        came.add(held(path, mark=number % 10 == 0))
    assert {"read", "refused", "problems"} <= came


def test_damaged_tables_are_read_or_have_problems(tmp_path: Path) -> None:
    """Of tables damaged at random comes an answer or their problems."""
    table = (ROOT / "tests" / "catalogue" / "incidents.csv").read_bytes()
    came = set()
    for number in range(150):
        path = tmp_path / "incidents.csv"
        path.write_bytes(damaged_table(table, random.Random(f"suite-{number}")))
        came.add(held_table(path))
    assert came == {"read", "problems"}


def test_the_damage_is_what_it_is_said_to_be(parts: Parts) -> None:
    """The same seed makes the same damage, and the shared form holds the same texts."""
    assert (
        damaged(parts, random.Random("a")) == damaged(parts, random.Random("a")) != damaged(parts, random.Random("b"))
    )
    inline, moved = (load_workbook(io.BytesIO(packed(each))) for each in (parts, shared(parts)))
    assert "xl/sharedStrings.xml" in parts_of(packed(shared(parts)))
    for page in inline.worksheets:
        assert [[cell.value for cell in row] for row in page] == [
            [cell.value for cell in row] for row in moved[page.title]
        ]
    with ZipFile(io.BytesIO(packed(parts))) as archive:
        assert archive.testzip() is None
