"""How each form of a date is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache

from dhrgraph.lexicon.dateforms import MOST_LISTED, Dated, patterns
from dhrgraph.lexicon.edtf import months_later, parse
from dhrgraph.lexicon.timewords import day_number, either, month_number, moved, number, season_number, unit
from dhrgraph.lexicon.words import pattern, words

__all__ = ["READ"]


@cache
def _day() -> re.Pattern[str]:
    """A day in a list of days, in numbers or words."""
    return re.compile(rf"\d+|{either('ordinals')}", re.IGNORECASE)


def _ordinal(match: re.Match[str], text: str, anchor: Dated | None) -> Iterator[Dated]:
    """A day told by its number alone: of the month of the date before, or of the next one where it has passed."""
    if anchor is None or anchor.elsewhere or anchor.spans or len(anchor.value) < len("2010-01"):
        return
    first, day = _first_day(anchor), day_number(match["d"])
    if first is None or anchor.value[5:7] > "12":
        return
    month = first if len(anchor.value) == len("2010-01") or day >= first.day else months_later(first.replace(day=1), 1)
    yield Dated(*match.span(), f"{month.year}-{month.month:02}-{day:02}", anchored=True)


#: What stands between two days of a list, which may be several commas and words.
_LISTED = re.compile(r"\s*+(?:(?:,|and|&)\s*+){1,5}(?=\d)")


def _days(text: str) -> tuple[list[int], bool]:
    """The days of a list, and whether they are the ends of a span."""
    days = [day_number(found) for found in _day().findall(text)]
    return days, len(days) == 2 and bool(re.search(r"\bto\b|[-–]", text))


def _full(match: re.Match[str], text: str, anchor: Dated | None) -> Iterator[Dated]:
    yield from _spread(match, int(match["y"]), anchored=False)


def _spread(match: re.Match[str], year: int, *, anchored: bool) -> Iterator[Dated]:
    """The days of a list with one month, each where it stands."""
    days, is_span = _days(match["days"])
    month = month_number(match["m"])
    if is_span:
        yield Dated(*match.span(), f"{year}-{month:02}-{days[0]:02}/{year}-{month:02}-{days[1]:02}", anchored)
        return
    offset = match.start("days")
    places = [(offset + found.start(), offset + found.end()) for found in _day().finditer(match["days"])]
    for at, (day, place) in enumerate(zip(days, places, strict=True)):
        end = match.end() if at == len(days) - 1 else place[1]
        yield Dated(place[0], max(end, place[1]), f"{year}-{month:02}-{day:02}", anchored)


def _numeric(match: re.Match[str], text: str, anchor: Dated | None) -> Iterator[Dated]:
    year = match["y"] if len(match["y"]) == 4 else f"20{match['y']}"
    yield Dated(*match.span(), f"{year}-{int(match['m']):02}-{int(match['d']):02}")


def _short(match: re.Match[str], text: str, anchor: Dated | None) -> Iterator[Dated]:
    ahead = _year_ahead(match, text)
    if ahead:
        yield from _spread(match, ahead, anchored=False)
        return
    year = _near_year(anchor, month_number(match["m"]))
    if year:
        yield from _spread(match, year, anchored=True)


def _year_ahead(match: re.Match[str], text: str) -> int | None:
    """The year of a list of days that tells it once, at its end: 28 October, 2 November and 9 November 2010."""
    place = match.end()
    for _ in range(MOST_LISTED):
        listed = _LISTED.match(text, place)
        if not listed:
            return None
        full = patterns()["full"].match(text, listed.end())
        if full:
            return int(full["y"])
        short = patterns()["short"].match(text, listed.end())
        if not short:
            return None
        place = short.end()
    return None


def _months(match: re.Match[str], text: str, anchor: Dated | None) -> Iterator[Dated]:
    year, first, last = int(match["y"]), month_number(match["m1"]), month_number(match["m"])
    if first <= last and re.search(r"\bto\b|[-–/]", text[match.end("m1") : match.start("m")]):
        yield Dated(*match.span(), f"{year}-{first:02}/{year}-{last:02}")
    else:
        yield Dated(match.start("m1"), match.end("m1"), f"{year}-{first:02}")
        yield Dated(match.start("m"), match.end(), f"{year}-{last:02}")


def _month_year(match: re.Match[str], text: str, anchor: Dated | None) -> Iterator[Dated]:
    yield Dated(*match.span(), f"{match['y']}-{month_number(match['m']):02}{_about(match, text)}")


def _about(match: re.Match[str], text: str) -> str:
    ahead = text[max(0, match.start() - 20) : match.start()].rstrip()
    found = list(pattern(words("dates", "about")).finditer(ahead))
    return "~" if found and found[-1].end() == len(ahead) else ""


def _bare(match: re.Match[str], text: str, anchor: Dated | None) -> Iterator[Dated]:
    month = month_number(match["m"])
    year = _near_year(anchor, month)
    if year:
        yield Dated(*match.span("m"), f"{year}-{month:02}", anchored=True)


def _near_year(anchor: Dated | None, month: int) -> int | None:
    """The year of a month that follows an anchor of at least a month's precision, or shortly precedes it."""
    first = _first_day(anchor)
    if first is None or anchor is None:
        return None
    if anchor.of_heading:
        return first.year
    if len(anchor.value) < len("2010-01"):
        return None
    if first.month - month > 6:
        return first.year + 1
    return None if month - first.month > 9 else first.year


def _first_day(anchor: Dated | None) -> date | None:
    return parse(anchor.value).earliest if anchor else None


def _season(match: re.Match[str], text: str, anchor: Dated | None) -> Iterator[Dated]:
    yield Dated(*match.span(), f"{match['y']}-{season_number(match['s'])}{_about(match, text)}")


def _next_season(match: re.Match[str], text: str, anchor: Dated | None) -> Iterator[Dated]:
    last = parse(anchor.value).latest if anchor else None
    if last is None:
        return
    number = season_number(match["s"])
    for year in (last.year, last.year + 1):
        begin = parse(f"{year}-{number}").earliest
        if begin and begin > last:
            yield Dated(*match.span(), f"{year}-{number}", anchored=True)
            return


def _year(match: re.Match[str], text: str, anchor: Dated | None) -> Iterator[Dated]:
    if match["w"].lower() not in words("dates", "before_year"):
        return
    ahead = text[max(0, match.start() - 30) : match.start()]
    if pattern(words("dates", "not_a_date")).search(ahead) and match["w"].lower() not in ("in", "during"):
        return
    yield Dated(
        match.start("y"), match.end("y"), match["y"] + ("~" if match["w"].lower() in ("around", "about") else "")
    )


def _later(match: re.Match[str], text: str, anchor: Dated | None) -> Iterator[Dated]:
    yield from _moved(match, anchor, number(match["n"]), match["u"])


def _next(match: re.Match[str], text: str, anchor: Dated | None) -> Iterator[Dated]:
    yield from _moved(match, anchor, 1, match["u"], counted=False)


def _previous(match: re.Match[str], text: str, anchor: Dated | None) -> Iterator[Dated]:
    yield from _moved(match, anchor, -1, match["u"] or match["u2"], counted=False)


def _same(match: re.Match[str], text: str, anchor: Dated | None) -> Iterator[Dated]:
    yield from _moved(match, anchor, 0, match["u"], counted=False)


_LENGTHS = {"day": 10, "week": 10, "fortnight": 10, "month": 7, "year": 4}


def _moved(
    match: re.Match[str], anchor: Dated | None, count: int, word: str, *, counted: bool = True
) -> Iterator[Dated]:
    """The anchor moved by a count of units, where the anchor is as fine as the unit needs."""
    of = unit(word)
    if anchor is None or anchor.spans or len(anchor.value) < _LENGTHS[of] or count > 400:
        return
    first = anchor.day or _first_day(anchor)
    if first is None or (len(anchor.value) == 7 and anchor.value[5:] > "12") or "~" in anchor.value:
        return
    day = moved(first, count, of)
    value = day.isoformat()[: _LENGTHS[of]]
    if of in ("week", "fortnight") and not counted:  # "the following week": a span of days
        monday = day - timedelta(days=day.weekday())
        value = f"[{monday.isoformat()}..{(monday + timedelta(days=6)).isoformat()}]"
    yield Dated(*match.span(), value, anchored=True)


#: How a match of each form is read.
Reader = Callable[[re.Match[str], str, Dated | None], Iterator[Dated]]
READ: dict[str, Reader] = {
    "iso": _numeric,
    "numeric": _numeric,
    "full": _full,
    "american": _full,
    "short": _short,
    "months": _months,
    "month": _month_year,
    "bare": _bare,
    "season": _season,
    "next-season": _next_season,
    "year": _year,
    "later": _later,
    "next": _next,
    "ordinal": _ordinal,
    "after": _next,
    "previous": _previous,
    "same": _same,
}
