"""Silent pairs: each condition by itself, and those of the two real reviews."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from dhrgraph.networks import Filters, project
from dhrgraph.networks.pairs import pairs
from dhrgraph.records import Collection
from dhrgraph.records.readings import settled
from dhrgraph.records.types import Contact
from tests.networks_case import Case, agency_iri, register


def store() -> Store:
    """A register of agencies, services and a forum."""
    made = Store()
    register(
        made,
        police="police",
        gp="primary-care",
        trust="acute-health",
        ward="acute-health<trust",
        clinic="acute-health<trust",
        marac="forum",
    )
    return made


def short(iri: str) -> str:
    """The id of a thing."""
    return iri.rpartition("/")[2]


def silent(made: Store, filters: Filters | None = None) -> set[tuple[str, str, str]]:
    """The silent pairs, each with the person."""
    graph = project(made, "silent-pairs", filters)
    return {(*sorted((short(one), short(other))), short(key)) for one, other, key in edges(graph)}  # type: ignore[misc]


def edges(graph: nx.Graph[str]) -> list[tuple[str, str, str]]:
    """The edges with their keys."""
    assert isinstance(graph, nx.MultiGraph)
    return list(graph.edges(keys=True))


def aside(made: Store) -> dict[tuple[str, str, str], str]:
    """The pairs that were set aside, with the reason."""
    told = project(made, "silent-pairs").graph["set_aside"]
    return {(*sorted((short(one["one"]), short(one["other"]))), short(one["person"])): one["why"] for one in told}  # type: ignore[misc]


def side_by_side(**more: str) -> Case:
    """The police, to whom abuse was told, and the GP, on one day."""
    case = Case(store())
    case.contact("p", ["police"], "2010-05-01", disclosure="disclosed", **more)
    case.contact("g", ["gp"], "2010-05-01", **more)
    return case


PAIR = ("gp", "police", "ann")


def test_silence() -> None:
    """Two agencies on one day, one knew, no exchange: a silent pair, with what is behind it."""
    made = side_by_side().store
    graph = project(made, "silent-pairs")
    assert silent(made) == {PAIR}
    ((_, _, told),) = graph.edges(data=True)
    assert (told["occasions"], told["occasions_certain"], told["certain"], told["gap_days"]) == (1, 1, True, 0)
    assert told["knew"] == [agency_iri("police")]
    assert [short(contact["record"]) for contact in told["contacts"]] == ["g", "p"]
    assert [fact["ground"] for fact in told["knowledge"]] == ["contact"]
    assert graph.graph["set_aside"] == []


@pytest.mark.parametrize("disclosure", ["none", "indicators", "unclear", ""])
def test_nobody_knew(disclosure: str) -> None:
    """Without knowledge there is no silence to speak of; signs alone, and what is told in two ways, are none."""
    case = Case(store())
    case.contact("p", ["police"], "2010-05-01", disclosure=disclosure)
    case.contact("g", ["gp"], "2010-05-01")
    assert silent(case.store) == set()
    assert aside(case.store) == {}


def knew_by_record(case: Case) -> None:
    """The coding says that the GP knew of a type of abuse."""
    case.abuse("hits")
    case.knowledge("k", "gp", abuse="hits")


GROUNDS: dict[str, Callable[[Case], None]] = {
    "reported": lambda case: case.contact("x", ["gp"], "2009-01-01", disclosure="reported-by-other"),
    "known already": lambda case: case.contact("x", ["gp"], "2009-01-01", disclosure="already-known"),
    "told by the perpetrator": lambda case: case.contact("x", ["gp"], persons=["bob"], disclosure="disclosed"),
    "coded": knew_by_record,
    "coded, type not told": lambda case: case.knowledge("k", "gp", persons=["ann"]),
    "risk": lambda case: case.risk("r", "gp", "medium"),
    "risk, grade not told": lambda case: case.risk("r", "gp", "not-stated"),
    "inferred": lambda case: case.infer_knowledge("gp"),
}


@pytest.mark.parametrize("ground", GROUNDS)
def test_grounds_of_knowledge(ground: str) -> None:
    """Each ground makes that agency one that knew."""
    case = Case(store())
    case.contact("p", ["police"], "2010-05-01")
    case.contact("g", ["gp"], "2010-05-01")
    assert silent(case.store) == set()
    GROUNDS[ground](case)
    assert silent(case.store) == {PAIR}
    ((_, _, told),) = project(case.store, "silent-pairs").edges(data=True)
    assert told["knew"] == [agency_iri("gp")]


def test_risk_of_none_is_no_knowledge() -> None:
    """An assessment that found no risk is none."""
    case = Case(store())
    case.contact("p", ["police"], "2010-05-01")
    case.contact("g", ["gp"], "2010-05-01")
    case.risk("r", "gp", "none")
    assert silent(case.store) == set()


def test_knowledge_of_another_case_is_none() -> None:
    """What an agency knew in one review says nothing in another."""
    case = Case(store())
    case.contact("p", ["police"], "2010-05-01")
    case.contact("g", ["gp"], "2010-05-01")
    other = Case(case.store, "two")
    other.contact("p", ["police"], "2010-05-01", disclosure="disclosed")
    assert silent(case.store) == set()


def heard(case: Case) -> None:
    """The police referred to the MARAC, at which the GP sat."""
    case.referral("r", "police", "marac")
    case.meeting("m", "marac", ["gp"], heard=["r"])


def given_an_action(case: Case) -> None:
    """The police sat at the MARAC, which gave the GP an action."""
    case.meeting("m", "marac", ["police"], owners=["gp", "marac"])


def gave_to_the_forum(case: Case) -> None:
    """The GP gave information to the MARAC at which the police sat."""
    case.sharing("s", ["gp"], ["marac"])
    case.meeting("m", "marac", ["police"])


def got_from_the_forum(case: Case) -> None:
    """The MARAC at which the police sat referred on to the GP."""
    case.meeting("m", "marac", ["police"])
    case.referral("r", "marac", "gp")


def answered(case: Case) -> None:
    """The GP answered a referral that the police had made to the MARAC."""
    case.referral("r", "police", "marac")
    case.contact("a", ["gp"], "2010-06-01", answers="r")


def claimed(case: Case) -> None:
    """One passage has the GP refer to the clinic, another, not preferred, to the police."""
    case.referral("r", "gp", "clinic")
    case.claim("referral", "r", "toAgency", "police")


EXCHANGES: dict[str, tuple[str, Callable[[Case], None]]] = {
    "referral": ("referral", lambda case: case.referral("r", "police", "gp")),
    "referral back": ("referral", lambda case: case.referral("r", "gp", "police")),
    "referral of the perpetrator": ("referral", lambda case: case.referral("r", "gp", "police", persons=["bob"])),
    "referral of a child": ("referral", lambda case: case.referral("r", "gp", "police", persons=["kid"])),
    "sharing": ("sharing", lambda case: case.sharing("s", ["gp"], ["clinic", "police"])),
    "sharing that names nobody": ("sharing", lambda case: case.sharing("s", ["gp"], ["police"], persons=[])),
    "contact together": ("contact", lambda case: case.contact("c", ["gp", "police"], "2014-01-01")),
    "present": ("contact", lambda case: case.contact("c", ["gp"], "2014-01-01", present=["police"])),
    "present where abuse came up": (
        "contact",
        lambda case: case.contact("c", ["gp"], persons=["bob"], present=["police"], disclosure="disclosed"),
    ),
    "both at a meeting": ("meeting", lambda case: case.meeting("m", "marac", ["gp", "police"])),
    "heard at a meeting": ("meeting", heard),
    "given an action": ("meeting", given_an_action),
    "gave to the forum": ("meeting", gave_to_the_forum),
    "got from the forum": ("meeting", got_from_the_forum),
    "answered": ("answered referral", answered),
    "claimed": ("referral", claimed),
}


@pytest.mark.parametrize("exchange", EXCHANGES)
def test_exchanges(exchange: str) -> None:
    """Each kind of exchange ends the silence, and is told."""
    how, add = EXCHANGES[exchange]
    case = side_by_side()
    case.person("kid", "child")
    assert silent(case.store) == {PAIR}
    add(case)
    assert PAIR not in silent(case.store)
    assert aside(case.store)[PAIR] == how


def other_review(case: Case) -> None:
    """An exchange of another review."""
    Case(case.store, "two").referral("r", "police", "gp")


def two_meetings(case: Case) -> None:
    """Each sat at a meeting, at which the other did not."""
    case.meeting("m", "marac", ["gp"])
    case.meeting("n", "marac", ["police"])


def heard_elsewhere(case: Case) -> None:
    """The referral of the police was heard at one meeting, the GP sat at another."""
    case.referral("r", "police", "marac")
    case.meeting("m", "marac", heard=["r"])
    case.meeting("n", "marac", ["gp"])


NO_EXCHANGES: dict[str, Callable[[Case], None]] = {
    "of another review": other_review,
    "with a third": lambda case: case.referral("r", "police", "clinic"),
    "to one unnamed": lambda case: case.referral("r", "police", ""),
    "not done": lambda case: case.not_done("n", ["police"], ["gp"]),
    "referral not done": lambda case: case.not_done("n", ["police"], ["gp"], act="referral"),
    "present with another": lambda case: case.contact("c", ["gp"], persons=["bob"], present=["police"]),
    "two meetings": two_meetings,
    "heard elsewhere": heard_elsewhere,
}


@pytest.mark.parametrize("what", NO_EXCHANGES)
def test_what_is_no_exchange(what: str) -> None:
    """None of these ends the silence."""
    case = side_by_side()
    NO_EXCHANGES[what](case)
    assert PAIR in silent(case.store)


def test_service_and_organisation_are_one_side() -> None:
    """They make no pair, and an exchange of either is one of both; two services are two sides; each knows for itself."""
    case = Case(store())
    case.contact("w", ["ward"], "2010-05-01", disclosure="disclosed")
    case.contact("t", ["trust"], "2010-05-01")
    case.contact("c", ["clinic"], "2010-05-01")
    case.contact("p", ["police"], "2010-05-01")
    assert silent(case.store) == {("clinic", "ward", "ann"), ("police", "ward", "ann")}
    assert aside(case.store) == {("trust", "ward", "ann"): "one organisation"}
    case.sharing("s", ["trust"], ["police"])
    assert silent(case.store) == {("clinic", "ward", "ann")}


def test_forum_is_no_agency() -> None:
    """A forum that stands where only agencies should makes no pair."""
    case = Case(store())
    case.contact("m", ["marac"], "2010-05-01", disclosure="disclosed")
    case.contact("g", ["gp"], "2010-05-01")
    assert silent(case.store) == set()


def test_both_persons() -> None:
    """A pair is told for each person that two agencies share."""
    assert silent(side_by_side(persons=["ann", "bob"]).store) == {PAIR, ("gp", "police", "bob")}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "second", "within", "wanted"),
    [
        ("2010-05-01", "2010-05-02", 0, None),
        ("2010-05-01", "2010-05-02", 1, (1, 1, True)),
        ("2010-05-01", "2010-05", 0, (1, 0, False)),
        ("2010-05-01", "2010-05", 30, (1, 1, True)),
        ("2010-05-01", "2010-05", 29, (1, 0, False)),
        ("2010-05-01", "", 0, (1, 0, False)),
        ("", "", 400, (1, 0, False)),
        ("2010-05-01", "2010/..", 0, (1, 0, False)),
        ("2010-05-01", "2011/..", 0, None),
        ("2010-05-01", "../2010-04-30", 0, None),
        ("2010-05-01", "../2010-04-30", 1, (1, 1, True)),
        ("2010-05-01", "[..2010-04-30]", 1, (1, 0, False)),
        ("2010-05-01", "2010-04/2010-06", 0, (1, 1, True)),
        ("2010-05-01", "[2010-04..2010-06]", 0, (1, 0, False)),
        ("2010-05-01", "2010-04-30~", 0, (1, 0, False)),
    ],
)
def test_overlap(first: str, second: str, within: int, wanted: tuple[int, int, bool] | None) -> None:
    """What may be side by side, and what certainly is, with open, absent and vague dates."""
    case = Case(store())
    case.contact("p", ["police"], first, disclosure="disclosed")
    case.contact("g", ["gp"], second)
    found = [
        (told["occasions"], told["occasions_certain"], told["certain"])
        for _, _, told in project(case.store, "silent-pairs", Filters(within=within)).edges(data=True)
    ]
    assert found == ([wanted] if wanted else [])


def test_periods_overlap_without_an_occasion() -> None:
    """One agency before and after the other: their periods certainly overlap, though no two contacts meet."""
    case = Case(store())
    case.contact("p", ["police"], "2010-01-01", disclosure="disclosed")
    case.contact("q", ["police"], "2010-12-31")
    case.contact("g", ["gp"], "2010-02-01")
    ((_, _, told),) = project(case.store, "silent-pairs").edges(data=True)
    assert (told["certain"], told["occasions"], told["occasions_certain"], told["gap_days"]) == (True, 0, 0, 31)
    assert silent(case.store, Filters(until=date(2010, 6, 1))) == set()


def test_filters_narrow_contacts_not_exchanges() -> None:
    """An exchange outside the period, or with others, still ends the silence."""
    case = side_by_side()
    case.referral("r", "police", "gp", "2014-01-01")
    narrow = Filters(since=date(2010, 1, 1), until=date(2010, 12, 31), roles=frozenset({"victim"}))
    assert silent(case.store, narrow) == set()


#: The silent pairs of both reports, each checked by hand against the records and the text of the report.
CHECKED = """
bexley-nargiza marat: london-ambulance-service metropolitan-police
bexley-nargiza marat: marat-gp-practice metropolitan-police
bexley-nargiza nargiza: gstt home-office
bexley-nargiza nargiza: gstt lewisham-greenwich-nhs-trust
bexley-nargiza nargiza: gstt lgt-health-visiting
bexley-nargiza nargiza: gstt medical-centre-lewisham-gp
bexley-nargiza nargiza: gstt metropolitan-police
bexley-nargiza nargiza: gstt oxleas-health-visiting
bexley-nargiza nargiza: gstt refuge-idva-lewisham
bexley-nargiza nargiza: home-office metropolitan-police
bexley-nargiza nargiza: home-office reach
bexley-nargiza nargiza: home-office refuge-idva-lewisham
bexley-nargiza nargiza: lewisham-greenwich-nhs-trust metropolitan-police
bexley-nargiza nargiza: lewisham-greenwich-nhs-trust reach
bexley-nargiza nargiza: lewisham-greenwich-nhs-trust refuge-idva-lewisham
bexley-nargiza nargiza: lgt-health-visiting metropolitan-police
bexley-nargiza nargiza: lgt-health-visiting reach
bexley-nargiza nargiza: lgt-health-visiting refuge-idva-lewisham
bexley-nargiza nargiza: medical-centre-lewisham-gp metropolitan-police
bexley-nargiza nargiza: medical-centre-lewisham-gp reach
bexley-nargiza nargiza: medical-centre-lewisham-gp refuge-idva-lewisham
bexley-nargiza nargiza: metropolitan-police oxleas-health-visiting
bexley-nargiza nargiza: metropolitan-police reach
bexley-nargiza nargiza: oxleas-health-visiting reach
bexley-nargiza nargiza: oxleas-health-visiting refuge-idva-lewisham
bexley-nargiza nargiza: reach refuge-idva-lewisham
lewisham-kazia babur: babur-gp-practice-1 london-probation-trust
lewisham-kazia babur: babur-gp-practice-1 metropolitan-police
lewisham-kazia babur: babur-gp-practice-2 london-probation-trust
lewisham-kazia babur: babur-gp-practice-2 metropolitan-police
lewisham-kazia babur: hexagon-housing london-probation-trust
lewisham-kazia babur: hexagon-housing metropolitan-police
lewisham-kazia babur: lesoco london-probation-trust
lewisham-kazia babur: lesoco metropolitan-police
lewisham-kazia babur: lewisham-greenwich-nhs-trust london-probation-trust
lewisham-kazia babur: lewisham-leaving-care metropolitan-police
lewisham-kazia babur: london-probation-trust metropolitan-police
lewisham-kazia babur: london-probation-trust uk-border-agency
lewisham-kazia babur: metropolitan-police uk-border-agency
lewisham-kazia kazia: cps kazia-gp-practice
lewisham-kazia kazia: cps kazia-gp-practice-2
lewisham-kazia kazia: cps kazia-solicitor
lewisham-kazia kazia: cps lesoco
lewisham-kazia kazia: cps lewisham-greenwich-nhs-trust
lewisham-kazia kazia: cps victim-support-lewisham
lewisham-kazia kazia: kazia-gp-practice metropolitan-police
lewisham-kazia kazia: kazia-gp-practice victim-support-lewisham
lewisham-kazia kazia: kazia-solicitor metropolitan-police
lewisham-kazia kazia: lesoco metropolitan-police
lewisham-kazia kazia: lesoco victim-support-lewisham
lewisham-kazia kazia: lewisham-greenwich-nhs-trust metropolitan-police
lewisham-kazia kazia: lewisham-greenwich-nhs-trust victim-support-lewisham
"""

#: The pairs that knew and shared a person, but between which the report does record an exchange, or that are one body.
CHECKED_ASIDE = """
bexley-nargiza nargiza: gstt reach: one organisation
bexley-nargiza nargiza: metropolitan-police refuge-idva-lewisham: answered referral
lewisham-kazia babur: lewisham-greenwich-nhs-trust metropolitan-police: contact
lewisham-kazia babur: lewisham-leaving-care london-probation-trust: sharing
lewisham-kazia babur: london-ambulance-service metropolitan-police: contact
lewisham-kazia kazia: cps metropolitan-police: sharing
lewisham-kazia kazia: metropolitan-police victim-support-lewisham: answered referral, meeting, referral
"""


def told_pair(review: str, person: str, *agencies: str) -> str:
    """A pair as the lists above write it."""
    return f"{short(review)} {short(person)}: {' '.join(sorted(map(short, agencies)))}"


def test_both_real_reviews(packaged_store: Store) -> None:
    """Exactly the pairs that were checked by hand, and exactly those set aside, for the reasons checked."""
    graph = project(packaged_store, "silent-pairs")
    found = [told_pair(told["review"], key, one, other) for one, other, key, told in graph.edges(keys=True, data=True)]
    assert sorted(found) == CHECKED.split("\n")[1:-1]
    aside = [
        f"{told_pair(one['review'], one['person'], one['one'], one['other'])}: {one['why']}"
        for one in graph.graph["set_aside"]
    ]
    assert sorted(aside) == CHECKED_ASIDE.split("\n")[1:-1]


def test_occasions_recounted_from_the_records(packaged: Collection, packaged_store: Store) -> None:
    """The numbers of occasions, straight from the records of the contacts, without the graph."""
    graph = project(packaged_store, "silent-pairs", Filters(within=7))
    for one, other, person, told in graph.edges(keys=True, data=True):
        (review,) = (r for r in packaged.reviews if r.id == short(told["review"]))
        days: dict[str, list[tuple[date, date, date, date]]] = {short(one): [], short(other): []}
        for contact in review.records["contacts"]:
            assert isinstance(contact, Contact)
            when = settled(contact.date)
            low, begun = (when.earliest, when.latest_start) if when else (None, None)
            ended, high = (when.earliest_end, when.latest) if when else (None, None)
            bounds = (low or date.min, begun or date.max, ended or date.min, high or date.max)
            agencies: list[str] | None = settled(contact.agencies)
            persons: list[str] | None = settled(contact.persons)
            for agency in set(agencies or []) & days.keys():
                if short(person) in (persons or []):
                    days[agency].append(bounds)
        firsts, seconds = days.values()
        gaps = [
            (max(a[0] - b[3], b[0] - a[3]).days, max(a[1] - b[2], b[1] - a[2]).days) for a in firsts for b in seconds
        ]
        assert told["occasions"] == sum(least <= 7 for least, _ in gaps)
        assert told["occasions_certain"] == sum(most <= 7 for _, most in gaps)


contact = st.tuples(
    st.sampled_from(["police", "gp", "ward"]),
    st.sampled_from(
        ["", "2010-05-01", "2010-05-03", "2010-05", "2010", "2010-05-02/2010-06", "2010-05-04/..", "../2010-05-02"]
    ),
    st.sampled_from(["none", "disclosed"]),
)


@settings(deadline=None)
@given(st.lists(contact, max_size=7), st.integers(0, 3))
def test_pairs_against_a_plain_count(contacts: list[tuple[str, str, str]], within: int) -> None:
    """Occasions are the pairs of contacts that may be near; certain never exceeds may; more days never lose a pair."""
    case = Case(store())
    for number, (agency, when, disclosure) in enumerate(contacts):
        case.contact(f"c{number}", [agency], when, disclosure=disclosure)
    shared = project(case.store, "agencies", Filters(within=within))
    wider = project(case.store, "agencies", Filters(within=within + 1))
    quiet = project(case.store, "silent-pairs", Filters(within=within))
    for one, other, key in edges(shared):
        told, more = shared[one][other][key], wider[one][other][key]
        assert told["occasions_certain"] <= told["occasions"] <= more["occasions"]
        if all(fact["earliest"] or fact["latest"] for fact in told["contacts"]):
            assert (told["gap_days"] <= within) == (told["occasions"] > 0)
        assert not told["occasions_certain"] or told["certain"]
    assert {frozenset(edge[:2]) for edge in edges(quiet)} == {
        frozenset((one, other)) for one, other, told in shared.edges(data=True) if told["knew"]
    }
    assert list(pairs([], within)) == []
