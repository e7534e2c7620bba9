"""The commands, as a user types them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from dhrgraph.cli import cli
from tests.conftest import ROOT


def run(*arguments: str | Path, code: int = 0) -> Result:
    """Run a command, and expect an exit code and no traceback."""
    result = CliRunner().invoke(cli, [str(a) for a in arguments])
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def commands(group: click.Group = cli, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], click.Command]:
    """All commands by the words that call them."""
    found: dict[tuple[str, ...], click.Command] = {}
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command, name
        found[*path, name] = command
        if isinstance(command, click.Group):
            found |= commands(command, (*path, name))
    return found


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_help(words: tuple[str, ...]) -> None:
    """Each command and each of its options tells what it is for, and shows an example."""
    result = run(*words, "--help")
    command = commands()[words]
    assert command.help
    if not isinstance(command, click.Group):
        assert "dhrgraph " in result.output
        options = [p for p in command.params if isinstance(p, click.Option)]
        assert all(option.help or option.name == "form" for option in options), [o.name for o in options if not o.help]


def test_every_command_is_documented() -> None:
    """The reference of commands in the docs names each command."""
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for words in commands():
        assert f"`dhrgraph {' '.join(words)}`" in text, words


def test_rebuild_and_up_to_date(invented: Path, tmp_path: Path) -> None:
    """The main job tells what it made, and the second time that nothing changed."""
    build = tmp_path / "build"
    assert "built: 1 review, 4 contacts, 1 recommendation," in run("rebuild", invented, "--out", build).output
    assert "is up to date" in run("rebuild", invented, "--out", build).output


def test_rebuild_quiet_and_json(invented: Path, tmp_path: Path) -> None:
    """Quiet prints nothing; JSON prints JSON alone."""
    build = tmp_path / "build"
    assert run("rebuild", invented, "--out", build, "--quiet").output == ""
    told = json.loads(CliRunner().invoke(cli, ["rebuild", str(invented), "--out", str(build), "--json"]).stdout)
    assert told["fresh"] is False
    assert told["manifest"]["counts"]["tables"]["contacts"] == 4


def test_problems_are_told_with_exit_code_1(invented: Path, tmp_path: Path) -> None:
    """Each problem is a line with its place; JSON has them apart; nothing is written."""
    path = invented / "reviews" / "example-review" / "events.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("kind: separation", "kind: x").replace("2019-05", "2019-15")
    )
    ways: list[tuple[str | Path, ...]] = [("check", invented), ("rebuild", invented, "--out", tmp_path / "build")]
    for words in ways:
        output = run(*words, code=1).output
        assert "events.yaml:4:9: unknown code 'x'" in output
        assert "there is no month 15" in output
        assert "2 problems; nothing was written" in output
    assert not (tmp_path / "build").exists()
    for words in ways:
        told = json.loads(CliRunner().invoke(cli, [*map(str, words), "--json"]).stdout)
        assert {p["line"] for p in told["problems"]} == {4, 9}


def test_check_packaged() -> None:
    """The packaged reviews have no problem."""
    assert "2 reviews" in run("check").output


def test_query_by_name_file_and_text(invented_build: Path, tmp_path: Path) -> None:
    """The three ways to ask give the same."""
    by_name = run("query", "marac-few-actions", "--build", invented_build, "--format", "csv").stdout
    file = tmp_path / "question.rq"
    file.write_bytes((ROOT / "ontology" / "questions" / "marac-few-actions.rq").read_bytes())
    assert run("query", "--file", file, "--build", invented_build, "--format", "csv").stdout == by_name
    text = file.read_text(encoding="utf-8")
    assert run("query", "--text", text, "--build", invented_build, "--format", "csv").stdout == by_name
    assert list(csv.reader(by_name.splitlines()))[1][1] == "Anytown MARAC"


def test_query_to_a_file(invented_build: Path, tmp_path: Path) -> None:
    """A file gets the bytes that would be printed, in the form that its ending names."""
    asked = ("query", "marac-few-actions", "--build", invented_build)
    for form in ("csv", "json", "md"):
        out = tmp_path / "new folder" / f"answer.{form}"
        assert "1 row written" in run(*asked, "--out", out).output
        assert out.read_bytes() == run(*asked, "--format", form).stdout_bytes
    refused = run(*asked, "--out", tmp_path / "answer.ods", code=2).output
    assert ".xlsx" in refused
    assert not (tmp_path / "answer.ods").exists()


def test_query_as_table(invented_build: Path) -> None:
    """On a terminal the question stands above its answer, and how to read it below."""
    output = run("query", "marac-few-actions", "--build", invented_build).output
    assert output.startswith("Which MARAC meetings ended with one action or none?")
    assert "Anytown MARAC" in output
    assert "One row a meeting" in output


def test_empty_answer_says_what_it_means(invented_build: Path) -> None:
    """No row is told with what that means."""
    output = run("query", "recurs-later", "--build", invented_build).output
    assert "no later event of another review shares a theme and a body" in " ".join(output.split())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("query",), "give the name of a question"),
        (("query", "a", "--text", "b"), "give the name of a question"),
    ],
)
def test_wrong_use(words: tuple[str, ...], told: str) -> None:
    """Wrong use is told with the right one."""
    assert told in run(*words, code=2).output


def test_errors_of_query(invented_build: Path, tmp_path: Path) -> None:
    """A question that is not there, a file that is not there, SERVICE, an update, a runaway, no build."""
    build = ("--build", invented_build)
    assert "did you mean" in run("query", "marac-few", *build, code=1).output
    assert "does not exist" in run("query", "--file", tmp_path / "x.rq", *build, code=1).output
    assert "refused" in run("query", "--text", "SELECT * { SERVICE <http://e/> { ?s ?p ?o } }", *build, code=1).output
    assert "no SPARQL query" in run("query", "--text", "CLEAR ALL", *build, code=1).output
    runaway = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    assert "was ended" in run("query", "--text", runaway, *build, "--timeout", "0.5", code=1).output
    assert "dhrgraph rebuild" in run("query", "recurs-later", "--build", tmp_path / "none", code=1).output
    latin = tmp_path / "latin.rq"
    latin.write_bytes("# caf\xe9".encode("latin-1"))
    assert "UTF-8" in run("query", "--file", latin, *build, code=1).output


def test_questions_lists_the_library() -> None:
    """Each question is listed, also as JSON."""
    names = {path.stem for path in (ROOT / "ontology" / "questions").glob("*.rq")}
    output = run("questions").output
    assert all(name in output for name in names)
    assert {one["name"] for one in json.loads(run("questions", "--json").stdout)} == names


def test_exports(invented: Path, invented_build: Path, tmp_path: Path) -> None:
    """Tables from a build and from records are the same; a workbook is written."""
    run("export", "tables", tmp_path / "a", "--build", invented_build)
    run("export", "tables", tmp_path / "b", "--datasets", invented)
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "b").iterdir())
    assert "contacts.csv" in names
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    run("export", "xlsx", tmp_path / "all.xlsx", "--build", invented_build)
    assert (tmp_path / "all.xlsx").read_bytes().startswith(b"PK")


def test_view(invented_build: Path, tmp_path: Path) -> None:
    """A page, or all of them, are written and their place told."""
    page = tmp_path / "page.html"
    assert "page.html" in run("view", "contacts", "--build", invented_build, "--out", page).output
    assert "Anytown Police" in page.read_text(encoding="utf-8")
    assert "index.html" in run("view", "--build", invented_build, "--out", tmp_path / "all").output
    assert (tmp_path / "all" / "timeline-example-review.html").is_file()
    assert "give the NAME" in run("view", "--build", invented_build, "--out", tmp_path / "new.html", code=2).output
    assert not (tmp_path / "new.html").exists()


def test_init_check_rebuild(tmp_path: Path) -> None:
    """A collection of one's own is made, is sound, and builds."""
    folder = tmp_path / "our-reviews"
    assert "is ready" in run("init", folder).output
    assert "no problem" in run("check", folder).output
    assert "built" in run("rebuild", folder, "--out", tmp_path / "build").output
    assert "is ready" in run("init", folder).output  # again, where nothing would be overwritten
    (folder / "README.md").write_text("mine")
    assert "not empty" in run("init", folder, code=1).output
    assert (folder / "README.md").read_text() == "mine"


def test_passages(tmp_path: Path) -> None:
    """An index is printed or written; a report without numbers is told."""
    report = tmp_path / "report.txt"
    report.write_text("1. Facts\n\n1.1.1 She called.\n1.1.2 He left.\n", encoding="utf-8")
    assert "1.1.2,paragraph,Facts,2" in run("passages", report).output
    out = tmp_path / "reviews" / "x" / "passages.csv"
    assert "2 passages" in run("passages", report, "--out", out).output
    assert out.is_file()
    report.write_text("No numbers here.\n", encoding="utf-8")
    assert "no paragraph was found" in run("passages", report, code=1).output
    report.write_bytes(b"\xff\xfe\x00")
    assert "not UTF-16" in run("passages", report, code=1).output


def test_unwritable_folder_is_told(invented_build: Path, tmp_path: Path) -> None:
    """An error of the disk is told without a traceback."""
    file = tmp_path / "file"
    file.write_text("in the way")
    assert "permissions" in run("export", "tables", file / "below", "--build", invented_build, code=1).output
