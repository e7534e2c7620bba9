"""What in a text looks like the identity of a person: numbers, addresses, dates of birth, and names.

It is a help to a coder: it finds neither all identities nor identities alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from dhrgraph.records.identity_names import Excused, names_in
from dhrgraph.records.identity_numbers import numbers_in
from dhrgraph.records.identity_words import plain

__all__ = ["MOST", "Sign", "identities"]

#: Signs that are given of one text.
MOST = 5
_LOOKED_AT = 50

_OUT = "leave it out"
_ROLE = "write the role alone, such as a police officer"
_REMEDIES = {
    "an e-mail address": _OUT,
    "a National Insurance number": _OUT,
    "an NHS number": _OUT,
    "a telephone number": _OUT,
    "a driver number": _OUT,
    "a registration mark": _OUT,
    "a reference number": _OUT,
    "a date of birth": "write the age, as the report prints it",
    "a house address": "write the kind of place, such as her flat, or the borough",
    "a postcode": "write the borough",
    "a practitioner's collar number": _ROLE,
    "a practitioner's name": _ROLE,
    "a person's name": "write the report's pseudonym, or the role alone",
}


@dataclass(frozen=True, order=True, slots=True)
class Sign:
    """Something in a text that looks like an identity.

    Parameters
    ----------
    start, end : int
        Where it stands in the text.
    text : str
    what : str
        What it looks like, with its article.
    remedy : str
        What to write instead.
    """

    start: int
    end: int
    text: str
    what: str
    remedy: str


def _nothing(name: str, start: int, end: int) -> bool:
    return False


def identities(text: str, *, excused: Excused = _nothing) -> list[Sign]:
    """What in a text looks like an identity, in its order, at most `MOST` signs.

    Parameters
    ----------
    text : str
    excused : callable
        Whether a name, without its title, from one place to another is none: a pseudonym, or part of the
        name of a body.

    Examples
    --------
    >>> [sign.text for sign in identities("PC Jane Smith rang 020 7946 0123 and spoke to Ms A")]
    ['PC Jane Smith', '020 7946 0123']
    """
    line = plain(text)
    found: list[Sign] = []
    taken: set[int] = set()
    for what, start, end in chain(numbers_in(line), names_in(line, excused)):
        if taken.isdisjoint(range(start, end)):  # a place is given to one sign, the surest
            taken.update(range(start, end))
            found.append(Sign(start, end, text[start:end], what, _REMEDIES[what]))
        if len(found) == _LOOKED_AT:
            break
    return sorted(found)[:MOST]
