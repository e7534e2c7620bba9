"""Parameters of questions: what each keeps and leaves out, what is refused, and that nothing is pasted."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result
from pyoxigraph import RdfFormat, Store

import dhrgraph
from dhrgraph.cli import cli
from dhrgraph.questions.library import example, questions
from dhrgraph.questions.names import ParameterError, agency_named, person_named, review_named, sectors_named
from dhrgraph.questions.parameters import PARAMETERS, Parameters, bound, taken
from dhrgraph.rdf.namespaces import PREFIXES
from dhrgraph.rdf.query import select
from dhrgraph.rdf.release import Release
from dhrgraph.rdf.sparqlfile import SparqlFile
from dhrgraph.records.codes import groups

Row = dict[str, str]

#: The column whose thing bears the dates that since and until go by, where it is not record_iri.
DATED = {
    "disclosure-to-support": "disclosed_iri",
    "marac-actions": "meeting_iri",
    "recommendations-by-addressee": "review_iri",
    "recommendations-to-replaced-bodies": "change_iri",
    "recurs-later": "event_iri",
    "risk-grades-compared": "second_iri",
    "themes-across-reviews": "review_iri",
}
#: Columns of the bodies that agency and sector go by.
BODIES = ("agency_iri", "addressee_iri", "heir_iri", "marac_iri", "referred_to_iri")
#: Where they stand in no column: the bodies of what a row is about.
BODIES_OF = {
    "action-plans": "{ ?record_iri dhr:addressedTo ?body } UNION { ?action_iri dhr:assignedTo ?body }",
    "contacts-in-last-days": "{ ?record_iri dhr:withAgency ?body }",
    "contacts-in-order": "{ ?record_iri dhr:withAgency ?body }",
    "findings-without-recommendation": "{ ?record_iri dhr:aboutAgency ?body }",
    "information-not-shared": "{ ?record_iri dhr:byAgency|dhr:fromAgency|dhr:toAgency ?body }",
    "marac-few-actions": "{ ?record_iri dhr:heldBy|^dhr:agreedAt/dhr:assignedTo ?body }",
    "marac-actions": "{ ?record_iri dhr:assignedTo ?body }",
    "missed-opportunities-by-sector": """{ ?contact dhr:missedOpportunity true ; dhr:contactKind ?kind_iri ; dhr:withAgency ?body .
      ?body dhr:sector ?sector_iri }""",
    "national-recommendations": "{ ?record_iri dhr:addressedTo ?body }",
    "police-no-further-action": "{ ?record_iri dhr:withAgency ?body }",
    "recommendation-grounds": "{ ?record_iri dhr:addressedTo ?body }",
    "recommendations-side-by-side": "{ ?record_iri dhr:addressedTo ?body } UNION { ?other_iri dhr:addressedTo ?body }",
    "referrals-and-consent": "{ ?record_iri dhr:fromAgency|dhr:toAgency ?body }",
    "risk-grades-compared": "{ ?record_iri dhr:byAgency ?body } UNION { ?second_iri dhr:byAgency ?body }",
    "themes-across-reviews": "{ ?r a dhr:Recommendation ; dhr:theme ?theme_iri ; dhr:ofReview ?review_iri ; dhr:addressedTo ?body }",
    "who-told-whom": "{ ?record_iri dhr:fromAgency|dhr:toAgency ?body }",
}
_REVIEWS = "SELECT ?review ?id { ?review a dhr:Review ; dcterms:identifier ?id }"
_SECTORS = "SELECT ?body ?code { ?body dhr:sector/skos:notation ?code }"
#: The sector in which a body acted in a record, which is another than its own where it did so as an employer or landlord.
_ACTING = """SELECT DISTINCT ?review ?record ?body ?code {
  ?record dhr:ofReview ?review ; dhr:withAgency|dhr:byAgency|dhr:knower ?body .
  ?body dhr:sector ?own
  OPTIONAL { ?record dhr:inCapacity/dhr:actsInSector ?acting }
  BIND (COALESCE(?acting, ?own) AS ?sector)
  ?sector skos:notation ?code
}"""
_PERSONS = """SELECT DISTINCT ?thing ?person ?role {
  ?thing dhr:concerns|dhr:aboutPerson ?person . ?person dhr:roleInCase/skos:notation ?role
}"""
_SPANS = """SELECT DISTINCT ?thing ?first ?last {
  ?thing dhr:earliest|dhr:latest|dhr:completedEarliest|dhr:completedLatest ?day
  OPTIONAL { ?thing dhr:earliest|dhr:completedEarliest ?first }
  OPTIONAL { ?thing dhr:latest|dhr:completedLatest ?last }
}"""


def _some(values: set[str], most: int) -> list[str]:
    """Some of many values, spread over them, the first and the last among them."""
    ordered = sorted(values)
    return ordered if len(ordered) <= most else [*ordered[:: len(ordered) // most + 1], ordered[-1]]


def _bare(iri: str) -> str:
    """The id by which a body or person is named, with its review where it is local to one."""
    bare = iri.removeprefix(PREFIXES["agency"]).removeprefix(PREFIXES["review"])
    return bare.replace("/agency/", "/").replace("/person/", "/")


class Graph:
    """The graph of a build, with what the tests need to know of its things."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.reviews = {row["review"]: row["id"] for row in select(store, _REVIEWS)}
        self.sectors = {row["body"]: row["code"] for row in select(store, _SECTORS)}
        self.acting: dict[tuple[str, str], set[str]] = {}
        for row in select(store, _ACTING):
            for thing in (row["record"], row["review"]):
                self.acting.setdefault((thing, row["body"]), set()).add(row["code"])
        self.persons: dict[str, set[str]] = {}
        for row in select(store, _PERSONS):
            self.persons.setdefault(row["thing"], set()).update((row["person"], row["role"]))
        self.spans = {row["thing"]: (row.get("first", ""), row.get("last", "")) for row in select(store, _SPANS)}

    def rows(self, text: str, **parameters: str) -> list[Row]:
        """The rows of a query, narrowed."""
        return select(self.store, bound(text, Parameters(**parameters), self.store))  # type: ignore[typeddict-item]


class Answer:
    """The whole answer to a question, and by what its rows are to be kept."""

    def __init__(self, one: SparqlFile, graph: Graph) -> None:
        self.one = one
        self.graph = graph
        self.rows = graph.rows(one.text)
        self.of = [self._bodies(row) for row in self.rows]

    def _bodies(self, row: Row) -> set[str] | None:
        """The bodies that a row is kept by; None where neither columns nor this test tell."""
        if self.one.name in BODIES_OF:
            names = set(re.findall(r"\?(\w+_iri)\b", BODIES_OF[self.one.name]))
            about = {name: row.get(name, "urn:none") for name in names}
            named = "".join(f" VALUES ?{name} {{ <{value}> }}" for name, value in about.items())
            return {found["body"] for found in self.graph.rows(f"SELECT ?body {{ {BODIES_OF[self.one.name]}{named} }}")}
        known = [name for name in BODIES if f"AS ?{name})" in self.one.text]
        return {row[name] for name in known if name in row} if known else None

    def _sectors(self, row: Row, bodies: set[str]) -> set[str] | None:
        """The sectors that a row is kept by; None where a body acted in several and the row does not say in which."""
        if "sector_iri" in row:
            return {row["sector_iri"].rpartition("/")[2]}
        if "actsInSector" not in self.one.text:
            return {self.graph.sectors[body] for body in bodies}
        found = set()
        for body in bodies:
            places = [(row.get(column, ""), body) for column in ("record_iri", "review_iri")]
            known = (self.graph.acting[place] for place in places if place in self.graph.acting)
            acted = next(known, {self.graph.sectors[body]})
            if len(acted) > 1:
                return None
            found |= acted
        return found

    def values(self, name: str) -> list[str]:
        """Values of a parameter to try: some that rows have, and one that none has."""
        graph = self.graph
        if name == "review":
            return list(graph.reviews.values())
        bodies, sectors = set(graph.sectors), set(graph.sectors.values())
        met = {body for of in self.of for body in of or ()} or {body for _, body in graph.acting}
        if name == "sector":
            kept = [self._sectors(row, of) for row, of in zip(self.rows, self.of, strict=True) if of]
            found = {code for codes in kept for code in codes or ()} or {graph.sectors[body] for body in met}
            return [*_some(found, 4), *_some(sectors - found, 1)]
        if name == "agency":
            tried = [*_some(met, 5), *_some(bodies - met, 1)]
            return [_bare(body) for body in tried]
        if name == "person":
            known = set().union(*graph.persons.values())
            roles = {one for one in known if "/" not in one}
            return [*roles, *(_bare(person) for person in _some(known - roles, 6))]
        return _some({day for span in graph.spans.values() for day in span if day}, 7)

    def kept(self, name: str, value: str) -> list[Row] | None:
        """The rows that a parameter is to keep; None where this test cannot tell."""
        told = [self._fits(name, value, row, of) for row, of in zip(self.rows, self.of, strict=True)]
        return None if None in told else [row for row, fit in zip(self.rows, told, strict=True) if fit]

    def _fits(self, name: str, value: str, row: Row, bodies: set[str] | None) -> bool | None:
        if name == "review" and "other_review_iri" in row:
            return value in {self.graph.reviews[row[of]] for of in ("review_iri", "other_review_iri")}
        if name == "review":
            return self.graph.reviews[row["review_iri"]] == value if "review_iri" in row else None
        if name == "agency":
            home, _, local = value.rpartition("/")
            iri = f"{PREFIXES['review']}{home}/agency/{local}" if home else f"{PREFIXES['agency']}{value}"
            return None if bodies is None else iri in bodies
        if name == "sector":
            sectors = None if bodies is None else self._sectors(row, bodies)
            return None if sectors is None else value in sectors
        if name == "person":
            concerned = self.graph.persons.get(row.get("record_iri", ""), set())
            return value in {_bare(one) for one in concerned} if "record_iri" in row else None
        dated = DATED.get(self.one.name, "record_iri")
        if dated not in row:
            return None
        first, last = self.graph.spans.get(row[dated], ("", ""))
        if name == "since":
            return last >= value if last else bool(first)
        return first <= value if first else bool(last)


@pytest.fixture(scope="session", params=["packaged", "toy"])
def graph(request: pytest.FixtureRequest) -> Graph:
    """The graph of each build in turn."""
    release: Release = request.getfixturevalue(f"{request.param}_release")
    return Graph(release.store())


def key(rows: list[Row]) -> set[tuple[tuple[str, str], ...]]:
    """What rows are about."""
    return {tuple((name, value) for name, value in sorted(row.items()) if name.endswith("_iri")) for row in rows}


@pytest.mark.parametrize(
    ("one", "name"),
    [(one, name) for one in questions() for name in taken(one.text) if name != "days"],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_parameter_keeps_what_fits_and_nothing_else(one: SparqlFile, name: str, graph: Graph) -> None:
    """Narrowed, a question has those rows of its whole answer that fit, for some value fewer than all and not none."""
    whole = Answer(one, graph)
    sizes = set()
    for value in whole.values(name):
        rows = graph.rows(one.text, **{name: value})
        assert key(rows) <= key(whole.rows), value
        wanted = whole.kept(name, value)
        if wanted is not None:
            assert key(rows) == key(wanted), value
        sizes.add(len(rows))
    assert max(sizes) > 0
    if name == "review" and "?other_review_iri" in one.text:
        return  # in a build of two reviews each pair is of both
    assert min(sizes) < len(whole.rows)


#: The filter of a parameter that lets through one sector for each body, so that rows cannot multiply.
_ONE_SECTOR = "!BOUND(?param_sector) || ?sector_code = ?param_sector"


@pytest.mark.parametrize("group", groups("sector"))
@pytest.mark.parametrize("one", [one for one in questions() if "sector" in taken(one.text)], ids=lambda one: one.name)
def test_group_counts_each_row_once(one: SparqlFile, group: str, graph: Graph) -> None:
    """A group has the rows of its sectors, none twice, with the counts of a filter that names all its sectors."""
    rows = graph.rows(one.text, sector=group)
    assert key(rows) == set().union(*(key(graph.rows(one.text, sector=each)) for each in groups("sector")[group]))
    if _ONE_SECTOR in one.text:
        named = ", ".join(f"<{iri}>" for iri in sectors_named(group, graph.store))
        text = one.text.replace(_ONE_SECTOR, f"?sector_code IN ({named})").replace("!BOUND(?param_sector)", "false")
        assert Counter(map(_values, rows)) == Counter(map(_values, graph.rows(text)))
    else:
        assert len(set(map(_values, rows))) == len(rows)


def _values(row: Row) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(row.items()))


def test_group_by_its_label(toy: Graph) -> None:
    """A group is known by its code and its label, and stands for its sectors alone."""
    health = sectors_named("Health", toy.store)
    assert {iri.rpartition("/")[2] for iri in health} == set(groups("sector")["health"])
    assert sectors_named("social care", toy.store) == sectors_named("social-care", toy.store)
    bodies = {row["agency"] for row in asked(toy, "contacts-by-agency", sector="health")}
    assert {"Mossvale Hospital", "GP practice of Maple"} <= bodies
    assert "Mossvale Police" not in bodies


def asked(graph: Graph, name: str, **parameters: str) -> list[Row]:
    """The rows of a question of the library, narrowed."""
    (text,) = [one.text for one in questions() if one.name == name]
    return graph.rows(text, **parameters)


@pytest.fixture
def toy(toy_release: Release) -> Graph:
    """The graph of the toy pair."""
    return Graph(toy_release.store())


def test_counts_are_those_of_the_time_asked_for(toy: Graph) -> None:
    """Of the hospital's three contacts with Maple two lie before July 2019; undated ones are left out."""
    hospital = {"review": "birch-2021", "agency": "mossvale-hospital"}
    (row,) = asked(toy, "contacts-by-agency", **hospital, until="2019-06")
    assert (row["contacts"], row["first"], row["last"]) == ("2", "2019-02-10", "2019-06-20")
    assert (row["abuse_disclosed"], row["missed_opportunities"]) == ("0", "2")
    (row,) = asked(toy, "contacts-by-agency", **hospital, since="2019-07")
    assert (row["contacts"], row["first"]) == ("1", "2020-08-20")
    assert asked(toy, "contacts-by-agency", agency="Maple's employer")
    assert asked(toy, "contacts-by-agency", agency="Maple's employer", since="1900") == []


def test_time_at_which_abuse_was_first_known(toy: Graph) -> None:
    """Known in November 2019 by the practice, in June 2020 by the police; undated knowledge is left out."""
    both = {"review": "birch-2021", "since": "2019-11-30", "until": "2020-06-02"}
    assert [row["agency"] for row in asked(toy, "knew-without-referral", **both)] == [
        "GP practice of Maple",
        "Mossvale Police",
    ]


def test_open_end_reaches_any_day(toy: Graph) -> None:
    """Visits since March 2020 may lie in any later year and not in an earlier one."""
    visits = {"agency": "mossvale-health-visiting", "review": "birch-2021"}
    assert asked(toy, "contacts-by-agency", **visits, since="2030")
    assert asked(toy, "contacts-by-agency", **visits, until="2020-03")
    assert not asked(toy, "contacts-by-agency", **visits, until="2020-02")


def test_a_month_is_its_first_day_for_since_and_its_last_for_until() -> None:
    """A date of EDTF stands for its first day, or its last."""
    text = "SELECT * { VALUES ?param_since { UNDEF } VALUES ?param_until { UNDEF } }"
    told = bound(text, {"since": "2012-02", "until": "2012-02"}, Store())
    assert '"2012-02-01"^^<http://www.w3.org/2001/XMLSchema#date>' in told
    assert '"2012-02-29"^^<http://www.w3.org/2001/XMLSchema#date>' in told
    assert bound(text, {"since": date(2012, 2, 1), "until": None}, Store()).count("UNDEF") == 1


def test_only_clauses_are_bound() -> None:
    """What looks like a clause in a string, an IRI or a comment stays; each clause is bound, however it is spaced."""
    clause = "VALUES ?param_since { UNDEF }"
    shown = [f"# {clause} '\n", f'"{clause}"', f"'it\\'s {clause}'", f'"""a "quoted" {clause}"""', f"'''{clause}'''"]
    text = f"{clause} <http://e/#x> {' '.join(shown)} values?param_since{{undef}} ?a < ?b {clause}"
    told = bound(text, {"since": "2010"}, Store())
    assert all(one in told for one in shown)
    assert told.count("2010-01-01") == 3
    assert taken("".join(shown)) == []


def test_names_of_bodies(toy: Graph) -> None:
    """A body is known by its id, its label and its other names; two of one id by their review."""
    hospital = f"{PREFIXES['agency']}mossvale-hospital"
    for name in ("mossvale-hospital", "Mossvale Hospital", "THE  MOSS", "mossvale hospital"):
        assert agency_named(name, toy.store) == hospital
    with pytest.raises(ParameterError, match=r"ash-2019/gp-practice \(GP practice of Hazel\); birch-2021/gp-practice"):
        agency_named("gp-practice", toy.store)
    practice = f"{PREFIXES['review']}birch-2021/agency/gp-practice"
    assert agency_named("gp-practice", toy.store, review="birch-2021") == practice
    assert agency_named("birch-2021/gp-practice", toy.store) == practice
    assert agency_named("gp practice of maple", toy.store) == practice
    assert agency_named("Maple’s employer", toy.store).endswith("maple-employer")
    assert sectors_named("Acute Health", toy.store) == sectors_named("acute-health", toy.store)
    assert review_named("Ash-2019", toy.store) == "ash-2019"


@pytest.mark.parametrize(
    ("agency", "near"),
    [
        ("lantern-trust", "Lantern IDVA Service (a service of it)"),
        ("Mossvale Probation Service", "Mossvale Probation Trust (from which it took over)"),
    ],
)
def test_related_bodies_are_named(agency: str, near: str, toy_build: Path) -> None:
    """Where a body has no row, the answer names those with records to which it is related."""
    words = ("query", "contacts-by-agency", "--build", toy_build, "--format", "csv", "--since", "2030")
    done = run(*words, "--agency", agency)
    assert near in " ".join(done.stderr.split())
    assert len(done.stdout.splitlines()) == 1
    assert (
        "related" not in run("query", "contacts-by-agency", "--build", toy_build, "--agency", "Mossvale Police").stderr
    )


def test_names_of_persons(toy: Graph) -> None:
    """A person is known by id, pseudonym and label, two of one pseudonym by their review; a role by code and label."""
    hazel = f"{PREFIXES['review']}ash-2019/person/hazel"
    for name in ("hazel", "HAZEL", "Hazel (victim)", "ash-2019/hazel"):
        assert person_named(name, toy.store) == hazel
    for name in ("other", "Other person"):
        assert person_named(name, toy.store) == f"{PREFIXES['code']}role/other"
    with pytest.raises(ParameterError, match=r"with --review, .*: ash-2019/ivy \(.*\), birch-2021/ivy"):
        person_named("Ivy", toy.store)
    assert person_named("Ivy", toy.store, review="Birch-2021") == f"{PREFIXES['review']}birch-2021/person/ivy"
    with pytest.raises(ParameterError, match="no person of the review birch-2021"):
        person_named("hazel", toy.store, review="birch-2021")


def test_a_role_goes_before_a_pseudonym(toy_release: Release) -> None:
    """Where a person is called as a role is, the word means the role, and the review and id the person."""
    store = Store()
    store.bulk_load(path=str(toy_release.path / "graph.nq"), format=RdfFormat.N_QUADS)
    ivy = f"{PREFIXES['review']}ash-2019/person/ivy"
    store.update(
        f"INSERT {{ GRAPH ?g {{ <{ivy}> foaf:nick 'Victim' }} }} WHERE {{ GRAPH ?g {{ <{ivy}> a dhr:CasePerson }} }}",
        prefixes=PREFIXES,
    )
    assert person_named("victim", store) == f"{PREFIXES['code']}role/victim"
    assert person_named("ash-2019/ivy", store) == ivy


def test_contacts_of_a_person_and_of_a_role(toy: Graph) -> None:
    """A contact with several persons is kept once, for each of them and for each of their roles."""
    assert len(asked(toy, "contacts-in-order", person="Alder")) == 3
    assert len(asked(toy, "contacts-in-order", person="perpetrator", review="ash-2019")) == 3
    assert len(asked(toy, "contacts-in-order", person="child")) == 4
    assert not asked(toy, "contacts-in-order", person="ash-2019/ivy")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--person", "Hazle"), "did you mean Hazel (victim)"),
        (("--person", "victm"), "did you mean victim"),
        (("--person", "ivy"), "give the review with --review"),
        (("--person", "hazel", "--review", "birch-2021"), "no person of the review birch-2021"),
        (("--person", "hazel> } #"), "or a role: child, family, friend, other, perpetrator, victim"),
        (("--days", "0"), "write a whole number from 1 to 36500"),
        (("--days", "-3"), "write a whole number"),
        (("--days", "36501"), "write a whole number"),
        (("--days", "9.5"), "write a whole number"),
        (("--days", "\N{ARABIC-INDIC DIGIT NINE}"), "write a whole number"),
        (("--days", "1e3"), "write a whole number"),
        (("--days", "9" * 50), "write a whole number"),
        (("--days", ""), "write a whole number"),
    ],
)
def test_persons_and_days_that_are_none(words: tuple[str, ...], told: str, toy_build: Path) -> None:
    """A person that is none or several, or a number of days that is none, is refused with a remedy."""
    output = run("query", "contacts-in-last-days", "--build", toy_build, *words, code=1).output
    assert told in " ".join(output.split())


@pytest.mark.parametrize(
    ("person", "when", "least", "certain"),
    [
        ("maple", "2020-08-20", 73, 102),  # a day, and a death on some day of November
        ("maple", "2020-03/..", 1, 274),  # it went on, but nothing says until when
        ("hazel", "2018-03", 76, 106),  # a month, and a death on a known day
        ("hazel", "2018-03-05", 102, 102),
        ("maple", "2019-12-05/2019-12-20", 317, 346),  # it lasted until the 20th
    ],
)
def test_days_before_death(person: str, when: str, least: int, certain: int, toy: Graph) -> None:
    """A contact is certain from the number of days on that holds on every reading, and possible from the least on."""

    def told(days: int) -> str | None:
        rows = asked(toy, "contacts-in-last-days", person=person, days=str(days))
        return next((row["in_the_days"] for row in rows if row["when"] == when), None)

    assert told(certain) == "certain"
    assert told(certain - 1) == ("possible" if certain > least else None)
    assert told(least) == ("possible" if least < certain else "certain")
    assert least == 1 or told(least - 1) is None


def test_without_days_it_is_ninety(toy_build: Path) -> None:
    """Without --days the question looks back ninety days, also from Python."""
    with dhrgraph.open(toy_build) as graph:
        rows = graph.ask("contacts-in-last-days").records()
        assert rows == graph.ask("contacts-in-last-days", days=90).records()
        assert rows != graph.ask("contacts-in-last-days", days=1).records()


def run(*arguments: str | Path, code: int = 0) -> Result:
    """Run a command, and expect an exit code."""
    result = CliRunner().invoke(cli, [str(a) for a in arguments])
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--review", "ash-2018"), "did you mean ash-2019"),
        (("--agency", "Mossvale Polise"), "did you mean Mossvale Police"),
        (("--agency", "x> } DELETE"), "no body of this build has the id or name 'x> } DELETE'"),
        (("--agency", "x> } UNION { ?s ?p ?o"), "no body of this build"),
        (("--agency", "mossvale-police> <http://e/"), "no body of this build"),
        (("--agency", ""), "no body of this build"),
        (("--review", 'ash-2019" ) || ("" = "'), "no review of this build"),
        (("--sector", "polce"), "did you mean police"),
        (("--sector", "police } #"), "there is no sector"),
        (("--sector", "helth"), "did you mean health"),
        (("--sector", "nothing like it"), "or a group: health, justice, social-care"),
        (("--since", '2010"^^xsd:date } #'), "no date of EDTF"),
        (("--since", "2010-13"), "there is no month 13"),
        (("--until", "2010/.."), "open at the end"),
        (("--since", "2012", "--until", "2011"), "put the earlier date first"),
    ],
)
def test_what_names_nothing_is_refused(words: tuple[str, ...], told: str, toy_build: Path) -> None:
    """A value that names nothing is told, with what is near; none becomes part of a query."""
    assert told in run("query", "acts-not-done", "--build", toy_build, *words, code=1).output


def test_a_parameter_that_is_not_taken_is_refused(toy_build: Path) -> None:
    """The parameters that the question takes are told, and for one's own query what it lacks."""
    output = run("query", "one-paragraph", "--agency", "MVP", "--build", toy_build, code=1).output
    assert "does not take agency: it takes review" in output
    text = "SELECT ?x { ?x a dhr:Review }"
    output = run("query", "--text", text, "--since", "2010", "--build", toy_build, code=1).output
    assert "no VALUES ?param_since { UNDEF }" in output
    with (
        dhrgraph.open(toy_build) as graph,
        pytest.raises(ParameterError, match="does not take colour"),
    ):
        graph.ask("acts-not-done", colour="red")  # type: ignore[call-arg]


def test_own_query_with_parameters(toy_build: Path, tmp_path: Path) -> None:
    """A text or file of one's own is narrowed as a question is."""
    file = tmp_path / "own.rq"
    file.write_text(
        "SELECT ?id { VALUES ?param_review { UNDEF } ?r a dhr:Review ; dcterms:identifier ?id\n"
        "  FILTER (!BOUND(?param_review) || ?id = ?param_review) } ORDER BY ?id",
        encoding="utf-8",
    )
    csv_of = ("--build", toy_build, "--format", "csv")
    assert run("query", "--file", file, *csv_of).output.split() == ["id", "ash-2019", "birch-2021", "elm-2023"]
    assert run("query", "--file", file, *csv_of, "--review", "ash-2019").output.split() == ["id", "ash-2019"]
    text = file.read_text(encoding="utf-8")
    assert run("query", "--text", text, *csv_of, "--review", "birch-2021").output.split() == ["id", "birch-2021"]


def test_iris_are_shown_when_asked_for(toy_build: Path) -> None:
    """In each format the columns for IRIs are hidden, and shown with --iri."""
    words = ("query", "marac-few-actions", "--build", toy_build, "--format")
    meeting = "ash-2019/marac-meeting/marac-2018-03-20"
    for form in ("csv", "json", "md"):
        assert meeting in run(*words, form, "--iri").output
    assert "record iri" in run(*words, "table", "--iri").output
    for form in ("table", "json"):
        assert "iri" not in run(*words, form).output
    text = "SELECT ?r_iri { ?r_iri a dhr:Review }"
    assert "ash-2019" in run("query", "--text", text, "--build", toy_build).output


def test_narrowed_answer_as_table(toy_build: Path) -> None:
    """What an answer was narrowed to stands over it, and an empty one does not speak for the whole build."""
    words = ("query", "missed-opportunities", "--build", toy_build)
    output = run(*words, "--sector", "primary care").output
    assert "Narrowed to --sector primary care" in output
    assert "GP practice of Hazel" in output
    assert "Mossvale Homes" not in output
    output = run(*words, "--sector", "ambulance").output
    assert "No row is left" in output
    assert "No report in this build" not in output


def test_python_narrows_as_the_command_does(toy_build: Path) -> None:
    """The same parameters give the same rows, as a data frame."""
    given = {"agency": "The Moss", "since": "2019-03"}
    with dhrgraph.open(toy_build) as graph:
        frame = pd.DataFrame(graph.ask("missed-opportunities", agency="The Moss", since=date(2019, 3, 1)).records())
        iris = graph.ask("missed-opportunities", iri=True, agency="The Moss", since="2019-03").records()
    words = [word for name, value in given.items() for word in (f"--{name}", value)]
    output = run("query", "missed-opportunities", "--build", toy_build, "--format", "csv", *words).output
    assert [row["summary"] for row in csv.DictReader(output.splitlines())] == list(frame["summary"])
    assert str(iris[0]["record_iri"]).endswith("birch-2021/contact/hospital-2019-06-20")
    assert len(iris) == len(frame) == 1


def test_questions_tell_their_parameters(packaged_release: Release) -> None:
    """The list and the page of a question name its parameters, and its example fits the packaged reviews."""
    packaged = Graph(packaged_release.store())
    listed = {one["name"]: one["parameters"] for one in json.loads(run("questions", "--json").output)}
    empty: set[str] = set()
    for one in questions():
        assert listed[one.name] == taken(one.text)
        output = run("questions", one.name).output
        assert all(f"--{name}" in output for name in taken(one.text))
        assert all(one.head[part].split()[0] in output for part in ("why", "reading", "limits"))
        assert example(one) in " ".join(output.split())
        options = example(one).removeprefix(f"dhrgraph query {one.name}").split()
        told = {name.removeprefix("--"): value for name, value in zip(options[::2], options[1::2], strict=True)}
        if not packaged.rows(one.text, **told):
            empty.add(one.name)
    # the review of the example has no child and no unanswered MARAC ground
    assert empty == {"children", "marac-ground-without-referral"}
    assert json.loads(run("questions", "contacts-in-last-days", "--json").output)["parameters"] == list(PARAMETERS)
    assert "did you mean risk-grades" in run("questions", "risk-grade", code=1).output
