"""What the cells of a workbook refer to: its list of sheets, shared texts and formats of numbers."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from dhrgraph.exchange.bookpackage import DAMAGED, Package, joined
from dhrgraph.exchange.bookxml import Handler, MalformedError, RefusedError, plain

__all__ = ["Listed", "Parts", "Texts", "parts", "unescaped"]

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships id"
_LONGEST_FORMAT = 255  # Excel's own limit
_MOST_SHEETS = 500
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
H = TypeVar("H", bound=Handler)


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet in the workbook's list.

    Parameters
    ----------
    title : str
    part : str
        Name of its part; empty where it has none that can be read.
    wrong : str
        Why it has none.
    """

    title: str
    part: str = ""
    wrong: str = ""


@dataclass(slots=True)
class Parts:
    """The sheets of a workbook and what their cells refer to.

    Parameters
    ----------
    sheets : list of Listed
        The sheets with cells; not those that are a chart.
    texts : list of str
        The shared texts.
    styles : list of str
        The number of the format of numbers of each style.
    formats : dict
        The formats of the workbook's own by their numbers.
    from_1904 : bool
        Whether its days are counted from 1904.
    """

    sheets: list[Listed] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    formats: dict[str, str] = field(default_factory=dict)
    from_1904: bool = False


@dataclass(frozen=True, slots=True)
class _Relation:
    sort: str  # the last word of its type
    part: str | None  # None where it lies outside of the file


def parts(package: Package) -> Parts:
    """The sheets of a workbook and what their cells refer to.

    Raises
    ------
    RefusedError
        If it is no workbook, or what its cells refer to cannot be read.
    """
    start = next((one for one in _relations(package, "").values() if one.sort == "officeDocument"), None)
    if start is None or start.part is None or start.part not in package:
        raise RefusedError("this is no Excel workbook", "save it as an Excel workbook (.xlsx), not as another kind")
    book = _read(package, start.part, _Workbook())
    relations = _relations(package, start.part)
    sorts = {one.sort: one.part for one in relations.values() if one.part and one.part in package}
    found = Parts(from_1904=book.from_1904)
    if "sharedStrings" in sorts:
        found.texts = _read(package, sorts["sharedStrings"], Texts(), large=True).texts
    if "styles" in sorts:
        styles = _read(package, sorts["styles"], _Styles())
        found.styles, found.formats = styles.used, styles.own
    if len(book.sheets) > _MOST_SHEETS:
        raise RefusedError(f"the workbook has more than {_MOST_SHEETS} sheets", "delete the sheets of your own")
    for title, relation in book.sheets:
        listed = _listed(title, relations.get(relation), package)
        if listed.part and any(listed.part.casefold() == one.part.casefold() for one in found.sheets):
            raise RefusedError(f"two sheets are one part of the file ({plain(listed.part)})", DAMAGED)
        found.sheets += [] if listed.wrong == _NO_CELLS else [listed]
    return found


_NO_CELLS = "it is a chart"


def _listed(title: str, relation: _Relation | None, package: Package) -> Listed:
    if relation is None:
        return Listed(title, wrong="the file does not say where it is")
    if relation.sort != "worksheet":
        return Listed(title, wrong=_NO_CELLS)
    if relation.part is None:
        return Listed(title, wrong="it lies outside of the file")
    if relation.part not in package:
        return Listed(title, wrong="its part is missing from the file")
    return Listed(title, relation.part)


def _read(package: Package, name: str, handler: H, *, large: bool = False) -> H:
    """A handler that has taken a part."""
    try:
        package.read(name, handler, large=large)
    except MalformedError as error:
        raise RefusedError(f"this workbook is damaged ({plain(name)}: {plain(str(error))})", DAMAGED) from None
    return handler


def _relations(package: Package, part: str) -> Mapping[str, _Relation]:
    """What a part, or the file as a whole, refers to."""
    name = posixpath.join(posixpath.dirname(part), "_rels", f"{posixpath.basename(part)}.rels")
    return _read(package, name, _Relations(part)).found if name in package else {}


class _Relations(Handler):
    def __init__(self, part: str) -> None:
        self.part = part
        self.found: dict[str, _Relation] = {}

    def start(self, path: list[str], attributes: dict[str, str]) -> None:
        if path == ["Relationships", "Relationship"]:
            outside = attributes.get("TargetMode", "Internal") != "Internal"
            target = None if outside else joined(self.part, attributes.get("Target", ""))
            sort = attributes.get("Type", "").rpartition("/")[2]
            self.found.setdefault(attributes.get("Id", ""), _Relation(sort, target))


class _Workbook(Handler):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.from_1904 = False

    def start(self, path: list[str], attributes: dict[str, str]) -> None:
        if path == ["workbook", "workbookPr"]:
            self.from_1904 = attributes.get("date1904", "0") in ("1", "true")
        elif path == ["workbook", "sheets", "sheet"]:
            relation = attributes.get(_RELATIONS) or attributes.get(_STRICT_RELATIONS, "")
            self.sheets.append((attributes.get("name", ""), relation))


class _Styles(Handler):
    def __init__(self) -> None:
        self.own: dict[str, str] = {}
        self.used: list[str] = []

    def start(self, path: list[str], attributes: dict[str, str]) -> None:
        if path == ["styleSheet", "numFmts", "numFmt"]:
            self.own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")[:_LONGEST_FORMAT]
        elif path == ["styleSheet", "cellXfs", "xf"]:
            self.used.append(attributes.get("numFmtId", "0"))


class Texts(Handler):
    """The texts of ``si`` or ``is`` elements: their runs joined, without what says how a word is spoken."""

    def __init__(self, tag: str = "si") -> None:
        self.tag = tag
        self.texts: list[str] = []
        self._parts: list[str] = []

    def start(self, path: list[str], attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        if path[-1] == self.tag:
            self._parts = []

    def text(self, path: list[str], text: str) -> None:
        """Take text."""
        if path[-1] == "t" and (path[-2:-1] == [self.tag] or path[-3:-1] == [self.tag, "r"]):
            self._parts.append(text)

    def end(self, path: list[str]) -> None:
        """Take the end of an element."""
        if path[-1] == self.tag:
            self.texts.append(unescaped("".join(self._parts)))


def unescaped(text: str) -> str:
    """A text in which signs that XML cannot hold are written as ``_x000D_``.

    Examples
    --------
    >>> unescaped("a_x0009_b"), unescaped("a_x005F_x0009_b")
    ('a\\tb', 'a_x0009_b')
    """
    if "_x" not in text:
        return text
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:  # half of a sign, which is a problem of the cell
        return text
