"""The code lists: which codes a field may hold, and what each means.

The SKOS schemes of the ontology are their only source, so that a list is extended in one file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, RdfFormat, parse

from dhrgraph.resources import ontology, read_text

__all__ = ["Code", "codes", "schemes"]

_SKOS = "http://www.w3.org/2004/02/skos/core#"
#: What is read of a concept; other labels, other languages, notes and mappings are for the graph alone.
_READ = {"notation", "prefLabel", "definition"}


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list, with its English label and definition."""

    notation: str
    label: str
    definition: str


@cache
def codes(scheme: str) -> dict[str, Code]:
    """All codes of one list by notation, in the order of its file.

    Raises
    ------
    FileNotFoundError
        If there is no such list.

    Examples
    --------
    >>> codes("shared")["partly"].label
    'shared in part'
    """
    text = read_text(ontology() / "codes" / f"{scheme}.ttl")
    concepts: dict[str, dict[str, str]] = {}
    for quad in parse(text, format=RdfFormat.TURTLE):
        key = quad.predicate.value.removeprefix(_SKOS)
        if key in _READ and isinstance(quad.object, Literal) and quad.object.language in (None, "en"):
            concepts.setdefault(str(quad.subject), {})[key] = quad.object.value
    return {
        c["notation"]: Code(c["notation"], c["prefLabel"], c["definition"])
        for c in concepts.values()
        if "notation" in c
    }


def schemes() -> list[str]:
    """Names of all code lists, sorted."""
    return sorted(path.stem for path in (ontology() / "codes").glob("*.ttl"))
