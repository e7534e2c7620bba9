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
from dhrgraph.exchange.marking import FILL, FONT, LINE, printed_banner, tables_banner
from dhrgraph.exchange.tables import Table

__all__ = ["to_xlsx"]

_WIDEST = 60


def to_xlsx(tables: list[Table]) -> bytes:
    """The tables as the bytes of a workbook, a sheet each, with frozen and filterable headers.

    Where a review is not published, its banner stands above them and on each printed page.

    Raises
    ------
    DhrgraphError
        If a value is longer than a cell can hold.
    """
    book = Workbook(write_only=True)
    banner = tables_banner(tables)
    head = 2 if banner else 1
    for table in tables:
        sheet = book.create_sheet(table.name)
        for index, column in enumerate(table.columns):
            longest = max([len(column), *(len(row[index]) for row in table.rows)])
            sheet.column_dimensions[get_column_letter(index + 1)].width = min(longest, _WIDEST) + 2
        sheet.freeze_panes = f"A{head + 1}"
        sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(table.columns))}{len(table.rows) + head}"
        if banner:
            sheet.HeaderFooter.oddHeader = printed_banner(banner)
            sheet.HeaderFooter.oddFooter = printed_banner(banner)
            sheet.print_title_rows = f"1:{head}"
            sheet.append([_banner(sheet, text) for text in (banner, *[""] * (len(table.columns) - 1))])
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


def _banner(sheet: Worksheet, text: str) -> Cell:
    cell = _text(sheet, text) if text else WriteOnlyCell(sheet)  # an empty text would cut the banner off
    cell.font, cell.fill, cell.alignment = FONT, FILL, LINE
    return cell


def _header(sheet: Worksheet, name: str) -> Cell:
    cell = _text(sheet, name)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="DDE3EA")
    return cell
