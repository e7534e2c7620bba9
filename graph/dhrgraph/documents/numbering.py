"""The lines of a report to its passages.

How a report is read, line by line:

1. What stands before the first heading or paragraph is front matter.
2. A number opens a heading, a paragraph or a point of a list, as `dhrgraph.documents.scheme` judges. A line that the
   file styles as a heading is one; so is a short line without a number directly before a numbered paragraph, and in
   a report without numbers a short line that stands apart before a text.
3. What follows a numbered paragraph without a number belongs to it. Under a heading without numbered paragraphs each
   paragraph is numbered by the heading and its place: ``background-3``.
4. ``(a)``, ``a)`` and, in appendices, ``a.`` open sub-paragraphs; a roman numeral that directly follows a letter
   opens one below it, unless the letter before was h.
5. A line that begins with superscript digits is a footnote; the paragraph that it cuts in two goes on after it.
6. Rows stand in a table of the passage before them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dhrgraph.documents import markers
from dhrgraph.documents.drafts import Draft, Drafts, Tables, finished
from dhrgraph.documents.headings import Headings
from dhrgraph.documents.joining import Joiner
from dhrgraph.documents.kinds import MAX_PASSAGE, too_long
from dhrgraph.documents.letters import Letters
from dhrgraph.documents.lines import Line
from dhrgraph.documents.model import Kind, TextPassage
from dhrgraph.documents.scheme import Scheme

__all__ = ["Numbering", "number"]


@dataclass(frozen=True, slots=True)
class Numbering:
    """The passages of a report, and the numbers that OCR spoiled with what they were read as."""

    passages: list[TextPassage]
    slips: list[tuple[Line, str]] = field(default_factory=list)


def number(lines: Sequence[Line]) -> Numbering:
    """Find the passages of a report in its lines."""
    reader = _Reader(lines)
    for at, line in enumerate(lines):
        reader.read(at, line)
    return Numbering(finished(reader.drafts.found), reader.slips)


class _Reader:
    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.scheme = Scheme(lines)
        self.headings = Headings(lines, self.scheme)
        self.joiner = Joiner(line.text for line in lines)
        self.drafts = Drafts()
        self.tables = Tables(self.drafts)
        self.slips: list[tuple[Line, str]] = []
        self.owner: Draft | None = None  # the open paragraph, under which letters and tables stand
        self.under = ""  # the open paragraph or sub-paragraph, under which bullets stand
        self.printed = False  # whether the report prints the number of the open paragraph
        self.letters = Letters()

    def read(self, at: int, line: Line) -> None:
        """Take a line in."""
        if line.role != "footnote" and (line.gap or line.page):
            self.drafts.end_footnote()
        if (line.text or line.label) and not (
            self._footnote(line)
            or self._row(line)
            or self._caption(at, line)
            or self._heading(at, line)
            or self._numbered(at, line)
            or self._lettered(line)
            or self._bullet(line)
            or self._recommendation(line)
        ):
            self._continue(at, line)

    # Each of these says whether the line was one of its own.

    def _footnote(self, line: Line) -> bool:
        note = markers.footnote(line)
        if note:
            self.drafts.open_footnote(*note, line, self.headings.path)
        elif line.role == "footnote":
            self._continue(0, line)
        return bool(note) or line.role == "footnote"

    def _row(self, line: Line) -> bool:
        if line.role == "row":
            self.tables.take(line, self._owner(), self.headings.path)
        return line.role == "row"

    def _owner(self) -> str:
        """The number of what tables, captions and letters are part of."""
        return self.owner.number if self.owner else self.headings.key

    def _caption(self, at: int, line: Line) -> bool:
        """A caption stands beside the table that it names, or is styled as one."""
        near = [self.lines[place].role for place in (at - 1, at + 1) if 0 <= place < len(self.lines)]
        if line.role != "caption" and not (markers.is_caption(line.text) and "row" in near):
            return False
        name = f"{self._owner()}(caption)"
        self.drafts.open_beside(name, "caption", line.text, line, self.headings.path).cite = ""
        return True

    def _heading(self, at: int, line: Line) -> bool:
        appendix = self.headings.enter_appendix(at, line)
        if appendix:
            self._close()
            self._open(appendix, "appendix", line.text, line)
            self.printed = self.headings.has_points(at)
        elif at not in self.scheme.numbers and self.headings.is_heading(at, line, numbered=self.printed):
            self._open_heading(line, "", line.text)
        else:
            return False
        return True

    def _open_heading(self, line: Line, printed: str, title: str) -> None:
        self._close()
        above = self.headings.enter(title, line, printed.count(".") + 1 if printed else 0)
        draft = self._open(f"§{printed or self.headings.key}", "heading", title, line)
        draft.headings, draft.cite = above, ""

    def _close(self) -> None:
        """End the open paragraph."""
        self.drafts.end_footnote()
        self.owner = None
        self.under = ""
        self.letters.close()
        self.printed = False

    def _numbered(self, at: int, line: Line) -> bool:
        before = self.drafts.current.text if self.drafts.current else ""
        appendix = self.headings.appendix
        role, found = self.scheme.role(at, line, before, within=bool(self.owner), appendix=bool(appendix))
        if not found:
            return False
        if at in self.scheme.slips:
            self.slips.append((line, found.printed))
        if role == "heading":
            self._open_heading(line, found.printed, found.rest)
        elif role == "item" and self.owner:
            self.letters.close()
            self._sub_paragraph(self.owner.number, found.printed, found.rest, line)
        else:
            self._close()
            number = f"{appendix}.{found.printed}" if appendix else found.printed
            self._paragraph(number, found.rest, line)
            self.printed = True
        return True

    def _paragraph(self, number: str, text: str, line: Line, kind: Kind = "paragraph") -> None:
        self.owner = self._open(number, kind, text, line)
        self.under = self.owner.number
        self.letters.close()

    def _sub_paragraph(self, parent: str, mark: str, text: str, line: Line) -> None:
        self.under = self._open(f"{parent}({mark})", "sub-paragraph", text, line).number

    def _lettered(self, line: Line) -> bool:
        found = markers.letter(line, point=self._with_point(line))
        if not found or not self.headings.path or (self._wrapped(line) and not self.letters.is_due(found[0])):
            return False
        owner = self._owner()
        below = self.letters.take(found[0])
        self._sub_paragraph(f"{owner}({below})" if below else owner, found[0], found[1], line)
        return True

    def _with_point(self, line: Line) -> bool:
        """Whether ``a.`` can open a sub-paragraph here: in an appendix, as the first of a list, or as the next."""
        mark = line.text.partition(".")[0].lstrip("- ")
        if not self.letters.is_due(mark):
            return bool(self.headings.appendix)
        return bool(self.headings.appendix) or line.gap or (mark not in ("a", "i") and bool(self.letters.mark))

    def _wrapped(self, line: Line) -> bool:
        """Whether a line may go on with a sentence that the line before began."""
        before = self.drafts.current.text.rstrip() if self.drafts.current else ""
        return not (line.gap or line.label) and bool(line.page) and before[-1:] not in ".:;,"

    def _bullet(self, line: Line) -> bool:
        text = line.text if line.role == "bullet" else markers.bullet(line.text)
        listed = self.drafts.current is not None and self.drafts.current.kind == "bullet"
        if not text or not self.headings.path:
            return False
        if line.role != "bullet" and line.text[0] in "-–—*o" and self._wrapped(line) and not listed:
            return False
        self.drafts.end_footnote()
        self.letters.broken = True
        if not self.under:
            self._open(self._ordinal(), "bullet", text, line)
        else:
            bullets = f"{self.under}(bullet"
            self._open(f"{bullets}{self.drafts.nth(bullets)})", "bullet", text, line).cite = self.under
        return True

    def _recommendation(self, line: Line) -> bool:
        """A recommendation with a number of its own in a paragraph without one."""
        number = markers.recommendation(line.text) if line.gap and self.headings.path else ""
        if not number:
            return False
        self._close()
        self._paragraph(number, line.text, line)
        self.printed = bool(self.scheme.depth or self.scheme.straight)
        return True

    def _ordinal(self) -> str:
        """The number of the next paragraph that the report does not number."""
        key = self.headings.key
        place = self.drafts.nth(f"{key}-")
        named = markers.recommendation(self.headings.path[-1]) if self.headings.path else ""
        return named if named and place == 1 else f"{key}-{place}"

    def _continue(self, at: int, line: Line) -> None:
        current = self.drafts.current
        if current is None:
            self._open("title", "front-matter", line.text, line)
        elif current.kind in ("footnote", "front-matter") or not self._opens_paragraph(at, line, current):
            if current.kind == "bullet" and line.gap and self.owner and current.cite != current.number:
                current = self.owner
            apart = line.gap or not line.page  # not the rest of a line that a page's width has cut
            self.letters.broken = self.letters.broken or (apart and current.kind != "footnote")
            if len(current.text) > MAX_PASSAGE:
                raise too_long(current.number, line.page or line.place)
            current.text = self.joiner.join(current.text, line.text, gap=line.gap or bool(line.page))
            self.drafts.current = current
        else:
            self._paragraph(self._ordinal(), line.text, line)

    def _opens_paragraph(self, at: int, line: Line, current: Draft) -> bool:
        """Whether a line without a number begins a paragraph of its own."""
        if current.kind == "heading":
            return not self.headings.is_subtitle(at)
        if self.printed or not line.gap:
            return False
        return not (line.text[:1].islower() and current.text[-1:] not in ".:;?!")

    def _open(self, name: str, kind: Kind, text: str, line: Line) -> Draft:
        return self.drafts.open(name, kind, text, line, self.headings.path)
