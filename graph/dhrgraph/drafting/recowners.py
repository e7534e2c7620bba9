"""In whose part of a report a recommendation stands."""

from __future__ import annotations

import re

from dhrgraph.drafting.addressees import bodies_for
from dhrgraph.drafting.recblocks import Block
from dhrgraph.drafting.reczones import IN
from dhrgraph.drafting.told import Report
from dhrgraph.lexicon.words import pattern, words

__all__ = ["owners_of", "without_lead"]


def owners_of(report: Report, block: Block, lead: Block | None) -> list[str]:
    """The bodies that the line or the heading above names as those whose recommendations these are.

    Parameters
    ----------
    report : Report
    block : Block
    lead : Block or None
        The line that announces it.
    """
    lead = lead if lead and block.kind == "point" and lead.path == block.path else None
    if block.zone not in IN and block.label.kind not in ("explicit", "row"):
        told = report.first_of((lead or block).passage)
        if told and (told.owner or told.bodies):
            return [told.owner or told.bodies[0].body]
    if lead and (found := bodies_for(report, re.split(r"\b(?:should|must|to)\b", lead.text)[0])):
        return found
    if block.label.kind == "code" and (found := bodies_for(report, block.label.beside)):
        return found
    return next((found for heading in reversed(block.path) if (found := bodies_for(report, heading))), [])


def without_lead(text: str) -> tuple[str, str]:
    """A text without the line at its end that names those to act, and that line."""
    form = pattern(words("recommendations", "lead"))
    for found in re.finditer(r"[.\n(]\s*(?P<lead>[A-Z][\w ]{2,22}):\s*(?P<who>[^.\n:]{2,120})\)?\.?\s*$", text):
        if form.fullmatch(found["lead"]):
            return text[: found.start() + 1].rstrip("\n("), found["who"]
    return text, ""
