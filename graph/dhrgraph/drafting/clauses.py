"""What a clause of a sentence tells: a fact, what was not, or what might have been."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from dhrgraph.lexicon.words import any_of, masked, pattern, words

__all__ = ["QUOTED", "Clause", "Sense", "clause_at", "clauses", "sense"]

Sense = Literal["fact", "negated", "hypothetical"]

#: "Had it done so" at the beginning of a clause, and "had REACH referred" inside one: conditions that were not met.
_DONE = r"(?:been|known|done|sought|made|taken|told|seen|\w+ed)\b"
_BEGINS = re.compile(
    rf"\W*(?:(?:but|and)\s+)?had\s+(?!been\b|an?\b|no\b|not\b|contact\b)(?:\w+\W+){{1,6}}?{_DONE}", re.IGNORECASE
)
_INSIDE = re.compile(rf"\b(?:been|different|outcome|happened|if),?\s+had\s+\w+|\bhad\s+(?:the\s+)?[A-Z]\w+\s+{_DONE}")


#: What somebody is quoted with is no word of the report's own.
QUOTED = re.compile(r"[“\"][^”\"]{3,300}[”\"]|(?<!\w)[‘'][^’']{8,200}[’'](?!\w)")


#: Where what somebody said or asked begins.
_SPEECH = re.compile(r"\s(?=that\s+(?:she|he|they|it|her|his|the|there|[A-Z]\w+)\b|(?:whether|if|how|what|why)\b)")


#: A run of white space from its beginning, which is looked at once and not from each of its characters.
_SPACE = r"(?<!\s)\s++"


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence that has a sense of its own.

    Parameters
    ----------
    start, end : int
        Where it stands in the sentence.
    text : str
    sense : str
    """

    start: int
    end: int
    text: str
    sense: Sense


@cache
def _cuts() -> re.Pattern[str]:
    each = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words("acts", "clauses"))
    comma, joined = any_of(words("acts", "parts_after_comma")), any_of(words("acts", "parts_after_and"))
    forms = (
        rf"(?:,\s*+|{_SPACE}|\s[–-]\s)(?=(?:{each})\b)",
        r";\s*+|\.\s++(?=[A-Z])|\t|\s(?=\((?:[^\s()]++\s++){3})",
        rf",\s*+(?=(?:[a-z]+ed|{comma})\b)",
        rf"{_SPACE}(?=and\s+(?:{joined})\s)",
        r",\s*+and\s++(?=[a-z]+ed\b)|,\s++(?=and\s+(?:the|it|did|was|were|[A-Z]))",
        rf"{_SPACE}(?=and\s+(?:did|was|were)\s+not\b)",
        r"\s(?=(?:should|if|unless)\s(?:she|he|they|it)\b)|\s(?=without\b)",
    )
    return re.compile("|".join(forms), re.IGNORECASE)


def clauses(text: str) -> list[Clause]:
    """The clauses of a sentence.

    Examples
    --------
    >>> [c.sense for c in clauses("She rang, but no referral was made. Had the Trust asked, she might have told.")]
    ['fact', 'negated', 'hypothetical']
    """
    bare = masked(QUOTED, text)
    ends = [match.start() for match in _cuts().finditer(bare) if match.start() > 0]
    spans = list(zip([0, *ends], [*ends, len(text)], strict=True))
    spans = [part for span in spans for part in _at_speech(text, *span)]
    return [Clause(a, b, text[a:b], sense(text[a:b])) for a, b in spans if text[a:b].strip()]


def _at_speech(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A clause cut before what it says that somebody said, where that alone is no fact."""
    said = _SPEECH.search(text[start:end])
    if said and sense(text[start : start + said.start()]) == "fact" and sense(text[start:end]) != "fact":
        return [(start, start + said.start()), (start + said.start(), end)]
    return [(start, end)]


def clause_at(found: list[Clause], place: int) -> Clause:
    """The clause in which a place of the sentence lies."""
    return next((clause for clause in found if clause.start <= place < clause.end), found[-1])


def sense(text: str) -> Sense:
    """Whether a clause tells a fact.

    Examples
    --------
    >>> sense("There is no record of a referral"), sense("he was interviewed and gave no comment")
    ('negated', 'fact')
    >>> sense("it is not known what would have been had REACH referred"), sense("She had told her mother")
    ('hypothetical', 'fact')
    """
    text = masked(QUOTED, text)
    bare = masked(pattern(words("acts", "not_negating")), text)
    if pattern(words("acts", "hypothetical")).search(bare) or is_condition(bare):
        return "hypothetical"
    return "negated" if pattern(words("acts", "negated")).search(bare) else "fact"


def is_condition(text: str) -> bool:
    """Whether a clause is a condition that was not met ("Had it done so")."""
    return bool(_BEGINS.match(text) or _INSIDE.search(text))
