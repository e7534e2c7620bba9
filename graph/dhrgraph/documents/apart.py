"""Sets headings and paragraphs apart in a text in which no blank line does, as text extractors of PDFs leave it.

Which lines are headings the report's own table of contents tells best. Where it does not, a short line with a capital
is one that stands after the end of a paragraph and before a line of a text. A paragraph ends in a line that ends as a
sentence does and that the first word of the next line would have had room in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dhrgraph.documents import markers
from dhrgraph.documents.contents import Entry, entries
from dhrgraph.documents.headings import PLAIN_WORDS, STACKED
from dhrgraph.documents.lines import Line, ends_whole

__all__ = ["set_apart"]

_KNOWN = re.compile(
    r"(?:executive )?summary|introduction|preface|foreword|timescales?|confidentiality|terms of reference"
    r"|(?:scope|purpose|process) of the review|method(?:ology)?|contributors(?: to the review)?|the review panel"
    r"|background(?: information)?|the facts|(?:(?:combined|narrative) )?chronology|family (?:views|involvement)"
    r"|overview|analysis|(?:key )?findings|conclusions?|good practice|equality and diversity|parallel (?:reviews|processes)"
    r"|lessons(?: to be)? (?:learned|learnt)|conclusions and lessons(?: learned| learnt)?|key learning|dissemination"
    r"|(?:(?:overview|national|local|multi[- ]agency|single[- ]agency|imr|summary of) )?recommendations(?: (?:for|from|to) .{3,60})?",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?:19|20)\d\d(?:(?: and | to | ?[–-] ?|/)(?:(?:19|20)?\d\d))?")

#: One line in how many must at least be set apart, for space to tell paragraphs.
SET_CLOSE = 8
#: One in how many of the spaces may cut a sentence, for space to tell paragraphs.
CUT = 10
#: How many lines must go on in the next one, for the width to be told.
SAMPLE = 12
#: Lines of a heading at most.
HEADING_LINES = 3


def set_apart(lines: Sequence[Line], indents: Mapping[int, int]) -> list[Line]:
    """Lines of a text with its headings, and where space does not tell them its paragraphs, set apart.

    Parameters
    ----------
    lines : sequence of Line
        The lines of a text, with its table of contents, without headers and footers.
    indents : mapping of int to int
        By the place of a line in the file, how many spaces stand before it.
    """
    listed, start = entries(lines)
    titles = _levels(listed, indents)
    head, body = list(lines[:start]), _uncut(lines[start:])
    width = _Width.of(body)
    body = _with_listed(body, titles, width) if titles else body
    spaces = sum(line.gap for line in body)
    cut = sum(was.gap and not now.gap for was, now in zip(lines[start:], body, strict=False))
    if width.least and (spaces * SET_CLOSE < len(body) or cut * CUT > spaces):
        body = _with_paragraphs(_with_headings(body, width), width)
    return head + body


@dataclass(frozen=True, slots=True)
class _Width:
    """From which width of a line, with the first word of the next one, the line may be full; 0 where none is told."""

    least: int

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Width:
        """The width of what goes on in a small letter, but for the lines of narrow cells."""
        sizes = sorted(
            _reach(line, after)
            for line, after in zip(lines, lines[1:], strict=False)
            if line.role == after.role == "text" and after.text[:1].islower() and not ends_whole(line.text)
        )
        if len(sizes) < SAMPLE:
            return cls(0)
        return cls(max(sizes[len(sizes) // 10], sizes[len(sizes) * 9 // 10] * 17 // 20))

    def is_full(self, line: Line, after: Line | None) -> bool:
        """Whether the first word of the next line would not have fitted."""
        return bool(self.least) and after is not None and _reach(line, after) >= self.least

    def is_long(self, line: Line) -> bool:
        """Whether a line is as long as those of paragraphs are."""
        return len(line.text) * 5 > self.least * 4


def _reach(line: Line, after: Line) -> int:
    return len(line.text) + 1 + len(after.text.split(" ", 1)[0])


def _uncut(lines: Sequence[Line]) -> list[Line]:
    """Lines without the space that cuts a sentence, as the end of a page leaves it, or lines of uneven height."""
    made = list(lines[:1])
    for line in lines[1:]:
        before = made[-1]
        cut = line.gap and line.role == before.role == "text" and line.text[:1].islower()
        cut = cut and not ends_whole(before.text) and _opening(line) is None
        made.append(replace(line, gap=False) if cut else line)
    return made


def _opening(line: Line) -> str | None:
    """What opens a line beside a capital: nothing where nothing does."""
    if markers.number(line) or markers.slipped(line):
        return "number"
    if markers.bullet(line.text) is not None or markers.letter(line, point=True):
        return "bullet"
    return None


def _levels(listed: Sequence[Entry], indents: Mapping[int, int]) -> dict[str, tuple[Entry, int]]:
    """By its title in bare letters, each heading that the table of contents lists, and its level; 0 if none is told.

    The number tells the level; where there is none, how far the entry is set in; and where nothing is, none but
    the headings before the first with a number are sure to be of the first level.
    """
    steps = sorted({indents.get(entry.place, 0) for entry in listed})
    first = next((at for at, entry in enumerate(listed) if entry.number), len(listed))
    made: dict[str, tuple[Entry, int]] = {}
    for at, entry in enumerate(listed):
        level = entry.number.count(".") + 1 if entry.number else 0
        if not level and 1 < len(steps) <= STACKED:
            level = steps.index(indents.get(entry.place, 0)) + 1
        if not level and at < first:
            level = 1
        made.setdefault(_bare(entry.title), (entry, level))
    made.pop("", None)
    return made


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


def _with_listed(lines: list[Line], titles: Mapping[str, tuple[Entry, int]], width: _Width) -> list[Line]:
    """Lines with the headings that the table of contents lists set apart, and made whole."""
    made: list[Line] = []
    at = 0
    while at < len(lines):
        found = _listed_at(lines, at, titles)
        if not found or not _is_open(made, lines[at], width):
            made.append(lines[at])
            at += 1
            continue
        level, count = found
        whole = " ".join(line.text for line in lines[at : at + count])
        made.append(replace(lines[at], text=whole, gap=True, heading=level, strong=True, full=False))
        at += count
        if at < len(lines):
            lines[at] = replace(lines[at], gap=True)
    return made


def _listed_at(lines: Sequence[Line], at: int, titles: Mapping[str, tuple[Entry, int]]) -> tuple[int, int] | None:
    """The level of the listed heading that begins at a line, and how many lines it has."""
    text = ""
    for count, line in enumerate(lines[at : at + HEADING_LINES], start=1):
        if line.role != "text" or line.heading or (count > 1 and line.gap):
            return None
        text = f"{text} {line.text}".strip()
        number = markers.number(replace(line, text=text))
        for title, printed in ((text, ""), (number.rest, number.printed)) if number else ((text, ""),):
            entry, level = titles.get(_bare(title), (None, 0))
            if entry and title[-1:] not in ".;," and (not printed or entry.number in ("", printed)):
                return level, count
    return None


def _is_open(made: Sequence[Line], line: Line, width: _Width) -> bool:
    """Whether a heading may follow: the line before does not go on."""
    if not made or line.gap or ends_whole(made[-1].text) or made[-1].heading or made[-1].strong:
        return True
    return not width.is_full(made[-1], line) and not line.text[:1].islower()


def _with_headings(lines: list[Line], width: _Width) -> list[Line]:
    """Lines with the headings set apart that their form and place show."""
    made = list(lines)
    for at, line in enumerate(lines):
        if line.heading or line.strong or not _may_be_title(line) or not _ends_before(made, at, width):
            continue
        known = bool(_KNOWN.fullmatch(line.text.rstrip(": ")))
        if _begins_text(lines, at + 1, width, known=known):
            made[at] = replace(line, gap=True, strong=True, full=False)
            if at + 1 < len(made):
                made[at + 1] = replace(made[at + 1], gap=True)
                lines[at + 1] = made[at + 1]
    return made


def _may_be_title(line: Line) -> bool:
    text = line.text.rstrip(": ")
    if line.role != "text" or line.label or line.text.endswith(":") or len(text.split()) > PLAIN_WORDS:
        return False
    return bool(_YEARS.fullmatch(text)) or (markers.is_title(text or " ") and _opening(line) is None)


def _ends_before(made: Sequence[Line], at: int, width: _Width) -> bool:
    """Whether what stands before a line has ended: a sentence, a heading, or the last point of a list."""
    if not at:
        return True
    before = made[at - 1]
    if before.strong or before.heading or before.role == "row":
        return True
    if ends_whole(before.text):
        return not before.text.endswith((":", ";"))
    if width.is_full(before, made[at]):
        return False
    known = _KNOWN.fullmatch(made[at].text.rstrip(": "))
    return bool(known) or _in_list(made, at - 1)


def _in_list(made: Sequence[Line], at: int) -> bool:
    """Whether a line belongs to a point of a list with bullets."""
    for place in range(at, max(-1, at - 4), -1):
        if _opening(made[place]) == "bullet":
            return True
        if not made[place].text[:1].islower():
            return False
    return False


def _begins_text(lines: Sequence[Line], at: int, width: _Width, *, known: bool) -> bool:
    """Whether a text begins at a line, perhaps below further headings: a number, or a line as long as a paragraph's."""
    for place in range(at, min(at + STACKED, len(lines))):
        line = lines[place]
        if line.role != "text":
            return known
        if line.heading or line.strong:
            return True
        opening = _opening(line)
        if opening == "number" or (known and opening == "bullet"):
            return True
        if not line.text[:1].isupper() and line.text[:1] not in "“‘\"'" and not _YEARS.match(line.text):
            return False
        if width.is_long(line) or (known and ends_whole(line.text)):
            return True
        if not _may_be_title(line):
            return False
    return False


def _with_paragraphs(lines: Sequence[Line], width: _Width) -> list[Line]:
    """Lines with space above those that begin a paragraph, and with those marked that go on."""
    made = list(lines)
    for at, line in enumerate(lines):
        after = lines[at + 1] if at + 1 < len(lines) else None
        if line.role != "text" or line.heading or line.strong:
            continue
        full = width.is_full(line, after)
        made[at] = replace(made[at], full=full)
        if after and after.role == "text" and ends_whole(line.text) and not full and not after.text[:1].islower():
            made[at + 1] = replace(made[at + 1], gap=True)
    return made
