"""Bodies that a report speaks of without naming them: a practice, a school, a solicitor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dhrgraph.documents import Document
from dhrgraph.drafting.bodies import Bodies
from dhrgraph.drafting.sections import of_the_case, part_of
from dhrgraph.lexicon.words import data, pattern
from dhrgraph.records.types import Agency

__all__ = ["name_unnamed"]


def name_unnamed(bodies: Bodies, document: Document) -> None:
    """A practice, school or solicitor that a report leaves unnamed is local to it."""
    named = {mention.body for mention in bodies.named_in(document.text)}
    for label, told in data("bodies")["unnamed"].items():
        said = pattern(tuple(told["said"]))
        if any(_is_such(bodies.known[id_], told) for id_ in {*bodies.proposed, *named}):
            continue
        where = [p for p in document.passages if p.cite and said.search(p.text) and of_the_case(part_of(p.headings))]
        if len(where) < int(told.get("least", "1")):
            continue
        id_ = bodies.propose(label, where[0].cite, sector=told["sector"])
        bodies.met[id_] += 1
        phrases = [m[0] for p in where for m in said.finditer(p.text)] if told.get("is_its_name") else []
        for phrase in dict.fromkeys(each.lower() for each in phrases[:40]):
            bodies.name(phrase, id_)


def _is_such(agency: Agency, told: Mapping[str, Any]) -> bool:
    """Whether a body that the report names is what it may leave unnamed elsewhere."""
    word = told.get("word")
    if word:
        return agency.sector == told["sector"] and word in agency.label.lower()
    return agency.sector == told["sector"] or agency.sector in told.get("or_of", ())
