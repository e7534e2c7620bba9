"""The forms in which reports write dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dhrgraph.lexicon.words import compiled as _compiled
from dhrgraph.lexicon.words import data, words

__all__ = ["MOST_LISTED", "Dated", "distance", "is_span", "matches", "patterns", "throughout", "within"]


#: Days that a list with one month or one year has after the first, at most.
MOST_LISTED = 15


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
    of_heading : bool
        Whether it is the year that a heading tells.
    """

    start: int
    end: int
    value: str
    anchored: bool = False
    elsewhere: bool = False
    of_heading: bool = False

    @property
    def spans(self) -> bool:
        """Whether it is more than one date: a time within which, or throughout which, something happened."""
        return is_span(self.value)


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


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """The forms of dates, by their names."""
    months = "|".join(sorted((w for ws in data("dates")["months"].values() for w in ws), key=len, reverse=True))
    seasons = "|".join(w for ws in data("dates")["seasons"].values() for w in ws)
    units = "|".join(sorted(data("dates")["units"], key=len, reverse=True))
    numbers = "|".join(data("dates")["numbers"])
    ordinals = "|".join(sorted(data("dates")["ordinals"], key=len, reverse=True))
    later = "|".join(_compiled(word) for word in words("dates", "later"))
    day = rf"(?:\d{{1,2}}(?:\s?(?:st|nd|rd|th))?|(?:{ordinals})(?=\s+(?:of\s+)?(?:{months})\b))"
    month = rf"(?:{months})\b\.?"
    year = r"(?:19|20)\d\d"
    joined = rf"{day}(?:\s*(?:,|and|&|or|to|[-–/])\s*(?:the\s+)?{day}){{0,{MOST_LISTED}}}"
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
        "later": rf"\b(?P<n>\d+|{numbers})\s+(?P<u>{units})\s+(?:{later})",
        "next": rf"\b(?:the\s+)?(?P<w>next|following)\s+(?P<u>{units})\b",
        "after": r"\bthe\s+(?P<u>day)\s+after(?=\s*(?:[.,;]|$))",
        "ordinal": r"\b(?:on|On)\s+(?:\w+day,?\s+)?the\s+"
        rf"(?P<d>\d{{1,2}}(?:st|nd|rd|th)|(?!first|second|third)(?:{ordinals}))\b"
        rf"(?!\s+(?:of|{months}|floor|occasion|visit|day))",
        "previous": rf"\bthe\s+(?:(?P<w>previous|preceding)\s+(?P<u>{units})|(?P<u2>{units})\s+before)\b",
        "same": rf"\b(?:the\s+same|that\s+same|that)\s+(?P<u>{units})\b(?!\s+(?:she|he|they|it|the|of|when)\b)",
    }
    return {kind: re.compile(rf"(?<![\w/]){form}(?!\w)", re.IGNORECASE) for kind, form in forms.items()}


@cache
def distance() -> re.Pattern[str]:
    """What ends right before a date from which a number of days or weeks is counted."""
    units = "|".join(sorted(data("dates")["units"], key=len, reverse=True))
    numbers = "|".join(data("dates")["numbers"])
    return re.compile(
        rf"(?i)\b(?P<n>\d{{1,3}}|{numbers})\s+(?P<u>{units})\s+(?P<w>after|before)\s+(?:[\w’'-]+\s+){{0,5}}(?:of|on)\s+$"
    )


def matches(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """What looks like a date in a text, by its form."""
    for kind, form in patterns().items():
        for match in form.finditer(text):
            if kind == "bare" and match["m"].islower():
                continue  # "by may" and "in march" are words
            if kind in ("full", "short", "month", "months", "american") and match["m"].islower():
                continue
            yield kind, match
