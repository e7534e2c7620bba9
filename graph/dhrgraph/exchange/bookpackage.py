"""The file of a workbook as the archive that it is, surveyed before anything in it is read.

Its limits are far above any real review: of the packaged ones the larger has a file of 0.2 MB with 109 parts, which
unpack to 1.2 MB. The sizes that an archive declares may lie, so what is really unpacked is counted as well.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from dhrgraph.exchange.bookxml import Budget, Handler, MalformedError, RefusedError, plain, stream

__all__ = ["DAMAGED", "Package", "joined", "package"]

DAMAGED = "open it in Excel and save it anew as an Excel workbook (.xlsx)"
_SMALLER = "a review's workbook is far smaller: look at what it holds"
_MOST_BYTES = 20_000_000
_MOST_PARTS = 2_000
_MOST_UNPACKED = 100_000_000
_MOST_RATIO = 200  # of what is unpacked to what is packed, where a part is not small; comments come to 71
_SMALL = 5_000_000
_MOST_ELEMENTS = 3_000_000  # of sheets and shared texts
_MOST_OTHER_ELEMENTS = 500_000  # of what is read as a whole where a copy is marked
_PIECE = 65_536
_OLD_FORMAT = bytes.fromhex("d0cf11e0a1b11ae1")  # of .xls, and of what is protected by a password
_ENCRYPTED = 0x1 | 0x40
_LOCAL_HEADER = 30  # bytes, without the name
_BAD_NAME = re.compile(r"[\x00-\x1f\x7f\\]|^/|^[A-Za-z]:|(?:^|/)\.\.?(?:/|$)|^$|//")
#: What the standard library raises of archives that are damaged or made to do harm.
_BAD = (BadZipFile, zlib.error, struct.error, ValueError, NotImplementedError, RuntimeError, EOFError, OverflowError,
        LookupError, OSError)  # fmt: skip


class Package:
    """The parts of a workbook by their names, of which case does not count."""

    def __init__(self, archive: ZipFile) -> None:
        self.archive = archive
        self.parts = {info.filename.casefold(): info for info in archive.infolist() if not info.is_dir()}
        self.unpacked = Budget(3 * _MOST_UNPACKED, "bytes when unpacked", _SMALLER)  # a part may be gone through thrice
        self.elements = Budget(_MOST_ELEMENTS, "elements of XML", _SMALLER)
        self.others = Budget(_MOST_OTHER_ELEMENTS, "elements of XML beside its sheets", _SMALLER)
        self.seen: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self.parts

    def read(self, name: str, handler: Handler, *, large: bool = False) -> None:
        """Give a handler what a part holds; `large` may be sheets and shared texts.

        Raises
        ------
        RefusedError
            If it cannot be unpacked or is not safe.
        MalformedError
            If it is no XML.
        """
        info = self.parts[name.casefold()]
        self.seen.add(name.casefold())
        stream(info.filename, self._pieces(info), handler, self.elements if large else self.others)

    def survey(self) -> None:
        """Go through the parts that were not read.

        Raises
        ------
        RefusedError
            If one cannot be unpacked or is not safe.
        """
        for name, info in self.parts.items():
            if name in self.seen:
                continue
            if self._is_xml(info):
                with suppress(MalformedError):  # it is not read, and drawings of Excel are not always sound
                    self.read(name, Handler())
            for _ in self._pieces(info):  # unpacked whole, to see whether it can be
                pass

    def _is_xml(self, info: ZipInfo) -> bool:
        """Whether a part looks like XML, whatever its name."""
        return next(self._pieces(info), b"").lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<")

    def _pieces(self, info: ZipInfo) -> Iterator[bytes]:
        """What a part holds; its check sum is looked at once all is read."""
        try:
            with self.archive.open(info) as file:
                while piece := file.read(_PIECE):
                    self.unpacked.spend(len(piece))
                    yield piece
        except _BAD as error:
            what = f"this workbook is damaged ({plain(info.filename)}: {plain(str(error))})"
            raise RefusedError(what, DAMAGED) from None


@contextmanager
def package(path: Path) -> Iterator[Package]:
    """The parts of a workbook's file.

    Raises
    ------
    RefusedError
        If it is no workbook, or an archive that no program for workbooks makes.
    """
    _refuse_other_files(path)
    try:
        archive = ZipFile(path)
    except _BAD:
        remedy = "save it as an Excel workbook (.xlsx), not as .xls, .ods or .csv"
        raise RefusedError("this is no workbook", remedy) from None
    with archive:
        _refuse_bad_parts(archive.infolist(), archive.start_dir)
        found = Package(archive)
        if "[Content_Types].xml" not in found:
            remedy = "save it as an Excel workbook (.xlsx), not as .ods or another kind"
            raise RefusedError("this is no Excel workbook", remedy)
        yield found


def _refuse_other_files(path: Path) -> None:
    """Refuse what is no workbook by its first look."""
    if not path.is_file():
        raise RefusedError("this is no file", "name the workbook itself")
    size = path.stat().st_size
    if size > _MOST_BYTES:
        raise RefusedError(f"the file is larger than {_MOST_BYTES:,} bytes", _SMALLER)
    if size == 0:
        raise RefusedError("the file is empty", "see whether it was saved and copied whole")
    with path.open("rb") as file:
        if file.read(8) == _OLD_FORMAT:
            what = "this workbook is protected by a password, or of the old kind .xls"
            raise RefusedError(what, "take the password off, and save it as an Excel workbook (.xlsx)")


def _refuse_bad_parts(infos: Sequence[ZipInfo], end: int) -> None:
    """Refuse an archive by what its directory says."""
    if len(infos) > _MOST_PARTS:
        raise RefusedError(f"the file has {len(infos):,} parts, more than {_MOST_PARTS:,}", _SMALLER)
    names: set[str] = set()
    for info in infos:
        if wrong := _wrong_part(info):
            raise RefusedError(f"the part {plain(info.orig_filename)!r} {wrong[0]}", wrong[1])
        if info.filename.casefold() in names:
            raise RefusedError(f"the part {plain(info.filename)!r} is in the file twice", DAMAGED)
        names.add(info.filename.casefold())
    if sum(info.file_size for info in infos) > _MOST_UNPACKED:
        raise RefusedError(f"the file unpacks to more than {_MOST_UNPACKED:,} bytes", _SMALLER)
    _refuse_overlaps(infos, end)


def _wrong_part(info: ZipInfo) -> tuple[str, str] | None:
    """What is wrong with a part, and what to do; None if nothing is."""
    if _BAD_NAME.search(info.orig_filename.rstrip("/") or info.orig_filename):
        return "has a name that no workbook has", DAMAGED
    if info.flag_bits & _ENCRYPTED:
        return "is protected by a password", "take the password off, and save it as an Excel workbook (.xlsx)"
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return f"is packed by a method that Excel does not use ({info.compress_type})", DAMAGED
    if info.file_size > _SMALL and info.file_size > _MOST_RATIO * max(1, info.compress_size):
        return f"unpacks to more than {_MOST_RATIO} times its size", _SMALLER
    return None


def _refuse_overlaps(infos: Sequence[ZipInfo], end: int) -> None:
    """Refuse an archive in which parts share bytes, as in bombs that unpack the same bytes again and again."""
    ordered = sorted(infos, key=lambda info: info.header_offset)
    for info, after in zip(ordered, [*(info.header_offset for info in ordered[1:]), end], strict=True):
        if info.header_offset + _LOCAL_HEADER + info.compress_size > after:
            raise RefusedError(f"the part {plain(info.orig_filename)!r} overlaps another one", DAMAGED)


def joined(base: str, target: str) -> str | None:
    """The name of the part that a relationship of another part means; None where it lies outside of the file.

    Examples
    --------
    >>> joined("xl/workbook.xml", "worksheets/sheet1.xml"), joined("xl/workbook.xml", "/xl/styles.xml")
    ('xl/worksheets/sheet1.xml', 'xl/styles.xml')
    >>> joined("xl/workbook.xml", "../../secret.xml") is None
    True
    """
    name = posixpath.normpath(posixpath.join("/", posixpath.dirname(base), target).lstrip("/"))
    return None if name.startswith("..") or "\\" in target or ":" in target else name
