"""A workbook with its problems marked where they stand."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from dhrgraph.errors import Problem
from dhrgraph.exchange.bookplain import plain_book
from dhrgraph.exchange.bookproblems import CellProblem
from dhrgraph.exchange.bookstyle import note, plain, printed, sized
from dhrgraph.exchange.booksurvey import survey
from dhrgraph.exchange.sheetlayout import PROBLEMS

__all__ = ["marked"]

_AUTHOR = "problem"
_COPY = "correct the workbook that you have, or begin with a new export and copy your rows over"
_RED = "C0392B"
_WRONG = PatternFill("solid", fgColor="F8C9C4")
_NONE = PatternFill()
_LINK = Font(name="Calibri", size=11, underline="single", color="0B5CAD")


def marked(path: Path, problems: Iterable[Problem]) -> bytes:
    """The workbook with each problem marked in its cell: red, with what is wrong and what to do.

    The first sheet lists them all, each with a link to its cell. Marks of an import before go. A workbook that
    openpyxl cannot open, or would take for ever to, is made anew from its texts.

    Raises
    ------
    RefusedError
        If it is too large or not safe to be read.
    """
    found = survey(path, lambda title: True)
    said = sorted(problem for problem in problems if isinstance(problem, CellProblem))
    if not found.spread:
        with suppress(Exception):  # what damaged parts raise is of a dozen kinds
            return _marked(_opened(path), said)
    note_of_it = CellProblem("", 0, 0, "this copy has the texts of the workbook and not its look", _COPY)
    return _marked(plain_book(found.pages), [note_of_it, *said])


def _opened(path: Path) -> Workbook:
    """The workbook of a file that was surveyed, as openpyxl reads it.

    Raises
    ------
    Exception
        Of whatever kind, where openpyxl cannot read it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts that are dropped and not read here
        book: Workbook = load_workbook(path)
    return book


def _marked(book: Workbook, problems: list[CellProblem]) -> bytes:
    _clean(book)
    pages = {page.title.strip().casefold(): page for page in book.worksheets}
    for problem in problems:
        if page := pages.get(problem.sheet):
            _mark(page, problem)
    _list(book, problems, {name: page.title for name, page in pages.items()})
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _clean(book: Workbook) -> None:
    """Take off the marks of an import before, and give comments their size, which a file read has lost."""
    if PROBLEMS in book.sheetnames:
        del book[PROBLEMS]
    for page in book.worksheets:
        if page.sheet_properties.tabColor and page.sheet_properties.tabColor.rgb == f"00{_RED}":
            page.sheet_properties.tabColor = None
        for cell in list(page._cells.values()):  # those that exist: a sheet with one far cell has millions of places
            if isinstance(cell, Cell) and cell.comment:
                if cell.comment.author == _AUTHOR:
                    cell.comment, cell.fill = None, _NONE
                else:
                    cell.comment = note(cell.comment.text, cell.comment.author)


def _mark(page: Worksheet, problem: CellProblem) -> None:
    place = page[problem.cell]
    if not isinstance(place, Cell):  # within merged cells, the first of which holds the value
        merged = next(each for each in page.merged_cells.ranges if problem.cell in each)
        place = page.cell(merged.min_row, merged.min_col)
        assert isinstance(place, Cell)
    said = f"{place.comment.text}\n" if place.comment and place.comment.author == _AUTHOR else ""
    place.comment = note(f"{said}{problem.what}: {problem.remedy}", _AUTHOR)
    place.fill = _WRONG
    page.sheet_properties.tabColor = _RED


def _list(book: Workbook, problems: list[CellProblem], titles: dict[str, str]) -> None:
    page = book.create_sheet(PROBLEMS, 0)
    rows = [[f"{one.sheet}!{one.cell}" if one.sheet else "", one.what, one.remedy] for one in problems]
    rows = [["cell", "what is wrong", "what to do"], *rows]
    plain(page, rows)
    sized(page, rows)
    for number, one in enumerate(problems, start=2):
        if one.sheet in titles:
            page.cell(number, 1).hyperlink = f"#'{titles[one.sheet]}'!{one.cell}"
            page.cell(number, 1).font = _LINK
    printed(page)
    page.HeaderFooter.oddHeader = book.worksheets[1].HeaderFooter.oddHeader  # the banner, where there is one
    page.freeze_panes = "A2"
    page.sheet_properties.tabColor = _RED
    book.active = 0
