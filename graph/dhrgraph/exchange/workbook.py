"""The tables as one workbook, every cell typed as text.

Excel would turn ``2010-09`` into a date and ``3.10`` into a number, were the cells not text.
"""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dhrgraph.exchange.celltext import to_cell
from dhrgraph.exchange.tables import Table

__all__ = ["to_xlsx"]

_WIDEST = 60


def to_xlsx(tables: list[Table]) -> bytes:
    """The tables as the bytes of a workbook, a sheet each, with frozen and filterable headers.

    Raises
    ------
    DhrgraphError
        If a value is longer than a cell can hold.
    """
    book = Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet(table.name)
        for index, column in enumerate(table.columns):
            longest = max([len(column), *(len(row[index]) for row in table.rows)])
            sheet.column_dimensions[get_column_letter(index + 1)].width = min(longest, _WIDEST) + 2
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
        sheet.append([_header(sheet, column) for column in table.columns])
        for row in table.rows:
            sheet.append([_text(sheet, cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text(sheet: Worksheet, value: str) -> Cell:
    cell = WriteOnlyCell(sheet, to_cell(value, f"a cell of the sheet {sheet.title}"))
    cell.data_type = "s"  # also where the text begins with an equals sign
    cell.number_format = "@"
    cell.alignment = Alignment(vertical="top", wrap_text=len(value) > _WIDEST)
    return cell


def _header(sheet: Worksheet, name: str) -> Cell:
    cell = _text(sheet, name)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="DDE3EA")
    return cell
