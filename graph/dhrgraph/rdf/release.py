"""Releases on disk: how a build is written beside others, committed, read and cleared away.

A build folder holds ``releases/<name>/``, each whole and never touched again, and ``CURRENT``, a
small file with the name of the one that readers should open. Replacing that file is the commit.
Renaming a folder over one that is open would corrupt its readers, since the store opens its files
late and by path; so a reader holds its release by a shared lock on ``releases/<name>.lock``, and a
release is cleared away only by one who holds that lock alone.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import portalocker
from portalocker import LockFlags
from pyoxigraph import Store

from dhrgraph.errors import DhrgraphError, shown

__all__ = [
    "NoBuildError",
    "Release",
    "clear_old",
    "commit",
    "current",
    "locked",
    "open_release",
    "partial_folder",
    "replace_file",
]

_CURRENT = "CURRENT"
_PARTIAL = ".partial-"


class NoBuildError(DhrgraphError):
    """Raised where a folder holds no build."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release that is held open for reading."""

    path: Path

    @property
    def name(self) -> str:
        """Name of the release, which begins with the digest of its inputs."""
        return self.path.name

    @property
    def manifest(self) -> dict[str, Any]:
        """What the release was made from and what it holds."""
        read: dict[str, Any] = json.loads((self.path / "manifest.json").read_text(encoding="utf-8"))
        return read

    def store(self) -> Store:
        """The store, opened read-only."""
        return Store.read_only(str(self.path / "store"))


def current(build: Path) -> str | None:
    """Name of the current release of a build folder, if it has one that is whole."""
    try:
        name = (build / _CURRENT).read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return name if (build / "releases" / name / "manifest.json").is_file() else None


@contextmanager
def open_release(build: Path) -> Iterator[Release]:
    """Hold the current release for reading, so that nobody clears it away.

    Raises
    ------
    NoBuildError
        If the folder holds no build.
    """
    handle = None
    name: str | None = ""
    while handle is None:
        name = current(build)
        if not name:
            raise NoBuildError(f"{shown(build)} holds no build: make one with: dhrgraph rebuild")
        with suppress(FileNotFoundError):  # cleared away since CURRENT was read: read it again
            lock = build / "releases" / f"{name}.lock"
            handle = _lock(lock, LockFlags.SHARED, "r")
            if handle and not (os.path.samestat(os.fstat(handle.fileno()), lock.stat()) and current(build) == name):
                handle.close()
                handle = None
    try:
        yield Release(build / "releases" / str(name))
    finally:
        handle.close()


@contextmanager
def locked(build: Path) -> Iterator[None]:
    """Hold a build folder for writing; it is made where it does not exist.

    What a killed process left behind is deleted first.

    Raises
    ------
    DhrgraphError
        If another process is writing there.
    """
    (build / "releases").mkdir(parents=True, exist_ok=True)
    handle = _lock(build / ".lock", LockFlags.EXCLUSIVE | LockFlags.NON_BLOCKING, "a")
    if handle is None:
        raise DhrgraphError(f"another rebuild is writing to {shown(build)}: wait until it is done")
    try:
        for left in (build / "releases").glob(f"{_PARTIAL}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        handle.close()


@contextmanager
def partial_folder(build: Path) -> Iterator[Path]:
    """Give a folder in which to write a release; it is deleted afterwards unless it was committed."""
    partial = build / "releases" / f"{_PARTIAL}{os.getpid()}"
    partial.mkdir()
    try:
        yield partial
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def commit(build: Path, partial: Path, digest: str) -> str:
    """Make a written folder the current release; returns its name."""
    _sync(partial)
    releases = build / "releases"
    name, number = digest, 1
    while (releases / name).exists():  # a release is never touched again, so a forced one gets a name of its own
        number += 1
        name = f"{digest}.{number}"
    (releases / f"{name}.lock").touch()
    partial.rename(releases / name)
    _sync_folder(releases)
    replace_file(build / _CURRENT, f"{name}\n".encode("ascii"))
    return name


def clear_old(build: Path) -> None:
    """Delete the releases that are not current and that nobody holds."""
    releases, keep = build / "releases", current(build)
    for lock in releases.glob("*.lock"):
        name = lock.name.removesuffix(".lock")
        if name == keep:
            continue
        handle = _lock(lock, LockFlags.EXCLUSIVE | LockFlags.NON_BLOCKING, "a")
        if handle is None:
            continue
        # The manifest goes first: a release without it is no release, even if this is cut short.
        (releases / name / "manifest.json").unlink(missing_ok=True)
        shutil.rmtree(releases / name, ignore_errors=True)
        handle.close()
        with suppress(OSError):
            lock.unlink()


def replace_file(path: Path, content: bytes) -> None:
    """Write a file so that readers see the old content or the new, never a part."""
    partial = path.with_name(f".{path.name}.partial")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    _sync_folder(path.parent)


def _lock(path: Path, flags: LockFlags, mode: str) -> IO[str] | None:
    handle: IO[str] = path.open(mode, encoding="ascii")
    try:
        portalocker.lock(handle, flags)
    except portalocker.LockException:
        handle.close()
        return None
    return handle


def _sync(folder: Path) -> None:
    """Bring a folder's files to the disk before it is committed."""
    for path in [folder, *folder.rglob("*")]:
        if path.is_dir():
            _sync_folder(path)
        else:
            with path.open("rb+") as file:
                os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    if os.name != "posix":
        return  # only there can a folder be opened and synced
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
