"""Folders of YAML files to typed records, with every error told at once.

A collection is a folder with ``reviews/<id>/`` (one folder a review) and, optionally, an
``agencies.yaml`` that extends the packaged register.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from dhrgraph import passages
from dhrgraph.errors import Problem, shown
from dhrgraph.passages import Passage
from dhrgraph.records import yamltext
from dhrgraph.records.catalogue import CatalogueFile
from dhrgraph.records.explain import problems_of
from dhrgraph.records.types import KINDS, Agency, Involvement, Record, Review
from dhrgraph.records.values import ID_PATTERN, Base
from dhrgraph.resources import datasets

__all__ = [
    "CATALOGUES",
    "PACKAGED",
    "AnyRecord",
    "Collection",
    "Place",
    "ReviewRecords",
    "load_collection",
    "load_list",
    "load_mapping",
]

AnyRecord = Agency | Involvement | Record
B = TypeVar("B", bound=Base)
#: What the names of packaged files begin with that a collection of one's own builds on.
PACKAGED = "packaged/"
#: What the name of a catalogue begins with that stands outside the collection.
CATALOGUES = "catalogues/"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record or value stands: a file and the path of keys and indexes in it."""

    file: Path
    path: yamltext.Path = ()

    def __truediv__(self, step: str | int) -> Place:
        return Place(self.file, (*self.path, step))

    def problem(self, what: str, remedy: str) -> Problem:
        """A problem at this place; its line is looked up now, since problems are rare."""
        return Problem(shown(self.file), *self.position(yamltext.parse(self.file.read_bytes())), what, remedy)

    def position(self, parsed: yamltext.Parsed, *, of_key: bool = False) -> tuple[int, int]:
        """Line and column in the parsed file: of the value, or of the nearest that is there above it.

        Parameters
        ----------
        parsed : Parsed
        of_key : bool
            Where a value has a key, give the place of the key.
        """
        path = self.path
        while path and path not in parsed.places:
            path = path[:-1]
        found = parsed.places.get(path, (0, 0))
        return parsed.keys.get(path, found) if of_key else found


@dataclass(frozen=True, slots=True)
class ReviewRecords:
    """All records of one review.

    Parameters
    ----------
    id : str
        The name of the review's folder.
    folder : pathlib.Path
    review : Review
    records : dict
        The records of each file of `KINDS`, by the file's name.
    passages : list of Passage
        Its passage index.
    indexes : dict
        Place of each record in its file's list, parallel to `records`; the two differ where a
        record could not be read.
    unread_ids, unread_kinds : frozenset of str
        Ids of records, and kinds of whole files, that are there and could not be read; that they are
        missing is not told again for each record that points to them.
    """

    id: str
    folder: Path
    review: Review
    records: dict[str, list[AnyRecord]]
    passages: list[Passage]
    indexes: dict[str, list[int]]
    unread_ids: frozenset[str] = frozenset()
    unread_kinds: frozenset[str] = frozenset()

    def of(self, cls: type[B]) -> list[B]:
        """The records of one class, in the order of their file."""
        return [record for rows in self.records.values() for record in rows if isinstance(record, cls)]

    def placed(self) -> Iterator[tuple[AnyRecord, Place]]:
        """Each record with its place, the review itself left out."""
        for name, rows in self.records.items():
            for record, index in zip(rows, self.indexes[name], strict=True):
                yield record, Place(self.folder / f"{name}.yaml", (index,))


@dataclass(frozen=True, slots=True)
class Collection:
    """A register of agencies and the reviews coded against it.

    Parameters
    ----------
    folder : pathlib.Path
    register : list of Agency
        The packaged register and what the collection adds to it.
    register_places : list of Place
        Where each entry of the register stands.
    reviews : list of ReviewRecords
    files : list of pathlib.Path
        All files that were read, for the manifest.
    packaged : bool
        Whether this is the collection that ships with the package.
    unread : list of str
        Ids of entries of the register that could not be read; ``*`` where a whole file could not.
    catalogues : list of CatalogueFile
        Published lists of reviews; see `dhrgraph.records.catalogue_files`.
    """

    folder: Path
    register: list[Agency] = field(default_factory=list)
    register_places: list[Place] = field(default_factory=list)
    reviews: list[ReviewRecords] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    packaged: bool = False
    unread: list[str] = field(default_factory=list)
    catalogues: list[CatalogueFile] = field(default_factory=list)

    def name_of(self, file: Path) -> str:
        """A file's name that is the same on every machine: relative to the collection.

        That of a file that ships with the package, and is not of the collection, begins with `PACKAGED`,
        that of a catalogue that stands elsewhere with `CATALOGUES`.
        """
        if file.is_relative_to(self.folder):
            return file.relative_to(self.folder).as_posix()
        if any(file == catalogue.file for catalogue in self.catalogues):
            return f"{CATALOGUES}{file.name}"
        return f"{PACKAGED}{file.name}"


def load_collection(folder: Path | None = None) -> tuple[Collection, list[Problem]]:
    """Load a collection, the packaged one by default.

    What could not be read is left out of the collection and told in the problems.

    Parameters
    ----------
    folder : pathlib.Path, optional
        A folder with ``reviews/`` and, optionally, ``agencies.yaml``.
    """
    home = datasets()
    root = home if folder is None else folder
    packaged = root.resolve() == home.resolve()
    collection = Collection(root, packaged=packaged)
    problems: list[Problem] = []
    if not root.is_dir():
        remedy = "name the folder of a collection, or make one with: dhrgraph init DIR"
        return collection, [Problem(shown(root), 0, 0, "there is no such folder", remedy)]
    own = root / "agencies.yaml"
    for path in [home / "agencies.yaml", *([own] if own.is_file() and not packaged else [])]:
        rows, indexes, unread = load_list(path, Agency, problems, collection.files)
        collection.register.extend(rows)
        collection.unread.extend(["*"] if unread is None else sorted(unread))
        collection.register_places.extend(Place(path, (index,)) for index in indexes)
    for path in _review_folders(root, problems):
        review = _load_review(path, problems, collection.files)
        if review:
            collection.reviews.append(review)
    return collection, problems


def _review_folders(root: Path, problems: list[Problem]) -> list[Path]:
    parent = root / "reviews"
    entries = sorted(parent.iterdir()) if parent.is_dir() else []
    folders = [path for path in entries if path.is_dir() and path.name[0] not in "._"]
    if not folders:
        remedy = "make a folder reviews/ID with the files of a review; dhrgraph init DIR makes an example"
        problems.append(Problem(shown(parent), 0, 0, "the collection has no review", remedy))
    return folders


def _load_review(folder: Path, problems: list[Problem], files: list[Path]) -> ReviewRecords | None:
    _check_names(folder, problems)
    records: dict[str, list[AnyRecord]] = {}
    indexes: dict[str, list[int]] = {}
    unread_ids: set[str] = set()
    unread_kinds: set[str] = set()
    remedy = "every review needs this file; dhrgraph init DIR makes an example"
    review = load_mapping(folder / "review.yaml", Review, problems, files, remedy)
    for name, cls in KINDS.items():
        rows, indexes[name], unread = load_list(folder / f"{name}.yaml", cls, problems, files)
        records[name] = list(rows)
        if unread is None:
            unread_kinds |= {cls.kind_name, *(("forum",) if cls is Agency else ())}
        else:
            unread_ids |= unread
    index = _load_passages(folder / "passages.csv", problems, files)
    unread_parts = (frozenset(unread_ids), frozenset(unread_kinds))
    return ReviewRecords(folder.name, folder, review, records, index, indexes, *unread_parts) if review else None


def _check_names(folder: Path, problems: list[Problem]) -> None:
    if not re.fullmatch(ID_PATTERN, folder.name):
        remedy = "name it with small letters and digits, joined by single hyphens"
        problems.append(Problem(shown(folder), 0, 0, "the folder's name cannot be a review's id", remedy))
    known = ["review.yaml", "passages.csv", "evidence.yaml", *(f"{name}.yaml" for name in KINDS)]
    for path in sorted(folder.iterdir()):
        if path.suffix in (".yaml", ".yml", ".csv") and path.name not in known:
            near = get_close_matches(path.name, known, n=1)
            remedy = f"did you mean {near[0]}?" if near else f"the files of a review are {', '.join(known)}"
            problems.append(Problem(shown(path), 0, 0, "no file of a review has this name", remedy))


def load_list(
    path: Path, cls: type[B], problems: list[Problem], files: list[Path]
) -> tuple[list[B], list[int], set[str] | None]:
    """The records of a file that is a list, their indexes in it, and the ids of those that cannot be read.

    What is wrong is added to `problems`, and the file to `files`.

    The ids are None where the file as a whole cannot be read.
    """
    parsed = _parsed(path, problems, files, "write its records, or [] if the report states none")
    if parsed is None or parsed.value is None:
        return [], [], None
    if not isinstance(parsed.value, list):
        remedy = "begin each record with a hyphen and a space: - id: …"
        problems.append(Problem(shown(path), *parsed.places[()], "the file is no list of records", remedy))
        return [], [], None
    rows: list[B] = []
    indexes: list[int] = []
    unread: set[str] = set()
    for index, value in enumerate(parsed.value):
        record = _record((index,), value, parsed, path, cls, problems)
        if record is not None:
            rows.append(record)
            indexes.append(index)
        elif isinstance(value, dict):
            unread.add(str(value.get("id")))
    return rows, indexes, unread


def load_mapping(path: Path, cls: type[B], problems: list[Problem], files: list[Path], remedy: str) -> B | None:
    """The record of a file that holds one; None where it cannot be read.

    Parameters
    ----------
    path : pathlib.Path
    cls : type
        The class of the record.
    problems, files : list
        Are added to: what is wrong, and the file if it was read.
    remedy : str
        What to do where there is no such file.
    """
    parsed = _parsed(path, problems, files, remedy)
    if parsed is None or parsed.value is None:
        return None
    return _record((), parsed.value, parsed, path, cls, problems)


def _parsed(path: Path, problems: list[Problem], files: list[Path], remedy: str) -> yamltext.Parsed | None:
    data = _bytes(path, problems, files, remedy)
    if data is None:
        return None
    parsed = yamltext.parse(data)
    problems += [Problem(shown(path), f.line, f.column, f.what, f.remedy) for f in parsed.faults]
    return parsed


def _bytes(path: Path, problems: list[Problem], files: list[Path], remedy: str) -> bytes | None:
    try:
        if path.stat().st_size > yamltext.MAX_BYTES:
            what = f"the file is larger than {yamltext.MAX_BYTES:,} bytes"
            problems.append(Problem(shown(path), 0, 0, what, "a review's files are far smaller: look at what it holds"))
            return None
        data = path.read_bytes()
    except FileNotFoundError:
        problems.append(Problem(shown(path), 0, 0, "the file is missing", remedy))
        return None
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        problems.append(Problem(shown(path), 0, 0, what, "look at its permissions"))
        return None
    files.append(path)
    return data


def _record(
    at: yamltext.Path, value: object, parsed: yamltext.Parsed, path: Path, cls: type[B], problems: list[Problem]
) -> B | None:
    try:
        return cls.model_validate(value)
    except ValidationError as error:
        problems += problems_of(error, at, parsed, shown(path), cls)
        return None


def _load_passages(path: Path, problems: list[Problem], files: list[Path]) -> list[Passage]:
    data = _bytes(path, problems, files, "make it from the report with: dhrgraph passages REPORT")
    if data is None:
        return []
    try:
        return passages.from_csv(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError) as error:
        found = re.match(r"line (\d+): ", str(error))
        line = int(found[1]) if found else 1
        what = str(error)[found.end() :] if found else "this is not UTF-8 text"
        remedy = "make the index anew from the report with: dhrgraph passages REPORT"
        problems.append(Problem(shown(path), line, 1, what, remedy))
        return []
