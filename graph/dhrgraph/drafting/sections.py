"""A document cut into sentences, each with the passage and the part of the report that it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from dhrgraph.documents import Document, TextPassage
from dhrgraph.drafting.parts import LONGEST_SENTENCE, cut
from dhrgraph.lexicon.words import data, finds, pattern, words

__all__ = ["Sentence", "missing_parts", "part_of", "sentences", "split"]

#: Characters before the end of a sentence among which an abbreviation is looked for; the longest has some ten.
_ABBREVIATED = 40

_LETTER = re.compile(r"[^\W_]")
_STOP = re.compile(r"[.!?][\"'”’)\]]*(?=\s+[\"'“‘(\[]?[A-Z0-9])|\n+|;\s")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a report.

    Parameters
    ----------
    text : str
    start : int
        Where it stands in the text of the document.
    passage : TextPassage
    part : str
        The part of the report, by its headings; empty where they tell none.
    at : int
        Where it stands in the text of its passage.
    """

    text: str
    start: int
    passage: TextPassage
    part: str
    at: int

    @property
    def cite(self) -> str:
        """The number by which it is cited."""
        return self.passage.cite


def part_of(headings: Sequence[str]) -> str:
    """The part of a report that stands under some headings: that of the innermost one that tells it.

    Examples
    --------
    >>> part_of(["The facts", "Lantern"]), part_of(["Conclusions and Recommendations", "Lessons"])
    ('facts', 'lessons')
    """
    weak = ""
    for heading in reversed(headings):
        part = next((p for p, each in data("sections")["parts"].items() if pattern(tuple(each)).search(heading)), "")
        if part and part != "introduction":
            return str(part)
        weak = weak or part
    return weak


def split(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a text, each with its place; one that is too long in parts.

    Own code, since it must keep places and needs nothing else.

    Examples
    --------
    >>> [s for _, s in split("Dr. Low rang. She was out; he wrote. On 1.2.2014 it closed.")]
    ['Dr. Low rang.', 'She was out;', 'he wrote.', 'On 1.2.2014 it closed.']
    """
    begin = 0
    for stop in _STOP.finditer(text):
        last = re.search(r"([\w.]+)\.$", text[max(begin, stop.start() - _ABBREVIATED) : stop.start() + 1])
        if last and last[1].lower() in words("sections", "abbreviations"):
            continue
        yield from _trimmed(text, begin, stop.end())
        begin = stop.end()
    yield from _trimmed(text, begin, len(text))


def _trimmed(text: str, begin: int, end: int) -> Iterator[tuple[int, str]]:
    for at, piece in cut(text[begin:end], LONGEST_SENTENCE):
        if _LETTER.search(piece):
            yield begin + at + len(piece) - len(piece.lstrip()), piece.strip()


def sentences(document: Document) -> list[Sentence]:
    """The sentences of all passages that can be cited, in order; a row of a table is one."""
    found = []
    headings: tuple[str, ...] = ()
    lead = by_lead = by_title = ""
    for passage in document.passages:
        if passage.headings != headings:
            headings, by_title = passage.headings, ""
        if passage.kind == "paragraph":
            lead = passage.text
            by_lead = "contributors" if announces_contributors(lead) else ""
            by_title = next((part for line in lead.split("\n") if (part := _as_title(line))), by_title)
        if not passage.cite or passage.kind in ("table", "caption"):
            continue
        listed = passage.kind in ("bullet", "sub-paragraph", "row")
        part = (by_lead if listed else "") or by_title or part_of(passage.headings)
        pieces = [(0, passage.text)] if passage.kind == "row" else split(passage.text)
        found += [Sentence(text, passage.start + at, passage, part, at) for at, text in pieces]
    return found


def announces_contributors(text: str) -> bool:
    """Whether a paragraph announces a list of those who gave something to the review.

    Examples
    --------
    >>> announces_contributors("Reports were requested from these organisations:")
    True
    """
    last = text.rstrip().rsplit(". ", 1)[-1]
    return last.endswith(":") and finds("sections", "announces_contributors", last) is not None


def _as_title(text: str) -> str:
    """The part that a paragraph tells which looks like a heading that was not read as one."""
    if len(text.split()) > 5 or text.rstrip()[-1:] in ".:;,?!" or not text[:1].isupper():
        return ""
    return part_of([text])


def missing_parts(document: Document) -> list[str]:
    """The sections of the statutory template of which neither the headings nor the text have a sign."""
    headings = "\n".join({heading for passage in document.passages for heading in passage.headings})
    return [
        name
        for name in data("sections")["template"]
        if not pattern(words("sections", "template", name)).search(headings)
        and not pattern(words("sections", "template", name)).search(document.text)
    ]


@cache
def of_the_case(part: str) -> bool:
    """Whether the dates of a part are those of the case."""
    return part not in words("sections", "not_of_the_case")


def has(name: str, key: str, text: str) -> bool:
    """Whether a text has one of the words under a key."""
    return finds(name, key, text) is not None
