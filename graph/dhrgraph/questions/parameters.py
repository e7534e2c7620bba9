"""Parameters of questions: narrowing an answer to a review, an agency, a sector, a person or a time.

A question that takes a parameter holds ``VALUES ?param_NAME { UNDEF }``, so that it runs as it stands
anywhere, and a filter beside it. To bind the parameter is to put a term in the place of ``UNDEF``, or
several for a group of sectors. Terms are looked up in the graph, or are days or numbers, and are written by
the engine's own classes: what a user types never becomes part of a query. As each of several terms makes a
solution of its own, a filter must let through one of them at most, or the question be ``DISTINCT``. The
term of a person is the person, or the code of a role, so that a filter compares it with both.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypedDict

from pyoxigraph import Literal, NamedNode, Store

from dhrgraph.lexicon.edtf import parse
from dhrgraph.questions.lexer import Lexer, Token
from dhrgraph.questions.names import ParameterError, agency_named, person_named, review_named, sectors_named
from dhrgraph.rdf.namespaces import PREFIXES

__all__ = ["MAX_DAYS", "PARAMETERS", "Parameters", "bound", "taken"]

#: The most days that a question looks back: a hundred years.
MAX_DAYS = 36_500
#: The parameters, in the order in which questions list them, with what each does.
PARAMETERS = {
    "review": "Only what this review says: its id, such as lewisham-kazia.",
    "agency": "Only what this body has part in: its id or one of its names.",
    "sector": "Only what bodies of this sector or group of sectors have part in: a code or its name, such as police "
    "or health.",
    "person": "Only what concerns this person or role: a pseudonym or id, with --review where several reviews have it, "
    "or a role, such as victim or child.",
    "since": "Only what may lie on or after this date: 2010, 2010-09 or 2010-09-18.",
    "until": "Only what may lie on or before this date: 2010, 2010-09 or 2010-09-18.",
    "days": "Only what may lie in so many days: a whole number from 1 to "
    f"{MAX_DAYS}. Without it, as many as the question says.",
}

#: The most characters of a value; the longest name of a body has 90.
_LONGEST = 400


class Parameters(TypedDict, total=False):
    """Values for the parameters of a question, as a user writes them; None is as good as left out."""

    review: str | None
    agency: str | None
    sector: str | None
    person: str | None
    since: str | date | None
    until: str | date | None
    days: int | str | None


def taken(text: str) -> list[str]:
    """The parameters that a query takes, in the order of `PARAMETERS`.

    Examples
    --------
    >>> taken("SELECT * { VALUES ?param_since { UNDEF } } # VALUES ?param_review { UNDEF }")
    ['since']
    """
    found = {name for name, _, _ in _clauses(text)}
    return [name for name in PARAMETERS if name in found]


def bound(text: str, parameters: Parameters, store: Store) -> str:
    """A query with its parameters bound.

    Parameters
    ----------
    text : str
        A query that holds the clause of each parameter given.
    parameters : Parameters
        Values as a user writes them.
    store : pyoxigraph.Store
        The graph in which reviews, agencies, sectors and persons are looked up.

    Raises
    ------
    ParameterError
        If the query does not take a parameter, the graph has no such thing, or a date or number is none.
    """
    given = {name: str(value) for name, value in parameters.items() if value is not None}
    _refuse_others(given, taken(text))
    if long := [name for name, value in given.items() if len(value) > _LONGEST]:
        raise ParameterError(f"the value of --{long[0]} is longer than {_LONGEST} characters: write an id or a name")
    if "since" in given and "until" in given and _since(given["since"]) > _until(given["until"]):
        raise ParameterError(f"since {given['since']} comes after until {given['until']}: put the earlier date first")
    terms = {name: " ".join(map(str, _TERMS[name](value, given, store))) for name, value in given.items()}
    parts, done = [], 0
    for name, start, end in _clauses(text):
        if name in terms:
            parts += [text[done:start], f" {terms[name]} "]
            done = end
    return "".join([*parts, text[done:]])


def _clauses(text: str) -> Iterator[tuple[str, int, int]]:
    """The parameters that a query takes, each with the place of what stands between the braces of its clause."""
    last: deque[Token] = deque(maxlen=5)
    for token in Lexer(text).tokens():
        last.append(token)
        values, variable, *rest = (text[one.start : one.end] for one in last) if len(last) == 5 else ("", "")
        if (
            values.casefold() == "values"
            and variable.startswith("?param_")
            and [part.casefold() for part in rest] == ["{", "undef", "}"]
        ):
            yield variable.removeprefix("?param_"), last[2].end, last[4].start


def _refuse_others(given: Mapping[str, str], takes: list[str]) -> None:
    others = [name for name in given if name not in takes]
    if others:
        lacks = f"its text has no VALUES ?param_{others[0]} {{ UNDEF }} with a filter"
        remedy = f"it takes {', '.join(takes)}" if takes else lacks
        raise ParameterError(f"this question does not take {' or '.join(others)}: {remedy}")


def _day(name: str, text: str, *, first: bool) -> date:
    try:
        span = parse(text)
    except ValueError as error:
        raise ParameterError(f"{name}: {error}") from None
    day = span.earliest if first else span.latest
    if day is None:
        raise ParameterError(f"{name}: {text} is open at the end that counts: give a day, a month or a year")
    return day


def _since(text: str) -> date:
    return _day("since", text, first=True)


def _until(text: str) -> date:
    return _day("until", text, first=False)


def _days(text: str) -> Literal:
    plain = text.strip()
    if not re.fullmatch(r"[0-9]{1,9}", plain) or not 1 <= int(plain) <= MAX_DAYS:
        raise ParameterError(f"{text!r} is no number of days: write a whole number from 1 to {MAX_DAYS}, such as 90")
    return Literal(int(plain))


def _literal(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=NamedNode(f"{PREFIXES['xsd']}date"))


_Term = NamedNode | Literal
#: How the value of each parameter becomes one or more terms.
_TERMS: dict[str, Callable[[str, Mapping[str, str], Store], Sequence[_Term]]] = {
    "review": lambda text, given, store: [Literal(review_named(text, store))],
    "agency": lambda text, given, store: [NamedNode(agency_named(text, store, review=given.get("review")))],
    "sector": lambda text, given, store: [NamedNode(iri) for iri in sectors_named(text, store)],
    "person": lambda text, given, store: [NamedNode(person_named(text, store, review=given.get("review")))],
    "since": lambda text, given, store: [_literal(_since(text))],
    "until": lambda text, given, store: [_literal(_until(text))],
    "days": lambda text, given, store: [_days(text)],
}
