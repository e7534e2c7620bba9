"""Rows of a chronology."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dhrgraph.documents import TextPassage
from dhrgraph.drafting.told import Told
from dhrgraph.lexicon.dating import Dated, dates_in

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
    when = _when(passage)
    who = _who(passage, when)
    if when is None or who is None:
        return None
    found = dates_in(passage.cells[when])
    rest = [cell for n, cell in enumerate(passage.cells) if n not in (when, who) and cell.strip()]
    return Row(found[0], passage.cells[who], "\t".join(rest)) if found and rest else None


def _when(passage: TextPassage) -> int | None:
    """The column that tells when: by its name, else the first cell that tells a date and little else."""
    names = [column.lower() for column in passage.columns]
    named = next((n for n, c in enumerate(names) if re.match(r"(?:date|when|day|time|year|period)\b", c)), None)
    if named is not None and named < len(passage.cells):
        return named
    return next((n for n, cell in enumerate(passage.cells[:2]) if len(cell.split()) < 6 and dates_in(cell)), None)


def _who(passage: TextPassage, when: int | None) -> int | None:
    """The column that tells who: by its name, else the first short one beside what is told."""
    names = [column.lower() for column in passage.columns]
    form = r"agenc|organi[sz]ation|source|service|\bwho\b|\bbody\b|\bby\b|provider|record(?:ed|er)|from\b|author"
    others = [n for n in range(min(len(names), len(passage.cells))) if n != when]
    named = next((n for n in others if re.search(form, names[n]) and len(passage.cells[n].split()) < 14), None)
    if named is not None or when is None or len(others) < 2:
        return named
    short = [n for n in others if len(passage.cells[n].split()) < 9 and passage.cells[n][:1].isupper()]
    return short[0] if short and short[0] != others[-1] else None
