"""Texts in the cells of Excel workbooks: its escapes, and what a cell can hold.

Excel reads ``_x0041_`` in a cell as ``A``, and writes a carriage return as ``_x000D_``. openpyxl does neither.
"""

from __future__ import annotations

import re

from dhrgraph.errors import DhrgraphError

__all__ = ["from_cell", "to_cell"]

_MOST_CHARACTERS = 32_767  # of a cell, as UTF-16 counts them
_MEANS_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPE = re.compile("_x[Dd][89ABab][0-9A-Fa-f]{2}__x[Dd][C-Fc-f][0-9A-Fa-f]{2}_|_x[0-9A-Fa-f]{4}_")


def to_cell(text: str, where: str) -> str:
    """A text as it is written in a cell, so that Excel shows it as it is.

    Parameters
    ----------
    text : str
    where : str
        What the cell is called in an error.

    Raises
    ------
    DhrgraphError
        If the text is longer than a cell can hold; openpyxl would cut it off.

    Examples
    --------
    >>> to_cell("_x0041_", "contacts!A1"), from_cell("_x005F_x0041_")
    ('_x005F_x0041_', '_x0041_')
    """
    written = _MEANS_ESCAPE.sub("_x005F_", text)
    length = len(written.encode("utf-16-le")) // 2
    if length > _MOST_CHARACTERS:
        raise DhrgraphError(f"{where} would hold {length:,} characters, and a cell holds {_MOST_CHARACTERS:,}")
    return written


def from_cell(text: str) -> str:
    """The text that Excel shows in a cell; the escape of half a character stays as it is.

    Examples
    --------
    >>> from_cell("_xD83D__xDE00_ _xD83D_") == "\N{GRINNING FACE} _xD83D_"
    True
    """
    return _ESCAPE.sub(_meant, text) if "_x" in text else text


def _meant(found: re.Match[str]) -> str:
    codes = [int(code, 16) for code in re.findall("[0-9A-Fa-f]{4}", found[0])]
    read = b"".join(code.to_bytes(2, "little") for code in codes).decode("utf-16-le", "ignore")
    return read or found[0]
