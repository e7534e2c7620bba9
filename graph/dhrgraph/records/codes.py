"""The code lists: which codes a field may hold, and what each means.

The SKOS schemes of the ontology are their only source, so that a list is extended in one file. Some codes
stand together in groups, which are collections of SKOS: one can ask for a group, but no field holds one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, Quad, RdfFormat, parse

from dhrgraph.resources import ontology, read_text

__all__ = ["Code", "codes", "groups", "schemes"]

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
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
    concepts = _texts(_quads(scheme), "Concept").values()
    return {c["notation"]: Code(c["notation"], c["prefLabel"], c["definition"]) for c in concepts}


@cache
def groups(scheme: str) -> dict[str, tuple[str, ...]]:
    """The groups of one list by notation, each with its codes, in the order of its file.

    Raises
    ------
    FileNotFoundError
        If there is no such list.

    Examples
    --------
    >>> groups("sector")["social-care"]
    ('children-social-care', 'adult-social-care')
    """
    quads = _quads(scheme)
    notations = {iri: texts["notation"] for iri, texts in _texts(quads, "Concept").items()}
    members: defaultdict[str, list[str]] = defaultdict(list)
    for quad in quads:
        if quad.predicate.value == f"{_SKOS}member":
            members[str(quad.subject)].append(notations[str(quad.object)])
    return {texts["notation"]: tuple(members[iri]) for iri, texts in _texts(quads, "Collection").items()}


def schemes() -> list[str]:
    """Names of all code lists, sorted."""
    return sorted(path.stem for path in (ontology() / "codes").glob("*.ttl"))


def _quads(scheme: str) -> list[Quad]:
    return list(parse(read_text(ontology() / "codes" / f"{scheme}.ttl"), format=RdfFormat.TURTLE))


def _texts(quads: list[Quad], kind: str) -> dict[str, dict[str, str]]:
    """What is read of each thing of a kind of SKOS, by its IRI."""
    of_kind = {
        str(quad.subject) for quad in quads if quad.predicate.value == _TYPE and str(quad.object) == f"<{_SKOS}{kind}>"
    }
    found: dict[str, dict[str, str]] = {}
    for quad in quads:
        key, value = quad.predicate.value.removeprefix(_SKOS), quad.object
        if (
            str(quad.subject) in of_kind
            and key in _READ
            and isinstance(value, Literal)
            and value.language in (None, "en")
        ):
            found.setdefault(str(quad.subject), {})[key] = value.value
    return found
