"""Words for months, days, numbers and units of time, of which the longer lists stand in ``dates.yaml``."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from dhrgraph.lexicon.edtf import MONTHS, SEASONS, months_later
from dhrgraph.lexicon.words import data

__all__ = ["MONTH", "day_number", "either", "month_number", "moved", "number", "season_number", "unit"]

#: Names of months, and how each is cut short: a pattern, in any case.
MONTH = f"(?i:{'|'.join(MONTHS)}|Sept|{'|'.join(name[:3] for name in MONTHS)})"

_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "year": 12}


@cache
def either(kind: str) -> str:
    """The words of a kind as alternatives of a pattern: ``numbers``, ``ordinals`` or ``units``."""
    return "|".join(sorted(data("dates")[kind], key=len, reverse=True))


def month_number(word: str) -> int:
    """The number of a month.

    Examples
    --------
    >>> month_number("Sept."), month_number("may")
    (9, 5)
    """
    return next(at for at, name in enumerate(MONTHS, start=1) if name[:3] == word[:3].capitalize())


def season_number(word: str) -> int:
    """The number of a season in EDTF.

    Examples
    --------
    >>> season_number("Autumn")
    23
    """
    return next(at for at, name in SEASONS.items() if name == word.lower())


def day_number(text: str) -> int:
    """The number of a day of a month; 0 for what is none.

    Examples
    --------
    >>> day_number("9"), day_number("9th"), day_number("ninth")
    (9, 9, 9)
    """
    return int(data("dates")["ordinals"].get(text.lower()) or re.sub(r"\D", "", text) or 0)


def number(word: str) -> int:
    """What a number in figures or words says; 0 for what is none, or too long to count by.

    Examples
    --------
    >>> number("12"), number("Twelve"), number("umpteen")
    (12, 12, 0)
    """
    told = data("dates")["numbers"].get(word.lower(), word)
    return int(told) if told.isdecimal() and len(told) < 9 else 0


def unit(word: str) -> str:
    """The unit that a word counts in: a day for "evening".

    Examples
    --------
    >>> unit("Weeks"), unit("evening")
    ('week', 'day')
    """
    return str(data("dates")["units"][word.lower()])


def moved(day: date, count: int, of: str) -> date:
    """The day so many units later, or earlier.

    Examples
    --------
    >>> moved(date(2014, 4, 3), -2, "week").isoformat(), moved(date(2014, 1, 31), 1, "month").isoformat()
    ('2014-03-20', '2014-02-28')
    """
    return day + timedelta(days=count * _DAYS[of]) if of in _DAYS else months_later(day, count * _MONTHS[of])
