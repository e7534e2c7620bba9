"""Texts in the cells of Excel workbooks: its escapes, and what a cell can hold.

Excel reads ``_x0041_`` in a cell as ``A``, and writes a carriage return as ``_x000D_``. openpyxl does
neither, and drops each ``x005F_`` that it meets in a workbook that Excel has saved.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from dhrgraph.errors import DhrgraphError

__all__ = ["from_cell", "load", "to_cell"]

_MOST_CHARACTERS = 32_767  # of a cell, as UTF-16 counts them
_MEANS_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATES = range(0xD800, 0xE000)


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
    """The text that Excel shows in a cell."""
    return _ESCAPE.sub(_meant, text) if "_x" in text else text


def _meant(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if code in _SURROGATES else chr(code)


def load(path: Path) -> Workbook:
    """A workbook of a file, its texts as they are written there."""
    reader = _Reader(path)
    reader.read()
    book: Workbook = reader.wb
    return book


class _Reader(ExcelReader):
    """Reads shared texts without openpyxl's way with escapes, which loses characters."""

    def read_strings(self) -> None:
        """Read the texts that cells share."""
        part = next((each for each in self.package.Override if each.ContentType == SHARED_STRINGS), None)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                items = (node for _, node in iterparse(source) if node.tag == f"{{{SHEET_MAIN_NS}}}si")
                self.shared_strings = [_content(node) for node in items]


def _content(node: Any) -> str:
    text = Text.from_tree(node)
    node.clear()
    return text.content if text else ""
