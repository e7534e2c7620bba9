"""The passage index of a review: which numbered passages its report has, without their text.

The index is what citations are checked against, so that a coding can be checked where the report
itself is not at hand. It is made from the report by `dhrgraph.documents` and stored beside the
records as ``passages.csv``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from dhrgraph.texts import forbidden, named, normalised, without_faults

__all__ = ["COLUMNS", "Kind", "Passage", "from_csv", "to_csv"]

Kind = Literal["front-matter", "paragraph", "sub-paragraph", "footnote", "table", "row", "appendix"]
KINDS: tuple[Kind, ...] = get_args(Kind)
COLUMNS = ("number", "kind", "section", "order")
#: What a cell may hold; headings have far less, and a spreadsheet's cell has room for it.
MOST_CHARACTERS = 10_000
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Passage:
    """One citable place of a report.

    Parameters
    ----------
    number : str
        Number as printed: ``3.3.2``, ``14``, ``1.9.1(a)``, ``fn12``, ``App1.5(a)``. The second use of one
        number is ``1.2.1#2``. Where the report prints none it is made from the heading: ``background-3``.
        Rows of a table are ``3.3.2(table)(row4)``.
    kind : str
        One of `Kind`.
    section : str
        Headings above the passage, outermost first, joined by `` > ``; at most eight words of each.
    order : int
        Place in the report, counted from 1.
    """

    number: str
    kind: Kind
    section: str
    order: int


def to_csv(passages: Iterable[Passage]) -> str:
    """Write an index as CSV text with a header row and ``\\n`` line ends."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((p.number, p.kind, without_faults(p.section), p.order) for p in passages)
    return out.getvalue()


def from_csv(text: str) -> list[Passage]:
    """Read an index from CSV text.

    Raises
    ------
    ValueError
        With the line, the column where it is known, and the reason, when a row is not of the index's form.
    """
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    passages: list[Passage] = []
    seen: set[str] = set()
    try:
        if tuple(next(rows, ())) != COLUMNS:
            raise ValueError(f"line 1: the header is not {','.join(COLUMNS)}")
        for row in rows:
            passage = _passage(row, rows.line_num)
            if passage.number in seen:
                raise ValueError(f"line {rows.line_num}: passage {passage.number!r} stands twice")
            seen.add(passage.number)
            passages.append(passage)
    except csv.Error as error:
        raise ValueError(f"line {rows.line_num}: this is not CSV ({error})") from None
    return passages


def _passage(row: list[str], line: int) -> Passage:
    """The passage of a row; its texts are held to the one rule, as those of records are."""
    where = f"line {line}"
    if len(row) != len(COLUMNS):
        raise ValueError(f"{where}: {len(row)} cells instead of {len(COLUMNS)}")
    for column, cell in zip(COLUMNS, row, strict=True):
        bad = forbidden(normalised(cell))
        if bad:
            at = len(",".join(row)[: ",".join(row).index(bad)]) + 1
            raise ValueError(f"{where}, column {at}: the {column} has the character {named(bad)}, which may not stand")
    number, kind, section, order = map(normalised, row)
    if not number or " " in number:
        raise ValueError(f"{where}: {number!r} cannot be the number of a passage")
    if kind not in KINDS:
        raise ValueError(f"{where}: unknown kind {kind!r}")
    if not order.isdecimal() or len(order) > _MOST_DIGITS:
        raise ValueError(f"{where}: the order {order!r} is no whole number")
    if max(len(number), len(section)) > MOST_CHARACTERS:
        raise ValueError(f"{where}: a cell has more than {MOST_CHARACTERS:,} characters")
    return Passage(number, kind, section, int(order))
