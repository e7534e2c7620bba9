"""Meetings of a MARAC, who was there and what was agreed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dhrgraph.drafting.clauses import clause_at
from dhrgraph.drafting.ids import MOST_CITED, Ids, cite_also
from dhrgraph.drafting.rows import row_of
from dhrgraph.drafting.told import Drafted, Report, Told
from dhrgraph.lexicon.edtf import parse
from dhrgraph.lexicon.timewords import number
from dhrgraph.lexicon.words import finds

__all__ = ["maracs_of"]

#: How many sentences back a MARAC may have been spoken of that "the meeting" takes up.
_RECENT = 3
#: Meetings at which one case is discussed, at most.
_MOST = 200


@dataclass
class _Meeting:
    date: str
    marac: str
    cites: list[str]
    places: list[tuple[int, int]]
    passages: dict[str, None]
    represented: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    count: int | None = None
    actions: list[tuple[str, str, tuple[int, int]]] = field(default_factory=list)


def maracs_of(report: Report) -> tuple[list[Drafted], list[Drafted]]:
    """The meetings of a MARAC at which the case was discussed, and the actions that they agreed."""
    meetings: list[_Meeting] = []
    recent: list[Told] = []
    for told in report.told:
        headings = told.sentence.passage.headings
        recent = [t for t in recent if t.sentence.passage.headings == headings][-_RECENT:]
        spoken = " ".join([*headings, *(t.text for t in recent)])
        last = _marac(report, told, spoken) if finds("acts", "marac", spoken) else None
        for date, marac in _meetings_in(report, told, last):
            _add(meetings, date, marac, told)
        recent.append(told)
    meetings = [
        m for m in meetings if len(m.date) == 10 or not any(o.date.startswith(m.date) and o is not m for o in meetings)
    ]
    for meeting in meetings:
        _attendance(report, meeting)
        _actions(report, meeting)
    _actions_of_points(report, meetings)
    return _records(report, meetings)


def _meetings_in(report: Report, told: Told, before: str | None) -> Iterator[tuple[str, str]]:
    row = row_of(told)
    marac = _marac(report, told)
    if row:
        if finds("acts", "marac", row.who):
            marac = marac or _marac(report, told, row.who)
        if marac and (
            finds("acts", "marac", row.who)
            or any(report.bodies.sector(m.body) == "marac" for m in report.bodies.mentions(row.who))
        ):
            yield row.dated.value, marac
        return
    if not told.in_case or finds("acts", "marac_put_off", told.text):
        return
    if not finds("acts", "marac", told.text):
        if before and finds("acts", "marac_taken_up", told.text):
            yield from ((d.value, before) for d in told.dates[:1] if len(d.value) == len("2010-01-01"))
        return
    for at, dated in enumerate(told.dates):
        clause = clause_at(told.clauses, dated.start)
        near = told.text[max(0, dated.start - 90, told.dates[at - 1].end if at else 0) : dated.end + 40]
        bracket = re.search(r"\([^()]*marac[^()]*$", told.text[: dated.start], re.IGNORECASE)
        sent = re.search(r"(?i)\brefer\w*\b", near) and not re.search(
            r"(?i)\bto the (?:\w+ \d{4} )?marac\b[^.]*\bon\b|marac in\b", near
        )
        of_marac = finds("acts", "marac", told.text)
        met = bracket or (finds("acts", "marac_met", near) and of_marac and not sent)
        if clause.sense == "fact" and marac and not dated.spans and len(dated.value) >= 7 and met:
            yield dated.value, marac


def _marac(report: Report, told: Told, text: str = "") -> str | None:
    """The MARAC of which a sentence speaks, or the only one of the report."""
    mine = [m.body for m in told.bodies if report.bodies.sector(m.body) == "marac"]
    if mine:
        return mine[0]
    if not finds("acts", "marac", text or told.text):
        return None
    known = [id_ for id_ in report.bodies.named if report.bodies.sector(id_) == "marac" and "steering" not in id_]
    if len(known) == 1:
        return known[0]
    return known[0] if known else report.bodies.propose("MARAC (not named)", told.cite, sector="marac")


def _add(meetings: list[_Meeting], date: str, marac: str, told: Told) -> None:
    same = next(
        (
            m
            for m in meetings
            if m.date == date or m.date.startswith(date) or (date.startswith(m.date) and len(m.date) == 7)
        ),
        None,
    )
    number = told.sentence.passage.number
    if same is None:
        if len(meetings) < _MOST:
            meetings.append(_Meeting(date, marac, [told.cite], [told.place], {number: None}))
        return
    same.date = max(same.date, date, key=len)
    if len(same.cites) < MOST_CITED:
        cite_also(same.cites, told.cite)
        same.places.append(told.place)
        same.passages[number] = None


def _attendance(report: Report, meeting: _Meeting) -> None:
    """Who was there and who was not, by the passages that tell of the meeting."""
    for told in _of(report, meeting):
        for clause in told.clauses:
            mine = [
                m.body
                for m in told.bodies
                if clause.start <= m.start < clause.end and not report.bodies.is_forum(m.body)
            ]
            if finds("acts", "absent", clause.text):
                meeting.absent += [body for body in mine if body not in meeting.absent]
            elif clause.sense == "fact" and finds("acts", "present", clause.text):
                meeting.represented += [body for body in mine if body not in meeting.represented]
    meeting.represented = [body for body in meeting.represented if body not in meeting.absent]


def _of(report: Report, meeting: _Meeting) -> list[Told]:
    return report.of_passages(meeting.passages)


def _actions(report: Report, meeting: _Meeting) -> None:
    """The number of actions, and those that a list in the passage tells."""
    for told in _of(report, meeting):
        if told.sentence.passage.kind == "row":
            continue
        counted = re.search(
            r"(?i)\b(only one|one|two|three|four|five|six|seven|eight|nine|ten|\d+)\s+(?:further\s+)?actions?\b",
            told.text,
        )
        if counted and meeting.count is None:
            meeting.count = number(counted[1].split()[-1])
        for clause in re.split(r",\s*(?:and\s+)?|\band\b(?= the | [A-Z])", told.text):
            asked = re.match(r"\s*(?P<who>.{2,60}?)\s+(?:was |were )?to\s+(?!the\b)[a-z]+", clause)
            bodies = report.bodies.mentions(asked["who"], told.owner, told.last_bodies) if asked else []
            if asked and bodies and bodies[0].start <= 4 and re.search(r"\b(?:was|were) to\b", told.text):
                meeting.actions.append((bodies[0].body, told.cite, told.place))


def _actions_of_points(report: Report, meetings: Sequence[_Meeting]) -> None:
    """The actions that points under the passages of meetings tell."""
    under: dict[str, list[_Meeting]] = {}
    for meeting in meetings:
        for of in meeting.passages:
            under.setdefault(of, []).append(meeting)
    for told in report.told:
        passage = told.sentence.passage
        if passage.kind not in ("bullet", "sub-paragraph"):
            continue
        leads = (passage.number[: found.start()] for found in re.finditer(r"\(", passage.number))
        found_in = {id(meeting): meeting for lead in leads for meeting in under.get(lead, ())}
        lead = next((m.body for m in told.bodies if m.start <= 4), None) if found_in else None
        if lead and re.search(r"\bto\b", told.text):
            for meeting in found_in.values():
                meeting.actions.append((lead, told.cite, told.place))


def _records(report: Report, meetings: Sequence[_Meeting]) -> tuple[list[Drafted], list[Drafted]]:
    ids = Ids()
    drafted, actions = [], []
    for meeting in sorted(meetings, key=lambda m: str(parse(m.date).earliest)):
        id_ = ids.of(f"marac-{meeting.date}")
        values: dict[str, object] = {
            "id": id_,
            "date": meeting.date,
            "marac": meeting.marac,
            "persons": [report.victim],
        }
        values |= {"represented": meeting.represented} if meeting.represented else {}
        values |= {"not_represented": meeting.absent} if meeting.absent else {}
        if meeting.count is not None and meeting.count == len(meeting.actions):
            values["actions_count"] = str(meeting.count)
        drafted.append(
            Drafted(
                values | {"cites": meeting.cites},
                "MARAC with a date and a word for a meeting",
                0.85,
                tuple(meeting.places),
            )
        )
        for owner, cite, place in meeting.actions:
            name = " ".join(report.bodies.label(owner).split()[:8])
            action: dict[str, object] = {
                "id": ids.of(f"{id_}-action-{owner[:25]}"),
                "meeting": id_,
                "owner": [owner],
            }
            action |= {"action": f"Action for {name}; to be told by the coder", "cites": [cite]}
            actions.append(Drafted(action, "body that was to do something, beside a meeting", 0.6, (place,)))
    return drafted, actions
