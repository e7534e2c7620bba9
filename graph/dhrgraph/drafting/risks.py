"""Risk assessments, abuse, who knew of it, and events of a life."""

from __future__ import annotations

from dhrgraph.drafting.clauses import clause_at
from dhrgraph.drafting.ids import Ids, cite_also
from dhrgraph.drafting.rows import row_of
from dhrgraph.drafting.told import Drafted, Report, Told
from dhrgraph.lexicon.words import best_code, codes_in, data, finds
from dhrgraph.records.codes import codes

__all__ = ["abuse_of", "events_of", "risks_of"]


def _day(told: Told) -> str:
    for dated in (*told.dates[:1], told.last_date):
        if dated is not None and not dated.spans and len(dated.value) >= 7:
            return dated.value
    return ""


def risks_of(report: Report) -> list[Drafted]:
    """Assessments of risk that the report tells with a grade."""
    ids = Ids()
    kept: dict[tuple[str, str, str], Drafted] = {}
    for told in report.told:
        if (
            not told.in_case
            or told.sentence.part in ("lessons", "conclusions")
            or told.sentence.passage.kind == "footnote"
        ):
            continue
        for clause in told.clauses:
            grade = best_code("acts", "grades", clause.text, "")
            if clause.sense != "fact" or not grade or not finds("acts", "risk", told.text):
                continue
            agency = told.owner or next((m.body for m in told.bodies if not report.bodies.is_forum(m.body)), None)
            agency = agency or next((b for b in told.last_bodies if not report.bodies.is_forum(b)), None)
            row = row_of(told)
            if row:
                agency = next((m.body for m in report.bodies.mentions(row.who)), None)
            date = row.dated.value if row else _day(told)
            if agency is None or report.bodies.is_forum(agency) or not date:
                continue
            if (agency, date, grade) in kept:
                cite_also(kept[agency, date, grade].values["cites"], told.cite)
                continue
            tool = best_code("acts", "tools", told.text, "not-named")
            persons = [one.id for one in told.people if one.role in ("victim", "perpetrator")][:1] or [report.victim]
            values: dict[str, object] = {
                "id": ids.of(f"risk-{agency[:30]}-{date}"),
                "date": date,
                "agency": agency,
                "persons": persons,
            }
            values |= {
                "tool": tool,
                "results": [{"of": "not told", "printed": grade.replace("-", " "), "grade": grade}],
            }
            values |= {"basis": "tool" if tool != "not-named" else "unclear", "cites": [told.cite]}
            kept[agency, date, grade] = Drafted(
                values, "grade of risk beside an agency and a date", 0.65, (told.place,)
            )
    return list(kept.values())


def abuse_of(report: Report) -> tuple[list[Drafted], list[Drafted]]:
    """Types of abuse that the report tells as facts, and agencies to which the victim told of them."""
    if report.perpetrator is None:
        return [], []
    types: dict[str, Drafted] = {}
    knew: dict[tuple[str, str], Drafted] = {}
    for told in report.told:
        if (
            not told.in_case
            or told.sentence.passage.kind in ("footnote", "heading")
            or finds("acts", "not_abuse", told.text)
        ):
            continue
        named = {one.role for one in told.people}
        if not named & {"victim", "perpetrator"}:
            continue
        for code, match in codes_in("acts", "abuse", told.text):
            if clause_at(told.clauses, match.start()).sense != "fact":
                continue
            _note_abuse(report, told, code, types)
            agency = told.owner or next((m.body for m in told.bodies if not report.bodies.is_forum(m.body)), None)
            tells = best_code("acts", "disclosure", told.text, "")
            if agency and tells in ("disclosed", "reported-by-other") and not report.bodies.is_forum(agency):
                _note_knowledge(told, code, agency, knew)
    return list(types.values()), list(knew.values())


def _note_abuse(report: Report, told: Told, code: str, types: dict[str, Drafted]) -> None:
    if code not in types:
        label = codes("abuse-type")[code].label
        values: dict[str, object] = {
            "id": f"abuse-{code}",
            "type": code,
            "by": [report.perpetrator],
            "against": [report.victim],
        }
        values |= {"summary": f"{label.capitalize()}, as the report describes it", "cites": [told.cite]}
        types[code] = Drafted(values, "word for a type of abuse in a clause that tells a fact", 0.55, (told.place,))
        return
    cites = types[code].values["cites"]
    assert isinstance(cites, list)
    cites += [told.cite] if told.cite not in cites and len(cites) < 12 else []


def _note_knowledge(told: Told, code: str, agency: str, knew: dict[tuple[str, str], Drafted]) -> None:
    if (code, agency) in knew:
        return
    date = _day(told)
    values: dict[str, object] = {
        "id": f"knew-{agency[:40].strip('-')}-{code}",
        "abuse": f"abuse-{code}",
        "agency": agency,
    }
    values |= {"since": date} if date else {}
    knew[code, agency] = Drafted(
        values | {"cites": [told.cite]}, "abuse told to an agency in one sentence", 0.5, (told.place,)
    )


def events_of(report: Report) -> list[Drafted]:
    """Dated events in the life of the people of the case."""
    ids = Ids()
    kept: dict[tuple[str, str], Drafted] = {}
    names = {one.id: one.pseudonym for one in report.people.all}
    for told in report.told:
        if not told.in_case or told.sentence.passage.kind in ("row", "footnote"):
            continue
        for kind, match in codes_in("acts", "events", told.text):
            clause = clause_at(told.clauses, match.start())
            near = [d for d in told.dates if clause.start <= d.start < clause.end and not d.spans]
            persons = [one.id for one in told.people if one.role in ("victim", "perpetrator")]
            if clause.sense != "fact" or not near or not persons:
                continue
            if kind in ("charge", "trial") and report.perpetrator:
                persons = [report.perpetrator]
            elif kind not in ("marriage", "separation", "couple-met"):
                persons = persons[:1]
            dated = min(near, key=lambda d: abs(d.start - match.start()))
            if (kind, dated.value) in kept:
                continue
            said = " and ".join(names.get(person, person) for person in persons)
            values: dict[str, object] = {
                "id": ids.of(f"event-{kind}-{dated.value}"),
                "date": dated.value,
                "kind": kind,
                "persons": persons,
            }
            values |= {"summary": f"{codes('event-kind')[kind].label.capitalize()}: {said}", "cites": told.cites(dated)}
            kept[kind, dated.value] = Drafted(values, "word for an event beside a date", 0.6, (told.place,))
    return list(kept.values())


__all__ += ["data"]
