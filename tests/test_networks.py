"""The networks: every fact of the graph is there, once, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from datetime import date
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from dhrgraph.lexicon.edtf import parse
from dhrgraph.networks import PROJECTIONS, Filters, NetworkError, project
from dhrgraph.networks.contacts import contacts
from dhrgraph.networks.facts import source as source_of
from dhrgraph.rdf.query import select
from dhrgraph.rdf.release import open_release
from dhrgraph.rebuild import rebuild
from dhrgraph.records.codes import groups
from dhrgraph.resources import datasets
from tests.conftest import ROOT
from tests.networks_case import Case, agency_iri, person_iri, register

COLLECTIONS = {
    "packaged": None,
    "template": datasets() / "template",
    **({"toy": ROOT / "tests" / "toy"} if (ROOT / "tests" / "toy").is_dir() else {}),
}


@pytest.fixture(scope="module", params=COLLECTIONS)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The store of a collection, real or invented."""
    build = tmp_path_factory.mktemp(request.param)
    rebuild(COLLECTIONS[request.param], build)
    with open_release(build) as release:
        return release.store()


def count(made: Store, pattern: str, what: str = "*") -> int:
    """How many solutions a pattern has, by plain SPARQL."""
    (row,) = select(made, f"SELECT (COUNT({what}) AS ?number) {{ {pattern} }}")
    return int(row["number"])


def of_kind(graph: nx.Graph[str], *kinds: str) -> list[dict[str, Any]]:
    """The edges of kinds."""
    return [told for _, _, told in graph.edges(data=True) if told["kind"] in kinds]


def keyed(graph: nx.MultiGraph[str]) -> list[tuple[str, str, str, dict[str, Any]]]:
    """The edges with their keys and attributes."""
    return list(graph.edges(keys=True, data=True))


def facts(graph: nx.MultiGraph[str]) -> set[tuple[frozenset[str], str]]:
    """What tells an edge from others: its ends and its key."""
    return {(frozenset((one, other)), key) for one, other, key, _ in keyed(graph)}


def test_contacts_are_the_incidences(store: Store) -> None:
    """An edge for each contact, agency and person, by plain SPARQL."""
    graph = project(store, "contacts")
    assert graph.number_of_edges() == count(
        store, "?c a dhr:Contact ; dhr:withAgency ?a ; dhr:concerns ?p", "DISTINCT CONCAT(STR(?c), STR(?a), STR(?p))"
    )
    assert sum(told["missed"] for told in of_kind(graph, "contact")) == count(
        store, "?c a dhr:Contact ; dhr:withAgency ?a ; dhr:concerns ?p ; dhr:missedOpportunity true"
    )
    for told in of_kind(graph, "contact"):
        assert told["passages"]
        if told["when"]:
            bounds = parse(told["when"])
            assert told["earliest"] == (bounds.earliest.isoformat() if bounds.earliest else "")
            assert told["latest"] == (bounds.latest.isoformat() if bounds.latest else "")


def test_contacts_of_victims_and_perpetrators(store: Store) -> None:
    """What the page of contacts shows is the network of these two roles."""
    filters = Filters(roles=frozenset({"victim", "perpetrator"}))
    both = project(store, "contacts", filters)
    page = contacts(source_of(store, filters), filters)
    assert list(both.nodes(data=True)) == list(page.nodes(data=True))
    assert list(keyed(both)) == list(keyed(page))
    assert {both.nodes[node]["role"] for node in both if both.nodes[node]["kind"] == "person"} <= {
        "victim",
        "perpetrator",
    }


def test_information_is_that_of_the_records(store: Store) -> None:
    """An arrow for each pair of ends of each referral and sharing, and of the acts not done that were to reach others."""
    graph = project(store, "information")
    kinds = Counter(told["kind"] for told in of_kind(graph, "referral", "sharing", "not done"))
    assert sum(kinds.values()) == graph.number_of_edges()
    ends = "OPTIONAL {{ ?r dhr:{}Agency ?f }} OPTIONAL {{ ?r dhr:toAgency ?t }}"
    assert kinds["referral"] == count(store, "?r a dhr:Referral . " + ends.format("from"))
    assert kinds["sharing"] == count(store, "?r a dhr:InformationShare . " + ends.format("from"))
    act = "<https://w3id.org/dhrgraph/code/act/{}>"
    listed = ", ".join(act.format(one) for one in ("referral", "re-referral", "information-sharing"))
    assert kinds["not done"] == count(
        store, f"?r a dhr:ActNotDone ; dhr:act ?act . {ends.format('by')} FILTER (?act IN ({listed}) || BOUND(?t))"
    )


def test_information_keeps_apart_what_was_not_done(store: Store) -> None:
    """No record is both an act and an act not done, and measures count acts alone."""
    graph = project(store, "information")
    keys: dict[str, set[str]] = {"referral": set(), "sharing": set(), "not done": set()}
    for _, _, key, told in keyed(graph):
        keys[told["kind"]].add(key)
    assert not keys["not done"] & (keys["referral"] | keys["sharing"])
    assert "not done" not in graph.graph["counts"]


def test_knowledge_is_that_of_the_records(store: Store) -> None:
    """An edge for each knowledge and each contact in which abuse came up, stated and hedged apart, and none inferred."""
    graph = project(store, "knowledge")
    coded = """?k a dhr:AgencyKnowledge ; dhr:knower ?a ; dhr:certainty/skos:notation ?sure .
      { ?k dhr:knowsOf ?what . ?what dhr:certainty/skos:notation ?sure_of_it }
      UNION { ?k dhr:concerns ?what BIND ("stated" AS ?sure_of_it) FILTER NOT EXISTS { ?k dhr:knowsOf ?any } }"""
    stated = coded + " FILTER (?sure = 'stated' && ?sure_of_it = 'stated')"
    assert len(of_kind(graph, "coded")) == count(store, stated, "DISTINCT CONCAT(STR(?k), STR(?what))")
    told = """?c a dhr:Contact ; dhr:withAgency ?a ; dhr:concerns|dhr:aboutPerson ?p ; dhr:certainty/skos:notation ?sure ;
      dhr:disclosure/skos:notation ?how FILTER (?how IN ('disclosed', 'reported-by-other', 'already-known'))"""
    assert len(of_kind(graph, "contact")) == count(store, told + " FILTER (?sure = 'stated')")
    everything = count(store, coded, "DISTINCT CONCAT(STR(?k), STR(?what))") + count(store, told)
    assert len(of_kind(graph, "coded", "contact", "hedged")) == everything
    assert of_kind(graph, "inferred") == []
    known = {
        (body, person)
        for one, other, fact in graph.edges(data=True)
        for body in (one if graph.nodes[one]["kind"] != "abuse" else other,)
        for person in fact["persons"]
    }
    inferred = {(row["a"], row["p"]) for row in select(store, "SELECT ?a ?p { ?a dhr:knewOfAbuseOf ?p }")}
    assert inferred <= known


def test_recommendations_are_those_of_the_records(store: Store) -> None:
    """An edge for each recommendation, addressee and theme, and for each recommendation and theme."""
    graph = project(store, "recommendations")
    pattern = "?r a dhr:Recommendation ; dhr:theme ?theme"
    assert len(of_kind(graph, "made in")) == count(store, pattern)
    assert len(of_kind(graph, "addressed")) == count(store, pattern + " ; dhr:addressedTo ?to")


def test_sequences_never_run_backwards(store: Store) -> None:
    """A contact that follows another can not have been before it, and all dated contacts come up."""
    graph = project(store, "sequences")
    for told in of_kind(graph, "followed by"):
        before, after = told["contacts"]
        assert before["latest"] < after["earliest"]
        assert before["person"] == after["person"]
        assert told["days_least"] > 0
    dated = {told["record"] for one in graph.edges(data=True) for told in one[2]["contacts"]}
    incidences = project(store, "contacts")
    assert graph.graph["undated"] == sum(
        not (told["earliest"] or told["latest"]) for told in of_kind(incidences, "contact")
    )
    people = {"victim", "perpetrator"}
    wanted = {
        key
        for one, other, key, told in keyed(incidences)
        if (told["earliest"] or told["latest"])
        and {incidences.nodes[one].get("role"), incidences.nodes[other].get("role")} & people
    }
    assert wanted <= dated


def test_agencies_share_persons(store: Store) -> None:
    """Two agencies are joined over those persons with whom both had contact, never over others."""
    contacts, graph = project(store, "contacts"), project(store, "agencies")
    for one, other, person, told in keyed(graph):
        assert contacts.has_edge(one, person)
        assert contacts.has_edge(other, person)
        behind = {(contact["record"], contact["agency"]) for contact in told["contacts"]}
        assert behind == {(key, agency) for agency in (one, other) for key in contacts[agency][person]}


@pytest.mark.parametrize("name", PROJECTIONS)
def test_attributes_are_told(store: Store, name: str) -> None:
    """All nodes and edges have the attributes that all shall have, and none is None."""
    graph = project(store, name)
    assert graph.graph["name"] == name
    for _, data in graph.nodes(data=True):
        assert data["kind"]
        assert data["label"]
        assert None not in data.values()
    for _, _, told in graph.edges(data=True):
        assert {"kind", "review", "when", "earliest", "latest", "passages"} <= told.keys()
        assert told["review"] in graph.graph["reviews"]
        assert None not in told.values()
        assert told["kind"] in graph.graph["counts"] or told["kind"] in (
            "not done",
            "made in",
            "last before the death",
            "hedged",
        )
    kinds = {kind for mode in graph.graph["modes"] for kind in mode}
    assert kinds & {data["kind"] for _, data in graph.nodes(data=True)} or not len(graph)


@pytest.mark.parametrize("name", PROJECTIONS)
def test_filters_give_parts(store: Store, name: str) -> None:
    """What a filter lets through is part of the whole, and every fact of the whole passes the filters that name it."""
    whole = project(store, name)
    takes = PROJECTIONS[name].filters
    everything = facts(whole)
    ids = [row["id"] for row in select(store, "SELECT ?id { ?r a dhr:Review ; dcterms:identifier ?id }")]
    parts = [facts(project(store, name, Filters(reviews=frozenset({one})))) for one in ids]
    assert set().union(*parts) == everything
    assert sum(map(len, parts)) == len(everything)
    assert facts(project(store, name, Filters(reviews=frozenset(ids)))) == everything
    for sector in ("police", "housing"):
        part = project(store, name, Filters(sectors=frozenset({sector})))
        assert facts(part) <= everything
        assert all(
            any(part.nodes[end].get("sector") == sector for end in ends if end in part) or told["kind"] == "made in"
            for *ends, told in part.edges(data=True)
        )
    grouped = project(store, name, Filters(sectors=frozenset({"justice"})))
    single = project(store, name, Filters(sectors=frozenset(groups("sector")["justice"])))
    assert facts(grouped) == facts(single)
    assert grouped.graph["filters"] == "sectors: justice"
    if "roles" in takes:
        part = project(store, name, Filters(roles=frozenset({"victim"})))
        assert facts(part) <= everything
        assert all("victim" in told.get("roles", ["victim"]) for _, _, told in part.edges(data=True))
    if "kinds" in takes and name != "sequences":
        kind = "sharing" if name == "information" else "phone"
        assert facts(project(store, name, Filters(kinds=frozenset({kind})))) <= everything
    if name not in ("sequences", "agencies", "silent-pairs"):
        early, late = Filters(until=date(2012, 12, 31)), Filters(since=date(2012, 12, 31))
        dated = {
            (frozenset((one, other)), key)
            for one, other, key, told in keyed(whole)
            if told["earliest"] or told["latest"]
        }
        found = facts(project(store, name, early)) | facts(project(store, name, late))
        assert found == dated


def test_period_by_hand() -> None:
    """What can lie in the period passes, what has no date does not; both ends count."""
    made = Store()
    register(made, police="police")
    case = Case(made)
    for record, when in (
        ("day", "2012-05-01"),
        ("year", "2012"),
        ("since", "2011/.."),
        ("until", "../2012"),
        ("none", ""),
    ):
        case.contact(record, ["police"], when)

    def left(since: str, until: str) -> set[str]:
        filters = Filters(since=date.fromisoformat(since), until=date.fromisoformat(until))
        return {key.rpartition("/")[2] for _, key in facts(project(made, "contacts", filters))}

    assert left("2012-05-01", "2012-05-01") == {"day", "year", "since", "until"}
    assert left("2012-05-02", "2012-12-31") == {"year", "since", "until"}
    assert left("2013-01-01", "2013-12-31") == {"since"}
    assert left("2009-01-01", "2010-12-31") == {"until"}


def test_filters_that_cannot_be() -> None:
    """Unknown names are told with the nearest ones; a filter that says nothing of a network is refused."""
    made = Store()
    register(made, police="police")
    Case(made)
    with pytest.raises(NetworkError, match="did you mean contacts"):
        project(made, "contact")
    with pytest.raises(NetworkError, match=r"there is no review 'on'.*did you mean one"):
        project(made, "contacts", Filters(reviews=frozenset({"on"})))
    with pytest.raises(NetworkError, match=r"there is no sector 'polise'.*did you mean police"):
        project(made, "contacts", Filters(sectors=frozenset({"polise"})))
    with pytest.raises(NetworkError, match=r"did you mean health.*and the groups health, social-care, justice"):
        project(made, "contacts", Filters(sectors=frozenset({"helth"})))
    with pytest.raises(NetworkError, match="there is no role"):
        project(made, "contacts", Filters(roles=frozenset({"witness"})))
    with pytest.raises(NetworkError, match="there is no kind"):
        project(made, "information", Filters(kinds=frozenset({"phone"})))
    with pytest.raises(NetworkError, match="recommendations takes no filter 'roles'"):
        project(made, "recommendations", Filters(roles=frozenset({"victim"})))
    with pytest.raises(NetworkError, match="contacts takes no filter 'within'"):
        project(made, "contacts", Filters(within=3))
    with pytest.raises(NetworkError, match="runs backwards"):
        Filters(since=date(2012, 1, 2), until=date(2012, 1, 1))
    with pytest.raises(NetworkError, match="give a number of days"):
        Filters(within=-1)


@pytest.mark.parametrize("name", PROJECTIONS)
def test_nothing_to_show(name: str) -> None:
    """An empty graph gives an empty network."""
    graph = project(Store(), name)
    assert (len(graph), graph.size(), graph.graph["reviews"]) == (0, 0, [])


def test_unnamed_ends_are_kept() -> None:
    """A fact whose end the report does not name leads to a node that says so, one for each review."""
    made = Store()
    register(made, police="police", gp="primary-care")
    for review in ("one", "two"):
        case = Case(made, review)
        case.referral("r", "", "gp")
        case.not_done("n", ["police", "gp"])
    graph = project(made, "information")
    assert Counter(data["kind"] for _, data in graph.nodes(data=True)) == {"agency": 2, "unnamed": 2}
    assert graph.number_of_edges() == 6


def test_inferred_knowledge_alone_is_shown_as_such() -> None:
    """Where only a rule says that an agency knew, the edge says so."""
    made = Store()
    register(made, police="police", gp="primary-care")
    case = Case(made)
    case.infer_knowledge("police")
    case.infer_knowledge("gp")
    case.contact("c", ["gp"], "2010", disclosure="disclosed")
    graph = project(made, "knowledge")
    kinds = {one if "agency" in one else other: told["kind"] for one, other, told in graph.edges(data=True)}
    assert kinds == {agency_iri("police"): "inferred", agency_iri("gp"): "contact"}


def test_sequence_by_hand() -> None:
    """Police, then GP and hospital in one month, then housing; the last before the death is certain only if alone."""
    made = Store()
    register(made, police="police", gp="primary-care", trust="acute-health", homes="housing")
    case = Case(made, death="2010-12-31")
    case.contact("p", ["police"], "2010-01-01")
    case.contact("g", ["gp"], "2010-02")
    case.contact("t", ["trust"], "2010-02-10")
    case.contact("h", ["homes"], "2010-03-05")
    case.contact("u", ["homes"], "")
    graph = project(made, "sequences")
    arrows = {
        (one.rpartition("/")[2], other.rpartition("/")[2]): (told["days_least"], told["days_most"], told["certain"])
        for one, other, told in graph.edges(data=True)
    }
    assert arrows == {
        ("police", "gp"): (31, 58, True),
        ("police", "trust"): (40, 40, True),
        ("gp", "homes"): (5, 32, True),
        ("trust", "homes"): (23, 23, True),
        ("homes", "death"): (301, 301, True),
    }
    assert graph.graph["undated"] == 1
    case.contact("o", ["police"], "2010-03")
    ends = {told["certain"] for _, other, told in project(made, "sequences").edges(data=True) if "death" in other}
    assert ends == {False}


agencies = st.lists(st.sampled_from(["police", "gp", "trust"]), min_size=1, max_size=3, unique=True)
people = st.lists(st.sampled_from(["ann", "bob"]), min_size=1, max_size=2, unique=True)
whens = st.sampled_from(["", "2010", "2010-05", "2010-05-09", "2010/2011", "2011/..", "../2009"])


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["one", "two"]), agencies, people, whens), max_size=8))
def test_no_contact_is_lost(contacts: list[tuple[str, list[str], list[str], str]]) -> None:
    """However many agencies, people and reviews: as many edges as pairs of agency and person, and none twice."""
    made = Store()
    register(made, police="police", gp="primary-care", trust="acute-health")
    cases = {review: Case(made, review) for review in ("one", "two")}
    wanted = set()
    for number, (review, bodies, persons, when) in enumerate(contacts):
        cases[review].contact(f"c{number}", bodies, when, persons=persons)
        wanted |= {
            (frozenset((agency_iri(body), person_iri(person, review))), cases[review].iri("contact", f"c{number}"))
            for body in bodies
            for person in persons
        }
    assert facts(project(made, "contacts")) == wanted
    part = project(made, "contacts", Filters(reviews=frozenset({"one"})))
    assert facts(part) == {fact for fact in wanted if "/review/one/" in fact[1]}
    counted = select(made, "SELECT (COUNT(*) AS ?n) { ?c a dhr:Contact ; dhr:withAgency ?a ; dhr:concerns ?p }")
    assert len(wanted) == int(counted[0]["n"])


def test_under_another_base() -> None:
    """Queries and codes are those of the base in use."""
    code = (
        "from tests.networks_case import *; from pyoxigraph import Store; from dhrgraph.networks import project\n"
        "made = Store(); register(made, police='police', gp='primary-care'); case = Case(made)\n"
        "case.contact('c', ['police'], '2010', disclosure='disclosed'); case.contact('d', ['gp'], '2010')\n"
        "graph = project(made, 'silent-pairs')\n"
        "print(graph.number_of_edges(), sorted(graph), [data['sector_label'] for _, data in sorted(graph.nodes(data=True))])"
    )
    other = {**os.environ, "DHRGRAPH_BASE": "https://example.org/"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=other, capture_output=True, text=True, check=True)
    assert done.stdout.split(" ", 1) == [
        "1",
        "['https://example.org/agency/gp', 'https://example.org/agency/police'] ['primary care', 'police']\n",
    ]


@pytest.mark.slow
def test_a_thousand_reviews() -> None:
    """Of 1,200 invented reviews with known patterns every network is right, and one of them can be read by itself."""
    made, reviews = Store(), 1200
    register(made, police="police", gp="primary-care", ward="acute-health", homes="housing", marac="forum")
    for number in range(reviews):
        case = Case(made, f"r{number:04}")
        case.contact("p", ["police"], "2010-05-01", disclosure="disclosed", persons=["ann", "bob"])
        case.contact("g", ["gp"], "2010-05-01")
        case.contact("w", ["ward"], "2010-05")
        case.contact("h", ["homes"], "2012-01-01")
        if number % 2:
            case.referral("r", "police", "marac")
            case.meeting("m", "marac", ["gp"], heard=["r"])
        case.recommendation("1", ["police"], ["training", "marac"])
    contacts = project(made, "contacts")
    assert contacts.number_of_edges() == 5 * reviews
    assert len(contacts) == 4 + 2 * reviews
    # Police and ward, and police and GP where no meeting joined them: gp and ward did not know.
    silent = project(made, "silent-pairs")
    pairs = Counter(tuple(sorted(end.rpartition("/")[2] for end in edge)) for edge in silent.edges())
    assert pairs == {("police", "ward"): reviews, ("gp", "police"): reviews // 2}
    assert len(silent.graph["set_aside"]) == reviews // 2
    assert project(made, "information").number_of_edges() == reviews // 2
    assert project(made, "recommendations").number_of_edges() == 4 * reviews
    arrows = Counter(told["kind"] for *_, told in keyed(project(made, "sequences")))
    assert arrows == {"followed by": 3 * reviews, "last before the death": 2 * reviews}
    one = Filters(reviews=frozenset({"r0007"}))
    assert project(made, "contacts", one).number_of_edges() == 5
    assert project(made, "silent-pairs", one).number_of_edges() == 1
