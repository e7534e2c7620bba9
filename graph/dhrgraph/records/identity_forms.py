"""The form of names: which words may be one, and where a name ends."""

from __future__ import annotations

import re
from functools import cache

from dhrgraph.records.identity_words import Line, words

__all__ = ["case", "known", "lower_name", "name_end", "role_starts", "title_starts", "titles"]

_LONGEST_NAME = 5
_PARTICLES = {
    "van",
    "der",
    "den",
    "de",
    "du",
    "da",
    "dos",
    "la",
    "le",
    "el",
    "al",
    "bin",
    "ibn",
    "von",
    "ap",
    "mac",
    "mc",
    "st",
}
_BETWEEN_NAMES = {"and", "the", "was", "is", "has", "had", "said", "told", "saw", "from", "of", "at", "in", "on"}


def name_end(line: Line, at: int, *, titled: bool = False) -> int | None:
    """The last word of the name that begins at a word; None where none does, or it is part of the name of a body.

    Behind a title, such as PC Hall, a well-known family name is one although it is another word, too.
    """
    last = None
    place = at
    while place < min(at + _LONGEST_NAME, len(line)):
        if place > at and not re.fullmatch(r"\.? ", line.gap(place)):
            break
        word = line.bare(place)
        if _is_name(word) or (titled and place == at and word[0].isupper() and case(word) in words("surnames")):
            if place > at and line.gap(place) != " " and len(line.words[place - 1]) > 2:
                break  # a full stop that ends a sentence
            last = place
            if word != line.words[place]:
                place += 1
                break
        elif not (_is_initial(word, line, place) or (word.lower() in _PARTICLES and word.upper() != word)):
            break
        place += 1
    follows = place < len(line) and line.gap(place) == " " and line.words[place][0].isupper()
    if last is not None and follows and last == place - 1 and case(line.bare(place)) in _of_bodies():
        return None
    return last


def _is_initial(word: str, line: Line, at: int) -> bool:
    return len(word) <= 3 and re.fullmatch(r"[A-Z](\.[A-Z])*", word) is not None and at + 1 < len(line)


def _is_name(word: str) -> bool:
    """Whether a word may be a name: with a capital, and none of the words that are no names."""
    if len(word) < 2 or not word[0].isupper() or word in _others() or case(word) in _others():
        return False
    if word.isupper():
        return len(word) > 3 or case(word) in words("surnames") | words("given")
    return word[1:].islower() or bool(re.fullmatch(r"(?:[A-Z][a-z]*[-']?){1,4}", word))


def lower_name(word: str) -> bool:
    """Whether a word in small letters is a well-known name."""
    return word.islower() and word.title() in words("surnames") | words("given")


def known(line: Line, first: int, last: int) -> bool:
    """Whether one of some words is a well-known name."""
    return any(case(line.bare(at)) in words("surnames") | words("given") for at in range(first, last + 1))


def case(word: str) -> str:
    """A word of capitals as one that begins with a capital; another as it is."""
    return word.capitalize() if word.isupper() else word


@cache
def titles() -> frozenset[str]:
    """The titles, and those that are none of the common words in small letters, too."""
    small = {each.lower() for each in words("titles")}
    return words("titles") | {each for each in small if each not in ("ci", "pi", "di", "ps", "ds", "sn", "acc")}


@cache
def title_starts() -> frozenset[str]:
    """The first words of titles."""
    return frozenset(each.split()[0] for each in titles())


@cache
def role_starts() -> frozenset[str]:
    """The first words of roles."""
    return frozenset(each.split()[0] for each in words("roles"))


@cache
def _others() -> frozenset[str]:
    return words("others") | {each.split()[0] for each in words("titles")} | words("streets_capital")


@cache
def _of_bodies() -> frozenset[str]:
    """Words that make a name before them that of a place or body, such as House."""
    streets = words("streets_capital") | {each.capitalize() for each in words("streets")}
    return (words("others") | streets) - {each.capitalize() for each in _BETWEEN_NAMES}
