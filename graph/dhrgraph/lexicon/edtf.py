"""Dates as reports give them: EDTF with the days between which they lie.

The forms are those of the Extended Date/Time Format (ISO 8601-2:2019) that a review needs: a day, a
month, a year, a season (``2011-22`` is summer), each with ``~`` (about), ``?`` (uncertain) or ``%``
(both); an interval of these for what went on *throughout* (``2010-09/2010-11``), and a set for what
happened on *some day within* (``[2010-09..2010-11]``, level 2), each with ``..`` for an open end.
Written here and not taken from the ``edtf`` package, because that one accepts days that do not exist
(2010-02-29) and intervals that run backwards, refuses ``../2012``, and gives no bounds for it.

Rules for the bounds:

* A month, season or year reaches from its first to its last day. Spring is March to May, summer
  June to August, autumn September to November, winter December to the end of the next February.
  What is dated so happened on some day of it.
* ``~`` and ``%`` widen the bounds by one unit of the date's own precision on either side, since
  "about March" may be February or April. ``?`` doubts the statement, not the period, and changes
  nothing.
* An interval or set reaches from the first day of its start to the last day of its end; an open end
  has no bound.
* What went on throughout an interval had begun by the last day that the start can mean, and had not
  ended before the first day that the end can mean. What happened on some day within had begun by the
  last day and had not ended before the first.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

__all__ = [
    "MONTHS",
    "SEASONS",
    "SIDES",
    "Edtf",
    "Precision",
    "Side",
    "is_span",
    "months_later",
    "parse",
    "throughout",
    "within",
]

Precision = Literal["day", "month", "season", "year", "within", "throughout"]
Side = Literal["earliest", "latest_start", "earliest_end", "latest"]
#: The four days that bound a date.
SIDES: tuple[Side, ...] = ("earliest", "latest_start", "earliest_end", "latest")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
#: The seasons by their numbers in EDTF.
SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}

_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<part>\d{2})(?:-(?P<day>\d{2}))?)?(?P<mark>[~?%])?", re.ASCII)
_SPAN = re.compile(
    r"""(?P<set>\[)?
        (?P<start>\.\.|[^\[\]/.]+)?
        (?(set)\.\.|/)
        (?P<end>\.\.|[^\[\]/.]+)?
        (?(set)\])""",
    re.VERBOSE,
)
_YEARS = range(1800, 2200)
_FORMS = (
    "write 2010-09-18, 2010-09, 2010, 2011-22 (summer), 2014~ (about), "
    "[2010-12..2011-02], [..2012] or [2012..] for some day within, "
    "or 2010-12/2011-02, ../2012 or 2012/.. for what went on throughout"
)


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date as coded.

    Two dates are equal when their texts are.

    Parameters
    ----------
    text : str
        The EDTF text.
    earliest, latest : datetime.date or None
        First and last day that the text can mean; None at an open end.
    latest_start : datetime.date or None
        The day by which it had begun.
    earliest_end : datetime.date or None
        The day before which it had not ended.
    precision : str
        The finest unit that the text gives; ``within`` for a set, ``throughout`` for an interval.
    """

    text: str
    earliest: date | None = field(compare=False)
    latest_start: date | None = field(compare=False)
    earliest_end: date | None = field(compare=False)
    latest: date | None = field(compare=False)
    precision: Precision = field(compare=False)

    def __str__(self) -> str:
        return self.text

    @property
    def ends(self) -> tuple[str, str]:
        """The texts of its two ends, empty at an open end; twice the text where it is no span."""
        found = _SPAN.fullmatch(self.text)
        if not found:
            return self.text, self.text
        start, end = found["start"] or "", found["end"] or ""
        return start.replace("..", ""), end.replace("..", "")

    @property
    def words(self) -> str:
        """The date as a reader would write it.

        Examples
        --------
        >>> [parse(text).words for text in ("2010-09-08", "2014-07~", "2011-22?", "2010/2011-02", "2012-09/..")]
        ['8 September 2010', 'about July 2014', 'possibly summer 2011', '2010 to February 2011', 'since September 2012']
        >>> [parse(text).words for text in ("[2010-09..2010-11]", "[2012..]", "[..2012-08-02]")]
        ['between September 2010 and November 2010', 'in or after 2012', 'on or before 2 August 2012']
        """
        start, end = map(_in_words, self.ends)
        if self.precision == "throughout":
            return f"{start} to {end}" if start and end else f"since {start}" if start else f"up to {end}"
        if self.precision != "within":
            return start
        if start and end:
            return f"between {start} and {end}"
        return f"{_on(self.text)} or after {start}" if start else f"{_on(self.text)} or before {end}"


def parse(text: str) -> Edtf:
    """Read an EDTF text.

    Raises
    ------
    ValueError
        If the text has another form, names a day or month that does not exist, or runs backwards.
        The message has the reason and, after ``": "``, the remedy.

    Examples
    --------
    >>> parse("2010-09").latest
    datetime.date(2010, 9, 30)
    >>> parse("2014-03~").earliest
    datetime.date(2014, 2, 1)
    >>> parse("2010-09/2010-11").earliest_end, parse("[2010-09..2010-11]").earliest_end
    (datetime.date(2010, 11, 1), datetime.date(2010, 9, 1))
    >>> print(parse("../2012").earliest)
    None
    """
    found = _SPAN.fullmatch(text)
    return _span(text, found) if found else _single(text)


def _span(text: str, found: re.Match[str]) -> Edtf:
    within = bool(found["set"])
    ends = [found["start"], found["end"]]
    if not within and not all(ends):
        raise ValueError(f"{text!r} is no date of EDTF: {_FORMS}")
    first, last = (None if end in (None, "..") else _single(end) for end in ends)
    if first is None and last is None:
        raise ValueError("a span open at both ends says nothing: leave the date out")
    earliest = first.earliest if first else None
    latest = last.latest if last else None
    if earliest and latest and latest < earliest:
        raise ValueError(f"the span {text} runs backwards: put the earlier date first")
    if within:
        return Edtf(text, earliest, latest, earliest, latest, "within")
    begun = min((day for day in (first.latest if first else None, latest) if day), default=None)
    ended = max((day for day in (last.earliest if last else None, earliest) if day), default=None)
    return Edtf(text, earliest, begun, ended, latest, "throughout")


def _single(text: str) -> Edtf:
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is no date of EDTF: {_FORMS}")
    year, part, day = (int(match[g]) if match[g] else None for g in ("year", "part", "day"))
    assert year is not None  # the pattern has a year
    if year not in _YEARS:
        raise ValueError(f"the year of {text} lies outside {_YEARS[0]} to {_YEARS[-1]}: look for a typing error")
    earliest, latest, precision = _bounds(text, year, part, day)
    if match["mark"] in ("~", "%"):
        earliest, latest = _widened(earliest, latest, precision)
    return Edtf(text, earliest, latest, earliest, latest, precision)


def _on(text: str) -> str:
    """The word before a day, or before a longer time."""
    return "on" if re.search(r"\d-\d\d-\d\d", text) else "in"


def _in_words(text: str) -> str:
    match = _DATE.fullmatch(text)
    if not match:
        return ""  # an open end
    part = int(match["part"] or 0)
    name = SEASONS.get(part) or ("", *MONTHS)[part]
    words = [str(int(match["day"])) if match["day"] else "", name, match["year"]]
    doubt = {"~": "about", "?": "possibly", "%": "possibly about"}.get(match["mark"] or "", "")
    return " ".join(filter(None, [doubt, *words]))


def _bounds(text: str, year: int, part: int | None, day: int | None) -> tuple[date, date, Precision]:
    if part is None:
        return date(year, 1, 1), date(year, 12, 31), "year"
    if part in SEASONS and day is None:
        first = date(year, (part - 20) * 3, 1)
        return first, months_later(first, 3) - timedelta(days=1), "season"
    if not 1 <= part <= 12:
        raise ValueError(f"there is no month {part:02} in {text}: months are 01 to 12, seasons 21 to 24")
    days = calendar.monthrange(year, part)[1]
    if day is None:
        return date(year, part, 1), date(year, part, days), "month"
    if not 1 <= day <= days:
        raise ValueError(f"there is no day {text}: {MONTHS[part - 1]} {year} has {days} days")
    return date(year, part, day), date(year, part, day), "day"


def _widened(earliest: date, latest: date, precision: Precision) -> tuple[date, date]:
    if precision == "day":
        return earliest - timedelta(days=1), latest + timedelta(days=1)
    months = {"month": 1, "season": 3, "year": 12}[precision]
    after = latest + timedelta(days=1)
    return months_later(earliest, -months), months_later(after, months) - timedelta(days=1)


def is_span(value: str) -> bool:
    """Whether a date in EDTF is an interval or a set."""
    return "/" in value or value.startswith("[")


def within(value: str) -> str:
    """An interval as some day within it; any other date as it stands.

    Examples
    --------
    >>> within("2010-09/2010-11"), within("2010/.."), within("2010")
    ('[2010-09..2010-11]', '[2010..]', '2010')
    """
    start, slash, end = value.partition("/")
    return f"[{start.replace('..', '')}..{end.replace('..', '')}]" if slash else value


def throughout(value: str) -> str:
    """Some day within a time as all of it; any other date as it stands.

    Examples
    --------
    >>> throughout("[2010-09..2010-11]"), throughout("[2010..]"), throughout("2010")
    ('2010-09/2010-11', '2010/..', '2010')
    """
    start, dots, end = value.strip("[]").partition("..")
    return f"{start or '..'}/{end or '..'}" if value.startswith("[") and dots else value


def months_later(day: date, months: int) -> date:
    """The day so many months later, or the last of that month where it has no such day.

    Examples
    --------
    >>> months_later(date(2014, 8, 31), 6)
    datetime.date(2015, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
