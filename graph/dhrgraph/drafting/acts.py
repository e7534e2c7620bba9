"""Acts between agencies: referrals and sharing that took place, and acts that did not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from dhrgraph.drafting.bodies import Mention
from dhrgraph.drafting.clauses import Clause
from dhrgraph.drafting.ids import Ids, cite_also
from dhrgraph.drafting.told import Drafted, Report, Told
from dhrgraph.lexicon.words import best_code, finds, pattern, words

__all__ = ["acts_of", "not_done_of"]

_PASSIVE = re.compile(
    r"\b(?:was|were|is|been|being)\s+(?:never\s+|not\s+)?(?:\w+ly\s+)?\w+(?:ed|told|seen|sought|made|given)\b"
)
#: Parts that tell of what agencies did and left undone.
_PARTS = (
    "recommendations",
    "agency-recommendations",
    "action-plan",
    "terms",
    "panel",
    "independence",
    "family",
    "confidentiality",
)


def _tells(told: Told) -> bool:
    """Whether a sentence stands where a report tells of acts."""
    return told.sentence.part not in _PARTS and told.sentence.passage.kind not in (
        "front-matter",
        "appendix",
        "footnote",
    )


def not_done_of(report: Report) -> list[Drafted]:
    """Acts that the report says did not take place, or has no record of."""
    ids = Ids()
    seen: dict[tuple[str, str, str], Drafted] = {}
    for told in report.told:
        if not _tells(told):
            continue
        for clause in told.clauses:
            act = _act_not_done(told, clause)
            by = _doer(report, told, clause) if act else None
            if not act or not by:
                continue
            date = _date(told)
            key = (act, by, date)
            if key in seen and date:
                cite_also(seen[key].values["cites"], told.cite)
                continue
            values = _not_done(report, told, clause, act, by, date)
            values = {"id": ids.of(f"nd-{by[:30]}-{act}-{date}"), **values}
            seen[(act, by, date or f"{told.cite} {clause.start}")] = Drafted(
                values, "negated clause with a word for an act", 0.65 if told.owner == by else 0.5, (told.place,)
            )
    return list(seen.values())


def _act_not_done(told: Told, clause: Clause) -> str:
    if clause.sense != "negated" or finds("acts", "not_done_not", clause.text):
        return ""
    negation = pattern(words("acts", "negated")).search(clause.text)
    if negation is None or _person_is_doer(told, clause.text[: negation.start()], clause.text[negation.start() :]):
        return ""
    return best_code("acts", "not_done", clause.text[negation.start() :], "") or (
        best_code("acts", "not_done", clause.text, "")
        if re.match(r"\W*(?:not|never)\b", clause.text[negation.start() :]) and _PASSIVE.search(clause.text)
        else ""
    )


def _person_is_doer(told: Told, ahead: str, after: str) -> bool:
    """Whether it is a person of the case who did not do something."""
    names = "|".join(re.escape(one.pseudonym) for one in told.people) or "(?!)"
    subject = re.match(
        rf"\W*(?:\w+\s+){{0,4}}?(?:and\s+|but\s+|that\s+|because\s+|since\s+)?"
        rf"(?:{names}|[Ss]he|[Hh]e|[Tt]hey|[Tt]he (?:victim|perpetrator|couple))\s*"
        r"(?:\w+ly\s+)?(?:did|was|were|had|has|never|could)?\s*$",
        ahead,
    )
    return bool(subject) and not _PASSIVE.search(ahead + after)


def _doer(report: Report, told: Told, clause: Clause) -> str | None:
    """Who left an act undone: the body before the negation, that of the section, or the last one before."""
    negation = pattern(words("acts", "negated")).search(clause.text)
    cut = clause.start + (negation.start() if negation else 0)
    before = [m for m in told.bodies if clause.start <= m.start < cut]
    if before:
        return (
            before[-1].body
            if not re.search(r"(?i)\b(?:referral|refer)\b", clause.text[: before[-1].start - clause.start])
            else before[0].body
        )
    not_on_record = re.search(
        r"(?i)\b(?:record|evidence|indication|suggestion)\w*\s+(?:that|of)\s+(?:the\s+)?$",
        told.text[clause.start : next((m.start for m in told.bodies if m.start >= cut), cut)],
    )
    if not_on_record:
        return next(m.body for m in told.bodies if m.start >= cut)
    if told.owner:
        return told.owner
    earlier = [m for m in told.bodies if m.start < clause.start]
    if earlier:
        return earlier[0].body
    by = [
        m
        for m in told.bodies
        if clause.start <= m.start < clause.end and re.search(r"\bby\s+(?:the\s+)?$", told.text[: m.start])
    ]
    if by:
        return by[0].body
    return told.last_bodies[0] if told.last_bodies else None


def _date(told: Told) -> str:
    """The day of the sentence, or the last one that its passage told."""
    for dated in (*told.dates[:1], told.last_date):
        if dated is not None and not dated.spans and len(dated.value) >= 7:
            return dated.value
    return ""


def _not_done(report: Report, told: Told, clause: Clause, act: str, by: str, date: str) -> dict[str, object]:
    to = []
    if act in ("referral", "re-referral", "information-sharing", "intelligence-check"):
        to = [m.body for m in told.bodies if clause.start <= m.start < clause.end and m.body != by]
    persons = [one.id for one in told.people if one.role in ("victim", "perpetrator")][:1] or [report.victim]
    said = {"not-considered": "not-considered"}.get(
        best_code("acts", "reasons", told.text, "unclear"), best_code("acts", "reasons", told.text, "unclear")
    )
    values: dict[str, object] = {"date": date} if date else {}
    values |= {"act": act, "by_agency": [by]} | ({"to_agency": list(dict.fromkeys(to))} if to else {})
    values |= {
        "persons": persons,
        "reason": said,
        "criticised": "yes" if finds("acts", "criticised", told.text) else "no",
    }
    name = " ".join(report.bodies.label(by).split()[:8])
    values["summary"] = f"Not recorded as done by {name}: {act.replace('-', ' ')}"
    values["cites"] = [told.cite]
    return values


# --- Acts that took place ---


def acts_of(report: Report) -> tuple[list[Drafted], list[Drafted]]:
    """Referrals and information shared, where the report tells both from whom and to whom."""
    ids = Ids()
    referrals: dict[tuple[str, str, str], Drafted] = {}
    sharings: dict[tuple[str, str, str], Drafted] = {}
    for told in report.told:
        if not _tells(told) or told.sentence.passage.kind == "row":
            continue
        for clause in told.clauses:
            if clause.sense != "fact":
                continue
            _add(report, told, clause, "referred", referrals, ids, _referral)
            _add(report, told, clause, "shared", sharings, ids, _sharing)
    return list(referrals.values()), list(sharings.values())


Maker = Callable[[Report, Told, Clause, str, str, str], "tuple[str, dict[str, object]]"]


def _add(
    report: Report,
    told: Told,
    clause: Clause,
    key: str,
    kept: dict[tuple[str, str, str], Drafted],
    ids: Ids,
    make: Maker,
) -> None:
    """Draft an act of a clause, where it has a body on either side of its word."""
    match = finds("acts", key, clause.text)
    if match is None:
        return
    place = clause.start + match.start()
    to = next(
        (
            m
            for m in told.bodies
            if place < m.start < clause.end
            and re.search(
                r"(?i)\b(?:to|with|told|informed|notified)\s+(?:the\s+)?(?:\w+\s+)?$", told.text[place : m.start]
            )
        ),
        None,
    )
    giver = _giver(report, told, clause, place, to)
    if to is None or giver is None or giver == to.body:
        return
    date = _date(told)
    same = kept.get((giver, to.body, date))
    if same is not None and date:
        cite_also(same.values["cites"], told.cite)
        return
    id_, values = make(report, told, clause, giver, to.body, date)
    values = {"id": ids.of(id_), **values}
    kept[(giver, to.body, date or told.cite)] = Drafted(
        values, f"clause with a body before and after {match[0].lower()!r}", 0.7, (told.place,)
    )


def _giver(report: Report, told: Told, clause: Clause, place: int, to: Mention | None) -> str | None:
    before = [m for m in told.bodies if clause.start <= m.start < place and (to is None or m.body != to.body)]
    agencies = [m.body for m in before if not report.bodies.is_forum(m.body)]
    if agencies:
        return agencies[-1]
    if told.owner and (to is None or told.owner != to.body):
        return told.owner
    return next((b for b in told.last_bodies if not report.bodies.is_forum(b) and (to is None or b != to.body)), None)


def _persons(report: Report, told: Told) -> list[str]:
    return [one.id for one in told.people if one.role in ("victim", "perpetrator", "child")][:1] or [report.victim]


def _referral(
    report: Report, told: Told, clause: Clause, giver: str, to: str, date: str
) -> tuple[str, dict[str, object]]:
    kind = best_code("acts", "referral_kinds", f"{report.bodies.known[to].label} {clause.text}", "other")
    values: dict[str, object] = {"date": date} if date else {}
    values |= {"from_agency": giver, "to_agency": to, "persons": _persons(report, told), "kind": kind}
    ground = best_code("acts", "grounds", told.text, "")
    values |= {"ground": ground} if ground and kind == "marac" else {}
    values |= {"automatic": "yes"} if "automatic" in clause.text.lower() else {}
    values |= {"consent": "yes"} if finds("acts", "consent", clause.text) else {}
    return f"ref-{kind}-{giver[:25]}-{date}", values | {"cites": [told.cite]}


def _sharing(
    report: Report, told: Told, clause: Clause, giver: str, to: str, date: str
) -> tuple[str, dict[str, object]]:
    values: dict[str, object] = {"date": date} if date else {}
    name = " ".join(report.bodies.label(giver).split()[:6])
    values |= {
        "from_agency": [giver],
        "to_agency": [to],
        "persons": _persons(report, told),
        "what": f"Information given by {name}; to be told by the coder",
    }
    partly = finds("acts", "shared_partly", clause.text)
    return f"share-{giver[:25]}-{to[:20]}-{date}", values | {
        "shared": "partly" if partly else "yes",
        "cites": [told.cite],
    }


def in_order(drafted: Sequence[Drafted]) -> list[Drafted]:
    """Records by their dates, undated ones last."""
    return sorted(drafted, key=lambda each: str(each.values.get("date", "9")))
