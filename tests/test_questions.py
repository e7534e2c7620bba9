"""The library of questions, and running a query with a limit that holds."""

from __future__ import annotations

import csv
import json
import re
import time
from datetime import date

import pandas as pd
import pytest
from pyoxigraph import RdfFormat, Store

import dhrgraph
from dhrgraph.cells import split
from dhrgraph.questions.library import NoQuestionError, question, questions
from dhrgraph.questions.output import written
from dhrgraph.questions.parameters import taken
from dhrgraph.questions.run import Answer, QueryError, QueryTimeoutError, ask
from dhrgraph.rdf.namespaces import PREFIXES
from dhrgraph.rdf.query import select
from dhrgraph.rdf.release import Release
from dhrgraph.rdf.sparqlfile import SparqlFile
from tests.conftest import ROOT

EXPECTED = ROOT / "tests" / "expected"
HEAD = ("question", "asker", "why", "reading", "limits", "empty")


def answered(one: SparqlFile, release: Release, folder: str) -> list[list[str]]:
    """The rows that a question has on a build, which must be those expected."""
    computed = written(ask(release, one.text, timeout=120, packaged=True).without_iris(), "csv")
    assert computed == (EXPECTED / folder / f"{one.name}.csv").read_bytes().decode()
    return list(csv.reader(computed.splitlines()))[1:]


@pytest.mark.parametrize("one", questions(), ids=lambda q: q.name)
def test_answer(one: SparqlFile, packaged_release: Release) -> None:
    """Each question has the expected answer on the two reviews."""
    assert answered(one, packaged_release, "questions")


@pytest.mark.parametrize("one", questions(), ids=lambda q: q.name)
def test_answer_worked_out_by_hand(one: SparqlFile, toy_release: Release) -> None:
    """Each question has on the toy pair the answer that tests/toy/README.md gives the reason for."""
    assert answered(one, toy_release, "toy")
    assert f"| `{one.name}` |" in (ROOT / "tests" / "toy" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("one", questions(), ids=lambda q: q.name)
def test_head(one: SparqlFile) -> None:
    """Each question says what it asks, who asks it, why, how to read the answer, its limits and its parameters."""
    takes = taken(one.text)
    assert tuple(one.head) == (*HEAD, "parameters") if takes else HEAD
    assert all(one.head.values())
    assert one.head.get("parameters", "").split() == takes


@pytest.mark.parametrize("folder", ["questions", "toy"])
def test_no_expected_answer_without_a_question(folder: str) -> None:
    """Each expected answer belongs to a question, and there are at least twelve."""
    names = {one.name for one in questions()}
    assert {path.stem for path in (EXPECTED / folder).glob("*.csv")} == names
    assert len(names) >= 12


def test_answers_read_like_a_report(packaged_release: Release) -> None:
    """No answer shows an IRI, but in the columns for IRIs, of which each has one at least."""
    for one in questions():
        answer = ask(packaged_release, one.text, timeout=120, packaged=True)
        hidden = [column for column in answer.columns if column.endswith("_iri")]
        assert hidden, one.name
        assert {row[column]["type"] for row in answer.rows for column in hidden if column in row} == {"uri"}, one.name
        answer = answer.without_iris()
        assert not [cell for row in answer.texts() for cell in row if cell.startswith("http")], one.name


def test_words_are_careful() -> None:
    """No answer says that a recommendation was not implemented, and none calls a person a killer."""
    texts = [path.read_text(encoding="utf-8").lower() for path in EXPECTED.rglob("*.csv")]
    assert not any(re.search(r"not implemented|killer|murderer", text) for text in texts)


def test_prefixes_of_questions_are_those_of_the_package() -> None:
    """A question means by a prefix what every query may use without declaring it."""
    for one in questions():
        for name, iri in re.findall(r"PREFIX (\w+): <([^>]+)>", one.text):
            if name in PREFIXES:
                assert PREFIXES[name] == iri or iri.startswith(PREFIXES["code"]), (one.name, name)


def test_recurrence_is_fair(packaged_release: Release) -> None:
    """The MARAC of July 2014 recurs on the report of June 2014, before its first progress was due."""
    rows = ask(packaged_release, question("recurs-later").text).records()
    marac = [row for row in rows if "Lewisham MARAC on Nargiza" in str(row["event"])]
    assert {row["number"] for row in marac if row["shared_themes"] == "MARAC"} == {"4", "5", "8", "10"}
    assert {row["number"] for row in marac if "; " in str(row["shared_themes"])} == {"10"}
    for row in marac:
        assert str(row["due"]).startswith("no due date stated")
        assert "ended after the event" in str(row["due"])
    assert not [row for row in rows if row["review"] == "bexley-nargiza"]


@pytest.mark.parametrize(
    ("name", "record", "forgotten", "told"),
    [
        (
            "last-year",
            "ash-2019/contact/gp-2016-11",
            "latest",
            ["possibly", "2016-11", "2016-11-01", "GP practice of Hazel"],
        ),
        (
            "last-year",
            "ash-2019/contact/hospital-2018-03-05",
            "earliest earliestEnd",
            ["possibly", "2018-03-05", "Mossvale Hospital"],
        ),
        ("marac-not-represented", "ash-2019/contact/health-visiting-2014", "earliest", ["Hazel (victim)", "1", "1"]),
        ("marac-not-represented", "birch-2021/contact/hospital-2019-06-20", "latest", ["Maple (victim)", "2", "1"]),
        ("marac-not-represented", "birch-2021/contact/homes-2020-09-15", "earliest", ["Maple (victim)", "1", "0"]),
        (
            "recurs-later",
            "birch-2021/contact/joint-2020-10-05",
            "latest",
            ["Two agencies each thought that the other would go again", "554 or more"],
        ),
        (
            "disclosure-to-support",
            "ash-2019/contact/police-2017-09-04",
            "latest",
            ["Lantern IDVA Service", "2017-09-04"],
        ),
    ],
)
def test_open_ends_are_reckoned_with(
    name: str, record: str, forgotten: str, told: list[str], toy_release: Release
) -> None:
    """What begins or ends at an unknown day may have begun before, and gone on after, any other."""
    store = Store()
    store.bulk_load(path=str(toy_release.path / "graph.nq"), format=RdfFormat.N_QUADS)
    thing = f"<{PREFIXES['review']}{record}>"
    for bound in forgotten.split():
        assert f"{thing} <{PREFIXES['dhr']}{bound}>" in (toy_release.path / "graph.nq").read_text(encoding="utf-8")
        store.update(f"DELETE WHERE {{ GRAPH ?g {{ {thing} dhr:{bound} ?day }} }}", prefixes=PREFIXES)
    rows = [" | ".join(row.values()) for row in select(store, question(name).text)]
    assert [row for row in rows if " | ".join(told) in row], rows


_NO_SEPTEMBER = "DELETE WHERE { GRAPH ?g { review:birch-2021/marac-meeting/marac-2020-09-10 ?property ?value } }"
_NO_MARAC = """DELETE { GRAPH ?g { ?thing a ?class } }
  WHERE { VALUES ?class { dhr:MaracMeeting dhr:Referral } GRAPH ?g { ?thing a ?class } }"""
_CALLS = """INSERT { GRAPH ?g { review:birch-2021/contact/calls a dhr:Contact ; dhr:occurrences %d ; dhr:when "%s" ;
    dhr:earliest "%s-01"^^xsd:date ; dhr:latest "%s-28"^^xsd:date ; dhr:withAgency ?body ; dhr:concerns ?who ;
    dhr:contactKind ?kind ; dhr:disclosure ?how } }
  WHERE { GRAPH ?g { review:birch-2021/contact/police-2020-06-02 dhr:withAgency ?body ; dhr:concerns ?who ;
    dhr:contactKind ?kind ; dhr:disclosure ?how } }"""
_REFERRED = """DELETE { GRAPH ?g { ?referral ?bound ?day } } INSERT { GRAPH ?g { ?referral ?bound "%s"^^xsd:date } }
  WHERE { VALUES ?referral { review:ash-2019/referral/referral-marac } VALUES ?bound { dhr:earliest dhr:latest }
    GRAPH ?g { ?referral ?bound ?day } }"""
_HIGH = "Lantern IDVA Service: serious harm to Hazel: high risk"


def _calls(number: int, month: str) -> str:
    return _CALLS % (number, month, month, month)


@pytest.mark.parametrize(
    ("changes", "ground", "found"),
    [
        ([], "repeat", []),
        ([_NO_SEPTEMBER], "repeat", ["Mossvale Hospital: Asked by a nurse, she told of threats"]),
        ([_calls(2, "2019-07")], "escalation", []),
        (
            [_calls(2, "2019-07"), _NO_MARAC],
            "escalation",
            ["Mossvale Police: 3 call-outs or reports within twelve months"],
        ),
        ([_calls(1, "2019-07"), _NO_MARAC], "escalation", []),
        ([_calls(2, "2019-05"), _NO_MARAC], "escalation", []),
        ([], "high risk", [_HIGH]),
        ([_REFERRED % "2017-11-13"], "high risk", [_HIGH]),
        ([_REFERRED % "2017-11-12"], "high risk", []),
    ],
)
def test_grounds_for_a_marac(changes: list[str], ground: str, found: list[str], toy_release: Release) -> None:
    """A ground stands where it is met, and where neither referral nor meeting came within two months."""
    store = Store()
    store.bulk_load(path=str(toy_release.path / "graph.nq"), format=RdfFormat.N_QUADS)
    for change in changes:
        store.update(re.sub(r"review:([\w/-]+)", rf"<{PREFIXES['review']}\1>", change), prefixes=PREFIXES)
    rows = select(store, question("marac-ground-without-referral").text)
    assert [f"{row['agency']}: {row['what']}" for row in rows if row["ground"] == ground] == found


def test_unknown_question() -> None:
    """A name that is not in the library is told with the nearest ones."""
    with pytest.raises(NoQuestionError, match="marac-few-actions"):
        question("marac-few-action")


RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def test_runaway_query_is_ended(packaged_release: Release) -> None:
    """A query that would run for ever ends soon after its limit."""
    began = time.monotonic()
    with pytest.raises(QueryTimeoutError, match="longer than 1 second"):
        ask(packaged_release, RUNAWAY, timeout=1)
    assert time.monotonic() - began < 30  # it would otherwise run for years


@pytest.mark.parametrize(
    "text",
    [
        "DELETE WHERE { ?s ?p ?o }",
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "DROP ALL",
        "LOAD <file:///etc/hosts>",
        "CLEAR ALL",
    ],
)
def test_updates_are_no_queries(text: str, packaged_release: Release) -> None:
    """Nothing can be changed by a query."""
    with pytest.raises(QueryError, match="no SPARQL query"):
        ask(packaged_release, text)


def test_syntax_error_is_told(packaged_release: Release) -> None:
    """A query that is not SPARQL is refused with its place, in one line."""
    with pytest.raises(QueryError, match=r"line 1, column \d+"):
        ask(packaged_release, "SELEC * WHERE { }")


def test_union_and_prefixes(packaged_release: Release) -> None:
    """A query sees all graphs as one and needs no prefixes."""
    answer = ask(packaged_release, "SELECT ?review { ?review a dhr:Review } ORDER BY ?review")
    assert answer.texts(short=True) == [["review:bexley-nargiza"], ["review:lewisham-kazia"]]


def test_other_forms_of_query(packaged_release: Release) -> None:
    """ASK and CONSTRUCT are answered, too."""
    assert ask(packaged_release, "ASK { ?x a dhr:ActNotDone, dhr:CaseEvent }").boolean is False
    answer = ask(packaged_release, "CONSTRUCT { ?r a dhr:Review } WHERE { ?r a dhr:Review }")
    assert answer.columns == ["subject", "predicate", "object"]
    assert len(answer.rows) == 2
    assert ask(packaged_release, "DESCRIBE agency:reach").rows


def test_formats(packaged_release: Release) -> None:
    """An answer is written as CSV, SPARQL JSON and Markdown, with awkward texts whole."""
    text = "SELECT (1 AS ?n) ('a|b' AS ?pipe) ('=1+1' AS ?formula) ('x\\ny, \"z\"' AS ?lines) ?none {}"
    answer = ask(packaged_release, text)
    assert list(csv.reader(written(answer, "csv").splitlines(keepends=True)))[1] == [
        "1",
        "a|b",
        "'=1+1",
        'x\ny, "z"',
        "",
    ]
    told = json.loads(written(answer, "json"))
    assert told["head"]["vars"] == ["n", "pipe", "formula", "lines", "none"]
    assert told["results"]["bindings"][0]["n"]["value"] == "1"
    assert r"a\|b" in written(answer, "md")
    assert len(written(answer, "md").splitlines()) == 3


def test_records_for_data_frames(packaged_build: pytest.TempPathFactory) -> None:
    """A build opens from Python, and an answer is a data frame with numbers and days."""
    with dhrgraph.open(str(packaged_build)) as graph:
        frame = pd.DataFrame(graph.ask("contacts-by-agency").records())
        days = graph.query("SELECT ?day { ?c a dhr:Contact ; dhr:earliest ?day } ORDER BY ?day LIMIT 1").records()
    assert frame["contacts"].sum() > 100
    assert days == [{"day": date(2006, 1, 1)}]


def test_cells_split() -> None:
    """Cells of several values are taken apart again."""
    assert split("a;b") == ["a", "b"]


def test_an_answer_without_rows_is_written() -> None:
    """No row gives the header alone."""
    assert written(Answer(["a", "b"], []), "csv") == "a,b\r\n"


def test_an_answer_is_a_sequence_of_rows(packaged_release: Release) -> None:
    """Data frames take an answer as it is, and an answer of rows reads like a list."""
    answer = ask(
        packaged_release, "SELECT ?review (1 AS ?n) { ?r a dhr:Review ; dcterms:identifier ?review } ORDER BY ?review"
    )
    assert len(answer) == 2
    assert answer[0] == {"review": "bexley-nargiza", "n": 1}
    assert answer[-1:] == [{"review": "lewisham-kazia", "n": 1}]
    assert list(answer) == answer.records()
    assert pd.DataFrame(answer).equals(pd.DataFrame(answer.records()))
