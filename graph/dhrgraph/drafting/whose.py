"""Whose contact a dated part of a sentence tells: by its grammar, its words, its section, or what was told before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from dhrgraph.drafting.bodies import Mention
from dhrgraph.drafting.clauses import Clause
from dhrgraph.drafting.told import Report, Told
from dhrgraph.lexicon.dating import Dated
from dhrgraph.lexicon.words import any_of, data, finds, pattern, words

__all__ = ["acts", "agencies_of", "in_bracket", "is_target"]


@cache
def _by() -> re.Pattern[str]:
    """What stands before a body that does something to somebody, or to which somebody comes."""
    each = any_of(words("acts", "comes_to"))
    return re.compile(rf"(?i)\b(?:{each})\s+(?:(?:the|an?|her|his|their|local|two|both|different)\s+){{0,2}}$")


@cache
def _does() -> re.Pattern[str]:
    """What stands after a body that does something, or does it together with another."""
    each = any_of(words("acts", "does"))
    aside = r"(?:['’]s\s+\w+|\s+\([^)]*\))?(?:\s+and\s+(?:the\s+|an?\s+)?[\w’']+(?:\s[\w’']+)?)?"
    return re.compile(
        rf"(?i){aside}\s+(?:then |also |again |later |both |subsequently |promptly )?(?:\w+ed|carried|{each})\b"
    )


@cache
def _goes_on() -> re.Pattern[str]:
    """A clause in which those of whom the text last spoke do something."""
    each = any_of(words("acts", "goes_on"))
    return re.compile(rf"\W*(?:and |but |then )?(?:[Tt]hey|[Ii]t)\s+(?:then |also |again )?(?:{each})\b")


@cache
def _sends() -> re.Pattern[str]:
    """What stands before a body to whom something was sent on."""
    each = any_of(words("acts", "sends_to"))
    return re.compile(
        rf"\b(?:{each})\b(?! (?:herself|himself|themselves))[^.;]*\b(?:to|with|for|of)\s+(?:the\s+|her\s+|his\s+)?$"
    )


def agencies_of(report: Report, told: Told, dated: Dated, own: tuple[int, int], clause: Clause) -> list[str]:
    """The agencies of a contact, the main one first.

    Parameters
    ----------
    report : Report
    told : Told
    dated : Dated
        The date that is told.
    own : (int, int)
        Where the words stand that belong to the date.
    clause : Clause
        The clause in which it stands.
    """
    agencies = [m for m in told.bodies if not report.bodies.is_forum(m.body) and not is_target(told.text, m.start)]
    beside = _in_bracket(told, dated, agencies)
    if beside:
        return [beside]
    inside = [m for m in agencies if own[0] <= m.start < own[1]]
    mine = [m for m in inside if acts(told.text, m)] or inside
    if told.owner and (not mine or not _apart(report, told, mine)):
        return [told.owner]
    going_on = _goes_on().match(told.text[clause.start : clause.end])
    if going_on and told.last_bodies and not report.bodies.is_forum(told.last_bodies[0]):
        return [told.last_bodies[0]]
    if mine:
        main = _main(told, mine, dated)
        return list(dict.fromkeys([main.body, *_also(report, told, main, inside)]))
    for place in (told.text[slice(*own)], told.text[clause.start : clause.end]):
        implied = _implied(report, told, place)
        if implied:
            return [implied]
    if told.owner:
        return [told.owner]
    in_clause = [m for m in agencies if clause.start <= m.start < clause.end]
    named = [m for m in in_clause if m.by_name] or in_clause or agencies
    if named:
        return [min(named, key=lambda m: abs(m.start - dated.start)).body]
    before = next((body for body in told.last_bodies if not report.bodies.is_forum(body)), None)
    return [before] if before else _ahead(report, told)


def _apart(report: Report, told: Told, mine: Sequence[Mention]) -> bool:
    """Whether words in the section of a body tell what another did, which they name, and do not speak of the owner."""
    strong = [m for m in mine if acts(told.text, m) and m.by_name]
    return bool(strong) and all(m.body != told.owner for m in told.bodies) and not told.people


def acts(text: str, mention: Mention) -> bool:
    """Whether a body does something in a text, or somebody comes to it."""
    return bool(_by().search(text[: mention.start]) or _does().match(text[mention.end :]))


def _main(told: Told, mine: Sequence[Mention], dated: Dated) -> Mention:
    """The body that acts: one that does something goes before one to which somebody comes, then the nearest."""
    does = [m for m in mine if _does().match(told.text[m.end :])]
    return min(does or mine, key=lambda m: abs(m.start - dated.start))


def _also(report: Report, told: Told, main: Mention, inside: Sequence[Mention]) -> list[str]:
    """Other bodies that came together, or to which somebody was brought: a crew and the hospital."""
    found = []
    for mention in inside:
        if mention.body == main.body or report.bodies.sector(mention.body) == report.bodies.sector(main.body):
            continue
        ahead = told.text[: mention.start]
        joined = re.search(r"\band\s+(?:an?\s+|the\s+)?$", ahead) and abs(mention.start - main.end) < 12
        brought = finds("acts", "brought", told.text) and re.search(r"(?i)\b(?:to|at|by)\s+(?:the\s+|an\s+)?$", ahead)
        if joined or brought:
            found.append(mention.body)
    return found


def _implied(report: Report, told: Told, text: str) -> str | None:
    """The body of the sector for which the words speak: who arrests is the police."""
    for sector, each in data("acts")["implied"].items():
        if pattern(tuple(each)).search(text):
            return report.bodies.of_sector(str(sector), [b for b in (told.owner, *told.last_bodies) if b])
    return None


def _in_bracket(told: Told, dated: Dated, agencies: Sequence[Mention]) -> str | None:
    """The body in or beside the bracket in which a date stands."""
    bracket = in_bracket(told.text, dated.start)
    if not bracket:
        return None
    close = told.text.find(")", dated.end)
    near = [m for m in agencies if bracket < m.start < (close if close > 0 else len(told.text))]
    beside = [
        m
        for m in agencies
        if m.end <= bracket
        and bracket - m.end < 3
        and re.search(r"\b(?:with|at|to|by|from)\s+(?:the\s+|her\s+|his\s+)?$", told.text[: m.start])
    ]
    return (near or beside)[0].body if near or beside else told.owner


def _ahead(report: Report, told: Told) -> list[str]:
    """The first agency of which the next sentences of the passage speak, where they tell no other date."""
    for other in report.after(told, 2):
        if other.dates:
            return []
        found = [
            m.body for m in other.bodies if not report.bodies.is_forum(m.body) and not is_target(other.text, m.start)
        ]
        if found:
            return found[:1]
    return []


def in_bracket(text: str, place: int) -> int:
    """Where the bracket opens in which a place lies; 0 where it lies in none."""
    opened = text.rfind("(", 0, place)
    return opened if opened > 0 and ")" not in text[opened:place] else 0


def is_target(text: str, place: int) -> bool:
    """Whether a body is one to whom something was sent on: referred to, shared with."""
    return bool(_sends().search(text[max(0, place - 60) : place]))
