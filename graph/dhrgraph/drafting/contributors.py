"""Bodies that a report names where it says who gave something to the review, or says beside a name what it is.

There a name needs no word such as "Trust" to be that of a body: the place in the text tells that it is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from dhrgraph.drafting.names import Name, names_in, sector_of, split_and
from dhrgraph.lexicon.words import any_of, finds, pattern, words

__all__ = ["can_be", "contributors_in", "described_in"]

_CAPITALS = r"[A-Z][\w’'&-]*(?:(?: (?:of |for |and |the |a |y |yr |ar )?)[A-Z0-9][\w’'&-]*)*"
#: What ends the list of those who gave something: the next words of the sentence.
_ASIDE = re.compile(r"\s*\(([^()]*)\)")
_ITEM = re.compile(rf"(?P<kind>(?:[a-z][\w’'-]* ){{0,8}})(?P<name>{_CAPITALS})")


def contributors_in(text: str) -> Iterator[Name]:
    """The bodies of a sentence that tells who gave something to the review.

    Examples
    --------
    >>> text = "IMRs were completed by Low Police (LP), the charity Turn, Cam Deg, a drug service, and the Home Office."
    >>> [(n.text, n.aside) for n in contributors_in(text)]
    [('Low Police', 'LP'), ('Turn', 'the charity'), ('Cam Deg', 'a drug service'), ('Home Office', '')]
    """
    if not (finds("bodies", "gave", text) and finds("bodies", "what_was_given", text)):
        return
    for sentence in re.split(r"(?<=[a-z)])\.\s+(?=[A-Z])", text):
        given = finds("bodies", "gave", sentence)
        if given is None or not finds("bodies", "what_was_given", sentence) or finds("bodies", "not_given", sentence):
            continue
        after = re.match(r"[^,;]{0,60}?\b(?:by|from|of|following|were)\b:?", sentence[given.start() :])
        begin = given.start() + after.end() if after else 0
        yield from _items(sentence, begin, given.start() if begin == 0 else len(sentence))


def _items(text: str, begin: int, end: int) -> Iterator[Name]:
    """The bodies of a list in a sentence, each with what is said of it in brackets or beside it."""
    pieces = list(re.finditer(r"(?:\([^()]*\)|[^,;:()/])+", text[begin:end]))
    found: list[Name] = []
    for piece in pieces:
        for at, item in split_and(piece[0]):
            if found and re.match(r"\s*(?:and\s+)?(?:which|who|a|an|its|whose|called|known)\s+[a-z“\"]", item):
                found[-1] = _with_aside(found[-1], item)
                continue
            name = _name(item, begin + piece.start() + at)
            if name:
                found.append(name)
    yield from found


def _with_aside(name: Name, said: str) -> Name:
    return name if name.aside else Name(name.start, name.end, name.text, said.strip(" .,;"))


def _name(item: str, start: int) -> Name | None:
    """The name of an item: its capitals, with a word before that says what it is, or what stands in brackets."""
    bare = re.sub(r"^\W*(?:and\s+)?(?:(?:by|from|of|that|both)\s+)?", "", item)
    found = _ITEM.match(bare)
    if found is None:
        return None
    text = re.sub(r"^(?:The|An?)\s+", "", found["name"])
    text = re.sub(r"['’]s?$", "", text)
    if not can_be(text):
        return None
    aside = _ASIDE.match(bare, found.end())
    kind = found["kind"].strip() if sector_of(found["kind"]) != "other" else ""
    offset = start + item.find(bare) + found.start("name")
    return Name(offset, offset + len(found["name"]), text, aside[1].strip() if aside else kind)


def can_be(name: str) -> bool:
    """Whether a name can be that of a body, by its words alone."""
    first = name.split(" ", maxsplit=1)[0]
    return (
        len(name) > 2
        and first not in words("bodies", "not_first")
        and first not in words("bodies", "ends_before")
        and not pattern(words("bodies", "not_contributors")).fullmatch(name)
    )


def described_in(text: str) -> Iterator[Name]:
    """Names beside which a text says that they are a body: "Low Mill, a charity", "the charity Low Mill".

    Examples
    --------
    >>> [(n.text, n.aside) for n in described_in("She rang Cam Ymlaen, a local charity for carers, and went home.")]
    [('Cam Ymlaen', 'a local charity for carers')]
    >>> [(n.text, n.aside) for n in described_in("A worker of the housing association Low Mill wrote.")]
    [('Low Mill', 'housing association')]
    """
    for form in _described():
        for found in form.finditer(text):
            name = re.sub(r"^(?:The|An?|At|In|On|To|From|By|With)\s+", "", found["name"])
            start = found.end("name") - len(name)
            if can_be(name) and not list(names_in(name)):
                yield Name(start, found.end("name"), name, found.groupdict().get("said", "employer").strip())


@cache
def _described() -> tuple[re.Pattern[str], ...]:
    """What is said after a name, before it, and of those who work there."""
    kinds = any_of(words("bodies", "kinds_of_body"))
    said = r"(?:an?|the|her|his|their|\w+['’]s|which (?:provides|runs|is)|who provide)"
    forms = (
        rf"(?P<name>{_CAPITALS})(?:, | \()(?P<said>{said}\s(?:[a-z’'-]+\s){{0,6}}?(?:{kinds})\b[^,;.()]*)",
        rf"\b(?:the|a|local) (?P<said>(?:[a-z’'-]+ )?(?:{kinds})),? (?:called )?(?P<name>{_CAPITALS})",
        r"\b(?:(?:line )?manager|supervisor|employer|employed|worked|working|works|job)\s(?:at|of|for|by|with)\s"
        rf"(?P<name>{_CAPITALS})",
    )
    return tuple(re.compile(rf"(?<![\w.]){form}") for form in forms)
