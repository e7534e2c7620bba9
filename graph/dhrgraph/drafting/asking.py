"""Whether a passage of a section of recommendations asks for something, announces what does, or tells a story."""

from __future__ import annotations

import re

from dhrgraph.drafting.sections import split
from dhrgraph.lexicon.words import finds, pattern, words

__all__ = ["announces", "asks", "asks_plainly", "is_request"]


def asks(text: str) -> re.Match[str] | None:
    """The words of a sentence that ask, such as "should"; none for "should have", which tells what was not done."""
    past = [m.span() for m in pattern(words("recommendations", "not_modal")).finditer(text)]
    for found in pattern(words("recommendations", "modal")).finditer(text):
        if not any(start <= found.start() < end for start, end in past):
            return found
    return None


def asks_plainly(text: str) -> bool:
    """Whether a sentence of a text asks beyond doubt.

    Examples
    --------
    >>> asks_plainly("The force should train staff."), asks_plainly("She should have been seen.")
    (True, False)
    """
    return any(asks(sentence) for _, sentence in split(text))


def announces(text: str) -> bool:
    """Whether a paragraph tells of the recommendations or of the review, and asks nothing itself.

    Examples
    --------
    >>> announces("The panel makes ten recommendations. The CSP will oversee them.")
    True
    >>> announces("The panel recommends that officers be trained.")
    False
    """
    if text.rstrip().endswith((":", "?")):
        return True
    first = next((sentence for _, sentence in split(text)), text)
    asked = asks(first)
    if finds("recommendations", "of_them", first) and (asked is None or asked[0].lower() == "will"):
        return True
    subject = pattern(words("recommendations", "itself")).match(first.lstrip())
    if not subject:
        return finds("recommendations", "no_request", first) is not None and not asks(first)
    after = first.lstrip()[subject.end() :]
    if "recommendation" in subject[0].lower() or "plan" in subject[0].lower():
        return True
    return not (pattern(words("recommendations", "own_request")).match(after.lstrip()) or _others_ask(text, first))


def _others_ask(text: str, first: str) -> bool:
    rest = text[text.find(first) + len(first) :]
    return asks_plainly(rest) and finds("recommendations", "any", text) is None


def is_request(text: str) -> bool:
    """Whether a numbered paragraph may be a recommendation by its place, whatever words it uses.

    One is none that tells what was or is and asks nothing.

    Examples
    --------
    >>> is_request("A protocol is needed."), is_request("Dip-sample 50 logs."), is_request("Agencies met twice.")
    (True, True, True)
    >>> is_request("Curiosity was a theme of this review and of others.")
    False
    """
    if asks_plainly(text):
        return True
    for _, sentence in split(text):
        if pattern(words("recommendations", "opens")).match(sentence):
            return True
        tells = pattern(words("recommendations", "narrates")).search(sentence)
        infinitive = re.search(r"\bto\s+[a-z]{2,}\b", sentence)
        if infinitive and (tells is None or infinitive.start() < tells.start()):
            return True
    first = next((sentence for _, sentence in split(text)), text)
    if not pattern(words("recommendations", "narrates")).search(first):
        return True
    return len(text.split()) <= 30 and bool(re.search(r"\b(?:is|are)\s+(?:no longer\s+|not\s+)?\w+ed\b", first))
