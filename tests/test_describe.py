"""The graph's description of itself: it counts rightly, leads to the reports, and stays the same."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from dhrgraph.rdf.describe import dataset_graph
from dhrgraph.rdf.namespaces import PREFIXES, graph_iri
from dhrgraph.rdf.query import select
from dhrgraph.rdf.release import open_release
from dhrgraph.resources import BASE
from tests.conftest import ROOT

HOME = NamedNode(graph_iri("dataset"))


@pytest.fixture(scope="module")
def others(packaged_store: Store) -> Store:
    """The packaged graph without what it says of itself."""
    store = Store()
    store.extend(quad for quad in packaged_store if quad.graph_name != HOME)
    return store


def rows(store: Store, text: str) -> list[dict[str, str]]:
    """Rows of a query over all graphs, in which the prefix spdx is known, too."""
    return select(store, f"PREFIX spdx: <http://spdx.org/rdf/terms#> {text}")


def test_counts_are_right(packaged_store: Store, others: Store) -> None:
    """The numbers of statements, subjects, objects, classes and properties are those of the other graphs."""
    (told,) = rows(
        packaged_store,
        """SELECT ?triples ?subjects ?objects ?classes ?properties { graph:dataset void:triples ?triples ;
        void:distinctSubjects ?subjects ; void:distinctObjects ?objects ; void:classes ?classes ;
        void:properties ?properties }""",
    )
    quads = list(others)
    kind = f"{PREFIXES['rdf']}type"
    assert {name: int(value) for name, value in told.items()} == {
        "triples": len(quads),
        "subjects": len({quad.subject for quad in quads}),
        "objects": len({quad.object for quad in quads}),
        "classes": len({quad.object for quad in quads if quad.predicate.value == kind}),
        "properties": len({quad.predicate for quad in quads}),
    }
    parts = rows(packaged_store, "SELECT ?n { graph:dataset void:propertyPartition/void:triples ?n }")
    assert sum(int(row["n"]) for row in parts) == len(quads)
    graphs = rows(packaged_store, "SELECT ?n { graph:dataset void:subset/void:triples ?n }")
    assert sum(int(row["n"]) for row in graphs) == len(quads)
    (contacts,) = rows(packaged_store, "SELECT ?n { ?part void:class dhr:Contact ; void:entities ?n }")
    (counted,) = rows(packaged_store, "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a dhr:Contact }")
    assert contacts == counted


def test_files_are_described_as_they_are(packaged_build: Path, packaged_store: Store) -> None:
    """Each table has the size and digest of its file, and every CSV of the build but one is there."""
    told = rows(
        packaged_store,
        """SELECT ?name ?size ?digest { graph:dataset dcat:distribution ?file .
        ?file dcterms:identifier ?name ; dcat:mediaType ?type .
        OPTIONAL { ?file dcat:byteSize ?size ; spdx:checksum/spdx:checksumValue ?digest } }""",
    )
    tables = {row["name"]: row for row in told if row["name"] != "graph.nq"}
    assert len(told) == len(tables) + 1
    assert tables.keys() == {f"tables/{path.name}" for path in (packaged_build / "tables").glob("*.csv")}
    for name, row in tables.items():
        data = (packaged_build / name).read_bytes()
        assert (int(row["size"]), row["digest"]) == (len(data), hashlib.sha256(data).hexdigest())


def test_provenance_leads_to_the_reports(packaged_store: Store) -> None:
    """Each coded review leads to its documents with their digests; each graph that is computed from them to the building."""
    told = rows(
        packaged_store,
        """SELECT ?graph ?digest { graph:dataset void:subset ?graph ; prov:wasGeneratedBy/prov:used ?graph .
        ?graph prov:wasGeneratedBy/prov:used ?document ; prov:wasDerivedFrom ?document .
        ?document a prov:Entity ; dhr:sourceDigest ?digest } ORDER BY ?graph""",
    )
    assert [row["graph"].rpartition("/")[2] for row in told] == ["bexley-nargiza", "lewisham-kazia"]
    assert all(re.fullmatch("[0-9a-f]{64}", row["digest"]) for row in told)
    inferred = rows(
        packaged_store,
        """SELECT ?graph ?version { graph:dataset void:subset ?graph ; prov:wasGeneratedBy ?building .
        ?graph prov:wasGeneratedBy ?building .
        ?building prov:wasAssociatedWith ?program . ?program a prov:SoftwareAgent ; dcat:version ?version }""",
    )
    assert len(inferred) == len(
        rows(packaged_store, "SELECT ?g { GRAPH ?g {} FILTER REGEX(STR(?g), '/graph/(inferred/|likeness$)') }")
    )
    assert {row["version"] for row in inferred} == {"0.1.0"}


def test_it_is_the_same_each_time(others: Store) -> None:
    """Neither the order of the store nor a clock has a part in it, and no time and no path of a machine stands in it."""
    again = Store()
    again.extend(sorted(others, key=str, reverse=True))
    first, second = (
        dataset_graph(store, ["superclass"], packaged=True, files={"tables/x.csv": b"a"}) for store in (others, again)
    )
    assert set(first) == set(second)
    assert len(first) == len(set(first))
    texts = [quad.object.value for quad in first if isinstance(quad.object, Literal)]
    assert not [text for text in texts if re.search(r"\d{4}-\d\d-\d\d|\d\d:\d\d|^/|\\", text)]
    assert not [text for text in texts if str(ROOT) in text]


def test_every_term_in_use_is_declared(packaged_store: Store) -> None:
    """The terms of other vocabularies, too: each class and property in the packaged graph has its kind."""
    found = packaged_store.query(
        """SELECT DISTINCT ?term { { ?s ?term ?o } UNION { ?s a ?term } FILTER NOT EXISTS { ?term a ?kind } }""",
        use_default_graph_as_union=True,
    )
    assert isinstance(found, QuerySolutions)
    terms = {row["term"].value for row in found if isinstance(row["term"], NamedNode)}
    built_in = tuple(PREFIXES[prefix] for prefix in ("owl", "rdf", "rdfs"))
    assert {term for term in terms if not term.startswith(built_in)} == set()


def test_a_graph_of_ones_own_has_no_address(invented_build: Path) -> None:
    """The files of others' reviews have sizes and no page and licence, which dhrgraph cannot know."""
    with open_release(invented_build) as release:
        store = release.store()
    assert rows(store, "SELECT ?file { ?file a dcat:Distribution ; dcat:byteSize ?size }")
    assert rows(store, "SELECT ?file { ?file a dcat:Distribution ; dcat:accessURL|dcterms:license ?any }") == []


def test_examples_and_spaces_are_of_the_graph(packaged_store: Store) -> None:
    """Each example is a thing of the graph, and each graph has things whose IRIs begin as it says."""
    assert rows(packaged_store, "SELECT ?x { graph:dataset void:exampleResource ?x . ?x a dhr:Review }")
    spaces = rows(
        packaged_store, "SELECT ?graph ?space { graph:dataset void:subset ?graph . ?graph void:uriSpace ?space }"
    )
    assert len(spaces) == 6
    for row in spaces:
        assert row["space"].startswith(BASE)
        quads = packaged_store.quads_for_pattern(None, None, None, NamedNode(row["graph"]))
        assert any(quad.subject.value.startswith(row["space"]) for quad in quads if isinstance(quad.subject, NamedNode))
