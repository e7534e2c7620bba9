"""Lessons, missed opportunities, good practice and conclusions."""

from __future__ import annotations

from collections.abc import Iterable

from dhrgraph.drafting.ids import Ids
from dhrgraph.drafting.planned import themes_of
from dhrgraph.drafting.told import Drafted, Report, Told
from dhrgraph.lexicon.words import best_code, data

__all__ = ["findings_of"]

_SECTIONS = {"lessons": "lesson", "good-practice": "good-practice"}


def findings_of(report: Report, records: Iterable[Drafted]) -> list[Drafted]:
    """The findings of a report: a passage of a section of lessons, or a sentence that judges so.

    Parameters
    ----------
    report : Report
    records : iterable of Drafted
        Contacts and acts on which a judgement of practice can rest, where it stands in their passages.
    """
    told_in: dict[str, list[str]] = {}
    for record in records:
        for cite in _texts(record.values["cites"]):
            told_in.setdefault(cite, []).append(str(record.values["id"]))
    ids = Ids()
    kept: dict[tuple[str, str], Drafted] = {}
    for told in report.told:
        kind = _kind(told)
        if not kind or (kind, told.cite) in kept:
            continue
        agencies = list(dict.fromkeys(m.body for m in told.bodies))[:4] or ([told.owner] if told.owner else [])
        themes = themes_of(told.sentence.passage.text)
        rests = told_in.get(told.cite, []) if kind in ("missed-opportunity", "good-practice") else []
        said = ", ".join(str(data("recommendations")["said"][theme]) for theme in themes)
        values: dict[str, object] = {"id": ids.of(f"f-{kind}-{told.cite}"), "kind": kind, "themes": themes}
        values |= {"agencies": agencies} if agencies else {}
        values |= {"rests_on": rests[:4]} if rests else {}
        values |= {"summary": f"{kind.replace('-', ' ').capitalize()} on {said}", "cites": [told.cite]}
        rule = "passage of a section of findings" if told.sentence.part in _SECTIONS else "sentence that judges so"
        kept[kind, told.cite] = Drafted(values, rule, 0.6, (told.place,))
    return list(kept.values())


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def _kind(told: Told) -> str:
    part, text = told.sentence.part, told.text
    if told.sentence.passage.kind in ("row", "footnote", "front-matter") or part in (
        "recommendations", "agency-recommendations", "action-plan", "terms", "panel", "introduction", "contributors",
    ):  # fmt: skip
        return ""
    judged = best_code("acts", "findings", text, "")
    if judged in ("missed-opportunity", "good-practice") and told.in_case:
        return judged
    if part in _SECTIONS and len(text.split()) > 7 and not text.rstrip().endswith(":"):
        return judged or _SECTIONS[part]
    if part == "conclusions":
        return judged if judged in ("conclusion", "lesson") else ""
    return ""
