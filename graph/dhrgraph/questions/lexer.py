r"""The terminals of SPARQL 1.1 and 1.2: a text as tokens, without a grammar above them.

Each token is the longest of its kind. Where the engine's parser may end one elsewhere, the token says so:
``<`` may begin an IRI or be the operator; a local name is given up for its prefix alone where both together
are no IRI, and ends after its first run of dots. A long string with a fault in it is read as an empty string.
``\u`` escapes act within strings and IRIs only, as in the engine; `resolved` resolves them everywhere.

No pattern goes back over what it has read, so a token takes time in proportion to its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

__all__ = ["Kind", "Lexer", "Token", "resolved"]

#: The character classes of the grammar; marks, joiners and ties may stand within a name, not at its start.
_BASE = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_WITHIN = rf"{_BASE}_0-9\u00B7\u0300-\u036F\u203F-\u2040"
_CHARS = rf"[{_WITHIN}\-]"
_LOCAL = rf"(?:[{_WITHIN}\-:]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?#@%])"
_STRING_ESCAPE = (
    r"\\(?:[tbnrf\"'\\]|u(?![Dd][89A-Fa-f])[0-9A-Fa-f]{4}"
    r"|U00(?:0(?!0[Dd][89A-Fa-f])[0-9A-Fa-f]|10)[0-9A-Fa-f]{4})"
)


class Kind(Enum):
    """What a token is."""

    SPACE = auto()
    COMMENT = auto()
    IRI = auto()
    NAME = auto()  # with a prefix, even an empty one
    WORD = auto()
    VARIABLE = auto()
    BLANK = auto()
    STRING = auto()
    TAG = auto()
    NUMBER = auto()
    MARK = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A token and its place.

    Parameters
    ----------
    kind : Kind
    start, end : int
        Its place in the text.
    colon : int
        Where the prefix of a name ends.
    others : tuple of int
        Where else the engine may end it.
    """

    kind: Kind
    start: int
    end: int
    colon: int = 0
    others: tuple[int, ...] = ()


def _string(quote: str) -> re.Pattern[str]:
    """A string in long or short quotes; the short form is taken where the long one has a fault or no end."""
    long = rf"{quote * 3}(?:[^{quote}\\]|{_STRING_ESCAPE}|{quote}(?!{quote * 2}))*+{quote * 3}"
    return re.compile(rf"{long}|{quote}(?:[^{quote}\\\r\n]|{_STRING_ESCAPE})*+{quote}")


_SPACE = re.compile(r"[ \t\r\n]++")
_COMMENT = re.compile(r"#[^\r\n]*+")
_IRI = re.compile(r'<(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>')
_VARIABLE = re.compile(rf"[?$][{_BASE}_0-9][{_WITHIN}]*+")
_BLANK = re.compile(rf"_:[{_BASE}_0-9]{_CHARS}*+(?:\.++{_CHARS}++)*+")
_TAG = re.compile(r"@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--[A-Za-z]++)?+")
_NUMBER = re.compile(r"(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?+")
_MARK = re.compile(r"[{}()\[\].,;=!<>+\-*/|^&?~]")
_WORD = re.compile(rf"[{_BASE}_]{_CHARS}*+")
_PREFIX = re.compile(rf"[{_BASE}](?:{_CHARS}|\.)*+")
_FIRST = re.compile(rf"(?![\-\u00B7\u0300-\u036F\u203F-\u2040]){_LOCAL}++")
_DOTTED = re.compile(rf"\.++{_LOCAL}++")
_MORE = re.compile(rf"(?:\.++{_LOCAL}++)*+")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")

#: The kinds that a character may begin, with their patterns; names and words begin with any other.
_BEGINNINGS: dict[str, tuple[tuple[Kind, re.Pattern[str]], ...]] = {
    **dict.fromkeys(" \t\r\n", ((Kind.SPACE, _SPACE),)),
    **dict.fromkeys("0123456789", ((Kind.NUMBER, _NUMBER),)),
    **dict.fromkeys("?$", ((Kind.VARIABLE, _VARIABLE), (Kind.MARK, _MARK))),
    **dict.fromkeys("{}()[],;=!>+-*/|^&~", ((Kind.MARK, _MARK),)),
    "#": ((Kind.COMMENT, _COMMENT),),
    "<": ((Kind.IRI, _IRI), (Kind.MARK, _MARK)),
    ".": ((Kind.NUMBER, _NUMBER), (Kind.MARK, _MARK)),
    "@": ((Kind.TAG, _TAG),),
    "'": ((Kind.STRING, _string("'")),),
    '"': ((Kind.STRING, _string('"')),),
    "_": ((Kind.BLANK, _BLANK), (Kind.WORD, _WORD)),
}


def resolved(text: str) -> str:
    r"""A text with its ``\u`` escapes put as the characters that they mean.

    Examples
    --------
    >>> resolved("\\u0053ERVICE")
    'SERVICE'
    """
    return _ESCAPE.sub(lambda match: chr(min(int(match[1] or match[2], 16), 0x10FFFF)), text)


class Lexer:
    """Reads the tokens of a text, at any place.

    Examples
    --------
    >>> [token.kind.name for token in Lexer("SELECT*{?s a ex:b}").tokens()]
    ['WORD', 'MARK', 'MARK', 'VARIABLE', 'WORD', 'NAME', 'MARK']
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._no_prefix = 0  # up to here a run of letters and dots is known to end without a colon

    def at(self, place: int) -> Token | None:
        """The token that begins at a place, if one does; spaces and comments are tokens here."""
        beginnings = _BEGINNINGS.get(self.text[place : place + 1])
        if beginnings is None:
            return self._name(place)
        for kind, pattern in beginnings:
            if match := pattern.match(self.text, place):
                others = (place + 1,) if kind is Kind.IRI else ()
                return Token(kind, place, match.end(), others=others)
        return None

    def after(self, place: int) -> Token | None:
        """The first token from a place on that is neither space nor comment."""
        token = self.at(place)
        while token and token.kind in (Kind.SPACE, Kind.COMMENT):
            token = self.at(token.end)
        return token

    def tokens(self) -> Iterator[Token]:
        """The tokens that are neither space nor comment, up to the first place where there is none."""
        token = self.after(0)
        while token:
            yield token
            token = self.after(token.end)

    def _name(self, place: int) -> Token | None:
        """A name with a prefix, or a word."""
        colon = place
        if place >= self._no_prefix and (prefix := _PREFIX.match(self.text, place)):
            colon = prefix.end()
            if self.text[colon - 1] == "." or self.text[colon : colon + 1] != ":":
                self._no_prefix = colon
        if place >= self._no_prefix and self.text[colon : colon + 1] == ":":
            return self._local(place, colon + 1)
        word = _WORD.match(self.text, place)
        return Token(Kind.WORD, place, word.end()) if word else None

    def _local(self, place: int, colon: int) -> Token:
        """A name whose prefix ends at a place."""
        first = _FIRST.match(self.text, colon)
        if not first:
            return Token(Kind.NAME, place, colon, colon)
        dotted = _DOTTED.match(self.text, first.end())
        short = dotted.end() if dotted else first.end()
        more = _MORE.match(self.text, short)
        end = more.end() if more else short
        return Token(Kind.NAME, place, end, colon, (colon,) if end == short else (colon, short))
