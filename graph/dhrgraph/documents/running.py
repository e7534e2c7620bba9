"""What stands in a report and is none of its text: repeated lines, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from dhrgraph.documents.lines import Line

__all__ = ["is_marking", "is_page_number", "masked", "with_labels", "without_repeated"]

_PAGE = re.compile(r"^[-–—|\s]*(?:page|p\.)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—|\s]*$", re.IGNORECASE)
_TOLD_PAGE = re.compile(r"^\s*page \d{1,4}(?: of \d{1,4})?\b|\bpage \d{1,4}(?: of \d{1,4})?\s*$", re.IGNORECASE)
_BARE = re.compile(r"^[-–—\s]*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s]*$")
_MARKING = re.compile(
    r"^[-–—*\s]*(?:OFFICIAL|RESTRICTED|CONFIDENTIAL|PROTECT|NOT PROTECTIVELY MARKED"
    r"|Official[ -]Sensitive|Not for publication)\b"
)
_OWN_LINE = re.compile(r"^(\d{1,3}(?:\.\d{1,3})*)\.?$")
_LETTER_LINE = re.compile(r"^(?:\(([a-z]|[ivx]+)\)|[•▪●])$")

#: How often a line must stand in a text to be a running header or footer.
OFTEN = 3
#: Lines that a page has at least, on the whole.
PAGE = 6


def is_marking(text: str) -> bool:
    """Whether a line is a protective marking, such as OFFICIAL."""
    return bool(_MARKING.match(text)) and len(text.split()) <= 25


def is_page_number(text: str, *, bare: bool) -> bool:
    """Whether a line tells a page alone.

    Parameters
    ----------
    text : str
        The line.
    bare : bool
        Whether a number alone counts.

    Examples
    --------
    >>> is_page_number("Page 3 of 60", bare=False), is_page_number("12", bare=False)
    (True, False)
    """
    return bool(_PAGE.match(text) or (bare and _BARE.match(text)))


def masked(text: str) -> str:
    """A text with its numbers masked, so that running lines with page numbers compare equal."""
    return re.sub(r"\d+", "#", text).strip(" -–—|•*").lower()


_FOOT = re.compile(
    r"\bpage \d{1,4}(?: of \d{1,4})?|\|\s*\d{1,4}$|^\d{1,4}\s*\||^[-–—]\s?\d{1,4}(?:\s?[-–—])?$"
    r"|(?<=[a-z0-9)])\s\d{1,4}$",
    re.IGNORECASE,
)


def _counted(lines: Sequence[Line]) -> set[int]:
    """Lines that tell a page beside other words, again and again, with a page that rises by one."""
    places: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if line.role == "text" and _FOOT.search(line.text):
            places.setdefault(_FOOT.sub("#", line.text), []).append(at)
    gone: set[int] = set()
    for found in places.values():
        pages = [int(re.findall(r"\d+", m[0])[0]) for at in found if (m := _FOOT.search(lines[at].text))]
        rising = sum(b - a == 1 for a, b in pairwise(pages))
        apart = found[-1] - found[0] >= PAGE * (len(found) - 1)
        if len(found) >= OFTEN and rising * 3 >= (len(found) - 1) * 2 and apart:
            gone.update(found)
    return gone


def _unpaged(text: str) -> str:
    """A line without the page that it tells beside other words, so that footers compare equal."""
    told = _TOLD_PAGE.search(text)
    return (text.replace(told[0], " ") if told and told[0].strip() != text.strip() else text).strip(" -–—*|")


def without_repeated(lines: Sequence[Line]) -> tuple[list[Line], tuple[str, ...]]:
    """Lines of a text without pages, without its headers and footers, and what these said.

    A line goes if it tells a page, is a marking that stands more than once, or stands word for word three times or
    more, is no sentence, no row and opens no paragraph.
    """
    seen = Counter(_unpaged(line.text) for line in lines if line.role == "text")
    counted = _counted(lines)
    edges = counted | {at for at, line in enumerate(lines) if is_page_number(line.text, bare=False)}
    edged = Counter(line.text for at, line in enumerate(lines) if {at - 1, at + 1} & edges)
    gone: dict[str, None] = {}
    kept: list[Line] = []
    gap = False
    for at, line in enumerate(lines):
        text = " ".join(_FOOT.sub(" ", line.text).split()).strip(" -–—*|") if at in counted else _unpaged(line.text)
        known = len(text.split()) > 3 or (edged[text] >= OFTEN and edged[text] * 3 >= seen[text] * 2)
        often = seen[text] >= OFTEN and known and text[-1:] not in ".;:?!" and not text[:1].isdigit()
        marking = is_marking(text) and (seen[text] > 1 or len(text.split()) < 4)
        page = is_page_number(text, bare=False)
        if line.role == "text" and (at in counted or (text and (often or marking or page))):
            if text and not page:
                gone[text] = None
            gap = gap or line.gap
            continue
        kept.append(replace(line, gap=True) if gap and not line.gap else line)
        gap = False
    return kept, tuple(gone)


def with_labels(lines: Sequence[Line]) -> list[Line]:
    """Lines in which a number on a line of its own is the number of the line that follows.

    A single number is one only where no other numbering is seen and where such numbers run on from 1; else it is
    the number of a page, and goes.
    """
    alone = {
        at: m[1]
        for at, line in enumerate(lines)
        if line.role == "text" and (m := _OWN_LINE.match(line.text)) and (line.gap or not line.page)
    }
    singles = [int(number) for number in alone.values() if number.isdigit()]
    several = sum(1 for number in alone.values() if "." in number)
    others = sum(1 for line in lines if re.match(r"\d{1,2}\.\d{1,3}", line.text))
    paragraphs = not several and others < 2 and len(singles) > 2 and singles[:3] == [1, 2, 3]
    made: list[Line] = []
    label = ""
    for at, line in enumerate(lines):
        number = alone.get(at, "")
        letter = _LETTER_LINE.match(line.text)
        if number and ("." in number or paragraphs or _is_chapter(lines, at, number)):
            label = number
        elif letter and line.role == "text":
            label = line.text
        elif number and not line.label and (paragraphs or others >= 2 or several):
            continue
        elif label and line.text:
            bullet = label in "•▪●"
            made.append(replace(line, gap=True, label="" if bullet else label, role="bullet" if bullet else line.role))
            label = ""
        else:
            made.append(line)
    return made


def _is_chapter(lines: Sequence[Line], at: int, number: str) -> bool:
    """Whether a number on a line of its own is that of a chapter: one of its paragraphs follows soon."""
    return any(line.text.startswith(f"{number}.1") for line in lines[at + 1 : at + 4])
