"""Files that are written whole, kept private, and left by nobody."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from dhrgraph import files
from dhrgraph.files import close_off, kept_private, replace_file, scratch
from tests.killing import contents, each_kill

posix = pytest.mark.skipif(os.name != "posix", reason="the system has no such rights or signals")


def mode(path: Path) -> int:
    """The rights of a file."""
    return path.stat().st_mode & 0o777


@posix
def test_killed_at_each_step_a_file_is_old_or_new(tmp_path: Path) -> None:
    """A file that is replaced is whole at any moment, and the next run sweeps what a kill left beside it."""
    for step in each_kill(lambda n: lambda: replace_file(tmp_path / "a.csv", b"new")):
        assert contents(tmp_path).get("a.csv", b"new") == b"new"
        files._SWEPT.clear()
        replace_file(tmp_path / "b.csv", b"another file")
        assert {path.name for path in tmp_path.iterdir()} <= {"a.csv", "b.csv"}, step


def test_a_partial_file_in_use_is_not_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another process is writing stays."""
    other = tmp_path / ".dhrgraph-0123456789abcdef.partial"
    code = f"from dhrgraph.files import lock; held = lock(__import__('pathlib').Path({str(other)!r})); print(flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        replace_file(tmp_path / "a.csv", b"x")
        assert other.exists()
        process.communicate(b"\n")
    monkeypatch.setattr(files, "_SWEPT", set())
    replace_file(tmp_path / "a.csv", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_only_folders_of_dhrgraph_are_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of the user's own stays, whatever its name and age, and so does one that a link leads to."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(files, "_ORPHANED", -1)
    for name, content in (("dhrgraph-mine", b""), ("dhrgraph-scratch-mine", b""), ("dhrgraph-scratch-other", b"x")):
        (tmp_path / name).mkdir()
        (tmp_path / name / ".lock").write_bytes(content)
        (tmp_path / name / "precious").write_bytes(b"x")
    (tmp_path / "dhrgraph-scratch-plain").mkdir()
    (tmp_path / "dhrgraph-scratch-plain" / "precious").write_bytes(b"x")
    (tmp_path / "dhrgraph-scratch-empty").mkdir()
    (tmp_path / "dhrgraph-scratch-unmarked").mkdir()
    (tmp_path / "dhrgraph-scratch-unmarked" / ".lock").write_bytes(b"A temp")
    if os.name == "posix":
        (tmp_path / "dhrgraph-scratch-link").symlink_to(tmp_path / "dhrgraph-mine")
    swept = {folder.name for folder in files.sweep_scratch()}
    assert swept == {"dhrgraph-scratch-empty", "dhrgraph-scratch-unmarked"}
    assert len(list(tmp_path.rglob("precious"))) >= 4


@posix
def test_only_plain_files_are_read_and_locked(tmp_path: Path) -> None:
    """Nothing waits for a pipe or reads a device without end."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "device").symlink_to("/dev/zero")
    (tmp_path / "dangling").symlink_to(tmp_path / "elsewhere")
    for name in ("pipe", "device"):
        with pytest.raises(OSError, match="no plain file"):
            files.read_plain(tmp_path / name)
    for name in ("pipe", "device", "dangling"):
        with pytest.raises(OSError, match=r"no plain file|symbolic links|Permission denied"):
            files.lock(tmp_path / name)
    assert not (tmp_path / "elsewhere").exists()
    (tmp_path / "plain").write_bytes(b"12345")
    assert files.read_plain(tmp_path / "plain", 3) == b"1234"


def test_a_swept_partial_file_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another process sweeps a partial file in the moment in which nobody held it, it is written again."""
    real, calls = Path.replace, iter(range(99))

    def swept(self: Path, target: Path) -> Path:
        if next(calls) < 2:
            self.unlink()
        return real(self, target)

    monkeypatch.setattr(Path, "replace", swept)
    replace_file(tmp_path / "a.csv", b"x")
    assert contents(tmp_path) == {"a.csv": b"x"}


def test_names_as_long_as_the_system_takes_can_be_written(tmp_path: Path) -> None:
    """A name of 255 bytes is no problem."""
    path = tmp_path / ("a" * 251 + ".csv")
    replace_file(path, b"x")
    assert path.read_bytes() == b"x"


@posix
def test_what_is_no_plain_file_is_written_to(tmp_path: Path) -> None:
    """A pipe is written to, never replaced."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as process:
        replace_file(pipe, b"through")
        assert process.communicate()[0] == b"through"
    assert pipe.is_fifo()


@posix
def test_rights_are_never_widened(tmp_path: Path) -> None:
    """A new file has the rights that the umask leaves, one that is replaced no more than it had."""
    closed = tmp_path / "closed"
    closed.write_bytes(b"x")
    closed.chmod(0o600)
    before = os.umask(0o022)
    try:
        for path in (closed, tmp_path / "new"):
            replace_file(path, b"y")
        with kept_private():
            replace_file(tmp_path / "private", b"y")
            replace_file(tmp_path / "new", b"z")
            (tmp_path / "folder").mkdir()
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)
    rights = {path.name: mode(path) for path in tmp_path.iterdir()}
    assert rights == {"closed": 0o600, "new": 0o600, "private": 0o600, "folder": 0o700}


@posix
def test_a_narrow_umask_stays_narrow(tmp_path: Path) -> None:
    """Keeping private adds to what the umask takes away, and takes nothing from it."""
    before = os.umask(0o277)
    try:
        with kept_private():
            assert os.umask(0o277) == 0o277
        with kept_private(False):
            assert os.umask(0o277) == 0o277
    finally:
        os.umask(before)


@posix
def test_closing_off_takes_the_rights_of_others(tmp_path: Path) -> None:
    """A folder and all in it become private; what a link points to elsewhere stays as it was."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"x")
    elsewhere.chmod(0o644)
    inner = tmp_path / "build" / "tables"
    inner.mkdir(parents=True)
    (inner / "a.csv").write_bytes(b"x")
    (inner / "a.csv").chmod(0o664)
    (inner / "link").symlink_to(elsewhere)
    close_off(tmp_path / "build")
    assert [mode(tmp_path / "build"), mode(inner), mode(inner / "a.csv")] == [0o700, 0o700, 0o600]
    assert mode(elsewhere) == 0o644


def test_scratch_is_private_and_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A temporary folder is this user's alone, libraries use it meanwhile, and it is gone in the end."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with scratch() as folder:
        assert os.name != "posix" or mode(folder) == 0o700
        with scratch() as inner, tempfile.NamedTemporaryFile() as file:
            assert folder in inner.parents
            assert inner in Path(file.name).parents
    assert list(tmp_path.iterdir()) == []
    assert tempfile.tempdir == str(tmp_path)


@posix
def test_scratch_of_killed_processes_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next run deletes what a killed process left, and nothing of a process that lives."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(files, "_ORPHANED", -1)

    def work() -> None:
        with scratch() as folder:
            (folder / "report.txt").write_text("text of a report")

    with scratch() as living:
        for step in each_kill(lambda n: work):
            files.sweep_scratch()
            assert list(tmp_path.iterdir()) == [living], step
