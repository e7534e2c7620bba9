"""The numbers that Word sets before paragraphs: they stand in no text, but follow from the lists of the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from dhrgraph.documents.counts import FORMATS

__all__ = ["Lists", "value_of"]

#: Levels of a list in Word.
LEVELS = 9


@dataclass(slots=True)
class _Level:
    """How one level of a list counts and prints."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""
    style: str = ""
    restart: int | None = None  # level whose number begins this one anew; 0 for none, None for any above
    legal: bool = False


@dataclass(slots=True)
class _List:
    """A list that paragraphs name: the definition that it counts by, and what it sets otherwise."""

    definition: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)


def value_of(element: Any, child: str) -> str:
    """The value of a child element; empty where it has none."""
    found = element.find(qn(child)) if element is not None else None
    return (found.get(qn("w:val")) or "") if found is not None else ""


class Lists:
    """The lists of a Word file, which count as its paragraphs are read in order.

    Parameters
    ----------
    root : element or None
        The root of ``numbering.xml``.
    """

    def __init__(self, root: Any) -> None:
        self._definitions: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._used: set[tuple[str, int]] = set()
        linked: dict[str, str] = {}  # list style to the definition that makes it
        links: dict[str, str] = {}  # definition to the list style that it only names
        for element in root.findall(qn("w:abstractNum")) if root is not None else ():
            number = element.get(qn("w:abstractNumId")) or ""
            self._definitions[number] = dict(_levels(element))
            if value_of(element, "w:styleLink"):
                linked[value_of(element, "w:styleLink")] = number
            if value_of(element, "w:numStyleLink"):
                links[number] = value_of(element, "w:numStyleLink")
        for element in root.findall(qn("w:num")) if root is not None else ():
            definition = value_of(element, "w:abstractNumId")
            definition = linked.get(links.get(definition, ""), definition)
            self._lists[element.get(qn("w:numId")) or ""] = _list(element, definition)

    def level_of_style(self, number: str, style: str) -> int:
        """Which level of a list a paragraph style stands for."""
        definition = self._definitions.get(self._lists[number].definition, {}) if number in self._lists else {}
        return next((at for at, level in definition.items() if level.style == style), 0)

    def label(self, number: str, level: int) -> tuple[str, bool]:
        """Count one paragraph of a list, and give what Word prints before it and whether that is a bullet."""
        found = self._lists.get(number)
        if found is None or not 0 <= level < LEVELS:
            return "", False
        levels = {**self._definitions.get(found.definition, {}), **found.levels}
        counts = self._counts.setdefault(found.definition, {})
        own = levels.get(level, _Level(text=f"%{level + 1}."))
        if (number, level) not in self._used and level in found.starts:
            counts[level] = found.starts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else own.start
        self._used.add((number, level))
        for deeper in [at for at in counts if at > level]:
            restart = levels.get(deeper, own).restart
            if restart is None or (restart and restart > level):
                del counts[deeper]
        if own.kind == "bullet":
            return own.text, True
        return _printed(own, levels, counts), False


def _levels(element: Any) -> Iterator[tuple[int, _Level]]:
    for level in element.findall(qn("w:lvl")):
        restart = value_of(level, "w:lvlRestart")
        yield (
            int(level.get(qn("w:ilvl")) or 0),
            _Level(
                _number(value_of(level, "w:start"), 1),
                value_of(level, "w:numFmt") or "decimal",
                value_of(level, "w:lvlText"),
                value_of(level, "w:pStyle"),
                _number(restart, 0) if restart else None,
                level.find(qn("w:isLgl")) is not None,
            ),
        )


def _list(element: Any, definition: str) -> _List:
    found = _List(definition)
    for override in element.findall(qn("w:lvlOverride")):
        level = _number(override.get(qn("w:ilvl")) or "", 0)
        start = value_of(override, "w:startOverride")
        if start:
            found.starts[level] = _number(start, 1)
        found.levels.update(_levels(override))
    return found


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else otherwise


def _printed(own: _Level, levels: dict[int, _Level], counts: dict[int, int]) -> str:
    text = own.text
    for at in range(LEVELS):
        if f"%{at + 1}" in text:
            level = levels.get(at, _Level())
            count = counts.get(at, level.start)
            kind = "decimal" if own.legal else level.kind
            text = text.replace(f"%{at + 1}", FORMATS.get(kind, str)(count))
    return text.strip()
