"""The words of reports, as the data files beside this module have them.

A file maps keys to lists of words. In a word

* ``*`` stands for the rest of a word (``attend*`` finds attended and attending),
* ``...`` stands for up to six words between,
* ``(a|b)`` stands for either.

All are looked for as whole words, in any case; apostrophes of both kinds are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from dhrgraph import yamltext

__all__ = ["any_of", "best_code", "codes_in", "compiled", "data", "finds", "masked", "pattern", "words"]

#: Up to six words, of which the last may be the first part of one with hyphens. Nothing in it can be read in two ways,
#: since else a row of hyphens or quotes would be tried in all of them.
_BETWEEN = r"(?:\W++(?:(?:[\w’'-]++\W++){0,5}?(?:\w++[’'-]++){0,6}?|(?:[\w’'-]++\W++){6}))"


@cache
def data(name: str) -> dict[str, Any]:
    """The content of one data file, such as ``acts``."""
    read = yamltext.parse(files("dhrgraph.lexicon").joinpath(f"{name}.yaml").read_bytes())
    assert isinstance(read.value, dict) and not read.faults, f"{name}.yaml: {read.faults}"  # a file of ours
    return read.value


@cache
def words(name: str, *keys: str) -> tuple[str, ...]:
    """The words under a key of a data file.

    Examples
    --------
    >>> "circa" in words("dates", "about")
    True
    """
    found: Any = data(name)
    for key in keys:
        found = found[key]
    return tuple(found)


@cache
def pattern(each: tuple[str, ...]) -> re.Pattern[str]:
    """What finds any of some words.

    Examples
    --------
    >>> bool(pattern(("no record ... referral*",)).search("There is no record of any referral to it."))
    True
    """
    ordered = sorted(each, key=len, reverse=True)
    body = "|".join(compiled(word) for word in ordered) or r"(?!)"
    return re.compile(rf"(?<![\w-])(?:{body})(?![\w-])", re.IGNORECASE)


def compiled(word: str) -> str:
    """The pattern of one word of a data file."""
    out = re.escape(word.replace("’", "'")).replace("'", "['’]")
    out = out.replace(r"\(", "(?:").replace(r"\|", "|").replace(r"\)", ")").replace(r"\*", r"\w*")
    return out.replace(r"\ \.\.\.\ ", _BETWEEN).replace(r"\ ", r"\s+")


def finds(name: str, key: str, text: str) -> re.Match[str] | None:
    """The first of the words under a key that a text has."""
    return pattern(words(name, key)).search(text)


def codes_in(name: str, key: str, text: str) -> list[tuple[str, re.Match[str]]]:
    """The codes of a map of words that a text has words for, in the order of the text.

    Examples
    --------
    >>> [code for code, _ in codes_in("acts", "contacts", "He was arrested. She telephoned.")]
    ['arrest', 'phone']
    """
    found = [(code, match) for code, each in data(name)[key].items() for match in pattern(tuple(each)).finditer(text)]
    return sorted(found, key=lambda pair: pair[1].start())


def best_code(name: str, key: str, text: str, otherwise: str) -> str:
    """The code whose words stand first in the data file among those that a text has."""
    for code, each in data(name)[key].items():
        if pattern(tuple(each)).search(text):
            return str(code)
    return otherwise


def masked(form: re.Pattern[str], text: str) -> str:
    """A text without what a pattern finds, every other place unchanged.

    Examples
    --------
    >>> masked(re.compile("Anna"), "She met Anna here.")
    'She met ···· here.'
    """
    return form.sub(lambda match: "·" * len(match[0]), text)


def any_of(parts: Iterable[str]) -> str:
    """Alternatives of literal texts, the longest first, for a pattern."""
    return "|".join(re.escape(part) for part in sorted(parts, key=len, reverse=True))
