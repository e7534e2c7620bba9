"""Passages while their text grows, and the passages that come of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dhrgraph.documents.lines import PLAIN, SUPERSCRIPTS, Line
from dhrgraph.documents.model import Kind, TextPassage
from dhrgraph.texts import without_faults

__all__ = ["Draft", "Drafts", "Tables", "finished"]

_MARK = re.compile(rf"(?<=\S)(?:[{SUPERSCRIPTS}]+|\[\^\d{{1,3}}\])")


@dataclass(slots=True)
class Draft:
    """A passage while its text grows."""

    number: str
    kind: Kind
    text: str
    page: int
    cite: str
    headings: tuple[str, ...]
    cells: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


class Drafts:
    """The passages of a report while it is read, and which of them goes on in the next line."""

    def __init__(self) -> None:
        self.found: list[Draft] = []
        self.current: Draft | None = None  # what goes on in the next line
        self._resume: Draft | None = None  # what a footnote cut in two
        self._uses: Counter[str] = Counter()
        self._first: dict[str, Draft] = {}

    def nth(self, name: str) -> int:
        """How often a name has been used, with this time."""
        self._uses[name] += 1
        return self._uses[name]

    def named(self, name: str) -> Draft | None:
        """The first passage under a number, if there is one."""
        return self._first.get(name)

    def open(self, name: str, kind: Kind, text: str, line: Line, headings: tuple[str, ...]) -> Draft:
        """Begin a passage, under the number that the report gives it."""
        use = self.nth(name)
        number = name if use == 1 else f"{name}#{use}"
        self._resume = None
        self.current = Draft(number, kind, text, line.page, number, headings)
        self.found.append(self.current)
        self._first.setdefault(number, self.current)
        return self.current

    def open_footnote(self, number: str, text: str, line: Line, headings: tuple[str, ...]) -> None:
        """Begin a footnote; what stood open before it goes on after it."""
        resume = self._resume or self.current
        self.open(f"fn{number}", "footnote", text, line, headings)
        self._resume = resume

    def end_footnote(self) -> None:
        """What follows a footnote goes on with the passage that the footnote cut in two."""
        if self._resume:
            self.current, self._resume = self._resume, None

    def open_beside(self, name: str, kind: Kind, text: str, line: Line, headings: tuple[str, ...]) -> Draft:
        """Begin a passage that stands beside the open one, which goes on after it."""
        current, resume = self.current, self._resume
        made = self.open(name, kind, text, line, headings)
        self.current, self._resume = current, resume
        return made


class Tables:
    """The tables among the passages: rows stand in a table of the passage before them."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts
        self._table: Draft | None = None
        self._which = 0  # the table of the file that is open

    def take(self, line: Line, owner: str, headings: tuple[str, ...]) -> None:
        """Take a row in.

        Parameters
        ----------
        line : Line
            The row.
        owner : str
            Number of the passage that the table is part of.
        headings : tuple of str
            The headings above it.
        """
        if line.flat and not headings:
            return  # before the first heading it is the contents page
        new = self._table is None or self._which != line.table
        if new or self._table is None:
            self._which = line.table
            self._table = self._opened(line, f"{owner}(table)" if headings else "table", headings)
        if not (new and line.header):
            self._add(line, self._table)

    def _opened(self, line: Line, name: str, headings: tuple[str, ...]) -> Draft:
        known = self._drafts.named(name) if line.flat else None
        if known:
            return known
        table = self._drafts.open_beside(name, "table", line.text if line.header else "", line, headings)
        table.columns = line.cells if line.header else ()
        return table

    def _add(self, line: Line, table: Draft) -> None:
        rows = f"{table.number}(row"
        name = f"{rows}{self._drafts.nth(rows)})"
        cite = table.number if line.flat else name
        made = Draft(name, "row", line.text, line.page, cite, table.headings, line.cells, table.columns)
        self._drafts.found.append(made)


def finished(drafts: Sequence[Draft]) -> list[TextPassage]:
    """Passages with the marks of footnotes taken out, and with their offsets."""
    known = {draft.number for draft in drafts if draft.kind == "footnote"}
    passages: list[TextPassage] = []
    start = 0
    for d in drafts:
        notes = [f"fn{re.sub(r'[^0-9]', '', mark.translate(PLAIN))}" for mark in _MARK.findall(d.text)]
        parts = [without_faults(one, lines=True) for one in (d.text, *d.cells)]
        text, *cells = (_unmarked(one, known) if notes else one for one in parts)
        called = tuple(dict.fromkeys(note for note in notes if note in known))
        end = start + len(text)
        passages.append(
            TextPassage(
                without_faults(d.number),
                d.kind,
                text,
                tuple(map(without_faults, d.headings)),
                d.page,
                start,
                end,
                without_faults(d.cite),
                tuple(cells),
                tuple(map(without_faults, d.columns)),
                called,
            )
        )
        start = end + 1
    return passages


def _unmarked(text: str, known: set[str]) -> str:
    return _MARK.sub(lambda m: "" if f"fn{re.sub('[^0-9]', '', m[0].translate(PLAIN))}" in known else m[0], text)
