"""Dated contacts between agencies and people of the case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from dhrgraph.drafting.clauses import Clause, clause_at
from dhrgraph.drafting.contactrecords import Found, joined
from dhrgraph.drafting.dating import Dated
from dhrgraph.drafting.people import Someone
from dhrgraph.drafting.rows import Row, row_of
from dhrgraph.drafting.told import Flag, Report, Told
from dhrgraph.drafting.words import best_code, codes_in, finds

__all__ = ["contacts_of"]

#: Kinds of contact that are no meeting of a MARAC, though its word stands beside them.
_MEETING_APART = ("phone", "visit", "letter", "email", "appointment", "arrest", "call-out", "interview")
_KINDS = {"attendance-other": "attendance"}


def contacts_of(report: Report) -> list[Found]:
    """The dated contacts of a report, those that are told twice joined."""
    found: list[Found] = []
    for told in report.told:
        row = row_of(told)
        if row:
            found += _of_row(report, told, row)
        elif told.in_case and told.sentence.part != "introduction" and told.sentence.passage.kind != "row":
            found += _of_sentence(report, told) if told.dates else _of_same_day(report, told, found)
    return joined(found)


def _of_same_day(report: Report, told: Told, found: list[Found]) -> Iterator[Found]:
    """The contacts of other agencies that an undated sentence tells right after a dated one."""
    dated = told.last_date
    if dated is None or len(dated.value) != len("2010-01-01"):
        return
    if not any(one.date == dated.value and set(one.cites) & {told.cite} for one in found):
        return
    for clause in told.clauses:
        kind = _kind(clause.text)
        if clause.sense != "fact" or not kind or finds("acts", "no_contact", clause.text):
            continue
        if (
            re.search(r"\breferr?(?:al|ed|s)\b", clause.text)
            or _sends_on(report, told, clause.text, None)
            or _between_agencies(report, told, clause, kind)
        ):
            continue
        for mention in told.bodies:
            if not clause.start <= mention.start < clause.end or report.bodies.is_forum(mention.body):
                continue
            if _is_target(told.text, mention.start) or not told.people:
                continue
            sectors = {report.bodies.sector(one.agency) for one in found if one.date == dated.value}
            if report.bodies.sector(mention.body) in sectors:
                continue
            yield Found(dated.value, mention.body, _persons(report, told), kind, told.text, told.cites(dated),
                        [told.place], "agency in the sentence after a date", 0.5)  # fmt: skip


def _of_row(report: Report, told: Told, row: Row) -> Iterator[Found]:
    bodies = report.bodies.mentions(row.who)
    agencies = [m.body for m in bodies if not report.bodies.is_forum(m.body)]
    if not agencies:
        if not bodies and row.who.strip():
            report.flags.append(
                Flag(told.cite, f"the body {row.who.strip()[:60]!r} of a row of the chronology is not known")
            )
        return
    event = row.what.split("\t")[0]
    if finds("acts", "no_contact", f"{row.who} {event}") or clause_at(told.clauses, 0).sense == "hypothetical":
        return
    persons = [one.id for one in report.people.meant(row.what)] or [report.victim]
    yield Found(row.dated.value, agencies[0], persons[:2], _kind(event) or "other", row.what, [told.cite], [told.place],
                "row of a chronology", 0.9)  # fmt: skip


def _of_sentence(report: Report, told: Told) -> Iterator[Found]:
    """The contacts of a sentence: one for each of its dates whose clause tells one."""
    kept: list[Found] = []
    for at, dated in enumerate(told.dates):
        clause = _clause(told, dated)
        if clause.sense != "fact" or "/" in dated.value or len(dated.value) < 7:
            continue
        own = _own(told, at, clause.start)
        if _is_none(told, dated, own, clause):
            continue
        kind = _kind(own) or (kept[-1].kind if kept and _is_list(told, at) else "") or _taken_up(report, told)
        agency = _agency(report, told, dated, clause.start, clause.end) or _agency_ahead(report, told)
        if not kind and agency and agency == told.owner and (_is_list(told, at) or _is_list(told, at + 1)):
            kind = best_code("acts", "usual", report.bodies.sector(agency), "")
        if not kind and agency and told.people and _is_of(told, clause, agency) and not codes_in("acts", "events", own):
            kind = best_code("acts", "usual", report.bodies.sector(agency), "") or "other"
        if kind in ("report", "support", "other") and _sends_on(report, told, own, agency):
            continue
        if finds("acts", "marac", own) and finds("acts", "marac_met", own) and kind not in _MEETING_APART:
            continue  # a meeting about somebody, not with them
        if agency and _between_agencies(report, told, clause, kind):
            continue
        if not kind or not agency:
            continue
        persons = _persons(report, told)
        if not persons:
            continue
        sure = 0.8 if told.owner == agency or len(told.bodies) == 1 else 0.6
        kept.append(Found(dated.value, agency, persons, kind, told.text, told.cites(dated), [told.place],
                          "date, agency and person in one sentence", sure - 0.1 * dated.anchored))  # fmt: skip
    yield from kept


def _is_of(told: Told, clause: Clause, agency: str) -> bool:
    """Whether a clause names an agency or stands in its section."""
    return agency == told.owner or any(m.body == agency and clause.start <= m.start < clause.end for m in told.bodies)


def _clause(told: Told, dated: Dated) -> Clause:
    """The clause of a date; for one in brackets, that before them, unless the brackets hold more than dates."""
    clause = clause_at(told.clauses, dated.start)
    bracket = _in_bracket(told.text, dated.start)
    if not bracket or clause.sense != "fact" or clause.start < bracket - 1:
        return clause
    return clause_at(told.clauses, max(0, bracket - 2))


def _sends_on(report: Report, told: Told, own: str, agency: str | None) -> bool:
    """Whether the words tell of a referral alone."""
    if re.search(r"\breferred\b|\bshared\b|\bpassed\b|\bmade a referral\b|\breferral was made\b", own):
        return True
    return bool(finds("acts", "referred", own)) and agency == _target(report, told) and not re.search(r"\bcontact", own)


def _between_agencies(report: Report, told: Told, clause: Clause, kind: str) -> bool:
    """Whether one agency wrote to, rang or told another."""
    if kind not in ("letter", "email", "phone", "report", "other"):
        return False
    bodies = [m for m in told.bodies if clause.start <= m.start < clause.end]
    for one, other in pairwise(bodies):
        between = told.text[one.end : other.start]
        if one.body != other.body and re.fullmatch(
            r"\W*(?:then |also )?(?:wrote|e-?mailed|rang|telephoned|phoned|called|contacted|told|informed|notified)"
            r"\s+(?:to\s+)?(?:the\s+|a\s+)?",
            between,
        ):
            return True
    return False


def _is_none(told: Told, dated: Dated, own: str, clause: Clause) -> bool:
    """Whether the words of a date tell of something other than a contact."""
    at = told.text.find(own)
    mine = own[: max(0, clause.end - at)] if at >= 0 and clause.end > dated.start else own
    return bool(finds("acts", "no_contact", mine)) or bool(finds("acts", "no_contact", clause.text) and not _kind(own))


def _taken_up(report: Report, told: Told) -> str:
    """The kind that the sentence before tells, where this one takes it up: "The first was on 1 April"."""
    if not re.match(r"(?:The|A) (?:first|second|third|fourth|last|next|final|other|latter|further)\b", told.text):
        return ""
    at = report.told.index(told)
    near = [
        t
        for t in report.told[max(0, at - 1) : at + 2]
        if t is not told and t.sentence.passage is told.sentence.passage and not t.dates
    ]
    return next((kind for t in reversed(near) if (kind := _kind(t.text))), "")


def _own(told: Told, at: int, begin: int) -> str:
    """The words that belong to one of the dates of a sentence."""
    dated = told.dates[at]
    bracket = _in_bracket(told.text, dated.start)
    if bracket:
        comma = max(told.text.rfind(", ", 0, bracket), told.text.rfind("; ", 0, bracket), begin - 1)
        close = told.text.find(")", dated.end)
        return told.text[comma + 1 : close if close > 0 else dated.end]
    start = max(begin, told.dates[at - 1].end if at else 0)
    end = told.dates[at + 1].start if at + 1 < len(told.dates) else len(told.text)
    end = _in_bracket(told.text, end) or end if end < len(told.text) else end
    if at + 1 < len(told.dates) and len(told.text[begin : dated.start].split()) < 5 and not _is_list(told, at + 1):
        return told.text[start:end]
    if at and not _is_list(told, at):
        leading = len(told.text[begin : told.dates[0].start].split()) < 5
        cuts = [m.end() for m in re.finditer(r", |; | and ", told.text[start : dated.start])]
        start += cuts[-1] if leading and cuts else 0
    if _is_list(told, at):
        start = begin
    return told.text[start:end]


def _is_list(told: Told, at: int) -> bool:
    """Whether a date is one of a list with the one before it: 28 October, 2 November and 9 November."""
    if not 0 < at < len(told.dates):
        return False
    between = told.text[told.dates[at - 1].end : told.dates[at].start]
    return bool(re.fullmatch(r"[\s,&]*(?:and|or)?(?:\s+(?:again|then|also))?(?:\s+(?:on|in))?[\s,]*", between))


def _in_bracket(text: str, place: int) -> int:
    """Where the bracket opens in which a place lies; 0 where it lies in none."""
    opened = text.rfind("(", 0, place)
    return opened if opened > 0 and ")" not in text[opened:place] else 0


def _target(report: Report, told: Told) -> str | None:
    """To whom a sentence says that somebody was referred."""
    return next((m.body for m in told.bodies if _is_target(told.text, m.start)), told.owner)


def _kind(text: str) -> str:
    code = best_code("acts", "contacts", text, "")
    return _KINDS.get(code, code)


def _persons(report: Report, told: Told) -> list[str]:
    main = [one for one in told.people if one.role in ("victim", "perpetrator", "child")] or told.people
    if not main:
        main = [one for one in [report.people.of("victim")] if one]
    return [one.id for one in _subject(told, main)]


def _subject(told: Told, main: list[Someone]) -> list[Someone]:
    """Those among whom the contact was: the victim or perpetrator that the sentence names first, or both."""
    both = re.search(r"\b(?:both|couple|each of them)\b|\w+ and (?=\w+ in separate)", told.text)
    return main if both else main[:1]


def _agency(report: Report, told: Told, dated: Dated, start: int, end: int) -> str | None:
    """The agency of a contact: that of the clause, of the section, of the sentence, or the last one before."""
    agencies = [m for m in told.bodies if not report.bodies.is_forum(m.body) and not _is_target(told.text, m.start)]
    inside = [m for m in agencies if start <= m.start < end]
    bracket = _in_bracket(told.text, dated.start)
    if bracket:
        close = told.text.find(")", dated.end)
        near = [m for m in agencies if bracket < m.start < (close if close > 0 else len(told.text))]
        beside = [
            m
            for m in agencies
            if m.end <= bracket
            and bracket - m.end < 3
            and re.search(r"\b(?:with|at|to|by|from)\s+(?:the\s+|her\s+|his\s+)?$", told.text[: m.start])
        ]
        return (near or beside)[0].body if near or beside else told.owner
    if told.owner:
        return told.owner
    named = [m for m in inside if m.by_name] or inside or agencies
    if named:
        return min(named, key=lambda m: abs(m.start - dated.start)).body
    return next((body for body in told.last_bodies if not report.bodies.is_forum(body)), None)


def _agency_ahead(report: Report, told: Told) -> str | None:
    """The first agency of which the next sentences of the passage speak, where they tell no other date."""
    at = report.told.index(told)
    for other in report.told[at + 1 : at + 3]:
        if other.sentence.passage is not told.sentence.passage or other.dates:
            return None
        found = [
            m.body for m in other.bodies if not report.bodies.is_forum(m.body) and not _is_target(other.text, m.start)
        ]
        if found:
            return found[0]
    return None


def _is_target(text: str, place: int) -> bool:
    """Whether a body is one to whom something was sent on: referred to, shared with."""
    ahead = text[max(0, place - 50) : place]
    return bool(re.search(r"(?:refer\w*|shared?\b|transferred|passed)[^.;]*\b(?:to|with)\s+(?:the\s+)?$", ahead))
