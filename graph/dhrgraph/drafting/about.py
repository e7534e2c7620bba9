"""The review as a whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dhrgraph.drafting.bodies import Bodies
from dhrgraph.drafting.told import Drafted, Flag, Report
from dhrgraph.lexicon.dating import dates_in
from dhrgraph.lexicon.edtf import is_span, parse, throughout
from dhrgraph.lexicon.words import best_code, finds

__all__ = ["note_missing", "partnership_of", "review_of"]

#: Ids of partnerships that have no reviews made.
_NOT_CSP = re.compile(r"steering|safeguarding-(?:adult|child)|lscb|-sab\b|task|panel")


#: An office in an organisation: a director of Tamarind Ltd.
_POST = re.compile(
    r"\b(?i:associate|director|consultant|employee|member|partner|trainer)s?\s+(?:of|for|with|at)\s+(?:the\s+)?"
    r"(?P<name>[A-Z][\w&’'-]*(?: (?:of |and |for |the |& )?[A-Z][\w&’'-]*)+)"
)


def partnership_of(bodies: Bodies, front: str, text: str) -> str:
    """The partnership that had the review made: one of the front page, else the one named most."""
    for source in (front, text[:6000]):
        found = [m for m in bodies.mentions(source) if m.by_name and bodies.sector(m.body) == "partnership"]
        found = [m for m in found if not _NOT_CSP.search(m.body)]
        if found:
            return found[0].body
    ranked = [
        id_ for id_, _ in bodies.named.most_common() if bodies.sector(id_) == "partnership" and not _NOT_CSP.search(id_)
    ]
    if ranked:
        return ranked[0]
    council = next((id_ for id_, _ in bodies.named.most_common() if bodies.sector(id_) == "local-authority"), None)
    label = (
        f"Community safety partnership of {bodies.label(council)}"
        if council
        else "Community safety partnership (not found in the report)"
    )
    return bodies.propose(label, "", sector="partnership")


def review_of(report: Report, partnership: str) -> tuple[Drafted, list[str]]:
    """The file review.yaml, and what of it was not found."""
    front = next((p.text for p in report.document.passages if p.kind == "front-matter"), "")
    cites: dict[str, None] = {}
    missing: list[str] = []
    death, where = _death(report, front)
    completed, done = _completed(report, front, death)
    chair, chaired = _chair(report)
    period, asked = _period(report)
    commissioned, began = _commissioned(report)
    for cite in (where, done, chaired, asked, began):
        cites |= {cite: None} if cite else {}
    if not death:
        last = completed or next(
            iter(sorted((d.value for t in report.told for d in t.dates if not d.spans), reverse=True)), "2099"
        )
        death = f"[..{last[:4]}]"
        missing.append("the date of death")
    if not chair:
        chair = report.bodies.propose(
            "Organisation of the independent chair (not found in the report)", "", sector="other"
        )
        missing.append("the organisation of the chair")
    text = f"{front}\n{report.document.title}\n{report.document.text[:20000]}"
    title = f"Domestic Homicide Review: {report.bodies.label(partnership)}"
    one = report.people.of("victim")
    values: dict[str, object] = {
        "title": f"{title}, case of {one.pseudonym}" if one else title,
        "kind": best_code("people", "kinds", text, "dhr"),
        "partnership": partnership,
        "death": death,
        "manner_of_death": best_code("people", "manners", report.document.text, "homicide"),
    }
    values |= {"period": period} if period else {}
    values |= {"commissioned": commissioned} if commissioned else {}
    values |= {"completed": completed} if completed else {}
    values |= {"chair": chair, "publication": "unpublished", "status": "draft"}
    marking = _marking(report, front)
    values |= {"marking": marking} if marking else {}
    kind = "executive-summary" if re.search(r"(?i)executive summary", front[:600]) else "overview"
    values["documents"] = [
        {"kind": kind, "title": (report.document.title or "Report")[:200]}
        | ({"issued": completed} if completed else {})
    ]
    first = next((p.cite for p in report.document.passages if p.cite), "title")
    values["cites"] = list(cites) or [first]
    if not completed:
        missing.append("the date of completion")
    return Drafted(values, "front page and first sections", 0.6), missing


def _death(report: Report, front: str) -> tuple[str, str]:
    """The date of death as printed, never narrowed by another date."""
    lines = front.split("\n")
    for at, line in enumerate(lines):
        if (
            re.search(r"(?i)\bdeath of\b", line)
            and not dates_in(line)
            and at + 1 < len(lines)
            and len(lines[at + 1]) < 24
        ):
            line = f"{line} {lines[at + 1]}"  # noqa: PLW2901 - the date stands on the next line
        if re.search(r"(?i)\b(?:died|death|dod|homicide)\b", line) and not re.search(
            r"(?i)complet|publish|submitted|date:", line
        ):
            found = [d for d in dates_in(line) if not d.spans]
            if found:
                return found[0].value, "title"
    victim = report.people.of("victim")
    name = re.escape(victim.pseudonym) if victim else "victim"
    form = re.compile(
        rf"(?i)\b(?:{name}|victim|she|he)\b[^.;]{{0,60}}\b(?:died|killed|found dead|murdered)\b"
        rf"|date of (?:the )?(?:homicide|death)|(?:murder|death|homicide) of {name}|(?:her|his) death"
    )
    for told in report.told:
        match = form.search(told.text)
        near = [d for d in told.dates if match and 0 <= d.start - match.end() < 50 and not d.spans and not d.anchored]
        near += [
            d
            for d in told.dates
            if match and re.search(r"date of the homicide", told.text) and not d.anchored and not d.spans
        ][-1:]
        if near:
            return near[0].value, told.cite
    return "", ""


def _completed(report: Report, front: str, death: str) -> tuple[str, str]:
    dated = [(line, d.value) for line in front.split("\n") for d in dates_in(line) if not d.spans and len(d.value) >= 4]
    told = [value for line, value in dated if re.search(r"(?i)complet|date\b|submitted|final", line)]
    last = [value for _, value in dated if value != death and (not death or _after(value, death))]
    for value in (*told, *reversed(last)):
        if value != death and (not death or _after(value, death)):
            return value, "title"
    for each in report.told:
        if (
            re.search(
                r"(?i)\breview (?:was|has been) (?:completed|concluded|finished)"
                r"|\breport was (?:handed|completed|finalised|agreed)",
                each.text,
            )
            and each.dates
        ):
            value = each.dates[-1].value
            if not is_span(value) and (not death or _after(value, death)):
                return value, each.cite
    return "", ""


def _after(value: str, death: str) -> bool:
    last, first = parse(value).latest, parse(death).earliest
    return last is None or first is None or last >= first


#: What stands before the organisation for which somebody who chairs or writes works.
_WORKS_FOR = re.compile(
    r"(?i)\b(?:associate|director|consultant|employee|member|founder|partner|chair(?:ed)?|author|works?|working)"
    r"\b[^.;:]{0,60}?\b(?:of|with|at|for|from|by)\s+(?:the\s+)?$|\((?:the\s+)?$"
)


def _chair(report: Report) -> tuple[str, str]:
    for told in report.told:
        chaired = re.search(
            r"(?i)\b(?:chair|chaired by|report author|author of the|overview author|author:|associate)(?!\w)",
            told.text,
        )
        if not chaired or finds("sections", "not_the_chairs", told.text):
            continue
        post = _POST.search(told.text)
        if post and not report.bodies.mentions(post["name"]):
            id_ = report.bodies.propose(post["name"], told.cite)
            if not report.bodies.is_forum(id_):
                return id_, told.cite
        for line in told.text.split("\n"):
            found = [
                m
                for m in report.bodies.mentions(line)
                if m.by_name
                and not report.bodies.is_forum(m.body)
                and report.bodies.sector(m.body) in ("other", "voluntary", "specialist-da")
                and _WORKS_FOR.search(line[: m.start])
            ]
            if found and re.search(r"(?i)\b(?:associate|independent|chair|author|director|consultant)", line):
                return found[0].body, told.cite
    return "", ""


def _period(report: Report) -> tuple[str, str]:
    form = re.compile(
        r"(?i)\b(?:time ?scale|period|timeframe|time frame|events? from|contact|covers?|scope|review events|between)\b"
    )
    for told in report.told:
        if (
            not form.search(told.text)
            or not re.search(r"(?i)\b(?:review|panel|agenc)", told.text)
            or len(told.dates) < 1
        ):
            continue
        if (
            told.dates[0].spans
            and len(told.dates[0].value) > 8
            and not told.dates[0].anchored
            and re.search(r"(?i)review|period|contact", told.text)
            and not re.search(r"(?i)panel met|met (?:\w+ )?times", told.text)
        ):
            return throughout(told.dates[0].value), told.cite
        span = re.search(
            r"(?i)\b(?:from|between|covers)\s+(?:the\s+)?(?:period\s+)?(?:from\s+)?$", told.text[: told.dates[0].start]
        )
        if (
            span
            and len(told.dates) >= 2
            and not (told.dates[0].spans or told.dates[1].spans)
            and _after(told.dates[1].value, told.dates[0].value)
        ):
            return f"{told.dates[0].value}/{told.dates[1].value}", told.cite
        if (
            span
            and not told.dates[0].spans
            and re.search(r"(?i)to the date of|up to the (?:death|homicide)|until (?:the|her|his) death", told.text)
        ):
            return f"{told.dates[0].value}/..", told.cite
    return "", ""


def _commissioned(report: Report) -> tuple[str, str]:
    form = re.compile(
        r"(?i)\b(?:commissioned|decided|decision (?:to|was)|agreed to (?:hold|carry out|commission)|decision to hold)\b"
    )
    for told in report.told:
        match = form.search(told.text)
        days = [d.value for d in told.dates if not d.spans and not d.anchored]
        if (
            match
            and days
            and re.search(r"(?i)\breview\b|\bDHR\b", told.text)
            and told.sentence.part in ("", "introduction", "contributors", "timescales", "independence")
        ):
            if match[0].lower() == "commissioned":
                return min(
                    (d for d in told.dates if not d.spans), key=lambda d: abs(d.start - match.start())
                ).value, told.cite
            return days[0], told.cite
    return "", ""


def _marking(report: Report, front: str) -> str:
    for line in (*report.document.running, *front.split("\n")):
        found = re.search(
            r"\b(?:OFFICIAL(?:[ :–-]+SENSITIVE)?(?: GPMS)?|RESTRICTED|CONFIDENTIAL|NOT FOR PUBLICATION)\b", line
        )
        if found:
            return found[0]
    return ""


def note_missing(report: Report, missing: Sequence[str]) -> None:
    """Flag what of the review itself was not found."""
    report.flags += [Flag("", f"{what} was not found; what stands in review.yaml is a stand-in") for what in missing]
