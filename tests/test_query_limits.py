"""The limits of a query hold whatever it does, and each has one line that says what to do."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from dhrgraph.cli import cli
from dhrgraph.questions.limits import MAX_BYTES
from dhrgraph.questions.process import Finished, run
from dhrgraph.questions.run import QueryError, _problem, ask
from dhrgraph.rdf.release import Release

GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"


def program(code: str, *, seconds: float = 30, memory: int = 2**29, output: int = 1000, given: bytes = b"") -> Finished:
    """What becomes of a program in Python."""
    return run([sys.executable, "-c", code], given, seconds=seconds, memory=memory, output=output)


@pytest.mark.parametrize(
    "code",
    [
        "while True: pass",
        "import time; time.sleep(100)",
        "import signal, time\nfor one in range(1, 32):\n  try: signal.signal(one, signal.SIG_IGN)\n  except (OSError, ValueError): pass\nwhile True: time.sleep(1)",
        "import os; os.close(1); os.close(2)\nwhile True: pass",
        "import sys\nwhile True: sys.stderr.write('x' * 9999)",
        "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(20)']); time.sleep(100)",
    ],
)
def test_time(code: str) -> None:
    """A program is ended at its limit, also one that ignores signals, floods its errors or has left its pipes to another."""
    began = time.monotonic()
    assert program(code, seconds=2, given=b"x" * 10**7).ended == "time"
    assert time.monotonic() - began < 8


def test_size_and_memory() -> None:
    """A program is ended above its limits of output and memory, and one below them is not."""
    assert program("print('x' * 900)").ended == ""
    done = program("import sys\nwhile True: sys.stdout.write('x' * 9999)")
    assert done.ended == "size"
    assert program("import time; kept = b'x' * 2**30; time.sleep(60)").ended == "memory"
    assert program("print('x' * 2000)").ended == "size"


def test_input_and_codes() -> None:
    """What is given arrives whole, and exit codes and errors come back."""
    code = "import sys; sys.stderr.write(str(len(sys.stdin.buffer.read()))); sys.exit(7)"
    assert program(code, given=b"x" * 10**6) == Finished(7, b"", b"1000000", "")
    assert program("pass", given=b"x" * 10**7).code == 0


def test_the_environment_holds_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program gets of the environment what it needs and nothing else."""
    monkeypatch.setenv("API_TOKEN", "secret")
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("DHRGRAPH_BASE", "http://example.org/")
    done = program("import json, os; print(json.dumps(dict(os.environ)))", output=10**5)
    assert b"secret" not in done.output
    assert b"proxy" not in done.output
    assert b"http://example.org/" in done.output
    assert os.environ["API_TOKEN"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="measures this process and its children as Linux counts them")
def test_a_greedy_query_takes_no_more_than_its_memory(packaged_release: Release) -> None:
    """A query that would take all memory is ended with a remedy, before it has taken two gigabytes."""
    import resource  # noqa: PLC0415

    with pytest.raises(QueryError, match="more memory than the 2 GiB that it may and was ended: "):
        ask(packaged_release, GREEDY, timeout=120)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 2 * 2**20


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * " + "{" * 20_000 + "}" * 20_000,
        "SELECT * { FILTER(" + "(" * 90_000 + "1" + ")" * 90_000 + ")}",
        "SELECT * { FILTER(" + "!" * 180_000 + "1)}",
        "SELECT * { ?s " + "(" * 90_000 + "<a:b>" + ")" * 90_000 + " ?o }",
        "SELECT * { " + "FILTER EXISTS {" * 10_000 + "}" * 10_000 + "}",
    ],
    ids=["braces", "parentheses", "not", "paths", "exists"],
)
def test_deep_queries_are_answered(text: str, packaged_release: Release) -> None:
    """A query that is nested as deeply as its length allows does not end its process."""
    assert len(ask(packaged_release, text, timeout=120)) <= 1


@pytest.mark.parametrize(
    ("finished", "message"),
    [
        (Finished(-11, b"", b""), "exit code -11): it may be nested too deeply"),
        (Finished(-6, b"", b"memory allocation of 99 bytes failed\n"), "more memory than"),
        (Finished(-6, b"", b"terminate called\nwhat(): std::bad_alloc"), "more memory than"),
        (Finished(6, b"", b""), "more memory than"),
        (Finished(-9, b"", b"", "memory"), "more memory than"),
        (Finished(-9, b"", b"", "size"), f"larger than {MAX_BYTES >> 20} MiB"),
        (Finished(3, b"", b""), f"larger than {MAX_BYTES >> 20} MiB"),
        (Finished(2, b"", b"error at 3:14: expected\none of"), "line 3, column 14: expected one of"),
        (Finished(1, b"", b"Traceback\nKeyError: 1"), "the query failed: Traceback KeyError: 1"),
        (Finished(0xC00000FD, b"", b""), "it may be nested too deeply"),
    ],
)
def test_each_end_has_one_line(finished: Finished, message: str) -> None:
    """Whatever ended a query is said in one line with what to do."""
    said = str(_problem(finished, 5))
    assert message in said
    assert "\n" not in said


@pytest.mark.parametrize("timeout", [float("nan"), float("inf"), -1.0, 0.0, 1e9])
def test_time_limits_have_limits(timeout: float, packaged_release: Release) -> None:
    """A limit that is none is refused."""
    with pytest.raises(QueryError, match="cannot be given"):
        ask(packaged_release, "ASK {}", timeout=timeout)


def test_what_is_no_character_is_refused(packaged_release: Release) -> None:
    """Half a character could become another one on its way, so a query that holds one is refused."""
    with pytest.raises(QueryError, match="no character, at place 17"):
        ask(packaged_release, "ASK { FILTER(?s<\udc80o)SERVICE?u#>\n{?x ?y ?z} }")


def test_large_answers_are_refused(packaged_release: Release) -> None:
    """An answer that does not fit is refused by its bytes and by its rows."""
    with pytest.raises(QueryError, match="larger than 32 MiB"):
        ask(packaged_release, "SELECT * { ?a ?b ?c . ?d ?e ?f }", timeout=120)
    with pytest.raises(QueryError, match="600,000 rows, and at most 500,000"):
        ask(packaged_release, "SELECT ?none { ?a ?b ?c . ?d ?e ?f } LIMIT 600000", timeout=120)


def test_dataset_clauses_are_obeyed(packaged_release: Release) -> None:
    """FROM and FROM NAMED narrow a query to their graphs, and a graph that is not there is named with those that are."""
    codes = "https://w3id.org/dhrgraph/graph/codes"

    def count(text: str) -> int:
        [row] = ask(packaged_release, text).records()
        assert isinstance(row["n"], int)
        return row["n"]

    whole = count("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    one = count(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{codes}> {{ ?s ?p ?o }} }}")
    assert 0 < one < whole
    assert count(f"SELECT (COUNT(*) AS ?n) FROM <{codes}> {{ ?s ?p ?o }}") == one  # noqa: S608
    assert count("SELECT (COUNT(*) AS ?n) FROM NAMED graph:codes { GRAPH ?g { ?s ?p ?o } }") == one
    assert count("SELECT (COUNT(*) AS ?n) FROM NAMED graph:codes { ?s ?p ?o }") == 0
    with pytest.raises(QueryError, match=r"no graph <e:x>: it has .*graph/codes"):
        ask(packaged_release, "SELECT * FROM <e:x> { ?s ?p ?o }")


def command(build: Path, *arguments: str) -> tuple[int, str]:
    """The exit code and the output of a query on the command line."""
    done = CliRunner().invoke(cli, ["query", "--build", str(build), *arguments])
    return done.exit_code, done.output


def test_files(packaged_build: Path, tmp_path: Path) -> None:
    """A SPARQL file is read up to its limit; what is no file, has no end or is too long is refused."""
    (tmp_path / "a.rq").write_text("\ufeffASK {}", encoding="utf-8")
    assert command(packaged_build, "--file", str(tmp_path / "a.rq"))[0] == 0
    (tmp_path / "long.rq").write_text("ASK {}" + " " * 1_000_000, encoding="utf-8")
    assert "longer than the 200,000" in command(packaged_build, "--file", str(tmp_path / "long.rq"))[1]
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe")
        for endless in (tmp_path / "pipe", "/dev/zero"):
            assert "is no file" in command(packaged_build, "--file", str(endless))[1]


def test_long_tables_are_cut(packaged_build: Path) -> None:
    """A table in the terminal shows some rows, how many more there are, and how to have them all."""
    code, output = command(packaged_build, "--text", "SELECT ?review { ?s dhr:ofReview ?review } LIMIT 600")
    assert code == 0
    assert "100 rows more: write all to a file with --out answer.csv" in output
    assert output.count("lewisham-kazia") + output.count("bexley-nargiza") == 500


def test_long_values_are_refused(packaged_build: Path) -> None:
    """A value of a parameter that can be no name is refused before it is looked for."""
    code, output = command(packaged_build, "acts-not-done", "--agency", "x" * 5000)
    assert code == 1
    assert "--agency" in output
    assert len(output) < 300
