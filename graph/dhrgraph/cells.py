"""How values stand in the cells of tables, wherever a table is written."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

__all__ = ["csv_text", "defused", "joined", "split", "undefused"]

_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")  # after apostrophes that are the text's own, too
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def joined(values: Iterable[str]) -> str:
    r"""Several values in one cell: joined by ``;``, with ``;`` and ``\`` in a value escaped by ``\``.

    Examples
    --------
    >>> print(joined(["one", "two;three"]))
    one;two\;three
    """
    return ";".join(value.replace("\\", "\\\\").replace(";", "\\;") for value in values)


def split(cell: str) -> list[str]:
    r"""The values of a cell.

    Examples
    --------
    >>> split(r"one;two\;three")
    ['one', 'two;three']
    """
    if not cell:
        return []
    parts = re.findall(r"((?:[^;\\]|\\.)*)(?:;|$)", cell, flags=re.DOTALL)
    return [re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL) for part in parts[:-1] or parts]


def defused(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula: such a one begins with an apostrophe.

    Numbers stay as they are. A text that has such an apostrophe of its own gets another, so that
    `undefused` gives it back.

    Examples
    --------
    >>> defused("=1+1"), defused("'=1+1"), defused("-5")
    ("'=1+1", "''=1+1", '-5')
    """
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell.lstrip("'")) else cell


def undefused(cell: str) -> str:
    """The text of a cell that `defused` wrote."""
    return cell[1:] if cell.startswith("'") and defused(cell[1:]) == cell else cell


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """CSV by RFC 4180 with a header row, every cell defused."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return out.getvalue()
