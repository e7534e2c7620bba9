"""A document to the draft records of a review."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dhrgraph.documents import Document
from dhrgraph.drafting.about import note_missing, partnership_of, review_of
from dhrgraph.drafting.acts import acts_of, in_order, not_done_of
from dhrgraph.drafting.bodies import in_use
from dhrgraph.drafting.contactrecords import records_of as contact_records
from dhrgraph.drafting.contacts import contacts_of
from dhrgraph.drafting.findings import findings_of
from dhrgraph.drafting.involvement import involvement_of
from dhrgraph.drafting.maracs import maracs_of
from dhrgraph.drafting.naming import bodies_of
from dhrgraph.drafting.parts import LONGEST_PASSAGE, in_parts
from dhrgraph.drafting.people import Someone, people_of
from dhrgraph.drafting.planned import plan_of
from dhrgraph.drafting.planned import records_of as advice_records
from dhrgraph.drafting.recommendations import recommendations_of
from dhrgraph.drafting.risks import abuse_of, events_of, risks_of
from dhrgraph.drafting.sections import missing_parts, sentences
from dhrgraph.drafting.told import Drafted, Flag, Report, read_through
from dhrgraph.lexicon.edtf import parse, within
from dhrgraph.records.fields import fields_of
from dhrgraph.records.types import KINDS, Agency

__all__ = ["Draft", "draft"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A first coding of a report.

    Parameters
    ----------
    review : Drafted
        The file review.yaml.
    records : dict
        The records of each file of `dhrgraph.records.types.KINDS`.
    flags : tuple of Flag
        What is left for the person.
    missing : tuple of str
        Sections of the statutory template of which the report has no sign.
    """

    review: Drafted
    records: dict[str, list[Drafted]]
    flags: tuple[Flag, ...]
    missing: tuple[str, ...]


def draft(document: Document, register: Sequence[Agency], review: str) -> Draft:
    """Draft the records of a review from its report.

    Parameters
    ----------
    document : Document
    register : sequence of Agency
        The packaged register and what the collection adds to it.
    review : str
        Id that the review is to have.
    """
    long = [passage for passage in document.passages if len(passage.text) > LONGEST_PASSAGE]
    document = in_parts(document)
    bodies = bodies_of(document, register)
    cut = sentences(document)
    people = people_of(cut, list(bodies.names))
    report = Report(document, bodies, people, list(read_through(cut, bodies, people)), review, [])
    report.flags += [Flag(one.cite, f"passage {one.number} is so long that it was read in parts") for one in long]
    if people.of("victim") is None:
        first = cut[0].cite if cut else "title"
        people.all.insert(0, Someone("victim", "Victim", "victim", cites=[first]))
        report.flags.append(Flag(first, "the pseudonym of the victim was not found; the record Victim is a stand-in"))
    front = next((p.text for p in document.passages if p.kind == "front-matter"), document.title)
    partnership = partnership_of(bodies, f"{document.title}\n{front}", document.text)
    records = _records(report, partnership)
    about, missing = review_of(report, partnership)
    note_missing(report, missing)
    records = _sound({name: [_dated(name, each) for each in rows] for name, rows in records.items()}, about, report)
    records["agencies"] = [
        Drafted(row, "name that the register does not have", 0.6)
        for row in in_use(bodies, _bodies_in([about, *_all(records)], set(bodies.proposed)))
    ]
    return Draft(about, records, tuple(report.flags), tuple(missing_parts(document)))


#: Kinds that only a person codes; a draft has no file of them, since nothing was looked for.
_NOT_DRAFTED = ("circumstances", "oddities")


def _records(report: Report, partnership: str) -> dict[str, list[Drafted]]:
    """The records by the name of their file; each step takes the report as it was read."""
    found: dict[str, list[Drafted]] = {name: [] for name in KINDS if name not in _NOT_DRAFTED}
    advice = recommendations_of(report)
    found["recommendations"] = advice_records(report, advice, partnership)
    found["plan_actions"] = list(plan_of(report, found["recommendations"], advice))
    found["contacts"] = contact_records(report, contacts_of(report))
    found["marac_meetings"], found["marac_actions"] = maracs_of(report)
    found["referrals"], found["sharing"] = map(in_order, acts_of(report))
    found["not_done"] = in_order(not_done_of(report))
    found["risk_assessments"] = in_order(risks_of(report))
    found["abuse"], found["knowledge"] = abuse_of(report)
    found["events"] = in_order(events_of(report))
    found["findings"] = findings_of(report, [*found["contacts"], *found["not_done"]])
    found["involvement"] = list(involvement_of(report, found["contacts"]))
    found["people"] = [
        Drafted(one.values(), "pattern of a role beside a pseudonym", 0.8) for one in report.people.all if one.cites
    ]
    return found


def _dated(name: str, drafted: Drafted) -> Drafted:
    """A record of which the dates of what happens on one day are no intervals."""
    moments = {field.key for field in fields_of(KINDS[name]) if field.sort == "date" and not field.lasting}
    found = {key: within(str(value)) for key, value in drafted.values.items() if key in moments and value}
    return replace(drafted, values={**drafted.values, **found})


#: Files whose records cannot be dated after the death.
_BEFORE_DEATH = ("contacts", "referrals", "not_done", "marac_meetings", "risk_assessments", "sharing")


def _sound(records: dict[str, list[Drafted]], about: Drafted, report: Report) -> dict[str, list[Drafted]]:
    """Without what the checks would refuse: what is dated after the death goes to the person instead."""
    death = parse(str(about.values["death"])).latest
    kept = dict(records)
    for name in _BEFORE_DEATH:
        kept[name] = []
        for each in records[name]:
            date = each.values.get("date")
            first = parse(str(date)).earliest if date else None
            on_the_day = name == "contacts" and str(date) == str(about.values["death"]) and len(str(date)) == 10
            if death and first and (first > death or on_the_day):
                cites = each.values["cites"]
                cite = str(cites[0]) if isinstance(cites, list) else ""
                when = "on the day of" if on_the_day else "after"
                what = f"{each.values['id']} would be dated {when} the death and was left out"
                report.flags.append(Flag(cite, what))
            else:
                kept[name].append(each)
    meetings = {each.values["id"] for each in kept["marac_meetings"]}
    ids = {str(each.values["id"]) for name in ("contacts", "not_done") for each in kept[name]}
    for each in kept["findings"]:
        rests = each.values.get("rests_on")
        if isinstance(rests, list):
            rests[:] = [one for one in rests if one in ids]
    kept["marac_actions"] = [each for each in kept["marac_actions"] if each.values["meeting"] in meetings]
    return kept


def _all(records: Mapping[str, Sequence[Drafted]]) -> Iterator[Drafted]:
    for each in records.values():
        yield from each


def _bodies_in(drafted: Sequence[Drafted], proposed: set[str]) -> set[str]:
    """The proposed bodies to which records point."""
    found: set[str] = set()
    for each in drafted:
        for value in each.values.values():
            found |= {one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)} & proposed
    return found
