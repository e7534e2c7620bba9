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

__all__ = ["COLUMNS", "Kind", "Passage", "from_csv", "to_csv"]

Kind = Literal["front-matter", "paragraph", "sub-paragraph", "footnote", "table", "row", "appendix"]
KINDS: tuple[Kind, ...] = get_args(Kind)
COLUMNS = ("number", "kind", "section", "order")


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
    writer.writerows((p.number, p.kind, p.section, p.order) for p in passages)
    return out.getvalue()


def from_csv(text: str) -> list[Passage]:
    """Read an index from CSV text.

    Raises
    ------
    ValueError
        With the line number and the reason, when a row is not of the index's form.
    """
    rows = csv.reader(io.StringIO(text))
    if tuple(next(rows, ())) != COLUMNS:
        raise ValueError(f"line 1: the header is not {','.join(COLUMNS)}")
    passages: list[Passage] = []
    seen: set[str] = set()
    for row in rows:
        where = f"line {rows.line_num}"
        if len(row) != len(COLUMNS):
            raise ValueError(f"{where}: {len(row)} cells instead of {len(COLUMNS)}")
        number, kind, section, order = row
        if kind not in KINDS:
            raise ValueError(f"{where}: unknown kind {kind!r}")
        if not order.isdecimal():
            raise ValueError(f"{where}: the order {order!r} is no whole number")
        if number in seen:
            raise ValueError(f"{where}: passage {number!r} stands twice")
        seen.add(number)
        passages.append(Passage(number, kind, section, int(order)))
    return passages
