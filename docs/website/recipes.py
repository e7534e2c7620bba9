"""The page of recipes in SPARQL: its queries are written by hand, their answers put in from the graph."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["answered", "recipes"]

#: A query, and the answer that stands below it, if one does.
_RECIPE = re.compile(r"```sparql\n(?P<query>.*?)```\n(?P<answer>\n(?:\|[^\n]*\n)+)?", re.DOTALL)


def recipes(page: str) -> list[str]:
    """The queries of a page."""
    return [match["query"] for match in _RECIPE.finditer(page)]


def answered(page: str, ask: Callable[[str], str]) -> str:
    """A page with the answer to each query below it.

    Parameters
    ----------
    page : str
    ask : callable
        Gives the answer to a query as a Markdown table.
    """
    return _RECIPE.sub(lambda match: f"```sparql\n{match['query']}```\n\n{ask(match['query']).rstrip()}\n", page)
