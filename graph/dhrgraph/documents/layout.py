"""Pages of fragments to lines: what runs along all pages goes, tables, footnotes and paragraphs are told apart.

Sizes are compared with those that the report itself uses most: the size of its text and the distance of its lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dhrgraph.documents.baselines import levelled
from dhrgraph.documents.edges import without_running
from dhrgraph.documents.grids import Grid, grids_of
from dhrgraph.documents.lines import PLAIN, SUPERSCRIPTS, Line, clean, raised
from dhrgraph.documents.pages import Fragment, Page

__all__ = ["lines_of"]

#: How much smaller than the text footnotes are, and how much larger headings are.
SMALL, LARGE = 0.93, 1.08

_PARAGRAPH = re.compile(r"\d{1,3}\.")
_MARKED = re.compile(rf"\s+([{SUPERSCRIPTS}]+)(?=\W|$)")
_MARK = re.compile(rf"(?<=\S)[{SUPERSCRIPTS}]{{1,3}}")
_NOTE = re.compile(rf"^\s*([{SUPERSCRIPTS}]{{1,3}}|\d{{1,3}}(?=\s|[A-Z“‘]))")


@dataclass(frozen=True, slots=True)
class _Measures:
    """What a report uses most: the size of its text and the distance of its lines."""

    size: float
    leading: float
    levels: dict[float, int]  # of headings, by their size

    def line(self, f: Fragment, page: int, *, gap: bool) -> Line:
        """A fragment as a line."""
        large = f.size > LARGE * self.size
        level = self.levels.get(_half(f.size), 0) if large else 0
        text = clean(f.text)
        text = text if text.isascii() else _MARKED.sub(r"\1", text)
        return Line(text, page=page, gap=gap, heading=level, strong=f.bold or large)

    def gap(self, before: Fragment, f: Fragment, *, right: float, new: bool) -> bool:
        """Whether a paragraph begins with a fragment.

        It does where space stands above it, the letters change, or the line before ends a sentence short of its
        column's right side. On a new page or in a new column a whole sentence before must do.
        """
        if abs(before.size - f.size) > 0.07 * f.size or before.bold != f.bold:
            return True
        whole = before.text.rstrip("”’\"')]⁰¹²³⁴⁵⁶⁷⁸⁹ ")[-1:] in ".:;?!"
        lead = before.y - f.y
        if new or lead < -f.size:
            return whole
        if lead > 1.25 * self.leading * max(1.0, f.size / self.size):
            return True
        return whole and before.x1 < right - 6 * f.size


def lines_of(pages: Sequence[Page]) -> tuple[list[Line], tuple[str, ...]]:
    """The lines of a report, and its headers and footers."""
    for page in pages:
        page.fragments = levelled(page.fragments)
    running = without_running(pages)
    measures = _measures(pages)
    lines: list[Line] = []
    tables = notes = 0
    before: Fragment | None = None
    right = 0.0  # right side of the column of the fragment before
    columns: tuple[float, ...] = ()  # those of the table with which the page before ended
    for page in pages:
        grids = grids_of(page, columns)
        columns = ()
        inside = {id(f): grid for grid in grids for f in grid.fragments}
        text = [f for f in page.fragments if id(f) not in inside]
        footnotes = _footnotes(text, page, measures, notes)
        below = set(map(id, footnotes))
        sides = _Sides(text)
        new = True  # whether the page has just begun
        for f in page.fragments:
            grid = inside.get(id(f))
            if grid and grid in grids:
                grids.remove(grid)
                tables += 1
                lines += _rows(grid, page.number, tables)
                before, columns = None, grid.columns
            elif not grid and id(f) not in below:
                gap = before is None or measures.gap(before, f, right=right, new=new)
                if before and not gap and _is_full(before, f, right):
                    last = next(at for at in range(len(lines) - 1, -1, -1) if lines[at].role == "text")
                    lines[last] = replace(lines[last], full=True)
                lines = _with(lines, measures.line(f, page.number, gap=gap))
                before, right, new, columns = f, sides.right(f), False, ()
        for f in footnotes:
            lines.append(_note(f, page.number))
            notes += lines[-1].text[:1] in SUPERSCRIPTS
    return lines, running


def _is_full(before: Fragment, f: Fragment, right: float) -> bool:
    """Whether the first word of a line would not have found room at the end of the line before."""
    word = f.text.split(" ", 1)[0]
    return before.text.endswith("-") or before.x1 + 0.55 * f.size * (len(word) + 1) > right


def _with(lines: list[Line], line: Line) -> list[Line]:
    """Lines with one more; a heading that goes on in it is one with it."""
    last = lines[-1] if lines else None
    styled = last and last.role == "text" and (last.heading or last.strong)
    if last and styled and not line.gap and (last.heading, last.strong) == (line.heading, line.strong):
        lines[-1] = replace(last, text=f"{last.text} {line.text}")
    else:
        lines.append(line)
    return lines


def _measures(pages: Sequence[Page]) -> _Measures:
    """Measure a report."""
    sizes: Counter[float] = Counter()
    leads: Counter[float] = Counter()
    for page in pages:
        for f in page.fragments:
            sizes[_half(f.size)] += len(f.text)
    size = max(sizes, key=lambda s: (sizes[s], s), default=11.0)
    for page in pages:
        for one, two in pairwise(page.fragments):
            lead = one.y - two.y
            if abs(one.size - size) < 1 and abs(two.size - size) < 1 and 0.8 * size < lead < 2.2 * size:
                leads[_half(lead)] += 1
    most = max(leads.values(), default=0)
    leading = min((lead for lead, count in leads.items() if count * 4 >= most), default=1.25 * size)
    large = sorted((s for s in sizes if s > LARGE * size), reverse=True)
    return _Measures(size, leading, {one: level for level, one in enumerate(large[:6], start=1)})


def _half(size: float) -> float:
    return round(size * 2) / 2


class _Sides:
    """The right sides of the columns of a page."""

    def __init__(self, fragments: Sequence[Fragment]) -> None:
        self._right: dict[int, float] = {}
        for f in fragments:
            column = round(f.x0 / 50)
            for near in (column - 1, column, column + 1):
                self._right[near] = max(f.x1, self._right.get(near, 0.0))

    def right(self, f: Fragment) -> float:
        """The right side of the column in which a fragment stands."""
        return self._right.get(round(f.x0 / 50), f.x1)


def _footnotes(fragments: Sequence[Fragment], page: Page, measures: _Measures, note: int) -> list[Fragment]:
    """The footnotes of a page: below its text, smaller than it or below a short drawn line.

    The first has a number that follows that of the last footnote, or begins anew.
    """
    lowest = min((f.y for f in fragments if f.size >= SMALL * measures.size), default=float("inf"))
    short = [
        (bottom + top) / 2
        for left, bottom, right, top in page.rules
        if top - bottom < 3 and 70 < right - left < 260 and top < 0.6 * page.height
    ]
    below = [f for f in fragments if (f.size < SMALL * measures.size and f.y < lowest) or any(f.y < y for y in short)]
    below.sort(key=lambda f: (-f.y, f.x0))
    for at, f in enumerate(below):
        value = _note_number(f)
        if value == 1 or 0 < value <= note + 3:
            return below[at:]
    return _plain_footnotes(fragments, page, measures, note)


def _plain_footnotes(fragments: Sequence[Fragment], page: Page, measures: _Measures, note: int) -> list[Fragment]:
    """Footnotes as large as the text, with no line above them.

    They are known by a number that the page calls, and by that no numbered paragraph stands below.
    """
    called = {int(mark.translate(PLAIN)) for f in fragments for mark in _MARK.findall(f.text)}
    for f in fragments if called else ():
        low = f.y < 0.5 * page.height and not f.bold and f.size < LARGE * measures.size
        if low and (value := _note_number(f)) in called and value in (1, note + 1):
            below = [one for one in fragments if one.y <= f.y]
            numbered = any(_PARAGRAPH.match(one.text) or one.bold for one in below)
            return [] if numbered else sorted(below, key=lambda one: (-one.y, one.x0))
    return []


def _note_number(f: Fragment) -> int:
    """The number that a fragment begins with as a footnote does; 0 where it begins otherwise."""
    number = _NOTE.match(f.text)
    return int(number[1].translate(PLAIN)) if number else 0


def _note(f: Fragment, page: int) -> Line:
    """A line of a footnote; its number as a raised one."""
    text = clean(f.text)
    number = _NOTE.match(text)
    if number:
        text = f"{raised(number[1].translate(PLAIN))} {text[number.end(1) :].lstrip()}"
    return Line(text, page=page, role="footnote")


def _rows(grid: Grid, page: int, table: int) -> Iterator[Line]:
    for cells in grid.rows:
        flat = tuple(cell.replace("\n", " ") for cell in cells)
        yield Line("\t".join(flat), page=page, role="row", cells=cells, table=table)
