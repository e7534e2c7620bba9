"""Sets headings and paragraphs apart in a text in which no blank line does, as text extractors of PDFs leave it.

Which lines are headings the report's own table of contents tells best. Where it does not, a short line with a capital
is one that stands after the end of a paragraph and before a line of a text. A paragraph ends in a line that ends as a
sentence does and that the first word of the next line would have had room in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from itertools import pairwise

from dhrgraph.documents import markers
from dhrgraph.documents.contents import entries
from dhrgraph.documents.headings import PLAIN_WORDS, STACKED
from dhrgraph.documents.lines import Line, ends_whole
from dhrgraph.documents.listed import Listed, with_listed
from dhrgraph.documents.widths import Width
from dhrgraph.lexicon.edtf import MONTHS

__all__ = ["set_apart"]

_KNOWN = re.compile(
    r"(?:executive )?summary|introduction|preface|foreword|timescales?|confidentiality|terms of reference"
    r"|(?:scope|purpose|process) of the review|method(?:ology)?|contributors(?: to the review)?|the review panel"
    r"|background(?: information)?|the facts|(?:(?:combined|narrative) )?chronology|family (?:views|involvement)"
    r"|overview|analysis|(?:key )?findings|conclusions?|good practice|equality and diversity"
    r"|parallel (?:reviews|processes)|lessons(?: to be)? (?:learned|learnt)|key learning|dissemination"
    r"|conclusions and lessons(?: learned| learnt)?"
    r"|(?:(?:overview|national|local|multi[- ]agency|single[- ]agency|imr|summary of) )?"
    r"recommendations(?: (?:for|from|to) .{3,60})?",
    re.IGNORECASE,
)
_MONTH = re.compile("|".join(MONTHS))
#: What opens a point with a name of its own, and is no heading.
_NAMED = re.compile(r"(?i:recommendation|lesson|action|learning point) \w{1,5}\s?[:–-]|[A-Z]{1,5}\d{1,2}[.:)]? [A-Z]")

#: One in how many of the spaces may cut a sentence, for space to tell paragraphs.
CUT = 10


def set_apart(lines: Sequence[Line], indents: Mapping[int, int], columns: Set[int] = frozenset()) -> list[Line]:
    """Lines of a text with its headings, and where space does not tell them its paragraphs, set apart.

    Parameters
    ----------
    lines : sequence of Line
        The lines of a text, with its table of contents, without headers and footers.
    indents : mapping of int to int
        By the place of a line in the file, how many spaces stand before it.
    columns : set of int
        The places of lines that stand in columns, and of which none is a heading for its form alone.
    """
    listed, start = entries(lines)
    head, body = list(lines[:start]), _uncut(lines[start:])
    width = Width.of(body)
    close = bool(width.least) and not _told_by_space(lines[start:], body, width)
    if listed:
        body = with_listed(body, Listed(listed, indents), width)
    body = [replace(line, full=line.full or _is_cut(line, after, width)) for line, after in _with_next(body)]
    if width.least:
        body = _with_headings(body, width, columns, close=close)
    if close:
        body = _with_paragraphs(body, width)
    return head + body


def _with_next(lines: Sequence[Line]) -> Iterable[tuple[Line, Line | None]]:
    """Each line with the one that follows."""
    return zip(lines, [*lines[1:], None], strict=True)


def _is_cut(line: Line, after: Line | None, width: Width) -> bool:
    """Whether a line of a text is full and ends within a sentence."""
    styled = line.heading or line.strong
    return line.role == "text" and not styled and not ends_whole(line.text) and width.is_full(line, after)


def _told_by_space(lines: Sequence[Line], uncut: Sequence[Line], width: Width) -> bool:
    """Whether space stands where paragraphs seem to end, and seldom where they do not."""
    ends = [after for line, after in pairwise(uncut) if _ends(line, after, width)]
    spaces = sum(line.gap for line in lines)
    cut = spaces - sum(line.gap for line in uncut)
    return sum(after.gap for after in ends) * 3 > len(ends) and cut * CUT <= spaces


def _ends(line: Line, after: Line, width: Width) -> bool:
    """Whether a line seems to end a paragraph, and the next one to begin one."""
    if line.role != "text" or after.role != "text" or not ends_whole(line.text) or after.text[:1].islower():
        return False
    return not width.is_full(line, after)


def _uncut(lines: Sequence[Line]) -> list[Line]:
    """Lines without the space that cuts a sentence, as the end of a page leaves it, or lines of uneven height."""
    made = list(lines[:1])
    note = False  # whether a footnote stands before, which cuts what goes on after it
    for line in lines[1:]:
        before = made[-1]
        note = bool(markers.footnote(before)) or (note and not before.gap)
        cut = line.gap and not note and line.role == before.role == "text" and line.text[:1].islower()
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


def _with_headings(lines: list[Line], width: Width, columns: Set[int], *, close: bool) -> list[Line]:
    """Lines with the headings set apart that their form and place show.

    Where space tells paragraphs, a heading has space above, and none to the first line of the text.
    """
    made = list(lines)
    for at, line in enumerate(lines):
        if line.place in columns or not _may_be_title(line) or not _ends_before(made, at, width):
            continue
        after = lines[at + 1] if at + 1 < len(lines) else None
        if not close and (not line.gap or after is None or after.gap or width.is_full(line, after)):
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
    if line.role != "text" or line.heading or line.strong or line.label or line.text.endswith(":"):
        return False
    if ". " in text or len(text.split()) > PLAIN_WORDS:
        return False
    if _NAMED.match(text):
        return False
    return markers.is_year(text) or (markers.is_title(text or " ") and _opening(line) is None)


def _ends_before(made: Sequence[Line], at: int, width: Width) -> bool:
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


def _begins_text(lines: Sequence[Line], at: int, width: Width, *, known: bool) -> bool:
    """Whether a text begins at a line, perhaps below further headings: a number, or a line as long as a paragraph's."""
    for place in range(at, min(at + (STACKED if known else 2), len(lines))):
        line = lines[place]
        if line.role != "text":
            return known
        if line.heading or line.strong or (known and _NAMED.match(line.text)):
            return True
        opening = _opening(line)
        if not (opening or line.text[:1].isupper() or line.text[:1] in "“‘\"'" or markers.is_year(line.text)):
            return False
        if opening == "bullet" or width.is_long(line) or ((known or opening) and ends_whole(line.text)):
            return True
        if not _may_be_title(line):
            return False
    return False


def _with_paragraphs(lines: Sequence[Line], width: Width) -> list[Line]:
    """Lines with space above those that begin a paragraph, and with those marked that go on."""
    made = list(lines)
    for at, line in enumerate(lines):
        after = lines[at + 1] if at + 1 < len(lines) else None
        if line.role != "text" or line.heading or line.strong:
            continue
        full = width.is_full(line, after)
        made[at] = replace(made[at], full=full)
        if after and (_ends(line, after, width) or _opens_point(line, after, full=full)):
            made[at + 1] = replace(made[at + 1], gap=True)
    return made


def _opens_point(line: Line, after: Line, *, full: bool) -> bool:
    """Whether a line opens a point of a list, or a row, by its name or number, after one that does not go on."""
    if _NAMED.match(after.text):
        return ends_whole(line.text) or not full
    number = markers.number(after)
    return number is not None and not full and number.rest[:1].isupper() and not _MONTH.match(number.rest)
