"""Dates in a text, in the forms of such reports.

A date that is told in full stands for itself. One without its year, or told by its distance ("two days
later", "the following week"), is resolved only against a date that the same passage or the one before
states earlier; else it is left out. dateparser was tried and left: it reads "may" as a month, fills
what a text leaves open from today's date, and has no notion of a season or of an anchor in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from dhrgraph.drafting.words import data, pattern, words
from dhrgraph.records.dates import months_later, parse

__all__ = ["Dated", "dates_in"]


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a text.

    Parameters
    ----------
    start, end : int
        Where it stands.
    value : str
        EDTF.
    anchored : bool
        Whether it was resolved against another date.
    elsewhere : bool
        Whether that other date stands in the passage before.
    """

    start: int
    end: int
    value: str
    anchored: bool = False
    elsewhere: bool = False


def dates_in(text: str, before: Dated | None = None) -> list[Dated]:
    """The dates of a passage, in order.

    Parameters
    ----------
    text : str
    before : Dated, optional
        The last date of the passage before, against which the first relative date is resolved.

    Examples
    --------
    >>> [d.value for d in dates_in("On 16 and 19 March 2015 he rang; two days later she wrote. In May it ended.")]
    ['2015-03-16', '2015-03-19', '2015-03-21', '2015-05']
    >>> [d.value for d in dates_in("He was supervised from May 2016 to May 2017, and left between 2018 and 2019.")]
    ['2016-05/2017-05', '2018/2019']
    >>> [d.value for d in dates_in("In spring 2017, and again the following autumn; early 2012; 08/01/2018.")]
    ['2017-21', '2017-23', '2012', '2018-01-08']
    """
    found: list[Dated] = []
    taken: list[tuple[int, int]] = []
    for kind, match in sorted(_matches(text), key=lambda pair: (pair[1].start(), -pair[1].end())):
        if any(match.start() < end and start < match.end() for start, end in taken):
            continue
        anchor = next((d for d in reversed(found) if not _in_brackets(text, d, match.start())), before)
        read = list(_READ[kind](match, text, anchor))
        if read and anchor is before and before is not None:
            read = [replace(each, elsewhere=each.anchored) for each in read]
        found += [each for each in read if _valid(each.value)]
        if read:
            taken.append(match.span())
    return _spans(text, found)


def _in_brackets(text: str, dated: Dated, place: int) -> bool:
    """Whether a date stands in brackets that have closed before a place, so that nothing after counts from it."""
    opened = text.rfind("(", 0, dated.start)
    closed = text.find(")", dated.end)
    return opened >= 0 and ")" not in text[opened : dated.start] and 0 <= closed < place


def _spans(text: str, found: list[Dated]) -> list[Dated]:
    """Two dates with "from" and "to" as one span."""
    out: list[Dated] = []
    for each in found:
        last = out[-1] if out else None
        if last and "/" not in last.value + each.value and _joins(text, last, each):
            out[-1] = Dated(last.start, each.end, f"{last.value}/{each.value}", last.anchored or each.anchored)
            if not _valid(out[-1].value):
                out[-1:] = [last, each]
        else:
            out.append(each)
    return out


def _joins(text: str, one: Dated, other: Dated) -> bool:
    ahead = re.search(r"(?i)\b(from|between|covers|period)\s+(?:\w+\s+)?$", text[: one.start])
    between = text[one.end : other.start].strip(" ,").lower()
    between = re.sub(r"\s*\([^)]*\)\s*", " ", between).strip()
    return (between in ("to", "until", "up to", "till") and bool(ahead)) or (
        between == "and" and bool(ahead) and ahead is not None and ahead[1].lower() == "between"
    )


def _valid(value: str) -> bool:
    try:
        parse(value)
    except ValueError:
        return False
    return True


# --- Patterns ---


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    months = "|".join(sorted((w for ws in data("dates")["months"].values() for w in ws), key=len, reverse=True))
    seasons = "|".join(w for ws in data("dates")["seasons"].values() for w in ws)
    units = "|".join(sorted(data("dates")["units"], key=len, reverse=True))
    numbers = "|".join(data("dates")["numbers"])
    day = r"\d{1,2}(?:\s?(?:st|nd|rd|th))?"
    month = rf"(?:{months})\b\.?"
    year = r"(?:19|20)\d\d"
    joined = rf"{day}(?:\s*(?:,|and|&|or|to|[-–/])\s*(?:the\s+)?{day})*"
    forms = {
        "iso": r"(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)",
        "numeric": r"(?P<d>\d{1,2})(?P<sep>[./-])(?P<m>\d{1,2})(?P=sep)(?P<y>(?:19|20)?\d\d)(?![./-]?\d)",
        "full": rf"(?P<days>{joined})\s+(?:of\s+)?(?P<m>{month}),?\s+(?:of\s+)?(?P<y>{year})",
        "american": rf"(?P<m>{month})\s+(?P<days>{day}),?\s+(?P<y>{year})",
        "short": rf"(?P<days>{joined})\s+(?:of\s+)?(?P<m>{month})(?!,?\s+(?:of\s+)?{year})",
        "months": rf"(?P<m1>{month})\s*(?:and|or|to|/|[-–])\s*(?P<m>{month}),?\s+(?:of\s+)?(?P<y>{year})",
        "month": rf"(?P<m>{month}),?\s+(?:of\s+)?(?P<y>{year})",
        "bare": rf"\b(?:in|In|during|During|by|By|since|Since|until|Until)\s+(?:the\s+)?(?:early\s+|late\s+|mid-?)?"
        rf"(?P<m>{month})(?!,?\s+(?:of\s+)?{year})",
        "season": rf"(?P<s>{seasons})\s+(?:of\s+)?(?P<y>{year})",
        "next-season": rf"the\s+(?:following|next)\s+(?P<s>{seasons})",
        "year": rf"\b(?P<w>[\w-]+)\s+(?:(?:early|late|mid-?)\s*)?(?P<y>{year})(?!\s*[-/]\d|\d|\s*\))",
        "later": rf"\b(?P<n>\d+|{numbers})\s+(?P<u>{units})\s+(?:later|afterwards)",
        "next": rf"\b(?:the\s+)?(?P<w>next|following)\s+(?P<u>{units})\b",
        "previous": rf"\bthe\s+(?:(?P<w>previous|preceding)\s+(?P<u>{units})|(?P<u2>{units})\s+before)\b",
        "same": rf"\b(?:the\s+same|that\s+same|that)\s+(?P<u>{units})\b",
    }
    return {kind: re.compile(rf"(?<![\w/]){form}(?!\w)", re.IGNORECASE) for kind, form in forms.items()}


def _matches(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for kind, form in _patterns().items():
        for match in form.finditer(text):
            if kind == "bare" and match["m"].islower():
                continue  # "by may" and "in march" are words
            if kind in ("full", "short", "month", "months", "american") and match["m"].islower():
                continue
            yield kind, match


def _month(word: str) -> int:
    plain = word.lower().rstrip(".")
    return next(int(number) for number, each in data("dates")["months"].items() if plain in each)


def _days(text: str) -> tuple[list[int], bool]:
    """The days of a list, and whether they are the ends of a span."""
    days = [int(found) for found in re.findall(r"\d+", text)]
    return days, len(days) == 2 and bool(re.search(r"\bto\b|[-–]", text))


# --- Readings ---


def _full(match: re.Match[str], text: str, anchor: Dated | None) -> Iterator[Dated]:
    yield from _spread(match, int(match["y"]), anchored=False)


def _spread(match: re.Match[str], year: int, *, anchored: bool) -> Iterator[Dated]:
    """The days of a list with one month, each where it stands."""
    days, is_span = _days(match["days"])
    month = _month(match["m"])
    if is_span:
        yield Dated(*match.span(), f"{year}-{month:02}-{days[0]:02}/{year}-{month:02}-{days[1]:02}", anchored)
        return
    offset = match.start("days")
    places = [(offset + found.start(), offset + found.end()) for found in re.finditer(r"\d+", match["days"])]
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
    year = _near_year(anchor, _month(match["m"]))
    if year:
        yield from _spread(match, year, anchored=True)


def _year_ahead(match: re.Match[str], text: str) -> int | None:
    """The year of a list of days that tells it once, at its end: 28 October, 2 November and 9 November 2010."""
    rest = text[match.end() :]
    listed = re.match(r"(?:\s*(?:,|and|&)\s*)+(?=\d)", rest)
    if not listed:
        return None
    following = rest[listed.end() :]
    full = _patterns()["full"].match(following)
    if full:
        return int(full["y"])
    short = _patterns()["short"].match(following)
    return _year_ahead(short, following) if short else None


def _months(match: re.Match[str], text: str, anchor: Dated | None) -> Iterator[Dated]:
    year, first, last = int(match["y"]), _month(match["m1"]), _month(match["m"])
    if first <= last and re.search(r"\bto\b|[-–/]", text[match.end("m1") : match.start("m")]):
        yield Dated(*match.span(), f"{year}-{first:02}/{year}-{last:02}")
    else:
        yield Dated(match.start("m1"), match.end("m1"), f"{year}-{first:02}")
        yield Dated(match.start("m"), match.end(), f"{year}-{last:02}")


def _month_year(match: re.Match[str], text: str, anchor: Dated | None) -> Iterator[Dated]:
    yield Dated(*match.span(), f"{match['y']}-{_month(match['m']):02}{_about(match, text)}")


def _about(match: re.Match[str], text: str) -> str:
    ahead = text[max(0, match.start() - 20) : match.start()].rstrip()
    found = list(pattern(words("dates", "about")).finditer(ahead))
    return "~" if found and found[-1].end() == len(ahead) else ""


def _bare(match: re.Match[str], text: str, anchor: Dated | None) -> Iterator[Dated]:
    month = _month(match["m"])
    year = _near_year(anchor, month)
    if year:
        yield Dated(*match.span("m"), f"{year}-{month:02}", anchored=True)


def _near_year(anchor: Dated | None, month: int) -> int | None:
    """The year of a month that follows an anchor of at least a month's precision, or shortly precedes it."""
    first = _first_day(anchor)
    if first is None or anchor is None or len(anchor.value) < len("2010-01"):
        return None
    if first.month - month > 6:
        return first.year + 1
    return None if month - first.month > 9 else first.year


def _first_day(anchor: Dated | None) -> date | None:
    return parse(anchor.value).earliest if anchor else None


def _season(match: re.Match[str], text: str, anchor: Dated | None) -> Iterator[Dated]:
    yield Dated(*match.span(), f"{match['y']}-{_season_number(match['s'])}{_about(match, text)}")


def _season_number(word: str) -> str:
    return next(number for number, each in data("dates")["seasons"].items() if word.lower() in each)


def _next_season(match: re.Match[str], text: str, anchor: Dated | None) -> Iterator[Dated]:
    last = parse(anchor.value).latest if anchor else None
    if last is None:
        return
    number = _season_number(match["s"])
    for year in (last.year, last.year + 1):
        begin = parse(f"{year}-{number}").earliest
        if begin and begin > last:
            yield Dated(*match.span(), f"{year}-{number}", anchored=True)
            return


def _year(match: re.Match[str], text: str, anchor: Dated | None) -> Iterator[Dated]:
    if match["w"].lower() not in data("dates")["before_year"]:
        return
    ahead = text[max(0, match.start() - 30) : match.start()]
    if pattern(words("dates", "not_a_date")).search(ahead) and match["w"].lower() not in ("in", "during"):
        return
    yield Dated(
        match.start("y"), match.end("y"), match["y"] + ("~" if match["w"].lower() in ("around", "about") else "")
    )


def _later(match: re.Match[str], text: str, anchor: Dated | None) -> Iterator[Dated]:
    count = int(data("dates")["numbers"].get(match["n"].lower(), match["n"])) if len(match["n"]) < 9 else 0
    yield from _moved(match, anchor, count, match["u"])


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
    unit = data("dates")["units"][word.lower()]
    if anchor is None or "/" in anchor.value or len(anchor.value) < _LENGTHS[unit] or count > 400:
        return
    first = date.fromisoformat(anchor.value) if len(anchor.value) == 10 else _first_day(anchor)
    if first is None or (len(anchor.value) == 7 and anchor.value[5:] > "12") or "~" in anchor.value:
        return
    if unit in ("month", "year"):
        moved = months_later(first, count * (12 if unit == "year" else 1))
        yield Dated(*match.span(), moved.isoformat()[: _LENGTHS[unit]], anchored=True)
        return
    moved = first + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit])
    if unit != "day" and not counted:  # "the following week": a span of days
        moved -= timedelta(days=moved.weekday())
        value = f"{moved.isoformat()}/{(moved + timedelta(days=6)).isoformat()}"
    else:
        value = moved.isoformat()
    yield Dated(*match.span(), value, anchored=True)


_READ = {
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
    "previous": _previous,
    "same": _same,
}
