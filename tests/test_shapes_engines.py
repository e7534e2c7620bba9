"""The shapes by a second engine: rdf-validate-shacl finds what pySHACL finds, and nothing in the packaged graph.

Its pinned packages are installed by ``npm ci --prefix tests/shacl-js``; they are for these tests alone.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

from dhrgraph.rdf.findings import shape_findings
from dhrgraph.rdf.namespaces import PREFIXES, review_iri
from dhrgraph.rdf.triples import codes_graph, ontology_graph
from dhrgraph.resources import ontology, read_text
from tests.conftest import ROOT, absent
from tests.test_shapes import EXAMPLES, SHAPES

HOME = ROOT / "tests" / "shacl-js"
SH = "http://www.w3.org/ns/shacl#"

Results = set[tuple[str, str, str]]


@pytest.fixture(scope="module")
def node() -> str:
    """The command node, with the packages of the second engine."""
    command = shutil.which("node")
    if command is None:
        absent("there is no Node.js (Debian: nodejs)")
    if not (HOME / "node_modules" / "rdf-validate-shacl").is_dir():
        absent("the second SHACL engine is not installed (npm ci --prefix tests/shacl-js)")
    assert command
    return command


def written(statements: Iterable[Triple], file: Path) -> Path:
    """Statements in a file of N-Triples, each once."""
    text = serialize(sorted(set(statements), key=str), format=RdfFormat.N_TRIPLES)
    assert text is not None
    file.write_bytes(text)
    return file


def turtle(text: str) -> list[Triple]:
    """Statements of a text in Turtle; its blank nodes are no other text's."""
    return [quad.triple for quad in parse(text, format=RdfFormat.TURTLE, rename_blank_nodes=True)]


def validated(node: str, folder: Path, *graphs: Iterable[Triple]) -> list[Results]:
    """What the second engine finds in each graph by all shapes: focus node, path and severity."""
    files = sorted((ontology() / "shapes").glob("*.ttl"))
    shapes = written((triple for path in files for triple in turtle(read_text(path))), folder / "shapes.nt")
    data = [written(graph, folder / f"{number}.nt") for number, graph in enumerate(graphs)]
    command = [node, str(HOME / "validate.js"), str(shapes), *map(str, data)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return [
        {(one["focus"], one["path"], one["severity"].removeprefix(SH)) for one in graph}
        for graph in json.loads(done.stdout)
    ]


def test_the_packaged_graph_conforms_by_a_second_engine(node: str, packaged_store: Store, tmp_path: Path) -> None:
    """Reviews, codes, register and the graph's description of itself have no result; each planted fault has one."""
    whole = {quad.triple for quad in packaged_store}
    assert len(whole) > 20_000
    review, home = NamedNode(review_iri("lewisham-kazia")), NamedNode("https://w3id.org/dhrgraph/graph/dataset")
    title, months = NamedNode(f"{PREFIXES['dcterms']}title"), NamedNode(f"{PREFIXES['dhr']}withinMonths")
    without = {triple for triple in whole if not (triple.subject == home and triple.predicate == title)}
    (report,) = (triple.subject for triple in whole if triple.predicate == months and review.value in str(triple))
    twice = {*whole, Triple(report, months, Literal(7))}
    assert validated(node, tmp_path, whole, without, twice) == [
        set(),
        {(home.value, title.value, "Violation")},
        {(str(report.value), months.value, "Violation")},
    ]


def test_both_engines_find_the_same_in_every_example(node: str, tmp_path: Path) -> None:
    """In all pairs of examples, which break every constraint, the two engines find the same."""
    statements = [quad.triple for quad in (*ontology_graph(), *codes_graph())]
    homes = {kind: [f"https://example.org/{shape}/{kind}/" for shape in SHAPES] for kind in ("PASS", "XFAIL")}
    for home in chain(*homes.values()):
        shape, kind = home.split("/")[-3:-1]
        for name in ("context", f"{shape}_{kind}"):  # each pair of texts with names of its own
            text = (EXAMPLES / f"{name}.ttl").read_text(encoding="utf-8")
            statements += turtle(text.replace("https://example.org/", home))
    (second,) = validated(node, tmp_path, statements)
    store = Store()
    graph = NamedNode("https://example.org/graph")
    store.extend(Quad(triple.subject, triple.predicate, triple.object, graph) for triple in statements)
    assert {(one.thing, one.path, one.severity) for one in shape_findings(store)} == second
    found = {home for home in chain(*homes.values()) for thing, _, _ in second if thing.startswith(home)}
    assert found == set(homes["XFAIL"])


def test_the_lock_names_no_registry() -> None:
    """The packages are pinned by version and digest; from where they come is the machine's matter."""
    lock = json.loads((HOME / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: about for name, about in lock["packages"].items() if name}
    assert "node_modules/rdf-validate-shacl" in packages
    assert [name for name, about in packages.items() if "resolved" in about or "integrity" not in about] == []
    needed = json.loads((HOME / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in needed.values())
