"""Workers that hang or die: the rest of the work is finished, and what was lost is told."""

from __future__ import annotations

import io
import os
import pickle
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dhrgraph.cli.workers import Lost, _Unpickler, each
from dhrgraph.errors import Problem
from dhrgraph.records import check, load_collection
from tests.conftest import ROOT
from tests.reports.files import write
from tests.reports.styles import printed
from tests.standins import SITE, task
from tests.test_ingest import run


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 3])
def test_lost_workers_are_replaced(workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each piece has its result or what became of it, whichever pieces hang or crash, and nothing is left on disk."""
    monkeypatch.syspath_prepend(ROOT)
    work = [("a",), ("hang",), ("b",), ("crash",), ("c",), ("exit",), ("d",)]
    found = dict(each(task, work, workers=workers, limit=20))
    assert sorted(found) == list(range(len(work)))
    results = [str(found[at]).split() for at in (0, 2, 4, 6)]
    assert [kind for kind, _ in results] == ["a", "b", "c", "d"]
    assert found[1] == Lost(seconds=20)
    assert found[5] == Lost(code=7)
    crash = found[3]
    assert isinstance(crash, Lost)
    assert crash.seconds is None
    assert crash.code == -signal.SIGSEGV if sys.platform != "win32" else crash.code
    assert not Path(results[0][1]).exists()


def test_a_worker_that_fails_prints_nothing(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """An error of a worker ends it with a code; no traceback, with what it worked on, is printed."""
    monkeypatch.syspath_prepend(ROOT)
    assert dict(each(int, [("\x1b[2Ksecret",)], workers=1, limit=60)) == {0: Lost(code=70)}
    assert capfd.readouterr().err == ""


def test_no_work_needs_no_worker() -> None:
    """Nothing comes of nothing."""
    assert list(each(task, [], workers=4, limit=1)) == []


@pytest.mark.parametrize("guard", ["", "if __name__ == '__main__':\n    "])
def test_commands_within_a_script(guard: str, tmp_path: Path) -> None:
    """A script that is read from the standard input, and one without the usual guard, can call the commands."""
    write(printed("thornwick", "chapters"), tmp_path, "txt").rename(tmp_path / "a.txt")
    script = f"from dhrgraph.cli import cli\n{guard}cli(['ingest', 'a.txt', '--out', 'mine'])\n"
    (tmp_path / "script.py").write_text(script, encoding="utf-8")
    for arguments, given in (("-", script), ("script.py", "")):
        done = subprocess.run(
            [sys.executable, arguments], input=given, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr.strip()) == (0, ""), done.stderr
        assert "a: drafted from a.txt" in done.stdout


@pytest.mark.slow
def test_hostile_files_do_not_stop_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that hang, crash or find a fault in a reader are named with a remedy; the others are drafted whole."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(SITE, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    sound = write(printed("thornwick", "chapters"), tmp_path, "pdf")
    bad = [tmp_path / f"{kind}.pdf" for kind in ("hang", "crash", "fault")]
    for file in bad:
        file.write_bytes(sound.read_bytes() + f"%{file.stem.upper()}\n".encode())
    out = tmp_path / "mine"
    told = run("ingest", *bad, sound, "--out", out, "--jobs", "2", "--time-limit", "40", code=1).output
    assert "hang.pdf: it took longer than 40 seconds and was given up: open it and print it as PDF anew" in told
    assert "crash.pdf: it ended the process that read it (exit code" in told
    fault = r"fault.pdf: a fault of dhrgraph \(TypeError in \w+.py, line \d+\): report this line to its maintainers"
    assert re.search(fault, told)
    assert "a text of the report" not in told
    assert "3 of 4 reports" in told
    assert [folder.name for folder in (out / "reviews").iterdir()] == ["thornwick-chapters"]
    collection, problems = load_collection(out)
    assert problems + check(collection) == []


def greedy() -> bytes:
    """A PDF of a few hundred bytes that asks for more memory than any machine has: each drawing draws the next twice."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>",
        b"<</Length 5>>stream\n/X Do\nendstream",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X 5 0 R>>>>/Length 12>>stream\n"
        b"/X Do /X Do \nendstream",
    ]
    objects = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, part) for number, part in enumerate(parts, start=1))
    return b"%PDF-1.4\n" + objects + b"trailer<</Size 6/Root 1 0 R>>\n%%EOF\n"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the system holds no process to a limit of memory")
def test_a_file_that_takes_all_memory_ends_its_worker_alone(tmp_path: Path) -> None:
    """A real PDF that would take all memory is told as one that ended its process."""
    file = tmp_path / "greedy.pdf"
    file.write_bytes(greedy())
    told = run("ingest", file, "--out", tmp_path / "mine", code=1).output
    assert "greedy.pdf: it ended the process that read it" in told
    assert not (tmp_path / "mine").exists()


class _Evil:
    """What a worker that was taken over would send: a call that its reader makes."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("true",)


@pytest.mark.parametrize("value", [_Evil(), Path("a"), print])
def test_a_worker_can_send_values_alone(value: object) -> None:
    """What a worker sends is read without running anything, whatever has become of the worker."""
    with pytest.raises(pickle.UnpicklingError, match="a worker sent"):
        _Unpickler(io.BytesIO(pickle.dumps(value))).load()
    sent = ["a", {"b": (1, 2.0, None)}, b"c", Problem("a.yaml", 1, 2, "what", "remedy")]
    assert _Unpickler(io.BytesIO(pickle.dumps(sent))).load() == sent
