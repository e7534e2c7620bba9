"""Names in a text: behind a title or role, before one, or a given name with a family name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from dhrgraph.records.identity_forms import case, known, lower_name, name_end, role_starts, title_starts, titles
from dhrgraph.records.identity_words import SMALL, Line, words

__all__ = ["Excused", "names_in", "title_words"]

#: Whether a name, which stands from one place to another in the text, is none.
Excused = Callable[[str, int, int], bool]

_TITLE = "a practitioner's name"
_NAME = "a person's name"
_LONGEST_TITLE = 4  # words
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
    """Titles and roles as single small words: they name nobody."""
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
        sure = lower_name(line.bare(name))
        return (_TITLE, at, name, name) if sure else None
    end = name_end(line, name, titled=True)
    if end is None or (line.heading and not strong and end == name and not known(line, name, end)):
        return None
    return _TITLE, at, name, end


def _titled(line: Line, at: int) -> int:
    """The number of words of the title that begins at a word; 0 where none does."""
    first = line.words[at]
    if first.rstrip(".") not in title_starts():
        return 0
    for count in range(min(_LONGEST_TITLE, len(line) - at), 0, -1):
        joined = all(re.fullmatch(r"\.? ", line.gap(place)) for place in range(at + 1, at + count))
        if joined and " ".join(line.words[at : at + count]) in titles():
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
    end = name_end(line, name)
    if end is None:
        return None
    well_known = known(line, name, end)
    if gap.strip() or name - at - count > (1 if called else 0) + 1:
        sure = well_known or (end > name and not line.heading)
    else:
        sure = well_known or called or not line.heading
    return (_TITLE, at, name, end) if sure else None


def _role(line: Line, at: int) -> int:
    """The number of words of the role that begins at a word; 0 where none does."""
    if line.words[at].lower() not in role_starts():
        return 0
    for count in range(min(_LONGEST_TITLE, len(line) - at), 0, -1):
        joined = all(line.gap(place) in (" ", "-") for place in range(at + 1, at + count))
        if joined and " ".join(line.words[at : at + count]).lower() in words("roles"):
            return count
    return 0


def _before_role(line: Line, at: int) -> Found:
    """A name of two words before a role, such as Jane Smith (IDVA) or Jane Smith, her social worker."""
    end = name_end(line, at)
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
    if role >= len(line) or not (_role(line, role) or line.words[role] in title_starts()):
        return None
    sure = known(line, at, end) or (gap.strip() and not line.heading)
    return (_TITLE, at, at, end) if sure else None


def _full(line: Line, at: int) -> Found:
    """A given name and a family name, such as Jane Smith, Smith, Jane or J. Smith."""
    first = line.words[at]
    if at + 1 >= len(line):
        return None
    second, gap = line.bare(at + 1), line.gap(at + 1)
    if case(first) in words("surnames") and gap == ", " and case(second) in words("given") and second[0].isupper():
        return _NAME, at, at, at + 1
    if (
        len(first) <= 3
        and first.isupper()
        and gap in (". ", " ", ".")
        and case(second) in words("surnames")
        and second[0].isupper()
    ):
        initial = len(first) == 1 or re.fullmatch(r"[A-Z](\.[A-Z])+", first)
        return (_NAME, at, at, at + 1) if initial and gap != " " else None
    if case(first) not in words("given") or not first[0].isupper():
        return None
    end = name_end(line, at)
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
