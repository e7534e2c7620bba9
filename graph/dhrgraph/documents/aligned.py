"""Tables without drawn lines on a page: texts that stand beside each other, row after row, in the same columns.

1. A fragment opens a row if it has a wide space in it, or if one that follows soon stands on its line, to its right.
2. Rows that follow each other make a table. Their texts begin where columns begin; a place counts as a column if two
   rows have it.
3. What stands between and below the rows belongs to them as long as it begins at a column and ends before the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dhrgraph.documents.gridcells import Grid, cut_at, row_of, rows_by_first
from dhrgraph.documents.lines import clean
from dhrgraph.documents.pages import Fragment
from dhrgraph.documents.tables import is_date

__all__ = ["aligned_grids"]

#: How far to the side the texts of one column may begin, in points.
NEAR = 3.0
#: How many fragments a row has at most between its first cell and the first line of its last.
TALL = 40

_MARKER = re.compile(r"^(?:\(?[a-zA-Z0-9]{1,4}[).]|\d{1,3}(?:\.\d{1,3})*\.?|[•▪●o–-]|Recommendation \d+:?)$")


def aligned_grids(fragments: Sequence[Fragment], columns: Sequence[float]) -> Iterator[Grid]:
    """The tables among the fragments of a page.

    Parameters
    ----------
    fragments : sequence of Fragment
        The fragments, in the file's order.
    columns : sequence of float
        Where the columns of the table begin with which the page before ended; empty where it ended with none.
    """
    levels: dict[int, int] = {}  # the last fragment on each line
    for at, f in enumerate(fragments):
        levels[round(f.y)] = at
    opens = {
        at: xs
        for at, f in enumerate(fragments)
        if (f.breaks or any(levels.get(round(f.y) + side, 0) > at for side in (-1, 0, 1)))
        and (xs := _opens(fragments, at))
    }
    at = _rest(fragments, columns)
    if at:
        yield _grid(fragments[:at], columns)
    while at < len(fragments):
        grid, end = _table(fragments, opens, at) if at in opens else (None, at + 1)
        if grid:
            yield grid
        at = max(end, at + 1)


def _pieces(f: Fragment, columns: Sequence[float] = ()) -> list[Fragment]:
    """The texts of a fragment with wide spaces between them, or those that begin at columns."""
    if not f.breaks:
        return [f]
    if columns:
        return cut_at(f, [b for b in f.breaks if any(abs(b[2] - x) < NEAR for x in columns)])
    return cut_at(f, [b for b in f.breaks if b[2] - b[1] > f.size])


def _opens(fragments: Sequence[Fragment], at: int) -> list[float]:
    """Where the texts of the row begin that a fragment opens; nothing where it opens none."""
    first = fragments[at]
    pieces = _pieces(first)
    for f in fragments[at + 1 : at + TALL]:
        if f.y > first.y + 2 or f.x0 < first.x0 - NEAR:
            break
        if abs(f.y - first.y) < 2 and f.x0 > pieces[-1].x1 and abs(f.size - first.size) < 1:
            pieces += _pieces(f)
    marked = _MARKER.match(clean(pieces[0].text))
    return [piece.x0 for piece in pieces] if len(pieces) > (2 if marked else 1) else []


def _table(fragments: Sequence[Fragment], opens: dict[int, list[float]], at: int) -> tuple[Grid | None, int]:
    """The table of which the first row opens at a fragment, and where the next can begin."""
    columns = _columns(fragments, opens, at)
    end, rows = at, 0
    low = fragments[at].y
    while end < len(fragments):
        f = fragments[end]
        apart = low - f.y > 5 * f.size or f.y > fragments[at].y + 1 or abs(f.size - fragments[at].size) > 0.15 * f.size
        if apart or not (_fits(f, columns) or (end == at and _is_above(f, columns))):
            break
        rows += end in opens
        low = min(low, f.y)
        end += 1
    run = list(fragments[at:end])
    dates = sum(is_date(clean(_pieces(fragments[row], columns)[0].text)) for row in opens if at <= row < end)
    if end == len(fragments) and rows == 1 and len(columns) > 1 and all(_is_name(f) for f in run):
        return _grid(run, columns), end  # the names of columns, and all rows on the next page
    if rows < 2 or not (len(columns) > 2 or dates * 2 >= rows or rows > 2):
        return None, at + 1
    return _grid(run, columns), end


def _grid(run: Sequence[Fragment], columns: Sequence[float]) -> Grid:
    xs = [*(x - NEAR for x in columns), max(f.x1 for f in run) + NEAR]
    pieces = [piece for f in run for piece in _parted(f, columns)]
    return Grid(list(run), [row_of(row, xs) for row in rows_by_first(pieces, xs)], tuple(columns))


def _rest(fragments: Sequence[Fragment], columns: Sequence[float]) -> int:
    """How many fragments at the top of a page go on with the table of the page before."""
    if len(columns) < 2 or not fragments:
        return 0
    end, low, beside = 0, fragments[0].y, False
    for f in fragments:
        if low - f.y > 3 * f.size or abs(f.size - fragments[0].size) > 0.15 * f.size or not _fits(f, columns):
            break
        beside = beside or _pieces(f, columns)[-1].x0 > columns[1] - NEAR
        low = min(low, f.y)
        end += 1
    return end if beside else 0


def _columns(fragments: Sequence[Fragment], opens: dict[int, list[float]], at: int) -> list[float]:
    """Where the columns of a table begin: places that two of its rows have, or that the first has."""
    found: list[list[float]] = []
    last = at
    for row in (row for row in sorted(opens) if row >= at):
        if row - last > TALL or fragments[row].y > fragments[at].y + 1:
            break
        last = row
        for x in opens[row]:
            near = next((places for places in found if abs(places[0] - x) < NEAR), None)
            if near is None:
                found.append([x])
            else:
                near.append(x)
    columns = sorted(min(places) for places in found if len(places) > 1)
    return columns if len(columns) > 1 else sorted(opens[at])


def _is_name(f: Fragment) -> bool:
    """Whether a fragment can hold names of columns."""
    return f.bold or (f.text[:1].isupper() and not re.search(r"[\d.;:•]", f.text) and len(f.text.split()) < 12)


def _fits(f: Fragment, columns: Sequence[float]) -> bool:
    """Whether each text of a fragment begins at a column and ends before the next one."""
    for piece in _pieces(f, columns):
        column = next((at for at, x in enumerate(columns) if abs(piece.x0 - x) < NEAR), None)
        if column is None or any(piece.x1 > x + 0.5 * piece.size for x in columns[column + 1 : column + 2]):
            return False
    return True


def _is_above(f: Fragment, columns: Sequence[float]) -> bool:
    """Whether a fragment holds the names of columns, set in their middle."""
    pieces = _parted(f, columns)
    where = [sum(1 for x in columns if x <= piece.x0 + NEAR) for piece in pieces]
    return 0 not in where and len(where) == len(set(where)) > 1


def _parted(f: Fragment, columns: Sequence[float]) -> list[Fragment]:
    """A fragment cut where a column begins in one of its spaces."""
    return cut_at(f, [b for b in f.breaks if any(b[1] - 1 <= x <= b[2] + 1 for x in columns)])
