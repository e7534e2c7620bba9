"""Which recommendations are alike, as the graph says it."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Store

from dhrgraph.rdf import likeness
from dhrgraph.rdf.likeness import THRESHOLD, TOLD, likeness_graph
from dhrgraph.rdf.namespaces import DHR, LIKENESS, PREFIXES, record_iri
from dhrgraph.rdf.query import select
from dhrgraph.records import Collection
from dhrgraph.records.similar import nearest, said_in
from dhrgraph.records.types import Recommendation


def test_pairs_are_those_that_reach_the_threshold(packaged: Collection, packaged_store: Store) -> None:
    """Each pair of two reviews that scores enough by words stands in the graph, in both directions."""
    near = nearest(said_in(packaged), count=len(said_in(packaged)), method="words")
    wanted = {
        (record_iri(a.review, Recommendation.kind_name, a.id), record_iri(b.review, Recommendation.kind_name, b.id))
        for pair in near
        if pair.score >= THRESHOLD
        for a, b in ((pair.one, pair.other), (pair.other, pair.one))
    }
    graph = NamedNode(LIKENESS)
    rows = select(packaged_store, "SELECT ?one ?property ?other { ?one ?property ?other }", [graph])
    assert {(row["one"], row["other"]) for row in rows} == wanted
    assert {row["property"] for row in rows} == {f"{DHR}similarTo"}
    assert wanted
    about = packaged_store.quads_for_pattern(graph, NamedNode(f"{PREFIXES['dcterms']}description"), None)
    assert [quad.object for quad in about] == [Literal(TOLD)]


def test_threshold_leaves_out_what_only_shares_a_word(packaged: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    """A higher threshold keeps fewer pairs, and one above every score none."""
    some = len(likeness_graph(packaged))
    monkeypatch.setattr(likeness, "THRESHOLD", 0.3)
    assert 0 < len(likeness_graph(packaged)) < some
    monkeypatch.setattr(likeness, "THRESHOLD", 1.01)
    assert not likeness_graph(packaged)
