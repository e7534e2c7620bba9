"""The rows of tables: which row is the header, which go on over a page, which tables tell dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dhrgraph.documents import markers
from dhrgraph.documents.lines import Line, ends_whole

__all__ = ["dated", "is_date", "prepared"]

_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b"
    r"|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"^\d{1,3}(?:\.\d{1,3})+\.?$")
_LABEL = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3})*\.?|\(?[a-z]{1,4}\))?$")
#: Words that the name of a column and a cell with a date have at most.
HEADER_WORDS = 8
#: Letters of a column's name that a point shortens, such as ``Rec.``, with the point.
ABBREVIATED = 5


def prepared(lines: Sequence[Line]) -> list[Line]:
    """Lines with their tables made whole.

    Parts of a table on several pages become one table, its header is known and stands once, and a row that goes on
    over a page is one row. Rows of a table that tells dates are sure (`Line.flat` is false) also in a plain text.
    """
    made: list[Line] = []
    tables: list[list[Line]] = []
    slots: dict[int, int] = {}  # place among the made lines to table
    before: int | None = None
    looked = -1
    for line in lines:
        if line.role != "row":
            made.append(line)
            continue
        if looked != len(made):  # what stands before has changed
            before, looked = _before(made, slots), len(made)
        if before is None or not _goes_on(tables[before], line):
            slots[len(made)] = before = len(tables)
            made.append(line)
            tables.append([])
            looked = len(made)
        tables[before].append(line)
    whole: list[Line] = []
    for at, line in enumerate(made):
        whole += _table(tables[slots[at]], slots[at] + 1) if at in slots else [line]
    return whole


def _before(made: list[Line], slots: dict[int, int]) -> int | None:
    """The table that stands directly before, but for footnotes, if one does."""
    for at in range(len(made) - 1, -1, -1):
        if at in slots:
            return slots[at]
        if made[at].text and made[at].role != "footnote" and not markers.footnote(made[at]):
            return None
    return None


def _goes_on(table: list[Line], line: Line) -> bool:
    """Whether a row belongs to the table before it."""
    first, last = table[0], table[-1]
    if line.table == last.table:
        return True
    if _same(line.cells, first.cells):
        return True
    near = line.page == last.page + 1 or not line.page
    return near and len(line.cells) == len(last.cells) and not line.header


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return [c.lower() for c in one] == [c.lower() for c in other]


def _is_header(line: Line) -> bool:
    """Whether a first row reads like the names of columns."""
    if line.header:
        return True
    cells = line.cells
    return len(cells) > 1 and all(
        cell
        and len(cell.split()) <= HEADER_WORDS
        and (cell[-1] not in ".;" or len(cell) <= ABBREVIATED)
        and not re.search(r"\d", cell)
        for cell in cells
    )


def _table(rows: list[Line], table: int) -> Iterator[Line]:
    head = rows[0] if len(rows) > 1 and _is_header(rows[0]) else None
    body: list[Line] = []
    page = 0  # on which the last row ends
    for at, row in enumerate(rows):
        if head and (at == 0 or _same(row.cells, head.cells) or (row.header and not head.header)):
            continue
        if body and row.page > page and _is_rest(row, body[-1]):
            body[-1] = _joined(body[-1], row)
        else:
            body.append(row)
        page = row.page
    if not head and _is_layout(body):
        yield from (
            replace(row, text=row.cells[1], label=row.cells[0], role="text", gap=True, cells=()) for row in body
        )
        return
    flat = rows[0].flat and not dated([row.cells for row in body], head.cells if head else ())
    if head:
        yield replace(head, header=True, table=table, flat=flat)
    for row in body:
        yield replace(row, header=False, table=table, flat=flat)


def _is_layout(rows: Sequence[Line]) -> bool:
    """Whether a table only sets the numbers of paragraphs beside their texts."""
    numbers = [row.cells[0] for row in rows if len(row.cells) == 2 and row.cells[1]]
    several = sum(1 for number in numbers if _SEVERAL.match(number))
    return len(numbers) == len(rows) and several * 10 > 6 * len(rows) and all(map(_LABEL.match, numbers))


def _is_rest(row: Line, before: Line) -> bool:
    """Whether the first row of a page is the rest of the last one of the page before."""
    if len(row.cells) != len(before.cells) or not any(row.cells):
        return False
    first, *others = row.cells
    if not first or all(not cell or cell[0].islower() for cell in row.cells):
        return True
    # the rest of a name: short, alone in its row, and no date
    named = bool(before.cells[0]) and not ends_whole(before.cells[0]) and any(before.cells[1:])
    return named and not any(others) and len(first.split()) <= HEADER_WORDS and not is_date(first)


def _joined(row: Line, rest: Line) -> Line:
    cells = tuple(f"{a} {b}".strip() for a, b in zip(row.cells, rest.cells, strict=True))
    return replace(row, cells=cells, text="\t".join(cells))


def is_date(cell: str) -> bool:
    """Whether a cell tells a date and little else.

    Examples
    --------
    >>> is_date("12 May 2014"), is_date("03/06/14, 22:10"), is_date("She attended.")
    (True, True, False)
    """
    return len(cell.split()) <= HEADER_WORDS and bool(_DATE.search(cell))


def dated(rows: Sequence[tuple[str, ...]], columns: tuple[str, ...] = ()) -> bool:
    """Whether the rows of a table each tell a date in one of the first two columns, as a chronology does.

    Examples
    --------
    >>> dated([("3 May 2014", "GP", "She attended."), ("June 2014", "Police", "He was arrested.")])
    True
    """
    if not rows:
        return False
    for column in (0, 1):
        cells = [row[column] for row in rows if len(row) > column and row[column]]
        named = len(columns) > column and re.search(
            r"\b(?:date|when|year|month|time)\b", columns[column], re.IGNORECASE
        )
        share = sum(map(is_date, cells))
        if cells and (share * 10 >= len(cells) * 6 or (named and column == 0 and share)):
            return True
    return False
