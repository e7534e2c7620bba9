"""A report file of any kind to a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from dhrgraph.documents import pdf, text, web, word
from dhrgraph.documents.columns import unflattened
from dhrgraph.documents.contents import without_contents
from dhrgraph.documents.kinds import MAX_BYTES, MAX_PASSAGE, FileKind, NotReadableError, kind_of, limited, too_long
from dhrgraph.documents.lines import Raw
from dhrgraph.documents.model import Document, TextPassage
from dhrgraph.documents.numbering import Numbering, number
from dhrgraph.documents.paragraphs import unwrapped
from dhrgraph.documents.running import is_marking, with_labels
from dhrgraph.documents.tables import prepared
from dhrgraph.errors import Problem, ProblemsError, shown

__all__ = ["read"]

#: Bytes below which a file named as Word names its marks is one.
LOCK = 1_000

_READERS: dict[FileKind, Callable[[bytes], Raw]] = {
    "pdf": pdf.read,
    "docx": word.read,
    "html": web.read,
    "text": text.read,
}


def read(path: Path) -> Document:
    """Read a report: a PDF, a Word file (.docx), a web page or a text.

    What kind of file it is, its content tells, not the ending of its name.

    Parameters
    ----------
    path : Path
        The file.

    Raises
    ------
    ProblemsError
        If the file cannot be read or holds no passage, with the remedy.
    OSError
        If the file cannot be opened.
    """
    try:
        raw = _raw(path)
        lines = prepared(unflattened(unwrapped(with_labels(without_contents(list(limited(raw.lines)))))))
        found = number(lines)
        for passage in found.passages:
            if len(passage.text) > MAX_PASSAGE:
                raise too_long(passage.number, passage.page)
        if not any(passage.cite and passage.kind != "front-matter" for passage in found.passages):
            what = "no paragraph was found: none has a number or stands under a heading"
            raise NotReadableError(what, "give the whole report, as PDF, Word file, web page or text")
    except NotReadableError as error:
        raise ProblemsError([Problem(shown(path), error.page, 0, error.what, error.remedy)]) from None
    doubts = [*((d.place, d.what, d.remedy) for d in raw.doubts), *_slips(found)]
    return Document(
        title=raw.title or _title(found.passages),
        pages=raw.pages,
        passages=tuple(found.passages),
        warnings=tuple(Problem(shown(path), place, 0, what, remedy) for place, what, remedy in doubts),
        running=raw.running,
        text="\n".join(passage.text for passage in found.passages),
    )


def _raw(path: Path) -> Raw:
    if path.name.startswith("~$") and path.stat().st_size < LOCK:
        raise NotReadableError("the file only marks that Word has another one open", "close Word, or leave it out")
    if path.stat().st_size > MAX_BYTES:
        raise NotReadableError(f"the file is larger than {MAX_BYTES // 2**20} MB", "split it, or take its pictures out")
    data = path.read_bytes()
    return _READERS[kind_of(data)](data)


def _slips(found: Numbering) -> list[tuple[int, str, str]]:
    """What the numbers that OCR spoiled were read as."""
    remedy = "look whether the report has that number"
    return [
        (line.page or line.place, f"the number of {line.text[:24]!r} was read as {printed}", remedy)
        for line, printed in found.slips
    ]


def _title(passages: Sequence[TextPassage]) -> str:
    """The first line of the cover that is no marking, or the first heading."""
    for passage in passages:
        for line in passage.text.split("\n") if passage.kind in ("front-matter", "heading") else ():
            if line and not is_marking(line):
                return line[:200]
    return ""
