"""Tables of a plain text: cells set apart by spaces, or each on a line of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dhrgraph.documents import markers
from dhrgraph.documents.lines import Line, clean
from dhrgraph.documents.tables import is_date

__all__ = ["aligned", "unflattened"]

_PART = re.compile(r"\S(?:.*?\S)?(?=\s{3,}|\s*$)")
_DATE_COLUMN = re.compile(r"^(?:date|date and time|date/time|date of (?:contact|event)|when|year)s?$", re.IGNORECASE)
_COLUMN = re.compile(
    r"\b(?:agency|agencies|organi[sz]ation|service|source|event|contact|details?|description|comments?|outcome|action"
    r"|response|information|notes?|type|analysis|who|what|person|significance|learning)\b",
    re.IGNORECASE,
)
#: How far to the side the texts of one column may begin, in characters.
SIDE = 1
#: Words of a column's name, words of a date, and lines of a row, at most.
NAME_WORDS, DATE_WORDS, ROW_LINES = 4, 5, 40


def aligned(raw: Sequence[str]) -> dict[int, tuple[str, ...]]:
    r"""The rows of tables whose cells stand below each other, by the line in which each begins.

    A line that only goes on with the cells above has no cells of its own here: an empty tuple.

    Examples
    --------
    >>> aligned(["Date      Agency    Event", "3 May     GP        She", "                    came."])
    {0: ('Date', 'Agency', 'Event'), 1: ('3 May', 'GP', 'She\ncame.'), 2: ()}
    """
    found: dict[int, tuple[str, ...]] = {}
    at = 0
    while at < len(raw):
        columns = [part.start() for part in _parts(raw[at])]
        rows, end = _rows(raw, at, columns) if len(columns) > 2 else ({}, at + 1)
        if sum(map(bool, rows.values())) > 1:
            found |= rows
        at = max(end, at + 1)
    return found


def _parts(line: str) -> list[re.Match[str]]:
    return list(_PART.finditer(line)) if "   " in line and len(line) < 1000 else []


def _rows(raw: Sequence[str], at: int, columns: list[int]) -> tuple[dict[int, tuple[str, ...]], int]:
    """The rows of a table that begins at a line, and where it ends."""
    rows: dict[int, list[list[str]]] = {}
    places: dict[int, int] = {}
    row = blank = at
    for here in range(at, len(raw)):
        if not raw[here].strip():
            blank += 1
            if blank - here > 1:
                break
            continue
        parts = _parts(raw[here]) or list(re.finditer(r"\S.*\S|\S", raw[here]))
        where = [next((c for c, x in enumerate(columns) if abs(part.start() - x) <= SIDE), None) for part in parts]
        if None in where or (len(parts) == 1 and where[0] == 0):
            return _cells(rows, places), here
        if where[0] == 0:
            row = here
            rows[row] = [[] for _ in columns]
        for column, part in zip(where, parts, strict=True):
            rows[row][column or 0] += [text] if (text := clean(part[0])) else []
        places[here] = row
        blank = here
    return _cells(rows, places), len(raw)


def _cells(rows: dict[int, list[list[str]]], places: dict[int, int]) -> dict[int, tuple[str, ...]]:
    return {here: tuple(map("\n".join, rows[here])) if here == row else () for here, row in places.items()}


def unflattened(lines: Sequence[Line]) -> list[Line]:
    """Lines with the rows of chronologies made of which a converter has set each cell on a line of its own.

    Such a table is known by the names of its columns, a date first, one below the other. A row begins with each line
    that tells a date alone. Where a row has more lines than columns, those that begin small go on with the line
    before, and what is left over belongs to the column before the last.
    """
    made: list[Line] = []
    at = 0
    while at < len(lines):
        names = _names(lines, at)
        rows, end = _flat_rows(lines, at + len(names), len(names)) if len(names) > 2 else ([], at + 1)
        if len(rows) < 2:
            made.append(lines[at])
            at += 1
            continue
        for cells in [names, *rows]:
            texts = tuple(cell.text for cell in cells)
            table = -(at + 1)  # apart from all other tables
            made.append(
                replace(cells[0], text="\t".join(texts), role="row", cells=texts, table=table, header=cells is names)
            )
        at = end
    return made


def _names(lines: Sequence[Line], at: int) -> list[Line]:
    """The names of columns that stand one below the other from a line on."""
    if lines[at].role != "text" or not _DATE_COLUMN.match(lines[at].text):
        return []
    names = [lines[at]]
    for line in lines[at + 1 : at + 8]:
        if line.role != "text" or len(line.text.split()) > NAME_WORDS or not _COLUMN.search(line.text):
            break
        names.append(line)
    return names


def _opens_row(line: Line) -> bool:
    return line.role == "text" and len(line.text.split()) <= DATE_WORDS and is_date(line.text)


def _flat_rows(lines: Sequence[Line], at: int, columns: int) -> tuple[list[list[Line]], int]:
    """The rows that follow the names of columns, and where they end."""
    rows: list[list[Line]] = []
    while at < len(lines) and _opens_row(lines[at]):
        row = [lines[at]]
        at += 1
        while at < len(lines) and not _opens_row(lines[at]) and len(row) < ROW_LINES:
            line = lines[at]
            number = markers.number(line)
            if line.role != "text" or line.heading or (number and number.level > 1) or markers.appendix(line.text):
                break
            if number and len(row) >= columns:
                break
            row = [*row[:-1], _joined(row[-1], line)] if line.text[:1].islower() and len(row) > 1 else [*row, line]
            at += 1
        rows.append(_fitted(row, columns))
    return rows, at


def _joined(one: Line, other: Line) -> Line:
    return replace(one, text=f"{one.text} {other.text}")


def _fitted(row: list[Line], columns: int) -> list[Line]:
    while len(row) > columns:
        row = [*row[: columns - 2], _joined(row[columns - 2], row[columns - 1]), *row[columns:]]
    return row + [Line("") for _ in range(columns - len(row))]
