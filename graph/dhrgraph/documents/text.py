"""Plain text files, also such as converters leave in a kind of Markdown, to lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from dhrgraph.documents.apart import set_apart
from dhrgraph.documents.columns import aligned
from dhrgraph.documents.kinds import NotReadableError
from dhrgraph.documents.lines import Doubt, Line, Raw, clean, ends_whole
from dhrgraph.documents.plain_notes import with_raised_notes
from dhrgraph.documents.plain_tables import plain_tables
from dhrgraph.documents.running import without_repeated
from dhrgraph.documents.widths import Width

__all__ = ["decoded", "lines_of", "read"]

#: Longest line of a text that is wrapped.
WIDEST = 140

#: One line in how many must at least be set apart, for space to tell anything.
SET_CLOSE = 12
#: How much of a line is looked at to see whether it is only drawn.
LONGEST_RULE = 1_000

_MARKDOWN_HEADING = re.compile(r"^(#{1,6})\s+(\S.*)$")
_STRONG = re.compile(r"^(?:\*\*|__)([^*]+)(?:\*\*|__):?$")
_EMPHASIS = re.compile(r"(\*{1,3}|_{2})(?=\S)([^*_\n]+?)(?<=\S)\1")
_TAG = re.compile(r"</?(?:i|b|em|strong|u|sup|sub|br|ul|ol|li|p|span)\b[^<>]*>", re.IGNORECASE)
_RULE = re.compile(r"^(?:[-*_=~]\s*){3,}$|^\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*$")
#: How some programs write a bullet of a font whose letters have no names.
_UNNAMED = re.compile(r"^\(cid:\d+\)\s*")
_MARKER_TAB = re.compile(r"^\s*(?:[-•]\s+)?(?:\(?[a-z0-9]{1,4}[).]|\d{1,3}(?:\.\d{1,3})*\.?|[•▪●o·-])\t[^\t]+$")


def read(data: bytes) -> Raw:
    """What a text file gives.

    Raises
    ------
    NotReadableError
        If it is no text.
    """
    remedy = "save the report as UTF-8 text"
    try:
        text, old = decoded(data)
    except UnicodeDecodeError as error:
        raise NotReadableError(f"byte {error.start} is not {error.encoding.upper()}", remedy) from None
    if "\x00" in text:
        raise NotReadableError("the file is no text", "give the report as PDF, Word file (.docx), web page or text")
    lines, running = without_repeated(with_raised_notes(lines_of(text)))
    lines = set_apart(lines, _indents(text), _in_columns(text))
    doubts = (Doubt(0, "the text is not UTF-8 and was read as Windows-1252", remedy),) if old else ()
    return Raw(lines, running=running, doubts=doubts)


def decoded(data: bytes) -> tuple[str, bool]:
    """The text of a file, and whether it had to be taken for Windows-1252, as old programs write it.

    Raises
    ------
    UnicodeDecodeError
        If the file is no text of a kind that can be told.
    """
    data = data.rstrip(b"\x1a")  # with which old programs end a text
    wide = _wide(data)
    if wide:
        return data.decode(wide), False
    data = data.rstrip(b"\x00")
    try:
        return data.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        if _has_utf8(data) or any(byte < 9 or 13 < byte < 32 for byte in data):
            raise
        return data.decode("cp1252"), True


def _wide(data: bytes) -> str:
    """The encoding with characters of several bytes each that a text has by its mark or by its NULs; else empty."""
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "utf-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = data[:4096]
    for first, encoding in ((0, "utf-16-be"), (1, "utf-16-le")):
        letters = head[1 - first :: 2]
        if len(head) > 1 and head[first::2].count(0) * 10 > 9 * len(letters) and letters.count(0) * 10 < len(letters):
            return encoding
    return ""


def _has_utf8(data: bytes) -> bool:
    """Whether any character of several bytes stands in a file, as UTF-8 writes it."""
    return bool(re.search(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}", data))


def lines_of(text: str) -> list[Line]:
    """The lines of a text.

    Examples
    --------
    >>> [line.text for line in lines_of("# Facts\\n\\n- 1.1 She **called**.")]
    ['Facts', '- 1.1 She called.']
    """
    made: list[Line] = []
    for line in _lines(text):
        goes_on = made and line.role == "row" and made[-1].role == "row" and not line.gap
        made.append(replace(line, table=made[-1].table) if goes_on else line)
    width = _width(made)
    if (
        not width and not Width.of(made).least and sum(line.gap for line in made) * SET_CLOSE < len(made)
    ):  # a paragraph a line, and none set apart
        before = ["", *(line.text for line in made)]
        made = [
            replace(
                line, gap=line.gap or not (line.role == "row" or (line.text[:1].islower() and not ends_whole(last)))
            )
            for last, line in zip(before, made, strict=False)
        ]
    following = [*(line.text.split(" ", 1)[0] for line in made[1:]), ""]
    return [
        replace(line, full=width > 0 and len(line.text) + 1 + len(word) > width)
        for line, word in zip(made, following, strict=True)
    ]


def _indents(text: str) -> dict[int, int]:
    """By its place, how many spaces stand before each line."""
    return {place: len(raw) - len(raw.lstrip()) for place, raw in enumerate(text.splitlines(), start=1)}


def _in_columns(text: str) -> set[int]:
    """The places of lines with wider spaces within, as the columns of a table leave them."""
    return {place for place, raw in enumerate(text.splitlines(), start=1) if "   " in raw.strip()}


def _width(lines: list[Line]) -> int:
    """The width at which a text is wrapped; 0 where its paragraphs stand on lines of their own."""
    lengths = sorted(len(line.text) for line in lines if line.role == "text")
    if not lengths or lengths[-1] > WIDEST:
        return 0
    width = lengths[len(lengths) * 98 // 100]
    near = sum(1 for length in lengths if width - 12 <= length)
    return width if width > 40 and near * 5 > len(lengths) else 0


def _lines(text: str) -> Iterator[Line]:
    gap, after_row = True, False
    lines = [line.rstrip("\r\n") for line in text.splitlines(keepends=True)]  # with the ends of pages
    rows = plain_tables(lines)
    rows |= aligned(["" if at in rows else line for at, line in enumerate(lines)])
    for place, raw in enumerate(lines, start=1):
        if place - 1 in rows:
            cells = rows[place - 1]
            if cells:
                yield Line(
                    "\t".join(cells), gap=gap and not after_row, role="row", cells=cells, table=place, place=place
                )
            gap, after_row = False, True
            continue
        if not raw.strip() or _RULE.match(raw.strip()[:LONGEST_RULE]):
            gap = gap or not raw.strip()
            continue
        cells = _cells(raw, after_row=after_row and not gap)
        if cells:
            yield Line(
                "\t".join(cells), gap=gap, role="row", cells=cells, flat="|" not in raw, table=place, place=place
            )
        else:
            yield _line(raw, gap=gap, place=place)
        gap, after_row = False, bool(cells)


def _line(raw: str, *, gap: bool, place: int) -> Line:
    heading = _MARKDOWN_HEADING.match(raw.strip())
    text = (heading[2].rstrip("#").rstrip() or heading[2][0]) if heading else _UNNAMED.sub("• ", raw.strip())
    strong = bool(_STRONG.match(text))
    return Line(
        clean(_plain(text).replace("\t", " ")),
        gap=gap,
        heading=len(heading[1]) if heading else 0,
        strong=strong,
        place=place,
    )


def _plain(text: str) -> str:
    """A text without the marks of Markdown."""
    text = _TAG.sub(" ", text) if "<" in text else text
    return _EMPHASIS.sub(r"\2", text).replace("\\*", "*").replace("\\_", "_")


def _cells(raw: str, *, after_row: bool) -> tuple[str, ...]:
    """The cells of a row; none where a line is no row."""
    if raw.count("|") > 1 and raw.strip().startswith("|"):
        parts = raw.strip().strip("|").split("|")
    elif "\t" in raw.strip(" ") and (after_row or not _MARKER_TAB.match(raw)):
        parts = raw.strip(" ").split("\t")
    else:
        return ()
    cells = tuple(clean(_plain(part)) for part in parts)
    return cells if any(cells) and len(cells) > 1 else ()
