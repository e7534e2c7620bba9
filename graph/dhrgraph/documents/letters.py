"""Letters and roman numerals of sub-paragraphs: which is below which, and which is due."""

from __future__ import annotations

import re

from dhrgraph.documents.counts import roman

__all__ = ["Letters", "cleaned"]

_ROMAN = re.compile(r"[ivx]+")
_NUMERALS = [roman(count) for count in range(1, 40)]


#: What no text of a passage may have: controls, what turns the direction of letters, ends of lines of other kinds,
#: and code points that are no characters.
_FAULTS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufff9-\ufffb\ud800-\udfff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "]"
)


def cleaned(text: str) -> str:
    r"""A text without the characters that no record can hold; tabs between cells and line feeds stay.

    Examples
    --------
    >>> cleaned("She\u202e rang\x85\ufffe.\tOut")
    'She rang.\tOut'
    """
    return _FAULTS.sub("", text)


class Letters:
    """The letters under one paragraph.

    Attributes
    ----------
    letter : str
        The last letter; empty where none or a numeral without a letter came last.
    mark : str
        The last letter or numeral.
    broken : bool
        Whether text without a letter has come since the last one.
    """

    def __init__(self) -> None:
        self.close()

    def close(self) -> None:
        """Begin anew, under another paragraph."""
        self.letter = self.mark = ""
        self.broken = False

    def is_due(self, mark: str) -> bool:
        """Whether a letter or numeral is the first of a list or the next one.

        Examples
        --------
        >>> letters = Letters()
        >>> letters.take("b")
        ''
        >>> letters.is_due("c"), letters.is_due("i"), letters.is_due("d")
        (True, True, False)
        """
        after = chr(ord(self.mark) + 1) if len(self.mark) == 1 else ""
        numeral = _NUMERALS.index(self.mark) + 1 if self.mark in _NUMERALS[:-1] else 0
        return mark in {"a", "i", after, _NUMERALS[numeral]}

    def take(self, mark: str) -> str:
        """Take the next letter or numeral, and give the letter that it stands below; empty where below none.

        A numeral that directly follows a letter stands below it, unless it is the letter i after h.
        """
        numeral = bool(_ROMAN.fullmatch(mark)) and not (mark == "i" and self.letter == "h")
        if len(mark) == 1 and self.letter and ord(mark) == ord(self.letter) + 1:
            numeral = False
        below = self.letter if numeral and self.letter and not self.broken else ""
        if not numeral:
            self.letter = mark[0]
        elif not below:
            self.letter = ""
        self.mark, self.broken = mark, False
        return below
