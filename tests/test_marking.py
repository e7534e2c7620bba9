"""The banner of unpublished reviews: what it says, and that it stands on all that is made of them."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from openpyxl.worksheet.worksheet import Worksheet

from dhrgraph.cli import cli
from dhrgraph.exchange.marking import NOTE, is_note, marking_note, printed_banner, tables_banner
from dhrgraph.exchange.tables import tables
from dhrgraph.networks import project
from dhrgraph.opened import open_graph
from dhrgraph.questions.library import question
from dhrgraph.rdf.marking import banner_of
from dhrgraph.rdf.release import open_release
from dhrgraph.rebuild import rebuild
from dhrgraph.records import load_collection
from dhrgraph.records.marking import Marked, banner
from dhrgraph.resources import datasets
from dhrgraph.views import NETWORKS, answer_page, page, pages
from dhrgraph.views.answer import answer_in
from tests.pages import HOSTILE, Page

MARKING = "OFFICIAL-SENSITIVE – NOT FOR ONWARD DISCLOSURE WITHOUT THE PERMISSION OF THE CHAIR"
WORDS = f"{MARKING} · not published: example-review"


def run(*arguments: str | Path) -> Result:
    """Run a command that must do its work."""
    done = CliRunner().invoke(cli, [str(each) for each in arguments])
    assert done.exit_code == 0, done.output
    return done


def header(sheet: Worksheet) -> str:
    """What stands above each printed page of a sheet."""
    assert sheet.oddHeader
    return sheet.oddHeader.center.text or ""


def collection(home: Path, marking: str = MARKING) -> Path:
    """The invented collection as one of an unpublished review with a marking, beside a published one."""
    shutil.copytree(datasets() / "template", home)
    file = home / "reviews" / "example-review" / "review.yaml"
    standing = f"publication: unpublished\nmarking: {json.dumps(marking, ensure_ascii=False)}"
    file.write_text(re.sub(r"publication: .*", lambda _: standing, file.read_text(encoding="utf-8")), encoding="utf-8")
    shutil.copytree(datasets() / "reviews" / "bexley-nargiza", home / "reviews" / "bexley-nargiza")
    return home


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That collection."""
    return collection(tmp_path_factory.mktemp("marked") / "ours")


@pytest.fixture(scope="module")
def build(home: Path) -> Path:
    """A build of it."""
    rebuild(home, home.parent / "build")
    return home.parent / "build"


@pytest.mark.parametrize(
    ("reviews", "words"),
    [
        ([], ""),
        ([Marked("a", "published")], ""),
        ([Marked("a", "published", "OFFICIAL")], ""),
        ([Marked("a", "invented")], ""),
        ([Marked("a", "invented", "OFFICIAL")], "OFFICIAL · invented: a"),
        ([Marked("a", "unpublished")], "Not published: a"),
        ([Marked("a")], "Not published: a"),
        ([Marked("a", "some-new-code", "OFFICIAL")], "OFFICIAL · not published: a"),
        ([Marked("b", "unpublished", "X"), Marked("a", "unpublished", "X")], "X · not published: a, b"),
        ([Marked("a", "unpublished", "X"), Marked("b", "unpublished")], "X · not published: a | Not published: b"),
        ([Marked(each, "unpublished", "X") for each in "abcde"], "X · not published: a, b, c and 2 more"),
        ([Marked("a", "unpublished", " two\n lines\u202e \u200b")], "two lines · not published: a"),
    ],
)
def test_words(reviews: list[Marked], words: str) -> None:
    """The banner names marking and review, of each that is not published, in one line."""
    assert banner(reviews) == words


def test_many_markings() -> None:
    """Of many markings a few are named, the strictest among them, and the others counted."""
    reviews = [Marked(f"r{number}", "unpublished", f"OFFICIAL {number}") for number in range(5)]
    words = banner([*reviews, Marked("z", "unpublished", "Top Secret")])
    assert words.startswith("Top Secret · not published: z | OFFICIAL 0 · ")
    assert words.endswith(" | and 3 more markings")


def test_long_marking() -> None:
    """A marking that would cover the page is cut."""
    assert len(banner([Marked("a", "unpublished", "W" * 500)])) < 230


def test_pages(build: Path) -> None:
    """Each page of a build has the banner once, and it is escaped text."""
    made = sorted((build / "views").glob("*.html"))
    assert len(made) == len(NETWORKS) + 3
    for file in made:
        found = Page(file.read_text(encoding="utf-8"))
        assert [tag for tag, attributes in found.elements if attributes.get("id") == "marking"] == ["aside"]
        assert WORDS in found.texts


def test_page_of_one_review(build: Path) -> None:
    """A page by itself has the banner of the reviews that it shows, and one of published reviews has none."""
    with open_release(build) as release:
        store = release.store()
        assert WORDS in page(store, "timeline-example-review")
        assert 'id="marking"' not in page(store, "timeline-bexley-nargiza")
        assert banner_of(store, {"bexley-nargiza"}) == ""
        assert banner_of(store, {"bexley-nargiza"}, "see example-review") == WORDS
    with open_graph(build) as graph:
        assert WORDS in str(graph.view("contacts"))
        assert 'id="marking"' not in str(graph.view("contacts", reviews=["bexley-nargiza"]))


def test_published_pages_have_nothing_of_it(packaged_store: object) -> None:
    """Pages of published reviews alone have neither banner nor its style and scripts."""
    for text in pages(packaged_store).values():  # type: ignore[arg-type]
        assert "marking" not in "".join(Page(text).styles)
        assert 'id="marking"' not in text


def test_drawn_answers(build: Path) -> None:
    """A drawn answer has the banner of all that it may show."""
    with open_release(build) as release:
        store = release.store()
        for name in ("marac-few-actions", "contacts-by-agency"):
            answer = answer_in(store, question(name).text)
            assert WORDS in answer_page(store, answer, "?")
        answer = answer_in(store, "SELECT ?a { BIND('about example-review' AS ?a) }")
        assert WORDS in answer_page(store, answer, "?", reviews=["bexley-nargiza"])


def test_hostile_marking(tmp_path: Path) -> None:
    """Markup in a marking stays text, on each page."""
    rebuild(collection(tmp_path / "ours", HOSTILE), tmp_path / "build")
    for file in (tmp_path / "build" / "views").glob("*.html"):
        found = Page(file.read_text(encoding="utf-8"))
        assert not [tag for tag, _ in found.elements if tag == "img"]
        assert not any("spoiled" in script for script in found.scripts if not script.startswith("{"))


def test_note_beside_tables(build: Path, home: Path, tmp_path: Path) -> None:
    """MARKING.txt stands beside tables while a review is not published, and goes when all are."""
    assert (build / "tables" / NOTE).read_text(encoding="utf-8").startswith(f"{WORDS}\n")
    assert (build / NOTE).read_text(encoding="utf-8").startswith(WORDS)
    run("export", "tables", tmp_path / "t", "--build", build)
    assert is_note((tmp_path / "t" / NOTE).read_text(encoding="utf-8"))
    run("export", "tables", tmp_path / "t", "--datasets", datasets())
    assert not (tmp_path / "t" / NOTE).exists()
    (tmp_path / "t" / NOTE).write_text("my own", encoding="utf-8")
    run("export", "tables", tmp_path / "t", "--datasets", datasets())
    assert (tmp_path / "t" / NOTE).read_text(encoding="utf-8") == "my own"
    ours = tmp_path / "ours"
    shutil.copytree(home, ours)
    rebuild(ours, tmp_path / "b")
    file = ours / "reviews" / "example-review" / "review.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(": unpublished", ": published"), encoding="utf-8")
    rebuild(ours, tmp_path / "b")
    assert not (tmp_path / "b" / NOTE).exists()
    assert not (tmp_path / "b" / "tables" / NOTE).exists()


def test_marking_with_separators() -> None:
    """A marking with the signs by which cells are joined comes through tables as it was written."""
    made = tables(load_collection(datasets() / "template")[0])
    row = dict(zip(made[0].columns, made[0].rows[0], strict=True)) | {"publication": "unpublished", "marking": r"A\;B"}
    made[0].rows[0] = tuple(row.values())
    assert tables_banner(made) == "A;B · not published: example-review"
    assert tables_banner(made, {"another"}) == ""
    assert marking_note(made).startswith("A;B")


def test_printed_banner() -> None:
    """The header of a printed sheet has no codes, and no more than Excel takes."""
    assert printed_banner("A & B").center.text == "A && B"
    assert len(printed_banner("&" * 500).center.text or "") <= 255


def test_tables_workbook(build: Path, tmp_path: Path) -> None:
    """Each sheet of the tables has the banner above its headers, frozen, and on each printed page."""
    run("export", "xlsx", tmp_path / "x.xlsx", "--build", build)
    for sheet in openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets:
        assert sheet["A1"].value == WORDS
        assert sheet["B1"].value is None  # so that the banner runs over it
        assert sheet.freeze_panes == "A3"
        assert header(sheet) == WORDS
        assert sheet.print_title_rows == "$1:$2"
        assert str(sheet.auto_filter.ref).startswith("A2:")
    run("export", "xlsx", tmp_path / "y.xlsx", "--datasets", datasets())
    assert openpyxl.load_workbook(tmp_path / "y.xlsx")["people"]["A1"].value == "review"


def test_review_workbook(home: Path, tmp_path: Path) -> None:
    """The workbook of an unpublished review comes back byte for byte, with its banner and without."""
    ours, file = tmp_path / "ours", tmp_path / "w.xlsx"
    shutil.copytree(home, ours)
    run("export", "workbook", file, "--review", "example-review", "--datasets", ours)
    book = openpyxl.load_workbook(file)
    for sheet in book.worksheets[:-1]:
        assert sheet["A1"].value == WORDS
        assert header(sheet) == WORDS
        assert sheet.freeze_panes in ("A2", "B3")
    assert "0 files of" in run("import", "workbook", file, "--datasets", ours).output
    for sheet in book.worksheets[:-1]:
        sheet["A1"].value = "some words of my own" if sheet.title == "contacts" else None
    book.save(file)
    assert "0 files of" in run("import", "workbook", file, "--datasets", ours).output
    book["events"].delete_rows(1)
    book.save(file)
    assert "0 files of" in run("import", "workbook", file, "--datasets", ours).output


def test_cells_of_problems(home: Path, tmp_path: Path) -> None:
    """Below the banner a problem names the row that the user sees."""
    ours, file = tmp_path / "ours", tmp_path / "w.xlsx"
    shutil.copytree(home, ours)
    run("export", "workbook", file, "--review", "example-review", "--datasets", ours)
    book = openpyxl.load_workbook(file)
    book["contacts"]["B4"] = "one day"
    assert book["review"]["A6"].value == "death"
    book["review"]["B6"] = "one day"
    book.save(file)
    done = CliRunner().invoke(cli, ["import", "workbook", str(file), "--datasets", str(ours), "--replace"])
    assert done.exit_code == 1
    assert "contacts!B4: 'one day' is no date" in done.output
    assert "review!B6: 'one day' is no date" in done.output
    copy = openpyxl.load_workbook(tmp_path / "w-problems.xlsx")
    assert copy["contacts"]["B4"].comment
    assert header(copy["problems"]) == WORDS
    book["contacts"]["B2"] = "dat"
    book.save(file)
    done = CliRunner().invoke(cli, ["import", "workbook", str(file), "--datasets", str(ours), "--replace"])
    assert "contacts!A2: the header date is missing" in done.output


def test_answers(build: Path, tmp_path: Path) -> None:
    """An answer to read begins with the banner; beside one for a program it is on standard error."""
    assert " ".join(run("query", "contacts-by-agency", "--build", build).stdout.split()).startswith(WORDS)
    done = run("query", "contacts-by-agency", "--build", build, "--format", "csv")
    assert WORDS in done.stderr
    assert WORDS not in done.stdout
    assert "OFFICIAL-SENSITIVE" in run("query", "contacts-by-agency", "--build", build, "--format", "md").stdout
    done = run("query", "contacts-by-agency", "--build", build, "--out", tmp_path / "a.json")
    assert WORDS in done.stderr
    done = run("query", "contacts-by-agency", "--build", build, "--format", "csv", "--review", "bexley-nargiza")
    assert done.stderr == ""
    own = "SELECT ?r { VALUES ?param_review { UNDEF } ?r a dhr:Review }"
    assert (
        WORDS in run("query", "--text", own, "--review", "bexley-nargiza", "--build", build, "--format", "csv").stderr
    )


def test_networks(build: Path, tmp_path: Path) -> None:
    """A network says it in every form, and one of published reviews does not."""
    for form in ("json", "graphml", "gexf"):
        done = run("network", "contacts", "--build", build, "--format", form)
        assert WORDS in done.stderr
        assert MARKING in unescape(done.stdout)
        assert (
            "not published"
            not in run("network", "contacts", "--build", build, "--format", form, "--review", "bexley-nargiza").output
        )
    assert " ".join(run("network", "contacts", "--build", build).stdout.split()).startswith(WORDS)
    run("network", "contacts", "--build", build, "--matrix", tmp_path / "m.svg")
    with open_release(build) as release:
        assert project(release.store(), "agencies").graph["marking"] == WORDS


def test_similar(build: Path) -> None:
    """Recommendations of an unpublished review, and those beside them, say it."""
    assert WORDS in run("similar", "--review", "example-review", "--build", build).stderr


def test_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A draft is not published, and its page says so."""
    monkeypatch.chdir(tmp_path)
    run("demo")
    (file,) = tmp_path.rglob("draft.html")
    assert "Not published: invented-report" in Page(file.read_text(encoding="utf-8")).texts
