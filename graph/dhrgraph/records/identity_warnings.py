"""Warnings about what looks like an identity in the files of a collection; none of them is a problem.

Looked at is every text of every record, the passage index and the comments of the files: ids as well, since
they become addresses of the graph. The report's pseudonyms and the names of registered bodies are none.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dhrgraph import yamltext
from dhrgraph.errors import Problem, shown
from dhrgraph.records.collection import Collection, ReviewRecords
from dhrgraph.records.identities import Sign, identities
from dhrgraph.records.identity_names import title_words
from dhrgraph.records.identity_words import plain
from dhrgraph.records.types import KINDS, Agency, Person
from dhrgraph.records.values import ID_PATTERN

__all__ = ["identity_warnings"]

#: Keys that hold numbers of passages, addresses of published documents and digests.
_SKIPPED = {"cites", "url", "sha256", "identifiers"}
_FILES = ("review", *KINDS, "evidence")
_WORD = re.compile(r"[^\W\d_](?:\w|['-](?=\w))*")


@dataclass(slots=True)
class _Excused:
    """What is no identity: words of pseudonyms, and names within the names of bodies."""

    pseudonyms: set[str] = field(default_factory=set)
    bodies: list[str] = field(default_factory=list)

    def in_text(self, text: str) -> _Excuse:
        return _Excuse(self, plain(text).casefold())


@dataclass(frozen=True, slots=True)
class _Excuse:
    of: _Excused
    text: str

    def __call__(self, name: str, start: int, end: int) -> bool:
        parts = {re.sub(r"'s?$", "", part.casefold()) for part in _WORD.findall(name)}
        if all(part in self.of.pseudonyms or len(part) == 1 for part in parts):
            return True
        return any(
            self.text.find(body, max(0, start - len(body)), end + len(body)) >= 0
            for body in self.of.bodies
            if name.casefold() in body
        )


def identity_warnings(collection: Collection) -> list[Problem]:
    """What in a collection looks like an identity, by its place."""
    registered = _named(collection.register)
    found: list[Problem] = []
    own = collection.folder / "agencies.yaml"
    if not collection.packaged and own.is_file():
        found += _in_file(own, _Excused(bodies=registered))
    for review in collection.reviews:
        found += _in_review(review, registered)
    return sorted(set(found))


def _named(agencies: list[Agency]) -> list[str]:
    """Names of bodies that have a name of a person in them, so that few need be looked for."""
    names = [plain(name) for agency in agencies for name in (agency.label, *agency.other_names)]
    return [name.casefold() for name in names if identities(name)]


def _in_review(review: ReviewRecords, registered: list[str]) -> Iterator[Problem]:
    # A pseudonym that looks like a whole name is warned about, and excuses no other text.
    pseudonyms = [plain(person.pseudonym) for person in review.of(Person) if not _full_names(person.pseudonym)]
    people = {word.casefold() for pseudonym in pseudonyms for word in _WORD.findall(pseudonym)}
    all_known = _Excused(people - title_words(), [*registered, *_named(review.of(Agency))])
    for name in _FILES:
        file = review.folder / f"{name}.yaml"
        if file.is_file():
            # A local label is looked at where it is written, and then goes for the name of a body.
            known = _Excused(all_known.pseudonyms, registered) if name == "agencies" else all_known
            yield from _in_file(file, known, people=name == "people")
    index = review.folder / "passages.csv"
    if index.is_file():
        yield from _in_index(index, all_known)


def _in_file(file: Path, known: _Excused, *, people: bool = False) -> Iterator[Problem]:
    data = file.read_bytes()
    parsed = yamltext.parse(data)
    lines = data.decode("utf-8-sig", "replace").splitlines()
    for path, place in parsed.places.items():
        text = _at(parsed.value, path)
        key = next((step for step in reversed(path) if isinstance(step, str)), "")
        if not isinstance(text, str) or _SKIPPED.intersection(map(str, path)):
            continue
        if people and key == "pseudonym":
            yield from _warned(file, lines, place, text, _full_names(text))
        elif re.fullmatch(ID_PATTERN, text):
            yield from _warned(
                file, lines, place, text, identities(text.replace("-", " "), excused=known.in_text(text))
            )
        else:
            yield from _warned(file, lines, place, text, identities(text, excused=known.in_text(text)))
    for number, line in enumerate(lines, start=1):
        begin = re.search(r"(?:^|\s)#", line)
        if begin and not line[begin.end() :].isspace():
            text = line[begin.end() :]
            yield from _warned(file, lines, (number, begin.end()), text, identities(text, excused=known.in_text(text)))


def _full_names(pseudonym: str) -> list[Sign]:
    """What in a pseudonym is none: a whole name, or anything but a name."""
    return [
        sign
        for sign in identities(pseudonym)
        if "name" not in sign.what or len(set(map(str.casefold, _WORD.findall(sign.text))) - title_words()) > 1
    ]


def _at(value: yamltext.Value | None, path: yamltext.Path) -> object:
    found: object = value
    for step in path:
        if isinstance(found, dict):
            found = found.get(step)
        elif isinstance(found, list) and isinstance(step, int) and step < len(found):
            found = found[step]
        else:
            return None
    return found


def _in_index(file: Path, known: _Excused) -> Iterator[Problem]:
    """Signs in the sections of a passage index; each section once."""
    text = file.read_bytes().decode("utf-8-sig", "replace")
    rows = csv.reader(io.StringIO(text))
    lines = text.splitlines()
    seen = set()
    try:
        for row in rows:
            for cell in row[:1] + row[2:3]:
                if cell not in seen:
                    seen.add(cell)
                    signs = identities(cell, excused=known.in_text(cell))
                    yield from _warned(file, lines, (rows.line_num, 1), cell, signs)
    except csv.Error:
        return  # the loader names what is wrong with the file


def _warned(file: Path, lines: list[str], place: tuple[int, int], text: str, signs: list[Sign]) -> Iterator[Problem]:
    row, column = place
    line = lines[row - 1] if 0 < row <= len(lines) else ""
    for sign in signs:
        at = line.find(text[sign.start : sign.end], column - 1)
        said = " ".join(text[sign.start : sign.end].split())[:80]
        yield Problem(shown(file), row, at + 1 if at >= 0 else column, f"{said!r} looks like {sign.what}", sign.remedy)
