"""The banner of unpublished reviews on what spreadsheets and other programs open."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart

from dhrgraph.cells import split
from dhrgraph.exchange.tables import Table
from dhrgraph.records.marking import Marked, banner

__all__ = ["FILL", "FONT", "LINE", "NOTE", "is_note", "marking_note", "printed_banner", "tables_banner"]

#: The file that stands beside tables.
NOTE = "MARKING.txt"
#: How a cell with the banner looks.
FONT = Font(name="Calibri", size=11, bold=True, color="FFFFFF")
FILL = PatternFill("solid", fgColor="7D1128")
LINE = Alignment(vertical="center", wrap_text=False)
_KEEP = "Keep this note with them, and give them to nobody who may not read the reviews."
_LONGEST = 200  # of the 255 characters that a header holds, codes included


def tables_banner(tables: Iterable[Table], reviews: Collection[str] = ()) -> str:
    """The banner of the reviews of tables, or of some by their ids; empty where all are published."""
    rows = [
        dict(zip(table.columns, row, strict=True)) for table in tables if table.name == "reviews" for row in table.rows
    ]
    return banner(
        Marked(row["review"], row["publication"], "; ".join(split(row["marking"])))
        for row in rows
        if not reviews or row["review"] in reviews
    )


def marking_note(tables: Iterable[Table]) -> str:
    """The text of the file `NOTE`; empty where all reviews are published."""
    words = tables_banner(tables)
    if not words:
        return ""
    return f"{words}\n\nThe files beside this one hold records of reviews that are not published. {_KEEP}\n"


def is_note(text: str) -> bool:
    """Whether a text is one of `marking_note`, and not a file of the user's own of that name."""
    return text.endswith(f"{_KEEP}\n")


def printed_banner(words: str) -> HeaderFooterItem:
    """A banner as the header or footer of each printed page of a sheet."""
    signs = words.count("&")  # each is written twice, since it begins a code
    short = words if len(words) + signs <= _LONGEST else f"{words[: _LONGEST - 1 - min(signs, _LONGEST // 2)]}…"
    return HeaderFooterItem(center=_HeaderFooterPart(short.replace("&", "&&")))
