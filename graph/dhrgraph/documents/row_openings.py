"""By what a line of a plain table opens a row: a date, or a number that can follow the last one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dhrgraph.documents.cell_costs import is_label, tells_date
from dhrgraph.documents.column_names import APART, Kind
from dhrgraph.documents.lines import clean

__all__ = ["label_of", "opens_row", "with_labels"]

#: How far one number of a row may be from the last, words of a date at the beginning of a line, and lines looked at.
STEP, DATE_WORDS, NEAR = 15, 6, 60
_LABELLED = re.compile(
    r"((?:(?:rec(?:ommendation|\.)?|para(?:graph)?\.?|action)\s?)?[A-Z]{0,4}[\s-]?\d{1,3}(?:\.\d{1,2})*[a-z]?(?:\s?[-–]\s?\d{1,3})?[.):]?)\s+(?=[^\s\d]|\d+\s[a-z])",
    re.IGNORECASE,
)


def with_labels(near: Sequence[str], kinds: Sequence[Kind], setting: str) -> tuple[Kind, ...]:
    """What columns hold, with a first one of labels known where the lines near the names open with labels.

    Examples
    --------
    >>> with_labels(["R1  Train staff", "R2  Write to the board", "R3  Audit"], ["text", "text"], "apart")
    ('number', 'text')
    """
    if kinds[0] != "text" or not near:
        return tuple(kinds)
    first = [APART.split(text)[0] for text in near[:NEAR]]
    told = [
        bool(_LABELLED.match(text)) if setting == "words" else is_label(part)
        for text, part in zip(near, first, strict=False)
    ]
    if sum(told) > 2 and (is_label(first[0]) or _LABELLED.match(near[0])):
        return ("number", *kinds[1:])
    return tuple(kinds)


def opens_row(text: str, kinds: Sequence[Kind], setting: str, label: str) -> bool:
    """Whether a line opens a row by what stands first in it.

    Parameters
    ----------
    text : str
        The line.
    kinds : sequence of Kind
        What the columns hold.
    setting : str
        How cells are set, as `cell_fit.fitted` has it.
    label : str
        The number of the row before; empty where none was.

    Examples
    --------
    >>> opens_row("3 May 2012 GP She came.", ["date", "agency", "text"], "words", "")
    True
    >>> opens_row("12 months later", ["number", "text"], "words", "R2")
    False
    """
    parts = APART.split(text)
    loose = setting in ("words", "mixed")
    if kinds[0] == "date":
        if not loose:
            return tells_date(clean(parts[0]), loose=setting == "apart")
        words = text.split()
        return any(tells_date(" ".join(words[:n])) for n in range(1, DATE_WORDS + 1)) and not text[0].islower()
    if kinds[0] == "number":
        own = parts[0] if not loose or len(text.split()) < 3 else ""
        told = own if is_label(own) else (m[1] if loose and (m := _LABELLED.match(text)) else "")
        return bool(told) and _follows(told, label)
    return True


def label_of(text: str) -> str:
    """The number or label with which a row opens; empty where it has none."""
    match = re.match(r"\D{0,18}\d{1,3}(?:\.\d{1,2})*[a-z]?", text)
    return match[0] if match else ""


def _follows(told: str, label: str) -> bool:
    """Whether a number of a row can follow the one before: it is of another sort, or larger by little."""
    one, other = (re.findall(r"\d+", each) for each in (label, told))
    sorts = {re.sub(r"\d+.*", "", each).strip().lower() for each in (label, told)}
    if not one or not other or len(sorts) > 1:
        return not one or told[0].isalpha()
    before, now = [int(n) for n in one], [int(n) for n in other]
    return before < now and now[0] - before[0] < STEP
