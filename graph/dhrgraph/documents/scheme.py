"""How a report numbers its paragraphs, and which of the numbers that open lines are its own.

A report is looked at as a whole first: numbers of how many parts open sentences (``1.1`` or ``1.1.1``), or do
single ones run straight through (1 to 190)? Then each number is judged where it stands:

1. A number of several parts is the report's own if it follows what came before, or stands apart from it. One that
   does neither is part of a sentence (a reference, a time, a sum).
2. It is a heading if its text reads like one and it stands above the level of the paragraphs or has a child.
3. A single number in a straight run is a paragraph; a short run of its own within a paragraph is a list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from dhrgraph.documents.lines import Line, ends_whole
from dhrgraph.documents.markers import Number, is_title, number, slipped

__all__ = ["Role", "Scheme", "is_sentence"]

Role = Literal["heading", "paragraph", "item", ""]

#: From how many numbers in a row on that mostly open sentences a run counts as straight through.
STRAIGHT = 5
#: How far a number may jump and still follow.
JUMP = 3
#: Words from which a line that ends like a sentence is one.
SENTENCE = 10


class Scheme:
    """The numbering of a report, and where in it the reading stands.

    Parameters
    ----------
    lines : sequence of Line
        All lines of the report.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self.numbers: dict[int, Number] = {}
        for at, line in enumerate(lines):
            found = number(line) if line.role in ("text", "bullet") else None
            if found:
                self.numbers[at] = found
        self.slips = {at: slip for at, line in enumerate(lines) if at not in self.numbers and (slip := slipped(line))}
        self._order = sorted(self.numbers)
        self._next = dict(zip(self._order, self._order[1:], strict=False))
        self.depth = self._depth(lines)
        self.straight = self._is_straight()
        singles = [n for n in self.numbers.values() if n.level == 1]
        self.pointed = sum(n.point or n.sure for n in singles) * 2 > len(singles)
        self.last: tuple[int, ...] = ()  # the last number of several parts, or of a chapter
        self.chapter = 0
        self.run = 0  # the last of a straight run
        self.item = 0  # the last of a list within a paragraph

    def _depth(self, lines: Sequence[Line]) -> int:
        """How many parts the numbers of paragraphs mostly have; 0 where none of several parts opens a sentence."""
        opens = Counter(n.level for at, n in self.numbers.items() if n.level > 1 and not _titled(n, lines[at]))
        titles = Counter(n.level for at, n in self.numbers.items() if n.level > 1 and _titled(n, lines[at]))
        likely = {level: count for level, count in opens.items() if count * 4 > titles[level] or count >= STRAIGHT}
        return max(likely, key=lambda level: (likely[level], level), default=0)

    def _is_straight(self) -> bool:
        runs: dict[int, int] = {1: 0}  # by the number that each waits for: how many of its numbers open sentences
        for at in self._order:
            n = self.numbers[at]
            if n.level == 1 and n.parts[0] in runs:
                value = n.parts[0]
                sentences = runs.pop(value) + (not is_title(n.rest))
                runs[value + 1] = max(sentences, runs.get(value + 1, 0))
                runs[1] = 0  # a list or the notes of a page begin beside it
        best = max(runs)
        several = sum(1 for n in self.numbers.values() if n.level > 1 and n.level == self.depth)
        return best > STRAIGHT and runs[best] * 2 >= best - 1 > several

    # Judging a number where it stands.

    def role(self, at: int, line: Line, before: str, *, within: bool, appendix: bool) -> tuple[Role, Number | None]:
        """What the number that opens a line is.

        Parameters
        ----------
        at : int
            Place of the line among the lines.
        line : Line
            The line.
        before : str
            The text before it.
        within : bool
            Whether a paragraph is open.
        appendix : bool
            Whether the line stands in an appendix.

        Returns
        -------
        tuple of str and Number
            The role, empty where the line opens with no number of the report.
        """
        found = self.numbers.get(at)
        if not found:
            return self._slip(at, line.gap or ends_whole(before), appendix=appendix)
        wrapped = not (line.gap or found.sure or ends_whole(before))
        due = found.level == 1 and found.point and self.item and found.parts[0] == self.item + 1
        if wrapped and found.rest[:1].islower() and not due:
            return "", None
        if appendix:
            role = self._in_appendix(at, found, line)
        elif found.level == 1:
            role = self._single(at, found, line, within=within)
        else:
            role = self._several(at, found, line, wrapped=wrapped)
        self._accept(found, role, appendix=appendix)
        return role, found if role else None

    def _accept(self, found: Number, role: Role, *, appendix: bool) -> None:
        if role == "item":
            self.item = found.parts[0]
        elif role:
            self.item = 0
            if role == "heading" and found.level == 1:
                self.chapter = found.parts[0]
            if found.level == 1 and role == "paragraph" and not appendix:
                self.run = found.parts[0]
            elif not appendix:
                self.last = found.parts
                self.run = self.run if self.straight else 0

    def _slip(self, at: int, apart: bool, *, appendix: bool) -> tuple[Role, Number | None]:
        """A number that OCR spoiled counts where it is exactly the next one."""
        found = self.slips.get(at)
        if not found or appendix or not apart or not self._is_next(found.parts):
            return "", None
        role: Role = "heading" if found.level < self.depth and is_title(found.rest) else "paragraph"
        self._accept(found, role, appendix=False)
        return role, found

    def _is_next(self, parts: tuple[int, ...]) -> bool:
        last = self.last
        if parts in {(*last, 1), (self.chapter + 1, 1)}:
            return True
        return any(parts == (*last[:k], last[k] + 1, *(1,) * (len(parts) - k - 1)) for k in range(len(last)))

    def _several(self, at: int, found: Number, line: Line, *, wrapped: bool) -> Role:
        parts = found.parts
        if not found.sure and not self._follows(parts) and (wrapped or not (self._near(parts) or self._goes_on(at))):
            return ""
        asked = found.rest.endswith("?") and is_title(found.rest[:-1] + " ") and self._has_child(at)
        if not _titled(found, line) and not asked:
            return "paragraph"
        if line.heading or found.level < self.depth or not self.depth:
            return "heading"
        return "heading" if found.level <= 2 and self._has_child(at) else "paragraph"

    def _follows(self, parts: tuple[int, ...]) -> bool:
        """Whether a number can come after the last one."""
        last = self.last
        if not last or parts[:-1] == last[:-1] or parts[: len(last)] == last:
            return True
        same = next((k for k, (a, b) in enumerate(zip(parts, last, strict=False)) if a != b), 0)
        if same < len(last) and 0 < parts[same] - last[same] <= JUMP:
            return all(part <= 1 for part in parts[same + 1 :])
        return parts[0] == 1 and set(parts[1:]) <= {0, 1}

    def _goes_on(self, at: int) -> bool:
        """Whether the next number of several parts follows this one, so that the two begin a part of the report."""
        parts = self.numbers[at].parts
        place = self._next.get(at)
        while place is not None and self.numbers[place].level == 1:
            place = self._next.get(place)
        return place is not None and self.numbers[place].parts in {(*parts[:-1], parts[-1] + 1), (*parts, 1)}

    def _near(self, parts: tuple[int, ...]) -> bool:
        """Whether a number that does not follow can be a misprint of one that does."""
        return len(parts) == self.depth and abs(parts[0] - self.last[0]) <= 1

    def _has_child(self, at: int) -> bool:
        parts = self.numbers[at].parts
        after = self.numbers[self._next[at]].parts if at in self._next else ()
        return len(after) > len(parts) and after[: len(parts)] == parts

    def _single(self, at: int, found: Number, line: Line, *, within: bool) -> Role:
        value = found.parts[0]
        title = _titled(found, line)
        listed = within and self._listed(at, value)
        if self.straight:
            if title and line.heading:
                return "heading"
            if self.pointed and not (found.point or found.sure) and value != self.run + 1:
                return ""
            if not listed and (0 < value - self.run <= JUMP or value == 1 or (value == self.run and line.gap)):
                return "paragraph"
        elif title and not listed and not found.rest.endswith(":"):
            return "heading"
        if listed and (found.point or found.sure or line.gap):
            return "item"
        apart = not within or line.gap or value == self.run + 1
        return "paragraph" if (found.point or found.sure) and apart and not self.straight else ""

    def _listed(self, at: int, value: int) -> bool:
        """Whether a single number belongs to a list within a paragraph, not to the report's own sequence."""
        if value == self.item + 1 and self.item:
            # the number that is due for a paragraph too: the list's own if the report gives it once more
            return not self.straight or value != self.run + 1 or self._single_after(at) == value
        if value != 1:
            return False
        if self.straight:
            return self._run_ends_before(at, self.run + 1)
        if self._has_child(at) or not self.depth:
            return False
        after = self.numbers[self._next[at]].parts if at in self._next else ()
        return after == (2,) or bool(self.chapter)

    def _single_after(self, at: int) -> int:
        """The next single number."""
        place = self._next.get(at)
        while place is not None and self.numbers[place].level > 1:
            place = self._next.get(place)
        return self.numbers[place].parts[0] if place is not None else 0

    def _run_ends_before(self, at: int, resumed: int) -> bool:
        """Whether the run that begins with 1 breaks off and the number that was due before it comes next."""
        expected = 1
        place: int | None = at
        while place is not None:
            n = self.numbers[place]
            if n.level == 1:
                if n.parts == (expected,):
                    expected += 1
                else:
                    return n.parts == (resumed,) and resumed > 1
            place = self._next.get(place)
        return False

    def _in_appendix(self, at: int, found: Number, line: Line) -> Role:
        if line.heading and _titled(found, line):
            return "heading"
        if self.straight and found.parts == (self.run + 1,) and self.run >= STRAIGHT:
            return "paragraph"
        if found.level > 1:
            return "paragraph" if found.sure or self._has_child(at) or line.gap else ""
        return "paragraph" if found.point or found.sure else ""


def _titled(found: Number, line: Line) -> bool:
    """Whether what follows a number reads like a heading."""
    return is_title(found.rest) or (bool(line.heading) and len(found.rest.split()) <= 20 and found.rest[-1] not in ".;")


def is_sentence(text: str) -> bool:
    """Whether a text reads like a sentence of a paragraph, not like a line of a cover."""
    return len(text.split()) >= SENTENCE and ends_whole(text)
