"""Fragments that stand on one line, joined: what a raised mark, a wide space or the file's order has cut apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dhrgraph.documents.lines import raised
from dhrgraph.documents.pages import Fragment

__all__ = ["levelled"]

_LABEL = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3})*\.?|\(?[a-zA-Z]{1,4}[.)]|[•▪●o\uf0b7\uf0a7–-])$")


def _labels_first(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Fragments with numbers and letters that the file sets after the paragraphs beside them put before these."""
    lone = [f for at, f in enumerate(fragments) if _LABEL.match(f.text) and not _goes_on(fragments, at)]
    beside: dict[int, Fragment] = {}
    for label in lone:
        right = [f for f in fragments if abs(f.y - label.y) < 2 and f.x0 > label.x1 and not _LABEL.match(f.text)]
        if right and fragments.index(min(right, key=lambda f: f.x0)) < fragments.index(label):
            beside[id(min(right, key=lambda f: f.x0))] = label
    if not beside:
        return list(fragments)
    moved = {id(label) for label in beside.values()}
    ordered: list[Fragment] = []
    for f in fragments:
        ordered += [beside[id(f)]] if id(f) in beside else []
        ordered += [] if id(f) in moved else [f]
    return ordered


def _goes_on(fragments: Sequence[Fragment], at: int) -> bool:
    """Whether the next fragment stands on the same line, to the right."""
    return at + 1 < len(fragments) and _on_one_line(fragments[at], fragments[at + 1])


def levelled(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Fragments with those joined that a raised mark, a wide space or the file's order has cut apart."""
    joined: list[Fragment] = []
    for f in _labels_first(fragments):
        last = joined[-1] if joined else None
        if last and _on_one_line(last, f):
            space = f.x0 - last.x1 > 0.12 * max(last.size, f.size) and f.text[0] not in ",.;:)!?’”"
            mark = f.text.strip()
            small = f.size < 0.85 * last.size and mark.isdigit() and len(mark) < 4
            if last.text.isdigit() and last.size < 0.85 * f.size and last.y > f.y + 0.1 * f.size:
                last.text, last.y, last.size = raised(last.text), f.y, f.size
            text = raised(mark) if small else f.text
            offset = len(last.text) + space
            if space:
                last.breaks.append((len(last.text), last.x1, f.x0))
            last.breaks += [(at + offset, right, left) for at, right, left in f.breaks]
            last.text += (" " if space and not small else "") + text
            last.x1 = f.x1
            last.bold = last.bold and (f.bold or small)
        else:
            joined.append(f)
    return joined


def _on_one_line(last: Fragment, f: Fragment) -> bool:
    size = max(last.size, f.size)
    if not -0.3 * size < f.x0 - last.x1 < 40 * size or last.text.endswith("-"):
        return False
    level = abs(f.y - last.y)
    return level < 0.15 * size or (
        level < 0.65 * size and min(last.size, f.size) < 0.85 * size and f.x0 - last.x1 < size
    )
