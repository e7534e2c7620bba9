"""The records of recommendations, their themes, and the rows of the action plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from dhrgraph.documents.lines import slug
from dhrgraph.drafting.addressees import panel_id
from dhrgraph.drafting.advice import Advice
from dhrgraph.drafting.ids import Ids
from dhrgraph.drafting.rectables import table_of, tables_of
from dhrgraph.drafting.sections import part_of
from dhrgraph.drafting.told import Drafted, Flag, Report, cell_of
from dhrgraph.lexicon.dating import dates_in
from dhrgraph.lexicon.words import data, finds, pattern, words

__all__ = ["plan_of", "records_of", "themes_of"]


def themes_of(text: str) -> list[str]:
    """The themes of a text: at most three, those with most words first."""
    counted = {
        theme: len(pattern(tuple(each)).findall(text)) for theme, each in data("recommendations")["themes"].items()
    }
    order = list(counted)
    best = sorted((theme for theme in order if counted[theme]), key=lambda theme: (-counted[theme], order.index(theme)))
    return [str(theme) for theme in best[:3]] or ["other"]


def records_of(report: Report, found: Sequence[Advice], partnership: str) -> list[Drafted]:
    """The records of recommendations."""
    drafted = []
    ids = Ids()
    for one in found:
        to = one.addressed
        sure = one.confidence
        if not to:
            to, sure = [partnership], 0.3
            report.flags.append(
                Flag(
                    one.cites[0], f"recommendation {one.number} names no addressee; the partnership stands in its place"
                )
            )
        made = [one.owner or to[0]] if one.level == "single-agency" else [panel_id(report)]
        id_ = ids.free(f"rec-{slug(one.number)}" if one.level == "overview" else f"rec-sa-{slug(one.number)}")
        themes = themes_of(one.text)
        due = _due(one.text)
        values: dict[str, object] = {"id": id_, "number": one.number, "level": one.level, "made_by": made}
        values |= {"addressed_to": to, "scope": _scope(report, to), "themes": themes} | ({"due": due} if due else {})
        values |= {"summary": _summary(report, to, themes), "cites": one.cites}
        drafted.append(Drafted(values, one.rule, round(sure, 2), tuple(one.places)))
    return drafted


def _scope(report: Report, to: Sequence[str]) -> str:
    labels = " ".join(report.bodies.known[body].label for body in to)
    if finds("recommendations", "national", labels):
        return "national"
    return "local"


def _due(text: str) -> str:
    for dated in dates_in(text):
        ahead = text[: dated.start].rstrip().split(" ")[-1].lower()
        if not dated.anchored and not dated.spans and ahead in words("recommendations", "due"):
            return dated.value
    return ""


def _summary(report: Report, to: Sequence[str], themes: Sequence[str]) -> str:
    said = ", ".join(str(data("recommendations")["said"][theme]) for theme in themes)
    names = " and ".join(" ".join(report.bodies.label(body).split()[:6]) for body in to[:2])
    return " ".join(f"{names}: {said}".split()[:20])


def plan_of(report: Report, drafted: Sequence[Drafted], found: Sequence[Advice]) -> Iterator[Drafted]:
    """The rows of the action plan that tell which recommendation they carry out."""
    ids = Ids()
    tables = tables_of(report.document.passages)
    for passage in report.document.passages:
        if passage.kind != "row" or part_of(passage.headings) != "action-plan":
            continue
        columns = tables.get(table_of(passage), ())
        at = {key: _column(columns, each) for key, each in data("recommendations")["columns"].items()}
        rec = _matched(cell_of(passage, at["recommendation"] or 0), drafted, found)
        if rec is None:
            continue
        owners = (
            [m.body for m in report.bodies.mentions(cell_of(passage, at["owner"]))] if at["owner"] is not None else []
        )
        dates = dates_in(cell_of(passage, at["date"])) if at["date"] is not None else []
        status = cell_of(passage, at["status"]) if at["status"] is not None else ""
        code = next(
            (c for c, each in data("recommendations")["status"].items() if pattern(tuple(each)).search(status)),
            "not-stated",
        )
        id_ = ids.free(f"plan-{rec.removeprefix('rec-')}")
        if not any(passage.cells[1:]) or not (owners or dates or status):
            continue
        values: dict[str, object] = {"id": id_, "recommendation": rec}
        values |= {"owner": list(dict.fromkeys(owners))} if owners else {}
        values |= {"target_date": dates[0].value} if dates else {}
        yield Drafted(
            values | {"status": code, "cites": [passage.cite]},
            "row of the action plan",
            0.85,
            ((passage.start, passage.end),),
        )


def _column(columns: Sequence[str], each: Sequence[str]) -> int | None:
    return next((n for n, column in enumerate(columns) if pattern(tuple(each)).match(column)), None)


def _matched(cell: str, drafted: Sequence[Drafted], found: Sequence[Advice]) -> str | None:
    """The recommendation that a cell names by its number or its text."""
    number = re.match(r"\W*(?:(?:Rec(?:ommendation)?|Para(?:graph)?)\.?\s*)?(\d+(?:\.\d+)*)\b", cell)
    for one, record in zip(found, drafted, strict=True):
        if number and one.number == number[1] and one.level == "overview":
            return str(record.values["id"])
        if len(cell) > 40 and fuzz.partial_ratio(cell[:200], one.text, score_cutoff=90) > 90:
            return str(record.values["id"])
    return None
