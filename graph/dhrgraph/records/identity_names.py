"""Names in a text: behind a title or role, before one, or a given name with a family name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from dhrgraph.records.identity_words import SMALL, Line, words

__all__ = ["Excused", "names_in", "title_words"]

#: Whether a name, which stands from one place to another in the text, is none.
Excused = Callable[[str, int, int], bool]

_TITLE = "a practitioner's name"
_NAME = "a person's name"
_LONGEST_TITLE = 4  # words
_LONGEST_NAME = 5
#: Titles that are also words of headings: behind them a name must be sure where all words begin with a capital.
_WEAK = {
    "Sister",
    "Father",
    "Master",
    "Nurse",
    "Midwife",
    "Judge",
    "Justice",
    "Matron",
    "Constable",
    "Inspector",
    "Sergeant",
    "Coroner",
    "Doctor",
    "Lord",
    "Lady",
    "Detective",
    "Commander",
    "Superintendent",
}
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
_BETWEEN = {"called", "named", "is", "was", "as", "acting", "the", "a", "an", "her", "his", "their", "then", "now"}
_FULL = 3  # words of a name without a title


def names_in(text: str, excused: Excused) -> Iterator[tuple[str, int, int]]:
    """Each name with what it looks like and its place, title included."""
    line = Line(text)
    at = 0
    while at < len(line):
        found = _behind_title(line, at) or _behind_role(line, at) or _before_role(line, at) or _full(line, at)
        if found is None:
            at += 1
            continue
        what, first, name, last = found
        start, end = line.starts[first], line.starts[last] + len(line.bare(last))
        if not excused(text[line.starts[name] : end], line.starts[name], end):
            yield what, start, end
        at = last + 1


def title_words() -> frozenset[str]:
    """Titles and roles as single small words, which tell nothing of who somebody is."""
    return frozenset(part.lower() for each in words("titles") | words("roles") for part in each.split())


Found = tuple[str, int, int, int] | None


def _behind_title(line: Line, at: int) -> Found:
    """A name behind a title, such as PC Jones or Dr. A. Patel; in small letters where the name is well known."""
    count = _titled(line, at)
    if not count:
        return None
    name = at + count
    strong = line.words[name - 1] not in _WEAK and line.words[at] not in _WEAK
    if name >= len(line) or not re.fullmatch(r"\.?\)? {1,2}" if strong else r" {1,2}", line.gap(name)):
        return None
    if line.words[at][0].islower():
        sure = _lower_name(line.bare(name))
        return (_TITLE, at, name, name) if sure else None
    end = _name_end(line, name, titled=True)
    if end is None or (line.heading and not strong and end == name and not _known(line, name, end)):
        return None
    return _TITLE, at, name, end


def _titled(line: Line, at: int) -> int:
    """The number of words of the title that begins at a word; 0 where none does."""
    first = line.words[at]
    if first.rstrip(".") not in _title_starts():
        return 0
    for count in range(min(_LONGEST_TITLE, len(line) - at), 0, -1):
        joined = all(re.fullmatch(r"\.? ", line.gap(place)) for place in range(at + 1, at + count))
        if joined and " ".join(line.words[at : at + count]) in _titles():
            return count
    return 0


def _behind_role(line: Line, at: int) -> Found:
    """A name behind a role, such as social worker Jane Smith; the GP, Dr Patel; a nurse called Grace."""
    count = _role(line, at)
    if not count:
        return None
    name = at + count
    called = False
    while (
        name < len(line)
        and line.words[name].lower() in ("called", "named", "name", "is", "was")
        and line.gap(name) == " "
    ):
        called, name = called or line.words[name].lower() in ("called", "named", "name"), name + 1
    gap = line.gap(name)
    if name >= len(line) or not re.fullmatch(r" {1,2}|,? ?[(:-]? ?", gap) or not gap:
        return None
    end = _name_end(line, name)
    if end is None:
        return None
    known = _known(line, name, end)
    if gap.strip() or name - at - count > (1 if called else 0) + 1:
        sure = known or (end > name and not line.heading)
    else:
        sure = known or called or not line.heading
    return (_TITLE, at, name, end) if sure else None


def _role(line: Line, at: int) -> int:
    """The number of words of the role that begins at a word; 0 where none does."""
    if line.words[at].lower() not in _role_starts():
        return 0
    for count in range(min(_LONGEST_TITLE, len(line) - at), 0, -1):
        joined = all(line.gap(place) in (" ", "-") for place in range(at + 1, at + count))
        if joined and " ".join(line.words[at : at + count]).lower() in words("roles"):
            return count
    return 0


def _before_role(line: Line, at: int) -> Found:
    """A name of two words before a role, such as Jane Smith (IDVA) or Jane Smith, her social worker."""
    end = _name_end(line, at)
    if end is None or end == at:
        return None
    role = end + 1
    gap = line.gap(role)
    if not re.fullmatch(r" |,? [(-]? ?|, ", gap):
        return None
    while (
        role < len(line) and role < end + 4 and line.words[role].lower() in _BETWEEN and not line.words[role].isupper()
    ):
        role += 1
    if role >= len(line) or not (_role(line, role) or line.words[role] in _title_starts()):
        return None
    sure = _known(line, at, end) or (gap.strip() and not line.heading)
    return (_TITLE, at, at, end) if sure else None


def _full(line: Line, at: int) -> Found:
    """A given name and a family name, such as Jane Smith, Smith, Jane or J. Smith."""
    first = line.words[at]
    if at + 1 >= len(line):
        return None
    second, gap = line.bare(at + 1), line.gap(at + 1)
    if _case(first) in words("surnames") and gap == ", " and _case(second) in words("given") and second[0].isupper():
        return _NAME, at, at, at + 1
    if (
        len(first) <= 3
        and first.isupper()
        and gap in (". ", " ", ".")
        and _case(second) in words("surnames")
        and second[0].isupper()
    ):
        initial = len(first) == 1 or re.fullmatch(r"[A-Z](\.[A-Z])+", first)
        return (_NAME, at, at, at + 1) if initial and gap != " " else None
    if _case(first) not in words("given") or not first[0].isupper():
        return None
    end = _name_end(line, at)
    if end is None or (first.isupper() and line.text.isupper()):
        return None
    if end == at:
        return (_NAME, at, at, at) if _alone(line, at) else None
    return _NAME, at, at, min(end, at + _FULL - 1)


def _alone(line: Line, at: int) -> bool:
    """Whether a well-known given name stands by itself, and not in the name of a place or a body."""
    if (
        len(line.words[at]) < 4
        or line.words[at].isupper()
        or line.words[at] in words("given_and_other")
        or line.heading
    ):
        return False
    before = line.words[at - 1] if at and line.gap(at) in (" ", "-", "'") else ""
    after = line.words[at + 1] if at + 1 < len(line) and line.gap(at + 1) in (" ", "-", "'", " & ") else ""
    return (
        not (before[:1].isupper() and before.lower() not in SMALL)
        and not after[:1].isupper()
        and "-" not in line.words[at]
    )


def _name_end(line: Line, at: int, *, titled: bool = False) -> int | None:
    """The last word of the name that begins at a word; None where none does, or it is part of the name of a body.

    Behind a title, such as PC Hall, a well-known family name is one although it is another word, too.
    """
    last = None
    place = at
    while place < min(at + _LONGEST_NAME, len(line)):
        if place > at and not re.fullmatch(r"\.? ", line.gap(place)):
            break
        word = line.bare(place)
        if _is_name(word) or (titled and place == at and word[0].isupper() and _case(word) in words("surnames")):
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
    if last is not None and follows and last == place - 1 and _case(line.bare(place)) in _of_bodies():
        return None
    return last


def _is_initial(word: str, line: Line, at: int) -> bool:
    return len(word) <= 3 and re.fullmatch(r"[A-Z](\.[A-Z])*", word) is not None and at + 1 < len(line)


def _is_name(word: str) -> bool:
    """Whether a word may be a name: with a capital, and none of the words that are no names."""
    if len(word) < 2 or not word[0].isupper() or word in _others() or _case(word) in _others():
        return False
    if word.isupper():
        return len(word) > 3 or _case(word) in words("surnames") | words("given")
    return word[1:].islower() or bool(re.fullmatch(r"(?:[A-Z][a-z]*[-']?){1,4}", word))


def _lower_name(word: str) -> bool:
    return word.islower() and word.title() in words("surnames") | words("given")


def _known(line: Line, first: int, last: int) -> bool:
    return any(_case(line.bare(at)) in words("surnames") | words("given") for at in range(first, last + 1))


def _case(word: str) -> str:
    return word.capitalize() if word.isupper() else word


@cache
def _titles() -> frozenset[str]:
    small = {each.lower() for each in words("titles")}
    return words("titles") | {each for each in small if each not in ("ci", "pi", "di", "ps", "ds", "sn", "acc")}


@cache
def _title_starts() -> frozenset[str]:
    return frozenset(each.split()[0] for each in _titles())


@cache
def _role_starts() -> frozenset[str]:
    return frozenset(each.split()[0] for each in words("roles"))


@cache
def _others() -> frozenset[str]:
    return words("others") | {each.split()[0] for each in words("titles")} | words("streets_capital")


@cache
def _of_bodies() -> frozenset[str]:
    """Words that make a name before them that of a place or body, such as House."""
    streets = words("streets_capital") | {each.capitalize() for each in words("streets")}
    return (words("others") | streets) - {each.capitalize() for each in _BETWEEN_NAMES}
