r"""Refusing what a question may not do: fetch from elsewhere.

Oxigraph has no switch that keeps a query from calling other endpoints (SERVICE), and would really send the
request. So a query in which the word SERVICE stands for such a call is refused before it runs. This is the
first line; the second is that the process in which a query runs can reach nothing (`dhrgraph.confinement`).
Where the system cannot give that, `refuse_letters` takes the place of the second line.

What is a word, and what a name, string, IRI or comment, depends in some places on the grammar, which is not
read here. So all readings that the engine may take are followed side by side (`Lexer` names them): in the one
that is most likely, the bare word is refused; in the others, the word where a call follows it, which is a
variable or IRI and an opening brace. A text in which no reading comes to its end is refused if it has the word.
Updates need no refusal: the engine's query function does not take them.
"""

from __future__ import annotations

from heapq import heappop, heappush

from dhrgraph.errors import DhrgraphError
from dhrgraph.questions.lexer import Kind, Lexer, Token, resolved

__all__ = ["MAX_LENGTH", "QueryRefusedError", "refuse_letters", "refuse_service"]

#: The longest query, in characters; the longest of the library has 18,000.
MAX_LENGTH = 200_000
#: How often, on average, a character may be read; two or three readings are usual.
_READINGS = 20
_WORD = "service"


class QueryRefusedError(DhrgraphError):
    """Raised for a query that may not be run."""


def refuse_service(text: str) -> None:
    """Raise if a query calls another endpoint, or may do so in one of the ways in which it can be read.

    Raises
    ------
    QueryRefusedError
        Also for a text that is longer than `MAX_LENGTH`.

    Examples
    --------
    >>> refuse_service("SELECT * { ?service rdfs:label 'Leaving Care Service' }")
    >>> refuse_service("SELECT * { service silent <http://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    ...
    dhrgraph.questions.refusal.QueryRefusedError: SERVICE is refused: nothing leaves this machine; ask the graph itself
    """
    if len(text) > MAX_LENGTH:
        raise QueryRefusedError(
            f"the query has {len(text):,} characters, and at most {MAX_LENGTH:,} are read: ask in several queries"
        )
    if not _has_letters(text):
        return
    _Readings(text, certain=True).follow()
    plain = resolved(text)
    if plain != text:  # the engine does not resolve escapes before it reads; the standard says that it should
        _Readings(plain, certain=False).follow()


def refuse_letters(text: str) -> None:
    """Raise if the letters of SERVICE stand anywhere in a query, also in a name, a string or a comment.

    Raises
    ------
    QueryRefusedError
    """
    if _has_letters(text):
        raise QueryRefusedError(
            "a query of your own may not hold the letters 'service' on this system, not even in a name or a text: "
            "it cannot keep a query from the network otherwise; write a pattern such as REGEX(?x, 'serv.ce')"
        )


def _has_letters(text: str) -> bool:
    return _WORD in text.casefold() or _WORD in resolved(text).casefold()


class _Readings:
    """The ways in which the engine may take a text apart.

    Parameters
    ----------
    text : str
    certain : bool
        Whether the bare word is refused in the most likely reading; otherwise only a call.
    """

    def __init__(self, text: str, *, certain: bool) -> None:
        self.text = text
        self.lexer = Lexer(text)
        self.whole = self.certain = certain

    def follow(self) -> None:
        """Follow all readings to their ends, each place once; raise at a call."""
        likely = 0  # where the most likely reading is
        ahead, seen, read, furthest = [0], {0}, 0, 0
        while ahead:
            place = heappop(ahead)
            furthest = max(furthest, place)
            token = self.lexer.at(place)
            if token is None or self._impossible(token):
                continue
            self._look(token, likely=place == likely)
            if place == likely:
                likely = token.end
                if token.kind is Kind.IRI and "'" in self._of(token):
                    self.certain = False  # it may be the operator, and what follows may be the inside of a string
            read += token.end - place
            if read > _READINGS * len(self.text):
                raise self._unreadable(place)
            for end in {token.end, *token.others} - seen:
                seen.add(end)
                heappush(ahead, end)
        if furthest < len(self.text) and self.whole:
            raise self._unreadable(furthest)

    def _look(self, token: Token, *, likely: bool) -> None:
        """Raise if a token is the word of a call."""
        if token.kind is Kind.WORD and _WORD in self._of(token).casefold():
            call = (likely and self.certain) or self._calls(token)
        elif token.kind is Kind.NAME and _WORD in self.text[token.start : token.colon].casefold():
            call = self._brace(token)  # the engine takes SERVICEex:a for SERVICE ex:a
        else:
            return
        if call:
            raise QueryRefusedError("SERVICE is refused: nothing leaves this machine; ask the graph itself")

    def _calls(self, word: Token) -> bool:
        """Whether a variable or an IRI and a brace follow a word."""
        token = self.lexer.after(word.end)
        if token and token.kind is Kind.WORD and self._of(token).casefold() == "silent":
            token = self.lexer.after(token.end)
        if token and token.kind is Kind.NAME and self._of(token).casefold().startswith("silent") and self._brace(token):
            return True
        return bool(token and token.kind in (Kind.VARIABLE, Kind.IRI, Kind.NAME) and self._brace(token))

    def _brace(self, token: Token) -> bool:
        brace = self.lexer.after(token.end)
        return brace is not None and self._of(brace) == "{"

    def _impossible(self, token: Token) -> bool:
        """Whether no query can hold this token: two strokes, as where the inside of an IRI is read as code."""
        return token.kind is Kind.MARK and self.text.startswith("//", token.start)

    def _of(self, token: Token) -> str:
        return self.text[token.start : token.end]

    def _unreadable(self, place: int) -> QueryRefusedError:
        line = self.text.count("\n", 0, place) + 1
        column = place - self.text.rfind("\n", 0, place)
        return QueryRefusedError(
            f"the query cannot be read from line {line}, column {column} on, and what cannot be read is not run "
            "where it holds the word SERVICE: look for a quotation mark, bracket or backslash too much or too few"
        )
