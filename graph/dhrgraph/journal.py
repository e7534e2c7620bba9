"""Changing several files of a folder all together: whole or not at all, however the process ends.

No system replaces several files at once, and Windows cannot swap a folder that somebody has open. So the new
contents, and copies of the old, are first written beside the files, to ``.dhrgraph-journal`` in the folder. The
journal itself is the commit: before it is there nothing has changed, and once it is there the change is finished, by
this process or by the next command that comes to the folder. A change that cannot be finished, since another program
holds a file or somebody has changed one meanwhile, is taken back; what somebody else has written stays.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from dhrgraph import files
from dhrgraph.errors import DhrgraphError, shown

__all__ = ["FOLDER", "Contents", "change", "finish", "pending"]

#: By the name of a file below a folder, with ``/`` between its parts, its new content; None deletes it.
Contents = Mapping[str, bytes | None]

#: The folder of the journal, within the folder that is changed.
FOLDER = ".dhrgraph-journal"
_LOCK = ".dhrgraph-lock"
#: The journal of a change that is being made, and its name while the change is being taken back.
_FORTH, _BACK = "journal.json", "back.json"
#: Seconds to wait for another command that is changing the folder.
_PATIENCE = 10.0
#: What dhrgraph writes: plain names, and two that begin with a point. A journal may come from a stranger, and
#: must not reach a repository's own folder or the settings of a program.
_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_POINTED = {".gitignore", ".vscode/settings.json"}
#: Bytes of a journal; one of ten thousand files has a third.
_LONGEST = 5_000_000


@dataclass(frozen=True, slots=True)
class _Step:
    """What becomes of one file.

    Parameters
    ----------
    path : pathlib.Path
    new, old : pathlib.Path
        Where its new content and a copy of the old one stand in the journal.
    after, before : str or None
        Digests of the two; None where there is no file.
    """

    path: Path
    new: Path
    old: Path
    after: str | None
    before: str | None

    def forth(self) -> None:
        """Put the new content in its place; done twice, it is as done once."""
        now = _digest(self.path)
        if now == self.after:
            return
        if now != self.before:
            raise OSError(errno.EBUSY, "it was changed meanwhile", str(self.path))
        self._put(self.new, self.after)

    def back(self) -> None:
        """Put the old content back where the new one stands; done twice, it is as done once."""
        if self.after != self.before and _digest(self.path) == self.after:
            self._put(self.old, self.before)

    def _put(self, source: Path, digest: str | None) -> None:
        if digest is None:
            self.path.unlink(missing_ok=True)
            return
        if _digest(source) != digest:
            raise OSError(errno.EIO, "the journal is damaged", str(source))
        if os.name == "posix":
            source.chmod(stat.S_IMODE(source.stat().st_mode) & 0o666)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        source.replace(self.path)


def _digest(path: Path) -> str | None:
    """Digest of a file; None where there is none."""
    try:
        return hashlib.sha256(files.read_plain(path)).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None


def change(root: Path, contents: Contents | Callable[[], Contents]) -> None:
    """Write and delete files of a folder, all or none.

    Parameters
    ----------
    root : pathlib.Path
        The folder; made where it does not exist.
    contents : mapping or callable
        See `Contents`. What depends on the files that are there is worked out by a callable, which is called while
        nobody else can change them.

    Raises
    ------
    OSError
        If a file cannot be written; all are as they were.
    DhrgraphError
        If another command is changing the folder, or a file would not lie in it.
    """
    made = _make(root)
    try:
        with _held(root):
            _finish(root)
            wanted = contents() if callable(contents) else contents
            if wanted:
                _prepare(root, wanted)
                _commit(root)
    except (OSError, DhrgraphError):
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
    return any(os.path.lexists(root / name) for name in (FOLDER, _LOCK))


# --- Steps ---


def _prepare(root: Path, contents: Contents) -> None:
    """Write everything that the change needs; the journal last, which is the commit."""
    home = root / FOLDER
    try:
        home.mkdir()
        listed = []
        for number, (name, content) in enumerate(contents.items()):
            step = _step(root, number, {"file": name, "after": None, "before": None})
            before = files.read_plain(step.path) if step.path.exists() else None
            for path, data in ((step.old, before), (step.new, content)):
                if data is not None:
                    files.write_new(path, data, like=step.path)
            digests = [None if data is None else hashlib.sha256(data).hexdigest() for data in (content, before)]
            listed.append({"file": name, "after": digests[0], "before": digests[1]})
        files.sync_folder(home)
        files.replace_file(home / _FORTH, json.dumps({"steps": listed}).encode())
    except BaseException:
        (home / _FORTH).unlink(missing_ok=True)  # itself first: what is left of it then is no journal
        shutil.rmtree(home, ignore_errors=True)
        raise


def _commit(root: Path) -> None:
    """Do what the journal says; where that cannot be, take it back."""
    steps = _read(root)
    failed = None
    if not (root / FOLDER / _BACK).exists():
        try:
            for step in steps:
                step.forth()
        except OSError as error:
            failed = error
            (root / FOLDER / _FORTH).replace(root / FOLDER / _BACK)  # a name needs no room on a full disk
    if (root / FOLDER / _BACK).exists():
        _take_back(root, steps)
    _clear(root, steps)
    if failed:
        raise failed


def _take_back(root: Path, steps: list[_Step]) -> None:
    try:
        for step in steps:
            step.back()
    except OSError as error:
        what = f"a change of {shown(root)} could not be finished, and not be taken back ({error.strerror})"
        remedy = "close the programs that have its files open, and run any dhrgraph command on the folder"
        raise DhrgraphError(f"{what}: {remedy}") from None


def _clear(root: Path, steps: list[_Step]) -> None:
    """Delete the journal, itself first, and the folders that hold nothing any more."""
    for folder in {step.path.parent for step in steps}:
        if folder.is_dir():
            files.sync_folder(folder)
    for name in (_FORTH, _BACK):
        (root / FOLDER / name).unlink(missing_ok=True)
    shutil.rmtree(root / FOLDER, ignore_errors=True)
    for folder in sorted({step.path.parent for step in steps}, reverse=True):
        _unmake([each for each in (folder, *folder.parents) if each != root and each.is_relative_to(root)])


def _finish(root: Path) -> bool:
    home = root / FOLDER
    if home.is_symlink():
        raise _strange(home)
    if not home.is_dir():
        return False
    if not any((home / name).exists() for name in (_FORTH, _BACK)):
        shutil.rmtree(home)
        return False
    try:
        _commit(root)
    except OSError as error:
        where = f" ({shown(Path(error.filename))})" if error.filename else ""
        what = f"a change of {shown(root)} that was cut short could not be finished: {error.strerror}{where}"
        raise DhrgraphError(f"{what}; it was taken back: look at the file, and make the change again") from None
    return True


# --- The journal ---


def _read(root: Path) -> list[_Step]:
    """The steps of a journal, which may come from a stranger."""
    home = root / FOLDER
    try:
        data = files.read_plain(home / (_BACK if (home / _BACK).exists() else _FORTH), _LONGEST)
        return [_step(root, number, each) for number, each in enumerate(json.loads(data)["steps"])]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, DhrgraphError):
        raise _strange(home) from None


def _strange(home: Path) -> DhrgraphError:
    what = f"{shown(home)} is no journal of a change that dhrgraph made"
    return DhrgraphError(f"{what}: look at where the folder comes from, and delete {FOLDER}")


def _step(root: Path, number: int, noted: Mapping[str, Any]) -> _Step:
    """A step of a journal.

    Raises
    ------
    DhrgraphError
        If its file is none that dhrgraph writes, or would not lie in the folder.
    """
    name: str = noted["file"]
    parts = PurePosixPath(name).parts
    kept = name in _POINTED or (parts and all(_PLAIN.fullmatch(part) for part in parts[:-1]))
    if not kept or not (name in _POINTED or parts[-1] == ".gitignore" or _PLAIN.fullmatch(parts[-1])):
        raise DhrgraphError(f"{name!r} is no name of a file that dhrgraph writes: use letters, digits and hyphens")
    path = root.joinpath(*parts)
    try:
        inside = path.parent.resolve().is_relative_to(root.resolve())
    except RuntimeError:  # links that lead to each other
        inside = False
    if not inside or path.is_symlink():
        raise DhrgraphError(f"{shown(path)} leads out of {shown(root)}: replace the link by a folder or file")
    home = root / FOLDER
    return _Step(path, home / f"{number}.new", home / f"{number}.old", noted["after"], noted["before"])


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
            path.unlink(missing_ok=True)  # while it is held, so that it is nobody else's
            handle.close()
        else:
            handle.close()
            with suppress(OSError):  # where it is open it cannot be deleted
                path.unlink()


def _taken(path: Path) -> IO[bytes] | None:
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
