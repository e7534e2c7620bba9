"""Lines that a page's or a text's width has cut, joined to paragraphs again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from dhrgraph.documents import markers
from dhrgraph.documents.joining import Joiner
from dhrgraph.documents.kinds import MAX_PASSAGE
from dhrgraph.documents.lines import Line, ends_whole

__all__ = ["unwrapped"]


def unwrapped(lines: Sequence[Line]) -> list[Line]:
    """Lines with those joined that are one paragraph.

    A line goes on in the next one if it is full (`Line.full`) or the next one goes on with its sentence in a small
    letter, no space stands between them, and the next one opens nothing of its own. A number at the start of the next
    one counts as opening something where the line before ends a sentence; where it does not, the number is a part of
    the sentence.
    """
    joiner = Joiner(line.text for line in lines)
    made: list[Line] = []
    for line in lines:
        if line.role == "row":
            made.append(_whole_row(line, joiner))
            continue
        last = _last(made, line)
        if last is not None and _goes_on(made[last], line) and not _opens(line, made[last]):
            text = joiner.join(made[last].text, line.text, gap=False)
            made[last] = replace(made[last], text=text, full=line.full, strong=made[last].strong and line.strong)
        else:
            made.append(line)
    return made


def _goes_on(before: Line, line: Line) -> bool:
    """Whether nothing stands between two lines that sets them apart.

    In a text without pages a line may be short and yet be cut, as letters that are not of one width leave it.
    """
    if len(before.text) > MAX_PASSAGE:
        return False
    cut = not line.page and line.role == "text" and line.text[:1].islower() and not ends_whole(before.text)
    return not line.gap and (before.full or cut)


def _whole_row(line: Line, joiner: Joiner) -> Line:
    """A row with the lines of each cell joined."""
    cells = tuple(reduce(lambda a, b: joiner.join(a, b, gap=False), cell.split("\n"), "") for cell in line.cells)
    return replace(line, cells=cells, text="\t".join(cells))


def _last(made: Sequence[Line], line: Line) -> int | None:
    """The line that this one may go on: the last one of its role, with none but footnotes between them."""
    for at in range(len(made) - 1, -1, -1):
        if made[at].role == line.role or (made[at].role == "bullet" and line.role == "text"):
            return at if line.role in ("text", "footnote") else None
        if made[at].role != "footnote":
            return None
    return None


def _opens(line: Line, before: Line) -> bool:
    """Whether a line opens a passage of its own."""
    if line.label or line.heading != before.heading or markers.footnote(line):
        return True
    if markers.bullet(line.text) is not None or markers.letter(line, point=True):
        return ends_whole(before.text) or line.text[0] not in "-–—*o"
    found = markers.number(line) or markers.slipped(line)
    return bool(found and (ends_whole(before.text) or (found.level > 1 and found.rest[:1].isupper())))
