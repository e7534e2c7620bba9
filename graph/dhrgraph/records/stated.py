"""Whether a text states a date, a body or a person.

* A date: see `dhrgraph.lexicon.datestating`.
* A body: by any of its names, those of the organisation that it belongs to, the headings above the
  passage, or a word of its sector where no other body of the sector is named.
* A person: by the pseudonym; by a word for the role, unless another of that role is named; or, the victim
  and the perpetrator alone, by a pronoun that can mean nobody else who is named.

The words stand in ``stated.yaml`` beside this module, so that they are extended without code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from dhrgraph import yamltext
from dhrgraph.lexicon.datestating import states_date
from dhrgraph.lexicon.edtf import Edtf
from dhrgraph.records.collection import ReviewRecords
from dhrgraph.records.types import Agency, Person

__all__ = ["Known", "is_stated"]


class Known:
    """What the values of one review are looked for by: its bodies, people and passages.

    Parameters
    ----------
    review : ReviewRecords
    register : sequence of Agency
    texts : mapping
        Text of each passage by its number.
    """

    def __init__(self, review: ReviewRecords, register: Sequence[Agency], texts: Mapping[str, str]) -> None:
        self.review = review.id
        self.texts = texts
        self.sections = {passage.number: passage.section for passage in review.passages}
        self.bodies = {agency.id: agency for agency in (*register, *review.of(Agency))}
        self.people = {person.id: person for person in review.of(Person)}

    def context(self, cites: Sequence[str]) -> str:
        """Texts and headings of passages, and what leads into a sub-paragraph."""
        numbers = dict.fromkeys(each for cite in cites for each in (_lead(cite), cite))
        return "\n".join(f"{self.sections.get(n, '')}\n{self.texts.get(n, '')}" for n in numbers)


def _lead(number: str) -> str:
    """The passage that a sub-paragraph stands under, or the passage itself."""
    return re.sub(r"(\([a-z]+\))+$", "", number)


def is_stated(value: Any, known: Known, context: str) -> bool:
    """Whether a context, as `Known.context` gives it, states a date, or a body or person by its id."""
    if isinstance(value, Edtf):
        return states_date(context, value)
    if value in known.people:
        return _person_stated(known.people[value], known, context)
    return value in known.bodies and _body_stated(known.bodies[value], known, context)


# --- Bodies and people ---


def _body_stated(body: Agency, known: Known, context: str) -> bool:
    whose = [person for person in known.people.values() if _is_called(person, _bare(body.label))]
    if whose and not any(_person_stated(person, known, context) for person in whose):
        return False  # "Anna's GP practice" is none that a passage about somebody else speaks of
    names = _names(body, known)
    if any(_named(name, context) for name in names):
        return True
    if any(_named(name, context) for name in _names_of_others(body, known)):
        return False  # the word of the sector speaks of that one
    return _any_word(_words("sectors", body.sector), context)


def _names_of_others(body: Agency, known: Known) -> Iterator[str]:
    """Names of the other bodies of a sector that are more than a word of that sector."""
    words = _pattern(_words("sectors", body.sector))
    for other in known.bodies.values():
        if other.sector == body.sector:
            yield from (name for name in (other.label, *other.other_names) if not words.fullmatch(name))


def _names(body: Agency, known: Known) -> list[str]:
    """All names of a body and of those above and below it."""
    family = [body, *(other for other in known.bodies.values() if other.part_of == body.id)]
    if body.part_of and body.part_of in known.bodies:
        family.append(known.bodies[body.part_of])
    return [name for one in family for name in (one.label, *one.other_names)]


def _named(name: str, context: str) -> bool:
    each = {name, _bare(name)}
    return any(re.search(rf"(?<!\w){re.escape(n)}(?!\w)", context, re.IGNORECASE) for n in each if n)


def _bare(name: str) -> str:
    """A name without what it has in brackets."""
    return re.sub(r"\s*\([^)]*\)", "", name)


def _person_stated(person: Person, known: Known, context: str) -> bool:
    if _is_called(person, context):
        return True
    called = [other for other in known.people.values() if _is_called(other, context)]
    alike = any(other.role == person.role for other in called)
    words = _words("several", person.role) if alike else _words("roles", person.role)
    if _any_word(tuple(word for word in words if word not in _of_others(person)), context):
        return True
    if person.role not in _data()["by_pronoun"] or any(_may_share_pronoun(person, other) for other in called):
        return False  # the pronoun speaks of that one
    return _any_word(_words("pronouns", person.sex), context)


def _of_others(person: Person) -> frozenset[str]:
    """Words for a role that mean people of another sex."""
    return frozenset(word for sex, words in _data()["sexed"].items() if sex != person.sex for word in words
                     if person.sex in _data()["sexed"])  # fmt: skip


def _may_share_pronoun(person: Person, other: Person) -> bool:
    both = set(_words("pronouns", person.sex)) & set(_words("pronouns", other.sex))
    return bool(both - {"both"})


def _is_called(person: Person, context: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(person.pseudonym)}", context, re.IGNORECASE))


# --- Words ---


@cache
def _data() -> dict[str, Any]:
    read = yamltext.parse(files("dhrgraph.records").joinpath("stated.yaml").read_bytes()).value
    assert isinstance(read, dict)  # a file of ours
    return read


def _words(key: str, code: str | None = None) -> tuple[str, ...]:
    found = _data()[key]
    return tuple(found.get(code, ()) if code is not None else found)


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    each = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"(?<!\w)(?:{each})(?!\w)", re.IGNORECASE)


def _any_word(words: tuple[str, ...], context: str) -> bool:
    return bool(words) and bool(_pattern(words).search(context))
