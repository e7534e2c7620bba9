"""Which graphs a query names as its dataset, by FROM and FROM NAMED."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pyoxigraph import NamedNode, QuerySolutions, Store

from dhrgraph.questions.lexer import Kind, Lexer, Token
from dhrgraph.rdf.namespaces import PREFIXES

__all__ = ["after_prologue", "dataset_graphs"]

_FORM = re.compile("select|construct|ask|describe")
_FROM = re.compile("(?:construct|ask)?(from)(named)?")


def dataset_graphs(text: str) -> list[NamedNode] | None:
    """The graphs that a query names after FROM; None where it has no such clause.

    Examples
    --------
    >>> dataset_graphs("PREFIX e: <http://example.org/> SELECT * FROM e:a FROM NAMED <http://example.org/b> {}")
    [<NamedNode value=http://example.org/a>, <NamedNode value=http://example.org/b>]
    >>> dataset_graphs("SELECT ?from { ?from ?p 'from' }")
    """
    tokens = list(Lexer(text).tokens())
    form = after_prologue(text, tokens)
    if form == len(tokens):
        return None
    prologue = text[: tokens[form].start]
    declared = {_prefix(prologue, one) for one in tokens[:form] if one.kind is Kind.NAME} | PREFIXES.keys()
    sources = list(_sources(text, tokens[form:], declared))
    return [graph for source in sources if (graph := _node(prologue, source))] if sources else None


def after_prologue(text: str, tokens: Sequence[Token]) -> int:
    """Which of the tokens of a query is its form, such as SELECT; their number where none is."""
    words = (at for at, one in enumerate(tokens) if one.kind is Kind.WORD and _FORM.match(_plain(text, one)))
    return next(words, len(tokens))


def _sources(text: str, tokens: list[Token], declared: set[str]) -> Iterator[str]:
    """What stands after each FROM, as it is written; the engine takes the words without a space between them, too."""
    depth, awaited = 0, False
    for token in tokens:
        word = _plain(text, token)
        depth += {"{": 1, "}": -1}.get(word, 0)
        if depth:
            awaited = False
        elif awaited and token.kind in (Kind.IRI, Kind.NAME):
            awaited = False
            yield text[token.start : token.end]
        elif token.kind is Kind.WORD:
            awaited = bool(_FROM.fullmatch(word)) or (awaited and word == "named")
        elif token.kind is Kind.NAME and _prefix(text, token) not in declared and (match := _FROM.match(word)):
            yield text[token.start + match.end() : token.end]


def _plain(text: str, token: Token) -> str:
    return text[token.start : token.end].casefold()


def _prefix(text: str, token: Token) -> str:
    return text[token.start : token.colon - 1]


def _node(prologue: str, source: str) -> NamedNode | None:
    """The IRI that stands for a graph, by the prefixes and the base of its query; None where it is none."""
    try:
        rows = Store().query(f"{prologue} SELECT ({source} AS ?graph) {{}}", prefixes=PREFIXES)
    except (SyntaxError, ValueError):
        return None  # the query itself will not be read either
    assert isinstance(rows, QuerySolutions)
    graph = next(iter(rows))["graph"]
    return graph if isinstance(graph, NamedNode) else None
