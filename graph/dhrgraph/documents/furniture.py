"""Which lines of a plain text are the head and foot of a page, so that a table can go on behind them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from dhrgraph.documents.lines import ends_whole
from dhrgraph.documents.running import is_marking, is_page_number, masked

__all__ = ["furniture"]

_PAGE = re.compile(r"(?i)\bpage\s?\d{1,4}\b|\|\s?\d{1,4}\s*$")
#: How often a line stands in a text to be one of a page's head or foot.
OFTEN = 3
#: Lines that a page's head and foot have together, at most.
LINES = 12
#: Longest such line, in characters.
LONGEST = 160


def furniture(raw: Sequence[str]) -> frozenset[int]:
    r"""The lines of pages' heads and feet: those that tell a page or stand at its edge, and repeated ones next to them.

    Examples
    --------
    >>> page = ["", "Moor DHR    Page 1", "RESTRICTED draft", "", "She went."]
    >>> sorted(furniture([*page, *page, *page]))[:3]
    [1, 2, 6]
    """
    keys = [masked(line.strip()) if len(line) < LONGEST else "" for line in raw]
    seen = Counter(key for key in keys if key)
    edges = _edges(raw)
    found = {
        at
        for at, line in enumerate(raw)
        if keys[at]
        and (
            is_page_number(line.strip(), bare=at in edges)
            or (seen[keys[at]] >= OFTEN and (at in edges or _PAGE.search(line) or is_marking(line.strip())))
        )
    }
    for _ in range(LINES):
        near = {_next(raw, at, step) for at in found for step in (-1, 1)} - found - {-1}
        near = {at for at in near if not ends_whole(raw[at].strip())}
        often = Counter(keys[at] for at in near)
        grown = {at for at in near if keys[at] and often[keys[at]] >= OFTEN and often[keys[at]] * 2 >= seen[keys[at]]}
        if not grown:
            break
        found |= grown
    return frozenset(found)


def _edges(raw: Sequence[str]) -> frozenset[int]:
    """The lines nearest to where a page ends."""
    found = set()
    for at, line in enumerate(raw):
        if "\f" in line:
            last = at if line.strip() else _next(raw, at, -1)
            told = last >= 0 and is_page_number(raw[last].strip(), bare=True)
            found |= {last} if told else {last, _next(raw, at, 1)}  # a page tells its number once
    return frozenset(found)


def _next(raw: Sequence[str], at: int, step: int) -> int:
    """The nearest line that is not blank, two lines away at most; -1 where none is."""
    for place in (at + step, at + 2 * step):
        if 0 <= place < len(raw) and raw[place].strip():
            return place
    return -1
