"""Where a report makes recommendations, and which are one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from dhrgraph.documents import TextPassage
from dhrgraph.drafting.advice import Advice, addressees_of
from dhrgraph.drafting.sections import part_of
from dhrgraph.drafting.told import Report, cell_of
from dhrgraph.drafting.words import finds, pattern, words

__all__ = ["recommendations_of"]

_NUMBERED = re.compile(
    r"\W*(?:Overview\s+)?Rec(?:ommendation|\.)?\s*(?:No\.?\s*|Number\s*)?"
    r"(?P<n>[A-Z]{0,3}\d+(?:\.\d+)*[a-z]?|[A-Z][a-z]+(?=\s*[:.\n–-]))\s*[:.)\n–-]?\s*",
)
_NUMBER_WORDS = (
    *("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve", "Thirteen"),
    *("Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen", "Twenty"),
)


def recommendations_of(report: Report) -> list[Advice]:
    """The recommendations of a report, those that stand in it twice joined."""
    found: list[Advice] = []
    single = False
    passages = [p for p in report.document.passages if p.kind not in ("caption", "footnote", "front-matter")]
    for at, passage in enumerate(passages):
        single = _is_single(passage, single)
        one = _explicit(report, passage, passages, at, single) or _in_section(report, passage, single)
        one = one or _announced(report, passages, at)
        if one is None:
            _continue(report, found, passage)
            continue
        _join(found, one)
    for one in found:
        one.addressed = addressees_of(report, one)
    return found


def _is_single(passage: TextPassage, before: bool) -> bool:
    """Whether the recommendations from here on are those of single agencies, as last announced."""
    if passage.kind == "heading" or finds("recommendations", "no_request", passage.text):
        text = passage.text if passage.kind == "heading" else passage.text.split(". ")[0]
        if finds("recommendations", "of_the_panel", text):
            return False
        if pattern(words("sections", "parts", "agency-recommendations")).search(text):
            return True
        if passage.kind == "heading" and finds("recommendations", "any", text):
            return False
    return before


def _explicit(
    report: Report, passage: TextPassage, passages: Sequence[TextPassage], at: int, single: bool
) -> Advice | None:
    """One that is printed as "Recommendation 3", by the passage or by the heading above it."""
    head, text = _NUMBERED.match(passage.text), passage.text
    if passage.kind in ("heading", "row", "table"):
        return None
    if head is None and passage.headings:
        titled = _NUMBERED.match(passage.headings[-1] + "\n")
        first = at == 0 or passages[at - 1].headings != passage.headings or passages[at - 1].kind == "heading"
        if titled is None or not first:
            return None
        number, rest = _number(titled["n"]), text
    elif head is not None:
        number, rest = _number(head["n"]), text[head.end() :]
    else:
        return None
    part = part_of(passage.headings)
    if (
        number is None
        or not rest.strip()
        or part == "terms"
        or re.match(r"(?:is|was|has|will|above|below|and|of)\b", rest)
    ):
        return None
    level = "single-agency" if part == "agency-recommendations" or single else "overview"
    return Advice(
        number,
        level,
        rest,
        [passage.cite],
        [(passage.start, passage.end)],
        _owner(report, passage),
        "numbered recommendation",
        0.95,
    )


def _number(text: str) -> str | None:
    if text in _NUMBER_WORDS:
        return str(_NUMBER_WORDS.index(text) + 1)
    return text if any(letter.isdigit() for letter in text) else None


def _owner(report: Report, passage: TextPassage) -> str | None:
    """The body that the headings name as the one whose recommendations these are."""
    for heading in reversed(passage.headings):
        found = report.bodies.mentions(heading) or report.bodies.mentions(f"the {heading}")
        if found:
            return found[0].body
    return None


def _in_section(report: Report, passage: TextPassage, single: bool) -> Advice | None:
    """One that a section of recommendations has without that word: a numbered paragraph, a point or a row that asks."""
    part = part_of(passage.headings)
    if part not in ("recommendations", "agency-recommendations") or passage.kind in ("heading", "table", "footnote"):
        return None
    part = "agency-recommendations" if single else part
    if passage.kind == "row":
        return _of_row(report, passage, part)
    if finds("recommendations", "no_request", passage.text) or passage.text.rstrip().endswith((":", "?")):
        return None
    if part == "recommendations":
        if _has_numbered(report, passage) or not _asks(passage.text):
            return None
        rule = "passage that asks, in a section of recommendations"
    else:
        if len(passage.text.split()) < 4:
            return None
        rule = "passage of a section of an agency's recommendations"
    level = "single-agency" if part == "agency-recommendations" else "overview"
    return Advice(
        _own_number(passage),
        level,
        passage.text,
        [passage.cite],
        [(passage.start, passage.end)],
        _owner(report, passage),
        rule,
        0.8,
    )


def _own_number(passage: TextPassage) -> str:
    inline = re.match(r"(?:R\s?)?(\d{1,2}(?:\.\d{1,2})?)[.):]?\s+(?=[A-Z])", passage.text)
    return inline[1] if inline else passage.number


def _has_numbered(report: Report, passage: TextPassage) -> bool:
    """Whether the section prints numbers of recommendations, so that what has none is no recommendation."""
    return any(
        _NUMBERED.match(other.text if other.kind != "heading" else f"{other.text}\n") is not None
        for other in report.document.passages
        if "recommendations" in (part_of(other.headings), part_of([other.text]) if other.kind == "heading" else "")
    )


def _asks(text: str) -> bool:
    first = re.split(r"(?<=[a-z)])[.;]\s", text)[0]
    return bool(pattern(words("recommendations", "asks")).search(first))


def _of_row(report: Report, passage: TextPassage, part: str) -> Advice | None:
    columns = [column.lower() for column in passage.columns]
    at = next(
        (n for n, c in enumerate(columns) if c.startswith("recommendation") and len(cell_of(passage, n).split()) > 3),
        None,
    )
    if at is None:
        return None
    number = next(
        (
            cell_of(passage, n)
            for n, c in enumerate(columns)
            if n != at and re.fullmatch(r"\d+(\.\d+)*\.?", cell_of(passage, n))
        ),
        "",
    )
    head = _NUMBERED.match(passage.cells[at])
    agency = next((n for n, c in enumerate(columns) if re.search(r"agenc|organi[sz]|owner|lead|addressed", c)), None)
    owners = [m.body for m in report.bodies.mentions(cell_of(passage, agency))] if agency is not None else []
    text = passage.cells[at][head.end() :] if head else passage.cells[at]
    printed = (head and _number(head["n"])) or number.rstrip(".") or passage.number
    level = "single-agency" if part == "agency-recommendations" else "overview"
    owner = owners[0] if owners else _owner(report, passage)
    place = (passage.start, passage.end)
    one = Advice(printed, level, text, [passage.cite], [place], owner, "row of a table of recommendations", 0.85)
    one.addressed = owners
    return one


def _announced(report: Report, passages: Sequence[TextPassage], at: int) -> Advice | None:
    """One outside such a section: a point under a passage that announces recommendations and ends with a colon."""
    passage = passages[at]
    part = part_of(passage.headings)
    if part in ("recommendations", "agency-recommendations", "action-plan", "terms") or passage.kind == "heading":
        return None
    inline = (
        re.search(r"(?i)\brecommendation\b[^:.]*:\s+(?=[A-Z])", passage.text) if passage.kind == "paragraph" else None
    )
    if inline and len(passage.text[inline.end() :].split()) > 8 and _asks(passage.text[inline.end() :]):
        text = passage.text[inline.end() :]
        return Advice(
            passage.number,
            "single-agency",
            text,
            [passage.cite],
            [(passage.start, passage.end)],
            _section_body(report, passage),
            "recommendation told in the text",
            0.7,
        )
    if passage.kind not in ("sub-paragraph", "bullet") or passage.number.count("(") > 1:
        return None
    lead = next((p for p in reversed(passages[:at]) if p.kind == "paragraph"), None)
    same = lead is not None and (passage.cite == lead.cite or passage.number.startswith(f"{lead.number}("))
    if lead is None or not same or not lead.text.rstrip().endswith(":"):
        return None
    last = lead.text.rstrip().split(". ")[-1]
    if not re.search(r"(?i)\brecommend(?:ation|ations|s|ed)\b", last) or re.search(r"(?i)\bpurpose|terms of\b", last):
        return None
    cites = list(dict.fromkeys([lead.cite, passage.cite]))
    rule = "point under an announcement of recommendations"
    place, owner = (passage.start, passage.end), _section_body(report, lead)
    return Advice(passage.number, "single-agency", passage.text, cites, [place], owner, rule, 0.75)


def _section_body(report: Report, passage: TextPassage) -> str | None:
    told = next((t for t in report.told if t.sentence.passage is passage), None)
    if told and told.owner:
        return told.owner
    return told.bodies[0].body if told and told.bodies else None


def _continue(report: Report, found: list[Advice], passage: TextPassage) -> None:
    """Points under the last recommendation belong to it."""
    if found and passage.kind in ("sub-paragraph", "bullet"):
        last = found[-1]
        lead = last.cites[-1]
        if passage.cite == lead or any(passage.number.startswith(f"{cite}(") for cite in last.cites):
            last.text += f"\n{passage.text}"
            last.cites += [passage.cite] if passage.cite not in last.cites else []
            last.places.append((passage.start, passage.end))


def _join(found: list[Advice], one: Advice) -> None:
    """Add a recommendation, or only its passage where the report has it already."""
    for other in found:
        alike = fuzz.token_sort_ratio(one.text[:400], other.text[:400])
        explicit = "numbered" in one.rule and "numbered" in other.rule
        begins = fuzz.ratio(one.text[:60].lower(), other.text[:60].lower())
        same = one.number == other.number and one.level == other.level
        if (explicit and same and max(alike, begins) > 60) or alike >= 92:
            other.cites += [cite for cite in one.cites if cite not in other.cites]
            other.places += one.places
            if "numbered" in one.rule and "numbered" not in other.rule:
                other.number, other.level, other.rule = one.number, one.level, one.rule
            return
    found.append(one)
