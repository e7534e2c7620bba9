"""A review's workbook read back: its cells as texts, each problem told by its cell.

All sheets and columns of `dhrgraph.exchange.sheetlayout` must be there, in whatever order, so that no
value is lost with a column that was renamed. Others are the analyst's own; they are told and left out.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from dhrgraph.errors import ProblemsError, shown
from dhrgraph.exchange.bookopening import CellProblem, opened
from dhrgraph.exchange.bookstyle import HIDDEN, LOOK_UP
from dhrgraph.exchange.sheetlayout import Row, all_columns

__all__ = ["Book", "read_book"]

_MOST_ROWS = 100_000


@dataclass(slots=True)
class Book:
    """What was read from a workbook.

    Parameters
    ----------
    file : str
        Its name, for problems.
    review : str
        Id of the review.
    rows : dict
        By name of the sheet its rows by their number.
    columns : dict
        By name of the sheet the number of each of its columns; of ``review`` the row of each key.
    texts : dict
        The text that each record file had when the workbook was written.
    passages : str
        The passage index, as CSV.
    own : list of str
        The sheets and columns that are the analyst's own and were not read.
    problems : list of CellProblem
        What is wrong with it.
    """

    file: str
    review: str = ""
    rows: dict[str, dict[int, Row]] = field(default_factory=dict)
    columns: dict[str, dict[str, int]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    passages: str = ""
    own: list[str] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)

    def problem(self, sheet: str, number: int, column: str, what: str, remedy: str) -> CellProblem:
        """A problem of the cell of a row and a column's name."""
        columns = self.columns.get(sheet, {})
        if sheet == "review":
            return CellProblem(self.file, columns.get(column, 2), 2, what, remedy, sheet)
        return CellProblem(
            self.file, number, columns.get(column) or min(columns.values(), default=1), what, remedy, sheet
        )


def read_book(path: Path) -> Book:
    """Read a workbook.

    Raises
    ------
    ProblemsError
        If the file is no workbook of ours, a sheet or column is missing, or a cell holds what Excel has
        made of a text: a number with a fraction, a date, a formula.
    """
    book, read = opened(path), Book(shown(path))
    _read_hidden(book[HIDDEN], read)
    known = {name.casefold(): name for name in all_columns()}
    for page in book.worksheets:
        name = known.get(page.title.strip().casefold())
        if name:
            _read_page(page, name, read)
        elif page.title not in (HIDDEN, *LOOK_UP):
            read.own.append(f"the sheet {page.title}")
    for name in all_columns().keys() - read.rows.keys():
        own = [page.title for page in book.worksheets if page.title not in (HIDDEN, *LOOK_UP)]
        near = [title for title in own if name in title.casefold() and title not in read.rows]
        near = near or get_close_matches(name, own, n=1)
        remedy = f"is it the sheet {near[0]!r}? Name it {name}" if near else "copy it over from a new export"
        read.problems.append(CellProblem(read.file, 0, 0, f"the sheet {name} is missing", remedy))
    if read.problems:
        raise ProblemsError(read.problems)
    return read


def _read_hidden(page: Worksheet, read: Book) -> None:
    """The texts that the files had."""
    try:
        for row in page.iter_rows(values_only=True):
            name, *chunks = [str(cell) for cell in row if cell is not None] or [""]
            if name:
                read.texts[name] = str(json.loads("".join(chunks)))
        read.review = read.texts.pop("review")
        read.passages = read.texts.pop("passages.csv")
    except (ValueError, KeyError):
        what = f"the hidden sheet {HIDDEN} was changed"
        raise ProblemsError(
            [CellProblem(read.file, 0, 0, what, "begin with a new export, and copy your rows over")]
        ) from None


# --- Sheets ---


def _read_page(page: Worksheet, name: str, read: Book) -> None:
    if page.max_row > _MOST_ROWS:
        what, remedy = "the sheet has too many rows", "delete the empty rows below the records"
        read.problems.append(CellProblem(read.file, page.max_row, 1, what, remedy, name))
        read.rows[name] = {}
        return
    for merged in page.merged_cells.ranges:
        what, remedy = f"the cells {merged.coord} are merged", "unmerge them, and give each row its value"
        read.problems.append(CellProblem(read.file, merged.min_row, merged.min_col, what, remedy, name))
    cells = [list(row) for row in page.iter_rows()]
    if name == "review":
        _read_upright(cells, read)
    else:
        _read_across(cells, name, read)


def _read_upright(cells: Sequence[Sequence[Any]], read: Book) -> None:
    """The sheet of the review itself, with a row a key."""
    above = _above("review", cells)
    keys = [*[""] * (above + 1), *(_text(row[0], "review", read) for row in cells[above + 1 :])]
    columns = _named("review", keys, read)
    told = {key: _text(cells[number - 1][1], "review", read) if len(cells[number - 1]) > 1 else ""
            for key, number in columns.items()}  # fmt: skip
    read.rows["review"] = {1: {key: text for key, text in told.items() if text}}


def _read_across(cells: Sequence[Sequence[Any]], name: str, read: Book) -> None:
    """A sheet with a row a record."""
    above = _above(name, cells)
    columns = _named(name, [_text(cell, name, read) for cell in cells[above]] if cells else [], read, above + 1)
    read.rows[name] = {}
    for number, row in enumerate(cells[above + 1 :], start=above + 2):
        told = {column: _text(row[at - 1], name, read) for column, at in columns.items()}
        if any(told.values()):
            read.rows[name][number] = {column: text for column, text in told.items() if text}


def _above(sheet: str, cells: Sequence[Sequence[Any]]) -> int:
    """Rows above the headers: one where the banner of an unpublished review stands there, else none."""
    wanted = {"key"} if sheet == "review" else set(all_columns()[sheet])
    first, second = [{str(cell.value).strip().casefold() for cell in row} for row in [*cells[:2], (), ()][:2]]
    return 1 if second & wanted and not first & wanted else 0


def _named(sheet: str, heads: Sequence[str], read: Book, row: int = 1) -> dict[str, int]:
    """The number of each column of a sheet, whose headers stand in a row, or of each row of ``review``, by its name."""
    wanted = all_columns()[sheet]
    found = read.columns[sheet] = {}
    own = []
    for number, head in enumerate(heads, start=1):
        name = head.casefold()
        at = (number, 1) if sheet == "review" else (row, number)
        if name in found:
            what, remedy = f"two headers are {name}", "delete or rename one of them"
            read.problems.append(CellProblem(read.file, *at, what, remedy, sheet))
        elif name in wanted:
            found[name] = number
        elif head:
            own.append(head)
    read.own += [f"the {'row' if sheet == 'review' else 'column'} {head} of the sheet {sheet}" for head in own]
    if missing := [name for name in wanted if name not in found]:
        near = get_close_matches(missing[0], own, n=1)
        remedy = f"is it {near[0]!r}? Name it {missing[0]}" if near else "put the header back; the cells may be empty"
        what = f"the header {', '.join(missing)} is missing"
        read.problems.append(CellProblem(read.file, row, 1, what, remedy, sheet))
    return found


def _text(cell: Any, sheet: str, read: Book) -> str:
    """The text of a cell; what Excel has made of a text is a problem."""
    value = cell.value
    if value is None or (isinstance(value, str) and cell.data_type not in ("f", "e")):
        return (value or "").strip()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return str(int(value))
    if cell.data_type == "f":
        wrong = "a formula stands here"
    elif cell.data_type == "e":
        wrong = f"Excel tells an error here ({value})"
    elif isinstance(value, datetime | date):
        wrong = f"Excel has made a date of this text ({value:%Y-%m-%d})"
    elif isinstance(value, time | timedelta):
        wrong = f"Excel has made a time of this text ({value})"
    else:
        wrong = f"Excel has made a number of this text ({value})"
    remedy = "format the cell as text and type the value again"
    read.problems.append(CellProblem(read.file, cell.row, cell.column, wrong, remedy, sheet))
    return ""
