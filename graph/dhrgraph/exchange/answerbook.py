"""An answer as an Excel workbook: its rows on one sheet, what was asked and how to read it on another.

Texts are cells of text, so that Excel turns neither ``3.10`` into 3.1 nor ``2010-09`` into a date, and runs
nothing that begins with an equals sign. Only whole numbers, which are counts, are numbers.
"""

from __future__ import annotations

import io
from collections.abc import Mapping

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dhrgraph.exchange.bookstyle import bannered, plain, printed, sized
from dhrgraph.questions.run import Answer

__all__ = ["answer_book"]


def answer_book(answer: Answer, about: Mapping[str, str], banner: str = "") -> bytes:
    """The bytes of a workbook with an answer.

    Parameters
    ----------
    answer : Answer
    about : mapping
        What stands on the second sheet, such as the question, what it was narrowed to, and its limits.
    banner : str
        What stands above each sheet and on each printed page; see `dhrgraph.records.marking`.

    Raises
    ------
    DhrgraphError
        If a text is longer than a cell can hold.
    """
    book = Workbook()
    top = 2 if banner else 1  # the row of the headers
    page: Worksheet = book.worksheets[0]
    page.title = "answer"
    names = [column.replace("_", " ") for column in answer.columns]
    _sheet(page, [names, *answer.texts()], top)
    page.auto_filter.ref = f"A{top}:{get_column_letter(max(len(names), 1))}{len(answer.rows) + top}"
    _counts(page, answer, top)
    _sheet(book.create_sheet("about"), [["key", "value"], *([key, text] for key, text in about.items() if text)], top)
    for each in book.worksheets if banner else ():
        bannered(each, banner, each.max_column)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(page: Worksheet, rows: list[list[str]], top: int) -> None:
    """Write rows under headers that stay in sight and are printed on each page."""
    printed(page, top)
    plain(page, rows, top=top)
    sized(page, rows, top)
    page.freeze_panes = f"A{top + 1}"


def _counts(page: Worksheet, answer: Answer, top: int) -> None:
    """Make whole numbers numbers, so that they can be summed."""
    for number, record in enumerate(answer.records(), start=top + 1):
        for index, value in enumerate(record.values(), start=1):
            if isinstance(value, int) and not isinstance(value, bool):
                cell = page.cell(number, index)
                cell.value, cell.number_format = value, "0"
