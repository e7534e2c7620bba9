"""The paragraph styles of a Word file: which are headings, captions or entries of a table of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from dhrgraph.documents.word_lists import value_of

__all__ = ["Style", "Styles"]

_HEADING = re.compile(r"^heading (\d)\b", re.IGNORECASE)
#: How many styles one may be based on in turn.
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph's style says of it."""

    name: str
    heading: int = 0
    caption: bool = False
    contents: bool = False


class Styles:
    """The styles of a Word file.

    Parameters
    ----------
    root : element
        The root of ``styles.xml``.
    """

    def __init__(self, root: Any) -> None:
        self._styles = {style.get(qn("w:styleId")) or "": style for style in root.findall(qn("w:style"))}

    def _chain(self, name: str) -> list[Any]:
        """A style and those that it is based on."""
        chain: list[Any] = []
        while name in self._styles and len(chain) < DEEPEST:
            chain.append(self._styles[name])
            name = value_of(chain[-1], "w:basedOn")
        return chain

    def of(self, properties: Any) -> Style:
        """The style of a paragraph, from the paragraph's properties."""
        name = value_of(properties, "w:pStyle")
        titles = [value_of(style, "w:name").lower() for style in self._chain(name)]
        level = value_of(properties, "w:outlineLvl") or next(
            (found for style in self._chain(name) if (found := value_of(style.find(qn("w:pPr")), "w:outlineLvl"))), ""
        )
        heading = next((int(match[1]) for title in titles if (match := _HEADING.match(title))), 0)
        if not heading and level.isdecimal() and int(level) < 9:
            heading = int(level) + 1
        contents = any(title.startswith(("toc ", "table of figures")) for title in titles)
        return Style(name, heading, "caption" in titles, contents)

    def list_of(self, name: str) -> tuple[str, str]:
        """The list and level that a style gives its paragraphs; empty where it gives none."""
        for style in self._chain(name):
            properties = style.find(qn("w:pPr"))
            own = properties.find(qn("w:numPr")) if properties is not None else None
            if own is not None and value_of(own, "w:numId"):
                return value_of(own, "w:numId"), value_of(own, "w:ilvl")
        return "", ""
