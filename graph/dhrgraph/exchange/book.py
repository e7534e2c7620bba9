"""A review as a workbook that a coder can work in, and the workbook read back.

Every cell is typed as text, the rows to come too, so that Excel turns neither ``3.10`` into 3.1 nor
``2010-09`` into a date. Codes have drop-downs and stand with their definitions on ``codes``; headers
say what belongs under them. ``passages`` and ``register`` are for looking up and are not read back. The
text of each record file travels on a hidden sheet, so that a file that was not changed comes back byte
for byte, comments included.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from dhrgraph.errors import Problem, ProblemsError, shown
from dhrgraph.exchange.sheets import Row, Sheet, columns_of, layout, part_sheets
from dhrgraph.passages import Passage
from dhrgraph.records.codes import codes, schemes
from dhrgraph.records.fields import Field, fields_of
from dhrgraph.records.types import Agency

__all__ = ["Book", "marked", "read_book", "to_book"]

_HIDDEN = "_text"
_LOOK_UP = ("how to", "passages", "register", "codes")
_SPARE_ROWS = 1000
_MOST_ROWS = 100_000
_MOST_BYTES = 50_000_000
_CHUNK = 30_000  # a cell holds 32,767 characters
_WIDEST = 60
_HEAD = PatternFill("solid", fgColor="DDE3EA")
_WRONG = PatternFill("solid", fgColor="F8C9C4")
_HOW_TO = (
    "This workbook holds the coding of one review. Each sheet is a kind of record, each row a record.",
    "The first column of a sheet is the record's id; other sheets name it by that id.",
    "Several values in one cell are joined by a semicolon: kazia;babur. Dates are written as 2010-09-18, "
    "2010-09, 2010, 2014~ (about) or 2010-12/2011-02.",
    "Choose codes from the list in the cell; what each means stands on the sheet codes.",
    "Where the report tells a value in two ways, the cell says (see readings) and the sheet readings has a row "
    "for each.",
    "cites are the numbers of the paragraphs that state the record, as printed; the sheet passages has all of them.",
    "When you are done, save it and run: dhrgraph import workbook FILE.xlsx --datasets FOLDER",
)


@dataclass(slots=True)
class Book:
    """What was read from a workbook.

    Parameters
    ----------
    review : str
        Id of the review.
    rows : dict
        By name of the sheet its rows by their number.
    columns : dict
        By name of the sheet the letter of each of its columns.
    texts : dict
        The text that each record file had when the workbook was written.
    passages : str
        The passage index, as CSV.
    """

    review: str = ""
    rows: dict[str, dict[int, Row]] = field(default_factory=dict)
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    passages: str = ""

    def address(self, sheet: str, number: int, column: str) -> str:
        """The address of a cell, such as ``contacts!B7``."""
        if sheet == "review":
            return f"review!B{self.columns['review'].get(column.partition('.')[0] and column, '2')}"
        letter = self.columns.get(sheet, {}).get(column) or next(iter(self.columns.get(sheet, {}).values()), "A")
        return f"{sheet}!{letter}{number}"


# --- Writing ---


def to_book(
    review: str, sheets: Iterable[Sheet], texts: Mapping[str, str], passages: list[Passage], register: list[Agency]
) -> bytes:
    """The bytes of a workbook.

    Parameters
    ----------
    review : str
        Id of the review.
    sheets : iterable of Sheet
        As `dhrgraph.exchange.sheets.to_rows` gives them.
    texts : mapping
        The text of each file of the review by its name, ``passages.csv`` included.
    passages : list of Passage
    register : list of Agency
        The bodies that the review may name.
    """
    book = Workbook()
    _plain(_first(book, "how to"), [[line] for line in _HOW_TO])
    lists = _codes(book)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        if sheet.name == "review":
            _upright(page, sheet, lists)
        else:
            _across(page, sheet, lists)
    _plain(
        book.create_sheet("passages"),
        [["number", "kind", "section"], *([p.number, p.kind, p.section] for p in passages)],
    )
    names = [[b.id, b.label, b.sector, "; ".join(b.other_names)] for b in register]
    _plain(book.create_sheet("register"), [["id", "label", "sector", "other names"], *names])
    book.move_sheet("codes", len(book.sheetnames))
    hidden = book.create_sheet(_HIDDEN)
    hidden.sheet_state = "hidden"
    _plain(hidden, [["review", json.dumps(review)], *([name, *_chunks(text)] for name, text in texts.items())])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _first(book: Workbook, name: str) -> Worksheet:
    page: Worksheet = book.worksheets[0]
    page.title = name
    return page


def _chunks(text: str) -> list[str]:
    """A text in parts that a cell can hold, as JSON, since XML would change its line ends."""
    told = json.dumps(text)
    return [told[start : start + _CHUNK] for start in range(0, len(told), _CHUNK)]


def _put(page: Worksheet, row: int, column: int, text: str) -> Cell:
    cell = page.cell(row, column)
    assert isinstance(cell, Cell)  # nothing is merged
    cell.value = text
    cell.data_type = "s"  # also where the text begins with an equals sign
    cell.number_format = "@"
    cell.alignment = Alignment(vertical="top", wrap_text=len(text) > _WIDEST)
    return cell


def _plain(page: Worksheet, rows: list[list[str]]) -> None:
    for number, row in enumerate(rows, start=1):
        for index, text in enumerate(row, start=1):
            cell = _put(page, number, index, text)
            if number == 1 and len(row) > 1:
                _as_head(cell)
    if page.title != _HIDDEN:
        _sized(page, rows)
        page.freeze_panes = "A2"


def _as_head(cell: Cell, told: str = "") -> None:
    cell.font = Font(bold=True)
    cell.fill = _HEAD
    if told:
        cell.comment = Comment(told, "dhrgraph", height=40 + 9 * told.count("\n") * 2, width=420)


def _sized(page: Worksheet, rows: list[list[str]]) -> None:
    for index in range(max(map(len, rows), default=0)):
        longest = max(len(row[index]) for row in rows if index < len(row))
        page.column_dimensions[get_column_letter(index + 1)].width = max(10, min(longest, _WIDEST) + 2)


def _codes(book: Workbook) -> dict[str, str]:
    """The sheet of code lists; returns for each list the cells that hold it."""
    page = book.create_sheet("codes")
    page.freeze_panes = "A2"
    ranges: dict[str, str] = {}
    for index, scheme in enumerate(schemes(), start=1):
        letter = get_column_letter(index)
        _as_head(_put(page, 1, index, scheme))
        page.column_dimensions[letter].width = 24
        for number, code in enumerate(codes(scheme).values(), start=2):
            cell = _put(page, number, index, code.notation)
            cell.comment = Comment(f"{code.label}: {code.definition}", "dhrgraph", height=90, width=320)
        ranges[scheme] = f"codes!${letter}$2:${letter}${len(codes(scheme)) + 1}"
    return ranges


def _across(page: Worksheet, sheet: Sheet, lists: dict[str, str]) -> None:
    """A sheet with a row a record."""
    known = _fields(sheet)
    _sized(page, [sheet.columns, *([row.get(column, "") for column in sheet.columns] for row in sheet.rows)])
    last = len(sheet.rows) + 1 + _SPARE_ROWS
    for index, column in enumerate(sheet.columns, start=1):
        of = known.get(column)
        _as_head(_put(page, 1, index, column), _meaning(of) if of else "")
        letter = get_column_letter(index)
        page.column_dimensions[letter].number_format = "@"  # of the rows to come
        for number, row in enumerate(sheet.rows, start=2):
            if row.get(column):
                _put(page, number, index, row[column])
        if of:
            _add_list(page, of, f"{letter}2:{letter}{last}", lists)
    page.freeze_panes = "B2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"


def _upright(page: Worksheet, sheet: Sheet, lists: dict[str, str]) -> None:
    """The sheet of the review itself, with a row a key."""
    row = sheet.rows[0] if sheet.rows else {}
    known = _fields(sheet)
    _plain(page, [["key", "value", "what it is"], *([c, row.get(c, ""), _meaning(known[c])] for c in sheet.columns)])
    for number, column in enumerate(sheet.columns, start=2):
        _add_list(page, known[column], f"B{number}", lists)
    page.column_dimensions["B"].width = page.column_dimensions["C"].width = _WIDEST


def _fields(sheet: Sheet) -> dict[str, Field]:
    """What is known of the columns of a sheet."""
    if sheet.name in layout():
        return {column.name: column.field for column in columns_of(layout()[sheet.name])}
    file = sheet.name.partition(".")[0]
    part = part_sheets(file, layout()[file]).get(sheet.name) if file in layout() else None
    return {each.key: each for each in fields_of(part.part)} if part and part.part else {}


def _meaning(of: Field) -> str:
    """What belongs in a column, for its header."""
    lines = [of.description] if of.description else []
    lines += ["Several values are joined by ;"] if of.many or of.sort == "cites" else []
    lines += ["An EDTF date, such as 2010-09-18, 2010-09, 2014~ or 2010-12/2011-02"] if of.sort == "date" else []
    if of.scheme:
        lines.append(f"Codes of the list {of.scheme}: {', '.join(codes(of.scheme))}")
    if of.kinds:
        lines.append(f"Id of: {', '.join(of.kinds)}")
    return "\n".join(lines)


def _add_list(page: Worksheet, of: Field, cells: str, lists: dict[str, str]) -> None:
    """A drop-down, for one code or for yes and no; it warns only, since a disputed value is another text."""
    if of.many or not (of.scheme or of.sort == "yes-no"):
        return
    formula = f"={lists[of.scheme]}" if of.scheme else '"yes,no"'
    rule = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=True, errorStyle="warning")
    rule.error = "This is none of the codes. Keep it only where the cell says (see readings)."
    rule.add(cells)
    page.add_data_validation(rule)


# --- Reading ---


def read_book(path: Path) -> Book:
    """Read a workbook.

    Raises
    ------
    ProblemsError
        If the file is no workbook of ours, or a cell holds what Excel has made of a text: a number with
        a fraction, a date, a formula.
    """
    book = _opened(path)
    problems: list[Problem] = []
    read = Book()
    for page in book.worksheets:
        if page.title == _HIDDEN:
            for row in page.iter_rows(values_only=True):
                name, *chunks = (str(cell) for cell in row if cell is not None)
                read.texts[name] = json.loads("".join(chunks))
        elif page.title not in _LOOK_UP:
            _read_page(page, read, path, problems)
    read.review = read.texts.pop("review", "")
    read.passages = read.texts.pop("passages.csv", "")
    wanted = {*layout(), *(part for name, cls in layout().items() for part in part_sheets(name, cls)), "readings"}
    problems += [_problem(path, f"{name}!A1", "no sheet has this name in dhrgraph", "delete it, or rename it")
                 for name in read.rows.keys() - wanted]  # fmt: skip
    problems += [_problem(path, f"{name}!A1", "the sheet is missing", "export the workbook anew and copy the rows over")
                 for name in wanted - read.rows.keys()]  # fmt: skip
    if problems:
        raise ProblemsError(problems)
    return read


def _opened(path: Path) -> Workbook:
    try:
        if path.stat().st_size > _MOST_BYTES:
            what = f"the file is larger than {_MOST_BYTES:,} bytes"
            raise ProblemsError([Problem(shown(path), 0, 0, what, "a review's workbook is far smaller")])
        book: Workbook = load_workbook(path)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, EOFError) as error:
        what = f"this is no workbook ({error})"
        raise ProblemsError([Problem(shown(path), 0, 0, what, "save it as .xlsx, not .xls, .ods or .csv")]) from None
    if _HIDDEN not in book.sheetnames:
        remedy = "begin with a workbook of dhrgraph: dhrgraph export workbook"
        raise ProblemsError([Problem(shown(path), 0, 0, "this workbook was not made by dhrgraph", remedy)])
    return book


def _problem(path: Path, address: str, what: str, remedy: str) -> Problem:
    return Problem(f"{shown(path)} {address}", *_place(address), what, remedy)


def _place(address: str) -> tuple[int, int]:
    letter, number = coordinate_from_string(address.rpartition("!")[2])
    return number, column_index_from_string(letter)


def _read_page(page: Worksheet, read: Book, path: Path, problems: list[Problem]) -> None:
    if page.max_row > _MOST_ROWS:
        problems.append(
            _problem(path, f"{page.title}!A1", "the sheet has too many rows", "delete what is not a record")
        )
        return
    rows: dict[int, Row] = {}
    texts = [[_text(cell, page.title, path, problems) for cell in row] for row in page.iter_rows()]
    if page.title == "review":
        read.columns["review"] = {row[0]: str(number) for number, row in enumerate(texts[1:], start=2) if row[0]}
        rows[1] = {row[0]: row[1] for row in texts[1:] if len(row) > 1 and row[0] and row[1]}
    elif texts:
        head = texts[0]
        read.columns[page.title] = {name: get_column_letter(i) for i, name in enumerate(head, start=1) if name}
        for number, row in enumerate(texts[1:], start=2):
            told = {name: text for name, text in zip(head, row, strict=True) if name and text}
            if told:
                rows[number] = told
    read.rows[page.title] = rows


def _text(cell: Any, sheet: str, path: Path, problems: list[Problem]) -> str:
    value = cell.value
    if value is None:
        return ""
    where = f"{sheet}!{cell.coordinate}"
    remedy = "format the cell as text and type the value again"
    if cell.data_type == "f":
        problems.append(_problem(path, where, "a formula stands here", remedy))
    elif isinstance(value, (datetime, date)):
        problems.append(_problem(path, where, f"Excel has made a date of this text ({value:%Y-%m-%d})", remedy))
    elif isinstance(value, float) and not value.is_integer():
        problems.append(_problem(path, where, f"Excel has made a number of this text ({value})", remedy))
    elif isinstance(value, bool):
        return "yes" if value else "no"
    elif isinstance(value, (int, float)):
        return str(int(value))
    return str(value).strip()


def marked(path: Path, problems: list[Problem]) -> bytes:
    """The workbook with each problem marked in its cell: red, with what is wrong and what to do."""
    book = _opened(path)
    for problem in problems:
        sheet, _, cell = problem.file.rpartition(" ")[2].rpartition("!")
        if sheet in book.sheetnames:
            place = book[sheet][cell]
            place.fill = _WRONG
            told = place.comment.text + "\n" if place.comment and place.comment.author == "problem" else ""
            place.comment = Comment(f"{told}{problem.what}: {problem.remedy}", "problem", height=120, width=360)
            book[sheet].sheet_properties.tabColor = "C0392B"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
