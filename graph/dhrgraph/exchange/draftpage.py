"""The draft of a review to be read: the report's text with what was found, beside the records.

The page holds the report's text, so that it is for the user's own machine. It is one file without
scripts; all texts are escaped, and its policy lets it fetch nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from dhrgraph.documents import Document, TextPassage
from dhrgraph.drafting import Draft, Drafted
from dhrgraph.records import Collection
from dhrgraph.records.marking import Marked, banner, marked
from dhrgraph.records.similar import Method, Near, Said, best_method, nearest, said_in
from dhrgraph.records.types import Recommendation
from dhrgraph.views.page import page_script

__all__ = ["page"]

#: What the records of a file are called on the page.
_NAMES = {
    "contacts": "contact",
    "referrals": "referral",
    "not_done": "not done",
    "marac_meetings": "MARAC",
    "marac_actions": "MARAC action",
    "risk_assessments": "risk",
    "abuse": "abuse",
    "knowledge": "knew",
    "sharing": "shared",
    "events": "event",
    "findings": "finding",
    "recommendations": "recommendation",
    "plan_actions": "action plan",
}
_SHOWN_KEYS = ("date", "agencies", "agency", "by_agency", "from_agency", "to_agency", "addressed_to", "owner", "marac",
               "represented", "not_represented", "persons", "kind", "type", "act", "tool", "level", "number", "themes",
               "reached", "disclosure", "asked", "reason", "status", "target_date")  # fmt: skip
#: A nearest recommendation of a lower score is not shown, by the way of comparing.
_NEAR_ENOUGH: dict[Method, float] = {"embedding": 0.24, "words": 0.15}


def page(document: Document, made: Draft, review: str, coded: Collection) -> str:
    """The page of a draft.

    Parameters
    ----------
    document : Document
    made : Draft
    review : str
    coded : Collection
        The reviews among which recommendations said before are looked for.
    """
    environment = Environment(
        loader=PackageLoader("dhrgraph.exchange", "page"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    rows = _by_passage(document, [(_NAMES[name], row) for name in _NAMES for row in made.records.get(name, ())])
    about = {key: _words(value) for key, value in made.review.values.items() if key not in ("documents", "cites")}
    advice = _advice(document, made, review, coded)
    return environment.get_template("draft.html.j2").render(
        review=review,
        banner=banner(_standings(made, review, coded, advice)),
        marking_style=Markup(page_script("marking.css")),  # noqa: S704 - a file of the package
        title=document.title,
        about=about,
        counts={name.replace("_", " "): len(found) for name, found in made.records.items() if found},
        flags=made.flags,
        missing=made.missing,
        passages=[_passage(passage, rows.get(at, ())) for at, passage in enumerate(document.passages)],
        advice=advice,
    )


def _standings(made: Draft, review: str, coded: Collection, advice: Sequence[dict[str, Any]]) -> list[Marked]:
    """How the draft stands, and each review quoted in it; a draft is not published until its coded review says so."""
    known = {one.review: one for one in marked(coded.reviews)}
    draft = Marked(review, "unpublished", str(made.review.values.get("marking", "")))
    quoted = {near["review"] for one in advice for near in one["before"]}
    return [known.get(review, draft), *(known[other] for other in sorted(quoted - {review}))]


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_words(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_words(each)}" for key, each in value.items())
    return str(value)


#: A record that stands in a passage: what it is called, and its place in the text of the document.
_Standing = tuple[str, Drafted, tuple[int, int]]


def _by_passage(document: Document, rows: Sequence[tuple[str, Drafted]]) -> dict[int, list[_Standing]]:
    """The records by the passages in which they stand, each passage by its place among all."""
    starts = [passage.start for passage in document.passages]
    found: dict[int, list[_Standing]] = {}
    for kind, row in rows:
        for place in row.places:
            first = max(0, bisect_right(starts, place[0]) - 1)
            for at in range(first, bisect_left(starts, place[1])):
                if place[0] < document.passages[at].end:
                    found.setdefault(at, []).append((kind, row, place))
    return found


def _passage(passage: TextPassage, mine: Sequence[_Standing]) -> dict[str, Any]:
    """A passage with its text marked, and the records that stand in it."""
    records = {id(row): (kind, row) for kind, row, _ in mine}
    return {
        "number": passage.number,
        "kind": passage.kind,
        "text": _marked(passage, [place for _, _, place in mine]),
        "records": [_record(kind, row) for kind, row in records.values()],
    }


def _marked(passage: TextPassage, places: Sequence[tuple[int, int]]) -> Markup:
    """The text of a passage with the places of records marked; overlapping ones as one."""
    out, at = list[str](), 0
    for start, end in _merged(
        [(max(0, a - passage.start), min(len(passage.text), b - passage.start)) for a, b in places]
    ):
        out += [escape(passage.text[at:start]), Markup("<mark>"), escape(passage.text[start:end]), Markup("</mark>")]
        at = end
    return Markup("").join([*out, escape(passage.text[at:])])


def _merged(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        elif start < end:
            out.append((start, end))
    return out


def _record(kind: str, row: Drafted) -> dict[str, Any]:
    values = row.values
    return {
        "kind": kind,
        "id": str(values.get("id", values.get("agency", ""))),
        "facts": [(key.replace("_", " "), _words(values[key])) for key in _SHOWN_KEYS if values.get(key)],
        "rule": row.rule,
        "sure": f"{row.confidence:.0%}",
    }


def _advice(document: Document, made: Draft, review: str, coded: Collection) -> list[dict[str, Any]]:
    """The recommendations, each with the nearest ones of the coded reviews."""
    rows = made.records["recommendations"]
    said = [Said(review, str(row.values["id"]), _text(document, row), _themes(row)) for row in rows]
    near: dict[str, list[Near]] = {}
    way = best_method()
    for each in nearest(said, said_in(coded), count=2, method=way) if said else []:
        near.setdefault(each.one.id, []).append(each)
    numbers = {(one.id, rec.id): rec.number for one in coded.reviews for rec in one.of(Recommendation)}
    return [
        {
            "number": str(row.values["number"]),
            "to": _words(row.values["addressed_to"]),
            "text": _text(document, row),
            "before": [
                {
                    "review": n.other.review,
                    "number": numbers[n.other.review, n.other.id],
                    "text": n.other.text,
                    "score": f"{n.score:.2f}",
                }
                for n in near.get(str(row.values["id"]), [])
                if n.score >= _NEAR_ENOUGH[way]
            ],
        }
        for row in rows
    ]


def _text(document: Document, row: Drafted) -> str:
    start, end = row.places[0] if row.places else (0, 0)
    return document.text[start:end]


def _themes(row: Drafted) -> tuple[str, ...]:
    themes = row.values["themes"]
    return tuple(str(theme) for theme in themes) if isinstance(themes, list) else ()
