"""Refusing calls of other endpoints: each disguise is refused, nothing else is, and the time is in proportion."""

from __future__ import annotations

import random
import time

import pytest

from dhrgraph.questions.library import questions
from dhrgraph.questions.refusal import MAX_LENGTH, QueryRefusedError, refuse_letters, refuse_service
from tests.service_forms import Endpoint, endpoint, forms, run, soup, store

U = "<http://127.0.0.1:9/>"


def refused(text: str) -> bool:
    """Whether a query is refused."""
    try:
        refuse_service(text)
    except QueryRefusedError:
        return True
    return False


def test_each_disguise_is_refused_and_most_would_have_been_sent() -> None:
    """Each way of writing a call in each place is refused, and most really send a request if they are run."""
    asked = store()
    with endpoint() as url:
        texts = forms(url)
        assert [text for text in texts if not refused(text)] == []
        reached = 0
        for text in texts[::3]:
            Endpoint.hits.clear()
            run(text, asked)
            reached += bool(Endpoint.hits)
    assert len(texts) > 500
    assert reached > 150


def test_what_passes_reaches_nothing() -> None:
    """No text of calls and fragments that hide them passes and sends a request; enough of them would send one."""
    asked, chance, reached = store(), random.Random(11), 0
    with endpoint() as url:
        for _ in range(1500):
            text = soup(chance, url)
            Endpoint.hits.clear()
            run(text, asked)
            reached += bool(Endpoint.hits)
            assert refused(text) or not Endpoint.hits, text
    assert reached > 20


@pytest.mark.parametrize(
    "text",
    [
        f"PREFIX e: <http://e:> SELECT * {{ ?s ?p e:SERVICE{U}{{?a ?b ?c}} }}",
        f"SELECT * {{ ?s ?p e:a..b.SERVICE{U}{{?a ?b ?c}} }}",
        f"SELECT * {{ VALUES ?z {{ '''a' #\\q'''\n }} SERVICE{U}{{ ?x ?y ''}} }}",
        "SELECT * { ?s ?p ?o FILTER(?s<?o)SERVICE?u#>\n{?x ?y ?z} }",
        f"SELECT * {{ <<?s?p'>'>>?q?z.SERVICE{U}{{?x?y'z'}} }}",
        "SELECT * { SERVICE SILENT ?u\u0301 {?s ?p ?o} }",
        "SELECT * { ?a ?b ?c FILTER(?a<?b&&'>'!=?c) SERVICE SILENTe:x {?s ?p 'x'} }",
        r"SELECT * { \u0053ERVICE <x:> {} }",
        r"SELECT * { ?s ?p 'a\u0027. SERVICE <x:> { ?a ?b \u0027c' }",
        "SELECT * { \u017fervice <x:> {} }",
        "SELECT * { ?s ?p 'no end }\n service",
    ],
)
def test_traps_are_refused(text: str) -> None:
    """Texts that a reader takes apart in another way than the engine are refused."""
    assert refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service ?x { ?s ex:service ?service . ?x service:p _:service }",
        "SELECT ?caf\u00e9 $service { GRAPH ex:service { ?s ?p 'it''s'@service, 'x'@en-service } }",
        "SELECT * { _:service a <http://example.org/service>, <http://e.org/#service> } # SERVICE <x> {",
        "SELECT * { ?s ?p '''It's a SERVICE <x:> { ''', \"\"\"It's \"SERVICE <x:> {\" \"\"\" }",
        "SELECT * { ?s ?p 'SERVICE <x:> {', \"SERVICE <x:> {\", 'a\\u0022 service' FILTER(?a<?b&&?c>?d) }",
        "SELECT * { ?a ?b ?c FILTER(?a<?b&&'>'!='x service y') }",
        "SELECT * { ?s <http://a.b/it's> ?o ; rdfs:label 'a service <x:> {' }",
        "SELECT (ex:a.b.service AS ?x) { ?s ?p 'don\\'t SERVICE <x:> {' }",
        "DESCRIBE <http://x/Leaving-Care-Service>",
        "SELECT ?service { ?s dhr:withAgency ?service } ORDER BY ?service",
        "SELECT * { ?s rdfs:label 'Leaving Care Service' ; ?p \"no end }",
    ],
)
def test_the_letters_may_stand_in_names_texts_and_comments(text: str) -> None:
    """A service may be spoken of; what is no SPARQL for another reason is left to the engine, unless it has the word."""
    assert refused(text) == text.endswith("no end }")


def test_questions_of_the_library_pass() -> None:
    """Each question of the library passes, and some of them hold the letters."""
    assert not [one.name for one in questions() if refused(one.text)]
    assert [one.name for one in questions() if "service" in one.text.lower()]


@pytest.mark.parametrize("text", ["SELECT ?Service {}", r"SELECT * { ?s ?p 'ser\u0056ice' }", "# \u017fervice\nASK {}"])
def test_letters(text: str) -> None:
    """Where nothing else keeps a query from the network, the letters are refused anywhere, and nothing else is."""
    with pytest.raises(QueryRefusedError, match="letters 'service'"):
        refuse_letters(text)
    refuse_letters("SELECT ?serv { ?serv rdfs:label ?ice FILTER REGEX(?ice, 'serv.ce') }")


@pytest.mark.parametrize(
    "part",
    [
        *(
            "<",
            "'",
            '"',
            "#",
            "\\",
            r"\u0041",
            "<a#>",
            "<a'>",
            "a.",
            "a:",
            ":",
            "e:a.",
            "''' ",
            "'''\"\"\"",
            r"\'",
            "{",
            "?",
            "@",
        ),
        *(
            "service:a ",
            "<service>",
            "<e:service#>",
            "<(service?a#>",
            "'''\\q\n",
            "''' #\\q\n",
            "%41",
            "<\\u0041",
            "servic#e\n",
        ),
    ],
)
def test_time_is_in_proportion_to_length(part: str) -> None:
    """A flood of one part takes no more than a few times as long where it is eight times as long."""

    def seconds(length: int) -> float:
        text = f"?service 'service' {part * (length // len(part))} service"
        began = time.process_time()
        refused(text)
        return time.process_time() - began

    assert seconds(160_000) < 40 * (seconds(20_000) + 0.05)


def test_long_texts_are_refused() -> None:
    """A text that is longer than the limit is refused, whatever it holds."""
    with pytest.raises(QueryRefusedError, match="at most 200,000"):
        refuse_service("ASK {}" + " " * MAX_LENGTH)
    refuse_service("ASK {}".ljust(MAX_LENGTH))
