"""The numbers that open the lines of a report, and how it numbers its paragraphs by and large.

Numbers of how many parts open sentences (``1.1`` or ``1.1.1``), or do single ones run straight through (1 to 190)?
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dhrgraph.documents.lines import Line
from dhrgraph.documents.markers import Number, is_title, number, slipped

__all__ = ["STRAIGHT", "Survey", "surveyed", "titled"]

#: From how many numbers in a row on that mostly open sentences a run counts as straight through.
STRAIGHT = 5


@dataclass(frozen=True, slots=True)
class Survey:
    """What the numbers of a report tell together.

    Parameters
    ----------
    numbers, slips : dict
        By the place of a line: the number that opens it, and the one that OCR may have spoiled.
    depth : int
        How many parts the numbers of paragraphs mostly have; 0 where none of several parts opens a sentence.
    straight : bool
        Whether single numbers run through the report.
    pointed : bool
        Whether a point mostly ends single numbers.
    """

    numbers: dict[int, Number]
    slips: dict[int, Number]
    depth: int
    straight: bool
    pointed: bool


def surveyed(lines: Sequence[Line]) -> Survey:
    """Look at all lines of a report."""
    opened = {at: number(line) for at, line in enumerate(lines) if line.role in ("text", "bullet")}
    numbers = {at: found for at, found in opened.items() if found}
    slips = {at: slip for at, line in enumerate(lines) if at not in numbers and (slip := slipped(line))}
    depth = _depth(numbers, lines)
    singles = [n for n in numbers.values() if n.level == 1]
    pointed = sum(n.point or n.sure for n in singles) * 2 > len(singles)
    return Survey(numbers, slips, depth, _is_straight(numbers, depth), pointed)


def _depth(numbers: Mapping[int, Number], lines: Sequence[Line]) -> int:
    """How many parts the numbers of paragraphs mostly have; 0 where none of several parts opens a sentence."""
    opens = Counter(n.level for at, n in numbers.items() if n.level > 1 and not titled(n, lines[at]))
    titles = Counter(n.level for at, n in numbers.items() if n.level > 1 and titled(n, lines[at]))
    likely = {level: count for level, count in opens.items() if count * 4 > titles[level] or count >= STRAIGHT}
    return max(likely, key=lambda level: (likely[level], level), default=0)


def _is_straight(numbers: Mapping[int, Number], depth: int) -> bool:
    runs: dict[int, int] = {1: 0}  # by the number that each waits for: how many of its numbers open sentences
    for at in sorted(numbers):
        n = numbers[at]
        if n.level == 1 and n.parts[0] in runs:
            value = n.parts[0]
            sentences = runs.pop(value) + (not is_title(n.rest))
            runs[value + 1] = max(sentences, runs.get(value + 1, 0))
            runs[1] = 0  # a list or the notes of a page begin beside it
    best = max(runs)
    several = sum(1 for n in numbers.values() if n.level > 1 and n.level == depth)
    return best > STRAIGHT and runs[best] * 2 >= best - 1 > several


def titled(found: Number, line: Line) -> bool:
    """Whether what follows a number reads like a heading."""
    return is_title(found.rest) or (bool(line.heading) and len(found.rest.split()) <= 20 and found.rest[-1] not in ".;")
