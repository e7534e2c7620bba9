"""Terms that nothing declares: told with the nearest one, however they are written, and nothing else is told."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Store

import dhrgraph
from dhrgraph.cli import cli
from dhrgraph.questions.graph import Graph
from dhrgraph.questions.library import questions
from dhrgraph.questions.run import QueryError
from dhrgraph.questions.undeclared import stroke_hint, undeclared
from dhrgraph.rdf.namespaces import PREFIXES
from dhrgraph.resources import BASE

#: A query, and for each term that it warns of how it is written and what is nearest.
CASES = {
    "a class": ("SELECT * { ?x a dhr:Contct }", [("dhr:Contct", "dhr:Contact")]),
    "small letters": ("SELECT * { ?x a dhr:contact }", [("dhr:contact", "dhr:Contact")]),
    "a property in a path": ("SELECT * { ?x ^dhr:statedin/dhr:ofReview ?y }", [("dhr:statedin", "dhr:statedIn")]),
    "before a full stop": ("SELECT * { ?x a dhr:Contct. ?y a dhr:Agency. }", [("dhr:Contct", "dhr:Contact")]),
    "twice": ("SELECT * { ?x a dhr:Contct . ?y a dhr:Contct }", [("dhr:Contct", "dhr:Contact")]),
    "an IRI": (
        f"SELECT * {{ ?x a <{BASE}ontology#Contct> }}",
        [(f"<{BASE}ontology#Contct>", f"<{BASE}ontology#Contact>")],
    ),
    "an IRI with an escape": (
        f"SELECT * {{ ?x a <{BASE}ontology#\\u0043ontct> }}",
        [(f"<{BASE}ontology#Contct>", f"<{BASE}ontology#Contact>")],
    ),
    "an IRI by a base": (
        f"BASE <{BASE}> SELECT * {{ ?x a <ontology#Contct> }}",
        [(f"<{BASE}ontology#Contct>", f"<{BASE}ontology#Contact>")],
    ),
    "a code": (
        f"PREFIX role: <{BASE}code/role/> SELECT * {{ ?x dhr:roleInCase role:victm }}",
        [("role:victm", "role:victim")],
    ),
    "a code with a stroke": (r"SELECT * { ?x ?y code:role\/victm }", [(r"code:role\/victm", r"code:role\/victim")]),
    "a code of no list": (f"SELECT * {{ ?x ?y <{BASE}code/rolle> }}", [(f"<{BASE}code/rolle>", f"<{BASE}code/role>")]),
    "a prefix relative to a base": (
        f"base <{BASE}> prefix c: <code/role/> select * {{ ?x ?y c:victm }}",
        [("c:victm", "c:victim")],
    ),
    "an own prefix": (f"PREFIX : <{BASE}ontology#> ASK {{ ?x a :Contct }}", [(":Contct", ":Contact")]),
    "an own prefix without a space": (
        f"PREFIXo: <{BASE}ontology#> ASK {{ ?x a o:Contct }}",
        [("o:Contct", "o:Contact")],
    ),
    "in VALUES and FILTER": (
        "SELECT * { VALUES ?k { dhr:Contct } ?x a ?k FILTER (?x != dhr:Refferal) }",
        [("dhr:Contct", "dhr:Contact"), ("dhr:Refferal", "dhr:Referral")],
    ),
    "in a CONSTRUCT": ("CONSTRUCT { ?x a dhr:Contct } WHERE { ?x a dhr:Contact }", [("dhr:Contct", "dhr:Contact")]),
    "with DESCRIBE": ("DESCRIBE dhr:Contct", [("dhr:Contct", "dhr:Contact")]),
    "another version of a prefix": (
        "PREFIX dhr: <https://example.org/> PREFIX o: <https://example.org/> SELECT * { ?x a dhr:Contct , o:Contct }",
        [],
    ),
    "a comment": ("SELECT * { ?x a dhr:Contact } # dhr:Contct", []),
    "a string": ('SELECT * { ?x rdfs:label \'dhr:Contct\', """dhr:Contct \'dhr:Contct\'""" }', []),
    "a namespace": ("SELECT * { ?x a ?k FILTER STRSTARTS(STR(?k), STR(dhr:)) FILTER (?k != code:) }", []),
    "others": ("SELECT * { ?x a foaf:Persn , <https://example.org/Contct> , agency:nobody }", []),
    "an operator": ("SELECT * { ?x dhr:withinMonths ?n FILTER (?n<5&&?n>3) }", []),
    "a variable": ("SELECT ?Contct { ?Contct a dhr:Contact }", []),
}


@pytest.mark.parametrize("case", CASES)
def test_terms_are_told(case: str, packaged_store: Store) -> None:
    """Each term that nothing declares is told once, as it is written, with the nearest; the engine takes the query."""
    text, expected = CASES[case]
    packaged_store.query(text, prefixes=PREFIXES)
    told = undeclared(text, packaged_store)
    assert [re.findall(r"(?:declares?) (\S+), so .* did you mean (\S+)\?", one) for one in told] == [
        [pair] for pair in expected
    ]


def test_the_library_is_not_warned_of(packaged_store: Store) -> None:
    """No question of the library has such a term."""
    assert {one.name: told for one in questions() if (told := undeclared(one.text, packaged_store))} == {}


def test_many_terms_are_cut_short(packaged_store: Store) -> None:
    """A long list of such terms takes no time and no screen."""
    names = " ".join(f"dhr:No{number}" for number in range(20_000))
    told = undeclared(f"SELECT * {{ VALUES ?x {{ {names} }} }}", packaged_store)
    assert len(told) == 11
    assert told[-1].startswith("19990 more terms")


def test_a_code_with_a_bare_stroke_is_explained(packaged_build: Path) -> None:
    """It is no SPARQL, and the error says how to write it; a path of properties is left alone."""
    with Graph(packaged_build) as graph, pytest.raises(QueryError) as caught:
        graph.query("SELECT * { ?x dhr:theme code:theme/policy }")
    assert str(caught.value).endswith(f"write <{BASE}code/theme/policy>")
    assert stroke_hint("SELECT * { ?x code:theme/a ?y ; dhr:theme/skos:broader ?z") == ""


def test_python_and_command_line_warn(packaged_build: Path) -> None:
    """In Python as a warning and in the answer, on the command line on standard error; a good query is silent."""
    text = "SELECT ?x { ?x a dhr:Contct }"
    with dhrgraph.open(packaged_build) as graph:
        with pytest.warns(UserWarning, match="did you mean dhr:Contact"):
            answer = graph.query(text)
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)
            assert graph.query("SELECT ?x { ?x a dhr:Contact }").warnings == ()
            graph.ask("marac-few-actions")
    assert len(answer.without_iris().warnings) == 1
    for form in ("table", "csv"):
        result = CliRunner().invoke(cli, ["query", "--build", str(packaged_build), "--format", form, "--text", text])
        assert result.exit_code == 0
        assert "Warning: the ontology does not declare dhr:Contct" in result.stderr
        assert "Warning" not in result.stdout
    good = CliRunner().invoke(cli, ["query", "--build", str(packaged_build), "--text", "ASK { ?x a dhr:Contact }"])
    assert good.stderr == ""


def test_no_row_is_never_bare(packaged_build: Path) -> None:
    """An empty table points to the warning."""
    text = "SELECT ?x { ?x a dhr:Contct }"
    result = CliRunner().invoke(cli, ["query", "--build", str(packaged_build), "--text", text])
    assert "declared nowhere: see the warning" in " ".join(result.stdout.split())
