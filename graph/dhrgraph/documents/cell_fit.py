"""The pieces of a plain table's text, shared out to its rows and columns as fits best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dhrgraph.documents.cell_costs import EMPTY, LONGEST, Costs
from dhrgraph.documents.column_names import Kind
from dhrgraph.documents.lines import ends_whole

__all__ = ["Gap", "Piece", "fitted"]

#: What stands before a piece: a space, a break of the line where it was full or was not, wide space, a blank line.
Gap = Literal["space", "full", "line", "apart", "blank"]
#: What it costs that cells are joined, broken within a row, or broken between rows at each gap.
_PRICES: dict[str, dict[Gap, tuple[float, float, float]]] = {
    "apart": {
        "space": (0, 50, 50),
        "full": (0, 0.9, 0.9),
        "line": (4, 4, 0),
        "apart": (7, 0, 50),
        "blank": (6, 6, 0),
    },
    "words": {
        "space": (0, 0.5, 20),
        "full": (0, 0.4, 0.8),
        "line": (3, 3, 0),
        "apart": (7, 0, 50),
        "blank": (6, 6, 0),
    },
    "lines": {"space": (0, 50, 50), "full": (0.3, 0, 0), "line": (0.3, 0, 0), "apart": (0, 6, 6), "blank": (6, 6, 0)},
    "mixed": {"space": (0, 0.9, 20), "full": (0.2, 0, 0), "line": (0.2, 0, 0), "apart": (0, 1, 6), "blank": (6, 6, 0)},
    "blocks": {"space": (0, 50, 50), "full": (0, 4, 4), "line": (0, 4, 4), "apart": (0, 6, 6), "blank": (6, 0, 0)},
}
#: What a word costs that stood in its line although the line before had room for it, or that begins small.
ROOM, SMALL = 2.5, 3.0
#: What it costs to begin no row where one seems to begin; to end a cell with a full line, or amid a sentence.
MISSED, FULL, AMID = 4.0, 1.5, 0.7
#: What it costs to join a line to another that stands in the table several times, and so is a cell of its own.
OFTEN, TIMES = 1.5, 3
#: Joins by which the width of a column is known, and pieces of a cell at most.
JOINS, PIECES = 3, 40


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a table's text that is not broken.

    Its text, what stands before it, its line, how wide that is where the piece ends it, and whether a row seems to
    begin.
    """

    text: str
    gap: Gap
    line: int
    width: int = 0
    opens: bool = False


def fitted(pieces: Sequence[Piece], kinds: Sequence[Kind], mode: str, costs: Costs) -> list[tuple[int, list[str]]]:
    """The rows that pieces make, each with the line in which it begins and its cells.

    The cheapest way is searched of all ways to break the text into cells, from left to right and row by row
    (Viterbi, with cells of any length); where lines are broken in each cell, a second search knows how wide each
    column is.

    Parameters
    ----------
    pieces : sequence of Piece
        The text of the table, from the first row on.
    kinds : sequence of Kind
        What its columns hold.
    mode : str
        How cells are set: ``apart`` by space, as ``words`` in running lines, on ``lines`` of their own, ``mixed``, or
        in ``blocks`` between blank lines.
    costs : Costs
        What each text costs in a column.
    """
    if not pieces:
        return []
    cells = _cheapest(pieces, kinds, mode, costs, {})
    if mode in ("lines", "mixed"):
        for _ in range(2):
            cells = _cheapest(pieces, kinds, mode, costs, _widths(pieces, cells))
    rows: list[tuple[int, list[str]]] = []
    last = len(kinds)
    for begin, end, column in cells:
        if column <= last or not rows:
            rows.append((pieces[begin].line, [""] * len(kinds)))
        rows[-1][1][column] = " ".join(piece.text for piece in pieces[begin:end])
        last = column
    return rows


def _widths(pieces: Sequence[Piece], cells: Sequence[tuple[int, int, int]]) -> dict[int, int]:
    """How wide the lines of each column are: the width that most of its breaks of lines can have."""
    found: dict[int, int] = {}
    for column in {column for _, _, column in cells}:
        fits: Counter[int] = Counter()
        joins = 0
        for begin, end, at in cells:
            for here in range(begin + 1, end) if at == column else ():
                before, word = pieces[here - 1].width, pieces[here].text.split(" ", 1)[0]
                if before and pieces[here].gap in ("full", "line"):
                    joins += 1
                    fits.update(range(before, before + len(word) + 1))
        if joins >= JOINS:
            found[column] = max(fits, key=lambda width: (fits[width], -width))
    return found


def _cheapest(
    pieces: Sequence[Piece], kinds: Sequence[Kind], mode: str, costs: Costs, widths: dict[int, int]
) -> list[tuple[int, int, int]]:
    """The cells of the cheapest way: first piece, piece after the last, column."""
    prices, columns = _PRICES[mode], len(kinds)
    empty = [EMPTY[kind] for kind in kinds]
    whole = _whole(pieces) if mode in ("lines", "blocks") else frozenset()
    far = float("inf")
    best = [[far] * columns for _ in range(len(pieces) + 1)]  # cost of pieces before, the last cell in a column
    back: list[list[tuple[int, int]]] = [[(0, -1)] * columns for _ in range(len(pieces) + 1)]
    for begin in range(len(pieces)):
        starts = [
            _entry(best[begin], column, prices, pieces[begin], empty, first=not begin) for column in range(columns)
        ]
        for column, (entered, before) in enumerate(starts):
            if entered == far:
                continue
            small = column and pieces[begin].text[:1].islower() and pieces[begin].gap != "space" and mode != "words"
            so_far = entered + (SMALL if small else 0.0)
            last_word = pieces[begin - 1].text.rsplit(" ", 1)[-1] if begin and column else ""
            text, words, joined = "", 0, 0.0
            for end in range(begin + 1, min(begin + (400 if mode in ("words", "mixed") else PIECES), len(pieces)) + 1):
                piece = pieces[end - 1]
                if end - 1 > begin:
                    joined += prices[piece.gap][0] + _room(pieces[end - 2], piece, widths.get(column, 0), mode)
                    joined += MISSED * piece.opens + OFTEN * ((piece.text in whole) + (pieces[end - 2].text in whole))
                text = f"{text} {piece.text}" if text else piece.text
                words += 1 + piece.text.count(" ")
                if (words > LONGEST[kinds[column]] and end - 1 > begin) or joined > 12:
                    break
                after = pieces[end].text.split(" ", 1)[0] if end < len(pieces) else ""
                total = so_far + joined + costs(kinds[column], text, last_word, after)
                if text in whole and kinds[column] in ("text", "status") and kinds[0] not in ("date", "number"):
                    total -= OFTEN
                if mode == "words" and kinds[column] == "text" and end < len(pieces) and not ends_whole(piece.text):
                    total += AMID * _further(kinds, column)
                if mode in ("lines", "mixed") and kinds[column] == "text" and end < len(pieces):
                    total += _broken(piece, pieces[end], widths.get(column, 0))
                if total < best[end][column]:
                    best[end][column], back[end][column] = total, (begin, before)
    ends = [best[-1][column] + sum(empty[column + 1 :]) for column in range(columns)]
    column = min(range(columns), key=ends.__getitem__)
    found: list[tuple[int, int, int]] = []
    end = len(pieces)
    while end > 0 and column >= 0:
        begin, before = back[end][column]
        found.append((begin, end, column))
        end, column = begin, before
    return found[::-1]


def _whole(pieces: Sequence[Piece]) -> frozenset[str]:
    """The texts of lines that stand in a table several times, each time between others: cells of their own."""
    places: dict[str, list[int]] = {}
    for at, piece in enumerate(pieces):
        places.setdefault(piece.text, []).append(at)
    return frozenset(
        text
        for text, at in places.items()
        if len(at) >= TIMES
        and len({pieces[n - 1].text for n in at if n}) > 1
        and len({pieces[n + 1].text for n in at if n + 1 < len(pieces)}) > 1
    )


def _further(kinds: Sequence[Kind], column: int) -> int:
    """How ill it is to break amid a sentence: much where another column of text is next."""
    return 4 if column + 1 < len(kinds) and kinds[column + 1] == "text" else 0


def _entry(
    best: Sequence[float],
    column: int,
    prices: dict[Gap, tuple[float, float, float]],
    piece: Piece,
    empty: Sequence[float],
    *,
    first: bool,
) -> tuple[float, int]:
    """The least cost of a cell that begins in a column, and the column of the cell before."""
    if first:
        return sum(empty[:column]), -1
    _, within, between = prices[piece.gap]
    ways = [
        (cost + within + MISSED * piece.opens + sum(empty[last + 1 : column]), last)
        if last < column
        else (cost + between + sum(empty[last + 1 :]) + sum(empty[:column]), last)
        for last, cost in enumerate(best)
    ]
    return min(ways)


def _room(before: Piece, piece: Piece, width: int, mode: str) -> float:
    """What it costs to join two lines of a cell: much where the first had room for the next word."""
    if mode not in ("lines", "mixed") or piece.gap not in ("full", "line"):
        return 0.0
    cost = 1.0 if ends_whole(before.text) and before.text[-1:] != ";" and not width else 0.0
    if width and before.width + 1 + len(piece.text.split(" ", 1)[0]) < width - 1:
        cost += ROOM
    if width and before.width > width + 3:
        cost += ROOM
    return cost


def _broken(piece: Piece, after: Piece, width: int) -> float:
    """What it costs that a cell of text ends with a piece, and does not go on with the one after it."""
    cost = 0.0 if ends_whole(piece.text) or after.opens else AMID
    if width and piece.width and not after.opens:
        cost += FULL if piece.width + 1 + len(after.text.split(" ", 1)[0]) > width else 0.0
    if width and piece.width > width + 2:
        cost += ROOM
    return cost
