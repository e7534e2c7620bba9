"""Shapes: each has an example that passes and one that must fail, with the results told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from dhrgraph.rdf.findings import Finding, shape_findings
from dhrgraph.rdf.namespaces import PREFIXES, graph_iri
from dhrgraph.rdf.release import open_release
from dhrgraph.rdf.triples import codes_graph, ontology_graph
from dhrgraph.resources import ontology, read_text
from tests.conftest import ROOT

EXAMPLES = ROOT / "tests" / "examples"
SHAPES = sorted(path.stem for path in (ontology() / "shapes").glob("*.ttl"))


def findings(*names: str) -> list[Finding]:
    """What the shapes find in examples."""
    store = Store()
    store.extend([*ontology_graph(), *codes_graph()])
    graph = NamedNode("https://example.org/graph")
    for name in names:
        text = (EXAMPLES / f"{name}.ttl").read_text(encoding="utf-8")
        store.extend(Quad(t.subject, t.predicate, t.object, graph) for t in parse(text, format=RdfFormat.TURTLE))
    return shape_findings(store)


def short(iri: str) -> str:
    """An IRI by its prefix."""
    namespaces = {**PREFIXES, "spdx": "http://spdx.org/rdf/terms#"}
    for prefix in ("dhr", "dcat", "dcterms", "foaf", "org", "prov", "rdfs", "skos", "spdx", "void"):
        if iri.startswith(namespaces[prefix]):
            return f"{prefix}:{iri.removeprefix(namespaces[prefix])}"
    return iri.rpartition("/")[2]


def test_there_is_a_pair_for_each_shape() -> None:
    """No shape is without its two examples, and no example without its shape."""
    found = sorted(path.stem for path in EXAMPLES.glob("*_*.ttl"))
    assert found == sorted(f"{shape}_{kind}" for shape in SHAPES for kind in ("PASS", "XFAIL"))


def test_the_context_conforms() -> None:
    """What the examples point to conforms by itself."""
    assert findings("context") == []


@pytest.mark.parametrize("shape", SHAPES)
def test_pass(shape: str) -> None:
    """The good example conforms to all shapes."""
    assert findings("context", f"{shape}_PASS") == []


@pytest.mark.parametrize("shape", SHAPES)
def test_xfail(shape: str) -> None:
    """The bad example breaks its shape just where its head says, and every constraint of it."""
    text = (EXAMPLES / f"{shape}_XFAIL.ttl").read_text(encoding="utf-8")
    expected = set(re.findall(r"^# expect: (.+)$", text, re.MULTILINE))
    name = re.search(r"^shape:(\w+) a", read_text(ontology() / "shapes" / f"{shape}.ttl"), re.MULTILINE)
    assert name
    computed = {
        f"{f.check} {short(f.thing)} {short(f.path)} {f.severity}"
        for f in findings("context", f"{shape}_XFAIL")
        if f.check == name[1]
    }
    assert computed == expected
    paths = set(re.findall(r"^        sh:path (\S+)", read_text(ontology() / "shapes" / f"{shape}.ttl"), re.MULTILINE))
    assert {line.split()[2] for line in expected} == paths


def test_every_message_tells_the_remedy() -> None:
    """Each constraint has a message: what is wrong, a colon, what to do."""
    for shape in SHAPES:
        text = read_text(ontology() / "shapes" / f"{shape}.ttl")
        messages = re.findall(r'sh:message "([^"]+)"@en', text)
        assert len(messages) == len(re.findall(r"^    sh:property", text, re.MULTILINE))
        assert all(": " in message for message in messages)


def test_findings_are_told_with_place() -> None:
    """A finding names the thing and the passages that it cites."""
    told = [str(f) for f in findings("context", "contact_XFAIL")]
    assert any("· 1.1: " in text and "contact must be" in text for text in told)


def told_of_itself(store: Store) -> set[str]:
    """The properties, of Dublin Core, by which a graph describes itself."""
    quads = store.quads_for_pattern(NamedNode(graph_iri("dataset")), None, None)
    return {short(quad.predicate.value).removeprefix("dcterms:") for quad in quads}


def test_the_packaged_graph_conforms_as_a_whole(packaged_store: Store) -> None:
    """A rebuild checks review by review; all graphs of a build together, as they ship, conform too."""
    assert shape_findings(packaged_store) == []
    assert {"title", "hasPart", "creator", "publisher", "license"} <= told_of_itself(packaged_store)


def test_a_graph_of_ones_own_conforms_and_names_no_maker(invented_build: Path) -> None:
    """Nor does it name a licence: dhrgraph knows neither for the reviews of others."""
    with open_release(invented_build) as release:
        store = release.store()
        assert shape_findings(store) == []
        told = told_of_itself(store)
    assert {"title", "hasPart"} <= told
    assert not {"creator", "publisher", "license"} & told
