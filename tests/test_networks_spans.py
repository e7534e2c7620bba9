"""What may and what certainly is near: against every choice of days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from dhrgraph.networks.sequences import followers
from dhrgraph.networks.spans import (
    Span,
    certainly_before,
    certainly_near,
    hull_certainly_meets,
    hull_may_meet,
    may_be_near,
)

START = date(2010, 1, 1)


def span(first: int | None, last: int | None) -> Span:
    """A span of days counted from the start."""
    return Span(*(None if day is None else START + timedelta(days=day) for day in (first, last)))


closed = st.tuples(st.integers(0, 6), st.integers(0, 3)).map(lambda pair: span(pair[0], pair[0] + pair[1]))
few = st.lists(closed, min_size=1, max_size=3)
days = st.integers(0, 3)


def choices(spans: list[Span]) -> list[tuple[int, ...]]:
    """Every choice of one day for each span."""
    return list(product(*(range(one.low, one.high + 1) for one in spans)))


@settings(deadline=None)
@given(closed, closed, days)
def test_two_dates(one: Span, other: Span, within: int) -> None:
    """May is: for some choice of days; certain is: for every choice."""
    near = [abs(x - y) <= within for (x,), (y,) in product(choices([one]), choices([other]))]
    assert may_be_near(one, other, within) == any(near)
    assert certainly_near(one, other, within) == all(near)
    assert certainly_before(one, other) == all(x < y for (x,), (y,) in product(choices([one]), choices([other])))


@settings(deadline=None)
@given(few, few, days)
def test_two_periods(ones: list[Span], others: list[Span], within: int) -> None:
    """The same of periods that reach from a first thing to a last."""
    meets = [
        min(x) <= max(y) + within and min(y) <= max(x) + within for x, y in product(choices(ones), choices(others))
    ]
    assert hull_may_meet(ones, others, within) == any(meets)
    assert hull_certainly_meets(ones, others, within) == all(meets)


def test_open_and_absent_dates() -> None:
    """Nothing certain follows from an open side or an absent date; all may be near the undated."""
    day, undated = span(10, 10), Span()
    since, until = span(5, None), span(None, 20)
    for loose in (undated, since, until):
        assert may_be_near(day, loose)
        assert not certainly_near(day, loose)
        assert not hull_certainly_meets([day], [loose])
    assert not may_be_near(span(4, 4), since)
    assert may_be_near(span(4, 4), since, within=1)
    assert certainly_before(span(4, 4), since)
    assert not certainly_before(since, span(100, 100))
    assert certainly_before(until, span(21, 21))


def test_a_day_between_two_known_ones_is_within_the_period() -> None:
    """An undated contact adds nothing certain, and takes nothing away."""
    assert hull_certainly_meets([span(0, 0), span(9, 9), Span()], [span(3, 5)])
    assert not hull_certainly_meets([span(0, 4), span(9, 9)], [span(3, 3)])


def test_periods_asked_for() -> None:
    """A span meets a period if one of its days lies there; both ends count."""
    month = Span(date(2010, 9, 1), date(2010, 9, 30))
    assert month.meets(date(2010, 9, 30), None)
    assert month.meets(None, date(2010, 9, 1))
    assert not month.meets(date(2010, 10, 1), None)
    assert not month.meets(None, date(2010, 8, 31))
    assert Span(None, date(2010, 9, 30)).meets(date(1990, 1, 1), date(1990, 1, 2))


@settings(deadline=None)
@given(st.lists(closed, max_size=8))
def test_followers_are_the_covering_pairs(spans: list[Span]) -> None:
    """By the definition: certainly after, with no third certainly between."""
    named = dict(enumerate(spans))
    texts = {str(number): one for number, one in named.items()}
    wanted = {
        (a, b)
        for a, b in product(texts, repeat=2)
        if certainly_before(texts[a], texts[b])
        and not any(certainly_before(texts[a], c) and certainly_before(c, texts[b]) for c in texts.values())
    }
    found = list(followers(texts))
    assert len(found) == len(set(found))
    assert set(found) == wanted
