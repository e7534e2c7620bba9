"""The redirects for w3id.org: every IRI of the graph leads somewhere, by rules that keep to that project's guide."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

import pytest
from pyoxigraph import Literal, NamedNode, Store

from dhrgraph.rdf.namespaces import DHR
from dhrgraph.rdf.query import select
from dhrgraph.resources import BASE
from tests.conftest import ROOT
from tests.htmlpages import anchors

FILE = ROOT / "docs" / "w3id" / ".htaccess"
HOME = "https://example.org/dhrgraph/"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
TURTLE = "text/turtle"
START = "docs/index.html"


class Rule(NamedTuple):
    """A rule, with what the header Accept must hold for it."""

    accepts: list[str]
    pattern: str
    target: str
    flags: list[str]


def rules() -> list[Rule]:
    """The rules of the file, in their order."""
    found, accepts = [], []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        word, _, rest = line.partition(" ")
        if word == "RewriteCond":
            accepts.append(rest.removeprefix("%{HTTP_ACCEPT} "))
        elif word == "RewriteRule":
            pattern, target, flags = rest.split(" ")
            found.append(Rule(accepts, pattern, target, flags.strip("[]").split(",")))
            accepts = []
    return found


RULES = rules()


def redirect(path: str, accept: str) -> str:
    """Where a path below the base leads, below the home of the pages; empty where it leads nowhere."""
    for rule in RULES:
        match = re.search(rule.pattern, path)
        if match and all(re.search(one, accept) for one in rule.accepts):
            target = re.sub(r"\$(\d)", lambda number, match=match: match[int(number[1])] or "", rule.target)  # type: ignore[misc]
            return target.removeprefix(HOME)
    return ""


@pytest.mark.parametrize(
    ("path", "page", "turtle"),
    [
        ("", START, START),
        ("ontology", "docs/ontology/index.html", "ontology/dhr.ttl"),
        ("ontology/", "docs/ontology/index.html", "ontology/dhr.ttl"),
        ("ontology/0.2.0", "versions/0.2.0/docs/ontology/index.html", "versions/0.2.0/ontology/dhr.ttl"),
        ("context.jsonld", "ontology/context.jsonld", "ontology/context.jsonld"),
        ("context/0.2.0.jsonld", "versions/0.2.0/ontology/context.jsonld", "versions/0.2.0/ontology/context.jsonld"),
        ("code/role", "docs/codes/role.html", "ontology/codes/role.ttl"),
        ("code/role/victim", "docs/codes/role.html#victim", "ontology/codes/role.ttl"),
        ("external/dash-grade/high", START, "ontology/external.ttl"),
        ("review/lewisham-kazia", START, START),
        ("review/lewisham-kazia/passage/1.2.1#2(a)", START, START),
        ("agency/metropolitan-police", START, START),
        ("developers", START, START),
        ("shape/Contact", START, START),
        ("ontologyx", "", ""),
        ("ontology/0x2x0", "", ""),
        ("contextxjsonld", "", ""),
        ("code/", "", ""),
        ("code/role/victim/x", "", ""),
        ("reviews/x", "", ""),
        ("review/", "", ""),
    ],
)
def test_where_an_iri_leads(path: str, page: str, turtle: str) -> None:
    """By a browser, as Turtle, and by a program that takes anything, which gets what a browser gets."""
    assert redirect(path, BROWSER) == page
    assert redirect(path, TURTLE) == turtle
    assert redirect(path, "*/*") == redirect(path, "") == page


def in_use(store: Store) -> set[str]:
    """The IRIs below the base in a graph, as a server sees their paths."""
    found = {term for quad in store for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)}
    nodes = {term.datatype if isinstance(term, Literal) else term for term in found}
    iris = {node.value for node in nodes if isinstance(node, NamedNode) and node.value.startswith(BASE)}
    return {unquote(iri.partition("#")[0].removeprefix(BASE)) for iri in iris}


def test_every_iri_of_the_graph_leads_to_a_file(packaged_store: Store) -> None:
    """Each leads to a file of the project and, where the target has one, to a place that the page has."""
    paths = in_use(packaged_store)
    assert len(paths) > 1500
    targets = {redirect(path, accept) for path in paths for accept in (BROWSER, TURTLE)}
    assert "" not in targets
    # A group of codes has no place of its own on the page of its list, which is shown from its beginning.
    groups = {
        row["name"] for row in select(packaged_store, "SELECT ?name { ?x a skos:Collection ; skos:notation ?name }")
    }
    for target in targets:
        name, _, place = re.sub(r"^versions/[0-9.]+/", "", target).partition("#")
        assert (ROOT / name).is_file(), target
        if place not in groups:
            assert not place or place in anchors(ROOT / name), target


def test_the_patterns_of_the_docs_lead_somewhere_and_are_true(packaged_store: Store) -> None:
    """Each example of the table of patterns fits its pattern, is in the graph and leads somewhere; none is missing."""
    text = (ROOT / "docs" / "sparql.md").read_text(encoding="utf-8")
    table = re.findall(r"(?m)^\| `([a-z]+[/#][^`]+)` \| [^|]+ \| `([^`]+)` \|$", text)
    assert len(table) == 21
    iris = {term.value for quad in packaged_store for term in quad if isinstance(term, NamedNode)}
    types = {quad.object.datatype.value for quad in packaged_store if isinstance(quad.object, Literal)}
    forms = []
    for pattern, example in table:
        assert BASE + example in iris | types, example
        assert redirect(example.partition("#")[0], BROWSER), example
        form = re.sub(r"[A-Z]+(?:-[A-Z]+)*", "[^/#]+", pattern)
        forms.append(form.replace("dataset/[^/#]+", "dataset/.+").replace("graph/[^/#]+", "graph/.+"))
        assert re.fullmatch(forms[-1], example), example
    alone = ("", "ontology", "developers")
    known = {iri.removeprefix(BASE) for iri in iris | types if iri.startswith(BASE)} - {*alone}
    assert {iri for iri in known if not any(re.fullmatch(form, iri) for form in forms)} == set()


def test_a_term_keeps_its_place() -> None:
    """The page to which the ontology leads has the place of a term, which a browser adds itself."""
    assert f"{BASE}ontology#" == DHR
    assert "Contact" in anchors(ROOT / redirect("ontology", BROWSER))


def test_rules_keep_to_the_guide() -> None:
    """No directive but three, one kind of redirect, last rules, no path with a leading stroke, dots escaped."""
    text = FILE.read_bytes().decode("ascii")
    assert text.endswith("]\n")
    assert "\r" not in text
    assert not re.search(r"[ \t]$", text, re.MULTILINE)
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert lines[0] == "RewriteEngine on"
    assert {line.split()[0] for line in lines[1:]} == {"RewriteCond", "RewriteRule"}
    for rule in RULES:
        assert "R=303" in rule.flags
        assert rule.flags[-1] == "L"
        assert ("NE" in rule.flags) == ("#" in rule.target)
        assert rule.pattern.startswith("^") and rule.pattern.endswith("$")
        assert not rule.pattern.startswith(("^/", "^dhrgraph"))
        assert rule.target.startswith(HOME)
        assert "//" not in rule.target.removeprefix("https://")
        assert not re.search(r"(?<!\\)\.(?![+*])", rule.pattern)
    readme = (FILE.parent / "README.md").read_text(encoding="utf-8")
    assert "GitHub username:" in readme
    assert HOME.rstrip("/") in readme


def test_the_context_names_a_file_in_each_version() -> None:
    """The version of the ontology that is current has redirects for its page, its file and its context."""
    ontology = (ROOT / "ontology" / "dhr.ttl").read_text(encoding="utf-8")
    (version,) = re.findall(rf"owl:versionIRI <{BASE}ontology/([^>]+)>", ontology)
    assert redirect(f"ontology/{version}", TURTLE) == f"versions/{version}/ontology/dhr.ttl"
    assert redirect(f"context/{version}.jsonld", "application/ld+json") == f"versions/{version}/ontology/context.jsonld"
