"""A review as a workbook that a coder can work in.

Every cell is typed as text, the rows to come too, so that Excel turns neither ``3.10`` into 3.1 nor
``2010-09`` into a date. Codes have drop-downs and stand with their definitions on ``codes``; headers
say what belongs under them. ``passages`` and ``register`` are for looking up and are not read back. The
text of each record file travels on a hidden sheet, so that a file that was not changed comes back byte
for byte, comments included.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from dhrgraph.exchange.bookstyle import as_head, bannered, note, plain, printed, put, sized
from dhrgraph.exchange.sheetlayout import HIDDEN, Sheet, columns_of, layout, part_sheets
from dhrgraph.passages import Passage
from dhrgraph.records.codes import codes, schemes
from dhrgraph.records.fields import Field, fields_of
from dhrgraph.records.types import Agency

__all__ = ["to_book"]

_SPARE_ROWS = 1000
_CHUNK = 30_000  # a cell holds 32,767 characters
_HOW_TO = (
    "How to work in this workbook",
    "It holds the coding of one review. Each sheet is a kind of record, each row a record.",
    "The first column of a sheet is the record's id; other sheets name it by that id. Columns with a darker header "
    "are needed. Point at a header to read what belongs under it.",
    "Several values in one cell are joined by a semicolon: kazia;babur. Dates are written as 2010-09-18, "
    "2010-09, 2010, 2014~ (about) or 2010-12/2011-02.",
    "Choose codes from the list in the cell; what each means is told at the header, and on the sheet codes.",
    "Where the report tells a value in two ways, the cell says (see readings) and the sheet readings has a row "
    "for each.",
    "cites are the numbers of the paragraphs that state the record, as printed; the sheet passages has all of them.",
    "A row on the sheet evidence says why a value is held that no cited paragraph states in so many words.",
    "You may sort, filter, move columns, and add columns and sheets of your own; these are not read back, and "
    "neither are the sheets how to, passages, register and codes. Leave the other sheets and headers as they are.",
    "When you are done, save it and run: dhrgraph import workbook FILE.xlsx --datasets FOLDER",
    "Nothing is written while anything is wrong: then you get a copy in which each problem is marked in its cell.",
)


def to_book(
    review: str,
    sheets: Iterable[Sheet],
    texts: Mapping[str, str],
    passages: list[Passage],
    register: list[Agency],
    banner: str,
) -> bytes:
    """The bytes of a workbook.

    Parameters
    ----------
    review : str
        Id of the review.
    sheets : iterable of Sheet
        As `dhrgraph.exchange.sheetrows.to_rows` gives them.
    texts : mapping
        The text of each file of the review by its name, ``passages.csv`` included.
    passages : list of Passage
    register : list of Agency
        The bodies that the review may name.
    banner : str
        What stands above each sheet and on each printed page; see `dhrgraph.records.marking`.

    Raises
    ------
    DhrgraphError
        If a value is longer than a cell can hold.
    """
    book = Workbook()
    top = 2 if banner else 1  # the row of the headers
    _how_to(book, top)
    lists = _codes(book, top)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        printed(page, top)
        if sheet.name == "review":
            _upright(page, sheet, lists, top)
        else:
            _across(page, sheet, lists, top)
    _to_look_up(
        book, "passages", top, [["number", "kind", "section"], *([p.number, p.kind, p.section] for p in passages)]
    )
    names = [[b.id, b.label, b.sector, "; ".join(b.other_names)] for b in register]
    _to_look_up(book, "register", top, [["id", "label", "sector", "other_names"], *names])
    book.move_sheet("codes", len(book.sheetnames))
    for page in book.worksheets if banner else ():
        bannered(page, banner, page.max_column)
    hidden = book.create_sheet(HIDDEN)
    hidden.sheet_state = "hidden"
    told = [["review", json.dumps(review)], *([name, *_chunks(text)] for name, text in texts.items())]
    plain(hidden, told, head=False)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _how_to(book: Workbook, top: int) -> None:
    page: Worksheet = book.worksheets[0]
    page.title = "how to"
    printed(page, top)
    rows = [[line] for line in _HOW_TO]
    plain(page, rows, top=top)
    sized(page, rows, top)
    page.freeze_panes = "A2" if top > 1 else None


def _to_look_up(book: Workbook, name: str, top: int, rows: list[list[str]]) -> None:
    page = book.create_sheet(name)
    printed(page, top)
    plain(page, rows, top=top)
    sized(page, rows, top)
    page.freeze_panes = f"B{top + 1}"
    page.auto_filter.ref = f"A{top}:{get_column_letter(len(rows[0]))}{len(rows) + top - 1}"
    page.sheet_properties.tabColor = "9AA5B1"


def _chunks(text: str) -> list[str]:
    """A text in parts that a cell can hold, as JSON, since XML would change its line ends.

    No part has anything that Excel could take for an escape, since it would save what that stands for.
    """
    told = json.dumps(text).replace("_", "\\u005f")
    return [told[start : start + _CHUNK] for start in range(0, len(told), _CHUNK)]


def _codes(book: Workbook, top: int) -> dict[str, str]:
    """The sheet of code lists; returns for each list the name of the cells that hold it.

    Names and no addresses: of a drop-down that points at another sheet Excel makes an extension that
    other programs drop.
    """
    rows = [["list", "code", "label", "definition"]]
    names: dict[str, str] = {}
    for scheme in schemes():
        first = len(rows) + top
        rows += [[scheme, code.notation, code.label, code.definition] for code in codes(scheme).values()]
        names[scheme] = f"list_{scheme.replace('-', '_')}"
        book.defined_names[names[scheme]] = DefinedName(
            names[scheme], attr_text=f"codes!$B${first}:$B${len(rows) + top - 1}"
        )
    _to_look_up(book, "codes", top, rows)
    for number, (_, _, label, definition) in enumerate(rows[1:], start=top + 1):
        book["codes"].cell(number, 2).comment = note(f"{label}: {definition}")
    return names


def _across(page: Worksheet, sheet: Sheet, lists: dict[str, str], top: int) -> None:
    """A sheet with a row a record."""
    known = _fields(sheet)
    sized(page, [sheet.columns, *([row.get(column, "") for column in sheet.columns] for row in sheet.rows)], top)
    last = len(sheet.rows) + top + _SPARE_ROWS
    for index, column in enumerate(sheet.columns, start=1):
        of = known.get(column)
        as_head(
            put(page, top, index, column),
            _meaning(of) if of else "",
            needed=of is None or (of.required and "." not in column),
        )
        letter = get_column_letter(index)
        page.column_dimensions[letter].number_format = "@"  # of the rows to come
        for number, row in enumerate(sheet.rows, start=top + 1):
            if row.get(column):
                put(page, number, index, row[column])
        if of:
            _add_list(page, of, f"{letter}{top + 1}:{letter}{last}", lists)
    page.freeze_panes = f"B{top + 1}"
    page.auto_filter.ref = f"A{top}:{get_column_letter(len(sheet.columns))}{len(sheet.rows) + top}"


def _upright(page: Worksheet, sheet: Sheet, lists: dict[str, str], top: int) -> None:
    """The sheet of the review itself, with a row a key."""
    row = sheet.rows[0] if sheet.rows else {}
    known = _fields(sheet)
    rows = [["key", "value", "what it is"], *([c, row.get(c, ""), _short(known[c])] for c in sheet.columns)]
    plain(page, rows, top=top)
    sized(page, rows, top)
    for number, column in enumerate(sheet.columns, start=top + 1):
        needed = known[column].required and "." not in column
        as_head(page[f"A{number}"], _meaning(known[column]), needed=needed)
        _add_list(page, known[column], f"B{number}", lists)
    page.freeze_panes = f"B{top + 1}"


def _fields(sheet: Sheet) -> dict[str, Field]:
    """What is known of the columns of a sheet."""
    if sheet.name in layout():
        return {column.name: column.field for column in columns_of(layout()[sheet.name])}
    file = sheet.name.partition(".")[0]
    part = part_sheets(file, layout()[file]).get(sheet.name) if file in layout() else None
    return {each.key: each for each in fields_of(part.part)} if part and part.part else {}


def _meaning(of: Field) -> str:
    """What belongs in a column, for its header."""
    each = [f"{code.notation}: {code.definition}" for code in codes(of.scheme).values()] if of.scheme else []
    return "\n".join([*_said(of), *each])


def _short(of: Field) -> str:
    """The same in a line."""
    return ". ".join(_said(of))


def _said(of: Field) -> list[str]:
    said = [of.description] if of.description else []
    said += ["Several values are joined by a semicolon"] if of.many or of.sort == "cites" else []
    said += ["A date, such as 2010-09-18, 2010-09, 2014~ or 2010-12/2011-02"] if of.sort == "date" else []
    said += ["yes or no"] if of.sort == "yes-no" else []
    said += [f"Id of: {', '.join(of.kinds)}"] if of.kinds else []
    return [*said, *([f"A code of the list {of.scheme}"] if of.scheme else [])]


def _add_list(page: Worksheet, of: Field, cells: str, lists: dict[str, str]) -> None:
    """A drop-down, for one code or for yes and no; it warns only, since a disputed value is another text."""
    if of.many or not (of.scheme or of.sort == "yes-no"):
        return
    formula = lists[of.scheme] if of.scheme else '"yes,no"'
    rule = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=True, errorStyle="warning")
    rule.error = "This is none of the codes. Keep it only where the cell says (see readings)."
    rule.add(cells)
    page.add_data_validation(rule)
