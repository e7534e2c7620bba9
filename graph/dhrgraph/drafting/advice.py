"""A recommendation in the making, and whom it addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dhrgraph.drafting.bodies import Mention
from dhrgraph.drafting.told import Report
from dhrgraph.drafting.words import finds, pattern, words

__all__ = ["Advice", "addressees_of", "panel_id"]


@dataclass
class Advice:
    """A recommendation in the making."""

    number: str
    level: str
    text: str
    cites: list[str]
    places: list[tuple[int, int]]
    owner: str | None
    rule: str
    confidence: float
    addressed: list[str] = field(default_factory=list)


def addressees_of(report: Report, one: Advice) -> list[str]:
    """Every body that is asked: those before the words that ask, those to work with, and later subjects."""
    if one.addressed:
        return one.addressed
    mentions = report.bodies.mentions(one.text, one.owner)
    asks = _asked(one, mentions)
    found: list[str] = []
    for mention in mentions:
        if _is_subject(one.text, mention, asks.start() if asks else len(one.text), found):
            found.append(mention.body)
    found = list(dict.fromkeys(found))
    panel = re.match(r"(?i)[^.]{0,80}\b(?:review )?panel\b", one.text[: asks.start()] if asks else "")
    if not found and panel and not one.owner:
        return [panel_id(report)]
    if found:
        return found
    return [one.owner] if one.owner else []


def _asked(one: Advice, mentions: Sequence[Mention]) -> re.Match[str] | None:
    """Where a recommendation asks: at the words after the first body, else at the first ones."""
    form = pattern(words("recommendations", "asks"))
    for mention in mentions:
        after = form.search(one.text, mention.end)
        between = one.text[mention.end : after.start()] if after else ""
        near = re.fullmatch(r"(?:\W+[\w’'&-]+){0,1}\W*" if one.owner else r"[^.;:]{0,90}", between)
        if (
            after
            and near
            and len(one.text[: mention.start]) < 80
            and not re.search(r"\b(?:by|from|in|at|of)\s+(?:the\s+)?$", one.text[: mention.start])
        ):
            return after
    return form.search(one.text)


def _is_subject(text: str, mention: Mention, asked: int, found: Sequence[str]) -> bool:
    sentence = text[: mention.start].rfind(". ") + 1
    ahead = text[sentence : mention.start]
    if finds("recommendations", "told", ahead):
        return bool(re.match(r"\s+(?:to|should)\s+(?!the\b)\w+", text[mention.end :])) and bool(
            re.search(r"\b(?:and|;)\s+(?:the\s+)?$", ahead)
        )
    if re.search(r"(?i)\bfor\s+(?:the\s+)?$", ahead) and re.match(r"\s+to\s+[a-z]", text[mention.end :]):
        return True
    if mention.start < asked:
        return not re.search(r"(?i)\b(?:of|for|in|by|at|from|about)\s+(?:the\s+)?$", ahead) or (
            not found and bool(re.match(r"(?i)\W*(?:for|that)\s+(?:the\s+)?$", ahead))
        )
    joint = list(pattern(words("recommendations", "with")).finditer(ahead))
    if found and joint and ahead[: joint[-1].start()].rstrip().endswith("("):
        return False
    if (
        found
        and joint
        and re.fullmatch(r"[\w\s,’'&()-]{0,60}", ahead[joint[-1].end() :])
        and not re.search(r"\b(?:to|that|ensure|which|so)\b", ahead[joint[-1].end() :])
    ):
        return True
    follows = re.match(r"\s+(?:should|must)\s+(?:also\s+)?\w+", text[mention.end :])
    return bool(follows) and not re.search(r"\b(?:ensure|that|whether|how|which|if)\b[^.]*$", ahead)


def panel_id(report: Report) -> str:
    """Id of the review's own panel, a body local to the review."""
    return report.bodies.propose(f"Review panel ({report.review})", "", sector="partnership")
