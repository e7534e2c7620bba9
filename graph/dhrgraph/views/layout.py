"""Where things stand: computed beforehand, so that a page opens at once and looks the same each time.

A picture is read, not admired, so two plain arrangements serve all pages. In `columns`, lines run
only between neighbouring columns and never behind a name; `ring` sets things that are all of one
kind around an oval, so that lines run through its middle. Nothing in them is left to chance and
nothing depends on the machine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import ceil, sqrt

__all__ = ["GAP", "LINE", "WIDTH", "columns", "ring", "wrapped"]

#: Width of a box with a name, height of a line of text in it, margins and the least gap between
#: boxes; in units of the positions, in which a name is written 26 units high.
WIDTH = 292
LINE = 31
MARGIN = 26
GAP = 20
#: Characters of a line, and lines of a box.
_CHARACTERS, _LINES = 17, 5
_SWEEPS = 12
#: The width over the height that a picture should have, as most screens do.
_ASPECT = 1.5

Places = dict[str, tuple[int, int]]


def wrapped(label: str) -> str:
    """A label broken into lines that fit a box; cut where it is too long, the whole stands in the panel.

    Examples
    --------
    >>> wrapped("Lewisham and Greenwich NHS Trust")
    'Lewisham and\\nGreenwich NHS\\nTrust'
    """
    lines = [""]
    for word in label.split():
        rest = word
        while len(rest) > _CHARACTERS:
            lines.append(rest[: _CHARACTERS - 1] + "-")
            rest = rest[_CHARACTERS - 1 :]
        if lines[-1] and len(lines[-1]) + 1 + len(rest) > _CHARACTERS:
            lines.append(rest)
        else:
            lines[-1] = f"{lines[-1]} {rest}".strip()
    lines = [line for line in lines if line]
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], lines[_LINES - 1][: _CHARACTERS - 2] + " …"]
    return "\n".join(lines)


def height(label: str) -> int:
    """Height of the box of a wrapped label.

    Examples
    --------
    >>> height("one line"), height("two\\nlines")
    (57, 88)
    """
    return MARGIN + LINE * (label.count("\n") + 1)


def columns(members: Sequence[Sequence[str]], lines: Iterable[tuple[str, str]], heights: Mapping[str, int]) -> Places:
    """Places in columns, things of a column ordered so that lines cross little.

    Parameters
    ----------
    members : sequence of sequences of str
        The things of each column, in the order that they keep where nothing speaks for another.
    lines : iterable of (str, str)
        What is joined.
    heights : mapping of str to int
        Heights of the boxes.

    Returns
    -------
    dict
        Middle of each box, in whole units.

    References
    ----------
    K. Sugiyama, S. Tagawa, M. Toda, "Methods for visual understanding of hierarchical system
    structures", IEEE Transactions on Systems, Man and Cybernetics 11 (1981): the barycentre method.
    """
    found = [column for column in _ordered([list(column) for column in members], lines) if column]
    if not found:
        return {}
    most = _most(found, heights)
    split = [_split(column, _parts(_tall(column, heights), most)) for column in found]
    tallest = max(_tall(part, heights) for parts in split for part in parts)
    boxes = sum(len(parts) for parts in split) * (WIDTH + GAP)
    gap = round(min(max((_ASPECT * tallest - boxes) / max(len(split) - 1, 1), 140), 560))
    places: Places = {}
    left = 0
    for parts in split:
        for part in parts:
            top = -_spread(part, heights, tallest) // 2
            for thing in part:
                places[thing] = (left, top + heights[thing] // 2)
                top += heights[thing] + _air(part, heights, tallest)
            left += WIDTH + GAP
        left += gap
    return places


def _ordered(members: list[list[str]], lines: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Each column in the order of the mean places of what its things are joined with."""
    near: dict[str, set[str]] = defaultdict(set)
    for one, other in lines:
        near[one].add(other)
        near[other].add(one)
    first = {thing: place for column in members for place, thing in enumerate(column)}
    at = {thing: (place + 0.5) / len(column) for column in members for place, thing in enumerate(column)}
    for sweep in range(_SWEEPS):
        for column in members if sweep % 2 else reversed(members):
            mean = {
                thing: sum(sorted(at[other] for other in near[thing] if other in at)) / max(len(near[thing]), 1)
                if near[thing]
                else at[thing]
                for thing in column
            }
            column.sort(key=lambda thing: (round(mean[thing], 9), first[thing]))
            at |= {thing: (place + 0.5) / len(column) for place, thing in enumerate(column)}
    return members


def _most(found: list[list[str]], heights: Mapping[str, int]) -> float:
    """How high a column may be: as high as the highest is, unless the picture became a tower."""
    tall = [_tall(column, heights) for column in found]
    most = float(max(tall))
    for parts in range(1, max(map(len, found)) + 1):
        most = max(tall) / parts
        across = sum(_parts(one, most) for one in tall) * (WIDTH + GAP) + (len(found) - 1) * 300
        if across >= 0.9 * most:
            break
    return most


def _parts(tall: float, most: float) -> int:
    """In how many a column is split; a little higher than the others is no reason."""
    return max(1, ceil(tall / most - 0.15))


def _split(column: list[str], parts: int) -> list[list[str]]:
    """A column in several of about one length."""
    size = ceil(len(column) / parts)
    return [column[start : start + size] for start in range(0, len(column), size)]


def _tall(part: list[str], heights: Mapping[str, int]) -> int:
    return sum(heights[thing] for thing in part) + GAP * (len(part) - 1)


def _air(part: list[str], heights: Mapping[str, int], tallest: int) -> int:
    """Room between the things of a column: a short one is spread, though not over all the height."""
    spare = (tallest - sum(heights[thing] for thing in part)) // (len(part) + 1)
    return max(GAP, min(spare, 260))


def _spread(part: list[str], heights: Mapping[str, int], tallest: int) -> int:
    return sum(heights[thing] for thing in part) + _air(part, heights, tallest) * (len(part) - 1)


def ring(things: Sequence[str], heights: Mapping[str, int]) -> Places:
    """Places around an oval, in the given order, clockwise from its top.

    Each half runs from top to bottom with room between its boxes, so that none overlap.
    """
    if len(things) < 2:
        return dict.fromkeys(things, (0, 0))
    half = ceil(len(things) / 2)
    sides = [list(things[:half]), list(things[half:])[::-1]]
    tallest = max(_tall(side, heights) for side in sides)
    wide = max(0.62 * tallest - WIDTH / 2, 1.6 * WIDTH)
    places: Places = {}
    for side, sign in zip(sides, (1, -1), strict=True):
        top = -_spread(side, heights, tallest) / 2
        for thing in side:
            middle = top + heights[thing] / 2
            out = sqrt(max(0.0, 1 - (2 * middle / tallest) ** 2))
            places[thing] = (round(sign * (0.62 * WIDTH + (wide - 0.62 * WIDTH) * out)), round(middle))
            top += heights[thing] + _air(side, heights, tallest)
    return places
