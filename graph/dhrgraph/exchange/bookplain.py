"""A workbook made anew from the texts of one that openpyxl cannot open, so that its problems can be marked in it."""

from __future__ import annotations

import re

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.workbook.child import INVALID_TITLE_REGEX

from dhrgraph.exchange.bookcells import Page
from dhrgraph.exchange.bookstyle import as_head, put
from dhrgraph.exchange.sheetlayout import HIDDEN

__all__ = ["plain_book"]

_LONGEST_TITLE = 31


def plain_book(pages: list[Page]) -> Workbook:
    """A workbook with the same sheets and the same text in each cell, without anything else.

    A cell that has something wrong with it is empty.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for page in pages:
        title = re.sub(INVALID_TITLE_REGEX, " ", page.title)[:_LONGEST_TITLE].strip("'") or "sheet"
        sheet = book.create_sheet(ILLEGAL_CHARACTERS_RE.sub(" ", title))
        sheet.sheet_state = "hidden" if title == HIDDEN else "visible"
        for row, cells in page.rows.items():
            for column, cell in cells.items():
                made = put(sheet, row, column, ILLEGAL_CHARACTERS_RE.sub("", cell.text))
                if row == 1 and title != HIDDEN:
                    as_head(made)
    return book
