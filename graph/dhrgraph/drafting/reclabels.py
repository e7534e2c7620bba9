"""The number or code that is printed before a recommendation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dhrgraph.lexicon.words import any_of, words

__all__ = ["NO_LABEL", "Label", "label_of"]

_COUNTED = (
    *("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve", "Thirteen"),
    *("Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen", "Twenty"),
)
_N = rf"[A-Z]{{0,4}}[-/ ]?\d+(?:\.\d+)*[a-z]?(?!\w)|(?:{'|'.join(sorted(_COUNTED, key=len, reverse=True))})\b"
_AFTER = r"(?:\s*\((?P<beside>[^)]{2,90})\))?(?P<mark>\s*[:.)\]–—-]+)?\s*"
#: "Recommendation 3 (Police):", "Rec. 3", "Police Recommendation 3 -".
_EXPLICIT = re.compile(
    rf"\W*(?P<before>(?:[A-Z][\w’'&-]*\s+){{0,5}})Rec(?:ommendation|\.)?\s*(?:No\.?\s*|Number\s*|#\s*)?(?P<n>{_N}){_AFTER}"
)
_SHORT = re.compile(r"\W*R[ .]?(?P<n>\d{1,2}(?:\.\d{1,2})?)(?!\w)[:.)–—-]*\s*(?=[A-Z“\"'])")
#: "Police 1.", "PHT 2:", "HP1 ".
_CODE = re.compile(
    r"(?P<n>(?P<before>[A-Z][A-Za-z’'&-]*(?:\s(?:of|and|&|the|[A-Z][\w’'&-]*)){0,6}?)[ /-]?\d{1,2}(?:\.\d{1,2})?)"
    r"(?:\s*\((?P<beside>[A-Z][^)]{1,90})\))?(?:\s*[.:)]+\s*|\s+[–—-]\s+)(?=[A-Z“\"(])"
)
_TIGHT = re.compile(r"(?P<n>(?P<before>[A-Z][A-Za-z]{0,5})[/-]?\d{1,2}(?:\.\d{1,2})?)\s+(?=[A-Z“\"])")
_NUMBER = re.compile(r"\(?(?P<n>\d{1,3}(?:\.\d{1,3}){0,3})(?:[.):]+\s*|\s+)(?=[A-Z“\"'])")


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed before a recommendation.

    Parameters
    ----------
    number : str
        As printed, without the word recommendation.
    kind : str
        ``explicit`` with the word, ``code`` with the name of a body, ``number`` of itself, ``row`` in a table; empty
        where there is none.
    beside : str
        Words that tell whom it is for: those in brackets after it, or before the number.
    end : int
        Where the text begins after it.
    """

    number: str = ""
    kind: str = ""
    beside: str = ""
    end: int = 0

    def __bool__(self) -> bool:
        return bool(self.number)


NO_LABEL = Label()


def label_of(line: str) -> Label:
    """The label with which a line begins.

    Examples
    --------
    >>> label_of("Recommendation 3 (Police): Train").beside, label_of("PHT 2. A flag").number
    ('Police', 'PHT 2')
    >>> bool(label_of("Recommendation 3 was accepted.")), bool(label_of("Section 9 of the Act"))
    (False, False)
    """
    if (found := _EXPLICIT.match(line)) and _opens(line, found):
        number = found["n"].strip(" -/")
        number = str(_COUNTED.index(number) + 1) if number in _COUNTED else number
        return Label(number, "explicit", found["beside"] or found["before"].strip(), found.end())
    if found := _SHORT.match(line):
        return Label(found["n"], "explicit", "", found.end())
    if (found := _CODE.match(line) or _TIGHT.match(line)) and not _NEVER.match(line):
        beside = found.groupdict().get("beside") or found["before"].strip()
        return Label(found["n"], "code", beside, found.end())
    if found := _NUMBER.match(line):
        return Label(found["n"], "number", "", found.end())
    return Label()


_NEVER = re.compile(rf"(?:{any_of(words('recommendations', 'never_a_label'))})\b", re.IGNORECASE)


def _opens(line: str, found: re.Match[str]) -> bool:
    """Whether what follows a label begins a text, and does not go on with a sentence about a recommendation."""
    rest = line[found.end() :]
    if not rest or found["beside"] or (found["mark"] or "").strip():
        return not re.match(r"(?:is|was|has|will|above|below|and|of|in|to be)\b", rest) or bool(found["mark"])
    return bool(re.match(r"[A-Z“\"‘'(]|that\b|to\b", rest))
