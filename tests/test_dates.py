"""Dates: which texts are dates, and what first and last day they mean."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dhrgraph.lexicon.edtf import months_later, parse

BOUNDS = {
    "2010-09-18": ("2010-09-18", "2010-09-18"),
    "2010-09": ("2010-09-01", "2010-09-30"),
    "2012-02": ("2012-02-01", "2012-02-29"),
    "2010": ("2010-01-01", "2010-12-31"),
    "2011-21": ("2011-03-01", "2011-05-31"),
    "2011-22": ("2011-06-01", "2011-08-31"),
    "2011-23": ("2011-09-01", "2011-11-30"),
    "2011-24": ("2011-12-01", "2012-02-29"),
    "2014~": ("2013-01-01", "2015-12-31"),
    "2014-03~": ("2014-02-01", "2014-04-30"),
    "2014-01~": ("2013-12-01", "2014-02-28"),
    "2014-03-01~": ("2014-02-28", "2014-03-02"),
    "2011-22~": ("2011-03-01", "2011-11-30"),
    "2014-03?": ("2014-03-01", "2014-03-31"),
    "2014%": ("2013-01-01", "2015-12-31"),
    "2010-12/2011-02": ("2010-12-01", "2011-02-28"),
    "2013-03/2013": ("2013-03-01", "2013-12-31"),
    "../2012": (None, "2012-12-31"),
    "2012/..": ("2012-01-01", None),
    "[2010-12..2011-02]": ("2010-12-01", "2011-02-28"),
    "[..2012-08-02]": (None, "2012-08-02"),
    "[2014-03~..]": ("2014-02-01", None),
}

#: The day by which it had begun, and that before which it had not ended.
CERTAIN = {
    "2010-09-18": ("2010-09-18", "2010-09-18"),
    "2010-09": ("2010-09-30", "2010-09-01"),
    "[2010-09..2010-11]": ("2010-11-30", "2010-09-01"),
    "2010-09/2010-11": ("2010-09-30", "2010-11-01"),
    "2010-09/2010-09-20": ("2010-09-20", "2010-09-20"),
    "2012/..": ("2012-12-31", "2012-01-01"),
    "../2012": ("2012-12-31", "2012-01-01"),
    "[2012..]": (None, "2012-01-01"),
    "[..2012]": ("2012-12-31", None),
}

FAULTS = {
    "2010-09-31": "there is no day 2010-09-31: September 2010 has 30 days",
    "2010-02-29": "there is no day 2010-02-29: February 2010 has 28 days",
    "2010-13": "there is no month 13",
    "2010-00": "there is no month 00",
    "2010-22-01": "there is no month 22",
    "2010-01-00": "there is no day",
    "2013-03/2010-01": "runs backwards",
    "2010-09-18/2010-09-17": "runs backwards",
    "../..": "open at both ends",
    "2012/": "no date of EDTF",
    "/2012": "no date of EDTF",
    "": "no date of EDTF",
    "18/09/2010": "no date of EDTF",
    "18 September 2010": "no date of EDTF",
    "2010-9-18": "no date of EDTF",
    "201": "no date of EDTF",
    "[2013..2012]": "runs backwards",
    "[..]": "open at both ends",
    "[2010]": "no date of EDTF",
    "[2010,2011]": "no date of EDTF",
    "[2010/2011]": "no date of EDTF",
    "[2010..2011": "no date of EDTF",
    "2010..2011": "no date of EDTF",
    "2010..2011]": "no date of EDTF",
    "{2010..2011}": "no date of EDTF",
    "[2010..2011/..]": "no date of EDTF",
    "0201": "outside 1800 to 2199",
    "2010/2011/2012": "no date of EDTF",
    "\uff12\uff10\uff11\uff10": "no date of EDTF",
}


@pytest.mark.parametrize(("text", "bounds"), BOUNDS.items())
def test_bounds(text: str, bounds: tuple[str | None, str | None]) -> None:
    """A date has the first and last day that the coding rules give it."""
    edtf = parse(text)
    assert (edtf.earliest and edtf.earliest.isoformat(), edtf.latest and edtf.latest.isoformat()) == bounds
    assert str(edtf) == text


@pytest.mark.parametrize(("text", "days"), CERTAIN.items())
def test_throughout_and_within_differ(text: str, days: tuple[str | None, str | None]) -> None:
    """What went on throughout had begun and not ended on days on which what happened once may not have been."""
    edtf = parse(text)
    certain = (edtf.latest_start, edtf.earliest_end)
    assert tuple(day and day.isoformat() for day in certain) == days


@pytest.mark.parametrize(("text", "reason"), FAULTS.items())
def test_faults(text: str, reason: str) -> None:
    """What is no date is refused with its reason and, after a colon, what to do."""
    with pytest.raises(ValueError, match=r".") as error:
        parse(text)
    assert reason in str(error.value)
    assert ": " in str(error.value)


@given(st.dates(date(1800, 1, 1), date(2199, 12, 31)))
def test_every_day_is_itself(day: date) -> None:
    """A day that exists is its own first and last day."""
    assert (parse(day.isoformat()).earliest, parse(day.isoformat()).latest) == (day, day)


@given(st.dates(date(1801, 1, 1), date(2198, 12, 31)), st.sampled_from(["~", "%"]))
def test_about_is_wider(day: date, mark: str) -> None:
    """A date about a day, month or year reaches further on both sides than the date itself."""
    for text in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
        exact, about = parse(text), parse(text + mark)
        assert exact.earliest and exact.latest and about.earliest and about.latest
        assert about.earliest < exact.earliest <= exact.latest < about.latest


@given(st.text(max_size=12))
def test_never_another_error(text: str) -> None:
    """Any text is a date or a ValueError, never anything else."""
    try:
        edtf = parse(text)
    except ValueError:
        return
    assert edtf.earliest or edtf.latest


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 48))
def test_months_later(day: date, months: int) -> None:
    """Adding months one by one to the first of a month is adding them at once."""
    first = day.replace(day=1)
    step = first
    for _ in range(months):
        step = (step + timedelta(days=32)).replace(day=1)
    assert months_later(first, months) == step
