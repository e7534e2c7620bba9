"""A build as a notebook opens it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import dhrgraph
from dhrgraph.networks import NetworkError
from dhrgraph.views import NoPageError


def test_dataset_of_rdflib(packaged_build: Path) -> None:
    """It has the statements of the graph file and answers over all graphs."""
    with dhrgraph.open(packaged_build) as graph:
        dataset = graph.dataset()
        total = graph.release.manifest["counts"]["statements"]
    assert len(list(dataset.quads())) == total
    rows = dataset.query("SELECT ?r { ?r a <https://w3id.org/dhrgraph/ontology#Review> }")
    assert len(list(rows)) == 2


def test_networks(packaged_build: Path) -> None:
    """A network comes whole, or narrowed; what does not exist is told."""
    with dhrgraph.open(packaged_build) as graph:
        whole = graph.network("contacts")
        one = graph.network("contacts", reviews=["lewisham-kazia"], roles=["victim"], since=date(2012, 1, 1))
        silent = graph.network("silent-pairs", reviews=["lewisham-kazia"])
        with pytest.raises(NetworkError):
            graph.network("friends")
    assert 0 < one.number_of_edges() < whole.number_of_edges()
    assert silent.number_of_edges() > 0


def test_view_is_shown_inline(packaged_build: Path) -> None:
    """A page stands in a frame of its own, escaped, and is the page itself as text."""
    with dhrgraph.open(packaged_build) as graph:
        page = graph.view("contacts", reviews=["bexley-nargiza"], height=300)
        with pytest.raises(NoPageError):
            graph.view("nothing")
    assert str(page).startswith("<!DOCTYPE html>")
    shown = page._repr_html_()
    assert shown.startswith('<iframe srcdoc="&lt;!DOCTYPE html&gt;')
    assert "height:300px" in shown
    assert "<script" not in shown
