"""Rules across records: what one record says must fit what others say.

Each check is a generator of problems; `check` runs them all, so that a coder sees everything at
once. What a single record must be like stands in its type.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection as Collection_
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel

from dhrgraph.errors import Problem
from dhrgraph.lexicon.edtf import Edtf
from dhrgraph.records.catalogue_files import catalogue_problems
from dhrgraph.records.collection import Collection, Place, ReviewRecords
from dhrgraph.records.evidence import explanations
from dhrgraph.records.fields import fields_of, readings_of
from dhrgraph.records.readings import settled
from dhrgraph.records.types import (
    KINDS,
    Abuse,
    Agency,
    Contact,
    Involvement,
    MaracAction,
    MaracMeeting,
    NotDone,
    Person,
    Record,
    Referral,
    RiskAssessment,
    Sharing,
)

__all__ = ["check"]

_NO_FILES: Mapping[str, str] = {}


def check(collection: Collection) -> list[Problem]:
    """All problems across the records of a collection, sorted by place."""
    problems = [*_register(collection), *catalogue_problems(collection)]
    for review in collection.reviews:
        problems += _review(collection, review)
    return sorted(set(problems))


def _review(collection: Collection, review: ReviewRecords) -> Iterator[Problem]:
    yield from _publication(collection, review)
    yield from _ids(collection, review)
    yield from _references(collection, review)
    yield from _citations(review)
    yield from _people(review)
    yield from _dates(review)
    yield from _maracs(review)
    if not review.unread_ids and not review.unread_kinds:  # an explanation may be about what could not be read
        yield from explanations(review)[1]


def _register(collection: Collection) -> Iterator[Problem]:
    seen: set[str] = set()
    known = {agency.id: agency.body for agency in collection.register}
    for agency, place in zip(collection.register, collection.register_places, strict=True):
        if agency.id in seen:
            what = f"the register has {agency.id!r} already"
            yield (place / "id").problem(what, "use that entry, or give this body an id of its own")
        seen.add(agency.id)
        if "*" not in collection.unread:
            yield from _wrong_references(agency, place, known, collection.unread)


def _publication(collection: Collection, review: ReviewRecords) -> Iterator[Problem]:
    if collection.packaged and review.review.publication != "published":
        place = Place(review.folder / "review.yaml", ("publication",))
        remedy = "keep it in a collection of your own: dhrgraph init DIR"
        yield place.problem("only published reviews may stand in the packaged collection", remedy)


def _ids(collection: Collection, review: ReviewRecords) -> Iterator[Problem]:
    register = {agency.id for agency in collection.register}
    first: dict[tuple[bool, str], Place] = {}
    for record, place in review.placed():
        key = (isinstance(record, Involvement), record.id)
        spot = place / ("agency" if key[0] else "id")
        if key in first:
            where = first[key].problem("", "")
            what = f"the id {record.id!r} stands twice in this review, first at {where.file}:{where.line}"
            yield spot.problem(what, "give this record another id, or join the two")
        elif isinstance(record, Agency) and record.id in register:
            yield spot.problem(f"the register has {record.id!r} already", "delete this local entry, or rename it")
        first.setdefault(key, spot)


def _references(collection: Collection, review: ReviewRecords) -> Iterator[Problem]:
    known = {agency.id: agency.body for agency in collection.register}
    for record, _ in review.placed():
        if not isinstance(record, Involvement):
            known[record.id] = record.body if isinstance(record, Agency) else record.kind_name
    unread = {*review.unread_ids, *collection.unread}
    unread_kinds = review.unread_kinds | ({"agency", "forum"} if "*" in unread else set())
    absent = {cls.kind_name: f"{name}.yaml" for name, cls in KINDS.items() if name not in review.coded}
    rows: list[tuple[BaseModel, Place]] = [(review.review, Place(review.folder / "review.yaml")), *review.placed()]
    for each, place in rows:
        yield from _wrong_references(each, place, known, unread, unread_kinds, absent)


def _wrong_references(
    record: BaseModel,
    place: Place,
    known: dict[str, str],
    unread: Collection_[str] = (),
    unread_kinds: Collection_[str] = (),
    absent: Mapping[str, str] = _NO_FILES,
) -> Iterator[Problem]:
    for value, kinds, at in _refs(record, place):
        if known.get(value) in kinds or value in unread or set(kinds) & set(unread_kinds):
            continue
        wanted = " or ".join(kinds) if len(kinds) < 4 else "record of such a kind"
        near = get_close_matches(value, [i for i, kind in known.items() if kind in kinds], n=1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        if value in known:
            yield at.problem(
                f"{value!r} is of the kind {known[value]}, not {wanted}",
                f"{hint}write the id of the right one",
            )
        elif "agency" in kinds:
            remedy = f"{hint}add it to the register, or to the review's agencies.yaml if the report leaves it unnamed"
            yield at.problem(f"no agency has the id {value!r}", remedy)
        else:
            files = ", ".join(absent[kind] for kind in kinds if kind in absent)
            none = f"; {files} is absent: of this kind nothing is coded" if files and not near else ""
            remedy = f"{hint}add the record, or correct the id{none}"
            yield at.problem(f"no {wanted} of this review has the id {value!r}", remedy)


def _refs(record: BaseModel, place: Place) -> Iterator[tuple[str, tuple[str, ...], Place]]:
    """Each id that a record points to, with the kinds it may be of and its place."""
    for field in fields_of(type(record)):
        content = getattr(record, field.name)
        at = place / field.key
        if field.part and content is not None:
            for index, part in enumerate(content if field.many else [content]):
                yield from _refs(part, at / index if field.many else at)
        if field.sort != "ref":
            continue
        for value, _, path in readings_of(content):
            spot = Place(at.file, (*at.path, *path))
            for index, one in enumerate(value if field.many else [value]):
                yield one, field.kinds, spot / index if field.many else spot


def _citations(review: ReviewRecords) -> Iterator[Problem]:
    known = {passage.number for passage in review.passages}
    if not known:
        return  # the missing index is told once, by the loader
    rows: list[tuple[BaseModel, Place]] = [(review.review, Place(review.folder / "review.yaml")), *review.placed()]
    for record, place in rows:
        for cited, at in _cited(record, place):
            if cited not in known:
                near = get_close_matches(cited, known, n=1)
                hint = f"did you mean {near[0]!r}? " if near else ""
                remedy = f"{hint}cite the number as it stands in passages.csv"
                yield at.problem(f"the report has no passage {cited!r}", remedy)


def _cited(record: BaseModel, place: Place) -> Iterator[tuple[str, Place]]:
    for field in fields_of(type(record)):
        content, at = getattr(record, field.name), place / field.key
        if field.sort == "cites":
            yield from ((cited, at / index) for index, cited in enumerate(content))
        elif field.part and content is not None:
            for index, part in enumerate(content if field.many else [content]):
                yield from _cited(part, at / index if field.many else at)
        elif field.disputable:
            for _, cites, path in readings_of(content):
                spot = Place(at.file, (*at.path, *path[:-1], "cites"))
                yield from ((cited, spot / index) for index, cited in enumerate(cites))


def _people(review: ReviewRecords) -> Iterator[Problem]:
    read = not review.unread_ids and "person" not in review.unread_kinds
    if read and not any(person.role == "victim" for person in review.of(Person)):
        place = Place(review.folder / "people.yaml")
        yield place.problem("the review has no victim", "add the person whose death is reviewed, with role: victim")


def _day(value: Any, *, first: bool) -> date | None:
    edtf = settled(value)
    if not isinstance(edtf, Edtf):
        return None
    return edtf.earliest if first else edtf.latest


def _dates(review: ReviewRecords) -> Iterator[Problem]:
    """What must not come before something else does not."""
    by_id = {record.id: record for record, _ in review.placed() if isinstance(record, Record)}
    about = review.review
    home = Place(review.folder / "review.yaml")
    yield from _order(about.death, about.completed, home / "completed", "the review was completed before the death")
    yield from _order(
        about.completed, about.published, home / "published", "the review was published before it was completed"
    )
    for record, place in review.placed():
        if isinstance(record, (Contact, Referral, NotDone, MaracMeeting, RiskAssessment, Sharing)):
            yield from _order(record.date, about.death, place / "date", "it is dated after the death")
        if isinstance(record, Abuse):
            yield from _order(record.from_, record.to, place / "to", "the abuse ends before it begins")
        if isinstance(record, (Contact, Referral, MaracMeeting)):
            for cause in _causes(record):
                earlier = by_id.get(cause)
                if isinstance(earlier, (Contact, Referral)):
                    yield from _order(
                        earlier.date, record.date, place / "date", f"it is dated before {cause!r}, which led to it"
                    )


def _causes(record: Contact | Referral | MaracMeeting) -> list[str]:
    if isinstance(record, Contact):
        return record.in_response_to
    return record.arose_from if isinstance(record, Referral) else record.referral


def _order(earlier: Any, later: Any, place: Place, what: str) -> Iterator[Problem]:
    first, last = _day(earlier, first=True), _day(later, first=False)
    if first and last and last < first:
        yield place.problem(f"{what} ({last} before {first})", "look at both dates in the report")


def _maracs(review: ReviewRecords) -> Iterator[Problem]:
    actions: dict[str, int] = defaultdict(int)
    for action in review.of(MaracAction):
        actions[action.meeting] += 1
    for record, place in review.placed():
        if not isinstance(record, MaracMeeting):
            continue
        count = settled(record.actions_count)
        if count is not None and actions[record.id] != count and not review.unread_ids:
            what = f"actions_count is {count}, and marac_actions.yaml has {actions[record.id]} for this meeting"
            yield (place / "actions_count").problem(
                what, "code each action that the report tells, or correct the count"
            )
        for agency in sorted(set(record.represented) & set(record.not_represented)):
            what = f"{agency!r} is both represented and not represented"
            yield (place / "represented").problem(what, "keep what the report says")
