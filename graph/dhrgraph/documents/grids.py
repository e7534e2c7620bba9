"""Tables on a page, found by the lines drawn around their cells, or by texts that stand in columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from dhrgraph.documents.lines import clean
from dhrgraph.documents.pages import Fragment, Page
from dhrgraph.documents.tables import is_date

__all__ = ["Grid", "grids_of"]

#: How thick a drawn line is at most, and how far apart two that belong together stand, in points.
THIN, NEAR = 2.6, 3.0

_Box = tuple[float, float, float, float]  # left, bottom, right, top
_MARKER = re.compile(r"^(?:\(?[a-zA-Z0-9]{1,4}[).]|\d{1,3}(?:\.\d{1,3})*\.?|[•▪●o–-]|Recommendation \d+:?)$")


@dataclass(slots=True)
class Grid:
    """A table: the fragments that it is made of, and its rows; lines within a cell are joined by line feeds."""

    fragments: list[Fragment]
    rows: list[tuple[str, ...]]


def grids_of(page: Page) -> list[Grid]:
    """The tables of a page."""
    ruled = [grid for xs, ys in _frames(page.rules) if (grid := _ruled(page, xs, ys))]
    taken = {id(f) for grid in ruled for f in grid.fragments}
    return ruled + list(_aligned([f for f in page.fragments if id(f) not in taken]))


# Tables with drawn lines.


def _frames(rules: Sequence[_Box]) -> Iterator[tuple[list[float], list[float]]]:
    """The drawn grids of a page: the places of their upright and level lines."""
    upright, level = _merged(_edges(rules, upright=True)), _merged(_edges(rules, upright=False))
    boxes = [(x, y0, x, y1) for x, y0, y1 in upright] + [(x0, y, x1, y) for y, x0, x1 in level]
    groups: list[list[_Box]] = []
    for box in boxes:
        touching = [group for group in groups if any(_touch(box, other) for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([box, *(other for group in touching for other in group)])
    for group in groups:
        xs = sorted({box[0] for box in group if box[0] == box[2]})
        ys = sorted({box[1] for box in group if box[1] == box[3]}, reverse=True)
        if len(xs) > 2 and len(ys) > 1:
            yield xs, ys


def _edges(rules: Sequence[_Box], *, upright: bool) -> Iterator[tuple[float, float, float]]:
    """The upright or level lines of what is drawn: their place and their ends. A box gives its sides."""
    for left, bottom, right, top in rules:
        one, other = (right - left, top - bottom) if upright else (top - bottom, right - left)
        place, start, end = (left, bottom, top) if upright else (bottom, left, right)
        if one <= THIN < other:
            yield place + one / 2, start, end
        elif one > THIN and other > THIN and max(one, other) < 2000:
            yield place, start, end
            yield place + one, start, end


def _merged(edges: Iterable[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Lines with those joined that go on in a row."""
    merged: list[tuple[float, float, float]] = []
    place = float("-inf")
    snapped = []
    for at, start, end in sorted(edges):
        place = at if at - place > THIN else place
        snapped.append((place, start, end))
    for at, start, end in sorted(snapped):
        if merged and merged[-1][0] == at and start <= merged[-1][2] + 2 * NEAR:
            merged[-1] = (at, merged[-1][1], max(end, merged[-1][2]))
        else:
            merged.append((at, start, end))
    return [line for line in merged if line[2] - line[1] > 4 * NEAR][:400]


def _touch(one: _Box, other: _Box) -> bool:
    return (
        one[0] <= other[2] + NEAR
        and other[0] <= one[2] + NEAR
        and one[1] <= other[3] + NEAR
        and other[1] <= one[3] + NEAR
    )


def _ruled(page: Page, xs: list[float], ys: list[float]) -> Grid | None:
    """The table within drawn lines; none where the lines hold no cells."""
    within = [
        f
        for f in page.fragments
        if ys[-1] - NEAR < f.y < ys[0] + NEAR and xs[0] - NEAR < (f.x0 + f.x1) / 2 < xs[-1] + NEAR
    ]
    pieces = [piece for f in within for piece in _cut(f, xs)]
    if len(ys) == 2:
        rows = _rows_by_first(pieces, xs)
    else:
        cells: dict[int, list[Fragment]] = {}
        for piece in pieces:
            cells.setdefault(sum(1 for y in ys if piece.y + 0.25 * piece.size < y), []).append(piece)
        rows = [cells[row] for row in sorted(cells)]
    made = [_row(row, xs) for row in rows]
    several = sum(1 for row in made if sum(map(bool, row)) > 1)
    return Grid(within, made) if several and len(made) > 1 else None


def _cut(f: Fragment, xs: Sequence[float]) -> list[Fragment]:
    """A fragment cut where an upright line stands in one of its spaces."""
    return _cut_at(f, [b for b in f.breaks if any(b[1] - 1 <= x <= b[2] + 1 for x in xs)])


def _cut_at(f: Fragment, breaks: Sequence[tuple[int, float, float]]) -> list[Fragment]:
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


def _row(pieces: Sequence[Fragment], xs: Sequence[float]) -> tuple[str, ...]:
    cells: list[list[Fragment]] = [[] for _ in xs[1:]]
    for piece in pieces:
        cells[_column(piece, xs)].append(piece)
    return tuple(_cell(cell) for cell in cells)


def _cell(pieces: list[Fragment]) -> str:
    """The text of a cell: its lines from above, a line feed between them."""
    pieces.sort(key=lambda p: (-round(p.y), p.x0))
    lines = [" ".join(clean(p.text) for p in line) for _, line in groupby(pieces, key=lambda p: round(p.y))]
    return "\n".join(line for line in lines if line)


def _rows_by_first(pieces: Sequence[Fragment], xs: Sequence[float]) -> list[list[Fragment]]:
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


# Tables without drawn lines.


def _aligned(fragments: Sequence[Fragment]) -> Iterator[Grid]:
    """Tables whose texts stand in columns: three or more, or two in several rows."""
    at = done = 0
    while at < len(fragments):
        end, columns = _run(fragments, at)
        if columns:
            run = fragments[_begin(fragments, done, at, columns) : end]
            xs = [*(x - NEAR for x in columns), max(f.x1 for f in run) + NEAR]
            pieces = [piece for f in run for piece in _pieces(f, columns)]
            yield Grid(list(run), [_row(row, xs) for row in _rows_by_first(pieces, xs)])
            done = end
        at = max(end, at + 1)


def _pieces(f: Fragment, columns: Sequence[float] = ()) -> list[Fragment]:
    """The texts of a fragment with wide spaces between them, or those that begin at columns."""
    if columns:
        return _cut_at(f, [b for b in f.breaks if any(abs(b[2] - x) < NEAR for x in columns)])
    return _cut_at(f, [b for b in f.breaks if b[2] - b[1] > f.size])


def _fits(f: Fragment, columns: Sequence[float]) -> bool:
    """Whether each text of a fragment begins at a column and ends before the next one."""
    for piece in _pieces(f, columns):
        column = next((at for at, x in enumerate(columns) if abs(piece.x0 - x) < NEAR), None)
        if column is None or any(piece.x1 > x + piece.size for x in columns[column + 1 : column + 2]):
            return False
    return True


def _begin(fragments: Sequence[Fragment], lowest: int, at: int, columns: Sequence[float]) -> int:
    """Where a table begins of which a row was found: with the cells before it, from the first row of several."""
    start = best = at
    while start > lowest and _precedes(fragments[start - 1], fragments[start], columns):
        start -= 1
        level = [f for f in fragments[start:at] if abs(f.y - fragments[start].y) < 2]
        if sum(len(_pieces(f, columns)) for f in level) > 1:
            best = start
    if best > lowest and _is_above(fragments[best - 1], fragments[best], columns):
        best -= 1
    return best


def _is_above(f: Fragment, first: Fragment, columns: Sequence[float]) -> bool:
    """Whether a fragment holds the names of columns, set in their middle."""
    xs = [*columns, float("inf")]
    where = [_column(piece, xs) for piece in _cut(f, columns[1:])]
    near = 0 < f.y - first.y < 3 * first.size and abs(f.size - first.size) < 0.1 * first.size
    return near and len(where) == len(set(where)) > 1 and f.x0 > columns[0] - NEAR


def _precedes(f: Fragment, first: Fragment, columns: Sequence[float]) -> bool:
    """Whether a fragment can be the cell before another one."""
    near = -8 * first.size < f.y - first.y < 8 * first.size
    return near and abs(f.size - first.size) < 0.06 * first.size and _fits(f, columns)


def _run(fragments: Sequence[Fragment], at: int) -> tuple[int, list[float]]:
    """Where the table that begins at a fragment ends, and the left sides of its columns; none where none begins."""
    starts = _pieces(fragments[at]) if fragments[at].breaks else []
    if len(starts) < 2 or (_MARKER.match(starts[0].text.strip()) and len(starts) < 3):
        return at + 1, []
    columns = [piece.x0 for piece in starts]
    end, rows, dates, full = at + 1, 1, int(is_date(starts[0].text)), 1
    low = fragments[at].y
    while end < len(fragments):
        f = fragments[end]
        if low - f.y > 5 * f.size or f.y > fragments[at].y + 1 or f.size > 1.15 * fragments[at].size:
            break
        if not _fits(f, columns):
            wider = [piece.x0 for piece in _pieces(f)]
            if len(wider) <= len(columns) or not all(any(abs(x - w) < NEAR for w in wider) for x in columns):
                break
            columns = wider
        pieces = _pieces(f, columns)
        first = abs(pieces[0].x0 - columns[0]) < NEAR
        rows += first
        full += first and len(pieces) > 1
        dates += first and is_date(pieces[0].text)
        low = min(low, f.y)
        end += 1
    sure = full > 1 and (len(columns) > 2 or dates * 2 >= rows or full > 2)
    return (end, columns) if sure else (at + 1, [])
