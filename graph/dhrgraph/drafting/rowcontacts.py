"""The contacts that the rows of a chronology tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dhrgraph.drafting.clauses import clauses
from dhrgraph.drafting.contactrecords import Found
from dhrgraph.drafting.rows import Row
from dhrgraph.drafting.sections import split
from dhrgraph.drafting.telling import kind_of
from dhrgraph.drafting.told import Flag, Report, Told
from dhrgraph.lexicon.dating import dates_in
from dhrgraph.lexicon.words import finds

__all__ = ["contacts_of_row"]


def contacts_of_row(report: Report, told: Told, row: Row) -> Iterator[Found]:
    """The contacts of a row of a chronology: of each agency that it names, on its day and those its text adds."""
    bodies = report.bodies.mentions(row.who) or [
        m for m in report.bodies.named_in(f"{row.who} {row.what}") if m.start < len(row.who) < m.end
    ]
    agencies = [m.body for m in bodies if not report.bodies.is_forum(m.body)]
    if not agencies:
        if not bodies and row.who.strip() and not finds("acts", "marac", row.who):
            report.flags.append(
                Flag(told.cite, f"the body {row.who.strip()[:60]!r} of a row of the chronology is not known")
            )
        return
    event = _event(row)
    if not event:
        return
    persons = [one.id for one in report.people.meant(row.what)] or [report.victim]
    alone = agencies if re.search(r"(?i)/|\band\b|&|,", row.who) else agencies[:1]
    days = [
        row.dated.value,
        *(
            d.value
            for d in dates_in(event, row.dated)
            if len(d.value) == 10 and d.value > row.dated.value and not d.anchored
        ),
    ]
    for day, agency in ((day, agency) for day in dict.fromkeys(days) for agency in dict.fromkeys(alone)):
        yield Found(day, agency, persons[:2], kind_of(event) or "other", row.what, [told.cite], [told.place],
                    "row of a chronology", 0.9)  # fmt: skip


def _event(row: Row) -> str:
    """What a row tells of contact: those sentences of its event that tell no mere exchange between bodies."""
    said = [text for _, text in split(row.what.split("\t")[0])]
    kept = [
        text
        for text in said
        if not finds("acts", "no_contact", f"{row.who} {text}")
        and not finds("acts", "row_of_no_contact", text)
        and clauses(text)[0].sense != "hypothetical"
    ]
    return " ".join(kept) if len(kept) == len(said) or any(kind_of(text) for text in kept) else ""
