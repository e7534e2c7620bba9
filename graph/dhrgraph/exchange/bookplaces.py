"""Places of cells, as people name them.

openpyxl has the same functions; to load it takes longer than to read a review's workbook.
"""

from __future__ import annotations

__all__ = ["letters_of", "number_of"]


def letters_of(column: int) -> str:
    """The letters of a column, counted from 1.

    Examples
    --------
    >>> letters_of(1), letters_of(26), letters_of(27), letters_of(16_384)
    ('A', 'Z', 'AA', 'XFD')
    """
    before, last = divmod(column - 1, 26)
    return (letters_of(before) if before else "") + chr(ord("A") + last)


def number_of(letters: str) -> int:
    """The number of a column, by its capital letters.

    Examples
    --------
    >>> number_of("A"), number_of("XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
