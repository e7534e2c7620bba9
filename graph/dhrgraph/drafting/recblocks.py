"""The lines of a report that recommendations can stand in, each with its printed number and the headings above it.

A reader of files may lose a heading, so that it stands as a line of the paragraph before it, and may keep several
numbered lines in one passage. Here they are told apart again by what a section of recommendations looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dhrgraph.documents import TextPassage
from dhrgraph.drafting.asking import announces, asks
from dhrgraph.drafting.reclabels import NO_LABEL, Label, label_of
from dhrgraph.drafting.rectables import columns_in, flattened
from dhrgraph.drafting.reczones import zone_of
from dhrgraph.drafting.sections import part_of
from dhrgraph.drafting.told import Report
from dhrgraph.lexicon.words import finds, pattern, words

__all__ = ["Block", "blocks_of"]

#: A title has at most so many words; one that names a body or has a word of a section may have more.
_TITLE, _LONG_TITLE = 8, 16


@dataclass(frozen=True, slots=True)
class Block:
    """A line of a report.

    Parameters
    ----------
    kind : str
        ``heading``, ``text``, ``point`` or ``row``.
    text : str
        Without its label.
    start : int
        Where it stands in the text of the document.
    passage : TextPassage
    path : tuple of str
        The headings above it, also those that were not read as headings.
    label : Label
        The number or code printed before it.
    named : str
        What a table says of whom it is for.
    """

    kind: str
    text: str
    start: int
    passage: TextPassage
    path: tuple[str, ...]
    label: Label = NO_LABEL
    named: str = ""

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in the text of the document."""
        return self.start, self.start + len(self.text)

    @property
    def zone(self) -> str:
        """What `zone_of` tells of its headings."""
        return zone_of(self.path)


def blocks_of(report: Report) -> list[Block]:
    """The lines of a report, in its order."""
    return list(_Cutter(report).run())


class _Cutter:
    def __init__(self, report: Report) -> None:
        self.report = report
        self.headings: tuple[str, ...] = ()
        self.kept: tuple[str, ...] = ()
        self.lost: tuple[str, ...] = ()
        self.columns: tuple[str, ...] = ()
        self.pending = Label()
        self.count = 0  # the number of the last row of a table that a reader has made running text
        self.cited = self.chapter = ""

    @property
    def path(self) -> tuple[str, ...]:
        return (*self.kept, *self.headings, *self.lost)

    @property
    def inside(self) -> bool:
        return zone_of(self.path) in ("recommendations", "agency-recommendations", "action-plan")

    def run(self) -> Iterator[Block]:
        for passage in self.report.document.passages:
            if passage.kind in ("caption", "footnote", "front-matter", "table"):
                continue
            if passage.kind == "heading" and self.is_row(passage):
                yield from self.rows(
                    replace(passage, cite=self.cited), passage.text, passage.start, str(self.count + 1)
                )
                continue
            self.cited = passage.cite or self.cited
            self.chapter = (_printed(passage).split(".")[0] or self.chapter) if self.inside else ""
            above = (*passage.headings, passage.text) if passage.kind == "heading" else passage.headings
            if above != self.headings:
                number = passage.number.strip("§") if passage.kind == "heading" else ""
                flat = bool(number) and not number[0].isdigit()
                numbered = bool(self.chapter) and number.startswith(f"{self.chapter}.")
                self.enter(above, flat=flat, numbered=numbered)
            if passage.kind == "heading":
                self.pending = Label()
                yield Block("heading", passage.text, passage.start, passage, self.path)
            elif passage.kind == "row":
                yield Block("row", passage.text, passage.start, passage, self.path)
            elif passage.kind in ("bullet", "sub-paragraph"):
                yield from self.point(passage)
            else:
                yield from self.lines(passage)

    def enter(self, headings: tuple[str, ...], *, flat: bool, numbered: bool) -> None:
        """Go below other headings.

        One with a number of that section does not end a section of recommendations, nor does one that only names a
        body, nor one without a number that tells no part of a report: those may all have been read as of one rank.
        """
        last = headings[-1] if headings else ""
        was = self.path if self.inside and zone_of(self.path) != "action-plan" else ()
        beside = len(headings) == 1 and bool(was) and not part_of(headings) and last not in was
        goes_on = beside and not finds("recommendations", "ends", last) and (flat or self.is_body(last))
        goes_on = goes_on or (numbered and bool(was) and len(headings) == 1 and last not in was)
        self.kept = tuple(h for h in was if part_of([h]) or finds("recommendations", "section", h)) if goes_on else ()
        self.headings, self.lost, self.columns = headings, (), ()

    def is_body(self, title: str) -> bool:
        """Whether a title is hardly more than the names of bodies."""
        found = self.report.bodies.mentions(title) or self.report.bodies.mentions(f"the {title}")
        return bool(found) and sum(m.end - m.start for m in found) > 0.5 * len(title)

    def point(self, passage: TextPassage) -> Iterator[Block]:
        first, *others = passage.text.split("\n")
        label = label_of(first) if self.inside or self.is_explicit(first) else Label()
        yield Block("point", first[label.end :], passage.start + label.end, passage, self.path, label)
        if others:
            at = passage.start + len(first) + 1
            yield from self.line(passage, "\n".join(others), at) if self.inside else ()

    def lines(self, passage: TextPassage) -> Iterator[Block]:
        at = 0
        for n, line in enumerate(passage.text.split("\n")):
            if line.strip() and not (passage.kind == "appendix" and n == 0) and not _PAGE.search(line):
                last = at + len(line) >= len(passage.text)
                yield from self.line(passage, line, passage.start + at, first=n == 0, last=last)
            at += len(line) + 1

    def line(
        self, passage: TextPassage, line: str, at: int, *, first: bool = False, last: bool = True
    ) -> Iterator[Block]:
        table = columns_in(line) if self.inside or finds("recommendations", "any", line) else None
        if table:
            if line[: table.start].strip():
                yield self.title(passage, line[: table.start].strip(), at)
            self.columns, self.count = table.columns, 0
            yield from self.rows(passage, line[table.end :], at + table.end)
        elif rows := self.below_header(passage, line, at, first=first):
            yield from rows
        elif self.is_title(passage, line, first=first):
            yield self.title(passage, line, at)
        else:
            yield from self.text(passage, line, at, first=first, last=last)

    def text(self, passage: TextPassage, line: str, at: int, *, first: bool, last: bool) -> Iterator[Block]:
        printed = _printed(passage) if first else ""
        label = label_of(line) if self.inside or self.is_explicit(line) else Label()
        rest = line[label.end :].strip()
        if label and (not rest or (label.kind == "explicit" and not last and _is_bare(rest))):
            self.pending = replace(label, end=0, beside=label.beside or rest)
            return
        label, self.pending = label or self.pending, Label()
        if not label and printed:
            label = Label(number=printed, kind="number")
        yield Block("text", line[label.end :], at + label.end, passage, self.path, replace(label, end=0))

    def below_header(self, passage: TextPassage, line: str, at: int, *, first: bool) -> list[Block]:
        if not (self.columns and self.inside and passage.kind == "paragraph") or announces(line):
            return []
        return list(self.rows(passage, line, at, number=_printed(passage) if first else ""))

    def is_row(self, passage: TextPassage) -> bool:
        """Whether a row of such a table was read as a heading, because it begins with a number."""
        number = re.fullmatch(r"§(\d+)(?:#\d+)?", passage.number)
        return bool(self.columns and number) and self.inside and int(number[1] if number else 0) == self.count + 1

    def rows(self, passage: TextPassage, text: str, at: int, number: str = "") -> Iterator[Block]:
        named = [(m.start, m.end) for m in self.report.bodies.mentions(text)]
        for row in flattened(text, self.columns, number, named):
            label = Label(number=row.number, kind="row")
            self.count = int(row.number) if row.number.isdigit() else self.count
            yield Block("row", row.text, at + row.start, passage, self.path, label, row.agency)

    def title(self, passage: TextPassage, title: str, at: int) -> Block:
        """A heading that was not read as one; below it another stands only if it tells no part of the report."""
        of_part = any(finds("recommendations", key, title) for key in ("ends", "section")) or bool(part_of([title]))
        self.lost = (title,) if of_part or not self.lost else (*(h for h in self.lost if zone_of((h,))), title)
        if finds("recommendations", "ends", title):
            self.headings, self.kept = (), ()
        self.columns, self.pending = (), Label()
        return Block("heading", title, at, passage, self.path)

    def is_level(self, title: str) -> bool:
        return bool(finds("recommendations", "section", title) or finds("recommendations", "level", title))

    def is_title(self, passage: TextPassage, line: str, *, first: bool) -> bool:
        count = len(line.split())
        if count > _LONG_TITLE or line.rstrip()[-1:] in ".:;,?!" or label_of(line):
            return False
        if first and _printed(passage) and not (self.inside and (self.is_level(line) or self.is_body(line))):
            return False
        if not re.match(r"[A-Z0-9]", line) or pattern(words("recommendations", "modal")).search(line):
            return False
        if not self.inside:
            return count <= _TITLE and bool(self.is_level(line)) and bool(finds("recommendations", "section", line))
        return count <= _TITLE or self.is_level(line) or bool(self.report.bodies.mentions(line))

    def is_explicit(self, line: str) -> bool:
        return label_of(line).kind == "explicit"


_PAGE = re.compile(r"\bPage \d+(?: of \d+)?$")


def _is_bare(text: str) -> bool:
    """Whether a text can be a title: it is short, and no sentence."""
    return len(text.split()) <= _TITLE and text[-1:] not in ".:;,?!" and asks(text) is None


def _printed(passage: TextPassage) -> str:
    """The number of a passage where the report prints it."""
    found = re.fullmatch(r"(?:App\w*\.)?(\d+(?:\.\d+)*)(?:#\d+)?", passage.number)
    return found[1] if found else ""
