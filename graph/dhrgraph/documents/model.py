"""What a report is once it is read: passages in the order of the report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from dhrgraph.errors import Problem
from dhrgraph.passages import Kind as IndexKind
from dhrgraph.passages import Passage

__all__ = ["CITABLE", "HEADING_WORDS", "Document", "Kind", "TextPassage", "shortened"]

#: What a passage is. Those that an index can hold, and parts that are cited by the number of their owner.
Kind = Literal[
    "front-matter",
    "heading",
    "paragraph",
    "sub-paragraph",
    "bullet",
    "footnote",
    "table",
    "row",
    "caption",
    "appendix",
]
CITABLE: dict[Kind, IndexKind] = {
    "front-matter": "front-matter",
    "paragraph": "paragraph",
    "sub-paragraph": "sub-paragraph",
    "bullet": "paragraph",  # one with no paragraph above it
    "footnote": "footnote",
    "table": "table",
    "row": "row",
    "appendix": "appendix",
}
#: Words of a heading that an index keeps, so that it holds no sentence of the report.
HEADING_WORDS = 8


@dataclass(frozen=True, slots=True)
class TextPassage:
    """A passage with its text.

    Parameters
    ----------
    number : str
        Its number, of which a document has each once: as printed (``3.3.2``, ``14``, ``1.9.1(a)``,
        ``fn12``, ``App1.5(a)``, ``rec3`` for a recommendation 3 in a paragraph without a number,
        ``1.2.1#2`` for a second use), from the heading and the ordinal where the report prints none
        (``background-3``), and for parts of another passage
        ``3.3.2(table)(row4)`` or ``3.3.2(bullet1)``.
    kind : str
        One of `Kind`.
    text : str
        The text as printed, without its number or bullet, without marks of footnotes; lines of a
        paragraph joined, words hyphenated at a line's end made whole. Paragraphs within one passage
        are joined by a line feed, cells of a row by tabs.
    headings : tuple of str
        Headings above it, outermost first, in full.
    page : int
        Page on which it begins, counted from 1; 0 where the file has no pages.
    start, end : int
        Where its text stands in `Document.text`: ``document.text[start:end] == text``.
    cite : str
        The number by which records cite it: its own, or that of the passage it is part of (a bullet,
        a caption, a row of a flattened table); empty for a heading.
    cells : tuple of str
        The cells of a row.
    columns : tuple of str
        The header cells of the table, for a row and a table; empty where the table has no header.
    notes : tuple of str
        Numbers of the footnotes that its text calls, such as ``fn4``.
    """

    number: str
    kind: Kind
    text: str
    headings: tuple[str, ...] = ()
    page: int = 0
    start: int = 0
    end: int = 0
    cite: str = ""
    cells: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def section(self) -> str:
        """The headings above, each cut to its first words, joined by `` > ``, as an index has it."""
        return " > ".join(map(shortened, self.headings))


@dataclass(frozen=True, slots=True)
class Document:
    """A report, read.

    Parameters
    ----------
    title : str
        Its title, as far as one was found.
    pages : int
        How many pages the file has; 0 where it has none.
    passages : tuple of TextPassage
        Its passages, in the order of the report.
    warnings : tuple of Problem
        What was read with doubt, for a person to look at.
    running : tuple of str
        Headers and footers that were taken out of the text, such as a protective marking.
    text : str
        The texts of all passages, joined by line feeds; derived.
    """

    title: str
    pages: int
    passages: tuple[TextPassage, ...]
    warnings: tuple[Problem, ...] = ()
    running: tuple[str, ...] = ()
    text: str = field(default="", compare=False, repr=False)

    def index(self) -> list[Passage]:
        """The passage index: what records can cite, without the text."""
        cited = [p for p in self.passages if p.cite == p.number]
        return [Passage(p.number, CITABLE[p.kind], p.section, order) for order, p in enumerate(cited, start=1)]

    def texts(self) -> dict[str, str]:
        """The whole text that stands under each number that records can cite, bullets and rows included."""
        found: dict[str, list[str]] = {}
        for passage in self.passages:
            if passage.cite:
                found.setdefault(passage.cite, []).append(passage.text)
        return {number: "\n".join(texts) for number, texts in found.items()}


def shortened(title: str) -> str:
    """A heading cut to its first words, so that an index holds no sentence of the report."""
    words = title.strip(" :*").split()
    return " ".join(words[:HEADING_WORDS]) + (" …" if len(words) > HEADING_WORDS else "")
