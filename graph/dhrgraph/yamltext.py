"""YAML text to plain values with their places, read as strings throughout.

A YAML 1.1 loader would turn paragraph 3.10 into the number 3.1, ``no`` into False and 2010-09-18
into a date, so every scalar stays the string that was typed. Only mappings, lists and scalars are
accepted: anchors, tags and further documents, which a record never needs, are refused, and so is a
key that stands twice, which loaders swallow.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from dhrgraph.texts import forbidden, named, normalised

__all__ = ["MAX_BYTES", "MAX_DEPTH", "Fault", "Parsed", "Path", "parse"]

MAX_BYTES = 20_000_000
MAX_DEPTH = 12

Path = tuple[str | int, ...]
Value = str | list[Any] | dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with the YAML of a file."""

    line: int
    column: int
    what: str
    remedy: str


@dataclass(slots=True)
class Parsed:
    """The value of a YAML text, the places of its parts, and what is wrong with it.

    Parameters
    ----------
    value : str, list, dict or None
        None where the text is not YAML or holds nothing.
    places : dict
        Line and column, counted from 1, of each value by its path of keys and indexes.
    keys : dict
        Line and column of each key by the path of its value.
    faults : list of Fault
    """

    value: Value | None = None
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def parse(data: bytes) -> Parsed:
    """Parse the bytes of a YAML file.

    Of a text that is not YAML the first fault is told; else every fault.
    """
    parsed = Parsed()
    text = _decoded(data, parsed)
    if text is None:
        return parsed
    try:
        _Builder(parsed).build(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = ", ".join(part for part in (error.problem, error.context) if part)
        parsed.value = None
        parsed.faults.append(
            Fault(
                line,
                column,
                f"this is not YAML ({what})",
                "look at the indentation, quotes and brackets here and above",
            )
        )
    except yaml.YAMLError as error:
        parsed.value = None
        parsed.faults.append(_bad_character(text, error))
    return parsed


def _decoded(data: bytes, parsed: Parsed) -> str | None:
    if len(data) > MAX_BYTES:
        what = f"the file has {len(data):,} bytes, more than {MAX_BYTES:,}"
        parsed.faults.append(Fault(1, 1, what, "a review's records are far smaller: look at what it holds"))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        parsed.faults.append(Fault(line, column, "this is not UTF-8 text", "save the file with the encoding UTF-8"))
        return None
    if not any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines()):
        parsed.faults.append(Fault(1, 1, "the file is empty", "write its records, or [] if the report states none"))
        return None
    return text


def _bad_character(text: str, error: yaml.YAMLError) -> Fault:
    for number, line in enumerate(text.split("\n"), start=1):
        for column, character in enumerate(line, start=1):
            if yaml.reader.Reader.NON_PRINTABLE.match(character):
                what = f"the character {named(character)} may not stand in YAML"
                return Fault(number, column, what, "delete it")
    return Fault(1, 1, f"this is not YAML ({error})", "save the file as UTF-8 text")


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read."""

    value: list[Any] | dict[str, Any]
    path: Path
    key: str | None = None


class _Builder:
    """Builds values from the events of the C parser, with a stack of its own."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.stack: list[_Open] = []
        self.documents = 0

    def build(self, text: str) -> None:
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.DocumentStartEvent):
                self.documents += 1
                if self.documents > 1:
                    self._fault(event, "a second document begins here", "delete the line --- and join the lists")
                    return
            elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
                self._refuse_extras(event)
                if len(self.stack) >= MAX_DEPTH:
                    self._fault(
                        event, "lists and mappings are nested too deeply", "look at the indentation and brackets"
                    )
                    self.parsed.value = None
                    return
                value: list[Any] | dict[str, Any] = [] if isinstance(event, yaml.SequenceStartEvent) else {}
                self.stack.append(_Open(value, self._place(event, value)))
            elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
                self.stack.pop()
            elif isinstance(event, yaml.ScalarEvent):
                self._refuse_extras(event)
                self._scalar(event)
            elif isinstance(event, yaml.AliasEvent):
                self._fault(event, f"an alias (*{event.anchor}) stands here", "write the value out")
                self._place(event, "")

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        parent = self.stack[-1] if self.stack else None
        if parent and isinstance(parent.value, dict) and parent.key is None:
            self._key(event, parent)
        else:
            self._place(event, event.value)

    def _key(self, event: yaml.ScalarEvent, parent: _Open) -> None:
        key = normalised(event.value)
        bad = forbidden(key)
        if bad:
            self._fault(event, f"the character {named(bad)} may not stand in a key", "delete it")
        if key in parent.value:
            self._fault(event, f"the key {key!r} stands twice", "keep one of the two")
        parent.key = key
        self.parsed.keys[(*parent.path, key)] = self._mark(event)

    def _place(self, event: yaml.Event, value: Value) -> Path:
        """Put a value where it belongs and return its path."""
        path: Path = ()
        if not self.stack:
            self.parsed.value = value
        else:
            parent = self.stack[-1]
            if isinstance(parent.value, list):
                path = (*parent.path, len(parent.value))
                parent.value.append(value)
            elif parent.key is None:
                self._fault(event, "a key is a list or mapping", "write a plain word before the colon")
                parent.key = ""
                path = (*parent.path, "")
            else:
                path = (*parent.path, parent.key)
                parent.value[parent.key] = value
                parent.key = None
        self.parsed.places[path] = self._mark(event)
        return path

    def _refuse_extras(self, event: Any) -> None:
        if event.anchor is not None:
            self._fault(event, f"an anchor (&{event.anchor}) stands here", "write the value out where it is needed")
        if event.tag is not None and event.tag != "!":
            self._fault(event, f"a tag ({event.tag}) stands here", "delete it: all values are plain text")

    def _fault(self, event: yaml.Event, what: str, remedy: str) -> None:
        self.parsed.faults.append(Fault(*self._mark(event), what, remedy))

    @staticmethod
    def _mark(event: yaml.Event) -> tuple[int, int]:
        mark = event.start_mark
        assert mark is not None  # events of a text have their place
        return mark.line + 1, mark.column + 1
