"""Contacts in the making: those that are told twice joined, and their records."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from dhrgraph.drafting.ids import MOST_CITED, Ids
from dhrgraph.drafting.told import Drafted, Report
from dhrgraph.lexicon.edtf import parse
from dhrgraph.lexicon.words import best_code, finds
from dhrgraph.records.codes import codes

__all__ = ["Found", "joined", "records_of"]


@dataclass
class Found:
    """A contact in the making.

    Parameters
    ----------
    date : str
    agency : str
    persons : list of str
    kind : str
    text : str
        The words that tell it.
    cites : list of str
    places : list of (int, int)
    rule : str
    confidence : float
    """

    date: str
    agency: str
    persons: list[str]
    kind: str
    text: str
    cites: list[str]
    places: list[tuple[int, int]]
    rule: str
    confidence: float
    more: list[str] = field(default_factory=list)


def joined(found: list[Found]) -> list[Found]:
    """Contacts told twice as one: of one agency on one day, or of a month that has a day of it."""
    kept: list[Found] = []
    near: defaultdict[tuple[str, str], list[Found]] = defaultdict(list)  # by agency and each beginning of the date
    for one in sorted(found, key=lambda each: -len(each.date.rstrip("~"))):
        same = next((other for other in near[one.agency, one.date] if _same(one, other)), None)
        if same is None:
            kept.append(one)
            for length in range(1, len(one.date) + 1):
                near[one.agency, one.date[:length]].append(one)
            continue
        if len(same.cites) < MOST_CITED:
            same.cites += [cite for cite in one.cites if cite not in same.cites]
            same.places += one.places
            same.more.append(one.text)
        same.persons += [
            p for p in one.persons if p not in same.persons and one.date == same.date and "chronology" not in one.rule
        ]
        same.confidence = min(0.95, max(same.confidence, one.confidence) + 0.05)
        if same.kind == "other":
            same.kind = one.kind
    return sorted(kept, key=lambda each: (str(parse(each.date).earliest), each.agency))


def _same(one: Found, other: Found) -> bool:
    if one.agency != other.agency:
        return False
    if one.date == other.date:
        return len(one.date) == 10 or (
            bool(set(one.persons) & set(other.persons)) and (one.kind == other.kind or one.cites != other.cites)
        )
    apart = not {_section(cite) for cite in one.cites} & {_section(cite) for cite in other.cites}
    return other.date.startswith(one.date) and bool(set(one.persons) & set(other.persons)) and apart


def _section(cite: str) -> str:
    """The section of a passage by its number: what is told twice within one is mostly not the same."""
    return re.sub(r"[.-]?\d+(?:\(.*)?$", "", cite)


def records_of(report: Report, found: list[Found]) -> list[Drafted]:
    """The records of contacts."""
    ids = Ids()
    drafted = []
    for one in found:
        id_ = ids.free(f"{one.agency[:40].strip('-')}-{one.kind}-{one.date.rstrip('~')}")
        text = " ".join([f"{one.text} ", *one.more])
        values: dict[str, object] = {
            "id": id_,
            "date": one.date,
            "agencies": [one.agency],
            "persons": one.persons,
            "kind": one.kind,
            "reached": best_code("acts", "reached", one.text, "yes"),
            "initiated_by": best_code("acts", "initiated", one.text, "unclear"),
            "asked": best_code("acts", "asked", text, "unclear"),
            "disclosure": best_code("acts", "disclosure", text, "unclear"),
        }
        for key, word in (("missed_opportunity", "missed"), ("good_practice", "good")):
            if finds("acts", word, text):
                values[key] = "yes"
        values["summary"] = _summary(report, one)
        values["cites"] = one.cites
        drafted.append(Drafted(values, one.rule, round(one.confidence, 2), tuple(one.places)))
    return drafted


def _summary(report: Report, one: Found) -> str:
    """A contact in words of our own, never the report's."""
    kind = codes("contact-kind")[one.kind].label.capitalize()
    names = {p.id: p.pseudonym for p in report.people.all}
    people = " and ".join(names.get(person, person) for person in one.persons)
    body = " ".join(report.bodies.label(one.agency).split()[:9])
    return " ".join(f"{kind}: {body} and {people}".split()[:20])
