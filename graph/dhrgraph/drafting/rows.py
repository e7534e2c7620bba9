"""Rows of a chronology."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dhrgraph.drafting.dating import Dated, dates_in
from dhrgraph.drafting.told import Told

__all__ = ["Row", "row_of"]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a chronology: when, who, what."""

    dated: Dated
    who: str
    what: str


def row_of(told: Told) -> Row | None:
    """A row of a table that is one of a chronology, by the columns of its table."""
    passage = told.sentence.passage
    if passage.kind != "row" or not passage.columns:
        return None
    columns = [column.lower() for column in passage.columns]
    when = next((n for n, c in enumerate(columns) if re.match(r"(?:date|when|day)\b", c)), None)
    who = next(
        (n for n, c in enumerate(columns) if re.search(r"agenc|organi[sz]ation|source|service|who\b|body", c)), None
    )
    if when is None or who is None or when == who or max(when, who) >= len(passage.cells):
        return None
    found = dates_in(passage.cells[when])
    rest = [cell for n, cell in enumerate(passage.cells) if n not in (when, who) and cell.strip()]
    return Row(found[0], passage.cells[who], "\t".join(rest)) if found and rest else None
