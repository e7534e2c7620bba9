"""The table of contents of a report: its lines, which are none of the report's text, and the headings that it lists."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dhrgraph.documents.lines import Line
from dhrgraph.documents.running import masked

__all__ = ["Entry", "entries", "without_contents"]

_CONTENTS = re.compile(r"^(?:table of )?contents(?: page)?:?$", re.IGNORECASE)
_LEADER = re.compile(r"(?:\.{3,}|…+|(?:\s\.){3,}|_{3,}|-{4,})\s*(?:\d{1,3}|[ivx]+|Error! Bookmark not defined\.?)?$")
_ENDS_IN_PAGE = re.compile(r"\S\s+\d{1,3}$")
_NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)[.)]?\s+(?=\S)")

#: How many lines that end in a rising page are a table of contents.
ENTRIES = 4
#: Lines of an entry whose page stands on a line of its own.
ENTRY_LINES = 2
#: Lines under the heading of a table of contents in which its first entry must end.
NEAR = 100
#: Longest entry of a table of contents, in characters.
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading as a table of contents lists it: its number, empty where it has none, its title, and its line."""

    number: str
    title: str
    place: int


def entries(lines: Sequence[Line]) -> tuple[list[Entry], int]:
    """The headings that the table of contents lists, and the line after it; none where the report has none.

    Examples
    --------
    >>> found, end = entries([Line("Contents"), Line("1. Facts ... 2"), Line("2. What we ... 3"), Line("1. Facts")])
    >>> [(entry.number, entry.title) for entry in found], end
    ([('1', 'Facts'), ('2', 'What we')], 3)
    """
    whole = _with_pages(lines)
    at_of = {id(line): at for at, line in enumerate(lines)}
    gone = sorted(_of_contents(whole))
    made: list[Entry] = []
    before = ""  # the first line of an entry on two
    for at in gone:
        line = whole[at]
        if _CONTENTS.match(line.text):
            continue
        title = _LEADER.sub("", re.sub(r"\s+\d{1,3}$", "", line.text)).rstrip(" .\t")
        paged = title != line.text.rstrip(" .\t") or not title
        title = " ".join(f"{before} {title}".split())
        before = "" if paged else title
        number = _NUMBER.match(title)
        if paged and title:
            made.append(Entry(number[1] if number else "", title[number.end() :] if number else title, line.place))
    if len(made) < 2:
        return [], 0
    end = gone[-1] + 1
    after = next((at_of[id(line)] for line in whole[end:] if id(line) in at_of), len(lines))
    return made, after


def without_contents(lines: Sequence[Line]) -> list[Line]:
    """Lines without the table of contents."""
    lines = _with_pages(lines)
    gone = _of_contents(lines)
    return [line for at, line in enumerate(lines) if at not in gone]


def _of_contents(lines: Sequence[Line]) -> set[int]:
    """Which lines are the table of contents."""
    led = {at for at, line in enumerate(lines) if _is_short(line) and _LEADER.search(line.text)}
    gone: set[int] = set()
    for at, line in enumerate(lines):
        if _CONTENTS.match(line.text) and at not in gone:
            end = _end_of_contents(lines, at + 1, led)
            gone.update([at, *range(at, end)])
    runs = [at for at in led if sum(at + step in led for step in (-2, -1, 1, 2)) >= 2]
    gone.update(runs)
    gone.update(_rising(lines))
    for at in sorted(runs):  # what stands between two entries is an entry on two lines
        if at + 2 in led and _is_short(lines[at + 1]):
            gone.add(at + 1)
    return gone


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


def _end_of_contents(lines: Sequence[Line], start: int, led: set[int]) -> int:
    """Where the table of contents under its heading ends."""
    titles = {_title(line.text) for line in lines[start : start + 4] if line.text}
    end, found = start, 0
    for at in range(start, len(lines)):
        text = lines[at].text
        if at not in led and at > start + 1 and _title(text) in titles and masked(text) == _title(text):
            return end if found > 1 or at - start > 2 else start - 1  # the report itself begins
        if at in led or (_is_short(lines[at]) and _ENDS_IN_PAGE.search(text)) or lines[at].role == "row":
            end, found = at + 1, found + 1
        elif not _is_short(lines[at]) or text[-1:] == "." or at - end > (3 if found else NEAR):
            break
    return end if found > 1 else start - 1


def _title(text: str) -> str:
    """The title of an entry, without the page."""
    return masked(re.sub(r"\s+\d{1,3}$", "", _LEADER.sub("", text)))
