"""The cells of a sheet, streamed: only those that exist, each with its text or what is wrong with it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from dhrgraph.exchange.bookparts import Parts, Texts
from dhrgraph.exchange.bookplaces import letters_of, number_of
from dhrgraph.exchange.booktyped import Typed, typed
from dhrgraph.exchange.bookxml import Budget, Handler, RefusedError, plain

__all__ = ["Budgets", "Cell", "Fault", "Page", "Sheets"]

_MOST_COLUMNS, _MOST_ROWS = 16_384, 1_048_576  # of Excel
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_NUMBER = re.compile(r"[1-9][0-9]{0,6}")
_ORDER = "open it in Excel, let Excel repair it, and save it anew"
_LONGEST_VALUE = 100_000  # characters, after which no more are read: far more than a cell can hold
_MOST_FAULTS = 100  # that are shown of one sheet
_SMALLER = "a review's workbook has far fewer: delete what is no record, or begin with a new export"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds something.

    Parameters
    ----------
    text : str
        What it says; empty where something is wrong.
    wrong, remedy : str
        What is wrong with it, and what to do; empty where nothing is.
    """

    text: str
    wrong: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong with a sheet at a place of it."""

    row: int
    column: int
    what: str
    remedy: str


@dataclass(slots=True)
class Page:
    """A sheet.

    Parameters
    ----------
    title : str
    rows : dict
        Its cells by row and column, where they were to be kept.
    merged : list of tuple
        The ranges of merged cells, with their first row and column.
    faults : list of Fault
        What is wrong with its layout.
    """

    title: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=lambda: defaultdict(dict))
    merged: list[tuple[str, int, int]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class Budgets:
    """What all sheets of a workbook together may have.

    The larger of the packaged reviews has 6,701 cells with 0.9 million characters.
    """

    def __init__(self) -> None:
        self.cells = Budget(500_000, "cells", _SMALLER)
        self.rows = Budget(300_000, "rows", _SMALLER)
        self.ranges = Budget(50_000, "ranges of merged or linked cells", _SMALLER)
        self.characters = Budget(20_000_000, "characters in its cells", _SMALLER)
        #: Cells that programs which read ranges cell by cell would go through, and formulas that they would write out.
        self.spread = 0


class Sheets(Handler):
    """Reads one sheet after another into pages."""

    def __init__(self, parts: Parts, budgets: Budgets) -> None:
        self.parts, self.budgets = parts, budgets
        self.page, self.keep = Page(""), False
        self.row = self.column = 0
        self.typed: Typed | None = None
        self.texts = Texts("is")

    def begin(self, title: str, *, keep: bool) -> Page:
        """Begin with a sheet; the cells of one that is not to be kept are only counted."""
        self.page, self.keep = Page(title), keep
        self.row = self.column = 0
        self.typed = None  # a sheet that was cut off may have left one
        return self.page

    # --- What the parser calls ---

    def start(self, path: list[str], attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        tag = path[-1]
        if tag == "c" and len(path) == 4 and path[1:3] == ["sheetData", "row"]:
            self._spend(self.budgets.cells)
            self._cell(attributes)
        elif tag == "row" and len(path) == 3 and path[1] == "sheetData":
            self._spend(self.budgets.rows)
            self._row(attributes)
        elif self.typed and tag == "f":
            self.typed.formula = True
            self.budgets.spread += attributes.get("t") == "shared"
        elif self.typed and tag == "is":
            self.texts = Texts("is")
            self.texts.start(path, attributes)
        elif tag == "mergeCell" and len(path) == 3:
            self._range(attributes, merged=True)
        elif tag == "hyperlink" and len(path) == 3:
            self._range(attributes, merged=False)

    def text(self, path: list[str], text: str) -> None:
        """Take text."""
        if self.typed:
            if path[-1] == "v" and len(path) == 5:
                before = self.typed.value or ""
                self.typed.value = before + text if len(before) <= _LONGEST_VALUE else before
            else:
                self.texts.text(path, text)

    def end(self, path: list[str]) -> None:
        """Take the end of an element."""
        if self.typed and path[-1] == "is":
            self.texts.end(path)
            self.typed.inline = self.texts.texts[-1]
        elif self.typed and path[-1] == "c" and len(path) == 4:
            text, wrong, remedy = typed(self.typed, self.parts)
            self._spend(self.budgets.characters, len(text))
            if (text or wrong) and self.keep:
                if self.column in self.page.rows[self.row]:
                    self._fault("this cell is in the file twice")
                self.page.rows[self.row][self.column] = Cell(text, wrong, remedy)
            self.typed = None

    # --- Places ---

    def _spend(self, budget: Budget, number: int = 1) -> None:
        try:
            budget.spend(number)
        except RefusedError as error:
            error.sheet, error.row, error.column = self.page.title, self.row, self.column
            raise

    def _row(self, attributes: dict[str, str]) -> None:
        said, before = attributes.get("r", str(self.row + 1)), self.row
        self.column = 0
        if not _NUMBER.fullmatch(said) or int(said) > _MOST_ROWS:
            self.row = min(before + 1, _MOST_ROWS)
            self._fault(f"a row has the number {plain(said)!r}")
            return
        self.row = int(said)
        if self.row <= before:
            self._fault(f"row {said} stands after row {before} in the file")

    def _cell(self, attributes: dict[str, str]) -> None:
        before, said = self.column, attributes.get("r")
        self.row = self.row or 1
        self.column = min(before + 1, _MOST_COLUMNS)
        if said is None:
            if before == _MOST_COLUMNS:
                self._fault("the row has more cells than a sheet has columns")
        else:
            match = _PLACE.fullmatch(said)
            column = number_of(match[1]) if match else 0
            if not match or column > _MOST_COLUMNS or int(match[2]) != self.row:
                self._fault(f"a cell of row {self.row} has the place {plain(said)!r}")
            else:
                self.column = column
                if column <= before:
                    self._fault(f"this cell stands after {letters_of(before)}{self.row} in the file")
        self.typed = Typed(attributes.get("t", "n"), attributes.get("s"))

    def _range(self, attributes: dict[str, str], *, merged: bool) -> None:
        self._spend(self.budgets.ranges)
        said = attributes.get("ref", "")
        corners = [_PLACE.fullmatch(corner) for corner in said.split(":")]
        if len(corners) > 2 or not all(corners):
            if merged:
                self.page.faults.append(Fault(1, 1, f"merged cells have the place {plain(said)!r}", _ORDER))
            self.budgets.spread += _MOST_ROWS
            return
        places = [(int(corner[2]), number_of(corner[1])) for corner in corners if corner]
        (top, left), (bottom, right) = places[0], places[-1]
        self.budgets.spread += (abs(bottom - top) + 1) * (abs(right - left) + 1)
        if merged and top <= _MOST_ROWS and left <= _MOST_COLUMNS:
            self.page.merged.append((said, top, left))

    def _fault(self, what: str) -> None:
        if self.keep and len(self.page.faults) < _MOST_FAULTS:
            self.page.faults.append(Fault(self.row, self.column or 1, what, _ORDER))
