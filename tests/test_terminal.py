"""Nothing that is printed steers a terminal, and no command ends with a traceback."""

from __future__ import annotations

import ast
import errno
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from rich.table import Table

from dhrgraph.cli import base, cli
from dhrgraph.cli.ending import FAULT, STOPPED, ProblemGroup
from dhrgraph.errors import DhrgraphError, Problem, ProblemsError, shown
from tests.conftest import ROOT

CLI = ROOT / "graph" / "dhrgraph" / "cli"
#: A name that clears the line, sets the title, turns the writing round, rings, and holds bytes that are no text.
HOSTILE = "a\x1b[2K\x1b]0;title\x07b\u202efdp.\u2066\x9b1mc\rd\ne\u200f\udcff"
STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
WINDOWS = sys.platform == "win32"
pytestmark = pytest.mark.skipif(WINDOWS, reason="file names there cannot hold control codes")


def run(*words: str | Path, **environment: str) -> Result:
    """Run a command; nothing that it prints may steer a terminal, and no traceback is printed or raised."""
    result = CliRunner(env=environment or None).invoke(cli, [str(word) for word in words])
    assert not STEERS.search(result.output), ascii(result.output)
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.exit_code in (0, 1, 2), ascii(result.output)
    return result


@pytest.mark.parametrize("path", sorted(CLI.glob("*.py")), ids=lambda path: path.name)
def test_one_place_prints(path: Path) -> None:
    """No command prints but through the base, which cleans."""
    if path.name == "base.py":
        return
    printing = {"print", "click.echo", "click.secho", "Console", "sys.stdout.write", "sys.stdout.buffer.write",
                "sys.stderr.write", "click.echo_via_pager", "rich.print", "traceback.print_exc"}  # fmt: skip
    calls = {ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
             if isinstance(node, ast.Call)}  # fmt: skip
    assert not calls & printing


@pytest.mark.parametrize(
    "words",
    [
        ["check", "{}"],
        ["check", "{}", "--json"],
        ["check", "--sources", "{}"],
        ["rebuild", "{}", "--out", "{}"],
        ["rebuild", "--catalogues", "{}", "--out", "{tmp}/b"],
        ["query", "{}"],
        ["query", "--file", "{}"],
        ["query", "--text", "SELECT {}"],
        ["query", "acts-not-done", "--build", "{}"],
        ["query", "acts-not-done", "--build", "{build}", "--agency", "{}"],
        ["query", "acts-not-done", "--build", "{build}", "--since", "{}"],
        ["query", "acts-not-done", "--build", "{build}", "--out", "{tmp}/{}.csv"],
        ["query", "acts-not-done", "--build", "{build}", "--out", "{tmp}/{}"],
        ["query", "--build", "{build}", "--text", "SELECT ('{}' AS ?x) {{}}"],
        ["query", "--build", "{build}", "--format", "csv", "--text", "SELECT ?x {{ VALUES ?x {{ 'a' }} }} # {}"],
        ["questions", "{}"],
        ["network", "{}"],
        ["network", "contacts", "--build", "{build}", "--review", "{}"],
        ["network", "contacts", "--build", "{build}", "--out", "{tmp}/{}.csv"],
        ["network", "contacts", "--build", "{build}", "--measure", "{}"],
        ["view", "{}", "--build", "{build}"],
        ["view", "contacts", "--build", "{build}", "--out", "{tmp}/{}.html"],
        ["export", "tables", "{tmp}/{}", "--build", "{build}"],
        ["export", "xlsx", "{tmp}/{}.xlsx", "--build", "{build}"],
        ["export", "workbook", "{tmp}/x.xlsx", "--review", "{}"],
        ["export", "{}"],
        ["import", "dhrd", "{}"],
        ["import", "workbook", "{}", "--datasets", "{}"],
        ["ingest", "{}", "--out", "{tmp}/drafts"],
        ["ingest", "{}", "--id", "{}", "--out", "{tmp}/{}"],
        ["passages", "{}"],
        ["init", "{tmp}/{}"],
        ["similar", "--build", "{}"],
        ["similar", "--build", "{build}", "--way", "{}"],
        ["{}"],
        ["--{}"],
        ["check", "--{}"],
    ],
    ids=" ".join,
)
def test_hostile_words(words: list[str], invented_build: Path, tmp_path: Path) -> None:
    """Whatever command, option or file is named so, what is printed of it is clean."""
    filled = [word.replace("{build}", str(invented_build)).replace("{tmp}", str(tmp_path)) for word in words]
    filled = [re.sub(r"(?<!\{)\{\}(?!\})", lambda _: HOSTILE, word) for word in filled]
    os.chdir(tmp_path)
    run(*(word.replace("{{", "{").replace("}}", "}") for word in filled))


@pytest.fixture(autouse=True)
def _back() -> object:
    """The working folder is put back."""
    here = Path.cwd()
    yield None
    os.chdir(here)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("events.yaml", '- "sum\\e[2Kmary\\u202e": x\n  id: "a\\ab"\n'),
        ("events.yaml", "- id: &\\x1b[2K a\n"),
        ("events.yaml", '- {id: e, kind: "\\e]0;x\\a\\u202e", persons: ["\\x9b1m"], summary: "\\uFFFE", cites: ["\\e"]}\n'),
        ("events.yaml", "- id: \x1b[2K\n"),
        (f"{HOSTILE.replace(chr(10), '')}.yaml", "[]"),
        ("passages.csv", "number,kind,section,order\n1\x1b[2K,paragraph,x,1\n"),
        ("passages.csv", 'number,kind,section,order\n1,"para\u202e",x,1\n'),
        ("passages.csv", 'number,kind,section,order\n1,paragraph,"' + "x" * 200_000 + '",1\n'),
        ("evidence.yaml", '- {record: "\\e[1m", key: "\\u202e", because: "\\a"}\n'),
    ],
    ids=ascii,
)  # fmt: skip
def test_hostile_files(name: str, content: str, invented: Path, tmp_path: Path) -> None:
    """A key, a value, an anchor or a name of a file that steers is shown clean, with its place."""
    folder = tmp_path / HOSTILE.replace("\n", "")
    shutil.copytree(invented, folder)
    (folder / "reviews" / "example-review" / name).write_bytes(content.encode())
    assert run("check", folder).exit_code == 1
    seen = json.loads(CliRunner().invoke(cli, ["check", str(folder), "--json"]).stdout)
    assert seen["problems"]
    run("rebuild", folder, "--out", tmp_path / "out")
    run("export", "workbook", tmp_path / "x.xlsx", "--datasets", folder)


@pytest.mark.parametrize("ending", [".pdf", ".docx", ".html", ".txt", ".csv", ".xlsx", ".rq"])
def test_hostile_reports(ending: str, tmp_path: Path) -> None:
    """A file of such a name and content is refused or read, and what is printed of it is clean."""
    file = tmp_path / f"{HOSTILE.replace(chr(10), '')}{ending}"
    file.write_bytes("1.1 She \x1b[2K left \u202e home.\n\n1.2 He \x9b1m stayed\x07.\n".encode())
    run("passages", file)
    run("ingest", file, "--out", tmp_path / "drafts", "--jobs", "1")
    run("import", "dhrd", file, "--out", tmp_path / "lists")
    run("import", "workbook", file, "--datasets", tmp_path / "data")
    run("query", "--file", file, "--build", tmp_path / "none")


def test_problems_and_paths_are_clean(tmp_path: Path) -> None:
    """A problem and a path are one clean line, also for who prints them in Python."""
    line = str(Problem(HOSTILE, 1, 2, HOSTILE, HOSTILE))
    assert not STEERS.search(line)
    assert "\n" not in line
    assert not STEERS.search(shown(tmp_path / HOSTILE))


def test_json_is_clean_and_exact() -> None:
    """JSON escapes what would steer, and is read back as it was."""
    value = {"a": HOSTILE, "b": "\U000e0041 \x7f caf\u00e9 \u2028"}
    text = base.json_text(value)
    assert not STEERS.search(text)
    assert json.loads(text) == value
    assert "caf\u00e9" in text


def test_a_console_cleans_cells_and_keeps_columns(capsys: pytest.CaptureFixture[str]) -> None:
    """A table's cells are cleaned before they are measured, and no markup or emoji code is taken from them."""
    table = Table(HOSTILE, "other")
    table.add_row(HOSTILE, "[red]x[/red] :smile: [")
    wide = base.console()
    wide.print(table)
    wide.print(f"[bold]{HOSTILE}")
    out = capsys.readouterr().out
    assert not STEERS.search(out)
    assert "[red]x[/red] :smile: [" in out
    assert "[bold]" in out
    assert len({len(line.rstrip()) for line in out.splitlines()[:3]}) == 1


def in_a_terminal(*words: str, **environment: str) -> str:
    """What a command prints where its output is a terminal."""
    import pty  # noqa: PLC0415 - Windows has none

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "dhrgraph", *words]
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "xterm-256color", **environment}
    ) as process:
        os.close(theirs)
        out = b""
        try:
            while part := os.read(ours, 65536):
                out += part
        except OSError as error:  # the end of a terminal
            assert error.errno == errno.EIO
        process.wait()
    os.close(ours)
    return out.decode().replace("\r\n", "\n")


def test_colours_are_our_own(invented_build: Path, tmp_path: Path) -> None:
    """On a terminal only colours are left; none where NO_COLOR is set; data is cleaned there, too."""
    query = "SELECT ?x { VALUES ?x { '\\u001b[2Ka\\u202e' } }"
    asked = ("query", "--build", str(invented_build), "--text", query)
    for words in (asked, (*asked, "--format", "csv"), ("check", str(tmp_path / "\x1b[2K")), ("query", "acts-\x1b[2K")):
        out = in_a_terminal(*words)
        assert not STEERS.search(re.sub(r"\x1b\[[0-9;]*m", "", out)), ascii(out)
        assert not STEERS.search(in_a_terminal(*words, NO_COLOR="1"))
    assert "\x1b[" in in_a_terminal("check", str(tmp_path / "none"))
    rebuilt = in_a_terminal("rebuild", str(tmp_path / "none"), "--out", str(tmp_path / "b"), NO_COLOR="1")
    assert not STEERS.search(rebuilt)


def test_data_in_a_pipe_is_exact(invented_build: Path) -> None:
    """For another program an answer is not cleaned."""
    query = "SELECT ?x { VALUES ?x { 'a\\u202eb' } }"
    words = [
        sys.executable,
        "-m",
        "dhrgraph",
        "query",
        "--build",
        str(invented_build),
        "--format",
        "csv",
        "--text",
        query,
    ]
    assert subprocess.run(words, capture_output=True, check=True).stdout.decode() == "x\r\na\u202eb\r\n"


# --- Endings ---


def ended(error: BaseException) -> Result:
    """How a command that raises an error ends."""

    @click.group(cls=ProblemGroup)
    def group() -> None:
        pass

    @group.command()
    def fails() -> None:
        raise error

    return CliRunner().invoke(group, ["fails"])


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (TypeError("secret of a death"), FAULT, "a fault of dhrgraph (TypeError in"),
        (KeyError("secret"), FAULT, "report it to the maintainers without the data"),
        (AssertionError(), FAULT, "a fault of dhrgraph (AssertionError"),
        (RecursionError(), 1, "nested too deeply"),
        (MemoryError(), 1, "not enough memory"),
        (KeyboardInterrupt(), STOPPED, "Stopped."),
        (click.Abort(), STOPPED, "Stopped."),
        (EOFError(), FAULT, "a fault of dhrgraph (EOFError"),
        (UnicodeEncodeError("utf-8", "\udcff", 0, 1, "surrogates not allowed"), 1, "bytes that are no text"),
        (PermissionError(errno.EACCES, "Permission denied", HOSTILE), 1, "permissions"),
        (
            FileNotFoundError(errno.ENOENT, "No such file", HOSTILE.encode("utf-8", "surrogateescape")),
            1,
            "No such file",
        ),
        (OSError(errno.ENOSPC, "No space left on device"), 1, "No space left on device: look at the disk"),
        (BrokenPipeError(), 1, ""),
        (DhrgraphError(f"no {HOSTILE}: look"), 1, "no a"),
        (ProblemsError([Problem("f.yaml", 1, 2, HOSTILE, "mend it")]), 1, "1 problem; nothing was written"),
        (click.UsageError(f"no {HOSTILE}"), 2, "Error: no a"),
        (click.FileError(HOSTILE, "gone"), 1, "gone"),
        (click.exceptions.Exit(3), 3, ""),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_endings(error: BaseException, code: int, line: str) -> None:
    """Each error ends with its exit code and a clean line, and no value of a fault is shown."""
    result = ended(error)
    assert result.exit_code == code
    assert line in result.stderr
    assert result.stdout == ""
    assert "secret" not in result.output
    assert "Traceback" not in result.output
    assert not STEERS.search(result.output), ascii(result.output)
    if code in (FAULT, STOPPED) or (
        isinstance(error, DhrgraphError | OSError) and line and not isinstance(error, ProblemsError)
    ):
        assert result.stderr.count("\n") == 1


def test_debugging_shows_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the user asks for it, the traceback is shown, clean."""
    monkeypatch.setenv("DHRGRAPH_DEBUG", "1")
    result = ended(TypeError(HOSTILE))
    assert result.exit_code == FAULT
    assert "Traceback" in result.stderr
    assert not STEERS.search(result.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_output_that_nobody_takes() -> None:
    """A full disk and a closed pipe end with a line or none, and no words of Python's."""
    command = [sys.executable, "-m", "dhrgraph", "questions"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert done.stderr.decode() == "No space left on device: look at the disk and the folder's permissions\n"
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1
