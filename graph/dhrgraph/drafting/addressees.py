"""Whom a recommendation addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dhrgraph.drafting.advice import Advice
from dhrgraph.drafting.asking import asks
from dhrgraph.drafting.bodies import Mention
from dhrgraph.drafting.told import Report, Told
from dhrgraph.lexicon.words import data, finds, pattern, words

__all__ = ["addressees_of", "bodies_for", "panel_id"]


def bodies_for(report: Report, text: str) -> list[str]:
    """The bodies that a heading, a cell or a line names, also as several of a kind or as all of a list.

    Parameters
    ----------
    report : Report
    text : str
    """
    if not text.strip():
        return []
    mentions = report.bodies.mentions(text) or report.bodies.mentions(f"the {text}")
    several, spans = _several(report, text)
    found = [m.body for m in mentions if not any(s <= m.start < e for s, e in spans)]
    found += several
    return list(dict.fromkeys(found or everyone(report, text)))


def _several(report: Report, text: str) -> tuple[list[str], list[tuple[int, int]]]:
    """The bodies that a text means by one word for several, such as "GP practices", and where it stands."""
    found: list[str] = []
    spans: list[tuple[int, int]] = []
    for kind, each in data("recommendations")["several"].items():
        match = pattern(tuple(each)).search(text)
        known = [
            b
            for b in report.of_case
            if report.bodies.sector(b) == kind or re.search(rf"\b{kind}\b", report.bodies.label(b).lower())
        ]
        if match and len(known) > 1:
            found += known
            spans.append(match.span())
    return found, spans


_EVERYONE = re.compile(
    r"\b(?P<all>all|each|every|the|those)\s+(?:of\s+)?(?:the\s+)?(?:[\w-]+\s+){0,3}?"
    r"(?:agenc(?:y|ies)|organisations?|services|partners|members)\b(?:\s+[\w’']+){0,8}",
    re.IGNORECASE,
)


def everyone(report: Report, text: str) -> list[str]:
    """The bodies that "all agencies" means: those that the report lists as members of the panel, or as contributors."""
    said = _EVERYONE.search(text)
    if said is None:
        return []
    panel, gave = (finds("recommendations", key, said[0]) for key in ("on_panel", "contributed"))
    if said["all"].lower() in ("the", "those") and not (panel or gave):
        return []
    whom = "panel" if panel and not gave else "contributors"
    listed = {part: report.listed(part, _listed) for part in ("panel", "contributors")}
    first, second = ("panel", "contributors") if whom == "panel" else ("contributors", "panel")
    return listed[first] or listed[second]


def _listed(report: Report, part: str) -> list[str]:
    """The bodies that a part of the report lists; as contributors, those that gave a review of their own."""
    told = [t for t in report.told if t.sentence.part == part]
    if part == "contributors":
        given = set()
        for at, each in enumerate(told):
            goes_on = (
                at and told[at - 1].text.endswith((";", ":")) and told[at - 1].cite == each.cite and at - 1 in given
            )
            listed = each.sentence.passage.kind in ("bullet", "sub-paragraph")
            if goes_on or finds("recommendations", "gave", each.text) or (listed and at - 1 in given):
                given.add(at)
        told = [told[at] for at in sorted(given)] or told
    bodies = [m.body for t in told for m in _own(t) if m.by_name or t.sentence.passage.kind != "paragraph"]
    return [b for b in dict.fromkeys(bodies) if part == "panel" or not report.bodies.is_forum(b)]


def _own(told: Told) -> Iterator[Mention]:
    """The bodies that a line of a list is about, without those that it names as parts or forerunners of them."""
    end = 0
    for mention in told.bodies:
        if not end or not finds("recommendations", "within", told.text[end : mention.start]):
            yield mention
        end = mention.end


def addressees_of(report: Report, one: Advice, planned: Sequence[str] = ()) -> list[str]:
    """Every body that is asked.

    Those that a table names; else those before the words that ask, those to work with, and later subjects; else those
    in whose part of the report it stands, with those whom the action plan names beside them; else those of the plan.

    Parameters
    ----------
    report : Report
    one : Advice
    planned : sequence of str
        The bodies that the action plan names for it.
    """
    if one.named:
        return one.named
    found = _subjects(report, one)
    if found:
        return found
    asks = _asked(one, report.bodies.mentions(one.text, one.owner))
    panel = re.match(r"(?i)[^.]{0,80}\b(?:review )?panel\b", one.text[: asks.start()] if asks else "")
    if panel and not one.owners:
        return [panel_id(report)]
    if one.owners and set(one.owners) <= set(planned):
        return list(planned)
    return one.owners or list(planned)


def _subjects(report: Report, one: Advice) -> list[str]:
    mentions = report.bodies.mentions(one.text, one.owner)
    if called := _called(one.text, mentions):
        return called
    asks = _asked(one, mentions)
    asked = asks.start() if asks else len(one.text)
    every = everyone(report, one.text[:asked]) if _is_subject_all(one.text) else []
    several, spans = _several(report, one.text[:asked])
    found: list[str] = list(dict.fromkeys([*several, *every]))
    theirs = list(one.owners) if one.level == "single-agency" and "section" in one.rule else []
    found += theirs
    if not found and one.owners and (_orders(one, mentions) or not any(m.start < asked for m in mentions)):
        theirs = one.owners
        found += theirs
    for mention in mentions:
        if theirs and mention.start < asked and not _helps(one.text[: mention.start]):
            continue
        if any(start <= mention.start < end for start, end in spans) or (every and mention.start > asked):
            continue
        if _is_subject(one.text, mention, asked, found):
            found.append(mention.body)
    agents = _agents(one.text, mentions, nominal=asks is None) if found in ([], theirs) else []
    return list(dict.fromkeys(agents or found))


def _called(text: str, mentions: Sequence[Mention]) -> list[str]:
    """The bodies that stand before a colon or dash at the beginning, as in "For the Trust: add a prompt"."""
    found = re.match(r"(?:To|For)?\s*(?P<who>[^:.]{2,110}?)(?::|\s[–—-])\s", text)
    inside = [m for m in mentions if found and m.end <= found.end("who")]
    if not found or not inside or sum(m.end - m.start for m in inside) < 0.6 * len(found["who"]):
        return []
    return list(dict.fromkeys(m.body for m in inside))


def _helps(ahead: str) -> bool:
    """Whether what stands before a body makes it one to work with."""
    joint = list(pattern(words("recommendations", "with")).finditer(ahead))
    return bool(joint) and re.fullmatch(r"\s+(?:the\s+|both\s+)?", ahead[joint[-1].end() :]) is not None


def _orders(one: Advice, mentions: Sequence[Mention]) -> bool:
    """Whether a text begins with a verb, as in "Ask the Trust for copies" below the heading of another body."""
    text = one.text
    if "section" not in one.rule or "," in text[: mentions[0].start if mentions else 0]:
        return False
    if asks(text) or not mentions or re.match(r"(?:That|The|All|Both|Each|Every|It|For|A|An|No|Any)\b", text):
        return bool(re.match(r"To\s+[a-z]", text))
    return not re.match(r"\W*$", text[: mentions[0].start])


def _agents(text: str, mentions: Sequence[Mention], *, nominal: bool) -> list[str]:
    """Who is to do what a text puts in the passive, "requested by the team", or asks of them with no verb."""
    form = r"(?i)\b(?:is|are|be)\b[^.;]*\bby\s+(?:both\s+)?(?:the\s+)?$"
    form = r"(?i)\b(?:by|from)\s+(?:both\s+)?(?:the\s+)?$" if nominal else form
    return [m.body for m in mentions if re.search(form, text[: m.start])]


def _is_subject_all(text: str) -> bool:
    """Whether "all agencies" in a text are those who are asked, and not those with whom something is shared."""
    said = _EVERYONE.search(text)
    return bool(said) and not re.search(
        r"(?i)\b(?:from|to|by|with|of|across|between|in)\s*$", text[: said.start()] if said else ""
    )


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
        if finds("recommendations", "supports", ahead[-40:]):
            return True
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
    if follows and re.search(r"[,;]\s+and\s+(?:the\s+|both\s+)?$", ahead):
        return True
    return bool(follows) and not re.search(r"\b(?:ensure|that|whether|how|which|if)\b[^.]*$", ahead)


def panel_id(report: Report) -> str:
    """Id of the review's own panel, a body local to the review."""
    return report.bodies.propose(f"Review panel ({report.review})", "", sector="partnership")
