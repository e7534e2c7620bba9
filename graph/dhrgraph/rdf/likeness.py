"""Which recommendations of different reviews are alike, as statements of a graph of their own.

They are computed by the way ``words`` of `dhrgraph.records.similar`, which needs no optional package, so that
``graph.nq`` is the same on every machine. Of the pairs of the two packaged reviews that reach the threshold
most ask for much the same; below it there are many that merely share words.
"""

from __future__ import annotations

from pyoxigraph import NamedNode, Quad

from dhrgraph.rdf.namespaces import DHR, LIKENESS, record_iri
from dhrgraph.records import Collection
from dhrgraph.records.similar import Said, nearest, said_in
from dhrgraph.records.types import Recommendation

__all__ = ["THRESHOLD", "TOLD", "likeness_graph"]

#: The least score of a pair that is alike.
THRESHOLD = 0.2
#: What the graph says of itself.
TOLD = f"Recommendations of different reviews that are alike: computed from words and themes, at a score of {THRESHOLD}"
#: How many of the nearest of each recommendation are looked at.
_NEAREST = 5


def likeness_graph(collection: Collection) -> list[Quad]:
    """Statements that recommendations are alike, each in both directions.

    Parameters
    ----------
    collection : Collection
        Records without problems.
    """
    pairs = nearest(said_in(collection), count=_NEAREST, method="words")
    near = [pair for pair in pairs if pair.score >= THRESHOLD]
    both = {(a, b) for pair in near for a, b in ((pair.one, pair.other), (pair.other, pair.one))}
    alike, graph = NamedNode(f"{DHR}similarTo"), NamedNode(LIKENESS)
    return [Quad(_iri(a), alike, _iri(b), graph) for a, b in both]


def _iri(said: Said) -> NamedNode:
    return NamedNode(record_iri(said.review, Recommendation.kind_name, said.id))
