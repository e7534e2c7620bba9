"""Tables of a plain text whose cells stand below each other, as a converter leaves them that keeps the layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from dhrgraph.documents.cell_costs import is_label, tells_date
from dhrgraph.documents.column_names import Kind, names_in
from dhrgraph.documents.lines import clean

__all__ = ["grid"]

_PART = re.compile(r"\S(?:.*?\S)?(?=\s{2,}|\s*$)")
_WORD = re.compile(r"\S+")
#: How far to the side the texts of a column may begin, lines looked at for its place, and lines of a row, at most.
SIDE, NEAR, ROW_LINES = 2, 80, 40
#: How far a cell may stand to the right that a long one before it has pushed there.
PUSHED = 8
#: Blank lines within a table, and lines of its names, at most.
BLANK, NAME_LINES = 3, 4


def grid(
    raw: Sequence[str], at: int, names: Sequence[str], kinds: Sequence[Kind], skipped: frozenset[int]
) -> tuple[tuple[str, ...], list[tuple[int, list[str]]], list[int]]:
    """The names, the rows, each with its first line, and the lines of a table whose names stand in a line.

    Empty where the cells under the names do not stand below each other.

    Parameters
    ----------
    raw : sequence of str
        The lines of the text.
    at : int
        The line of the names.
    names : sequence of str
        The names of the columns.
    kinds : sequence of Kind
        What they hold.
    skipped : frozenset of int
        The lines of pages' heads and feet.

    Examples
    --------
    >>> lines = ["Date    Agency   Event", "3 May   GP       She rang", "                 twice."]
    >>> grid(lines, 0, ["Date", "Agency", "Event"], ["date", "agency", "text"], frozenset())[1]
    [(1, ['3 May', 'GP', 'She rang twice.'])]
    """
    heads = _heads(raw[at], names)
    xs = _places(raw, at + 1, heads, skipped)
    stands, tight = _stands(raw, at + 1, xs, skipped)
    if not stands:
        return (), [], []
    full = list(names)
    rows: list[tuple[int, list[str]]] = []
    lines: list[int] = []
    blank, last = 0, [""] * len(xs)
    for here in range(at + 1, len(raw)):
        text = raw[here].replace("\f", " ")
        if not text.strip() or here in skipped:
            blank += not text.strip()
            continue
        if names_in([text.strip()]) == tuple(names):
            if not rows:
                break
            lines.append(here)
            continue
        cells = _cells(text, xs, tight=tight)
        if not cells or (blank > BLANK and not cells[0] and not _page(raw, lines, here, skipped)):
            break
        ahead = [_first(raw[place], xs) for place in range(here + 1, min(here + 3, len(raw)))]
        opens = _opens(cells, last, rows, kinds, xs, ahead, blank=blank > 0)
        if opens is None or (rows and here - rows[-1][0] > ROW_LINES):
            break
        if not rows and not opens:
            if here - at > NAME_LINES or cells[0]:
                break
            full = [f"{name} {cell}".strip() for name, cell in zip(full, cells, strict=True)]
        elif opens:
            rows.append((here, cells))
        else:
            rows[-1] = (rows[-1][0], [f"{a} {b}".strip() for a, b in zip(rows[-1][1], cells, strict=True)])
        lines.append(here)
        blank, last = 0, cells
    return tuple(full), rows, lines


def _first(line: str, xs: Sequence[int]) -> str:
    """What a line has in the first column."""
    return clean(line[: xs[1] - 1]) if xs[1] < len(line) or line.strip() else ""


def _heads(line: str, names: Sequence[str]) -> list[int]:
    """Where in a line its names begin."""
    heads: list[int] = []
    for name in names:
        heads.append(line.find(name.split()[0], heads[-1] + 1 if heads else 0))
    return heads


def _page(raw: Sequence[str], lines: Sequence[int], here: int, skipped: frozenset[int]) -> bool:
    """Whether a page ends between the last line and one."""
    return bool(lines) and any(at in skipped or "\f" in raw[at] for at in range(lines[-1], here + 1))


def _places(raw: Sequence[str], at: int, heads: Sequence[int], skipped: frozenset[int]) -> list[int]:
    """Where the columns begin: where most texts do that wide space sets apart, near the names."""
    begins: Counter[int] = Counter()
    for here in range(at, min(at + NEAR, len(raw))):
        if here not in skipped:
            begins.update(part.start() for part in _PART.finditer(raw[here].replace("\f", " ")))
    xs = []
    for column, head in enumerate(heads):
        low = (heads[column - 1] + head) // 2 if column else 0
        high = (head + heads[column + 1]) // 2 if column + 1 < len(heads) else head + 12
        near = [x for x in begins if low < x <= high or x == head]
        most = max(near, key=lambda x: (begins[x], -abs(x - head)), default=head)
        xs.append(most if begins[most] > 1 else head)
    return xs


def _cells(text: str, xs: Sequence[int], *, tight: bool) -> list[str]:
    """The cells of a line, cut where columns begin; none where it runs over from the first into the second.

    Where cells are tight, one space may stand between them; else a long cell pushes the next one aside.
    """
    parts = [part.start() for part in _PART.finditer(text)]
    words = [word.start() for word in _WORD.finditer(text)]
    cuts = [0]
    for column, x in enumerate(xs[1:], start=1):
        near = [n for n in parts if abs(n - x) <= SIDE] or [n for n in words if tight and n == x]
        over = bool(text[x - 1 : x].strip() and text[x : x + 1].strip())
        pushed = [n for n in parts if x < n <= x + PUSHED]
        if not near and over and not pushed and column == 1 and text[: xs[1]].strip():
            return []
        cut = min(near, key=lambda n: abs(n - x)) if near else min(x, len(text))
        if not near and text[x - 1 : x].strip():
            cut = pushed[0] if pushed else next((n for n in parts if n > x), len(text))
        cuts.append(max(cut, cuts[-1]))
    cells = [clean(text[begin:end]) for begin, end in pairwise([*cuts, len(text)])]
    return cells if any(cells) else []


def _stands(raw: Sequence[str], at: int, xs: Sequence[int], skipped: frozenset[int]) -> tuple[bool, bool]:
    """Whether texts stand where the columns begin, and whether none is pushed aside."""
    offs = [
        min((part.start() - x for x in xs), key=abs)
        for here in range(at, min(at + NEAR, len(raw)))
        if here not in skipped
        for part in list(_PART.finditer(raw[here].replace("\f", " ")))[1:]
    ]
    placed = sum(abs(off) <= SIDE for off in offs)
    pushed = sum(SIDE < off <= PUSHED for off in offs)
    return placed * 10 >= 6 * len(offs) and placed > 1, not pushed


def _opens(
    cells: Sequence[str],
    last: Sequence[str],
    rows: Sequence[tuple[int, list[str]]],
    kinds: Sequence[Kind],
    xs: Sequence[int],
    ahead: Sequence[str],
    *,
    blank: bool,
) -> bool | None:
    """Whether a line opens a row, or goes on with one; nothing where it is not of the table."""
    if not cells[0]:
        return False
    fits = tells_date if kinds[0] == "date" else is_label if kinds[0] == "number" else None
    if fits:
        told = rows[-1][1][0] if rows else ""
        if told and (not fits(told) or (fits(f"{told} {cells[0]}") and (not any(cells[1:]) or _is_rest(cells[0])))):
            return False
        if any(fits(" ".join([cells[0], *ahead[:more]])) for more in (0, 1, 2)):
            return True
        return False if told and last[0] and len(cells[0]) < xs[1] - xs[0] else None
    if not any(cells[1:]) and (blank or not rows or not last[0]):
        return None
    widths = [end - begin - 1 for begin, end in pairwise([*xs, xs[-1] + max(24, len(last[-1]))])]
    room = any(
        before and cell and len(before) + 1 + len(cell.split()[0]) <= width - 1
        for before, cell, width in zip(last, cells, widths, strict=True)
    )
    return not last[0] or ((blank or room) and not cells[0][0].islower() and any(cells[1:]))


def _is_rest(cell: str) -> bool:
    """Whether a cell with a date is but the rest of one: a year, a time."""
    return bool(re.fullmatch(r"(?:19|20)\d\d|\d{1,2}[.:]\d\d\s?(?:hrs|am|pm)?", cell))
