"""The cells of tables on a page: fragments cut to pieces, and pieces put into rows and columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from dhrgraph.documents.lines import clean
from dhrgraph.documents.pages import Fragment
from dhrgraph.documents.tables import is_date

__all__ = ["Grid", "cut_at", "row_of", "rows_by_first"]


@dataclass(slots=True)
class Grid:
    """A table: the fragments that it is made of, its rows, and where its columns begin.

    Lines within a cell are joined by line feeds. Only a table without drawn lines has columns.
    """

    fragments: list[Fragment]
    rows: list[tuple[str, ...]]
    columns: tuple[float, ...] = ()


def cut_at(f: Fragment, breaks: Sequence[tuple[int, float, float]]) -> list[Fragment]:
    """A fragment cut at some of its wider spaces."""
    pieces = []
    start, left = 0, f.x0
    for at, right, following in breaks:
        pieces.append(replace(f, text=f.text[start:at], x0=left, x1=right, breaks=[]))
        start, left = at, following
    pieces.append(replace(f, text=f.text[start:], x0=left, breaks=[]))
    return [piece for piece in pieces if piece.text.strip()]


def _column(piece: Fragment, xs: Sequence[float]) -> int:
    middle = min((piece.x0 + piece.x1) / 2, piece.x0 + 4 * piece.size)
    return max(0, min(sum(1 for x in xs if x <= middle) - 1, len(xs) - 2))


def row_of(pieces: Sequence[Fragment], xs: Sequence[float]) -> tuple[str, ...]:
    """The cells of a row, from its pieces and the sides of its columns."""
    cells: list[list[Fragment]] = [[] for _ in xs[1:]]
    for piece in pieces:
        cells[_column(piece, xs)].append(piece)
    return tuple(_cell(cell) for cell in cells)


def _cell(pieces: list[Fragment]) -> str:
    """The text of a cell: its lines from above, a line feed between them."""
    pieces.sort(key=lambda p: (-round(p.y), p.x0))
    lines = [" ".join(clean(p.text) for p in line) for _, line in groupby(pieces, key=lambda p: round(p.y))]
    return "\n".join(line for line in lines if line)


def rows_by_first(pieces: Sequence[Fragment], xs: Sequence[float]) -> list[list[Fragment]]:
    """Rows where no lines stand between them: one begins after a wider space, or where the first column does."""
    rows: list[list[Fragment]] = []
    ordered = sorted(pieces, key=lambda p: (-p.y, p.x0))
    lines = [list(line) for _, line in groupby(ordered, key=lambda p: round(p.y / 2))]
    leads = [one[0].y - two[0].y for one, two in pairwise(lines)]
    leading = min((lead for lead in leads if lead > 4), default=12.0)
    wide = [True, *(lead > 1.2 * leading for lead in leads)]
    spaced = sum(wide) > 1
    for line, apart in zip(lines, wide, strict=True):
        first = [p for p in line if _column(p, xs) == 0]
        begins = apart if spaced else bool(first) and (is_date(first[0].text) or not is_date(_text(rows, xs)))
        if not rows or begins:
            rows.append([])
        rows[-1] += line
    return rows


def _text(rows: list[list[Fragment]], xs: Sequence[float]) -> str:
    """The text of the first cell of the last row."""
    return " ".join(p.text for p in rows[-1] if _column(p, xs) == 0) if rows else ""
