"""Where the things of a graph stand in the files of its collection.

This follows `dhrgraph.rdf.expand` backwards: from the IRI of a record, of a part of one, of a claim,
a passage or a body to the place that says it, and from a property to the key below it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from dhrgraph import yamltext
from dhrgraph.passages import Passage
from dhrgraph.rdf.expand import CLASSES, keys_of
from dhrgraph.rdf.namespaces import (
    DHR,
    agency_iri,
    catalogue_iri,
    change_iri,
    claim_iri,
    contradiction_iri,
    part_iri,
    passage_iri,
    record_iri,
    review_iri,
)
from dhrgraph.records import Collection, ReviewRecords
from dhrgraph.records.catalogue import Entry
from dhrgraph.records.collection import Place
from dhrgraph.records.fields import fields_of
from dhrgraph.records.readings import Readings
from dhrgraph.records.types import Agency
from dhrgraph.resources import BASE

__all__ = ["Places"]


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a thing stands, and the key below it that each of its properties comes from."""

    place: Place
    keys: dict[str, str]


#: Keys of what is told in two ways, by the properties of a contradiction, and of one reading, by those of a claim.
_DISPUTE = {f"{DHR}conflictsOver": "readings", f"{DHR}preferredClaim": "preferred", f"{DHR}because": "because"}
_READING = {f"{DHR}claimsValue": "value", f"{DHR}claimsLiteral": "value", f"{DHR}statedIn": "cites"}


class Places:
    """Finds the file, line and column of things; reads a file again when it is first asked for.

    Parameters
    ----------
    collection : Collection
        The records that the graph was made from.
    """

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._reviews = {review.id: review for review in collection.reviews}
        self._spots: dict[str, dict[str, _Spot]] = {}
        self._files: dict[Path, yamltext.Parsed] = {}

    def find(self, thing: str, path: str = "") -> tuple[str, int, int] | None:
        """File (relative to the collection), line and column of a thing, or of a property of it.

        Parameters
        ----------
        thing : str
            Its IRI.
        path : str
            IRI of the property; the place is that of its key, or of the thing where it has none.

        Returns
        -------
        tuple or None
            None for what no file of the collection says, such as a term of the ontology.
        """
        spot = self._of(thing).get(thing)
        if spot is None:
            return None
        place = spot.place / spot.keys[path] if path in spot.keys else spot.place
        return (self._collection.name_of(place.file), *self._position(place))

    def _of(self, thing: str) -> dict[str, _Spot]:
        """The places of all things of the review that a thing is of, of the catalogues or of the register."""
        home, _, rest = thing.removeprefix(BASE).partition("/")
        review = self._reviews.get(rest.partition("/")[0]) if home == "review" else None
        owner = review.id if review else "" if home != "catalogue" else home
        if owner not in self._spots:
            of_shared = _of_catalogues if owner == "catalogue" else _of_register
            self._spots[owner] = dict(_of_review(review) if review else of_shared(self._collection))
        return self._spots[owner]

    def _position(self, place: Place) -> tuple[int, int]:
        if place.file.suffix == ".csv":
            return _line_of_row(place), 1
        if place.file not in self._files:
            self._files[place.file] = yamltext.parse(place.file.read_bytes())
        return place.position(self._files[place.file], of_key=True)


def _of_register(collection: Collection) -> Iterator[tuple[str, _Spot]]:
    for agency, place in zip(collection.register, collection.register_places, strict=True):
        yield from _of_agency(agency, agency_iri(agency.id), place)


def _of_catalogues(collection: Collection) -> Iterator[tuple[str, _Spot]]:
    for one in collection.catalogues:
        for index, entry in enumerate(one.catalogue.entries):
            spot = _Spot(Place(one.file, ("entries", index)), keys_of("CatalogueEntry", Entry))
            yield catalogue_iri(f"{one.id}/{entry.id}"), spot


def _of_review(review: ReviewRecords) -> Iterator[tuple[str, _Spot]]:
    yield from _of_record(review.id, review.review, review_iri(review.id), Place(review.folder / "review.yaml"))
    for record, place in review.placed():
        iri = record_iri(review.id, record.kind_name, record.id)
        if isinstance(record, Agency):
            yield from _of_agency(record, iri, place)
        else:
            yield from _of_record(review.id, record, iri, place)
    for row, passage in enumerate(review.passages):
        yield _of_passage(review, passage, row)


def _of_passage(review: ReviewRecords, passage: Passage, row: int) -> tuple[str, _Spot]:
    return passage_iri(review.id, passage.number), _Spot(Place(review.folder / "passages.csv", (row,)), {})


def _of_agency(agency: Agency, iri: str, place: Place) -> Iterator[tuple[str, _Spot]]:
    yield iri, _Spot(place, keys_of("Forum" if agency.body == "forum" else "Agency", Agency))
    for index, change in enumerate(agency.became):
        spot = _Spot(place / "became" / index, keys_of(CLASSES[type(change)], type(change)))
        yield change_iri(iri, change.agency), spot


def _of_record(review: str, record: BaseModel, iri: str, place: Place) -> Iterator[tuple[str, _Spot]]:
    yield iri, _Spot(place, keys_of(CLASSES[type(record)], type(record)))
    for field in fields_of(type(record)):
        value, at = getattr(record, field.name), place / field.key
        if isinstance(value, Readings):
            yield from _of_dispute((review, getattr(record, "id", "review"), field.key), len(value.readings), at)
        if field.part and value:
            for index, part in enumerate(value if field.many else [value]):
                below = at / index if field.many else at
                yield from _of_record(review, part, part_iri(iri, field.key, index + 1), below)


def _of_dispute(of: tuple[str, str, str], readings: int, at: Place) -> Iterator[tuple[str, _Spot]]:
    yield contradiction_iri(*of), _Spot(at, _DISPUTE)
    for index in range(readings):
        yield claim_iri(*of, index + 1), _Spot(at / "readings" / index, _READING)


def _line_of_row(place: Place) -> int:
    """Line of a row of a CSV file below its header; a row with a line break in a cell takes several."""
    rows = csv.reader(io.StringIO(place.file.read_bytes().decode("utf-8-sig"), newline=""))
    index = place.path[0]
    assert isinstance(index, int)
    for _ in range(index + 1):
        next(rows)
    return rows.line_num + 1
