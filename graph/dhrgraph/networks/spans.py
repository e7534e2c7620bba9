"""Days that a date can mean, and what is certain about two of them.

A report seldom tells the day. What is known of a contact is that it happened on some day, or on
several days, between an earliest and a latest one; either may be open, and an undated contact may
lie anywhere. So two contacts *may* be near each other where some choice of days makes them so, and
are *certainly* near where every choice does. Nothing certain follows from an open or absent date,
except on the side that is not open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dhrgraph.lexicon.edtf import parse

__all__ = ["Span", "certainly_before", "certainly_near", "hull_certainly_meets", "hull_may_meet", "may_be_near"]

#: Stands for an open end; no date of a report reaches there.
_NEVER, _EVER = date.min.toordinal(), date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day that a date can mean; None where it is open, both None where there is no date.

    What went on throughout a time had begun by `start_by` and had not ended before `end_from`; of what
    happened on some day within, these are the last and the first day, and are taken so where not given.

    Examples
    --------
    >>> Span.read("2010-09-01", "2010-09-30").first
    datetime.date(2010, 9, 1)
    >>> Span.read("", "").dated
    False
    """

    first: date | None = None
    last: date | None = None
    start_by: date | None = None
    end_from: date | None = None

    @classmethod
    def read(cls, first: str, last: str) -> Span:
        """A span from ISO days, empty where open."""
        return cls(date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)

    @classmethod
    def of(cls, text: str) -> Span:
        """The span of a date in EDTF, empty where there is none.

        Examples
        --------
        >>> Span.of("2010-09/2010-11").ended == date(2010, 11, 1).toordinal()
        True
        """
        if not text:
            return cls()
        edtf = parse(text)
        return cls(edtf.earliest, edtf.latest, edtf.latest_start, edtf.earliest_end)

    @property
    def begun(self) -> int:
        """Number of the day by which it had begun."""
        return self.start_by.toordinal() if self.start_by else self.high

    @property
    def ended(self) -> int:
        """Number of the day before which it had not ended."""
        return self.end_from.toordinal() if self.end_from else self.low

    @property
    def dated(self) -> bool:
        """Whether anything is told of the date."""
        return self.first is not None or self.last is not None

    @property
    def low(self) -> int:
        """Number of the first day; of the earliest day there is where that end is open."""
        return self.first.toordinal() if self.first else _NEVER

    @property
    def high(self) -> int:
        """Number of the last day; of the latest day there is where that end is open."""
        return self.last.toordinal() if self.last else _EVER

    def meets(self, since: date | None, until: date | None) -> bool:
        """Whether some day of the span lies within a period, whose ends count to it."""
        return self.low <= Span(None, until).high and Span(since, None).low <= self.high


def may_be_near(one: Span, other: Span, within: int = 0) -> bool:
    """Whether two things can have happened on one day, or at most `within` days apart.

    Examples
    --------
    >>> september, day = Span.read("2010-09-01", "2010-09-30"), Span.read("2010-09-30", "2010-09-30")
    >>> may_be_near(september, day), certainly_near(september, day), certainly_near(september, day, within=29)
    (True, False, True)
    """
    return one.low <= other.high + within and other.low <= one.high + within


def certainly_near(one: Span, other: Span, within: int = 0) -> bool:
    """Whether two things were at most `within` days apart, whatever their dates mean.

    Examples
    --------
    >>> day = Span.of("2010-10-15")
    >>> certainly_near(day, Span.of("2010-09/2010-11")), certainly_near(day, Span.of("[2010-09..2010-11]"))
    (True, False)
    """
    return one.begun <= other.ended + within and other.begun <= one.ended + within


def certainly_before(one: Span, other: Span) -> bool:
    """Whether one thing was over before the other began, on whichever of their days they happened."""
    return one.high < other.low


def hull_may_meet(ones: Iterable[Span], others: Iterable[Span], within: int = 0) -> bool:
    """Whether two periods, each from the first to the last of its things, can overlap.

    Each period reaches from the first thing to the last. They overlap where neither ends more than
    `within` days before the other begins.
    """
    ones, others = list(ones), list(others)
    return (
        min(s.low for s in ones) <= max(s.high for s in others) + within
        and min(s.low for s in others) <= max(s.high for s in ones) + within
    )


def hull_certainly_meets(ones: Iterable[Span], others: Iterable[Span], within: int = 0) -> bool:
    """Whether two periods overlap on whichever of their days the things happened.

    Examples
    --------
    >>> before, after = Span.read("2010-01-01", "2010-01-01"), Span.read("2010-03-01", "2010-03-01")
    >>> between = Span.read("2010-02-01", "2010-02-28")
    >>> hull_certainly_meets([before, after], [between]), hull_certainly_meets([before], [between])
    (True, False)
    """
    ones, others = list(ones), list(others)
    return (
        min(s.begun for s in ones) <= max(s.ended for s in others) + within
        and min(s.begun for s in others) <= max(s.ended for s in ones) + within
    )
