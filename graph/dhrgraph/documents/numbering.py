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

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from dhrgraph.documents import markers
from dhrgraph.documents.counts import roman
from dhrgraph.documents.headings import Headings
from dhrgraph.documents.lines import PLAIN, SUPERSCRIPTS, Joiner, Line
from dhrgraph.documents.model import Kind, TextPassage
from dhrgraph.documents.scheme import Scheme

__all__ = ["Numbering", "number"]

_ROMAN = re.compile(r"[ivx]+")
_MARK = re.compile(rf"(?<=\S)(?:[{SUPERSCRIPTS}]+|\[\^\d{{1,3}}\])")


@dataclass(slots=True)
class _Draft:
    """A passage while its text grows."""

    number: str
    kind: Kind
    text: str
    page: int
    cite: str
    headings: tuple[str, ...]
    cells: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


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
    return Numbering(_finished(reader.found), reader.slips)


def _finished(drafts: list[_Draft]) -> list[TextPassage]:
    """Passages with the marks of footnotes taken out, and with their offsets."""
    known = {draft.number for draft in drafts if draft.kind == "footnote"}
    passages: list[TextPassage] = []
    start = 0
    for d in drafts:
        notes = [f"fn{re.sub(r'[^0-9]', '', mark.translate(PLAIN))}" for mark in _MARK.findall(d.text)]
        text, *cells = (_unmarked(one, known) if notes else one for one in (d.text, *d.cells))
        called = tuple(dict.fromkeys(note for note in notes if note in known))
        end = start + len(text)
        passages.append(
            TextPassage(d.number, d.kind, text, d.headings, d.page, start, end, d.cite, tuple(cells), d.columns, called)
        )
        start = end + 1
    return passages


def _unmarked(text: str, known: set[str]) -> str:
    return _MARK.sub(lambda m: "" if f"fn{re.sub('[^0-9]', '', m[0].translate(PLAIN))}" in known else m[0], text)


class _Reader:
    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.scheme = Scheme(lines)
        self.headings = Headings(lines, self.scheme)
        self.joiner = Joiner(line.text for line in lines)
        self.found: list[_Draft] = []
        self.slips: list[tuple[Line, str]] = []
        self.uses: Counter[str] = Counter()
        self.owner: _Draft | None = None  # the open paragraph, under which letters and tables stand
        self.under = ""  # the open paragraph or sub-paragraph, under which bullets stand
        self.printed = False  # whether the report prints the number of the open paragraph
        self.letter = ""  # the last letter under it
        self.mark = ""  # the last letter or numeral
        self.broken = False  # unnumbered text has come since the letter
        self.current: _Draft | None = None  # what goes on in the next line
        self.resume: _Draft | None = None  # what a footnote cut in two
        self.table: _Draft | None = None
        self.table_id = 0

    def read(self, at: int, line: Line) -> None:
        """Take a line in."""
        if line.role != "footnote" and (line.gap or line.page):
            self._end_footnote()
        if (line.text or line.label) and not (
            self._footnote(line)
            or self._row(at, line)
            or self._caption(at, line)
            or self._heading(at, line)
            or self._numbered(at, line)
            or self._lettered(line)
            or self._bullet(line)
        ):
            self._continue(at, line)

    # Each of these says whether the line was one of its own.

    def _footnote(self, line: Line) -> bool:
        note = markers.footnote(line)
        if note:
            resume = self.resume or self.current
            self._open(f"fn{note[0]}", "footnote", note[1], line)
            self.resume = resume
        elif line.role == "footnote":
            self._continue(0, line)
        return bool(note) or line.role == "footnote"

    def _row(self, at: int, line: Line) -> bool:
        if line.role != "row":
            return False
        if line.flat and not self.headings.path:
            return True  # before the first heading it is the contents page
        new = self.table is None or self.table_id != line.table
        if new:
            self.table_id = line.table
            self._open_table(line)
        if self.table and not (new and line.header):
            self._add_row(line, self.table)
        return True

    def _open_table(self, line: Line) -> None:
        owner = self.owner.number if self.owner else self.headings.key
        name = f"{owner}(table)" if self.headings.path else "table"
        if line.flat and self.uses[name]:
            self.table = next(draft for draft in self.found if draft.number == name)
            return
        current, resume = self.current, self.resume
        self.table = self._open(name, "table", line.text if line.header else "", line)
        self.table.columns = line.cells if line.header else ()
        self.current, self.resume = current, resume

    def _add_row(self, line: Line, table: _Draft) -> None:
        rows = f"{table.number}(row"
        self.uses[rows] += 1
        name = f"{rows}{self.uses[rows]})"
        cite = table.number if line.flat else name
        self.found.append(_Draft(name, "row", line.text, line.page, cite, table.headings, line.cells, table.columns))

    def _caption(self, at: int, line: Line) -> bool:
        """A caption stands beside the table that it names, or is styled as one."""
        near = [self.lines[place].role for place in (at - 1, at + 1) if 0 <= place < len(self.lines)]
        if line.role != "caption" and not (markers.is_caption(line.text) and "row" in near):
            return False
        current, owner = self.current, self.owner.number if self.owner else self.headings.key
        self._open(f"{owner}(caption)", "caption", line.text, line).cite = ""
        self.current = current
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
        self._end_footnote()
        self.owner = None
        self.under = self.letter = ""
        self.printed = False

    def _numbered(self, at: int, line: Line) -> bool:
        before = self.current.text if self.current else ""
        appendix = self.headings.appendix
        role, found = self.scheme.role(at, line, before, within=bool(self.owner), appendix=bool(appendix))
        if not found:
            return False
        if at in self.scheme.slips:
            self.slips.append((line, found.printed))
        if role == "heading":
            self._open_heading(line, found.printed, found.rest)
        elif role == "item" and self.owner:
            self.letter = ""
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
        self.letter = ""

    def _sub_paragraph(self, parent: str, mark: str, text: str, line: Line) -> None:
        self.under = self._open(f"{parent}({mark})", "sub-paragraph", text, line).number
        self.mark = mark
        self.broken = False

    def _lettered(self, line: Line) -> bool:
        found = markers.letter(line, point=self._with_point(line))
        if not found or not self.headings.path or (self._wrapped(line) and not self._is_due(found[0])):
            return False
        owner = self.owner.number if self.owner else self.headings.key
        mark = found[0]
        roman = bool(_ROMAN.fullmatch(mark)) and not (mark == "i" and self.letter == "h")
        if len(mark) == 1 and self.letter and ord(mark) == ord(self.letter) + 1:
            roman = False
        below = self.letter if roman and self.letter and not self.broken else ""
        if not roman:
            self.letter = mark[0]
        elif not below:
            self.letter = ""
        self._sub_paragraph(f"{owner}({below})" if below else owner, mark, found[1], line)
        return True

    def _is_due(self, mark: str) -> bool:
        """Whether a letter or numeral is the first of a list or the next one."""
        letters = chr(ord(self.mark) + 1) if len(self.mark) == 1 else ""
        numerals = [roman(count) for count in range(1, 40)]
        after = numerals.index(self.mark) + 1 if self.mark in numerals[:-1] else 0
        return mark in {"a", "i", letters, numerals[after]}

    def _with_point(self, line: Line) -> bool:
        """Whether ``a.`` can open a sub-paragraph here: in an appendix, as the first of a list, or as the next."""
        mark = line.text.partition(".")[0].lstrip("- ")
        if not self._is_due(mark):
            return bool(self.headings.appendix)
        return bool(self.headings.appendix) or line.gap or (mark not in ("a", "i") and bool(self.mark))

    def _wrapped(self, line: Line) -> bool:
        """Whether a line may go on with a sentence that the line before began."""
        before = self.current.text.rstrip() if self.current else ""
        return not (line.gap or line.label) and bool(line.page) and before[-1:] not in ".:;,"

    def _bullet(self, line: Line) -> bool:
        text = line.text if line.role == "bullet" else markers.bullet(line.text)
        listed = self.current is not None and self.current.kind == "bullet"
        if not text or not self.headings.path:
            return False
        if line.role != "bullet" and line.text[0] in "-–—*o" and self._wrapped(line) and not listed:
            return False
        self._end_footnote()
        self.broken = True
        if not self.under:
            self._open(self._ordinal(), "bullet", text, line)
        else:
            self.uses[f"{self.under}(bullet"] += 1
            number = f"{self.under}(bullet{self.uses[f'{self.under}(bullet']})"
            self._open(number, "bullet", text, line).cite = self.under
        return True

    def _ordinal(self) -> str:
        """The number of the next paragraph that the report does not number."""
        key = self.headings.key
        self.uses[f"{key}-"] += 1
        return f"{key}-{self.uses[f'{key}-']}"

    def _continue(self, at: int, line: Line) -> None:
        current = self.current
        if current is None:
            self._open("title", "front-matter", line.text, line)
        elif current.kind in ("footnote", "front-matter") or not self._opens_paragraph(at, line, current):
            if current.kind == "bullet" and line.gap and self.owner and current.cite != current.number:
                current = self.owner
            apart = line.gap or not line.page  # not the rest of a line that a page's width has cut
            self.broken = self.broken or (apart and current.kind != "footnote")
            current.text = self.joiner.join(current.text, line.text, gap=line.gap or bool(line.page))
            self.current = current
        else:
            self._paragraph(self._ordinal(), line.text, line)

    def _opens_paragraph(self, at: int, line: Line, current: _Draft) -> bool:
        """Whether a line without a number begins a paragraph of its own."""
        if current.kind == "heading":
            return not self.headings.is_subtitle(at)
        if self.printed or not line.gap:
            return False
        return not (line.text[:1].islower() and current.text[-1:] not in ".:;?!")

    def _end_footnote(self) -> None:
        """What follows a footnote goes on with the passage that the footnote cut in two."""
        if self.resume:
            self.current = self.resume
            self.resume = None

    def _open(self, name: str, kind: Kind, text: str, line: Line) -> _Draft:
        """Begin a passage, under the number that the report gives it."""
        self.uses[name] += 1
        if self.uses[name] > 1:
            name = f"{name}#{self.uses[name]}"
        self.resume = None
        self.current = _Draft(name, kind, text, line.page, name, self.headings.path)
        self.found.append(self.current)
        return self.current
