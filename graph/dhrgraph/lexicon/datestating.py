"""Whether a text states a date.

It does by the day, month and year in any form; by its parts, wherever in the text they stand; or by a
day that follows from another date there ("two days later").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

from dhrgraph.lexicon.dating import dates_in
from dhrgraph.lexicon.edtf import MONTHS, SEASONS, Edtf
from dhrgraph.lexicon.timewords import either, moved, number, unit
from dhrgraph.lexicon.words import data, finds

__all__ = ["states_date"]


def states_date(text: str, value: Edtf) -> bool:
    """Whether a text states a date; of a span, both ends.

    Examples
    --------
    >>> from dhrgraph.lexicon.edtf import parse
    >>> text = "On 18 September 2010 she rang. Two days later she was seen."
    >>> [states_date(text, parse(day)) for day in ("2010-09-18", "2010-09-20", "2010-09-21")]
    [True, True, False]
    """
    return all(_states_end(text, end.rstrip("~?%")) for end in value.ends if end)


def _states_end(text: str, end: str) -> bool:
    year, month, day = (*end.split("-"), "", "")[:3]
    return _has_parts(text, year, month, day) or (bool(day) and date.fromisoformat(end) in _days(text))


def _has_parts(text: str, year: str, month: str, day: str) -> bool:
    """Whether the year stands there, and the month and the day where the date has them."""
    if not re.search(rf"(?<!\d){year}(?!\d)", text):
        return False
    if season := SEASONS.get(int(month or 0)):
        return bool(re.search(rf"(?i)\b{season}\b", text))
    if month and not _month(int(month)).search(text):
        return bool(re.search(rf"(?<!\d)0?{int(month)}[./-](?:{year}|{year[2:]})(?!\d)", text))
    return not day or bool(re.search(rf"(?<![\d.]){int(day)}(?:st|nd|rd|th)?(?![\d.]\d|\d)", text))


@cache
def _month(at: int) -> re.Pattern[str]:
    """What finds the name of a month; with a capital, since one may march in small letters."""
    name = MONTHS[at - 1]
    names = (name, name[:3], *(("Sept",) if name == "September" else ()))
    return re.compile(rf"\b(?:{'|'.join(each for word in names for each in (word, word.upper()))})\b")


@lru_cache(maxsize=8)
def _days(text: str) -> frozenset[date]:
    """The days that a text tells, and those that follow from one that it tells in full."""
    found = [(dated.day, dated.anchored) for dated in dates_in(text) if dated.day]
    full = {day for day, anchored in found if not anchored}
    return frozenset([*dict(found), *(moved(day, count, of) for count, of in _steps(text) for day in full)])


def _steps(text: str) -> Iterator[tuple[int, str]]:
    """How long before or after something a text says that something else was."""
    steps = data("dates")["steps"]
    told = rf"(?i)\b(?P<n>\d{{1,3}}|{either('numbers')}|{either('steps')})\s+(?P<unit>{either('units')})\b"
    for found in re.finditer(rf"{told}(?P<rest>[^.;]{{0,24}})", text):
        word = found["n"].lower()
        count = int(steps[word]) if word in steps else number(word)
        yield (-count if finds("dates", "earlier", found["rest"]) else count), unit(found["unit"])
