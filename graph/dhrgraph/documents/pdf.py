"""PDF files to pages, with pdfium."""

from __future__ import annotations

import ctypes
from collections import Counter

import pypdfium2
from pypdfium2 import raw

from dhrgraph.documents.fragments import fragments_of
from dhrgraph.documents.kinds import MAX_TEXT, NotReadableError
from dhrgraph.documents.layout import lines_of
from dhrgraph.documents.lines import Doubt, Raw
from dhrgraph.documents.pages import Box, Page, Turn

__all__ = ["MAX_PAGES", "read"]

#: Most pages of a file that is read.
MAX_PAGES = 5_000
#: Most characters of a page.
MAX_PAGE_TEXT = 100_000
#: Characters below which a page counts as one without text.
FEW = 16
#: Within how many bytes from its end the mark of a PDF's end must stand.
END = 4096
#: Lines drawn on a page beyond which it is a picture and no table, and most things on a page that are looked at.
MAX_PATHS, MAX_OBJECTS = 4_000, 50_000

_SCAN = "make its text first with OCR, for instance: ocrmypdf --deskew IN.pdf OUT.pdf, and read OUT.pdf"


def read(data: bytes) -> Raw:
    """What a PDF gives.

    Raises
    ------
    NotReadableError
        If it is encrypted, damaged, too large, or has no text.
    """
    document = _opened(data)
    try:
        pages, doubts = _pages(document)
    finally:
        document.close()
    if b"%%EOF" not in data[-END:]:
        doubts.append(Doubt(0, "the PDF has no end and may be cut off", "copy or download it anew"))
    lines, running = lines_of(pages)  # what a scanner stamps on each page is running, and no text
    letters = Counter[int]()
    for line in lines:
        letters[line.page] += len(line.text)
    if letters.total() < FEW * len(pages) // 2:
        what = (
            "the PDF has no text: its pages are pictures" if any(p.pictures for p in pages) else "the PDF has no text"
        )
        raise NotReadableError(what, _SCAN)
    scans = [page.number for page in pages if page.pictures and letters[page.number] < FEW]
    doubts += [Doubt(number, "the page is a picture without text", _SCAN) for number in scans]
    return Raw(lines, pages=len(pages), running=running, doubts=tuple(doubts))


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise NotReadableError(
                "the PDF is protected by a password", "open it and save or print it without one"
            ) from None
        damaged = "the PDF is cut off or damaged"
        raise NotReadableError(damaged, "copy or download it anew, or open it and print it as PDF anew") from None
    if not count:
        document.close()
        raise NotReadableError("the PDF has no pages", "copy or download it anew")
    if count > MAX_PAGES:
        document.close()
        raise NotReadableError(f"the PDF has {count} pages, more than {MAX_PAGES}", "split it, and read its parts")
    return document


def _pages(document: pypdfium2.PdfDocument) -> tuple[list[Page], list[Doubt]]:
    pages: list[Page] = []
    doubts: list[Doubt] = []
    total = 0
    for number in range(1, len(document) + 1):
        try:
            page = _page(document[number - 1], number)
        except pypdfium2.PdfiumError:
            doubts.append(Doubt(number, "the page is damaged and was left out", "compare it with the report"))
            page = Page(number, 0.0, [], [])
        total += sum(len(f.text) for f in page.fragments)
        if total > MAX_TEXT:
            raise NotReadableError(
                f"the PDF has more than {MAX_TEXT} characters", "split it, and read its parts", number
            )
        pages.append(page)
    return pages, doubts


def _page(page: pypdfium2.PdfPage, number: int) -> Page:
    text = page.get_textpage()
    try:
        if text.count_chars() > MAX_PAGE_TEXT:
            what = f"the page has more than {MAX_PAGE_TEXT} characters"
            raise NotReadableError(what, "give the report without this page", number)
        turn = Turn(page.get_rotation(), page.get_width(), page.get_height())
        rules, pictures = _drawn(page, turn)
        return Page(number, turn.height, fragments_of(text, rules, turn), rules, pictures)
    finally:
        text.close()
        page.close()


def _drawn(page: pypdfium2.PdfPage, turn: Turn) -> tuple[list[Box], int]:
    """The lines and boxes drawn on a page, and how many pictures it has."""
    rules: list[Box] = []
    pictures = 0
    count = raw.FPDFPage_CountObjects(page.raw)
    sides = [ctypes.c_float() for _ in range(4)]
    for at in range(min(count, MAX_OBJECTS)):
        item = raw.FPDFPage_GetObject(page.raw, at)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
        elif kind == raw.FPDF_PAGEOBJ_PATH and raw.FPDFPageObj_GetBounds(item, *map(ctypes.byref, sides)):
            left, bottom, right, top = (side.value for side in sides)
            rules.append(turn.box((left, bottom, right, top)))
            if len(rules) > MAX_PATHS:
                return [], pictures
    return rules, pictures
