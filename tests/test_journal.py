"""Several files of a folder change together, however the process ends."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from dhrgraph import files, journal
from dhrgraph.errors import DhrgraphError
from dhrgraph.exchange.bookfiles import write_files
from dhrgraph.exchange.draftfolders import place
from dhrgraph.exchange.own import make_collection
from dhrgraph.records import load_collection
from dhrgraph.resources import datasets
from tests.killing import contents, each_kill

posix = pytest.mark.skipif(os.name != "posix", reason="kills a process as POSIX does")

OLD = {"a.yaml": b"old a", "deep/b.yaml": b"old b", "gone.yaml": b"old c", "kept.yaml": b"kept"}
CHANGE: dict[str, bytes | None] = {
    "a.yaml": b"new a",
    "deep/b.yaml": b"new b",
    "gone.yaml": None,
    "new/very/deep/d.yaml": b"new d",
}
NEW = {"a.yaml": b"new a", "deep/b.yaml": b"new b", "new/very/deep/d.yaml": b"new d", "kept.yaml": b"kept"}


def written(folder: Path, texts: Mapping[str, bytes]) -> Path:
    """A folder with files."""
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text)
    return folder


def test_a_change_is_made(tmp_path: Path) -> None:
    """Files are written and deleted, and nothing else is there afterwards."""
    journal.change(written(tmp_path, OLD), CHANGE)
    assert contents(tmp_path) == NEW
    journal.change(tmp_path, {"new/very/deep/d.yaml": None})
    assert not (tmp_path / "new").exists()


@posix
def test_killed_at_each_step(tmp_path: Path) -> None:
    """A change is made whole or not at all, whichever step it is killed at, and the next command clears up."""
    found = set()
    for step in each_kill(lambda n: lambda: journal.change(written(tmp_path / str(n), OLD), CHANGE)):
        root = tmp_path / str(step)
        if contents(root).keys() < OLD.keys():
            continue  # killed while the test made the old files
        finished = journal.finish(root)
        left = contents(root)
        assert left == (NEW if finished or left == NEW else OLD), step
        found.add(left == NEW)
    assert found == {True, False}


@posix
def test_finishing_can_be_killed_too(tmp_path: Path) -> None:
    """A command that completes a change and is killed leaves it to the next one."""

    def begun(step: int) -> Path:
        root = written(tmp_path / str(step), OLD)
        with files.kept_private(False):
            journal._prepare(root, CHANGE)  # all that comes before the commit
        return root

    def prepared(step: int) -> Callable[[], object]:
        root = begun(step)
        return lambda: journal.finish(root)

    for step in each_kill(prepared):
        root = tmp_path / str(step)
        journal.finish(root)
        assert contents(root) == NEW, step


@pytest.mark.parametrize("fails", range(4))
def test_a_file_that_another_program_holds_takes_the_change_back(
    fails: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one file cannot be replaced, all are as they were."""
    written(tmp_path, OLD)
    real, calls = journal._Step.forth, iter(range(99))

    def held(step: Any) -> None:
        if next(calls) == fails:
            raise PermissionError(13, "Permission denied", str(step.path))
        real(step)

    with monkeypatch.context() as patch:
        patch.setattr(journal._Step, "forth", held)
        with pytest.raises(PermissionError):
            journal.change(tmp_path, CHANGE)
    assert contents(tmp_path) == OLD
    assert not (tmp_path / "new").exists()


def test_a_change_that_cannot_be_taken_back_is_taken_back_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a program holds two files the journal stays, and the next command takes the change back."""
    written(tmp_path, OLD)

    def fails(step: Any) -> None:
        raise PermissionError(13, "Permission denied", str(step.path))

    real = journal._Step.forth

    def second_fails(step: Any) -> None:
        real(step)
        if step.path.name == "b.yaml":
            fails(step)

    with monkeypatch.context() as patch:
        patch.setattr(journal._Step, "forth", second_fails)
        patch.setattr(journal._Step, "back", fails)
        with pytest.raises(DhrgraphError, match="close the programs that have its files open"):
            journal.change(tmp_path, CHANGE)
    journal.finish(tmp_path)
    assert contents(tmp_path) == OLD


def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the new contents cannot all be written, nothing has changed, and a new folder is gone again."""
    written(tmp_path / "a", OLD)
    real, calls = files.write_new, iter(range(99))

    def full(path: Path, content: bytes, **more: Any) -> None:
        if next(calls) == 3:
            raise OSError(28, "No space left on device")
        real(path, content, **more)

    for root, before in ((tmp_path / "a", OLD), (tmp_path / "b" / "c", {})):
        calls = iter(range(1, 99))
        with monkeypatch.context() as patch:
            patch.setattr("dhrgraph.files.write_new", full)
            with pytest.raises(OSError, match="No space left"):
                journal.change(root, CHANGE)
        assert contents(root) == before
    assert not (tmp_path / "b").exists()


def step(name: str, content: bytes | None = b"evil") -> str:
    """A journal with one step, as a stranger would write it."""
    digest = None if content is None else hashlib.sha256(content).hexdigest()
    return json.dumps({"steps": [{"file": name, "after": digest, "before": None}]})


@pytest.mark.parametrize(
    "noted",
    [
        "{",
        "[]",
        '{"steps": 1}',
        '{"steps": [{}]}',
        "[" * 100_000,
        *map(
            step,
            (
                *("../victim", "/etc/victim", "..\\victim", "link/victim", "linked", "", "a/../../victim", "C:victim"),
                *(".dhrgraph-lock", ".git/hooks/post-checkout", ".GIT/config", ".gitmodules", "a/.ssh/config"),
                *(".vscode/tasks.json", "a//b/./../victim", "a\nb", "con\x00", "caf\u00e9"),
            ),
        ),
    ],
)
def test_a_strangers_journal_is_refused(noted: str, tmp_path: Path) -> None:
    """A journal in a folder that came from elsewhere can touch nothing outside, and no settings of other programs."""
    root, victim = tmp_path / "root", tmp_path / "victim"
    victim.write_bytes(b"precious")
    (root / journal.FOLDER).mkdir(parents=True)
    (root / ".git" / "hooks").mkdir(parents=True)
    (root / journal.FOLDER / "0.new").write_bytes(b"evil")
    if os.name == "posix":
        (root / "link").symlink_to(tmp_path)
        (root / "linked").symlink_to(victim)
    before = contents(root)
    (root / journal.FOLDER / "journal.json").write_text(noted)
    with pytest.raises(DhrgraphError, match="is no journal"):
        journal.finish(root)
    assert victim.read_bytes() == b"precious"
    assert {name: data for name, data in contents(root).items() if not name.endswith("journal.json")} == before


@posix
def test_a_strangers_journal_makes_no_program(tmp_path: Path) -> None:
    """A file that a journal puts in its place cannot be run."""
    (tmp_path / journal.FOLDER).mkdir()
    new = tmp_path / journal.FOLDER / "0.new"
    new.write_bytes(b"evil")
    new.chmod(0o755)
    (tmp_path / journal.FOLDER / "journal.json").write_text(step("setup.py"))
    assert journal.finish(tmp_path)
    assert not (tmp_path / "setup.py").stat().st_mode & 0o111


@posix
def test_pipes_and_links_in_the_place_of_the_journal(tmp_path: Path) -> None:
    """Nothing waits for a pipe, follows a link that leads nowhere, or deletes what a link leads to."""
    for number, name in enumerate((".dhrgraph-lock", journal.FOLDER)):
        root = tmp_path / str(number)
        root.mkdir()
        (root / name).symlink_to(tmp_path / "elsewhere")
        with pytest.raises((OSError, DhrgraphError)):
            journal.finish(root)
        assert not (tmp_path / "elsewhere").exists()
    pipe = tmp_path / "pipe"
    pipe.mkdir()
    os.mkfifo(pipe / ".dhrgraph-lock")
    with pytest.raises(OSError, match="no plain file"):
        journal.finish(pipe)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "precious").write_bytes(b"x")
    with pytest.raises(DhrgraphError, match="is no journal"):
        journal.finish(tmp_path / "1")
    assert (tmp_path / "elsewhere" / "precious").exists()


@posix
def test_a_link_within_the_folder_is_named(tmp_path: Path) -> None:
    """A file that would lie elsewhere, since a folder is a link, is refused before anything is written."""
    (tmp_path / "root").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "root" / "reviews").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DhrgraphError, match="leads out of"):
        journal.change(tmp_path / "root", {"a.yaml": b"a", "reviews/b.yaml": b"b"})
    assert contents(tmp_path / "root") == contents(tmp_path / "elsewhere") == {}


def test_what_somebody_else_has_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change that was cut short is not finished over a file that was edited meanwhile; the others are taken back."""
    written(tmp_path, OLD)
    journal._prepare(tmp_path, CHANGE)
    journal._read(tmp_path)[0].forth()
    (tmp_path / "deep" / "b.yaml").write_bytes(b"edited")
    with pytest.raises(DhrgraphError, match=r"could not be finished: it was changed meanwhile .*b\.yaml"):
        journal.finish(tmp_path)
    assert contents(tmp_path) == {**OLD, "deep/b.yaml": b"edited"}


def test_a_change_begins_where_the_one_before_ended(tmp_path: Path) -> None:
    """What a change holds is worked out once a change that was cut short is finished."""
    written(tmp_path, OLD)
    journal._prepare(tmp_path, CHANGE)
    journal.change(tmp_path, lambda: {"a.yaml": (tmp_path / "a.yaml").read_bytes() + b" and more"})
    assert contents(tmp_path) == {**NEW, "a.yaml": b"new a and more"}


@posix
def test_changes_side_by_side(tmp_path: Path) -> None:
    """However many processes change one folder, one at a time has it, and none is lost."""
    code = (
        "import sys; from pathlib import Path; from dhrgraph import journal\n"
        "root = Path(sys.argv[1])\n"
        "for _ in range(30):\n"
        "    journal.change(root, lambda: {'n.txt': str(int((root / 'n.txt').read_text()) + 1).encode()})\n"
    )
    (tmp_path / "n.txt").write_text("0")
    processes = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) for _ in range(4)]
    assert [process.wait() for process in processes] == [0] * 4
    assert contents(tmp_path) == {"n.txt": b"120"}


def test_a_change_waits_for_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that another command is changing is left alone, and named."""
    monkeypatch.setattr(journal, "_PATIENCE", 0.05)
    held = files.lock(tmp_path / ".dhrgraph-lock")
    assert held
    with pytest.raises(DhrgraphError, match="another command is changing"):
        journal.change(tmp_path, CHANGE)
    held.close()
    journal.change(tmp_path, CHANGE)
    assert not (tmp_path / ".dhrgraph-lock").exists()


# --- The commands that write several files ---


@posix
def test_init_killed_can_be_run_again(tmp_path: Path) -> None:
    """Killed at any of its steps, `init` leaves a folder in which it can be run again, to the same end."""
    whole = tmp_path / "whole"
    make_collection(whole)
    for step in each_kill(lambda n: lambda: make_collection(tmp_path / str(n)), every=29):
        folder = tmp_path / str(step)
        make_collection(folder)
        assert contents(folder) == contents(whole), step
        shutil.rmtree(folder)


@posix
def test_import_killed_leaves_old_or_new(invented: Path, tmp_path: Path) -> None:
    """A review that replaces another is there whole or not at all, and what reads the collection completes it."""
    review = invented / "reviews" / "example-review"
    old = {path.name: path.read_text(encoding="utf-8") for path in review.iterdir() if path.suffix != ".md"}
    new = {name: text.replace("Ms A", "Ms B") for name, text in old.items()}
    assert sum(old[name] != new[name] for name in old) > 1
    seen = set()

    def prepared(step: int) -> Any:
        shutil.copytree(invented, tmp_path / str(step))
        return lambda: write_files(tmp_path / str(step), "example-review", new)

    for step in each_kill(prepared, every=3):
        folder = tmp_path / str(step) / "reviews" / "example-review"
        _, problems = load_collection(tmp_path / str(step))
        assert problems == []
        now = {name: (folder / name).read_text(encoding="utf-8") for name in old}
        assert now in (old, new), step
        assert not (tmp_path / str(step) / journal.FOLDER).exists()
        seen.add(now == new)
    assert seen == {True, False}


@posix
def test_draft_killed_is_there_or_not(tmp_path: Path) -> None:
    """A draft appears whole or not at all, and what a kill leaves of the report's text is swept by the next command."""
    source = datasets() / "template" / "reviews" / "example-review"
    texts = {path.name: path.read_text(encoding="utf-8") for path in source.iterdir()}
    for step in each_kill(lambda n: lambda: place(tmp_path / str(n), "a", texts), every=5):
        out = tmp_path / str(step)
        load_collection(out)
        folder = out / "reviews" / "a"
        assert {path.name for path in folder.glob("*")} in (set(), texts.keys()), step
        assert {path.name for path in out.glob("*")} <= {"reviews", ".gitignore"}
