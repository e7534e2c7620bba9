"""The banner of reviews that are not published: what stands on every page, sheet and picture made of them.

It names the protective marking as the review has it, and the review. A published review has none, even
where its report still bears a marking: whoever reads it may read the report itself, and a banner over
public text would teach people to look past it. The table of reviews keeps that marking. An invented
review has one only where somebody has given it a marking. What is known of no review counts as not
published.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from dhrgraph.records.collection import ReviewRecords

__all__ = ["Marked", "banner", "marked"]

#: Markings, and reviews of one marking, that a banner names; it counts the others.
_MOST = 3
#: Characters of a marking that a banner shows, so that it leaves room for the page below it.
_LONGEST = 200
#: The strictest first, so that it is never among those that are only counted.
_STRICTEST = [
    re.compile(words, re.IGNORECASE)
    for words in (r"\btop[\s-]*secret\b", r"\bsecret\b", r"\bconfidential\b", r"\brestricted\b", r"\bsensitive\b", r".")
]


@dataclass(frozen=True, order=True, slots=True)
class Marked:
    """How a review stands as to who may read it.

    Parameters
    ----------
    review : str
        Its id.
    publication : str
        Code of the list publication; empty where it is not known.
    marking : str
        Its protective marking as written; empty where it has none.
    """

    review: str
    publication: str = ""
    marking: str = ""


def marked(reviews: Iterable[ReviewRecords]) -> list[Marked]:
    """How coded reviews stand."""
    return [Marked(each.id, each.review.publication, each.review.marking or "") for each in reviews]


def banner(reviews: Iterable[Marked]) -> str:
    """The banner of reviews, in one line; empty where all of them are published.

    Examples
    --------
    >>> banner([Marked("ash-2019", "unpublished", "OFFICIAL-SENSITIVE"), Marked("birch-2021", "published", "OFFICIAL")])
    'OFFICIAL-SENSITIVE · not published: ash-2019'
    >>> banner([Marked("ash-2019", "unpublished")])
    'Not published: ash-2019'
    """
    groups: dict[tuple[str, str], list[str]] = {}
    for one in sorted(set(reviews)):
        marking = _one_line(one.marking)
        if one.publication == "published" or (one.publication == "invented" and not marking):
            continue
        state = "invented" if one.publication == "invented" else "not published"
        groups.setdefault((marking, state), []).append(one.review)
    parts = [_part(*key, groups[key]) for key in sorted(groups, key=_order)]
    left = len(parts) - _MOST
    return " | ".join([*parts[:_MOST], *([f"and {left} more marking{'s' if left > 1 else ''}"] if left > 0 else [])])


def _part(marking: str, state: str, reviews: list[str]) -> str:
    left = len(reviews) - _MOST
    names = ", ".join(reviews[:_MOST]) + (f" and {left} more" if left > 0 else "")
    return f"{marking} · {state}: {names}" if marking else f"{state.capitalize()}: {names}"


def _order(group: tuple[str, str]) -> tuple[int, str, str]:
    marking, state = group
    rank = next((number for number, words in enumerate(_STRICTEST) if words.search(marking)), len(_STRICTEST))
    return rank, marking, state


def _one_line(text: str) -> str:
    """A marking without line ends, and without characters that show nothing or turn the direction of writing."""
    kept = (" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in text)
    line = " ".join("".join(char for char in kept if unicodedata.category(char) != "Cf").split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"
