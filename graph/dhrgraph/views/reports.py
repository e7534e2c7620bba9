"""Where the published report of a review stands on the web: what every page links where it cites paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pyoxigraph import Store

from dhrgraph.rdf.query import select
from dhrgraph.views.board import Board

__all__ = ["Cell", "linked", "reports", "reports_by_id", "with_reports"]

#: A text, and the address that it leads to; empty where it leads nowhere.
Cell = tuple[str, str]

_REPORTS = """SELECT ?review ?id ?address {
  ?review a dhr:Review ; dcterms:identifier ?id ; dhr:produced ?document .
  ?document rdfs:seeAlso ?address .
  FILTER REGEX(STR(?address), "^https?://")
} ORDER BY DESC(?document)"""
_PARAGRAPHS = ("paragraph", "paragraphs", "paragraphs_cited")


def reports(store: Store) -> dict[str, str]:
    """The address of the report of each review that has one, by the IRI of the review; of several, of the first."""
    return {row["review"]: row["address"] for row in select(store, _REPORTS)}


def reports_by_id(store: Store) -> dict[str, str]:
    """The same by the id of the review."""
    return {row["id"]: row["address"] for row in select(store, _REPORTS)}


def with_reports(board: Board, store: Store) -> Board:
    """A board whose facts lead to the reports of their reviews."""
    return replace(board, reports=reports(store))


def linked(columns: Sequence[str], rows: Sequence[Sequence[str]], known: dict[str, str]) -> list[list[Cell]]:
    """The rows of an answer as cells, in which paragraphs lead to the report of the review that the row names.

    Parameters
    ----------
    columns : sequence of str
        Names of the columns as the query gives them.
    rows : sequence of sequence of str
    known : dict
        Addresses by the id of a review; see `reports_by_id`.

    Examples
    --------
    >>> linked(["review", "paragraphs"], [["a", "1.2"], ["b", "3"]], {"a": "https://example.org/a"})
    [[('a', ''), ('1.2', 'https://example.org/a')], [('b', ''), ('3', '')]]
    """
    home = columns.index("review") if "review" in columns else None
    return [
        [
            (cell, known.get(row[home], "") if home is not None and column in _PARAGRAPHS else "")
            for column, cell in zip(columns, row, strict=True)
        ]
        for row in rows
    ]
