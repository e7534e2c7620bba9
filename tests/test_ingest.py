"""``ingest`` and ``demo``: what is written, what never is, and what is told."""

from __future__ import annotations

import errno
import json
import re
import shlex
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dhrgraph.cli import cli
from dhrgraph.files import write_new
from dhrgraph.rebuild import rebuild
from dhrgraph.records import check, load_collection
from tests.conftest import ROOT
from tests.reports.files import write
from tests.reports.styles import STYLES, printed


def run(*arguments: str | Path, code: int = 0) -> Result:
    """Run a command, and expect an exit code and no traceback."""
    result = CliRunner().invoke(cli, [str(a) for a in arguments])
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """An invented report."""
    return write(printed("thornwick", "chapters"), tmp_path, "docx")


def files(folder: Path) -> dict[str, bytes]:
    """All files below a folder with their content."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_draft_passes_the_checks(report: Path, tmp_path: Path) -> None:
    """What is written is a collection without problems, marked as a draft and unpublished."""
    out = tmp_path / "mine"
    told = run("ingest", report, "--id", "case-1", "--out", out).output
    collection, problems = load_collection(out)
    assert problems + check(collection) == []
    (review,) = collection.reviews
    assert (review.id, review.review.status, review.review.publication) == ("case-1", "draft", "unpublished")
    assert review.review.marking == "OFFICIAL"
    assert "recommendations 7" in told
    assert "Confidentiality" in told  # a section of the template that the report lacks
    beside = json.loads((review.folder / "draft.json").read_text(encoding="utf-8"))
    assert all(beside["records"]["contacts"][record.id]["rule"] for record in review.records["contacts"])


def test_rebuild_warns_of_a_draft(report: Path, tmp_path: Path) -> None:
    """A draft can be built, and each build tells that nobody has corrected it."""
    out = tmp_path / "mine"
    run("ingest", report, "--out", out, "--quiet")
    found = rebuild(out, tmp_path / "build").manifest["findings"]
    assert [f["severity"] for f in found if f["check"] == "draft"] == ["Warning"]
    path = next(out.rglob("review.yaml"))
    path.write_text(path.read_text(encoding="utf-8").replace("status: draft", "status: corrected"), encoding="utf-8")
    found = rebuild(out, tmp_path / "build").manifest["findings"]
    assert [f for f in found if f["check"] == "draft"] == []


@pytest.mark.parametrize("way", ["words", "embedding"])
def test_recommendations_said_before_in_the_collection(
    way: str, invented: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A near recommendation of a coded review of the collection stands on the page; one of a draft does not."""
    monkeypatch.setattr("dhrgraph.exchange.draftpage.best_method", lambda: way)
    home = invented / "reviews" / "example-review"
    rows = (home / "recommendations.yaml").read_text(encoding="utf-8")
    rows = re.sub("summary: .*", "summary: Treat each breach of bail as a crime of its own", rows, count=1)
    (home / "recommendations.yaml").write_text(rows, encoding="utf-8")
    report = ROOT / "datasets" / "demo" / "invented-report.txt"
    for name in ("first", "second"):
        run("ingest", report, "--id", name, "--out", invented, "--quiet")
    page = (invented / "reviews" / "second" / "draft.html").read_text(encoding="utf-8")
    assert re.search(r"Said before in example-review, \S+ \(0\.\d\d\): Treat each breach of bail", page)
    assert "Said before in first" not in page


def test_second_run_leaves_corrections(report: Path, tmp_path: Path) -> None:
    """Records that are there stay byte for byte; what differs is proposed beside them."""
    out = tmp_path / "mine"
    run("ingest", report, "--id", "case-1", "--out", out)
    folder = out / "reviews" / "case-1"
    assert "the draft is the same" in run("ingest", report, "--id", "case-1", "--out", out).output
    assert not (folder / "proposed").exists()
    contacts = folder / "contacts.yaml"
    contacts.write_text(
        contacts.read_text(encoding="utf-8").replace("reached: yes", "reached: unclear"), encoding="utf-8"
    )
    (folder / "events.yaml").unlink()
    before = files(folder)
    assert "2 files would differ" in run("ingest", report, "--id", "case-1", "--out", out).output
    after = files(folder)
    assert {name: text for name, text in after.items() if not name.startswith("proposed/")} == before
    assert "-  reached: unclear" in (folder / "proposed" / "differences.txt").read_text(encoding="utf-8")
    (folder / "events.yaml").write_text("[]\n", encoding="utf-8")
    assert check(load_collection(out)[0]) == []  # the folder of proposals is none of the records


def test_another_report_under_the_same_id_is_told(report: Path, tmp_path: Path) -> None:
    """A report of another death under the id of one that is there is told, and writes over nothing."""
    out = tmp_path / "mine"
    run("ingest", report, "--id", "case-1", "--out", out)
    before = files(out)
    other = write(printed("ashcombe", "mixed"), tmp_path, "txt")
    told = run("ingest", other, "--id", "case-1", "--out", out).output
    assert "drafted from another file: if" in told
    assert {name: text for name, text in files(out).items() if "/proposed/" not in name} == before
    assert "another file" not in run("ingest", report, "--id", "case-1", "--out", out).output


def test_bad_files_do_not_stop_good_ones(report: Path, tmp_path: Path) -> None:
    """Each bad file is told with its reason and leaves nothing; the exit code says that there were some."""
    empty, pdf, lost = tmp_path / "empty.txt", tmp_path / "broken.pdf", tmp_path / "lost.docx"
    empty.write_bytes(b"")
    pdf.write_bytes(b"%PDF-1.7\ntruncated")
    out = tmp_path / "mine"
    told = run("ingest", empty, report, pdf, lost, "--out", out, "--jobs", "2", code=1).output
    for bad in (empty, pdf, lost):
        assert re.search(rf"{bad.name}.*: .*: .+", told), bad
    assert "3 of 4 reports" in told
    assert sorted(p.name for p in (out / "reviews").iterdir()) == ["thornwick-chapters"]


def test_twenty_files_in_parallel(tmp_path: Path) -> None:
    """Twenty reports give twenty sound reviews, the same as one by one."""
    reports = []
    for number, story in enumerate(["kestle-bay", "pellbridge", "ashcombe", "thornwick"] * 5):
        path = write(printed(story, STYLES[number % 5]), tmp_path, "txt")
        reports.append(path.rename(tmp_path / f"report-{number}.txt"))
    out = tmp_path / "mine"
    run("ingest", *reports, "--out", out, "--jobs", "4", "--quiet")
    collection, problems = load_collection(out)
    assert problems + check(collection) == []
    assert len(collection.reviews) == 20
    alone = tmp_path / "alone"
    run("ingest", reports[7], "--out", alone, "--quiet")
    assert files(alone / "reviews" / "report-7") == files(out / "reviews" / "report-7")


def test_two_files_of_one_name(report: Path, tmp_path: Path) -> None:
    """Two files that would give one review are told; the first is drafted."""
    (tmp_path / "b").mkdir()
    other = write(printed("thornwick", "chapters"), tmp_path / "b", "docx")
    told = run("ingest", report, other, "--out", tmp_path / "mine", code=1).output
    assert "it gives the id thornwick-chapters" in told
    assert run("ingest", report, other, "--id", "one", code=2)


@pytest.mark.parametrize("id_", ["../outside", "Big", "a b", ""])
def test_ids_stay_inside(report: Path, tmp_path: Path, id_: str) -> None:
    """An id that is none writes nothing."""
    run("ingest", report, "--id", id_, "--out", tmp_path / "mine", code=0 if not id_ else 1)
    assert id_ == "" or not (tmp_path / "mine").exists()


class Page(HTMLParser):
    """What a page would load or run."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.policy = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and what it names."""
        given = {key: value or "" for key, value in attrs}
        self.tags.add(tag)
        self.links += [given[key] for key in ("src", "href") if key in given]
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"]


def test_page_is_one_harmless_file(tmp_path: Path) -> None:
    """The page escapes the report's text, loads nothing, and shows the near recommendations."""
    path = write(printed("kestle-bay", "chapters"), tmp_path, "txt")
    text = path.read_text(encoding="utf-8").replace(
        "The first report was taken seriously", "<script>alert(1)</script> & <img src=x> was"
    )
    path.write_text(text, encoding="utf-8")
    run("ingest", path, "--id", "k", "--out", tmp_path / "mine", "--quiet")
    source = (tmp_path / "mine" / "reviews" / "k" / "draft.html").read_text(encoding="utf-8")
    page = Page()
    page.feed(source)
    assert page.tags.isdisjoint({"script", "img", "iframe", "link", "object", "form"})
    assert all(link.startswith("#p-") for link in page.links)
    assert page.policy.startswith("default-src 'none'")
    assert "&lt;script&gt;" in source
    assert "<mark>" in source
    assert "Said before in" in source


def test_own_register_is_used(report: Path, tmp_path: Path) -> None:
    """A body of the collection's own register is matched by its other names, and one with problems is told."""
    out = tmp_path / "mine"
    out.mkdir()
    entry = "- id: holme-police\n  label: Holme County Constabulary\n  other_names: [Holme County Police]\n  sector: police\n"
    (out / "agencies.yaml").write_text(entry, encoding="utf-8")
    run("ingest", report, "--id", "t", "--out", out)
    assert "[holme-police]" in (out / "reviews" / "t" / "contacts.yaml").read_text(encoding="utf-8")
    (out / "agencies.yaml").write_text(entry.replace("sector: police", "sector: polices"), encoding="utf-8")
    assert "unknown code 'polices'" in run("ingest", report, "--id", "u", "--out", out, code=1).output
    assert not (out / "reviews" / "u").exists()


def test_commands_of_the_page_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands that docs/drafting.md shows run as they stand."""
    text = (ROOT / "docs" / "drafting.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    write(printed("ashcombe", "mixed"), tmp_path, "pdf").rename(tmp_path / "report.pdf")
    lines = re.findall(r"(?m)^dhrgraph .*$", text)
    assert len(lines) == 3
    for line in lines:
        run(*shlex.split(line)[1:])
    made = tmp_path / "my-reviews" / "reviews" / "report"
    for name in re.findall(r"^\| `([\w.]+)`", text.split("## What is drafted")[0], re.MULTILINE):
        assert (made / name).is_file()
    for name in re.findall(r"^\| `(\w+\.yaml)`", text.split("## Teach it")[1], re.MULTILINE):
        assert (ROOT / "graph" / "dhrgraph" / "lexicon" / name).is_file()
    assert (made.parent.parent / ".gitignore").is_file()


def test_a_folder_and_a_text_without_paragraphs_are_told(report: Path, tmp_path: Path) -> None:
    """A folder among the files, and a text of which all stands in one passage, do not stop the rest."""
    long = tmp_path / "long.txt"
    long.write_text("1. Facts\n\n1.1 " + "The panel met in May. " * 6000, encoding="utf-8")
    (tmp_path / "folder").mkdir()
    out = tmp_path / "mine"
    told = run("ingest", tmp_path / "folder", long, report, "--out", out, code=1).output
    assert re.search(r"folder: it is a folder: name the files in it, such as \S+/folder/\*\.pdf", told)
    assert re.search(r"long.txt:0:0: passage 1.1 has \d+ characters, more than 100000: give the report as PDF", told)
    assert [folder.name for folder in (out / "reviews").iterdir()] == ["thornwick-chapters"]


@pytest.mark.parametrize("at", [0, 3, 19])
def test_a_disk_that_fails_half_way(at: int, report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file cannot be written, nothing of the review is; what stood there before stands there still."""
    out = tmp_path / "deep" / "mine"
    monkeypatch.setattr("dhrgraph.files.write_new", FullDisk(at))
    told = run("ingest", report, "--id", "case-1", "--out", out, code=1).output
    assert "No space left on device" in told
    assert "look at the disk and the folder's permissions" in told
    assert not (tmp_path / "deep").exists()
    monkeypatch.undo()
    run("ingest", report, "--id", "case-1", "--out", out)
    for name in ("contacts.yaml", "events.yaml", "people.yaml"):
        (out / "reviews" / "case-1" / name).write_text("[]\n", encoding="utf-8")
    run("ingest", report, "--id", "case-1", "--out", out)
    before = files(out)
    monkeypatch.setattr("dhrgraph.files.write_new", FullDisk(min(at, 3)))
    run("ingest", report, "--id", "case-1", "--out", out, code=1)
    assert files(out) == before


class FullDisk:
    """Writes some files, and then no more."""

    def __init__(self, room: int) -> None:
        self.room = room

    def __call__(self, path: Path, content: bytes, **more: Any) -> None:
        """Write a file if there is room."""
        if not self.room:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        self.room -= 1
        write_new(path, content, **more)
