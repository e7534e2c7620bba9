"""How wide the lines of a text are that a page's width has cut, also where its letters are not of one width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dhrgraph.documents.lines import Line, ends_whole

__all__ = ["Width"]

#: How many lines must go on in the next one, and one in how many of all lines, for the width to be told.
SAMPLE, SHARE = 12, 8
_NARROW, _SLIM, _BROAD = set("ijl.,;:'|!‘’"), set('ftrI()[]- "“”'), set("mwMW@%—")


@dataclass(frozen=True, slots=True)
class Width:
    """The width at which a text is cut.

    Parameters
    ----------
    least : float
        From which width of a line, with the first word of the next one, the line may be full; 0 where none is told.
    even : bool
        Whether the letters are of one width, as far as where the lines are cut shows.
    """

    least: float
    even: bool = True

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Width:
        """The width of lines that go on in a small letter, but for the lines of narrow cells.

        Examples
        --------
        >>> width = Width.of([Line("the panel asked for all of it")] * 20)
        >>> [width.is_full(Line(text), Line("The")) for text in ("It was told.", "the panel asked for it all twice.")]
        [False, True]
        """
        pairs = [
            (line, after)
            for line, after in pairwise(lines)
            if line.role == after.role == "text" and after.text[:1].islower() and not ends_whole(line.text)
        ]
        if len(pairs) < max(SAMPLE, len(lines) // SHARE):
            return cls(0)
        found = [(_sizes(pairs, even=even), even) for even in (True, False)]
        (least, _), even = max(found, key=lambda one: one[0][1])
        return cls(least, even)

    def is_full(self, line: Line, after: Line | None) -> bool:
        """Whether the first word of the next line would not have fitted."""
        return bool(self.least) and after is not None and _reach(line, after, even=self.even) >= self.least

    def is_long(self, line: Line) -> bool:
        """Whether a line is as long as those of paragraphs are."""
        return _size(line.text, even=self.even) * 5 > self.least * 4


def _sizes(pairs: Sequence[tuple[Line, Line]], *, even: bool) -> tuple[float, float]:
    """The least width of a full line, and its share of the width of a wide one."""
    sizes = sorted(_reach(line, after, even=even) for line, after in pairs)
    wide = sizes[len(sizes) * 9 // 10]
    full = [size for size in sizes if size * 4 > wide * 3]
    least = full[len(full) // 20]
    return least, least / wide


def _reach(line: Line, after: Line, *, even: bool) -> float:
    return _size(f"{line.text} {after.text.split(' ', 1)[0]}", even=even)


def _size(text: str, *, even: bool) -> float:
    """The width of a text, in letters of middle width."""
    if even:
        return len(text)
    return sum(map(_letter, text))


def _letter(letter: str) -> float:
    if letter in _NARROW:
        return 0.45
    if letter in _SLIM:
        return 0.6
    if letter in _BROAD:
        return 1.6
    return 1.25 if letter.isupper() else 1.0
