"""The fragments of a PDF's page, as pdfium tells them.

Asking pdfium for the box of each character takes far longer than the text itself, so only the ends of fragments are
asked for, and the sides of spaces where the width of a fragment or a drawn line tells of a wider one.
"""

from __future__ import annotations

import ctypes
import math
import re
from itertools import accumulate
from typing import Any

import pypdfium2
from pypdfium2 import raw

from dhrgraph.documents.lines import raised
from dhrgraph.documents.pages import Box, Fragment, Turn

__all__ = ["fragments_of"]

#: Characters of the number before a paragraph at most; a wide space after more of them tells of columns.
FIRST = 8
#: Digits of a footnote's mark at most.
MARK = 3
#: How near to each other rows of a table stand at least, in points.
NEAR = 90.0

_DIGITS = re.compile(r"\d{1,7}")
_WORD = re.compile(r"\S+")
_SPACE = re.compile(r"(?<=\S)\s+(?=\S)")
_HYPHEN = "\ufffe"  # what pdfium gives for a hyphen at a line's end and the line's end itself
_LINE = re.compile(f"[^\r\n{_HYPHEN}]*(?:\r\n|\r|\n|{_HYPHEN})|[^\r\n{_HYPHEN}]+$")


class _Widths(dict[str, float]):
    """About how wide letters are, in sizes of a letter, whatever the font."""

    def __missing__(self, letter: str) -> float:
        return 0.54


_WIDTHS = _Widths({**dict.fromkeys(" ijltfrI.,;:'|()[]’‘-", 0.28), **dict.fromkeys("ABCDEFGHJKLMNOPQRSTUVWXYZmw", 0.7)})


class _Ruler:
    """Asks pdfium where characters stand."""

    def __init__(self, text: pypdfium2.PdfTextPage, turn: Turn) -> None:
        self.raw: Any = text.raw
        self._turn = turn
        self._sides = [ctypes.c_double() for _ in range(4)]
        self._refs = [ctypes.byref(side) for side in self._sides]
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._matrix = raw.FS_MATRIX()
        self._bold: dict[bytes, bool] = {}
        self._sizes: dict[float, float] = {}  # nominal sizes as they are drawn; on one page they scale alike

    def sides(self, at: int) -> tuple[float, float]:
        """Left and right side of a character."""
        raw.FPDFText_GetCharBox(self.raw, at, *self._refs)
        if self._turn.angle:
            left, right, bottom, top = (side.value for side in self._sides)
            return self._turn.box((left, bottom, right, top))[::2]
        return self._sides[0].value, self._sides[1].value

    def base(self, at: int) -> float:
        """Base line of a character."""
        raw.FPDFText_GetCharOrigin(self.raw, at, self._refs[0], self._refs[1])
        x, y = self._sides[0].value, self._sides[1].value
        return self._turn.box((x, y, x, y))[1]

    def size(self, at: int) -> float:
        """Size of a character, as it is drawn: that of its font, scaled."""
        nominal = float(raw.FPDFText_GetFontSize(self.raw, at))
        if nominal not in self._sizes:
            raw.FPDFText_GetMatrix(self.raw, at, ctypes.byref(self._matrix))
            self._sizes[nominal] = nominal * (math.hypot(self._matrix.c, self._matrix.d) or 1.0)
        return self._sizes[nominal]

    def is_added(self, at: int) -> bool:
        """Whether pdfium added a space that stands in no text."""
        return bool(raw.FPDFText_IsGenerated(self.raw, at) == 1)

    def bold(self, at: int) -> bool:
        """Whether a character is bold, by its font's name and weight."""
        raw.FPDFText_GetFontInfo(self.raw, at, self._name, 128, ctypes.byref(self._flags))
        name = self._name.value
        if name not in self._bold:
            heavy = raw.FPDFText_GetFontWeight(self.raw, at) >= 600
            self._bold[name] = heavy or bool(re.search(rb"bold|black|heavy|demi", name, re.IGNORECASE))
        return self._bold[name]


def _uprights(rules: list[Box]) -> list[tuple[float, float, float]]:
    """The upright sides of what is drawn: each place once, with its lowest and highest point."""
    found: dict[int, tuple[float, float, float]] = {}
    for left, bottom, right, top in rules:
        for side in (left, right):
            _, low, high = found.get(round(side), (side, bottom, top))
            found[round(side)] = (side, min(low, bottom), max(high, top))
    return list(found.values())[:100]


def fragments_of(page: pypdfium2.PdfTextPage, rules: list[Box], turn: Turn) -> list[Fragment]:
    """The fragments of a page; wider spaces are sought in those that are wide or that an upright line crosses."""
    whole = page.get_text_range()
    uprights = _uprights(rules)
    ruler = _Ruler(page, turn)
    shifted = len(whole) != page.count_chars()
    found: list[tuple[Fragment, int]] = []
    at = 0
    for line in _LINE.findall(whole):
        text = line.rstrip("\r\n" + _HYPHEN)
        start = at + len(text) - len(text.lstrip())
        if text.strip():
            if shifted:
                start = max(0, raw.FPDFText_GetCharIndexFromTextIndex(page.raw, start))
            found.append((_fragment(text.strip(), start, ruler, hyphen=line.endswith(_HYPHEN)), start))
        at += len(line)
    reaches = [list(accumulate(map(_WIDTHS.__getitem__, f.text), initial=0.0)) for f, _ in found]
    usual = sorted(
        (f.x1 - f.x0) / (f.size * reach[-1]) for (f, _), reach in zip(found, reaches, strict=True) if reach[-1] > 20
    )
    scale = usual[len(usual) // 5] if usual else 0.0
    open_columns: list[float] = []  # heights at which texts stand beside each other without a drawn line
    done: set[int] = set()
    for (f, start), reach in zip(found, reaches, strict=True):
        if any(f.x0 + 1 < x < f.x1 - 1 and low < f.y < high for x, low, high in uprights):
            f.breaks = _breaks(f, start, reach, ruler, 0.0)
            done.add(start)
        elif f.x1 - f.x0 > (scale * reach[-1] + 0.5) * f.size:
            f.breaks = _breaks(f, start, reach, ruler, scale)
            open_columns += [f.y for at, right, left in f.breaks if at > FIRST and left - right > f.size]
    for f, start in found if open_columns else ():  # what stands near them is looked at closely
        if start not in done and any(abs(f.y - y) < NEAR for y in open_columns):
            f.breaks = _added(f, start, ruler)
    return [f for f, _ in found]


def _fragment(text: str, start: int, ruler: _Ruler, *, hyphen: bool) -> Fragment:
    end = start + len(text) - 1
    size = _size(text, start, ruler)
    marks = [mark for digits in _DIGITS.finditer(text) if (mark := _raised(digits, start, size, ruler))]
    for begin, stop in reversed(marks):
        text = text[:begin] + raised(text[begin:stop]) + text[stop:]
    left, right = ruler.sides(start)[0], ruler.sides(end)[1]
    bold = ruler.bold(end) and ruler.bold(start)
    return Fragment(text + "-" * hyphen, left, right, min(ruler.base(start), ruler.base(end)), size, bold)


def _size(text: str, start: int, ruler: _Ruler) -> float:
    """The size of a fragment: that of its ends and middle that two of them share, for a mark may open or end it."""
    middle = len(text) // 2
    places = {0, middle + (text[middle].isspace()), len(text) - 1}
    sizes = [ruler.size(start + place) for place in places]
    return max((size for size in sizes if sizes.count(size) > 1), default=max(sizes))


def _breaks(f: Fragment, start: int, reach: list[float], ruler: _Ruler, scale: float) -> list[tuple[int, float, float]]:
    """The wider spaces of a fragment: those between the halves of its words, and of each half that is too wide.

    Parameters
    ----------
    f : Fragment
        The fragment.
    start : int
        Place of its first character on the page.
    reach : list of float
        How wide its letters are together before each of them, about, in sizes of a letter.
    ruler : _Ruler
        The ruler of the page.
    scale : float
        How wide letters of the page are beside that; 0 to look at each space.
    """
    found: list[tuple[int, float, float]] = []
    words = [word.span() for word in _WORD.finditer(f.text)]
    spans = [(0, len(words) - 1, f.x0, f.x1)]
    while spans:
        one, last, left, right = spans.pop()
        if one == last:
            continue
        if right - left < (scale * (reach[words[last][1]] - reach[words[one][0]]) + 0.4) * f.size:
            continue
        half = (one + last) // 2
        space = _space(start + words[half][1], start + words[half + 1][0], ruler)
        if space[1] - space[0] > 0.5 * f.size:
            found.append((words[half][1], *space))
        spans += [(one, half, left, space[0]), (half + 1, last, space[1], right)]
    return sorted(found)


def _space(end: int, begin: int, ruler: _Ruler) -> tuple[float, float]:
    """The sides of a space, from the places after the word before it and of the word after it."""
    return ruler.sides(end - 1)[1], ruler.sides(begin)[0]


def _added(f: Fragment, start: int, ruler: _Ruler) -> list[tuple[int, float, float]]:
    """The wider spaces of a fragment with those that stand in no text: pdfium adds one where texts stand apart."""
    known = {at for at, _, _ in f.breaks}
    found = list(f.breaks)
    for space in _SPACE.finditer(f.text):
        if space.start() not in known and ruler.is_added(start + space.start()):
            right, left = _space(start + space.start(), start + space.end(), ruler)
            if left - right > 0.5 * f.size:
                found.append((space.start(), right, left))
    return sorted(found)


def _raised(digits: re.Match[str], start: int, size: float, ruler: _Ruler) -> tuple[int, int] | None:
    """Which of some digits are smaller than their line, as the mark of a footnote is."""
    first, end = digits.span()
    if not ruler.size(start + end - 1) < 0.85 * size:
        return None
    begin = end - 1
    while begin > first and ruler.size(start + begin - 1) < 0.85 * size:
        begin -= 1
    if end - begin > MARK:
        return None
    if not begin and ruler.base(start) - ruler.base(start + len(digits.string) - 1) < 0.1 * size:
        return None  # the number before a paragraph, in smaller letters
    return begin, end
