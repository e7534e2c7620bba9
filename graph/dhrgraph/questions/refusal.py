r"""Refusing what a question may not do: fetch from elsewhere.

Oxigraph has no switch that keeps a query from calling other endpoints (SERVICE), and would really
send the request. By the grammar of SPARQL 1.1 such a call is the word SERVICE, perhaps SILENT, a
variable or IRI, and an opening brace, with white space and comments between. A query in which that
stands anywhere is refused, also within a string or comment: to tell those from code would take the
engine's own parser, and a query that hides the call in what looks like a string must not pass.
``\u`` escapes are looked at both ways. Updates need no refusal: the engine's query function does not
take them.
"""

from __future__ import annotations

import re

from dhrgraph.errors import DhrgraphError

__all__ = ["QueryRefusedError", "refuse_service"]

_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_SPACE = r"(?:\s|\#[^\r\n]*[\r\n])*"
_CALL = re.compile(
    rf"""(?<![?$])SERVICE {_SPACE} (?:SILENT {_SPACE})?
    (?: <[^>]*> | [?$]\w+ | [\w.-]*:(?:\\.|[^\s{{\#\\])* )
    {_SPACE} \{{""",
    re.VERBOSE | re.IGNORECASE,
)


class QueryRefusedError(DhrgraphError):
    """Raised for a query that may not be run."""


def refuse_service(text: str) -> None:
    """Raise if a query calls another endpoint.

    Raises
    ------
    QueryRefusedError

    Examples
    --------
    >>> refuse_service("SELECT * { ?service rdfs:label 'Leaving Care Service' }")
    >>> refuse_service("SELECT * { service silent <http://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    ...
    dhrgraph.questions.refusal.QueryRefusedError: SERVICE is refused: nothing leaves this machine; ask the graph itself
    """
    plain = _ESCAPE.sub(lambda match: chr(min(int(match[1] or match[2], 16), 0x10FFFF)), text)
    if _CALL.search(text) or _CALL.search(plain):
        raise QueryRefusedError("SERVICE is refused: nothing leaves this machine; ask the graph itself")
