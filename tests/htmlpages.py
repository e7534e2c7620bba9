"""Reading generated pages in tests: their elements, anchors and links."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

__all__ = ["Page", "anchors", "page"]


class Page(HTMLParser):
    """The elements of a page with their attributes and the text within each id."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.styles: list[str] = []
        self.text = text
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        """Note the text of a style."""
        if self.elements and self.elements[-1][0] == "style" and data.strip():
            self.styles.append(data)

    @property
    def ids(self) -> list[str]:
        """Every id, in order."""
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    @property
    def links(self) -> list[str]:
        """Where the links of the page lead."""
        return [attributes["href"] for _, attributes in self.elements if "href" in attributes]


@cache
def page(path: Path) -> Page:
    """A page from the disk, read once."""
    return Page(path.read_text(encoding="utf-8"))


def anchors(path: Path) -> set[str]:
    """What a link into a file can point at: ids of a page, headings of a Markdown text."""
    if path.suffix == ".html":
        return set(page(path).ids)
    titles = re.findall(r"(?m)^#+ (.*)$", path.read_text(encoding="utf-8")) if path.is_file() else []
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
