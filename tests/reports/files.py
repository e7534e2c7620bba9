"""A printed report as a text, a web page, a PDF or a Word file."""

from __future__ import annotations

import html
import io
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate, Paragraph, Spacer, Table

from tests.reports.styles import Piece, Printed
from tests.reports.word import docx_of

__all__ = ["FORMATS", "html_of", "pdf_of", "picture", "text_of", "write"]

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def write(report: Printed, folder: Path, ending: str) -> Path:
    """Write a report to a file, and give its path."""
    path = folder / f"{report.story['id']}-{report.style}.{ending}"
    content = FORMATS[ending](report)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def _marked(piece: Piece, mark: Callable[[int], str], escape: Callable[[str], str] = str) -> str:
    """The text of a piece with the marks of its footnotes."""
    marks = [mark(number) for number, _ in piece.notes] + [""]
    return "".join(escape(text) + at for text, at in zip(piece.texts, marks, strict=False))


# Text


def text_of(report: Printed) -> str:
    """As a text: wrapped in every second style, with a table of contents, footnotes after their paragraph."""
    wrapped = report.style in ("chapters", "headed", "straight")
    out = ["\n\n".join(report.story["cover"]), "Contents"]
    titles = [p for p in report.pieces if p.kind == "heading" and p.level == 1]
    out.append("\n".join(f"{p.label} {p.text} ........ {at + 2}".strip() for at, p in enumerate(titles)))
    for piece in report.pieces:
        text = f"{piece.label} {_marked(piece, lambda n: str(n).translate(_RAISED))}".strip()
        if piece.kind == "table":
            text = "\n".join("\t".join(row) for row in [piece.columns, *piece.rows])
        elif wrapped and piece.kind in ("paragraph", "point", "bullet"):
            text = textwrap.fill(text, 78, break_on_hyphens=False, break_long_words=False)
        out.append(text)
        out += [f"{str(number).translate(_RAISED)} {note}" for number, note in piece.notes]
    return "\n\n".join(out) + "\n"


# Web page


def html_of(report: Printed) -> str:
    """As a web page; points are a list that the browser letters, paragraphs of the straight style one it numbers."""
    body: list[str] = []
    for line in report.story["cover"]:
        body.append(f'<p class="cover">{html.escape(line)}</p>')
    roman = report.style in ("straight", "mixed")
    open_list = ""
    for piece in report.pieces:
        wanted = {"point": "ol", "bullet": "ul"}.get(piece.kind, "")
        if open_list and wanted != open_list:
            body.append(f"</{open_list}>")
        if wanted and wanted != open_list:
            body.append(f'<ol type="{"i" if roman else "a"}">' if wanted == "ol" else "<ul>")
        open_list = wanted
        body.append(_html(piece, bool(wanted)))
    notes = "".join(
        f'<p id="note{n}"><sup>{n}</sup> {html.escape(note)}</p>' for piece in report.pieces for n, note in piece.notes
    )
    title = html.escape(report.story["cover"][1])
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>"
        "<style>p { margin: 1em }</style><script>var a = '<p>1.1 not a text</p>';</script></head>"
        f"<body><nav><ul><li>Home</li></ul></nav><main>{''.join(body)}{notes}</main></body></html>"
    )


def _html(piece: Piece, listed: bool) -> str:
    text = _marked(piece, lambda n: f'<sup><a href="#note{n}">{n}</a></sup>', html.escape)
    if piece.kind == "table":
        head = "".join(f"<th>{html.escape(cell)}</th>" for cell in piece.columns)
        rows = "".join(f"<tr>{''.join(f'<td>{html.escape(c)}</td>' for c in row)}</tr>" for row in piece.rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    if listed:
        return f"<li>{text}</li>"
    if piece.kind in ("heading", "appendix"):
        return f"<h{piece.level + 1}>{piece.label} {text}</h{piece.level + 1}>\n"
    return f"<p>{piece.label} {text}</p>\n"


# PDF


class _Note(Flowable):
    """A place without size that has a footnote printed at the foot of its page."""

    def __init__(self, number: int, text: str, notes: list[tuple[int, str]]) -> None:
        super().__init__()
        self.note, self.notes = (number, text), notes

    def wrap(self, *_: Any) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        self.notes.append(self.note)


def pdf_of(report: Printed) -> bytes:
    """As a PDF, with headers, footers and footnotes; every style has letters and tables of its own."""
    font = {"sections": "Times-Roman", "straight": "Times-Roman"}.get(report.style, "Helvetica")
    pending: list[tuple[int, str]] = []
    story = _cover(report, font)
    story += [flowable for piece in report.pieces for flowable in _flowables(piece, report, font, pending)]
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4, title="", author="", invariant=1)
    frame = Frame(60, 95, 475, 665, id="body")

    def edges(canvas: Canvas, _: Any) -> None:
        _edges(canvas, report)

    def notes(canvas: Canvas, _: Any) -> None:
        _print_notes(canvas, pending, font)

    document.addPageTemplates([PageTemplate("page", [frame], onPage=edges, onPageEnd=notes)])
    document.build(story)
    return out.getvalue()


def _style(font: str, size: float, **more: Any) -> ParagraphStyle:
    return ParagraphStyle("a", fontName=font, fontSize=size, leading=size * 1.25, **more)


def _bold(font: str) -> str:
    return {"Helvetica": "Helvetica-Bold", "Times-Roman": "Times-Bold"}[font]


def _cover(report: Printed, font: str) -> list[Flowable]:
    style = _style(_bold(font), 20, spaceAfter=18)
    story: list[Flowable] = [Spacer(1, 120), *(Paragraph(line, style) for line in report.story["cover"]), PageBreak()]
    story.append(Paragraph("Contents", _style(_bold(font), 14, spaceAfter=8)))
    titles = [piece for piece in report.pieces if piece.kind in ("heading", "appendix") and piece.level == 1]
    for at, piece in enumerate(titles):
        story.append(Paragraph(f"{piece.label} {piece.text} {'.' * 40} {at + 3}", _style(font, 11)))
    return [*story, PageBreak()]


def _flowables(piece: Piece, report: Printed, font: str, pending: list[tuple[int, str]]) -> list[Flowable]:
    text = _marked(piece, lambda n: f'<super size="7">{n}</super>', html.escape)
    if piece.kind == "table":
        return [_table(piece, report, font)]
    if piece.kind in ("heading", "appendix"):
        size = 15 if piece.level == 1 else 11
        label = f"{piece.label}&nbsp;&nbsp;&nbsp;" if piece.label else ""
        style = _style(_bold(font), size, spaceBefore=10, spaceAfter=6, keepWithNext=1)
        return [Paragraph(label + text, style)]
    if piece.kind == "caption":
        return [Paragraph(text, _style(_bold(font), 10, spaceBefore=4, spaceAfter=4, keepWithNext=1))]
    indent = {"point": 60, "bullet": 54}.get(piece.kind, 34 if piece.label else 0)
    justified = 4 if report.style in ("chapters", "mixed") else 0
    style = _style(
        font, 11, leftIndent=indent, spaceAfter=7, bulletIndent=indent - 24 if indent > 40 else 0, alignment=justified
    )
    notes: list[Flowable] = [_Note(number, note, pending) for number, note in piece.notes]
    return [*notes, Paragraph(text, style, bulletText=piece.label or None)]


def _table(piece: Piece, report: Printed, font: str) -> Table:
    cell, head = _style(font, 9), _style(_bold(font), 9)
    rows = [[Paragraph(html.escape(c), head) for c in piece.columns]]
    rows += [[Paragraph(html.escape(c), cell) for c in row] for row in piece.rows]
    widths = {2: [240, 220], 4: [92, 100, 172, 106]}[len(piece.columns)]
    drawn: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    if report.style in ("chapters", "straight"):
        drawn.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
    elif report.style == "sections":
        drawn += [("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey), ("BOX", (0, 0), (-1, -1), 0.5, colors.grey)]
        drawn.append(("INNERGRID", (0, 0), (-1, -1), 0.25, colors.grey))
    elif report.style == "mixed":
        drawn.append(("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.grey))
    return Table(rows, colWidths=widths, repeatRows=1, style=drawn, spaceBefore=4, spaceAfter=10, hAlign="LEFT")


def _edges(canvas: Canvas, report: Printed) -> None:
    """Header and footer: on odd and even pages alike, or each its own."""
    page = canvas.getPageNumber()
    canvas.saveState()
    canvas.setFont("Helvetica", 9)
    if report.style in ("mixed", "headed"):
        where = canvas.drawString if page % 2 else lambda x, y, text: canvas.drawRightString(535, y, text)
        where(60, 805, report.story["footer"] if page % 2 else "Overview report")
        where(60, 40, f"{page}")
    else:
        canvas.drawCentredString(297, 810, report.story["marking"])
        canvas.drawString(60, 40, report.story["footer"])
        canvas.drawRightString(535, 40, f"Page {page} of 60" if report.style == "chapters" else f"{page}")
    canvas.restoreState()


def _print_notes(canvas: Canvas, pending: list[tuple[int, str]], font: str) -> None:
    canvas.saveState()
    y = 84.0
    for number, note in pending:
        for at, line in enumerate(textwrap.wrap(note, 95)):
            if at == 0:
                canvas.setFont(font, 5.5)
                canvas.drawString(60, y + 3, str(number))
            canvas.setFont(font, 8.5)
            canvas.drawString(68, y, line)
            y -= 10
    pending.clear()
    canvas.restoreState()


def picture() -> Image.Image:
    """A small grey picture, as a scanned page is."""
    return Image.new("L", (50, 70), 200)


FORMATS: dict[str, Callable[[Printed], str | bytes]] = {
    "txt": text_of,
    "html": html_of,
    "pdf": pdf_of,
    "docx": docx_of,
}
