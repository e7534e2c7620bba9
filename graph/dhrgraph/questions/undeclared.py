"""Terms of a query that no ontology and no code list declares, which would only give an empty answer.

What a text means by a name follows from its prefixes and its base, as the engine reads them. Names in strings and
comments are none, nor are the namespaces themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from urllib.parse import urljoin

from pyoxigraph import Store

from dhrgraph.questions.dataset import after_prologue
from dhrgraph.questions.lexer import Kind, Lexer, Token, resolved
from dhrgraph.rdf.namespaces import DHR, PREFIXES
from dhrgraph.rdf.query import select

__all__ = ["stroke_hint", "undeclared"]

_CODE = PREFIXES["code"]
_DECLARED = "SELECT DISTINCT ?term { VALUES ?home { graph:ontology graph:codes } GRAPH ?home { ?term a ?kind } }"
#: The most terms that are told, each with what is nearest to it.
_MOST = 10


class _Names:
    """What the names of a query stand for.

    Parameters
    ----------
    text : str
        The query.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        tokens = list(Lexer(text).tokens())
        form = after_prologue(text, tokens)
        self.tokens = tokens[form:]
        self.base = ""
        self.prefixes = dict(PREFIXES)
        for before, token in pairwise(tokens[:form]):
            if token.kind is Kind.IRI:
                self._declare(before, self._iri(token))

    def _declare(self, before: Token, iri: str) -> None:
        """Take an IRI of the prologue, by what stands before it; the engine takes PREFIX without a space, too."""
        word = self.text[before.start : before.end]
        if before.kind is Kind.WORD and word.casefold() == "base":
            self.base = iri
        elif before.kind is Kind.NAME:
            name = word.removesuffix(":")
            self.prefixes[name] = iri
            if name.casefold().startswith("prefix"):
                self.prefixes[name[len("prefix") :]] = iri

    def _iri(self, token: Token) -> str:
        return urljoin(self.base, resolved(self.text[token.start + 1 : token.end - 1]))

    def meanings(self, token: Token) -> list[str]:
        """The IRIs that a token may stand for, in the reading that is most likely first."""
        if token.kind is Kind.IRI:
            text = self.text[token.start : token.end]
            return [] if re.search("[?&]", text) else [self._iri(token)]  # which may be the operator
        if token.kind is not Kind.NAME:
            return []
        start = self.prefixes.get(self.text[token.start : token.colon - 1], "")
        ends = [end for end in (token.end, *token.others) if end > token.colon]
        return [start + re.sub(r"\\(.)", r"\1", self.text[token.colon : end]) for end in ends] if start else []

    def written(self, iri: str, like: Token) -> str:
        """An IRI, written as a token is: with its prefix where that fits."""
        if like.kind is Kind.NAME:
            prefix = self.text[like.start : like.colon - 1]
            start = self.prefixes[prefix]
            if iri.startswith(start):
                return f"{prefix}:{iri.removeprefix(start)}".replace("/", r"\/")
        return f"<{iri}>"


def undeclared(text: str, store: Store) -> list[str]:
    """A warning for each term of our namespaces in a query that the graph does not declare.

    Parameters
    ----------
    text : str
        A query that the engine takes.
    store : pyoxigraph.Store
        A graph with its ontology and code lists.
    """
    names = _Names(text)
    used = [(token, meant) for token in names.tokens if (meant := names.meanings(token)) and _ours(meant[0])]
    if not used:
        return []
    declared = [row["term"] for row in select(store, _DECLARED)]
    known = set(declared)
    unknown: dict[str, Token] = {}
    for token, meant in used:
        if not known.intersection(meant):
            unknown.setdefault(meant[-1], token)
    told = [_warning(names, iri, token, declared) for iri, token in list(unknown.items())[:_MOST]]
    if len(unknown) > _MOST:
        told.append(f"{len(unknown) - _MOST} more terms of this query are declared nowhere, either")
    return told


def _ours(iri: str) -> bool:
    """Whether an IRI is a term of the ontology or of a code list, and not the namespace of some."""
    return iri.startswith((DHR, _CODE)) and not iri.endswith(("#", "/"))


def _warning(names: _Names, iri: str, token: Token, declared: list[str]) -> str:
    near = names.written(_nearest(iri, declared), token)
    said = names.written(iri, token)
    where = "the ontology does not declare" if iri.startswith(DHR) else "no code list declares"
    return f"{where} {said}, so nothing in the graph is said with it: did you mean {near}?"


def _nearest(iri: str, declared: list[str]) -> str:
    """The declared term that is most like one: of the same namespace and, where there is one, of the same list."""
    start = DHR if iri.startswith(DHR) else _CODE
    home = iri.rpartition("/")[0] + "/" if start == _CODE and "/" in iri.removeprefix(_CODE) else start
    pool = [term for term in declared if term.startswith(home)] or [term for term in declared if term.startswith(start)]
    matcher = SequenceMatcher(b=iri.removeprefix(start).casefold())

    def likeness(term: str) -> float:
        matcher.set_seq1(term.removeprefix(start).casefold())
        return matcher.ratio()

    return max(sorted(pool), key=likeness)


def stroke_hint(text: str) -> str:
    """What to write in place of a code such as ``code:role/victim``, which no query can hold; empty where none stands.

    Examples
    --------
    >>> stroke_hint("SELECT * { ?s ?p code:role/victim }").replace(_CODE, "CODE/")
    '; a name cannot hold a stroke: write <CODE/role/victim>'
    >>> stroke_hint("SELECT * { ?s dhr:role/skos:prefLabel ?o }")
    ''
    """
    names = _Names(text)
    for iri, end in _lists(names):
        match = re.compile(r"/([a-z][a-z0-9-]*)").match(text, end)
        if match and match[1] != "a":
            return f"; a name cannot hold a stroke: write <{iri}/{match[1]}>"
    return ""


def _lists(names: _Names) -> Iterator[tuple[str, int]]:
    """Each name that stands for a code list, with its end."""
    for token in names.tokens:
        for iri in names.meanings(token)[-1:]:
            if token.kind is Kind.NAME and _ours(iri) and iri.startswith(_CODE):
                yield iri, token.end
