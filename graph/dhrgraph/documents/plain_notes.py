"""Footnotes of a plain text whose marks a converter has set as plain digits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dhrgraph.documents.lines import Line, raised

__all__ = ["with_raised_notes"]

_NOTE = re.compile(r"^(\d{1,3}) (?=[A-Z“‘\"'(]|https?:|www\.)")
_ENDNOTES = re.compile(r"^(?:end|foot)?notes?:?$", re.IGNORECASE)
#: How many lines may stand between a mark and its note: a page of them.
NEAR = 60


def with_raised_notes(lines: Sequence[Line]) -> list[Line]:
    """Lines with the marks of footnotes, and the numbers of the footnotes, raised.

    Footnotes are counted from 1. A line is the next one if it opens with its number and, not far above it or above
    the heading of the notes, the same number stands directly after a word or a point, as no number of a sentence does.

    Examples
    --------
    >>> [line.text for line in with_raised_notes([Line("1.1 It met.1 It ended."), Line("1 In May.", gap=True)])]
    ['1.1 It met.¹ It ended.', '¹ In May.']
    """
    made = list(lines)
    due, after = 1, 0  # the next footnote, and the line from which its mark may stand or has not been looked for
    end = False  # whether the notes at the report's end have begun
    for at, line in enumerate(lines):
        end = end or bool(_ENDNOTES.match(line.text))
        note = _NOTE.match(line.text) if line.role == "text" and not line.label else None
        if not note or int(note[1]) != due:
            continue
        mark = re.compile(rf"(?<=[a-z]{{2}}|[a-z)][.,;:)”’\"']){due}(?=[\s.,;:)”’]|$)")
        place = next((i for i in range(after if end else max(after, at - NEAR), at) if mark.search(made[i].text)), None)
        if place is None:
            after = at if end else after
            continue
        found = made[place]
        text, cells = (mark.sub(raised(str(due)), t, count=1) for t in (found.text, "\n".join(found.cells)))
        made[place] = replace(found, text=text, cells=tuple(cells.split("\n")) if found.cells else ())
        made[at] = replace(line, text=f"{raised(note[1])} {line.text[note.end() :]}")
        due, after = due + 1, place
    return made
