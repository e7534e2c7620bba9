"""Evidence: whether the passages that a record cites state what it says.

A record is held against the texts of its passages, which are read from the report beside the
collection and kept nowhere. Looked for are the passages themselves, its dates, each body and each
person; by which words, `dhrgraph.records.stated` tells. This finds what a coder cited wrongly or read too much into; it
cannot show that a reading is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dhrgraph.errors import Problem
from dhrgraph.records.collection import AnyRecord, Place, ReviewRecords
from dhrgraph.records.fields import Field, fields_of, readings_of
from dhrgraph.records.loading import load_list
from dhrgraph.records.stated import Known, is_stated
from dhrgraph.records.types import Agency, Explained

__all__ = ["Evidence", "Gap", "evidence", "explanations"]

#: Who made a recommendation is told by where it stands, not in its passage.
_NOT_LOOKED_FOR = {"made_by"}


@dataclass(frozen=True, slots=True)
class Gap:
    """A value of a record that its passages do not state.

    Parameters
    ----------
    problem : Problem
        Its place in the record file, what was not found and what to do.
    review, record, key : str
        Ids of review and record, and the key of the value.
    passages : tuple of (str, str)
        Number and text of each passage in which it was looked for.
    explained : str
        Why the coder holds the value all the same; empty where nothing is said.
    """

    problem: Problem
    review: str
    record: str
    key: str
    passages: tuple[tuple[str, str], ...]
    explained: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the check of one review came to.

    Parameters
    ----------
    review : str
        Id of the review.
    records : int
        Number of records that were held against their passages.
    gaps : tuple of Gap
        Values that were not found.
    """

    review: str
    records: int
    gaps: tuple[Gap, ...]

    @property
    def open(self) -> list[Gap]:
        """The gaps that the coder has not explained."""
        return [gap for gap in self.gaps if not gap.explained]

    @property
    def unsupported(self) -> int:
        """Number of records with a gap, explained or not."""
        return len({(gap.problem.file, gap.record) for gap in self.gaps})

    @property
    def share(self) -> float:
        """Share of records all of whose values were found, from 0 to 1."""
        return 1 - self.unsupported / self.records if self.records else 1.0


def explanations(review: ReviewRecords) -> tuple[dict[tuple[str, str], str], list[Problem]]:
    """Why values are held that no passage states, from the review's ``evidence.yaml`` where it has one.

    Returns
    -------
    tuple
        The reasons by id of the record and key, and the problems of the file; a row about a record or
        key that does not exist is one.
    """
    path = review.folder / "evidence.yaml"
    if not path.is_file():
        return {}, []
    problems: list[Problem] = []
    rows, indexes, _ = load_list(path, Explained, problems, {})
    keys = {record.id: {field.key for field in fields_of(type(record))} for record, _ in review.placed()}
    for row, index in zip(rows, indexes, strict=True):
        if row.key not in keys.get(row.record, ()):
            what = f"no record {row.record!r} with a key {row.key!r} stands in this review"
            problems.append(Place(path, (index, "record")).problem(what, "correct the row, or delete it"))
    return {(row.record, row.key): row.because for row in rows}, problems


def evidence(
    review: ReviewRecords,
    register: Sequence[Agency],
    texts: Mapping[str, str],
    explained: Mapping[tuple[str, str], str] | None = None,
) -> Evidence:
    """Hold each record of a review against the texts of the passages that it cites.

    Parameters
    ----------
    review : ReviewRecords
    register : sequence of Agency
        All bodies of the collection's register.
    texts : mapping
        Text of each passage by its number.
    explained : mapping, optional
        Why a value is held without words for it, by id of the record and key.
    """
    known = Known(review, register, texts)
    gaps: list[Gap] = []
    records = 0
    for record, place in review.placed():
        if isinstance(record, Agency):
            continue
        records += 1
        gaps += _gaps(record, place, known, explained or {})
    return Evidence(review.id, records, tuple(gaps))


def _gaps(record: AnyRecord, place: Place, known: Known, explained: Mapping[tuple[str, str], str]) -> Iterator[Gap]:
    cites: list[str] = getattr(record, "cites", [])
    if absent := [number for number in cites if number not in known.texts]:
        yield Gap(
            (place / "cites").problem(
                f"{record.id}: the report has no passage {', '.join(absent)}", "correct the number"
            ),
            known.review,
            record.id,
            "cites",
            (),
            explained.get((record.id, "cites"), ""),
        )
    for field in fields_of(type(record)):
        if field.name in _NOT_LOOKED_FOR or not _is_looked_for(field):
            continue
        for value, own_cites, below in readings_of(getattr(record, field.name)):
            read = own_cites or cites
            missing = [each for each in _listed(value) if not is_stated(each, known, known.context(read))]
            if not missing:
                continue
            at = place / field.key
            for step in below:
                at = at / step
            what = f"{record.id}: no cited passage states {field.key} {', '.join(map(str, missing))}"
            remedy = "cite the passage that does, or correct the value; else say why in evidence.yaml"
            yield Gap(
                at.problem(what, remedy),
                known.review,
                record.id,
                field.key,
                tuple((number, known.texts.get(number, "(no such passage)")) for number in read),
                explained.get((record.id, field.key), ""),
            )


def _is_looked_for(field: Field) -> bool:
    return field.sort == "date" or (field.sort == "ref" and set(field.kinds) <= {"agency", "forum", "person"})


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [value]
