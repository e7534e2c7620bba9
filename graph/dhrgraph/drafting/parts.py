"""Long texts cut into parts, so that the time that drafting takes grows with the length of a report and no faster.

Patterns and comparisons look at a sentence or a passage as a whole, and some of them take time by the square of its
length. What they are given is therefore never longer than a few times the longest that reports have: of twenty
reports the longest paragraph has some 1,200 characters, the longest sentence 700.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dhrgraph.documents import Document, TextPassage

__all__ = ["LONGEST_PASSAGE", "LONGEST_SENTENCE", "MOST_BODIES", "MOST_DATES", "cut", "in_parts"]

#: Characters of a passage and of a sentence, at most, that are looked at as one.
LONGEST_PASSAGE, LONGEST_SENTENCE = 4_000, 1_500
#: Dates of a sentence and mentions of bodies in a passage, at most, that are looked at.
MOST_DATES, MOST_BODIES = 30, 200
#: Where a text is best cut: after a line, a sentence, a word.
_ENDS = (re.compile(r"\n"), re.compile(r"[.!?;][\"'”’)\]]?\s"), re.compile(r"\s"))


def in_parts(document: Document) -> Document:
    """A document in which each passage that is too long stands as several of the same number.

    A row that is too long has one cell and no columns, since none can be told for its parts.
    """
    if all(len(passage.text) <= LONGEST_PASSAGE for passage in document.passages):
        return document
    return replace(document, passages=tuple(part for passage in document.passages for part in _parts(passage)))


def _parts(passage: TextPassage) -> Iterator[TextPassage]:
    if len(passage.text) <= LONGEST_PASSAGE:
        yield passage
        return
    for at, text in cut(passage.text, LONGEST_PASSAGE):
        start = passage.start + at
        cells = (text,) if passage.kind == "row" else ()
        yield replace(passage, text=text, start=start, end=start + len(text), cells=cells, columns=())


def cut(text: str, longest: int) -> Iterator[tuple[int, str]]:
    """A text in parts that are not too long, each with its place; together they are the text.

    Examples
    --------
    >>> list(cut("He rang. She wrote.", 12))
    [(0, 'He rang. '), (9, 'She wrote.')]
    """
    begin = 0
    while len(text) - begin > longest:
        window = text[begin : begin + longest]
        half = longest // 2
        ends = ([found.end() for found in form.finditer(window, half)] for form in _ENDS)
        length = next((found[-1] for found in ends if found), longest)
        yield begin, window[:length]
        begin += length
    yield begin, text[begin:]
