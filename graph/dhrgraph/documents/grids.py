"""Tables on a page, found by the lines drawn around their cells, or by texts that stand in columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dhrgraph.documents.aligned import aligned_grids
from dhrgraph.documents.gridcells import Grid, cut_at, row_of, rows_by_first
from dhrgraph.documents.pages import Box, Fragment, Page

__all__ = ["Grid", "grids_of"]

#: How thick a drawn line is at most, and how far apart two that belong together stand, in points.
THIN, NEAR = 2.6, 3.0


def grids_of(page: Page, columns: Sequence[float] = ()) -> list[Grid]:
    """The tables of a page.

    Parameters
    ----------
    page : Page
        The page.
    columns : sequence of float
        Where the columns of a table without drawn lines begin with which the page before ended.
    """
    ruled = [grid for xs, ys in _frames(page.rules) if (grid := _ruled(page, xs, ys))]
    taken = {id(f) for grid in ruled for f in grid.fragments}
    return ruled + list(aligned_grids([f for f in page.fragments if id(f) not in taken], columns))


def _frames(rules: Sequence[Box]) -> Iterator[tuple[list[float], list[float]]]:
    """The drawn grids of a page: the places of their upright and level lines."""
    upright, level = _merged(_edges(rules, upright=True)), _merged(_edges(rules, upright=False))
    boxes = [(x, y0, x, y1) for x, y0, y1 in upright] + [(x0, y, x1, y) for y, x0, x1 in level]
    groups: list[list[Box]] = []
    for box in boxes:
        touching = [group for group in groups if any(_touch(box, other) for other in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([box, *(other for group in touching for other in group)])
    for group in groups:
        xs = sorted({box[0] for box in group if box[0] == box[2]})
        ys = sorted({box[1] for box in group if box[1] == box[3]}, reverse=True)
        if len(xs) > 2 and len(ys) > 1:
            yield xs, ys


def _edges(rules: Sequence[Box], *, upright: bool) -> Iterator[tuple[float, float, float]]:
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


def _touch(one: Box, other: Box) -> bool:
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
        rows = rows_by_first(pieces, xs)
    else:
        cells: dict[int, list[Fragment]] = {}
        for piece in pieces:
            cells.setdefault(sum(1 for y in ys if piece.y + 0.25 * piece.size < y), []).append(piece)
        rows = [cells[row] for row in sorted(cells)]
    made = [row_of(row, xs) for row in rows]
    several = sum(1 for row in made if sum(map(bool, row)) > 1)
    return Grid(within, made) if several and len(made) > 1 else None


def _cut(f: Fragment, xs: Sequence[float]) -> list[Fragment]:
    """A fragment cut where an upright line stands in one of its spaces."""
    return cut_at(f, [b for b in f.breaks if any(b[1] - 1 <= x <= b[2] + 1 for x in xs)])
