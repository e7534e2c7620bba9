"""What stands in a report and is none of its text: repeated lines, page numbers, the table of contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dhrgraph.documents.lines import Line

__all__ = ["is_marking", "is_page_number", "masked", "with_labels", "without_contents", "without_repeated"]

_PAGE = re.compile(r"^[-–—|\s]*(?:page|p\.)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—|\s]*$", re.IGNORECASE)
_TOLD_PAGE = re.compile(r"^\s*page \d{1,4}(?: of \d{1,4})?\b|\bpage \d{1,4}(?: of \d{1,4})?\s*$", re.IGNORECASE)
_BARE = re.compile(r"^[-–—\s]*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s]*$")
_MARKING = re.compile(
    r"^[-–—*\s]*(?:OFFICIAL|RESTRICTED|CONFIDENTIAL|PROTECT|NOT PROTECTIVELY MARKED"
    r"|Official[ -]Sensitive|Not for publication)\b"
)
_CONTENTS = re.compile(r"^(?:table of )?contents(?: page)?:?$", re.IGNORECASE)
_LEADER = re.compile(r"(?:\.{3,}|…+|(?:\s\.){3,}|_{3,}|-{4,})\s*(?:\d{1,3}|[ivx]+|Error! Bookmark not defined\.?)?$")
_ENDS_IN_PAGE = re.compile(r"\S\s+\d{1,3}$")
_OWN_LINE = re.compile(r"^(\d{1,3}(?:\.\d{1,3})*)\.?$")
_LETTER_LINE = re.compile(r"^(?:\(([a-z]|[ivx]+)\)|[•▪●])$")

#: How often a line must stand in a text to be a running header or footer.
OFTEN = 3
#: How many lines that end in a rising page are a table of contents.
ENTRIES = 4
#: Lines of an entry whose page stands on a line of its own.
ENTRY_LINES = 2
#: Longest entry of a table of contents, in characters.
LONGEST = 400


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
    gone: dict[str, None] = {}
    kept: list[Line] = []
    gap = False
    for line in lines:
        text = _unpaged(line.text)
        often = seen[text] >= OFTEN and len(text.split()) > 3 and text[-1:] not in ".;:?!" and not text[:1].isdigit()
        marking = is_marking(text) and (seen[text] > 1 or len(text.split()) < 4)
        if line.role == "text" and text and (often or marking or is_page_number(text, bare=False)):
            if not is_page_number(text, bare=False):
                gone[text] = None
            gap = gap or line.gap
            continue
        kept.append(replace(line, gap=True) if gap and not line.gap else line)
        gap = False
    return kept, tuple(gone)


def without_contents(lines: Sequence[Line]) -> list[Line]:
    """Lines without the table of contents."""
    lines = _with_pages(lines)
    entries = {at for at, line in enumerate(lines) if _is_short(line) and _LEADER.search(line.text)}
    gone: set[int] = set()
    for at, line in enumerate(lines):
        if _CONTENTS.match(line.text):
            end = _end_of_contents(lines, at + 1, entries)
            gone.update([at, *range(at, end)])
    runs = [at for at in entries if sum(at + step in entries for step in (-2, -1, 1, 2)) >= 2]
    gone.update(runs)
    gone.update(_rising(lines))
    for at in sorted(runs):  # what stands between two entries is an entry on two lines
        if at + 2 in entries and _is_short(lines[at + 1]):
            gone.add(at + 1)
    return [line for at, line in enumerate(lines) if at not in gone]


def _with_pages(lines: Sequence[Line]) -> list[Line]:
    """Lines with the entries of a table of contents made whole whose pages stand on lines of their own."""
    made: list[Line] = []
    last, since = -1, 0  # page of the last entry, -1 outside a table of contents, and lines since then
    for at, line in enumerate(lines):
        page = int(line.text) if re.fullmatch(r"[0-9]{1,3}", line.text) else -1
        if page >= last >= 0 and since:
            made[-1] = replace(made[-1], text=f"{made[-1].text} {page}")
            last, since = page, 0
            continue
        made.append(line)
        since += 1
        if _CONTENTS.match(line.text) and re.fullmatch(r"[0-9]{1,3}", "".join(x.text for x in lines[at + 2 : at + 3])):
            last, since = 0, 0
        elif since > ENTRY_LINES:
            last = -1
    return made


def _rising(lines: Sequence[Line]) -> set[int]:
    """Lines at the beginning that each end in a page, which rises from one to the next: contents without a name."""
    gone: set[int] = set()
    run: list[int] = []
    last = 0
    for at, line in enumerate(lines[: max(60, len(lines) // 4)]):
        text = line.text.rstrip()
        ends = _ENDS_IN_PAGE.search(text) if _is_short(line) and text[-1:].isdigit() else None
        page = int(ends[0].split()[-1]) if ends else 0
        if not page or page < last:
            gone.update(run if len(run) >= ENTRIES else ())
            run = []
        run += [at] if page else []
        last = page
    return gone | set(run if len(run) >= ENTRIES else ())


def _is_short(line: Line) -> bool:
    return len(line.text) < LONGEST and len(line.text.split()) <= 25


def _end_of_contents(lines: Sequence[Line], start: int, entries: set[int]) -> int:
    """Where the table of contents under its heading ends."""
    titles = {_title(line.text) for line in lines[start : start + 4] if line.text}
    end, found = start, 0
    for at in range(start, len(lines)):
        text = lines[at].text
        if at not in entries and at > start + 1 and _title(text) in titles and masked(text) == _title(text):
            return end if found > 1 or at - start > 2 else start - 1  # the report itself begins
        if at in entries or (_is_short(lines[at]) and _ENDS_IN_PAGE.search(text)) or lines[at].role == "row":
            end, found = at + 1, found + 1
        elif not _is_short(lines[at]) or text[-1:] == "." or (found and at - end > 3):
            break
    return end if found > 1 else start - 1


def _title(text: str) -> str:
    """The title of an entry, without the page."""
    return masked(re.sub(r"\s+\d{1,3}$", "", _LEADER.sub("", text)))


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
