"""Names of bodies in a text that nobody has told before: where capital letters begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz

from dhrgraph.lexicon.words import best_code, data, finds, pattern, words

__all__ = ["Name", "alike", "aside_of", "is_name", "names_in", "plain", "sector_of", "shorts_of", "split_and"]

_WORD = r"[A-Z][\w’'&-]*"
_LETTERED = r"(?: (?:\d{1,2}|[A-Z])(?![\w’'-]))?"
_ASIDE = re.compile(r"\s*\(\s*(?:the\s+)?(?P<aside>[^()]{2,160})\)")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in a text, with what stands in brackets after it.

    Parameters
    ----------
    start, end : int
    text : str
    aside : str
        Its acronym or short form, or the service of it that is meant; empty where there is none.
    """

    start: int
    end: int
    text: str
    aside: str = ""


def _has_name_word(name: str) -> bool:
    return bool(set(re.findall(r"[\w&-]+", name)) & set(words("bodies", "name_words")))


@cache
def _generic() -> frozenset[str]:
    """Names that say the kind of a body and not which."""
    return frozenset(str(full).lower() for full in data("bodies")["expansions"].values())


@cache
def _form() -> re.Pattern[str]:
    joining = "|".join(re.escape(word) for word in words("bodies", "joining"))
    ends = "|".join(words("bodies", "ends_before"))
    return re.compile(rf"(?<![\w.])(?!(?:{ends})\b){_WORD}(?: (?:(?:{joining}) )?(?!(?:{ends})\b){_WORD})*{_LETTERED}")


def names_in(text: str) -> Iterator[Name]:
    """Names in a text that may be those of bodies.

    Examples
    --------
    >>> [(n.text, n.aside) for n in names_in("The Calder Valley Trust (CVT) and Low Mill Surgery told Ann.")]
    [('Calder Valley Trust', 'CVT'), ('Low Mill Surgery', '')]
    """
    for found in _form().finditer(text):
        for start, end in _apart(text, found.start(), found.end()):
            name = text[start:end]
            if not is_name(name):
                continue
            yield Name(start, end, " ".join(name.split()), aside_of(text, end))


def aside_of(text: str, place: int) -> str:
    """What stands in brackets right after a place; empty where nothing does."""
    aside = _ASIDE.match(text, place)
    return aside["aside"].strip() if aside else ""


def _apart(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The names that a run of capitals holds, without the word that only begins a sentence."""
    while first := re.match(r"([\w’'&-]+) ", text[start:end]):
        if first[1] not in words("bodies", "not_first"):
            break
        start += first.end()
    ends, alone = "|".join(words("bodies", "ends_a_name")), "|".join(words("bodies", "takes_up"))
    for cut in re.finditer(rf"(?:\b(?:{ends})|^[A-Z]{{2,6}}|^(?:{alone}))(?= (?:and|&) )", text[start:end]):
        rest = re.match(r" (?:and|&) ", text[start + cut.end() : end])
        begin = start + cut.end() + (rest.end() if rest else 0)
        if rest and (is_name(text[begin:end]) or not _has_name_word(text[begin:end])):
            yield from _trimmed(text, start, start + cut.end())
            yield from _apart(text, begin, end)
            return
    last = re.search(r" and (\w+)$", text[start:end])
    if last and last[1] in words("bodies", "not_the_end"):
        end = start + last.start()
    yield from _trimmed(text, start, end)


def split_and(text: str) -> Iterator[tuple[int, str]]:
    """The parts of a text that "and" joins, but not those of one name ("Department for Work and Pensions").

    Examples
    --------
    >>> [part for _, part in split_and("Low Police and the Vale and Downs Trust")]
    ['Low Police', 'the Vale and Downs Trust']
    """
    ends = set(words("bodies", "ends_a_name"))
    begin = 0
    for found in re.finditer(r"\s+(?:and|&|/)\s+", text):
        last = re.search(r"([\w’'&-]+)(?:\s*\([^()]*\))?$", text[begin : found.start()])
        after = text[found.end() :]
        lettered = re.search(r"(?:Practice|School|Surgery|Hospital) [A-Z0-9]$", text[begin : found.start()])
        bare = not _has_name_word(text[begin:]) and " for " not in text[begin : found.start()]
        if (
            (last and (last[1] in ends or last[1].isupper() or ")" in last[0]))
            or re.match(r"(?:the|an?|its)\s", after)
            or lettered
            or bare
        ):
            yield begin, text[begin : found.start()]
            begin = found.end()
    yield begin, text[begin:]


def shorts_of(name: str, aside: str) -> Iterator[str]:
    """The short forms of a name that stand in brackets after it.

    Examples
    --------
    >>> list(shorts_of("Low Valley Health Board", "LVHB, called “the Health Board” in this report; it runs clinics"))
    ['LVHB', 'Health Board']
    >>> list(shorts_of("Low District Homes", "later Fernhill")), list(shorts_of("Low Trust", "a charity"))
    (['Fernhill'], [])
    """
    for part in re.split(r"[,;]\s*|\s+or\s+", aside):
        told = re.match(
            r"(?:(?:also |now |which was |hereafter |here |later |formerly |previously |then )*"
            r"(?:known as |called |referred to as |hereafter |later |formerly |now )?)[“\"‘']?(?:the )?"
            r"(?P<short>[A-Z][\w&’'-]*(?: (?:of |and |for )?[A-Z][\w&’'-]*)*)[”\"’']?",
            part.strip(),
        )
        if (
            told is None
            or told["short"] in words("bodies", "not_first")
            or told["short"] in words("bodies", "ends_before")
        ):
            continue
        short, lead = told["short"], part.strip()[: told.start("short")]
        if short in words("bodies", "not_short"):
            continue
        named = re.search(r"known|called|referred|hereafter|later|formerly|previously|now", lead)
        acronym = sum(letter.isupper() for letter in short) > 1 and " " not in short
        called = part.strip().startswith(("the ", "“the ")) and aside.strip().startswith(part.strip())
        if acronym or named or called or set(short.split()) <= set(name.split()):
            yield short


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while cut := re.search(r" of (?:the )?", text[start:end]):
        if not pattern(words("bodies", "not_bodies")).fullmatch(text[start : start + cut.start()]):
            break
        start += cut.end()
    possessive = re.search(r"['’]s?$", text[start:end])
    yield start, end - (len(possessive[0]) if possessive else 0)


def is_name(name: str) -> bool:
    """Whether a name can be that of a body: it has a word for one and does not end as a post or paper does."""
    if not _has_name_word(name) or sum(word[0].isupper() for word in name.split()) < 2 or len(name) > 110:
        return False
    if finds("bodies", "never_in_a_name", name) or name.lower() in _generic():
        return False
    return not any(found.end() == len(name) for found in pattern(words("bodies", "not_bodies")).finditer(name))


def sector_of(name: str) -> str:
    """The sector that the words of a name speak for."""
    return best_code("bodies", "sectors", name, "other")


@lru_cache(maxsize=50_000)
def plain(name: str) -> str:
    """A name in the form in which names are compared: acronyms written out, no articles, small letters.

    Examples
    --------
    >>> plain("The Calder CRC") == plain("Calder Community Rehabilitation Company")
    True
    """
    expansions = data("bodies")["expansions"]
    name = re.sub(r"\b[A-Z]{2,6}\b", lambda match: str(expansions.get(match[0], match[0])), name)
    name = re.sub(r"[’']", "", name.lower().replace("&", " and "))
    return " ".join(word for word in re.findall(r"\w+", name) if word not in ("the", "nhs", "ltd", "foundation"))


def alike(one: str, other: str) -> bool:
    """Whether two names are one but for a slip in printing: each word close to its counterpart.

    Examples
    --------
    >>> alike("Lewisham and Greenwhich Trust", "Lewisham and Greenwich NHS Trust")
    True
    >>> alike("North Calder Police", "South Calder Police")
    False
    """
    first, second = plain(one).split(), plain(other).split()
    if first == second:
        return True
    if len(first) != len(second) or len(first) < 2 or sum(map(len, first)) < 12:
        return False
    return all(
        a == b or (min(len(a), len(b)) > 4 and fuzz.ratio(a, b) >= 85) for a, b in zip(first, second, strict=True)
    )
