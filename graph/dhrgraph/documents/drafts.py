"""Passages while their text grows, and the passages that come of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dhrgraph.documents.lines import PLAIN, SUPERSCRIPTS
from dhrgraph.documents.model import Kind, TextPassage

__all__ = ["Draft", "finished"]

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


def finished(drafts: Sequence[Draft]) -> list[TextPassage]:
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
