"""Where in a report names of bodies stand: in lists of contributors, columns of agencies, headings and sentences."""

from __future__ import annotations

import re
from dataclasses import replace

from dhrgraph.documents import Document, TextPassage
from dhrgraph.drafting.bodies import Bodies
from dhrgraph.drafting.contributors import can_be, contributors_in, described_in
from dhrgraph.drafting.names import Name, aside_of, names_in, sector_of, shorts_of, split_and
from dhrgraph.drafting.people import TITLES, people_of
from dhrgraph.drafting.sections import of_the_case, part_of, sentences
from dhrgraph.lexicon.words import any_of, masked

__all__ = ["listed_in", "of_column", "pseudonyms", "told_in"]


def pseudonyms(document: Document) -> re.Pattern[str]:
    """The pseudonyms of a report, over which no name of a body goes."""
    names = {one.pseudonym for one in people_of(sentences(document)).all}
    each = any_of(names) or "(?!)"
    return re.compile(rf"(?<!St )(?<![\w-])(?:{each}|(?:{TITLES}) [A-Z0-9]{{1,2}})(?![\w-])")


def listed_in(bodies: Bodies, passage: TextPassage, people: re.Pattern[str], *, announced: bool) -> list[Name]:
    """The names of a passage whose place or neighbours tell that they are those of bodies."""
    part = part_of(passage.headings)
    if passage.kind == "row" and part == "contributors":
        return of_column(bodies, passage)
    if passage.kind in ("heading", "row", "table", "caption", "front-matter"):
        return []
    text = masked(people, passage.text)
    point = passage.kind in ("bullet", "sub-paragraph")
    if point and len(text) < 160 and (announced or part == "contributors"):
        parts = re.split(r", (?!Children|Adult|Hous)", text)
        titled = re.match(r"(?:DS|DCI|DI|Dr|Mr|Mrs|Ms)\b|[A-Z]\w+ [A-Z]\w+, ", text) and parts[-1][:1].isupper()
        name = cell_name(parts[-1 if titled else 0])
        if len(parts) > 1 and not titled:
            name = replace(name, aside=", ".join([*([name.aside] if name.aside else []), *parts[1:]]))
        return [name] if can_be(name.text) and name.text[:1].isupper() else []
    if part in ("panel", "independence", "dissemination", "recommendations", "action-plan"):
        return []
    given = list(contributors_in(text)) if part in ("contributors", "introduction", "terms", "") else []
    return given + (list(described_in(text)) if of_the_case(part) or part == "contributors" else [])


def of_column(bodies: Bodies, passage: TextPassage) -> list[Name]:
    """The names in the column of a table that has agencies, where they are new."""
    at = next(
        (
            n
            for n, c in enumerate(passage.columns)
            if re.search(r"(?i)agenc|organi[sz]ation|source|recorded by|provider|contributor", c)
        ),
        None,
    )
    if at is None or at >= len(passage.cells) or not 2 < len(passage.cells[at]) < 100:
        return []
    cell = passage.cells[at]
    if bodies.mentions(cell) and "(" not in cell:
        return []
    parts = [part for piece in re.split(r"\s*[;/]\s*|, (?=[A-Z])", cell) for _, part in split_and(piece)]
    return [name for each in parts if can_be((name := cell_name(each)).text)]


def told_in(bodies: Bodies, passage: TextPassage, people: re.Pattern[str]) -> list[Name]:
    """The names of a passage by their words."""
    part = part_of(passage.headings)
    if part in ("panel", "independence"):
        last = re.split(r", | [–-] |\t", passage.text)[-1]
        if passage.kind != "paragraph":
            return [cell_name(last)] if last != passage.text else []
        return list(names_in(masked(people, bodies.hidden(passage.text)))) if part == "panel" else []
    if passage.kind == "heading" and passage.text.rstrip().endswith("?"):
        return []
    if passage.kind == "heading":
        return [name for name in names_in(passage.text) if of_the_case(part_of([passage.text]))]
    for mention in bodies.named_in(passage.text):
        aside = aside_of(passage.text, mention.end)
        for short in shorts_of(passage.text[mention.start : mention.end], aside):
            bodies.name(short, mention.body)
    text = masked(people, bodies.hidden(passage.text))
    lines = [line.title() if line.isupper() and passage.kind == "front-matter" else line for line in text.split("\n")]
    return [name for line in lines for name in names_in(line)]


def cell_name(text: str) -> Name:
    parts = re.split(r" [–-] |\n", text)
    bare = re.sub(r"[\s:;,.¹²³⁴-⁹⁰\d]+$", "", parts[0]).strip()
    if len(parts) == 2 and sector_of(parts[1]) not in ("other", sector_of(bare)):
        return Name(0, len(text), re.sub(r"^[Tt]he\s+", "", bare), parts[1].strip(" .;,"))
    bare = re.sub(r"^(?:The|the)\s+", "", bare)
    aside = re.match(r"([^()]+?)\s*\(\s*(?:the\s+)?([^()]+)\)", bare)
    return Name(0, len(text), aside[1] if aside else bare, aside[2].strip() if aside else "")
