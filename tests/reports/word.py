"""A printed report as a Word file, with the numbers that Word itself would set."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.reports.styles import Piece, Printed, walk_notes

__all__ = ["docx_of"]

#: Levels of the list that numbers paragraphs, by style: what each level prints.
_LEVELS = {
    "chapters": ["%1.", "%1.%2"],
    "sections": ["%1.", "%1.%2", "%1.%2.%3"],
    "straight": ["%1."],
}
_LIST, _LETTERS = 41, 42


def docx_of(report: Printed) -> bytes:
    """As a Word file: numbered by Word in three styles, with typed numbers in one."""
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = report.story["marking"]
    section.footer.paragraphs[0].text = report.story["footer"]
    for line in report.story["cover"]:
        document.add_paragraph(line, style="Title")
    _contents(document, report)
    _add_lists(document, report)
    writer = _Writer(document, report)
    for piece in report.pieces:
        writer.add(piece)
    _add_notes(document, report)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _contents(document: Any, report: Printed) -> None:
    style = document.styles.add_style("TOC 1", 1)
    for at, piece in enumerate(p for p in report.pieces if p.kind == "heading" and p.level == 1):
        document.add_paragraph(f"{piece.label}\t{piece.text}\t{at + 3}", style=style)


def _add_lists(document: Any, report: Printed) -> None:
    """The list definitions: an abstract one for paragraphs, one for letters."""
    root = document.part.numbering_part.element
    levels = _LEVELS.get(report.style, [])
    mark = "lowerRoman" if report.style in ("straight", "mixed") else "lowerLetter"
    made = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, text in enumerate(levels)
    )
    letters = f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{mark}"/><w:lvlText w:val="(%1)"/></w:lvl>'
    for number, body in ((_LIST, made), (_LETTERS, letters)):
        first = root.find(qn("w:num"))
        abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{body}</w:abstractNum>'
        first.addprevious(parse_xml(abstract))
        root.append(_list(number, number))


def _list(number: int, abstract: int, *, restart: int = 0) -> Any:
    override = "".join(
        f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="1"/></w:lvlOverride>' for at in range(restart)
    )
    return parse_xml(
        f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{override}</w:num>'
    )


class _Writer:
    def __init__(self, document: Any, report: Printed) -> None:
        self.document, self.report = document, report
        self.typed = report.style in ("mixed", "headed")
        self.list, self.letters, self.last = _LIST, _LETTERS, ""
        self.chapters = 0
        self.appendix = False

    def add(self, piece: Piece) -> None:
        if piece.kind == "table":
            self.table(piece)
            self.last = "table"
            return
        style = {
            "heading": f"Heading {piece.level}",
            "appendix": "Heading 1",
            "bullet": "List Bullet",
            "caption": "Caption",
        }
        self.appendix = self.appendix or piece.kind == "appendix"
        typed = self.typed or self.appendix or piece.kind in ("appendix", "caption")
        label = f"{piece.label}\t" if piece.label and typed and piece.kind not in ("bullet", "point") else ""
        paragraph = self.document.add_paragraph(label, style=style.get(piece.kind))
        if piece.kind == "point":
            if self.last != "point":
                self.letters += 1
                self.document.part.numbering_part.element.append(_list(self.letters, _LETTERS, restart=1))
            _number(paragraph, self.letters, 0)
        elif piece.label and not typed and piece.kind != "bullet":
            self.restart(piece)
            _number(paragraph, self.list, piece.label.rstrip(".").count("."))
        marks = [number for number, _ in piece.notes] + [0]
        for text, number in zip(piece.texts, marks, strict=True):
            paragraph.add_run(text)
            if number:
                _mark(paragraph, number)
        self.last = piece.kind

    def restart(self, piece: Piece) -> None:
        """Begin the list anew where the style begins its chapters anew."""
        if piece.kind == "heading" and piece.level == 1:
            if piece.label == "1." and self.chapters:
                self.list = 60
                root = self.document.part.numbering_part.element
                root.append(_list(self.list, _LIST, restart=len(_LEVELS[self.report.style])))
            self.chapters += 1

    def table(self, piece: Piece) -> None:
        table = self.document.add_table(rows=0, cols=len(piece.columns))
        for row in [piece.columns, *piece.rows]:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text


def _number(paragraph: Any, number: int, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def _mark(paragraph: Any, number: int) -> None:
    run = paragraph.add_run()
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), str(number + 1))
    run._r.append(reference)


def _add_notes(document: Any, report: Printed) -> None:
    notes = "".join(
        f'<w:footnote w:id="{number + 1}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {note}</w:t>'
        "</w:r></w:p></w:footnote>"
        for number, note in walk_notes(report.pieces)
    )
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{at}"><w:p/></w:footnote>'
        for at, kind in enumerate(("separator", "continuationSeparator"))
    )
    body = f"<w:footnotes {nsdecls('w')}>{separators}{notes}</w:footnotes>"
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, body.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
