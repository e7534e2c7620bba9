"""Workers that hang or die: the rest of the work is finished, and what was lost is told."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from dhrgraph.cli.workers import Lost, each
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


def test_no_work_needs_no_worker() -> None:
    """Nothing comes of nothing."""
    assert list(each(task, [], workers=4, limit=1)) == []


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
    assert "fault.pdf: a fault of dhrgraph (TypeError in sitecustomize.py, line 11): tell its maintainers" in told
    assert "a text of the report" not in told
    assert "3 of 4 reports" in told
    assert [folder.name for folder in (out / "reviews").iterdir()] == ["thornwick-chapters"]
    collection, problems = load_collection(out)
    assert problems + check(collection) == []
