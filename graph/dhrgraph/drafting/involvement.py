"""The part that each body plays in a review."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dhrgraph.drafting.ids import cite_also
from dhrgraph.drafting.told import Drafted, Report
from dhrgraph.lexicon.words import best_code

__all__ = ["involvement_of"]


def involvement_of(report: Report, contacts: Sequence[Drafted]) -> Iterator[Drafted]:
    """What each body gave to the review, whether it sat on the panel, and whom it had contact with."""
    parts: dict[str, str] = {}
    cites: dict[str, list[str]] = {}
    panel: set[str] = set()
    for told in report.told:
        part, passage = told.sentence.part, told.sentence.passage
        listed = passage.kind in ("row", "bullet", "sub-paragraph")
        if part not in ("contributors", "panel"):
            continue
        for mention in told.bodies:
            body = mention.body
            if report.bodies.is_forum(body) or not (listed or mention.by_name):
                continue
            cites.setdefault(body, []).append(told.cite)
            if part == "panel":
                panel.add(body)
                continue
            said = best_code("bodies", "contributions", told.text, "") or (
                "imr" if listed and told.sentence.passage.cite in report.announcing_imrs else ""
            )
            parts[body] = parts.get(body) or said
    for body, told_of in _named_in_case(report).items():
        if body not in cites and (len(told_of) > 1 or body not in report.bodies.proposed):
            cites[body] = told_of[:4]
    with_: dict[str, list[str]] = {}
    for contact in contacts:
        for body in _texts(contact.values["agencies"]):
            with_.setdefault(body, [])
            with_[body] += [p for p in _texts(contact.values["persons"]) if p not in with_[body]]
    for body, places in cites.items():
        values: dict[str, object] = {
            "agency": body,
            "contribution": parts.get(body) or "none",
            "on_panel": "yes" if body in panel else "no",
        }
        values |= {"contact_with": with_[body]} if body in with_ else {}
        yield Drafted(
            values | {"cites": list(dict.fromkeys(places))[:8]}, "list of contributors or panel members", 0.75
        )


def _named_in_case(report: Report) -> dict[str, list[str]]:
    """The agencies that the account of the case names, with the passages that do."""
    found: dict[str, list[str]] = {}
    for told in report.told:
        if (
            told.in_case
            and told.sentence.part not in ("introduction", "")
            and told.sentence.passage.kind not in ("footnote", "appendix", "front-matter")
        ):
            for mention in told.bodies:
                if mention.by_name and not report.bodies.is_forum(mention.body):
                    places = found.setdefault(mention.body, [])
                    cite_also(places, told.cite)
    return found


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []
