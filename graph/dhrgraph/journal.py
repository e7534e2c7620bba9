"""Changing several files of a folder all together: whole or not at all, however the process ends.

No system replaces several files at once, and Windows cannot swap a folder that somebody has open. So the new
contents, and copies of the old, are first written beside the files, to ``.dhrgraph-journal`` in the folder. The
journal itself is the commit: before it is there nothing has changed, and once it is there the change is finished, by
this process or by the next command that comes to the folder. A change that cannot be finished, since another program
holds a file, is taken back.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from dhrgraph import files
from dhrgraph.errors import DhrgraphError, shown

__all__ = ["FOLDER", "change", "finish", "pending"]

#: The folder of the journal, within the folder that is changed.
FOLDER = ".dhrgraph-journal"
_LOCK = ".dhrgraph-lock"
_JOURNAL = "journal.json"
#: Seconds to wait for another command that is changing the folder.
_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class _Step:
    """What becomes of one file.

    Parameters
    ----------
    path : pathlib.Path
    new, old : pathlib.Path
        Where its new content and a copy of the old one stand in the journal.
    deleted, existed : bool
        Whether it has no new content, and whether it had an old one.
    """

    path: Path
    new: Path
    old: Path
    deleted: bool
    existed: bool

    def forth(self) -> None:
        """Put the new content in its place; done twice, it is as done once."""
        if self.deleted:
            self.path.unlink(missing_ok=True)
        elif self.new.is_file():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.new.replace(self.path)

    def back(self) -> None:
        """Put the old content back; done twice, it is as done once."""
        if self.old.is_file():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.old.replace(self.path)
        elif not self.existed:
            self.path.unlink(missing_ok=True)


def change(root: Path, contents: Mapping[str, bytes | None]) -> None:
    """Write and delete files of a folder, all or none.

    Parameters
    ----------
    root : pathlib.Path
        The folder; made where it does not exist.
    contents : mapping
        By the name of a file below the folder, with ``/`` between its parts, the new content; None deletes it.

    Raises
    ------
    OSError
        If a file cannot be written; all are as they were.
    DhrgraphError
        If another command is changing the folder.
    """
    made = _make(root)
    try:
        with _held(root):
            _finish(root)
            _prepare(root, contents)
            _commit(root)
    except OSError:
        _unmake(made)
        raise


def finish(root: Path) -> bool:
    """Complete a change that was cut short, or clear away one that had not begun; whether one was completed.

    Raises
    ------
    DhrgraphError
        If another command is changing the folder, or the journal is not one of ours.
    """
    if not pending(root):
        return False
    with _held(root):
        return _finish(root)


def pending(root: Path) -> bool:
    """Whether a change of a folder is under way, or was cut short."""
    return (root / FOLDER).is_dir() or (root / _LOCK).exists()


# --- Steps ---


def _prepare(root: Path, contents: Mapping[str, bytes | None]) -> None:
    """Write everything that the change needs; the journal last, which is the commit."""
    home = root / FOLDER
    try:
        home.mkdir()
        listed = []
        for number, (name, content) in enumerate(contents.items()):
            step = _step(root, number, {"file": name, "deleted": content is None})
            existed = step.path.is_file()
            if existed:
                files.write_new(step.old, step.path.read_bytes(), like=step.path)
            if content is not None:
                files.write_new(step.new, content, like=step.path)
            listed.append({"file": name, "deleted": content is None, "existed": existed})
        files.sync_folder(home)
        files.replace_file(home / _JOURNAL, json.dumps({"back": False, "steps": listed}).encode())
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise


def _commit(root: Path) -> None:
    """Do what the journal says; where that cannot be, take it back."""
    back, steps = _read(root)
    try:
        if not back:
            for step in steps:
                step.forth()
    except OSError:
        _write_back(root)
        _take_back(root, steps)
        raise
    if back:
        _take_back(root, steps)
    else:
        _clear(root, steps)


def _write_back(root: Path) -> None:
    """Note in the journal that the change is being taken back."""
    journal = root / FOLDER / _JOURNAL
    noted = {**json.loads(journal.read_bytes()), "back": True}
    files.replace_file(journal, json.dumps(noted).encode())


def _take_back(root: Path, steps: list[_Step]) -> None:
    try:
        for step in steps:
            step.back()
    except OSError as error:
        what = f"a change of {shown(root)} could not be finished, and not be taken back ({error.strerror})"
        remedy = "close the programs that have its files open, and run any dhrgraph command on the folder"
        raise DhrgraphError(f"{what}: {remedy}") from None
    _clear(root, steps)
    _unmake_above(root, [step for step in steps if not step.existed])


def _clear(root: Path, steps: list[_Step]) -> None:
    """Delete the journal, itself first: what is left of it then is no journal."""
    for folder in {step.path.parent for step in steps}:
        if folder.is_dir():
            files.sync_folder(folder)
    (root / FOLDER / _JOURNAL).unlink()
    shutil.rmtree(root / FOLDER, ignore_errors=True)
    _unmake_above(root, [step for step in steps if step.deleted])


def _unmake_above(root: Path, steps: list[_Step]) -> None:
    """Delete the folders above files that are gone, as far as they hold nothing."""
    for folder in sorted({step.path.parent for step in steps}, reverse=True):
        _unmake([each for each in (folder, *folder.parents) if each != root and each.is_relative_to(root)])


def _finish(root: Path) -> bool:
    home = root / FOLDER
    if not home.is_dir():
        return False
    if not (home / _JOURNAL).is_file():
        shutil.rmtree(home)
        return False
    try:
        _commit(root)
    except OSError as error:
        what = f"a change of {shown(root)} that was cut short could not be finished ({error.strerror})"
        raise DhrgraphError(f"{what} and was taken back: look at the permissions of its files") from None
    return True


# --- The journal ---


def _read(root: Path) -> tuple[bool, list[_Step]]:
    """Whether the change is to be taken back, and its steps."""
    try:
        noted = json.loads((root / FOLDER / _JOURNAL).read_bytes())
        return bool(noted["back"]), [_step(root, number, each) for number, each in enumerate(noted["steps"])]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        what = f"{shown(root / FOLDER)} is no journal of a change that dhrgraph made"
        raise DhrgraphError(f"{what}: look at where the folder comes from, and delete {FOLDER}") from None


def _step(root: Path, number: int, noted: Mapping[str, Any]) -> _Step:
    """A step of a journal, which may come from a stranger: its file must lie within the folder.

    Raises
    ------
    ValueError
        If it does not.
    """
    name = PurePosixPath(noted["file"])
    path = root / name
    strange = name.is_absolute() or ".." in name.parts or not name.parts or name.parts[0].startswith(".dhrgraph-")
    if strange or "\\" in noted["file"] or not path.resolve().is_relative_to(root.resolve()):
        raise ValueError(noted["file"])
    home = root / FOLDER
    return _Step(path, home / f"{number}.new", home / f"{number}.old", noted["deleted"], noted.get("existed", False))


# --- Folders and the lock ---


@contextmanager
def _held(root: Path) -> Iterator[None]:
    """Hold a folder for a change."""
    path = root / _LOCK
    until = time.monotonic() + _PATIENCE
    while (handle := _taken(path)) is None:
        if time.monotonic() > until:
            raise DhrgraphError(f"another command is changing {shown(root)}: wait until it is done")
        time.sleep(0.01)
    try:
        yield
    finally:
        if os.name == "posix":
            path.unlink(missing_ok=True)
        handle.close()
        with suppress(OSError):  # where an open file cannot be deleted
            path.unlink(missing_ok=True)


def _taken(path: Path) -> IO[str] | None:
    """The lock, where nobody else holds it and the file was not deleted by the one before."""
    handle = files.lock(path)
    if handle is None:
        return None
    with suppress(FileNotFoundError):
        if os.path.samestat(os.fstat(handle.fileno()), path.stat()):
            return handle
    handle.close()
    return None


def _make(root: Path) -> list[Path]:
    """Make a folder; returns those that were not there, innermost first."""
    made = [each for each in (root, *root.parents) if not each.exists()]
    root.mkdir(parents=True, exist_ok=True)
    return made


def _unmake(folders: list[Path]) -> None:
    """Delete folders, innermost first, that hold nothing."""
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()
