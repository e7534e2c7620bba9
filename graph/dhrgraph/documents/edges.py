"""Headers and footers of pages: what stands at their edges, again and again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from dhrgraph.documents.lines import clean
from dhrgraph.documents.pages import Fragment, Page
from dhrgraph.documents.running import is_marking, is_page_number, masked

__all__ = ["without_running"]

#: Part of a page's height at its top and bottom where headers and footers stand.
EDGE = 0.13
#: How many lines from the outermost they reach at most.
DEEP = 3


def without_running(pages: Sequence[Page]) -> tuple[str, ...]:
    """Take headers and footers out of the pages, and give their texts.

    They stand at the edge of a page, and again at the same height of others, but for numbers: of most pages, or of
    every second one.
    """
    seen: Counter[tuple[str, int]] = Counter()
    edges = [_edges(page) for page in pages]
    for page, found in zip(pages, edges, strict=True):
        seen.update({_key(f, page) for f in found})
    often = max(2, min(len(pages) // 4, 6))
    gone: dict[str, str] = {}
    for page, found in zip(pages, edges, strict=True):
        out: set[int] = set()
        for f in found:
            text = clean(f.text)
            number = is_page_number(text, bare=_outermost(f, found, page))
            if number or is_marking(text) or (len(pages) > 2 and seen[_key(f, page)] > often):
                out.add(id(f))
                if not number:
                    gone.setdefault(
                        masked(text), re.sub(r"(?:\s*\bpage)?\s*\d+(?:\s*(?:of|/)\s*\d+)?$", "", text, flags=re.I)
                    )
        page.fragments = [f for f in page.fragments if id(f) not in out]
    return tuple(text for text in gone.values() if text)


def _edges(page: Page) -> list[Fragment]:
    """The fragments in the outermost lines of a page."""
    heights = sorted({round(f.y) for f in page.fragments})
    outer = {*heights[:DEEP], *heights[-DEEP:]}
    low, high = EDGE * page.height, (1 - EDGE) * page.height
    return [f for f in page.fragments if round(f.y) in outer and not low < f.y < high]


def _outermost(f: Fragment, found: Sequence[Fragment], page: Page) -> bool:
    """Whether nothing stands nearer to the edge, and the fragment is alone on its line."""
    level = [o for o in found if abs(o.y - f.y) < 2 and o is not f]
    if f.y < page.height / 2:
        return not level and all(o.y >= f.y - 1 or is_marking(clean(o.text)) for o in found)
    return not level and all(o.y <= f.y + 1 or is_marking(clean(o.text)) for o in found)


def _key(f: Fragment, page: Page) -> tuple[str, int]:
    return masked(clean(f.text)), round(f.y / 6)
