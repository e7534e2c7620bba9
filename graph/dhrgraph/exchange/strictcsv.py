"""CSV files of others, read strictly: every fault has its line and column.

What a spreadsheet program does to a file on its way (a byte order mark, other line ends, empty lines)
is taken as it is. What could change a value (another encoding or separator, a cell too few) is a fault.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from dhrgraph.errors import Problem
from dhrgraph.texts import forbidden, named, normalised

__all__ = ["MAX_BYTES", "Row", "read"]

MAX_BYTES = 20_000_000
_MOST_LINES = 20_000  # the dataset has 648, of at most 400 characters
_LONGEST_LINE = 10_000
_LINE_END = re.compile(r"\r\n|\n|\r")
_CELL = re.compile(r'("(?:[^"]|"")*"|[^,]*)(?:,|$)')
_UNDECODED = re.compile(r"[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the header.

    Parameters
    ----------
    line : int
        Its line in the file, counted from 1.
    cells : dict
        The text of each known column, without white space around it.
    columns : dict
        Where the cell of each known column begins in the line, counted from 1.
    """

    line: int
    cells: dict[str, str]
    columns: dict[str, int]


def read(data: bytes, file: str, names: Sequence[str]) -> tuple[list[Row], list[Problem]]:
    """The rows of a file with these columns, in any order, and all that is wrong with it.

    Parameters
    ----------
    data : bytes
        The file's content.
    file : str
        Its name, for the problems.
    names : sequence of str
        The columns that it must have; it may have no other.

    Returns
    -------
    rows : list of Row
        Those that could be read.
    problems : list of Problem
    """
    whole = _unreadable(data)
    if whole:
        return [], [Problem(file, 1, 1, *whole)]
    reader = _Reader(file, names)
    lines = _LINE_END.split(data.decode("utf-8-sig", "surrogateescape"))
    if len(lines) > _MOST_LINES:
        what = f"the file has {len(lines):,} lines, more than {_MOST_LINES:,}"
        return [], [Problem(file, _MOST_LINES + 1, 1, what, "look at what it holds")]
    rows = list(reader.rows((number, line) for number, line in enumerate(lines, start=1) if line.strip()))
    return rows, reader.problems


def _unreadable(data: bytes) -> tuple[str, str] | None:
    """What is wrong with a file that is not even text, and the remedy."""
    save = "save it as CSV with the encoding UTF-8"
    if len(data) > MAX_BYTES:
        return f"the file has more than {MAX_BYTES:,} bytes", "look at what it holds"
    if data.startswith(b"PK"):
        return "this is a workbook or an archive, not CSV", f"take the CSV out of it, or {save}"
    if b"\0" in data:
        return "this is not UTF-8 text (it may be UTF-16)", save
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        return "the file is empty", "take the file as its makers publish it"
    return None


class _Reader:
    """Reads line by line and collects what is wrong."""

    def __init__(self, file: str, names: Sequence[str]) -> None:
        self.file = file
        self.names = names
        self.problems: list[Problem] = []

    def rows(self, lines: Iterator[tuple[int, str]]) -> Iterator[Row]:
        """The rows below the header that could be read."""
        number, line = next(lines)
        header = self._header(number, line)
        found = False
        for number, line in lines:
            found = True
            cells = self._cells(number, line) if header else None
            if cells is None:
                continue
            if len(cells) != len(header):
                what = f"the row has {len(cells)} cells, the header {len(header)}"
                self._tell(number, 1, what, "look whether it is cut off, or has a comma too many or too few")
                continue
            placed = [(name, *cell) for name, cell in zip(header, cells, strict=True) if name in self.names]
            texts = {name: text for name, text, _ in placed}
            yield Row(number, texts, {name: column for name, _, column in placed})
        if not found:
            self._tell(number, 1, "the file has a header and no row", "take the file as its makers publish it")

    def _header(self, number: int, line: str) -> list[str]:
        """The names of the columns; none where no row can be read by them."""
        cells = self._cells(number, line) or []
        other = next((sign for sign in ";\t|" if len(cells) == 1 and sign in line), None)
        if other:
            sign = "tabs" if other == "\t" else other
            self._tell(number, 1, f"the cells are separated by {sign}, not by commas", "save it as CSV with commas")
            return []
        header = [text for text, _ in cells]
        missing = [name for name in self.names if name not in header]
        for index, (name, column) in enumerate(cells):
            if name in header[:index]:
                self._tell(number, column, f"the column {name!r} stands twice", "keep the one that is right")
            elif name not in self.names:
                near = get_close_matches(name, missing, n=1)
                missing = [one for one in missing if one not in near]
                hint = f"did you mean {near[0]!r}?" if near else f"the columns are {', '.join(self.names)}"
                self._tell(number, column, f"unknown column {name!r}", hint)
        for name in missing:
            self._tell(number, 1, f"the column {name!r} is missing", "take the file as its makers publish it")
        return header if set(header) & set(self.names) else []

    def _cells(self, number: int, line: str) -> list[tuple[str, int]] | None:
        """The cells of a line, each with the column where it begins; None where it cannot be read."""
        if len(line) > _LONGEST_LINE:
            what = f"the line has {len(line):,} characters, more than {_LONGEST_LINE:,}"
            self._tell(number, 1, what, "look whether lines ran together, or a quote is not closed")
            return None
        undecoded = _UNDECODED.search(line)
        if undecoded:
            self._tell(number, undecoded.start() + 1, "this is not UTF-8 text", "save the file with the encoding UTF-8")
            return None
        bad = forbidden(normalised(line))
        if bad:
            self._tell(number, line.find(bad) + 1, f"the character {named(bad)} may not stand in a text", "delete it")
            return None
        try:
            texts = next(csv.reader([line], strict=True))
        except csv.Error:
            remedy = "close the quote in the line where it is opened; write two for a quote inside a cell"
            self._tell(number, line.find('"') + 1, "a quoted cell does not end as it should", remedy)
            return None
        columns = [match.start() + 1 for match in _CELL.finditer(line)]
        return [(normalised(text), column) for text, column in zip(texts, columns, strict=False)]

    def _tell(self, line: int, column: int, what: str, remedy: str) -> None:
        self.problems.append(Problem(self.file, line, column, what, remedy))
