"""How the sheets of a review's workbook look."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from dhrgraph.exchange.celltext import to_cell
from dhrgraph.exchange.marking import FILL, FONT, LINE, printed_banner

__all__ = ["AUTHOR", "as_head", "bannered", "note", "plain", "printed", "put", "sized"]

#: Who made the comments that say what belongs in a column.
AUTHOR = "dhrgraph"
_WIDE = 32
_WIDER = {"summary": 60, "section": 60, "definition": 90, "note": 45, "because": 45, "label": 45, "other_names": 45,
          "what is wrong": 60, "what to do": 60, "what": 40, "key": 24, "value": 60, "what it is": 60,
          "How to work in this workbook": 110}  # fmt: skip
_ROW = 15.0  # height of a line of a cell in points
_HEAD = PatternFill("solid", fgColor="DDE3EA")
_NEEDED = PatternFill("solid", fgColor="B9CCE0")
_UNDER = Border(bottom=Side("thin", color="7B8794"))
_LETTERS_A_LINE = 64  # of a comment as wide as those of `note`
_LINE = 15  # its height in pixels
_TALLEST = 600


def put(page: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write a cell as text.

    Raises
    ------
    DhrgraphError
        If the text is longer than a cell can hold.
    """
    written = to_cell(text, f"{page.title}!{get_column_letter(column)}{row}")
    cell = page.cell(row, column)
    assert isinstance(cell, Cell)  # nothing is merged
    cell.value = written
    cell.data_type = "s"  # also where the text begins with an equals sign
    cell.number_format = "@"
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def as_head(cell: Cell, told: str = "", *, needed: bool = False) -> None:
    """Make a cell a header, which says in a comment what belongs under it; darker where that is needed."""
    cell.font = Font(name="Calibri", size=11, bold=True)
    cell.fill = _NEEDED if needed else _HEAD
    cell.border = _UNDER
    if told:
        cell.comment = note(told)


def note(text: str, author: str = AUTHOR) -> Comment:
    """A comment in a box that its text fits in."""
    lines = sum(1 + len(line) // _LETTERS_A_LINE for line in text.splitlines())
    return Comment(text, author, height=min(_TALLEST, 20 + _LINE * lines), width=400)


def plain(page: Worksheet, rows: Sequence[Sequence[str]], *, head: bool = True, top: int = 1) -> None:
    """Write rows of texts from the row `top` on, the first of them as headers."""
    for number, row in enumerate(rows, start=top):
        for index, text in enumerate(row, start=1):
            cell = put(page, number, index, text)
            if head and number == top:
                as_head(cell)


def sized(page: Worksheet, rows: Sequence[Sequence[str]], top: int = 1) -> None:
    """Make columns as wide as their texts, within bounds, and rows as high; the first row, at `top`, has the names."""
    widths: list[int] = []
    for index, name in enumerate(rows[0] if rows else ()):
        longest = max(len(row[index]) for row in rows if index < len(row))
        widths.append(max(len(name) + 6, min(longest + 2, _WIDER.get(name, _WIDE))))  # a header has a filter's arrow
        page.column_dimensions[get_column_letter(index + 1)].width = widths[-1]
    for number, row in enumerate(rows, start=top):
        lines = max((_lines(text, width) for text, width in zip(row, widths, strict=False)), default=1)
        page.row_dimensions[number] = _Fitted(page, index=number, ht=_ROW * lines)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a cell, or a little more."""
    return sum(1 + max(0, len(line) - 1) // width for line in text.splitlines() or [""])


class _Fitted(RowDimension):
    """A row of a height that is told and still follows what is typed, as Excel itself writes it."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 - the name in the format
        """Whether the height stays as it is."""
        return False


def bannered(page: Worksheet, banner: str, columns: int) -> None:
    """Put the banner of an unpublished review into the first row of a sheet and on each of its printed pages."""
    page.HeaderFooter.oddHeader = printed_banner(banner)
    put(page, 1, 1, banner)
    for cell in page[f"A1:{get_column_letter(columns)}1"][0]:
        cell.font, cell.fill, cell.alignment = FONT, FILL, LINE


def printed(page: Worksheet, top: int = 1) -> None:
    """Have a sheet printed across, as wide as the paper, the headers in the row `top` on each page."""
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = "9"  # A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = f"1:{top}"
    page.HeaderFooter.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("&A, &P / &N"))
