"""The banner of the reviews of a graph."""

from __future__ import annotations

from collections.abc import Collection

from pyoxigraph import Store

from dhrgraph.rdf.query import select
from dhrgraph.records.marking import Marked, banner

__all__ = ["banner_of"]

_QUERY = """
SELECT ?id ?status ?marking WHERE {
  ?review a dhr:Review ; dcterms:identifier ?id .
  OPTIONAL { ?review dhr:publicationStatus ?status }
  OPTIONAL { ?review dhr:marking ?marking }
}
"""


def banner_of(store: Store, reviews: Collection[str] = (), named_in: str = "") -> str:
    """The banner of a graph; empty where all its reviews are published.

    Parameters
    ----------
    store : pyoxigraph.Store
        A built graph.
    reviews : collection of str
        Ids of the reviews that are shown; all by default.
    named_in : str
        A text that is shown; where `reviews` has some, those whose ids stand in it count, too.
    """
    return banner(
        Marked(row["id"], row.get("status", "").rpartition("/")[2], row.get("marking", ""))
        for row in select(store, _QUERY)
        if not reviews or row["id"] in reviews or row["id"] in named_in
    )
