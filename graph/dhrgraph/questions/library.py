"""The library of questions: one SPARQL file each, with what it asks in its head."""

from __future__ import annotations

from difflib import get_close_matches

from dhrgraph.errors import DhrgraphError
from dhrgraph.questions.parameters import taken
from dhrgraph.rdf.sparqlfile import SparqlFile, read_all

__all__ = ["NoQuestionError", "example", "question", "questions"]

#: Values that show how a parameter is given; they fit the packaged reviews.
_VALUES = {"review": "lewisham-kazia", "since": "2010-09"}


class NoQuestionError(DhrgraphError):
    """Raised where the library has no question of a name."""


def questions() -> list[SparqlFile]:
    """All questions, by name."""
    return read_all("questions")


def question(name: str) -> SparqlFile:
    """The question of a name.

    Raises
    ------
    NoQuestionError
        With the nearest names.
    """
    known = {one.name: one for one in questions()}
    if name not in known:
        near = get_close_matches(name, known, n=3, cutoff=0.4)
        hint = f"did you mean {' or '.join(near)}? " if near else ""
        raise NoQuestionError(f"the library has no question {name!r}: {hint}dhrgraph questions lists them")
    return known[name]


def example(one: SparqlFile) -> str:
    """A call of a question that shows how it is narrowed."""
    takes = taken(one.text)
    return " ".join(["dhrgraph query", one.name, *(f"--{name} {_VALUES[name]}" for name in _VALUES if name in takes)])
