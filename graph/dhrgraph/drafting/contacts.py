"""Dated contacts between agencies and people of the case."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from dhrgraph.drafting.bodies import Mention
from dhrgraph.drafting.clauses import Clause, clause_at
from dhrgraph.drafting.contactrecords import Found, joined
from dhrgraph.drafting.people import Someone
from dhrgraph.drafting.rowcontacts import contacts_of_row
from dhrgraph.drafting.rows import row_of
from dhrgraph.drafting.telling import is_between_agencies, is_none, kind_of, sends_on
from dhrgraph.drafting.told import Report, Told
from dhrgraph.drafting.whose import acts, agencies_of, in_bracket, is_target
from dhrgraph.lexicon.dating import Dated
from dhrgraph.lexicon.words import best_code, codes_in, finds

__all__ = ["contacts_of"]

#: Kinds of contact that are no meeting of a MARAC, though its word stands beside them.
_MEETING_APART = ("phone", "visit", "letter", "email", "appointment", "arrest", "call-out", "interview")


def contacts_of(report: Report) -> list[Found]:
    """The dated contacts of a report, those that are told twice joined."""
    found: list[Found] = []
    on_day: defaultdict[str, set[str]] = defaultdict(set)  # the sectors with a contact on a day
    for told in report.told:
        before = len(found)
        row = row_of(told)
        if row:
            found += contacts_of_row(report, told, row)
        elif (
            told.in_case
            and told.sentence.part != "introduction"
            and told.sentence.passage.kind not in ("row", "front-matter", "footnote", "heading")
        ):
            found += _of_sentence(report, told) if told.dates else _of_same_day(report, told, on_day)
        for one in found[before:]:
            on_day[one.date].add(report.bodies.sector(one.agency))
    return joined(found)


def _of_same_day(report: Report, told: Told, on_day: Mapping[str, set[str]]) -> Iterator[Found]:
    """The contacts of other agencies that an undated sentence tells right after a dated one."""
    dated = told.last_date
    if dated is None or len(dated.value) != len("2010-01-01"):
        return
    if not _follows(report, told):
        return
    taken: set[str] = set()
    for clause in told.clauses:
        kind = kind_of(clause.text)
        if clause.sense != "fact" or not kind or finds("acts", "no_contact", clause.text):
            continue
        if (
            re.search(r"\breferr?(?:al|ed|s)\b", clause.text)
            or sends_on(report, told, clause.text, None)
            or is_between_agencies(report, told, clause, kind)
        ):
            continue
        for mention in told.bodies:
            if not clause.start <= mention.start < clause.end or report.bodies.is_forum(mention.body):
                continue
            if (
                is_target(told.text, mention.start)
                or not (_of_somebody(told) or kind in ("call-out", "arrest"))
                or not _has_part(told, clause, mention)
            ):
                continue
            sector = report.bodies.sector(mention.body)
            if sector in on_day.get(dated.value, ()) or sector in taken:
                continue
            taken.add(sector)
            yield Found(dated.value, mention.body, _persons(report, told), kind, told.text, told.cites(dated),
                        [told.place], "agency in the sentence after a date", 0.5)  # fmt: skip


def _of_sentence(report: Report, told: Told) -> Iterator[Found]:
    """The contacts of a sentence: one for each of its dates whose clause tells one."""
    kept: list[Found] = []
    if finds("acts", "unconfirmed", told.text):
        return
    for at, dated in enumerate(told.dates):
        clause = _clause(told, dated)
        if clause.sense != "fact" or dated.spans or len(dated.value) < 7:
            continue
        span = _own(told, at, clause.start)
        own = told.text[slice(*span)]
        if is_none(told, dated, own, clause):
            continue
        kind = kind_of(own) or (kept[-1].kind if kept and _is_list(told, at) else "") or _taken_up(report, told)
        agencies = agencies_of(report, told, dated, span, clause)
        if kept and not told.owner and not any(span[0] <= m.start < span[1] for m in told.bodies):
            agencies = [kept[-1].agency]
        agency = agencies[0] if agencies else None
        if not kind and agency and agency == told.owner and (_is_list(told, at) or _is_list(told, at + 1)):
            kind = best_code("acts", "usual", report.bodies.sector(agency), "")
        if (
            not kind
            and agency
            and _of_somebody(told)
            and _is_of(told, clause, agency)
            and not codes_in("acts", "events", own)
        ):
            kind = best_code("acts", "usual", report.bodies.sector(agency), "") or "other"
        if kind in ("report", "support", "other", "phone", "letter", "email") and sends_on(report, told, own, agency):
            continue
        of_marac = finds("acts", "marac", f"{own} {' '.join(told.sentence.passage.headings)}")
        if of_marac and finds("acts", "marac_met", own) and kind not in _MEETING_APART:
            continue  # a meeting about somebody, not with them
        if agency and is_between_agencies(report, told, clause, kind):
            continue
        if not kind or not agency:
            continue
        persons = _persons(report, told)
        if not persons:
            continue
        sure = 0.8 if told.owner == agency or len(told.bodies) == 1 else 0.6
        kept += [Found(dated.value, each, persons, kind, told.text, told.cites(dated), [told.place],
                       "date, agency and person in one sentence", sure - 0.1 * dated.anchored)
                 for each in agencies]  # fmt: skip
    yield from kept


def _follows(report: Report, told: Told) -> bool:
    """Whether a sentence stands within three after a dated one of its passage."""
    return any(t.dates for t in report.before(told, 3))


def _has_part(told: Told, clause: Clause, mention: Mention) -> bool:
    """Whether a clause tells that a body did something or somebody came to it, not only that it was spoken of."""
    ahead = told.text[clause.start : mention.start]
    return acts(told.text, mention) and not finds("acts", "speaks_of", ahead)


def _of_somebody(told: Told) -> bool:
    """Whether a sentence speaks of somebody, by name or pronoun."""
    return bool(told.people) or finds("acts", "somebody", told.text) is not None


def _is_of(told: Told, clause: Clause, agency: str) -> bool:
    """Whether a clause names an agency or stands in its section."""
    taken_up = told.last_bodies[:1] == (agency,) and not told.bodies
    return (
        agency == told.owner
        or taken_up
        or any(m.body == agency and clause.start <= m.start < clause.end for m in told.bodies)
    )


def _clause(told: Told, dated: Dated) -> Clause:
    """The clause of a date; for one in brackets, that before them, unless the brackets hold more than dates."""
    clause = clause_at(told.clauses, dated.start)
    bracket = in_bracket(told.text, dated.start)
    if not bracket or clause.sense != "fact" or clause.start < bracket - 1:
        return clause
    return clause_at(told.clauses, max(0, bracket - 2))


def _taken_up(report: Report, told: Told) -> str:
    """The kind that the sentence before tells, where this one takes it up: "The first was on 1 April"."""
    if not re.match(r"(?:The|A) (?:first|second|third|fourth|last|next|final|other|latter|further)\b", told.text):
        return ""
    near = [t for t in (*report.before(told, 1), *report.after(told, 1)) if not t.dates]
    return next((kind for t in reversed(near) if (kind := kind_of(t.text))), "")


def _own(told: Told, at: int, begin: int) -> tuple[int, int]:
    """Where the words stand that belong to one of the dates of a sentence."""
    dated = told.dates[at]
    bracket = in_bracket(told.text, dated.start)
    if bracket:
        comma = max(told.text.rfind(", ", 0, bracket), told.text.rfind("; ", 0, bracket), begin - 1)
        close = told.text.find(")", dated.end)
        return comma + 1, close if close > 0 else dated.end
    start = max(begin, told.dates[at - 1].end if at else 0)
    end = told.dates[at + 1].start if at + 1 < len(told.dates) else len(told.text)
    end = in_bracket(told.text, end) or end if end < len(told.text) else end
    if at + 1 < len(told.dates) and len(told.text[begin : dated.start].split()) < 5 and not _is_list(told, at + 1):
        return start, end
    if at and not _is_list(told, at):
        leading = len(told.text[begin : told.dates[0].start].split()) < 5
        cuts = [m.end() for m in re.finditer(r", |; | and ", told.text[start : dated.start])]
        start += cuts[-1] if leading and cuts else 0
    if _is_list(told, at):
        start = begin
    return start, end


def _is_list(told: Told, at: int) -> bool:
    """Whether a date is one of a list with the one before it: 28 October, 2 November and 9 November."""
    if not 0 < at < len(told.dates):
        return False
    between = told.text[told.dates[at - 1].end : told.dates[at].start]
    return bool(re.fullmatch(r"[\s,&]*(?:and|or)?(?:\s+(?:again|then|also))?(?:\s+(?:on|in))?[\s,]*", between))


def _persons(report: Report, told: Told) -> list[str]:
    main = [one for one in told.people if one.role in ("victim", "perpetrator", "child")] or told.people
    if not main:
        main = [one for one in [report.people.of("victim")] if one]
    return [one.id for one in _subject(told, main)]


def _subject(told: Told, main: list[Someone]) -> list[Someone]:
    """Those among whom the contact was: the victim or perpetrator that the sentence names first, or both."""
    both = re.search(r"\b(?:both|couple|each of them)\b|\w+ and (?=\w+ in separate)", told.text)
    return main if both else main[:1]
