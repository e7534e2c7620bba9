"""The XML of a workbook's parts, streamed: a part of any size takes little memory, and no part can do harm.

A document type is refused, and with it entities of every kind. What is nested too deeply or has a tag that is too
long is refused too; no workbook that Excel writes has any of these.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

__all__ = ["Budget", "Handler", "MalformedError", "RefusedError", "plain", "stream"]

_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/relationships",
)
_DEEPEST = 100
_LONGEST_TAG = 1_000_000  # bytes; the parser reads a tag anew with each piece of it, so that a long one takes for ever
_LONGEST_SHOWN = 60
_SOUND = "do not use this file; ask who sent it for one that Excel has saved"


class RefusedError(Exception):
    """What makes a workbook too dangerous or too large to be read: what is wrong and what to do, perhaps its cell."""

    def __init__(self, what: str, remedy: str, sheet: str = "", row: int = 0, column: int = 0) -> None:
        super().__init__(what)
        self.what, self.remedy, self.sheet, self.row, self.column = what, remedy, sheet, row, column


class MalformedError(Exception):
    """A part is no XML; the text says why."""


class Budget:
    """How much of something a workbook may still have."""

    def __init__(self, most: int, what: str, remedy: str) -> None:
        self.most, self.left, self.what, self.remedy = most, most, what, remedy

    @property
    def spent(self) -> int:
        """How much was taken."""
        return self.most - self.left

    def spend(self, number: int = 1) -> None:
        """Take some of it.

        Raises
        ------
        RefusedError
            If so much is not left.
        """
        self.left -= number
        if self.left < 0:
            raise RefusedError(f"the workbook has more than {self.most:,} {self.what}", self.remedy)


class Handler:
    """Takes what a part holds; the path has the names of the open elements, empty for those of other namespaces."""

    def start(self, path: list[str], attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, path: list[str]) -> None:
        """An element ends; it is still the last of the path."""

    def text(self, path: list[str], text: str) -> None:
        """Text stands here, or a part of it."""


def stream(name: str, pieces: Iterator[bytes], handler: Handler, elements: Budget) -> None:
    """Give a handler what a part holds.

    Parameters
    ----------
    name : str
        Name of the part, for messages.
    pieces : iterator of bytes
        What it holds, in pieces.
    handler : Handler
    elements : Budget
        How many elements it may have.

    Raises
    ------
    RefusedError
        If it has a document type, is nested too deeply, or has too much.
    MalformedError
        If it is no XML.
    """
    parser = _parser(plain(name), handler, elements)
    fed = 0
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            fed += len(piece)
            if fed - parser.CurrentByteIndex > _LONGEST_TAG + len(piece):
                raise RefusedError(f"a tag in {plain(name)} has more than a million characters", _SOUND)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise MalformedError(str(error)) from None


def _parser(name: str, handler: Handler, elements: Budget) -> Any:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = 65_536
    path: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        elements.spend()
        if len(path) >= _DEEPEST:
            raise RefusedError(f"the XML of {name} is nested more than {_DEEPEST} deep", _SOUND)
        space, _, local = tag.rpartition(" ")
        path.append(local if space in _MAIN else "")
        handler.start(path, attributes)

    def end(_: str) -> None:
        handler.end(path)
        path.pop()

    def refuse(*_: Any) -> None:
        raise RefusedError(f"the XML of {name} has a document type, which no workbook needs", _SOUND)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda text: handler.text(path, text)
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    return parser


def plain(text: str) -> str:
    """A text of a stranger as a message may show it: on one line, not long, without signs that steer a terminal.

    Examples
    --------
    >>> plain("a\\x9b2Jb")
    'a 2Jb'
    """
    short = text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
    return "".join(sign if sign.isprintable() else " " for sign in short)
