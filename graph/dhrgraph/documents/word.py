"""Word files (.docx) to lines.

Tracked changes are read as accepted, text boxes stand after the paragraph that they are tied to, footnotes after the
paragraph that calls them, and the numbers that Word sets are those of `dhrgraph.documents.word_lists`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import PartFactory
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.package import Package
from docx.parts.document import DocumentPart

from dhrgraph.documents.kinds import NotReadableError, limited
from dhrgraph.documents.lines import Line, Raw, clean
from dhrgraph.documents.running import is_page_number
from dhrgraph.documents.word_lists import Lists, value_of
from dhrgraph.documents.word_styles import Styles
from dhrgraph.documents.word_text import SKIPPED, Gatherer, is_on, paragraphs

__all__ = ["read"]

#: What python-docx does not take for a document by itself: one with macros, and templates.
_ALSO = (
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    CONTENT_TYPE.WML_DOCUMENT_MAIN.replace("document.main", "template.main"),
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
)
PartFactory.part_type_for |= dict.fromkeys(_ALSO, DocumentPart)
_LABEL = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3})*[.)]?|\(?(?:[a-z]|[ivx]+)[.)]|\(\d{1,2}\))$")


def read(data: bytes) -> Raw:
    """What a Word file gives.

    Raises
    ------
    NotReadableError
        If it is damaged.
    """
    try:
        reader = _Reader(Package.open(io.BytesIO(data)).main_document_part.document)
        lines = list(limited(reader.blocks(reader.document.element.body)))
        running = tuple(dict.fromkeys(reader.running()))
    except NotReadableError:
        raise
    except Exception as error:  # what damaged archives and XML raise is of a dozen kinds
        if isinstance(error, RecursionError) or "depth" in str(error).lower():
            raise NotReadableError("the Word file is nested too deeply", "save it as PDF, and read that") from None
        remedy = "open it in Word, let Word repair it, save it anew or as PDF, and read that"
        raise NotReadableError("the Word file is damaged", remedy) from None
    return Raw(lines, running=running, title=clean(reader.title))


class _Reader:
    def __init__(self, document: Any) -> None:
        self.document = document
        self.title = document.core_properties.title or ""
        self.styles = Styles(document.styles.element)
        self.lists = Lists(_part(document, RELATIONSHIP_TYPE.NUMBERING))
        notes = {
            kind: {note.get(qn("w:id")): note for note in _children(_part(document, relation))}
            for kind, relation in (("footnote", RELATIONSHIP_TYPE.FOOTNOTES), ("endnote", RELATIONSHIP_TYPE.ENDNOTES))
        }
        self.texts = Gatherer(notes)
        self.tables = 0

    def running(self) -> Iterator[str]:
        """The texts of headers and footers, without the numbers of pages."""
        for found in self.document.part.rels.values():
            if found.reltype in (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER) and not found.is_external:
                for paragraph in found.target_part.element.iter(qn("w:p")):
                    words = self.texts.words(paragraph)
                    text = words.line()
                    if text and not is_page_number(text, bare=True):
                        yield text

    def blocks(self, container: Any) -> Iterator[Line]:
        """The lines of the body, of a text box or of a content control."""
        for element in container:
            if element.tag == qn("w:p"):
                yield from self.paragraph(element)
            elif element.tag == qn("w:tbl"):
                yield from self.table(element)
            elif element.tag not in SKIPPED and not _is_contents(element):
                yield from self.blocks(element)

    def paragraph(self, element: Any) -> Iterator[Line]:
        """A paragraph, its footnotes and its text boxes."""
        words = self.texts.words(element)
        properties = element.find(qn("w:pPr"))
        style = self.styles.of(properties)
        text = words.line()
        if not style.contents:
            label, bullet = self.label(properties, style.name) if text else ("", False)
            if label and not bullet and not _LABEL.match(label):
                text, label = f"{label} {text}", ""  # such as "Recommendation 1:"
            if text:
                yield Line(
                    text,
                    gap=True,
                    role="bullet" if bullet else "caption" if style.caption else "text",
                    heading=0 if bullet else style.heading,
                    strong=bool(words.bold) and all(words.bold),
                    label="" if bullet else label,
                )
            for number, note in words.notes:
                yield from self.note(number, note)
        for box in words.boxes:
            yield from self.blocks(box)

    def label(self, properties: Any, style: str) -> tuple[str, bool]:
        """What Word prints before a paragraph, and whether that is a bullet."""
        own = properties.find(qn("w:numPr")) if properties is not None else None
        number, level = value_of(own, "w:numId"), value_of(own, "w:ilvl")
        if not number:
            number, given = self.styles.list_of(style)
            level = level or given or str(self.lists.level_of_style(number, style))
        return self.lists.label(number, int(level) if level.isdecimal() else 0) if number else ("", False)

    def note(self, number: str, note: Any) -> Iterator[Line]:
        """A footnote, its paragraphs in one."""
        texts = []
        for paragraph in paragraphs(note):
            words = self.texts.words(paragraph)
            texts.append(words.line())
        text = re.sub(r"^[⁰¹²³⁴⁵⁶⁷⁸⁹]+\s*", "", " ".join(filter(None, texts)))
        if text:
            yield Line(text, role="footnote", label=number)

    def table(self, element: Any) -> Iterator[Line]:
        """A table; one of a single column is a box around its paragraphs."""
        rows = [list(self.cells(row)) for row in element.iter(qn("w:tr")) if _owner(row, "w:tbl") is element]
        if all(len(row) < 2 for row in rows):
            for cell in element.iter(qn("w:tc")):
                if _owner(cell, "w:tbl") is element:
                    yield from self.blocks(cell)
            return
        self.tables += 1
        number, above = self.tables, list[str]()
        headers = [row.find(qn("w:trPr")) for row in element.iter(qn("w:tr")) if _owner(row, "w:tbl") is element]
        notes: list[tuple[str, Any]] = []
        for row, properties in zip(rows, headers, strict=True):
            cells = []
            for at, (text, goes_on, called) in enumerate(row):
                cells.append(above[at] if goes_on and at < len(above) else text)
                notes += called
            above = cells
            if any(cells):
                header = is_on(properties, "w:tblHeader")
                yield Line("\t".join(cells), role="row", cells=tuple(cells), table=number, header=header)
        for label, note in notes:
            yield from self.note(label, note)

    def cells(self, row: Any) -> Iterator[tuple[str, bool, list[tuple[str, Any]]]]:
        """The cells of a row: text, whether the cell above goes on in it, and its footnotes."""
        for cell in row.iter(qn("w:tc")):
            if _owner(cell, "w:tr") is not row:
                continue
            texts, notes = [], list[tuple[str, Any]]()
            for paragraph in paragraphs(cell):
                words = self.texts.words(paragraph)
                label, bullet = self.label(paragraph.find(qn("w:pPr")), "")
                text = words.line()
                texts.append(f"{'•' if bullet else label} {text}".strip() if text else "")
                notes += words.notes
            properties = cell.find(qn("w:tcPr"))
            merge = properties.find(qn("w:vMerge")) if properties is not None else None
            goes_on = merge is not None and merge.get(qn("w:val")) != "restart"
            yield " ".join(filter(None, texts)), goes_on, notes
            span = value_of(properties, "w:gridSpan")
            for _ in range(min(int(span), 60) - 1 if span.isdecimal() else 0):
                yield "", False, []


def _part(document: Any, relation: str) -> Any:
    """The root of a part of the file; nothing where the file has no such part."""
    for found in document.part.rels.values():
        if found.reltype == relation and not found.is_external:
            part = found.target_part
            return part.element if hasattr(part, "element") else parse_xml(part.blob)
    return None


def _children(root: Any) -> list[Any]:
    return [note for note in root if note.get(qn("w:type")) in (None, "normal")] if root is not None else []


def _owner(element: Any, name: str) -> Any:
    return next(element.iterancestors(qn(name)), None)


def _is_contents(element: Any) -> bool:
    """Whether an element is the table of contents that Word makes."""
    gallery = next(element.iter(qn("w:docPartGallery")), None) if element.tag == qn("w:sdt") else None
    return gallery is not None and (gallery.get(qn("w:val")) or "").lower() == "table of contents"
