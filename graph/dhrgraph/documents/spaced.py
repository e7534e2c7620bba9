"""Tables of a plain text whose cells two spaces set apart, wherever they stand, with lines broken where full."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dhrgraph.documents.lines import clean
from dhrgraph.documents.tables import is_date

__all__ = ["spaced"]

_APART = re.compile(r"\s{2,}|\s\|\s")
#: How a cell begins that tells when something was.
_DATED = re.compile(
    r"(?i)\W*(?:\w+day,?\s+)?(?:\d{1,2}\s?[./-]\s?\d|\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?[a-z]{3}|(?:19|20)\d\d"
    r"|(?:early|mid|late|spring|summer|autumn|winter|january|february|march|april|may|june|july|august|sept|october"
    r"|november|december|jan|feb|mar|apr|jun|jul|aug|oct|nov|dec)\b)"
)
_NAMES = re.compile(
    r"(?i)(?:date|when|time|year|agenc|organi[sz]|service|source|event|contact|detail|descri|comment|outcome|action|response"
    r"|information|note|contribution|involvement|role|type|recommendation|lead|owner|target|timescale|progress|status|no\b|ref"
    r"|number|level|abbreviation|meaning|term|name|member|representative|scope|measure|evidence|by whom|priority|rag)"
)
#: Lines of furniture, and of one row, that a table may have in it.
FURNITURE, ROW_LINES = 5, 40


def spaced(raw: Sequence[str]) -> dict[int, tuple[str, ...]]:
    r"""The rows of such tables, by the line in which each begins; a line that goes on with a row has no cells here.

    Examples
    --------
    >>> spaced(["Date  Agency  Event", "3 May 2012  GP  She", "came.", "9 May 2012  GP  He"])
    {0: ('Date', 'Agency', 'Event'), 1: ('3 May 2012', 'GP', 'She came.'), 2: (), 3: ('9 May 2012', 'GP', 'He')}
    """
    found: dict[int, tuple[str, ...]] = {}
    at = 0
    while at < len(raw):
        names = _parts(raw[at])
        rows, end = _rows(raw, at, names) if _are_names(names) else ({}, at + 1)
        if sum(map(bool, rows.values())) > 2:
            found |= rows
        at = max(end, at + 1)
    return found


def _parts(line: str) -> list[str]:
    return [clean(part) for part in _APART.split(line.strip())] if len(line) < 1000 else []


def _are_names(parts: Sequence[str]) -> bool:
    """Whether the cells of a line are the names of columns."""
    fit = [bool(_NAMES.match(part)) for part in parts]
    plain = all(len(part.split()) < 6 and part[:1].isupper() and part[-1:] not in ".:;" for part in parts)
    return 1 < len(parts) < 9 and plain and sum(fit) > len(parts) / 2


def _rows(raw: Sequence[str], at: int, names: list[str]) -> tuple[dict[int, tuple[str, ...]], int]:
    """The rows under the names of columns, and where they end."""
    dated = bool(re.match(r"(?i)date|when|year", names[0]))
    rows: dict[int, list[str]] = {at: names}
    places = {at: at}
    row, here = at, at + 1
    while here < len(raw):
        if not raw[here].strip():
            here = _after_gap(raw, here, len(names), dated=dated)
            if here < 0:
                break
            continue
        parts = _parts(raw[here])
        if _opens(parts, rows[row], len(names), dated=dated) or row == at:
            row = here
            rows[row] = parts
        else:
            rows[row] = [*rows[row][:-1], f"{rows[row][-1]} {parts[0]}".strip(), *parts[1:]]
        places[here] = row
        if here - row > ROW_LINES:
            break
        here += 1
    end = max(places) + 1
    fitted = {begin: _fitted(cells, len(names)) for begin, cells in rows.items()}
    return {line: fitted[begin] if line == begin else () for line, begin in places.items()}, end


def _opens(parts: Sequence[str], row: Sequence[str], columns: int, *, dated: bool) -> bool:
    """Whether a line opens a row: with a date, where the first column has dates, else where the row before is full."""
    if dated:
        return _tells_date(parts[0]) and (len(parts) > 1 or len(row) >= columns)
    return len(parts) > 1 and len(row) + len(parts) - 1 > columns


def _tells_date(cell: str) -> bool:
    return bool(_DATED.match(cell)) and is_date(cell)


def _after_gap(raw: Sequence[str], at: int, columns: int, *, dated: bool) -> int:
    """Where a table goes on after a gap with no more in it than a page's head and foot; -1 where it does not."""
    filled = 0
    for here in range(at, min(at + 3 * FURNITURE, len(raw))):
        if not raw[here].strip():
            continue
        parts = _parts(raw[here])
        if dated and _tells_date(parts[0]) and 1 < len(parts) <= columns:
            return here
        if not dated and filled and len(parts) == columns and "\f" in "".join(raw[at : here + 1]):
            return here
        filled += 1
        if filled > FURNITURE:
            break
    return -1


def _fitted(cells: Sequence[str], columns: int) -> tuple[str, ...]:
    over = len(cells) - columns
    if over > 0:
        cells = [*cells[: columns - 1], " ".join(cells[columns - 1 :])]
    return (*cells, *("" for _ in range(-over)))
