"""What kind of file a report is, told by its content."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Literal

from dhrgraph.documents.lines import Line

__all__ = [
    "MAX_BYTES",
    "MAX_PASSAGE",
    "MAX_TEXT",
    "MAX_UNPACKED",
    "FileKind",
    "NotReadableError",
    "kind_of",
    "limited",
    "too_long",
]

FileKind = Literal["pdf", "docx", "html", "text"]

#: Pictures that only some bytes within their head tell.
_PICTURES = re.compile(rb"BM.{4}\x00\x00\x00\x00|RIFF.{4}WEBP|.{4}(?:ftyp(?:hei|mif|avif)|jP  )", re.DOTALL)

#: Largest file that is read.
MAX_BYTES = 200 * 2**20
#: Largest size of what a Word file unpacks to.
MAX_UNPACKED = 400 * 2**20
#: Largest size of its parts that are XML, together: they take up to thirty times their size while they are read.
MAX_XML = 48 * 2**20
#: Bytes from which a part is looked into whose name does not tell that it is XML.
LARGE = 2**20
#: Most parts of a Word file.
MAX_PARTS = 20_000
#: Most characters of a report.
MAX_TEXT = 10_000_000
#: Most characters of a passage, of which a record can hardly cite what it means.
MAX_PASSAGE = 500_000

_WORD = "save it in Word or LibreOffice as .docx or as PDF, and read that"
_OCR = "make its text first with OCR, for instance: ocrmypdf --deskew IN.pdf OUT.pdf"
_PICTURE = "the file is a picture"
_SIGNATURES = (
    (b"{\\rtf", "the file is RTF", _WORD),
    (b"%!PS", "the file is PostScript", "save or print it as PDF, and read that"),
    (b"\x89PNG", _PICTURE, _OCR),
    (b"\xff\xd8\xff", _PICTURE, _OCR),
    (b"GIF8", _PICTURE, _OCR),
    (b"II*\x00", "the file is a scanned picture (TIFF)", _OCR),
    (b"MM\x00*", "the file is a scanned picture (TIFF)", _OCR),
    (b"\x1f\x8b", "the file is packed (gzip)", "unpack it and read what is in it"),
    (b"7z\xbc\xaf", "the file is packed (7z)", "unpack it and read what is in it"),
    (b"Rar!", "the file is packed (RAR)", "unpack it and read what is in it"),
    (b"BZh", "the file is packed (bzip2)", "unpack it and read what is in it"),
    (b"\xfd7zXZ\x00", "the file is packed (xz)", "unpack it and read what is in it"),
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|h[1-6]|p|div|table)\b", re.IGNORECASE)


class NotReadableError(Exception):
    """A file that cannot be read.

    Parameters
    ----------
    what : str
        What is wrong.
    remedy : str
        What to do about it.
    page : int
        The page, counted from 1; 0 where the file as a whole is meant.
    """

    def __init__(self, what: str, remedy: str, page: int = 0) -> None:
        self.what, self.remedy, self.page = what, remedy, page
        super().__init__(f"{what}: {remedy}")


def too_long(passage: str, place: int = 0) -> NotReadableError:
    """That a passage has more characters than are read."""
    what = f"passage {passage} has more than {MAX_PASSAGE} characters"
    remedy = "give the report as PDF or Word file, or as a text with space between its paragraphs"
    return NotReadableError(what, remedy, place)


def limited(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines as long as they have not too many characters, so that a small file cannot make a report without end.

    Raises
    ------
    NotReadableError
        At the line with which they have.
    """
    total = 0
    for line in lines:
        total += len(line.text) + 1
        if total > MAX_TEXT:
            raise NotReadableError(f"the report has more than {MAX_TEXT} characters", "split it, and read its parts")
        yield line


def kind_of(data: bytes) -> FileKind:
    r"""The kind of a file.

    Raises
    ------
    NotReadableError
        If it is none that can be read.

    Examples
    --------
    >>> kind_of(b"%PDF-1.7"), kind_of(b"<!DOCTYPE html><p>The review"), kind_of(b"1.1 The review")
    ('pdf', 'html', 'text')
    """
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise NotReadableError("the file is empty", "give the report's file, and see whether it was copied whole")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK"):
        return _zipped(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise NotReadableError(
                "the Word file is protected by a password", "open it in Word and save it without one"
            )
        raise NotReadableError("the file is of the old Word (.doc) or of another old Office program", _WORD)
    start = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    for signature, what, remedy in _SIGNATURES:
        if data.startswith(signature) or start.startswith(signature):
            raise NotReadableError(what, remedy)
    if _PICTURES.match(data):
        raise NotReadableError(_PICTURE, _OCR)
    head = data[:4096].replace(b"\x00", b"") if data.startswith((b"\xff\xfe", b"\xfe\xff")) else data[:4096]
    return "html" if _HTML.search(head) and head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<") else "text"


def _zipped(data: bytes) -> FileKind:
    """What a ZIP archive holds."""
    broken = NotReadableError(
        "the file is a Word file or an archive that is cut off or damaged", "copy or download it anew, and read that"
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            mimetype, relations = (
                archive.read(name) if name in names and _small(archive, name) else b""
                for name in ("mimetype", "_rels/.rels")
            )
            strict = b"purl.oclc.org/ooxml" in relations
            xml = sum(part.file_size for part in parts[:MAX_PARTS] if _is_xml(archive, part))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error):
        raise broken from None
    if b"opendocument" in mimetype:
        raise NotReadableError("the file is of LibreOffice (.odt)", _WORD)
    for folder, what in (("xl/", "an Excel workbook"), ("ppt/", "a PowerPoint presentation")):
        if any(name.startswith(folder) for name in names) and "word/document.xml" not in names:
            raise NotReadableError(f"the file is {what} and no Word file", "give the report, or save it as PDF")
    if not any(name.startswith("word/") for name in names):
        raise NotReadableError("the file is an archive and no Word file", "unpack it and read what is in it")
    if strict:
        raise NotReadableError(
            "the file is of the kind Strict Open XML", "save it in Word as a Word document (.docx) of the usual kind"
        )
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED or xml > MAX_XML:
        limit = f"the Word file unpacks to more than {MAX_UNPACKED // 2**20} MB, or its text to {MAX_XML // 2**20} MB"
        raise NotReadableError(limit, "take its pictures out, or save it as PDF, and read that")
    return "docx"


def _is_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part can be XML by its name or, where it is large, by its first letters, since any part may be it."""
    if part.filename.endswith((".xml", ".rels")):
        return True
    if part.file_size < LARGE:
        return False
    with archive.open(part) as opened:
        return opened.read(64).replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def _small(archive: zipfile.ZipFile, name: str) -> bool:
    return archive.getinfo(name).file_size < 10_000
