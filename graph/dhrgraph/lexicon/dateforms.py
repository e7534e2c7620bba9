"""The forms in which reports write dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from dhrgraph.lexicon.edtf import SEASONS, is_span
from dhrgraph.lexicon.timewords import MONTH, either
from dhrgraph.lexicon.words import compiled, words

__all__ = ["MOST_LISTED", "Dated", "distance", "matches", "patterns"]

#: Days that a list with one month or one year has after the first, at most.
MOST_LISTED = 15
_IS_DAY = re.compile(r"\d{4}-\d\d-\d\d")


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

    @property
    def day(self) -> date | None:
        """The day that it is, where it is one and no longer or vaguer time."""
        return date.fromisoformat(self.value) if _IS_DAY.fullmatch(self.value) else None


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """The forms of dates, by their names."""
    seasons, units, numbers, ordinals = (
        "|".join(SEASONS.values()),
        either("units"),
        either("numbers"),
        either("ordinals"),
    )
    later = "|".join(compiled(word) for word in words("dates", "later"))
    day = rf"(?:\d{{1,2}}(?:\s?(?:st|nd|rd|th))?|(?:{ordinals})(?=\s+(?:of\s+)?{MONTH}\b))"
    month = rf"{MONTH}\b\.?"
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
        rf"(?!\s+(?:of|{MONTH}|floor|occasion|visit|day))",
        "previous": rf"\bthe\s+(?:(?P<w>previous|preceding)\s+(?P<u>{units})|(?P<u2>{units})\s+before)\b",
        "same": rf"\b(?:the\s+same|that\s+same|that)\s+(?P<u>{units})\b(?!\s+(?:she|he|they|it|the|of|when)\b)",
    }
    return {kind: re.compile(rf"(?<![\w/]){form}(?!\w)", re.IGNORECASE) for kind, form in forms.items()}


@cache
def distance() -> re.Pattern[str]:
    """What ends right before a date from which a number of days or weeks is counted."""
    return re.compile(
        rf"(?i)\b(?P<n>\d{{1,3}}|{either('numbers')})\s+(?P<u>{either('units')})\s+(?P<w>after|before)\s+(?:[\w’'-]+\s+){{0,5}}(?:of|on)\s+$"
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
