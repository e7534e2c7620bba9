"""The text of a paragraph of a Word file, gathered from its runs: letters that are set alike.

Tracked changes are read as accepted, hidden text is not read, and text boxes and notes are gathered for later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from dhrgraph.documents.lines import clean, raised
from dhrgraph.documents.word_lists import value_of

__all__ = ["SKIPPED", "Gatherer", "Words", "is_on", "paragraphs"]

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: What is not read: deleted text, what moved away, the older form of what stands beside, properties, fields' codes.
SKIPPED = {
    *(qn(name) for name in ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:instrText", "w:delText", "w:rt")),
    _FALLBACK,
}
_BOX = qn("w:txbxContent")
_BREAKS = {qn("w:tab"): " ", qn("w:ptab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


@dataclass(slots=True)
class Words:
    """The text of a paragraph while it is gathered."""

    text: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    notes: list[tuple[str, Any]] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)

    def line(self) -> str:
        """The text as one line, clean."""
        return clean("".join(self.text).replace("\n", " "))


class Gatherer:
    """Gathers text, and counts the notes that it calls.

    Parameters
    ----------
    notes : mapping
        The notes of the file by kind, ``footnote`` and ``endnote``, and id.
    """

    def __init__(self, notes: Mapping[str, Mapping[Any, Any]]) -> None:
        self.notes = notes
        self.called = 0  # how many notes were called so far

    def words(self, element: Any) -> Words:
        """The text of a paragraph."""
        words = Words()
        self._gather(element, words)
        return words

    def _gather(self, element: Any, words: Words) -> None:
        for child in element:
            if child.tag in SKIPPED or not isinstance(child.tag, str):
                continue
            if child.tag == qn("w:r"):
                self._run(child, words)
            elif child.tag == _BOX:
                words.boxes.append(child)
            else:
                self._gather(child, words)

    def _run(self, run: Any, words: Words) -> None:
        properties = run.find(qn("w:rPr"))
        if is_on(properties, "w:vanish"):
            return
        text = "".join(self._pieces(run, words))
        if text.strip():
            words.bold.append(is_on(properties, "w:b"))
        if text.strip().isdigit() and value_of(properties, "w:vertAlign") == "superscript":
            text = raised(text.strip())
        words.text.append(text)

    def _pieces(self, run: Any, words: Words) -> Iterator[str]:
        for child in run:
            if child.tag == qn("w:t"):
                yield child.text or ""
            elif child.tag in _BREAKS:
                yield _BREAKS[child.tag]
            elif child.tag == qn("w:sym"):
                code = child.get(qn("w:char")) or ""
                yield chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{4}", code) else ""
            elif child.tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
                kind = "footnote" if child.tag == qn("w:footnoteReference") else "endnote"
                note = self.notes[kind].get(child.get(qn("w:id")))
                if note is not None:
                    self.called += 1
                    words.notes.append((str(self.called), note))
                    yield raised(str(self.called))
            elif child.tag not in SKIPPED and isinstance(child.tag, str):
                words.boxes += [box for box in child.iter(_BOX) if not _is_fallback(box, child)]


def is_on(properties: Any, name: str) -> bool:
    """Whether a property that is on or off is on."""
    found = properties.find(qn(name)) if properties is not None else None
    return found is not None and found.get(qn("w:val")) not in ("0", "false", "off")


def paragraphs(element: Any) -> list[Any]:
    """All paragraphs of a cell or note, those in boxes and tables within it included, each once."""
    return [p for p in element.iter(qn("w:p")) if next(p.iterancestors(_FALLBACK), None) is None]


def _is_fallback(box: Any, within: Any) -> bool:
    return any(above.tag == _FALLBACK for above in box.iterancestors()) or any(
        above.tag == _BOX for above in box.iterancestors() if above is not within
    )
