"""How lists count: in letters and roman numerals."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["FORMATS", "letter", "roman"]

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def roman(count: int) -> str:
    """A number as a roman numeral; one over 3999 as it is.

    Examples
    --------
    >>> roman(14)
    'xiv'
    """
    if not 0 < count < 4000:
        return str(count)
    made = ""
    for value, letters in _ROMAN:
        made += letters * (count // value)
        count %= value
    return made


def letter(count: int) -> str:
    """A number as Word letters it: a to z, then aa, bb; one over 130 as it is.

    Examples
    --------
    >>> letter(2), letter(28)
    ('b', 'bb')
    """
    if not 0 < count <= 130:
        return str(count)
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


#: The names that Word has for ways to count; others count in digits.
FORMATS: dict[str, Callable[[int], str]] = {
    "lowerRoman": roman,
    "upperRoman": lambda count: roman(count).upper(),
    "lowerLetter": letter,
    "upperLetter": lambda count: letter(count).upper(),
    "decimalZero": lambda count: f"{count:02}",
    "none": lambda _: "",
}
