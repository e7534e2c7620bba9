"""Web pages to lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree, html

from dhrgraph.documents.counts import letter, roman
from dhrgraph.documents.kinds import NotReadableError, limited
from dhrgraph.documents.lines import Line, Raw, clean, raised
from dhrgraph.documents.text import decoded

__all__ = ["read"]

_SKIPPED = {
    *("script", "style", "nav", "head", "noscript", "template", "svg", "math", "iframe", "object", "select"),
    *("button", "audio", "video", "canvas"),
}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt"),
    *("fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "li", "main", "ol", "p", "pre"),
    *("section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    *_HEADINGS,
}
_NOTES = re.compile(r"\b(?:footnotes?|endnotes?)\b", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_OWN_NUMBER = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3})+|\d{1,3}[.)]|\(?[a-z]\))\s")
_DEEP = "the web page is nested too deeply"
_DEEP_REMEDY = "open it in a browser, print it as PDF, and read that"
#: Deepest nesting that is read, and most columns that one cell spans.
DEEPEST, WIDEST = 200, 60


def read(data: bytes) -> Raw:
    """What a web page gives.

    Raises
    ------
    NotReadableError
        If it is nested too deeply or is no web page.
    """
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(_text(data).encode(), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        raise NotReadableError("the web page is damaged", _DEEP_REMEDY) from None
    if any("depth" in error.message.lower() for error in parser.error_log):
        raise NotReadableError(_DEEP, _DEEP_REMEDY)
    title = root.findtext(".//title") or ""
    body = root.find("body")
    lines = list(limited(_Walker().flow(root if body is None else body, 0)))
    return Raw(lines, title=clean(title)[:200])


def _text(data: bytes) -> str:
    """The text of the page, by its own word on how its letters are written where it is no UTF-8."""
    named = _CHARSET.search(data[:4096])
    try:
        text = decoded(data)[0]
    except UnicodeDecodeError:
        try:
            text = data.decode(named[1].decode("ascii") if named else "cp1252")
        except (LookupError, UnicodeDecodeError):
            text = data.decode("utf-8", errors="replace")
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", ""))


class _Walker:
    def __init__(self) -> None:
        self.tables = 0

    def flow(self, element: Any, depth: int) -> Iterator[Line]:
        """The lines of an element: each block in it, and what stands between blocks."""
        if depth > DEEPEST:
            raise NotReadableError(_DEEP, _DEEP_REMEDY)
        words = [element.text or ""]
        gap = True
        for child in element:
            if _is_skipped(child):
                pass
            elif child.tag in _BLOCKS or child.tag == "br" or _has_blocks(child):
                yield from _line(words, gap=gap)
                words, gap = [], child.tag != "br"
                yield from self.block(child, depth + 1)
            else:
                words += self.inline(child, depth + 1)
            words.append(child.tail or "")
        yield from _line(words, gap=gap, strong=_is_strong(element))

    def block(self, element: Any, depth: int) -> Iterator[Line]:
        """The lines of a block."""
        if element.tag == "table":
            yield from self.table(element, depth)
        elif element.tag in ("ol", "ul"):
            yield from self.items(element, depth)
        elif element.tag in _HEADINGS:
            text = " ".join(line.text for line in self.flow(element, depth))
            if text:
                yield Line(text, gap=True, heading=int(element.tag[1]))
        elif element.tag in ("caption", "figcaption"):
            yield from (replace(line, role="caption") for line in self.flow(element, depth))
        elif element.tag != "br":
            yield from self.flow(element, depth)

    def inline(self, element: Any, depth: int) -> Iterator[str]:
        """The words of an element that stands in a line."""
        if depth > DEEPEST:
            raise NotReadableError(_DEEP, _DEEP_REMEDY)
        words = [element.text or ""]
        for child in element:
            words += [] if _is_skipped(child) else self.inline(child, depth + 1)
            words.append(child.tail or "")
        text = "".join(words)
        mark = text.strip().strip("[]")
        yield raised(mark) if element.tag == "sup" and mark.isdecimal() and mark.isascii() else text

    def items(self, element: Any, depth: int) -> Iterator[Line]:
        """The points of a list, with the number or letter that a browser would set."""
        notes = any(_NOTES.search(_name(above)) for above in (element, element.getparent()) if above is not None)
        count = _whole(element.get("start"), 1)
        for item in element:
            if item.tag != "li":
                yield from () if _is_skipped(item) else self.block(item, depth + 1)
                continue
            count = _whole(item.get("value"), count)
            for at, line in enumerate(self.flow(item, depth + 1)):
                if at or line.role == "row":
                    yield line
                elif element.tag == "ul" or _OWN_NUMBER.match(line.text):
                    yield replace(line, role="text" if _OWN_NUMBER.match(line.text) else "bullet")
                elif notes:
                    yield replace(line, role="footnote", label=str(count), text=line.text.rstrip("↩︎ "))
                else:
                    yield replace(line, label=_label(element, count))
            count += 1

    def table(self, element: Any, depth: int) -> Iterator[Line]:
        """A table; one that only sets out the page is read as what stands in it."""
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
        cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
        if any(True for _ in element.iterdescendants("table")) or all(len(row) < 2 for row in cells):
            for child in element:
                if not _is_skipped(child):
                    yield from self.block(child, depth + 1)
            return
        for caption in element.iterchildren("caption"):
            yield from self.block(caption, depth + 1)
        self.tables += 1
        below: dict[int, tuple[int, str]] = {}  # columns into which a cell above reaches: how far, and its text
        for row in cells:
            texts = self.row(row, below, depth)
            header = (
                all(cell.tag == "th" for cell in row)
                or next(iter(row or [element])).getparent().getparent().tag == "thead"
            )
            if any(texts):
                yield Line("\t".join(texts), role="row", cells=tuple(texts), table=self.tables, header=header)

    def row(self, cells: list[Any], below: dict[int, tuple[int, str]], depth: int) -> list[str]:
        """The texts of a row, with those of cells that reach into it from above."""
        texts: list[str] = []
        for cell in cells:
            self.reach(texts, below)
            text = " ".join(line.text for line in self.flow(cell, depth + 1))
            rows = min(_whole(cell.get("rowspan"), 1), 1000)
            for at in range(min(max(_whole(cell.get("colspan"), 1), 1), WIDEST)):
                if rows > 1:
                    below[len(texts)] = (rows - 1, "" if at else text)
                texts.append("" if at else text)
        self.reach(texts, below)
        return texts

    @staticmethod
    def reach(texts: list[str], below: dict[int, tuple[int, str]]) -> None:
        """Fill the next columns from cells above that reach into this row."""
        while len(texts) in below:
            rows, text = below.pop(len(texts))
            if rows > 1:
                below[len(texts)] = (rows - 1, text)
            texts.append(text)


def _line(words: list[str], *, gap: bool, strong: bool = False) -> Iterator[Line]:
    text = clean("".join(words).replace("\t", " ").replace("\n", " "))
    if text:
        yield Line(text, gap=gap, strong=strong)


def _is_skipped(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in _SKIPPED:
        return True
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _has_blocks(element: Any) -> bool:
    return any(child.tag in _BLOCKS for child in element.iterdescendants())


def _is_strong(element: Any) -> bool:
    """Whether all of an element is set in bold."""
    inner = [child for child in element if isinstance(child.tag, str)]
    outside = (element.text or "") + "".join(child.tail or "" for child in inner)
    return bool(inner) and not outside.strip(" :\n\t") and all(child.tag in ("b", "strong") for child in inner)


def _name(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.strip().isdecimal() and len(text) < 7 else otherwise


def _label(element: Any, count: int) -> str:
    """What a browser sets before a point of a list."""
    kind = element.get("type") or ""
    style = element.get("style") or ""
    if kind in ("a", "A") or "alpha" in style or "latin" in style:
        made = letter(count)
    elif kind in ("i", "I") or "roman" in style:
        made = roman(count)
    else:
        return f"{count}."
    return f"({made})"
