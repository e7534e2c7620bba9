"""A collection of coded reviews in memory: its records, each with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from dhrgraph import yamltext
from dhrgraph.errors import Problem, shown
from dhrgraph.passages import Passage
from dhrgraph.records.catalogue import CatalogueFile
from dhrgraph.records.types import Agency, Involvement, Record, Review
from dhrgraph.records.values import Base

__all__ = ["CATALOGUES", "PACKAGED", "AnyRecord", "Collection", "Place", "ReviewRecords"]

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
    coded : frozenset of str
        Names of the files that are there: what they do not hold, the report does not state. Of other
        kinds nothing is known.
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
    coded: frozenset[str]
    unread_ids: frozenset[str] = frozenset()
    unread_kinds: frozenset[str] = frozenset()

    @property
    def unpublished(self) -> bool:
        """Whether it is kept from others: a review that is neither published nor invented."""
        return self.review.publication == "unpublished"

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
    files : dict
        The digest of each file as it was read, for the manifest.
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
    files: dict[Path, str] = field(default_factory=dict)
    packaged: bool = False
    unread: list[str] = field(default_factory=list)
    catalogues: list[CatalogueFile] = field(default_factory=list)

    @property
    def unpublished(self) -> list[str]:
        """Ids of the reviews that are not published."""
        return [review.id for review in self.reviews if review.unpublished]

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
