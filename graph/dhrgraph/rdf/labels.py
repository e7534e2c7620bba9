"""Labels of records: what a person reads where a program would show an IRI."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from dhrgraph.records import AnyRecord
from dhrgraph.records.codes import codes
from dhrgraph.records.readings import settled
from dhrgraph.records.types import (
    Abuse,
    Agency,
    Finding,
    Involvement,
    Knowledge,
    MaracAction,
    MaracMeeting,
    Person,
    PlanAction,
    Recommendation,
    Referral,
    RiskAssessment,
    Sharing,
)

__all__ = ["label"]


def label(record: AnyRecord, named: Callable[[str], str]) -> str:
    """A short text that tells a record from others of its kind, and that it is not stated, where it is not.

    Parameters
    ----------
    record : record
    named : callable
        Gives the name of a body, person or record by its id.
    """
    certainty = getattr(record, "certainty", "stated")
    return _label(record, named) + ("" if certainty == "stated" else f" ({_code('certainty', certainty)})")


def _label(record: AnyRecord, named: Callable[[str], str]) -> str:
    match record:
        case Agency():
            return record.label
        case Person():
            return _person(record)
        case Involvement():
            return f"{named(record.agency)}: {_code('contribution', settled(record.contribution))}"
        case Referral():
            who = _names(record.persons, named)
            ends = [
                named(body) if body else "unclear body"
                for body in (settled(record.from_agency), settled(record.to_agency))
            ]
            return f"{_date(record)}: referral of {who} from {ends[0]} to {ends[1]}"
        case MaracMeeting():
            return f"{_date(record)}: {named(record.marac)} on {_names(record.persons, named)}"
        case RiskAssessment():
            grades = "; ".join(f"{result.of}: {result.printed}" for result in record.results)
            return f"{_date(record)}: {named(record.agency)} on {_names(record.persons, named)}: {grades}"
        case Abuse():
            by, against = _names(record.by, named), _names(record.against, named)
            return f"{_code('abuse-type', record.type)}, by {by} against {against}"
        case Knowledge():
            what = named(record.abuse) if record.abuse else f"abuse of {_names(record.persons, named)}"
            return f"{named(record.agency)} knew of {what}"
        case Recommendation():
            return f"{record.number}: {record.summary}"
        case PlanAction():
            return f"action on {named(record.recommendation)}"
        case MaracAction():
            return record.action
        case Sharing():
            return f"{_date(record)}: {record.what}"
        case Finding():
            return record.summary
        case _:
            return f"{_date(record)}: {getattr(record, 'summary', record.id)}"


def _person(person: Person) -> str:
    outcome = f"; {_code('case-outcome', person.case_outcome)}" if person.case_outcome else ""
    return f"{person.pseudonym} ({_code('role', person.role)}{outcome})"


def _names(ids: Iterable[str], named: Callable[[str], str]) -> str:
    return ", ".join(named(i).partition(" (")[0] for i in ids)


def _code(scheme: str, code: str | None) -> str:
    return codes(scheme)[code].label if code else "unclear"


def _date(record: Any) -> str:
    date = settled(getattr(record, "date", None))
    return str(date) if date else "undated"
