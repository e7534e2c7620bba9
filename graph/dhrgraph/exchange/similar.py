"""Similar recommendations as a table, beside the graph and not in it.

The table depends on whether an optional package is installed, and ``graph.nq`` must not: of the graph is
only which pairs are alike by the way that needs none, see `dhrgraph.rdf.likeness`.
"""

from __future__ import annotations

from collections.abc import Sequence

from dhrgraph.exchange.tables import Table
from dhrgraph.records import Collection
from dhrgraph.records.similar import Method, best_method, nearest, said_in
from dhrgraph.records.types import Recommendation

__all__ = ["COLUMNS", "KEPT", "similar_table"]

COLUMNS = (
    "review",
    "number",
    "id",
    "summary",
    "score",
    "other_review",
    "other_number",
    "other_id",
    "other_summary",
    "way",
)
#: How many of the nearest the table keeps for each recommendation.
KEPT = 5


def similar_table(collection: Collection, *, count: int = KEPT, method: Method | None = None) -> Table:
    """For each recommendation of a collection the nearest ones of other reviews."""
    way = method or best_method()
    numbers = _numbers(collection)
    rows = [
        (
            near.one.review,
            numbers[near.one.review, near.one.id],
            near.one.id,
            near.one.text,
            f"{near.score:.3f}",
            near.other.review,
            numbers[near.other.review, near.other.id],
            near.other.id,
            near.other.text,
            way,
        )
        for near in nearest(said_in(collection), count=count, method=way)
    ]
    return Table("similar", COLUMNS, _sorted(rows))


def _numbers(collection: Collection) -> dict[tuple[str, str], str]:
    return {(review.id, each.id): each.number for review in collection.reviews for each in review.of(Recommendation)}


def _sorted(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return sorted(rows, key=lambda row: (row[0], len(row[1]), row[1], row[2], -float(row[4]), row[5], row[7]))
