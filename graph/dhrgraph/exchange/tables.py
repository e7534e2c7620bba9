"""Records as tables: one for each kind, with columns that spreadsheets and programs rely on.

Rules of a cell:

* Several values are joined by ``;``. A ``;`` that belongs to a value is written ``\\;`` and a
  backslash ``\\\\``.
* Of a value that the report tells in two ways the preferred one stands here, or nothing; all
  readings stand in the table of contradictions.
* A cell that a spreadsheet would run as a formula begins with an apostrophe.
* An empty cell means that the report records nothing.

Rows are sorted by review, first day and id.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dhrgraph.cells import csv_text, joined, undefused
from dhrgraph.lexicon.edtf import Edtf
from dhrgraph.records import AnyRecord, Collection, ReviewRecords
from dhrgraph.records.fields import fields_of, readings_of
from dhrgraph.records.readings import Readings, settled
from dhrgraph.records.types import (
    KINDS,
    Agency,
    Knowledge,
    MaracMeeting,
    Person,
    Referral,
    Review,
    RiskAssessment,
)
from dhrgraph.records.values import yes_no

__all__ = ["COLUMNS", "Table", "read_table", "read_tables", "tables", "to_csv"]

#: The columns of each table, in order; other programs rely on them.
COLUMNS: dict[str, str] = {
    "reviews": "review,title,kind,partnership,death,manner_of_death,period,commissioned,completed,published,chair,"
    "publication,marking,restrictions,passages,area,region,catalogue",
    "people": "review,id,pseudonym,role,relation,sex,age,origin,case_outcome,passages",
    "circumstances": "review,id,person,kind,date,earliest,latest,summary,passages,certainty,asserted_by",
    "agencies": "id,label,other_names,sector,identifiers",
    "involvement": "review,agency,contribution,on_panel,contact_with,passages",
    "contacts": "review,id,date,earliest,latest,agencies,persons,roles,present,kind,reached,initiated_by,asked,"
    "disclosure,missed_opportunity,good_practice,occurrences,summary,passages,"
    "about,outcomes,capacity,certainty,asserted_by",
    "referrals": "review,id,date,earliest,latest,from_agency,to_agency,persons,kind,ground,automatic,consent,outcome,"
    "passages,certainty,asserted_by",
    "not_done": "review,id,date,earliest,latest,act,by_agency,to_agency,persons,reason,criticised,summary,passages,"
    "capacity,certainty,asserted_by",
    "marac_meetings": "review,id,date,earliest,latest,marac,referral,referred_by,persons,represented,not_represented,"
    "actions_count,passages,certainty,asserted_by",
    "marac_actions": "review,id,meeting,owner,action,outcome,passages",
    "risk_assessments": "review,id,date,earliest,latest,agency,persons,tool,results,grade,basis,criticised,passages,"
    "certainty,asserted_by",
    "abuse": "review,id,type,by,against,from,to,passages,certainty,asserted_by",
    "knowledge": "review,id,abuse,agency,since,earliest,latest,passages,capacity,certainty,asserted_by",
    "sharing": "review,id,date,earliest,latest,from_agency,to_agency,what,shared,passages,certainty,asserted_by",
    "events": "review,id,date,earliest,latest,kind,persons,summary,passages,certainty,asserted_by",
    "findings": "review,id,kind,themes,agencies,rests_on,summary,passages,certainty,asserted_by",
    "recommendations": "review,id,number,level,made_by,addressed_to,scope,themes,rests_on,summary,passages,"
    "answers,status",
    "plan_actions": "review,id,recommendation,owner,target_date,status,passages",
    "contradictions": "review,id,record,property,readings,preferred,passages",
    "oddities": "review,id,kind,summary,passages",
}

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts.

    Parameters
    ----------
    name : str
    columns : tuple of str
    rows : list of tuple of str
        As many cells a row as there are columns.
    """

    name: str
    columns: tuple[str, ...]
    rows: list[Row]


def tables(collection: Collection) -> list[Table]:
    """All tables of a collection that has no problems."""
    made = []
    for name, columns in COLUMNS.items():
        names = tuple(columns.split(","))
        cells = [[(_cell(row.get(column))) for column in names] for row in _rows(name, collection)]
        made.append(Table(name, names, [tuple(row) for row in cells]))
    return made


def to_csv(table: Table) -> str:
    """A table as CSV text by RFC 4180, with a header row."""
    return csv_text(table.columns, table.rows)


def read_tables(folder: Path) -> list[Table]:
    """The tables that stand as CSV files in a folder, as `to_csv` wrote them."""
    return [read_table(folder / f"{name}.csv") for name in COLUMNS]


def read_table(path: Path) -> Table:
    """A table that stands in a CSV file, as `to_csv` wrote it."""
    with path.open(encoding="utf-8", newline="") as file:
        columns, *rows = csv.reader(file)
    return Table(path.stem, tuple(columns), [tuple(map(undefused, row)) for row in rows])


def _cell(value: Any) -> str:
    """The text of a value: the settled one of a dispute, several joined."""
    value = settled(value)
    if isinstance(value, list):
        return joined(_text(one) for one in value)
    return "" if value is None else joined([_text(value)])


def _text(value: Any) -> str:
    return yes_no(value) if isinstance(value, bool) else str(value)


def _rows(name: str, collection: Collection) -> list[dict[str, Any]]:
    if name == "agencies":
        local = [agency for review in collection.reviews for agency in review.of(Agency)]
        return [_agency(agency) for agency in sorted([*collection.register, *local], key=lambda a: a.id)]
    rows: list[dict[str, Any]] = []
    for review in sorted(collection.reviews, key=lambda r: r.id):
        found = list(_rows_of(name, review))
        rows += sorted(
            found, key=lambda row: (row.get("earliest") or date.max, str(row.get("id", row.get("agency", ""))))
        )
    return rows


def _rows_of(name: str, review: ReviewRecords) -> Iterator[dict[str, Any]]:
    order = {passage.number: passage.order for passage in review.passages}
    if name == "reviews":
        yield {**_plain(review.review), "review": review.id, "passages": _sorted(review.review.cites, order)}
    elif name == "contradictions":
        yield from _contradictions(review, order)
    else:
        for record in review.of(KINDS[name]):
            row = {**_plain(record), **_days(record), "review": review.id}
            row["passages"] = _sorted(getattr(record, "cites", []), order)
            if name in _SPECIAL:
                row |= _SPECIAL[name](record, review)
            yield row


def _plain(record: AnyRecord | Review) -> dict[str, Any]:
    return {field.key: getattr(record, field.name) for field in fields_of(type(record))}


def _sorted(cites: list[str], order: dict[str, int]) -> list[str]:
    return sorted(set(cites), key=lambda number: order.get(number, 0))


def _days(record: AnyRecord) -> dict[str, Any]:
    """The first and last day of the date that the table of the record shows."""
    edtf = settled(record.since if isinstance(record, Knowledge) else getattr(record, "date", None))
    return {"earliest": edtf.earliest, "latest": edtf.latest} if isinstance(edtf, Edtf) else {}


def _agency(agency: Agency) -> dict[str, Any]:
    identifiers = [f"{scheme}:{code}" for scheme, code in sorted(agency.identifiers.items())]
    return {**_plain(agency), "identifiers": identifiers}


def _roles(contact: Any, review: ReviewRecords) -> dict[str, Any]:
    roles = {person.id: person.role for person in review.of(Person)}
    return {"roles": [roles[person] for person in settled(contact.persons) or []]}


def _referred_by(meeting: MaracMeeting, review: ReviewRecords) -> dict[str, Any]:
    by = [settled(r.from_agency) for r in review.of(Referral) if r.id in meeting.referral]
    return {"referred_by": sorted({body for body in by if body})}


def _results(assessment: RiskAssessment, review: ReviewRecords) -> dict[str, Any]:
    grades = list(dict.fromkeys(result.grade for result in assessment.results))
    return {"results": [f"{result.of}: {result.printed}" for result in assessment.results], "grade": grades}


_SPECIAL: dict[str, Callable[[Any, ReviewRecords], dict[str, Any]]] = {
    "contacts": _roles,
    "marac_meetings": _referred_by,
    "risk_assessments": _results,
}


def _contradictions(review: ReviewRecords, order: dict[str, int]) -> Iterator[dict[str, Any]]:
    records = [("review", review.review), *((r.id, r) for r, _ in review.placed() if not isinstance(r, Agency))]
    for name, record in records:
        for field in fields_of(type(record)):
            value = getattr(record, field.name)
            if not isinstance(value, Readings):
                continue
            found = [(_reading(one), cites) for one, cites, _ in readings_of(value)]
            yield {
                "review": review.id,
                "id": f"{name}-{field.key}".replace("_", "-"),
                "record": name,
                "property": field.key,
                "readings": [f"{text} ({', '.join(_sorted(cites, order))})" for text, cites in found],
                "preferred": value.preferred,
                "passages": _sorted([c for _, cites in found for c in cites], order),
            }


def _reading(value: Any) -> str:
    return ", ".join(map(_text, value)) if isinstance(value, list) else _text(value)
