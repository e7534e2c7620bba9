"""The ontology within OWL 2 DL and its profiles, and consistent, also with PROV-O and a built review.

OWLAPI checks the profiles and HermiT reasons, both in Java; both are proved to find what is planted.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import owlready2
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

from dhrgraph.rdf.namespaces import DHR, graph_iri
from dhrgraph.rdf.triples import codes_graph, external_graph, ontology_graph
from tests.conftest import ROOT, absent

pytestmark = pytest.mark.slow

JAVA = ROOT / "tests" / "java"
#: Debian's OWLAPI 5 (package libowlapi-java) and what it needs to read N-Triples.
JARS = [
    Path("/usr/share/java") / f"{name}.jar"
    for name in (
        "owlapi-api",
        "owlapi-apibinding",
        "owlapi-impl",
        "owlapi-parsers",
        "owlapi-tools",
        "atinject-jsr330-api",
        "caffeine",
        "commons-io",
        "commons-rdf-api",
        "guava",
        "hppcrt",
        "slf4j-api",
        "slf4j-nop",
        "xz",
    )
]
PREFIXES = f"""
@prefix dhr: <{DHR}> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def turtle(text: str) -> list[Triple]:
    """Statements of a text in Turtle."""
    return [quad.triple for quad in parse(PREFIXES + text, format=RdfFormat.TURTLE)]


def triples(quads: Iterable[Quad]) -> list[Triple]:
    """Statements without the names of their graphs."""
    return [quad.triple for quad in quads]


def vocabulary() -> list[Triple]:
    """The ontology, its alignments, the code lists and the lists of others."""
    return triples([*ontology_graph(), *codes_graph(), *external_graph()])


def written(statements: Iterable[Triple]) -> bytes:
    """Statements as N-Triples."""
    text = serialize(statements, format=RdfFormat.N_TRIPLES)
    assert text is not None
    return text


@pytest.fixture(scope="module")
def java() -> str:
    """The command java."""
    command = shutil.which("java")
    if command is None:
        absent("there is no Java (Debian: default-jdk-headless)")
    assert command
    return command


@pytest.fixture(scope="module")
def owlapi(java: str) -> list[str]:
    """The command that checks a file with OWLAPI."""
    modules = subprocess.run([java, "--list-modules"], capture_output=True, text=True, check=True).stdout
    if "jdk.compiler" not in modules:
        absent("this Java runs no source file (Debian: default-jdk-headless)")
    if not all(jar.exists() for jar in JARS):
        absent("there is no OWLAPI (Debian: libowlapi-java)")
    return [java, "-cp", ":".join(map(str, JARS)), str(JAVA / "ProfileCheck.java")]


def profiles(owlapi: list[str], statements: Iterable[Triple], folder: Path) -> dict[str, list[str]]:
    """The violations of OWL 2 DL and of each profile that OWLAPI finds."""
    file = folder / "ontology.nt"
    file.write_bytes(written(statements))
    lines = subprocess.run([*owlapi, str(file)], capture_output=True, text=True, check=True).stdout.splitlines()
    found: dict[str, list[str]] = {line: [] for line in lines if "\t" not in line}
    for line in lines:
        profile, tab, violation = line.partition("\t")
        if tab:
            found[profile].append(violation)
    return found


def test_ontology_is_within_every_profile(owlapi: list[str], tmp_path: Path) -> None:
    """Ontology, alignments and codes are OWL 2 DL, and RL, EL and QL at once."""
    none: list[str] = []
    expected = dict.fromkeys(["OWL2_DL", "OWL2_RL", "OWL2_EL", "OWL2_QL"], none)
    assert profiles(owlapi, vocabulary(), tmp_path) == expected


@pytest.mark.parametrize(
    ("fault", "outside"),
    [
        ("dhr:when rdfs:range xsd:date .", {"OWL2_DL", "OWL2_RL", "OWL2_EL", "OWL2_QL"}),
        ("dhr:when rdfs:range edtf:EDTF-level2 .", {"OWL2_DL", "OWL2_RL", "OWL2_EL", "OWL2_QL"}),
        ("dhr:heldBy rdfs:domain dhr:Conctact .", {"OWL2_DL", "OWL2_RL", "OWL2_EL", "OWL2_QL"}),
        ("dhr:about rdfs:domain [ a owl:Class ; owl:unionOf (dhr:Claim dhr:Contradiction) ] .", {"OWL2_RL", "OWL2_EL", "OWL2_QL"}),
        ("dhr:knower a owl:FunctionalProperty .", {"OWL2_EL", "OWL2_QL"}),
    ],
    ids=["xsd-date", "edtf", "undeclared", "union", "functional"],
)  # fmt: skip
def test_planted_violation_is_found(fault: str, outside: set[str], owlapi: list[str], tmp_path: Path) -> None:
    """What is outside a profile is found, and outside which."""
    found = profiles(owlapi, [*triples(ontology_graph()), *turtle(fault)], tmp_path)
    assert {profile for profile, violations in found.items() if violations} == outside


def reason(java: str, statements: Iterable[Triple]) -> set[str] | None:
    """Classes that HermiT finds can have no member; None where the statements contradict each other.

    Datatypes that OWL 2 does not know, as EDTF and xsd:date, are taken as they stand.
    """
    world = owlready2.World()
    data = io.BytesIO(written([*statements, *turtle((JAVA / "prov-o.ttl").read_text(encoding="utf-8"))]))
    loaded = world.get_ontology(DHR.rstrip("#")).load(fileobj=data)
    owlready2.JAVA_EXE = java
    with contextlib.redirect_stdout(None), loaded:
        try:
            owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
        except owlready2.OwlReadyInconsistentOntologyError:
            return None
        return {str(cls.iri) for cls in world.inconsistent_classes() if cls is not owlready2.Nothing}


@pytest.fixture(scope="module")
def review(packaged_store: Store) -> list[Triple]:
    """One built review with all that it leads to, and what the graph says of itself, as they stand in the graph."""
    names = ["register", "review/bexley-nargiza", "dataset"]
    quads = [
        q for name in names for q in packaged_store.quads_for_pattern(None, None, None, NamedNode(graph_iri(name)))
    ]
    assert len(quads) > 3000
    return triples(quads)


def test_ontology_and_a_built_review_are_consistent(java: str, review: list[Triple]) -> None:
    """With the axioms of PROV-O, a review contradicts nothing and every class can have members."""
    assert reason(java, [*vocabulary(), *review]) == set()


@pytest.mark.parametrize(
    "fault",
    [
        "<urn:x:c> a dhr:Contact , dhr:ActNotDone .",
        "<urn:x:c> dhr:withAgency <urn:x:f> . <urn:x:f> a dhr:Forum .",
        "<urn:x:r> dhr:produced <urn:x:d> . <urn:x:d> a dhr:Contact .",
    ],
    ids=["act and act not done", "forum as agency", "activity as entity"],
)
def test_planted_contradiction_is_found(fault: str, java: str) -> None:
    """Data that say of a thing what excludes itself are found, also through PROV-O's axioms alone."""
    assert reason(java, [*triples(ontology_graph()), *turtle(fault)]) is None


def test_trap_of_derivation_is_found(java: str, review: list[Triple]) -> None:
    """Were "stated in" a derivation, every contact would be an entity, which no activity is."""
    trap = turtle("dhr:statedIn rdfs:subPropertyOf prov:wasDerivedFrom .")
    assert reason(java, [*triples(ontology_graph()), *review, *trap]) is None


def test_class_without_possible_members_is_found(java: str) -> None:
    """A class under two that exclude each other is found, although nothing is of it."""
    fault = turtle("dhr:Impossible a owl:Class ; rdfs:subClassOf dhr:Contact , dhr:ActNotDone .")
    assert reason(java, [*triples(ontology_graph()), *fault]) == {f"{DHR}Impossible"}
