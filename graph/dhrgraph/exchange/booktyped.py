"""What a cell says, by the kind that it has in the file: a text as it is, or what is wrong with it.

A number is taken where its digits are what a person sees. What Excel has made of a text, such as a date or a number
with a fraction, is a problem, and so is a value that does not fit the kind of its cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from dhrgraph.exchange.bookparts import Parts
from dhrgraph.exchange.bookxml import plain
from dhrgraph.exchange.celltext import from_cell
from dhrgraph.texts import forbidden, named, normalised

__all__ = ["Typed", "typed"]

_ANEW = "format the cell as text and type the value again"
_EMPTY = "empty the cell and type the value again"
_MOST_CHARACTERS = 32_767  # of a cell in Excel
#: Formats in which a whole number is shown as its digits, and below which number; Excel keeps 15 digits.
_AS_TYPED = {"General": 10**11, "@": 10**11, "0": 10**15, "#": 10**15, "#,##0": 1000}
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_INDEX = re.compile(r"[0-9]{1,9}")

#: Text, what is wrong with it, and what to do.
Said = tuple[str, str, str]


@dataclass(slots=True)
class Typed:
    """A cell as it is in the file.

    Parameters
    ----------
    kind : str
        Its kind, as ``n`` or ``s``.
    style : str or None
        The number of its style.
    value : str or None
        What its ``v`` holds.
    inline : str or None
        The text of its ``is``.
    formula : bool
        Whether it has a formula.
    """

    kind: str
    style: str | None
    value: str | None = None
    inline: str | None = None
    formula: bool = False


def typed(cell: Typed, parts: Parts) -> Said:
    """What a cell says: its text, what is wrong with it, and what to do."""
    if cell.formula:
        return "", "a formula stands here", _ANEW
    style = _style(cell, parts)
    if style is None:
        return "", f"the cell has a style that the file does not have ({plain(cell.style or '')})", _EMPTY
    if cell.kind == "inlineStr":
        return _inline(cell)
    value = cell.value
    if value is None or (not value.strip() and cell.kind != "str"):
        return ("", "", "") if cell.inline is None else ("", "the cell is of no kind that has a text", _EMPTY)
    return _valued(cell.kind, value, style, parts)


def _valued(kind: str, value: str, style: str, parts: Parts) -> Said:
    if kind == "n":
        return _number(value.strip(), style, parts)
    if kind == "s":
        if not _INDEX.fullmatch(value.strip()) or int(value) >= len(parts.texts):
            return "", f"the cell refers to a text that the file does not have ({plain(value)})", _EMPTY
        return _text(parts.texts[int(value)])
    if kind == "str":
        return _text(from_cell(value))
    if kind == "b":
        truth = {"1": "yes", "true": "yes", "0": "no", "false": "no"}.get(value.strip())
        return (truth, "", "") if truth else ("", f"{plain(value)!r} is neither true nor false", _EMPTY)
    if kind == "e":
        return "", f"Excel shows an error here ({plain(value)})", _ANEW
    if kind == "d":
        return "", f"Excel has made a date of this text ({plain(value)})", _ANEW
    return "", f"the cell is of a kind that Excel does not have ({plain(kind)!r})", _EMPTY


def _style(cell: Typed, parts: Parts) -> str | None:
    """The number of the format of a cell's numbers; None where its style is not in the file."""
    number = cell.style or "0"
    if number == "0" and not parts.styles:
        return "0"
    return parts.styles[int(number)] if _INDEX.fullmatch(number) and int(number) < len(parts.styles) else None


def _inline(cell: Typed) -> Said:
    if cell.value is not None:
        return "", "the cell has a value where its text belongs", _EMPTY
    return _text(cell.inline or "")


def _text(text: str) -> Said:
    if len(text) > _MOST_CHARACTERS:
        return "", f"the cell holds {len(text):,} characters, and Excel allows {_MOST_CHARACTERS:,}", "shorten it"
    if bad := forbidden(normalised(text)):
        return "", f"the character {named(bad)} may not stand in a text", "delete it"
    return text, "", ""


def _number(value: str, style: str, parts: Parts) -> Said:
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format  # noqa: PLC0415 - see below

    if not _NUMBER.fullmatch(value):
        return "", f"the cell is a number in the file and holds {plain(value)!r}", _EMPTY
    number = float(value)
    format_ = parts.formats.get(style) or (BUILTIN_FORMATS.get(int(style), "?") if _INDEX.fullmatch(style) else "?")
    if is_date_format(format_):
        return "", _dated(number, value, format_, from_1904=parts.from_1904), _ANEW
    if number.is_integer() and abs(number) < _AS_TYPED.get(format_, 0):
        return str(int(number)), "", ""
    return "", f"Excel has made a number of this text ({plain(value)})", _ANEW


def _dated(number: float, value: str, format_: str, *, from_1904: bool) -> str:
    # slow to load, and few workbooks have a number
    from openpyxl.styles.numbers import is_timedelta_format  # noqa: PLC0415
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel  # noqa: PLC0415

    epoch = CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900
    try:
        found = from_excel(number, epoch, timedelta=is_timedelta_format(format_))
    except (ValueError, OverflowError):
        return f"Excel has made a date of this text ({plain(value)}, which is no day)"
    if isinstance(found, date):
        return f"Excel has made a date of this text ({found:%Y-%m-%d})"
    kind = "length of time" if isinstance(found, timedelta) else "time"
    return f"Excel has made a {kind} of this text ({found})"
