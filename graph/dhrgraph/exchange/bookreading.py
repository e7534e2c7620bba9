"""A review's workbook read back: its cells as texts, each problem with its cell.

All sheets and columns of `dhrgraph.exchange.sheetlayout` must be there, in whatever order, so that no
value is lost with a column that was renamed. Others are the analyst's own; they are named and left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from dhrgraph.errors import ProblemsError, shown
from dhrgraph.exchange.bookcells import Page
from dhrgraph.exchange.bookplaces import letters_of
from dhrgraph.exchange.bookproblems import CellProblem, RefusedBookError
from dhrgraph.exchange.booksurvey import survey
from dhrgraph.exchange.bookxml import Budget, RefusedError, plain
from dhrgraph.exchange.sheetlayout import HIDDEN, LOOK_UP, Row, all_columns
from dhrgraph.texts import normalised

__all__ = ["Book", "read_book"]

_FEWER = "a review has far fewer: begin with a new export, and copy your rows over"
#: Of the larger packaged review there are 0.2 million, and 6,000.
_MOST_OLD, _MOST_VALUES = 4_000_000, 200_000
_APART = re.compile(r"[;,\n=]")
_MOST_RECORDS = 5_000  # of one kind; the larger of the packaged reviews has 105


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
    RefusedBookError
        If the file is no workbook that is safe to read, or is far too large.
    ProblemsError
        If it is none of ours, a sheet or column is missing, or a cell holds what Excel has made of a text: a
        number with a fraction, a date, a formula.
    """
    read = Book(shown(path))
    try:
        _read(survey(path, lambda title: _known(title) is not None).pages, read)
    except RefusedError as error:
        problem = CellProblem(read.file, error.row, error.column, error.what, error.remedy, plain(error.sheet))
        raise RefusedBookError([problem]) from None
    if read.problems:
        raise ProblemsError(read.problems)
    return read


def _read(pages: Sequence[Page], read: Book) -> None:
    _read_hidden(pages, read)
    _refuse_twice(pages, read)
    for page in pages:
        name = _known(page.title)
        if name and name != HIDDEN:
            _read_page(page, name, read)
        elif page.title not in (HIDDEN, *LOOK_UP):
            read.own.append(f"the sheet {plain(page.title)}")
    for name in all_columns().keys() - read.rows.keys():
        own = [page.title for page in pages if page.title not in LOOK_UP and not _known(page.title)]
        near = [title for title in own if name in title.casefold()] or get_close_matches(name, own, n=1)
        remedy = f"is it the sheet {plain(near[0])!r}? Name it {name}" if near else "copy it over from a new export"
        read.problems.append(CellProblem(read.file, 0, 0, f"the sheet {name} is missing", remedy))
    _refuse_too_much(read)


def _known(title: str) -> str | None:
    """The name of a sheet that is read, by its title."""
    name = normalised(title).casefold()
    return name if name in all_columns() or name == HIDDEN else None


def _refuse_twice(pages: Sequence[Page], read: Book) -> None:
    names = [name for page in pages if (name := _known(page.title))]
    for name in {name for name in names if names.count(name) > 1}:
        what, remedy = f"two sheets are named {name}", "rename the one that is your own, or delete it"
        read.problems.append(CellProblem(read.file, 0, 0, what, remedy))


def _read_hidden(pages: Sequence[Page], read: Book) -> None:
    """The texts that the files had."""
    page = next((page for page in pages if _known(page.title) == HIDDEN), None)
    if page is None:
        remedy = "begin with a workbook of dhrgraph: dhrgraph export workbook"
        raise ProblemsError([CellProblem(read.file, 0, 0, "this workbook was not made by dhrgraph", remedy)])
    try:
        if page.faults or any(cell.wrong for row in page.rows.values() for cell in row.values()):
            raise ValueError(HIDDEN)
        for row in page.rows.values():
            name, *chunks = [row[column].text for column in sorted(row)]
            text = json.loads("".join(chunks))
            if name in read.texts or not isinstance(text, str):
                raise ValueError(name)
            text.encode()  # half of a sign is none
            read.texts[name] = text
        read.review = read.texts.pop("review")
        read.passages = read.texts.pop("passages.csv")
    except (ValueError, KeyError, RecursionError):
        what = f"the hidden sheet {HIDDEN} was changed"
        raise ProblemsError(
            [CellProblem(read.file, 0, 0, what, "begin with a new export, and copy your rows over")]
        ) from None


def _refuse_too_much(read: Book) -> None:
    """Refuse what would take for ever to check: cells that hold thousands of values, and endless old texts."""
    Budget(_MOST_OLD, "characters on its hidden sheet", _FEWER).spend(sum(map(len, read.texts.values())))
    values = Budget(_MOST_VALUES, "values in its records", _FEWER)
    for rows in read.rows.values():
        for row in rows.values():
            values.spend(sum(len(_APART.findall(text)) + 1 for text in row.values()))


# --- Sheets ---


def _read_page(page: Page, name: str, read: Book) -> None:
    for fault in page.faults:
        read.problems.append(CellProblem(read.file, fault.row, fault.column, fault.what, fault.remedy, name))
    for place, row, column in page.merged:
        what, remedy = f"the cells {place} are merged", "unmerge them, and give each row its value"
        read.problems.append(CellProblem(read.file, row, column, what, remedy, name))
    if name == "review":
        _read_upright(page, read)
    else:
        _read_across(page, name, read)


def _read_upright(page: Page, read: Book) -> None:
    """The sheet of the review itself, with a row a key."""
    above = _above(page, "review")
    heads = {number: _text(page, number, 1, "review", read) for number in sorted(page.rows) if number > above + 1}
    columns = _named("review", heads, read)
    said = {key: _text(page, number, 2, "review", read) for key, number in columns.items()}
    read.rows["review"] = {1: {key: text for key, text in said.items() if normalised(text)}}


def _read_across(page: Page, name: str, read: Book) -> None:
    """A sheet with a row a record."""
    row = _above(page, name) + 1
    heads = {number: _text(page, row, number, name, read) for number in sorted(page.rows.get(row, {}))}
    columns = _named(name, heads, read, row)
    rows = read.rows[name] = {}
    nameless: set[int] = set()
    for number in sorted(each for each in page.rows if each > row):
        said = {column: _text(page, number, at, name, read) for column, at in columns.items()}
        if any(map(normalised, said.values())):
            rows[number] = {column: text for column, text in said.items() if normalised(text)}
        nameless |= {at for at in page.rows[number] if not heads.get(at)}
    read.own += [f"the column {letters_of(at)} of the sheet {name}, without a header" for at in sorted(nameless)]
    if len(rows) > _MOST_RECORDS:
        what, remedy = f"the sheet has more than {_MOST_RECORDS:,} records", "delete those that are not of this review"
        raise RefusedError(what, remedy, name, list(rows)[_MOST_RECORDS], 1)


def _above(page: Page, sheet: str) -> int:
    """Rows above the headers: one where the banner of an unpublished review stands there, else none."""
    wanted = {"key"} if sheet == "review" else set(all_columns()[sheet])
    first, second = ({normalised(cell.text).casefold() for cell in page.rows.get(row, {}).values()} for row in (1, 2))
    return 1 if second & wanted and not first & wanted else 0


def _named(sheet: str, heads: Mapping[int, str], read: Book, row: int = 1) -> dict[str, int]:
    """The number of each column of a sheet, the headers of which stand in a row, or of each row of ``review``."""
    wanted = all_columns()[sheet]
    found = read.columns[sheet] = {}
    own = []
    for number, head in heads.items():
        name = normalised(head).casefold()
        at = (number, 1) if sheet == "review" else (row, number)
        if name in found:
            what, remedy = f"two headers are {name}", "delete or rename one of them"
            read.problems.append(CellProblem(read.file, *at, what, remedy, sheet))
        elif name in wanted:
            found[name] = number
        elif head:
            own.append(plain(head))
    read.own += [f"the {'row' if sheet == 'review' else 'column'} {head} of the sheet {sheet}" for head in own]
    if missing := [name for name in wanted if name not in found]:
        near = get_close_matches(missing[0], own, n=1)
        remedy = f"is it {near[0]!r}? Name it {missing[0]}" if near else "put the header back; the cells may be empty"
        what = f"the header {', '.join(missing)} is missing"
        read.problems.append(CellProblem(read.file, row, 1, what, remedy, sheet))
    return found


def _text(page: Page, row: int, column: int, sheet: str, read: Book) -> str:
    """The text of a cell; what is wrong with it is a problem."""
    cell = page.rows.get(row, {}).get(column)
    if cell is None:
        return ""
    if cell.wrong:
        read.problems.append(CellProblem(read.file, row, column, cell.wrong, cell.remedy, sheet))
    return cell.text.strip()
