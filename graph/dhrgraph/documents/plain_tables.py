"""Tables of a plain text that have lost their lines, found by the names of their columns.

A converter leaves such a table as cells with wide space between them, as running lines with nothing between the cells,
or with each cell on a line or on lines of its own, and a page's head and foot may stand amid a row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dhrgraph.documents.cell_costs import Costs, is_label, tells_date
from dhrgraph.documents.cell_fit import Gap, Piece, fitted
from dhrgraph.documents.column_names import APART, NAME_LINES, Kind, kinds_of, names_in
from dhrgraph.documents.furniture import furniture
from dhrgraph.documents.lines import clean
from dhrgraph.documents.plain_grid import grid
from dhrgraph.documents.table_bounds import Bounds, bounds_of, width_of

__all__ = ["plain_tables"]

#: Rows that a table has at least, and the lines that it has at most.
ROWS, LINES = 2, 30_000
#: Names of columns under which no table was found, after which a text is not looked through any more.
FAILED = 300
#: Pieces that are shared out to rows at once, and the most that can be.
PART, LONGEST = 400, 1_600
#: What a first cell costs at most where the rows have as many pieces as columns.
DEAR = 3.0
#: Words of a first cell at most that is neither a date nor a number.
FIRST = 30


@dataclass(frozen=True, slots=True)
class _Head:
    """The names of a table's columns: what they are, in which lines they stand, how they are set."""

    names: tuple[str, ...]
    end: int
    set: str  # as `fitted` has it


def plain_tables(raw: Sequence[str]) -> dict[int, tuple[str, ...]]:
    r"""The rows of such tables, by the line in which each begins; a line that goes on with a row has no cells here.

    Examples
    --------
    >>> found = plain_tables(["Date  Agency  Event", "3 May 2012  GP  She came", "again.", "9 May 2012  GP  He wrote."])
    >>> found[1], found[2], found[3]
    (('3 May 2012', 'GP', 'She came again.'), (), ('9 May 2012', 'GP', 'He wrote.'))
    """
    found: dict[int, tuple[str, ...]] = {}
    skipped, width = furniture(raw), width_of(raw)
    costs = Costs(" ".join(" ".join(line for at, line in enumerate(raw) if at not in skipped).split()))
    at, failed = 0, 0
    while at < len(raw) and failed < FAILED:
        head = _head(raw, at, skipped)
        if head is None:
            at += 1
            continue
        rows, end = _table(raw, at, head, skipped, width, costs)
        failed += not rows
        found |= rows
        at = max(end, at + 1)
    return dict(sorted(found.items()))


def _head(raw: Sequence[str], at: int, skipped: frozenset[int]) -> _Head | None:
    """The names of columns that begin in a line, the most lines of them that something fit follows."""
    first = raw[at].strip()
    if not first or at in skipped or len(first) > 200 or (not first[0].isupper() and first[0] != "#"):
        return None
    best: _Head | None = None
    lines: list[str] = []
    blanks = told = 0
    page = False
    for here in range(at, min(at + 2 * NAME_LINES, len(raw))):
        line = raw[here].strip()
        if not line or here in skipped:
            page = page or here in skipped
            blanks += not line
            if blanks > 2 and not page:
                break
            continue
        if len(lines) >= NAME_LINES or len(line) > 200 or (lines and (is_label(line) or tells_date(line))):
            break
        lines.append(line)
        told, blanks, page = told + (blanks > 0 and not page), 0, False
        if 0 < told < len(lines) - 1 or (told and len(APART.split(line)) > 1):
            best = best if best and best.set != "blocks" else None
            break  # what stands apart is a heading, or no name
        names = names_in(lines)
        if names and (best is None or len(lines) == len(names) or not _is_single(best)):
            best = _Head(names, here + 1, _setting(lines, names, told))
        elif not names and len(lines) > 1 and not names_in([*lines, "Comment"]):
            break
    return best


def _is_single(head: _Head) -> bool:
    return head.set in ("apart", "words")


def _setting(lines: Sequence[str], names: Sequence[str], blanks: int) -> str:
    if any(len(APART.split(line)) > 1 for line in lines):
        return "apart"
    if len(lines) == len(names):
        return "blocks" if blanks else "lines"
    return "words" if len(lines) == 1 else "mixed"


def _table(
    raw: Sequence[str], at: int, head: _Head, skipped: frozenset[int], width: int, costs: Costs
) -> tuple[dict[int, tuple[str, ...]], int]:
    """The rows under the names of columns, with these, and where they end."""
    kinds = kinds_of(head.names)
    if head.set == "apart" and head.end == at + 1:
        names, rows, lines = grid(raw, at, head.names, kinds, skipped)
        kept = _kept(rows, kinds)
        if kept and _is_even(kept):
            cut = rows[len(kept)][0] if len(kept) < len(rows) else len(raw)
            return _owned([line for line in lines if line < cut], kept) | {at: names}, lines[-1] + 1
    bounds = bounds_of(raw, head.end, kinds, head.set, skipped, width)
    kinds = bounds.kinds
    tabs = [raw[line].count("\t") for line in (at, *bounds.lines)]
    if tabs[0] and len(set(tabs)) == 1:
        return {}, at + 1  # each line is a row, and is told as one
    if len(bounds.lines) < ROWS or len(bounds.lines) > LINES or not _may_be(bounds, kinds, head):
        return {}, at + 1
    rows = []
    if head.set in ("words", "mixed"):
        parts = [_pieces(raw, bounds, begin, end, head.set) for begin, end in bounds.rows]
        if max(map(len, parts)) > PART:
            return {}, at + 1
        for part in parts:
            rows += fitted(part, kinds, head.set, costs)
    else:
        pieces = _pieces(raw, bounds, 0, len(bounds.lines), head.set)
        runs = _parts(pieces)
        rows = _even(pieces, kinds, costs)
        used = len(rows) * len(kinds) or len(pieces)
        if max(map(len, runs)) > LONGEST:
            return {}, at + 1
        for run in runs if not rows else ():
            rows += fitted(run, kinds, head.set, costs)
        rows += [(piece.line, []) for piece in pieces[used : used + 1]]  # where the table ends
    kept = _kept(rows, kinds)
    if not kept:
        return {}, at + 1
    cut = rows[len(kept)][0] if len(kept) < len(rows) else len(raw)
    lines = [line for line in bounds.lines if line < cut]
    named = [line for line in range(at + 1, head.end) if raw[line].strip() and line not in skipped]
    return _owned([*named, *lines], kept) | {at: head.names}, lines[-1] + 1


def _owned(lines: Sequence[int], rows: Sequence[tuple[int, list[str]]]) -> dict[int, tuple[str, ...]]:
    """The lines of a table, the first of each row with its cells, the others with none."""
    none: tuple[str, ...] = ()
    return dict.fromkeys(lines, none) | {line: tuple(map(clean, cells)) for line, cells in rows}


def _may_be(bounds: Bounds, kinds: Sequence[Kind], head: _Head) -> bool:
    """Whether lines can be rows at all: where nothing sets cells apart, each must open with a date or number."""
    keyed = kinds[0] in ("date", "number")
    if keyed:
        return len(bounds.rows) >= ROWS
    if head.set == "words":
        return len(bounds.rows) > ROWS and len(kinds) < 4 and kinds[0] in ("agency", "term")
    return head.set != "mixed"


def _pieces(raw: Sequence[str], bounds: Bounds, begin: int, end: int, setting: str) -> list[Piece]:
    """The pieces of some lines of a table."""
    found: list[Piece] = []
    for place in range(begin, end):
        line = bounds.lines[place]
        text = raw[line].strip()
        parts = [part for part in APART.split(text) if part] if setting == "apart" else [text]
        words = [text.split()] if setting in ("words", "mixed") else [[part] for part in parts]
        flat = words[0] if setting in ("words", "mixed") else parts
        for number, part in enumerate(flat):
            gap: Gap = ("space" if setting in ("words", "mixed") else "apart") if number else bounds.gap(raw, place)
            opens = not number and place in bounds.starts and bounds.kinds[0] in ("date", "number")
            found.append(Piece(clean(part), gap, line, len(text) if number == len(flat) - 1 else 0, opens))
    return [piece for piece in found if piece.text]


def _parts(pieces: Sequence[Piece]) -> list[Sequence[Piece]]:
    """The pieces in parts that are not too long to be looked at as a whole; each begins with a row."""
    cuts = [0]
    for at, piece in enumerate(pieces):
        if piece.opens and at - cuts[-1] >= PART:
            cuts.append(at)
    return [pieces[begin:end] for begin, end in pairwise([*cuts, len(pieces)])]


def _even(pieces: Sequence[Piece], kinds: Sequence[Kind], costs: Costs) -> list[tuple[int, list[str]]]:
    """The rows where each has a piece for each column; none where not all have.

    Where no date or number tells the end of such a table, it ends with the last row whose first cell is what it
    should be.
    """
    columns = len(kinds)
    keyed = kinds[0] in ("date", "number")
    rows: list[tuple[int, list[str]]] = []
    for at in range(0, len(pieces), columns):
        row = pieces[at : at + columns]
        whole = len(row) == columns and not any(piece.text[:1].islower() for piece in row) and row[0].gap != "apart"
        if keyed and (not whole or [piece.opens for piece in row] != [True] + [False] * (columns - 1)):
            return []
        if not keyed and not (whole and costs(kinds[0], row[0].text, "", row[1].text.split()[0]) <= DEAR):
            break
        rows.append((row[0].line, [piece.text for piece in row]))
    return rows if keyed or (len(rows) > ROWS and len(rows) * columns * 10 >= 9 * len(pieces)) else []


def _is_even(rows: Sequence[tuple[int, list[str]]]) -> bool:
    """Whether the cells of rows were cut where they end: most rows have text in most columns."""
    filled = [sum(map(bool, cells)) for _, cells in rows]
    return sum(filled) * 3 >= 2 * len(rows) * len(rows[0][1])


def _kept(rows: list[tuple[int, list[str]]], kinds: Sequence[Kind]) -> list[tuple[int, list[str]]]:
    """The rows up to the last that has the first cell it should have; none where too few have: it is no table."""
    good = [_is_row(cells, kinds) for _, cells in rows]
    end = next((at for at in range(len(rows), 0, -1) if good[at - 1]), 0)
    if end < ROWS or sum(good) * 10 < 9 * end or end * 2 < len(rows):
        return []
    return rows[:end]


def _is_row(cells: Sequence[str], kinds: Sequence[Kind]) -> bool:
    """Whether a first cell is what the name of its column says, and others stand beside it."""
    if not any(cells[1:]):
        return False
    if kinds[0] == "date":
        return tells_date(cells[0], loose=True)
    if kinds[0] == "number":
        return is_label(cells[0])
    sentence = len(cells[0].split()) > 6 and bool(re.search(r"[a-z]{3}\.$", cells[0]))
    return cells[0][:1].isupper() and len(cells[0].split()) <= FIRST and not sentence
