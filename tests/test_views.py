"""The pages: offline, safe, complete, the same each time, with names that can be read."""

from __future__ import annotations

import base64
import csv
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Store

from dhrgraph.cli import cli
from dhrgraph.networks import Filters, NetworkError, project
from dhrgraph.questions.library import questions
from dhrgraph.questions.run import Answer, ask
from dhrgraph.rdf.query import select
from dhrgraph.rdf.release import Release
from dhrgraph.views import NETWORKS, NoPageError, answer_page, page, pages
from dhrgraph.views.answer import NothingToDrawError, answer_in
from dhrgraph.views.board import Board, Entity, Fact
from dhrgraph.views.drawing import vis_data
from dhrgraph.views.layout import WIDTH, columns, height, ring, wrapped
from dhrgraph.views.palette import FAMILIES, STYLES, Kind, family_of
from dhrgraph.views.picture import MOST_MARKS, picture
from dhrgraph.views.things import gathered
from tests.conftest import ROOT
from tests.pages import HOSTILE, LONG, Page, data_of, hostile_store

WHICH = ("packaged_pages", "hostile_pages")


@pytest.fixture(scope="module")
def packaged_pages(packaged_store: Store) -> dict[str, str]:
    """All pages of the packaged reviews."""
    return pages(packaged_store)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A graph whose texts try to do harm."""
    return hostile_store(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def hostile_pages(hostile: Store) -> dict[str, str]:
    """All pages of that graph, and pictures of answers with its texts."""
    found = pages(hostile)
    for one in ("contacts-by-agency", "acts-not-done"):
        (asked,) = [question for question in questions() if question.name == one]
        found[f"answer-{one}.html"] = answer_page(hostile, answer_in(hostile, asked.text), HOSTILE, HOSTILE, [HOSTILE])
    return found


@pytest.mark.parametrize("which", WHICH)
def test_nothing_is_fetched(which: str, request: pytest.FixtureRequest) -> None:
    """No element of a page names a file but the pages beside it, and its policy forbids any request."""
    made: dict[str, str] = request.getfixturevalue(which)
    fetching = {"src", "srcset", "data", "action", "poster", "background", "formaction", "ping"}
    for text in made.values():
        read = Page(text)
        assert [e for e in read.elements if fetching & e[1].keys()] == []
        assert not {e[0] for e in read.elements} & {
            *("link", "iframe", "img", "object", "embed", "base", "audio", "video", "form")
        }
        assert {e[1]["href"] for e in read.elements if "href" in e[1]} <= {"#main", *made}
        assert not any(
            name.startswith("on") or name == "style" for _, attributes in read.elements for name in attributes
        )
        assert read.policy.startswith("default-src 'none';")
        assert "http" not in read.policy
        assert "unsafe" not in read.policy
        assert not any("@import" in style or "url(" in style for style in read.styles)


@pytest.mark.parametrize("which", WHICH)
def test_policy_allows_exactly_the_scripts_and_style_of_the_page(which: str, request: pytest.FixtureRequest) -> None:
    """The digests of the policy are those of its own scripts and style; texts have added none."""
    made: dict[str, str] = request.getfixturevalue(which)
    for name, text in made.items():
        read = Page(text)
        scripts = read.scripts if name == "index.html" else read.scripts[1:]
        held = {base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in [*scripts, *read.styles]}
        assert set(re.findall(r"'sha256-([^']+)'", read.policy)) == held


def test_hostile_texts_come_through_as_texts(hostile_pages: dict[str, str]) -> None:
    """What looks like HTML is shown as it was written, on every page, however long."""
    for name, text in hostile_pages.items():
        if name == "index.html":
            assert HOSTILE in "".join(Page(text).texts)
            continue
        data = data_of(text)
        told = [entity["label"] for entity in data["entities"]] + [fact.get("text", "") for fact in data["facts"]]
        assert any(HOSTILE in one for one in told), name
    assert any(LONG in entity["label"] for entity in data_of(hostile_pages["contacts.html"])["entities"])


def test_pages_hold_every_fact_of_their_networks(packaged_pages: dict[str, str], packaged_store: Store) -> None:
    """Each edge of a network is a fact of its page, between the same two things, with the same paragraphs."""
    kinds = {"information": ("information", "silent-pairs")}
    for name in NETWORKS:
        data = data_of(packaged_pages[f"{name}.html"])
        labels = [entity["label"] for entity in data["entities"]]
        found = Counter(
            (frozenset((labels[one], labels[other])), frozenset(data["facts"][fact].get("cites", ())))
            for one, other, _, facts in data["pairs"]
            for fact in facts
        )
        wanted: Counter[tuple[frozenset[str], frozenset[str]]] = Counter()
        for network in kinds.get(name, (name,)):
            graph = project(packaged_store, network)
            wanted += Counter(
                (frozenset((_label(graph, u), _label(graph, v))), frozenset(told["passages"]))
                for u, v, told in graph.edges(data=True)
            )
        assert wanted.total() > 40
        assert found == wanted


def _label(graph: object, node: str) -> str:
    data = graph.nodes[node]  # type: ignore[attr-defined]
    label: str = data["label"]
    return label.partition(": ")[2] if data["kind"] == "review" else label


def test_perpetrators_stand_with_the_outcome_of_their_case(packaged_pages: dict[str, str]) -> None:
    """Wherever the word stands in a label, the outcome follows it."""
    labels = {
        entity["label"]
        for name, text in packaged_pages.items()
        if name != "index.html"
        for entity in data_of(text)["entities"]
        if "(perpetrator" in entity["label"]
    }
    assert {"Babur (perpetrator; convicted)", "Marat (perpetrator; died before trial)"} <= labels
    assert all("(perpetrator; " in label for label in labels)


def test_silent_pairs_are_told_with_who_knew_and_the_contacts_behind(packaged_pages: dict[str, str]) -> None:
    """A silent pair says what is not recorded, who knew, and leads to the contacts of both."""
    data = data_of(packaged_pages["information.html"])
    silent = [data["facts"][fact] for *_, kind, facts in data["pairs"] if kind == "silent" for fact in facts]
    assert len(silent) > 20
    for fact in silent:
        assert "No exchange about the case between them is recorded." in fact["more"][0]
        assert " knew" in fact["more"][0]
        assert len(fact["behind"]) >= 2
        assert all(data["facts"][number]["cites"] for number in fact["behind"])


def test_timeline_has_every_event_and_acts_not_done_apart(
    packaged_pages: dict[str, str], packaged_store: Store
) -> None:
    """Each event of a review is on its timeline, once, with its days as told; acts not done are a kind of their own."""
    rows = select(
        packaged_store,
        """SELECT DISTINCT ?record ?class ?review ?earliest ?latest WHERE {
          VALUES ?class { dhr:CaseEvent dhr:ActNotDone } ?record a ?class ; dhr:ofReview/dcterms:identifier ?review .
          OPTIONAL { ?record dhr:earliest ?earliest } OPTIONAL { ?record dhr:latest ?latest } }""",
    )
    for review in ("lewisham-kazia", "bexley-nargiza"):
        data = data_of(packaged_pages[f"timeline-{review}.html"])
        wanted = Counter(
            ("/".join(r["record"].split("/")[-2:]), r.get("earliest", ""), r.get("latest", ""))
            for r in rows
            if r["review"] == review
        )
        found = Counter((fact["id"], fact.get("from", ""), fact.get("to", "")) for fact in data["facts"])
        assert found == wanted
        undone = {
            data["facts"][fact]["id"] for *_, kind, facts in data["pairs"] if kind == "not done" for fact in facts
        }
        assert undone == {
            "/".join(r["record"].split("/")[-2:]) for r in rows if r["review"] == review and "ActNotDone" in r["class"]
        }
        shown = {fact for *_, facts in data["pairs"] for fact in facts}
        assert shown == set(range(len(data["facts"])))
    assert data_of(packaged_pages["timeline-lewisham-kazia.html"])["death"] == {
        "when": "2013",
        "from": "2013-01-01",
        "to": "2013-12-31",
    }


def test_index_has_reviews_counts_findings_and_answers(packaged_build: Path, packaged_store: Store) -> None:
    """The index tells the counts of the tables, what the build found, and the answer to each question."""
    text = (packaged_build / "views" / "index.html").read_text(encoding="utf-8")
    read = Page(text)
    words = " ".join(" ".join(read.texts).split())
    assert "convicted" in words
    with (packaged_build / "tables" / "contacts.csv").open(encoding="utf-8", newline="") as file:
        per_review = Counter(row["review"] for row in csv.DictReader(file))
    assert all(f" {number} " in words for number in per_review.values())
    assert "London Ambulance Service had contact and has no record" in words  # a finding of the build
    for one in questions():
        assert " ".join(one.head["question"].split()) in words
        for row in answer_in(packaged_store, one.text).without_iris().texts(short=True)[:3]:
            assert all(" ".join(cell.split()) in words for cell in row)
    assert {e[1].get("href") for e in read.elements if e[0] == "a"} >= {"contacts.html", "timeline-lewisham-kazia.html"}


def test_same_pages_each_time(packaged_build: Path, packaged_pages: dict[str, str]) -> None:
    """Nothing is left to chance: another process with another seed of hashes makes the same bytes."""
    code = (
        "import sys; from pathlib import Path; from dhrgraph.rdf.release import open_release\n"
        "from dhrgraph.views import pages\n"
        "import hashlib\n"
        "with open_release(Path(sys.argv[1])) as release:\n"
        "    for name, text in pages(release.store()).items(): print(name, hashlib.sha256(text.encode()).hexdigest())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(packaged_build)],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    wanted = [f"{name} {hashlib.sha256(text.encode()).hexdigest()}" for name, text in packaged_pages.items()]
    assert done.stdout.splitlines() == wanted


@pytest.mark.parametrize("name", list(NETWORKS))
def test_boxes_do_not_overlap(name: str, packaged_store: Store) -> None:
    """No two names stand so near that their boxes meet."""
    drawn = picture(NETWORKS[name](packaged_store, Filters()))
    boxes = [(mark.x, mark.y, height(mark.label)) for mark in drawn.marks]
    assert len(boxes) > 10
    close = [
        (one, other)
        for one, other in combinations(boxes, 2)
        if abs(one[0] - other[0]) < WIDTH and abs(one[1] - other[1]) < (one[2] + other[2]) / 2
    ]
    assert close == []


def test_one_review_has_a_picture_of_its_own(packaged_store: Store) -> None:
    """What is left when a review is chosen stands close together, not where all reviews put it."""
    board = NETWORKS["information"](packaged_store, Filters())
    drawn = picture(board)
    assert len(drawn.views) == 2
    for place, review in enumerate(board.reviews):
        of = {fact.id for fact in board.facts if fact.review == review}
        ends = {end for pair in board.pairs if of & set(pair.facts) for end in (pair.one, pair.other)}
        view = drawn.views[place]
        assert {board.entities[drawn.marks[mark].holds[0]].id for mark in view.places} == ends
        boxes = [(*at, height(drawn.marks[mark].label)) for mark, at in view.places.items()]
        assert not any(
            abs(one[0] - other[0]) < WIDTH and abs(one[1] - other[1]) < (one[2] + other[2]) / 2
            for one, other in combinations(boxes, 2)
        )
        tall = [max(y) - min(y) for y in ([m.y for m in drawn.marks], [y for _, y in view.places.values()])]
        assert tall[1] < tall[0]


def test_lines_of_contacts_run_between_neighbouring_columns(packaged_store: Store) -> None:
    """An agency stands beside the people whom it had contact with, so that no line runs behind a name."""
    drawn = picture(NETWORKS["contacts"](packaged_store, Filters()))
    across = sorted({mark.x for mark in drawn.marks})
    assert len(across) == 5
    steps = {
        abs(across.index(drawn.marks[line.start].x) - across.index(drawn.marks[line.end].x)) for line in drawn.lines
    }
    assert steps == {1}


def test_columns_are_ordered_to_cross_little() -> None:
    """Two columns joined in a tangle are put so that no lines cross."""
    places = columns(
        [["a", "b", "c"], ["x", "y", "z"]], [("a", "z"), ("b", "x"), ("c", "y")], dict.fromkeys("abcxyz", 60)
    )
    assert [sorted(side, key=lambda thing: places[thing][1]) for side in ("abc", "xyz")] in (
        [["a", "b", "c"], ["z", "x", "y"]],
        [["b", "c", "a"], ["x", "y", "z"]],
        [["c", "b", "a"], ["y", "x", "z"]],
        [["b", "a", "c"], ["x", "z", "y"]],
    )


def test_a_long_column_is_split() -> None:
    """A hundred things do not make a tower."""
    places = columns([[f"a{n}" for n in range(100)], ["b"]], [], {**{f"a{n}": 88 for n in range(100)}, "b": 88})
    wide = max(x for x, _ in places.values()) - min(x for x, _ in places.values())
    tall = max(y for _, y in places.values()) - min(y for _, y in places.values())
    assert tall < 1.3 * wide
    assert len(set(places.values())) == 101


@pytest.mark.parametrize("number", [0, 1, 2, 3, 24, 44])
def test_ring_has_room_for_each(number: int) -> None:
    """Every thing of a ring has a place of its own."""
    places = ring([str(n) for n in range(number)], {str(n): 60 + n for n in range(number)})
    assert len(set(places.values())) == number


def test_names_are_broken_and_cut() -> None:
    """A name of any length fits its box, and an empty one does no harm."""
    assert wrapped("") == ""
    for name in (LONG, "ab " * 4000, "x" * 18, "Lewisham and Greenwich NHS Trust"):
        lines = wrapped(name).split("\n")
        assert len(lines) <= 5
        assert max(map(len, lines)) <= 17
    assert wrapped("Lewisham and Greenwich NHS Trust").replace("\n", " ") == "Lewisham and Greenwich NHS Trust"


def _large(number: int) -> Board:
    """A board with so many agencies, each with one person of a hundred."""
    sectors = [sector for family in FAMILIES for sector in family.sectors]
    agencies = [
        Entity(f"a{n}", f"Agency {n}", family_of(s), s, s, "", f"sector {s}", f"agencies of {s}")
        for n in range(number)
        for s in [sectors[n % len(sectors)]]
    ]
    people = [
        Entity(f"p{n}", f"Person {n}", STYLES["victim"], group="role victim", group_label="victims") for n in range(100)
    ]
    facts = tuple(Fact(f"f{n}", "", "told") for n in range(number))
    pairs = gathered((f"a{n}", f"p{n % 100}", "contact", f"f{n}") for n in range(number))
    sides = (tuple(a.id for a in agencies), tuple(p.id for p in people))
    kinds = (Kind("contact", "contacts"),)
    return Board(
        "x", "X", "", (), "Agency", "Person", "contact", (*agencies, *people), facts, pairs, kinds, columns=sides
    )


def test_too_many_things_are_drawn_together() -> None:
    """A thousand things are drawn each by itself; thousands by their groups, and nothing of them is lost."""
    some = picture(_large(900))
    assert len(some.marks) == 1000
    assert not some.grouped
    board = _large(5000)
    drawn = picture(board)
    assert drawn.grouped
    assert len(drawn.marks) <= MOST_MARKS
    assert sorted(thing for mark in drawn.marks for thing in mark.holds) == list(range(len(board.entities)))
    assert sorted(pair for line in drawn.lines for pair in line.pairs) == list(range(len(board.pairs)))
    assert any("agencies of" in mark.label.replace("\n", " ") and "(" in mark.label for mark in drawn.marks)
    assert sum(mark.style == "victim" for mark in drawn.marks) == 100  # what is few enough stays as it is


def test_pyvis_gets_plain_numbers(packaged_store: Store) -> None:
    """The drawing has numbers for ids, fixed positions and no physics, and each line once."""
    drawn = vis_data(picture(NETWORKS["information"](packaged_store, Filters())))
    assert [node["id"] for node in drawn["nodes"]] == list(range(len(drawn["nodes"])))
    assert all(isinstance(node["x"], int) and isinstance(node["y"], int) for node in drawn["nodes"])
    assert drawn["options"]["physics"] == {"enabled": False}
    assert len(drawn["edges"]) == len(drawn["lines"]) > 50


def test_one_review_alone(packaged_store: Store) -> None:
    """Filters narrow all pages to one review; answers of the whole build are then left out."""
    made = pages(packaged_store, filters=Filters(reviews=frozenset({"lewisham-kazia"})))
    assert "timeline-bexley-nargiza.html" not in made
    assert not any("Nargiza" in text for text in made.values())
    assert "Kazia" in made["index.html"]
    assert "answers would be of all of it" in made["index.html"]


def test_nothing_to_draw() -> None:
    """A graph without anything still gives pages."""
    made = pages(Store())
    assert set(made) == {"index.html", *(f"{name}.html" for name in NETWORKS)}
    assert data_of(made["contacts.html"])["facts"] == []


@pytest.mark.parametrize(
    ("question", "bars", "ends"),
    [
        ("contacts-by-agency", ["contacts", "abuse_disclosed", "missed_opportunities"], None),
        ("one-paragraph", ["records", "on_one_paragraph"], None),
        ("acts-not-done", None, ("Act", "Agency")),
        ("recommendations-by-addressee", None, ("Addressee", "Themes")),
        ("risk-grades", None, ("Agency", "Person")),
    ],
)
def test_how_an_answer_is_drawn(
    question: str, bars: list[str] | None, ends: tuple[str, str] | None, packaged_store: Store
) -> None:
    """Numbers make bars; two columns of things make lines, each row once for each pair of them."""
    (asked,) = [one for one in questions() if one.name == question]
    answer = answer_in(packaged_store, asked.text)
    data = data_of(answer_page(packaged_store, answer, "Title"))
    assert len(data["facts"]) == len(answer.rows) > 0
    if bars:
        assert data["bars"] == bars
        values = [[float(row[column]["value"]) for column in bars] for row in answer.rows]
        assert data["values"] == values
        assert len(data["pairs"]) == len(answer.rows)
    else:
        assert (data["one"], data["other"]) == ends
        assert {fact for *_, facts in data["pairs"] for fact in facts} <= set(range(len(answer.rows)))


@pytest.mark.parametrize(
    ("query", "drawn"),
    [
        ("SELECT ?agency ?person { ?c dhr:withAgency ?agency ; dhr:concerns ?person }", "lines"),
        ("CONSTRUCT { ?m dhr:heldBy ?marac } { ?m dhr:heldBy ?marac }", "lines"),
        ("SELECT ?agency (COUNT(?c) AS ?n) { ?c dhr:withAgency ?agency } GROUP BY ?agency", "bars"),
        ("SELECT ?text { ?c a dhr:Contact ; dcterms:description ?text }", "rows"),
        ("SELECT ?agency { ?c a dhr:Contact ; dhr:withAgency ?agency }", "rows"),
        ("SELECT ?nothing { ?nothing a dhr:NoSuchClass }", "empty"),
    ],
)
def test_any_answer_is_drawn(query: str, drawn: str, packaged_release: Release) -> None:
    """A query of one's own is drawn by the same rule, with names for IRIs where the graph has them."""
    answer = ask(packaged_release, query)
    data = data_of(answer_page(packaged_release.store(), answer, query))
    labels = [entity["label"] for entity in data["entities"]]
    match drawn:
        case "lines":
            assert data["nodes"]
            assert any(label in ("Metropolitan Police Service", "Lewisham MARAC") for label in labels)
        case "bars":
            assert data["bars"] == ["n"]
            assert "Metropolitan Police Service" in labels
        case "rows":
            assert data["bars"] == []
            assert len(data["entities"]) <= len(answer.rows)
            assert sum(len(facts) for *_, facts in data["pairs"]) == len(answer.rows)
        case "empty":
            assert data["facts"] == []


def test_a_column_of_iris_says_what_its_neighbour_names(packaged_release: Release) -> None:
    """Where an answer has X and X_iri, the IRI says which thing X names, and is not shown itself."""
    query = "SELECT ('their own word' AS ?agency) (?a AS ?agency_iri) ?person { ?c dhr:withAgency ?a ; dhr:concerns ?person }"
    answer = ask(packaged_release, query)
    data = data_of(answer_page(packaged_release.store(), answer, query))
    assert (data["one"], data["other"]) == ("Agency", "Person")
    assert "Metropolitan Police Service" in [entity["label"] for entity in data["entities"]]
    assert not any("iri" in text for fact in data["facts"] for text in fact["more"])


def test_yes_or_no_is_not_drawn() -> None:
    """An answer of yes or no has no picture, and says so."""
    with pytest.raises(NothingToDrawError, match="SELECT"):
        answer_page(Store(), Answer(["answer"], [{"answer": {"type": "literal", "value": "yes"}}], True), "?")


def test_no_such_page(packaged_store: Store) -> None:
    """A wrong name is told with the nearest, a wrong review too."""
    with pytest.raises(NoPageError, match="did you mean contacts"):
        page(packaged_store, "contact")
    with pytest.raises(NetworkError, match="lewisham-kazia"):
        page(packaged_store, "contacts", Filters(reviews=frozenset({"lewisham"})))
    with pytest.raises(NoPageError, match="not of the review"):
        page(packaged_store, "timeline-bexley-nargiza", Filters(reviews=frozenset({"lewisham-kazia"})))


def test_view_command(packaged_build: Path, tmp_path: Path) -> None:
    """The command writes the pages that the build has, or one of them, without links to the others."""
    out = tmp_path / "new folder"
    result = CliRunner().invoke(cli, ["view", "--build", str(packaged_build), "--out", str(out)])
    assert result.exit_code == 0, result.output
    held = {path.name: path.read_bytes() for path in (packaged_build / "views").iterdir()}
    assert {path.name: path.read_bytes() for path in out.iterdir()} == held
    result = CliRunner().invoke(cli, ["view", "knowledge", "--build", str(packaged_build), "--out", str(out)])
    assert result.exit_code == 0, result.output
    alone = Page((out / "knowledge.html").read_text(encoding="utf-8"))
    assert {e[1]["href"] for e in alone.elements if "href" in e[1]} == {"#main"}
    one = tmp_path / "one.html"
    command = ["view", "contacts", "--review", "bexley-nargiza", "--build", str(packaged_build), "--out", str(one)]
    assert CliRunner().invoke(cli, command).exit_code == 0
    assert "Kazia" not in one.read_text(encoding="utf-8")
    wrong = CliRunner().invoke(cli, ["view", "contact", "--build", str(packaged_build)])
    assert wrong.exit_code == 1
    assert "did you mean contacts" in wrong.output


def test_query_draws(packaged_build: Path, tmp_path: Path) -> None:
    """The answer to a question is drawn on a page, with the question as its title."""
    out = tmp_path / "drawn.html"
    result = CliRunner().invoke(cli, ["query", "acts-not-done", "--build", str(packaged_build), "--draw", str(out)])
    assert result.exit_code == 0, result.output
    assert data_of(out.read_text(encoding="utf-8"))["title"].startswith("Which acts were not done")
