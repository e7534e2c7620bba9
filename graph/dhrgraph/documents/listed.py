"""Finds the headings of a text that its table of contents lists."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dhrgraph.documents import markers
from dhrgraph.documents.contents import Entry
from dhrgraph.documents.headings import STACKED
from dhrgraph.documents.lines import Line, ends_whole
from dhrgraph.documents.widths import Width

__all__ = ["Listed", "with_listed"]

#: Lines of a heading at most.
HEADING_LINES = 3


class Listed:
    """The headings that the table of contents lists, each to be found as often as it stands there.

    The number tells the level; where there is none, how far the entry is set in; and where nothing is, none but
    the headings before the first with a number are sure to be of the first level.
    """

    def __init__(self, listed: Sequence[Entry], indents: Mapping[int, int]) -> None:
        steps = sorted({indents.get(entry.place, 0) for entry in listed})
        first = next((at for at, entry in enumerate(listed) if entry.number), len(listed))
        self._left: dict[tuple[str, str], deque[int]] = {}  # by title and number: the level of each
        for at, entry in enumerate(listed):
            level = entry.number.count(".") + 1 if entry.number else 0
            if not level and 1 < len(steps) <= STACKED:
                level = steps.index(indents.get(entry.place, 0)) + 1
            self._left.setdefault((_bare(entry.title), entry.number), deque()).append(level or int(at < first))

    def take(self, lines: Sequence[Line], at: int) -> tuple[int, int] | None:
        """The level of the listed heading that begins at a line, and how many lines it has."""
        text = ""
        for count, line in enumerate(lines[at : at + HEADING_LINES], start=1):
            if line.role != "text" or line.heading or (count > 1 and line.gap):
                return None
            text = f"{text} {line.text}".strip()
            number = markers.number(replace(line, text=text))
            printed, title = (number.printed, number.rest) if number else ("", text)
            for name, mark in ((title, printed), (text, "")):
                left = self._left.get((_bare(name), mark))
                if left and name[-1:] not in ".;,":
                    return left.popleft(), count
        return None


def with_listed(lines: list[Line], listed: Listed, width: Width) -> list[Line]:
    """Lines with the headings that the table of contents lists set apart, and made whole."""
    made: list[Line] = []
    at = 0
    while at < len(lines):
        found = listed.take(lines, at) if _is_open(made, lines[at], width) else None
        if not found:
            made.append(lines[at])
            at += 1
            continue
        level, count = found
        whole = " ".join(line.text for line in lines[at : at + count])
        level = 0 if markers.appendix(whole) else level
        made.append(replace(lines[at], text=whole, gap=True, heading=level, strong=True, full=False))
        at += count
        if at < len(lines):
            lines[at] = replace(lines[at], gap=True)
    return made


def _is_open(made: Sequence[Line], line: Line, width: Width) -> bool:
    """Whether a heading may follow: the line before does not go on."""
    if not made or line.gap or ends_whole(made[-1].text) or made[-1].heading or made[-1].strong:
        return True
    return not width.is_full(made[-1], line) and not line.text[:1].islower()


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())
