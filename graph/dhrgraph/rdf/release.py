"""Releases on disk: how a build is written beside others, committed, read and cleared away.

A build folder holds ``releases/<name>/``, each whole and never touched again, and ``CURRENT``, a small file with the
name of the release that readers should open and the digest of its list of contents. Replacing that file is the
commit. The list, ``contents.json``, has size and digest of each file of the release: sizes are compared whenever a
release is opened, digests by `dhrgraph rebuild` and `dhrgraph doctor`.

Renaming a folder over one that is open would corrupt its readers, since the store opens its files late and by path;
so a reader holds its release by a shared lock on ``releases/<name>.lock``, and a release is cleared away only by a
process that holds that lock alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from pyoxigraph import Store

from dhrgraph.errors import DhrgraphError, shown
from dhrgraph.files import lock, read_plain, replace_file, sync_folder, write_new

__all__ = [
    "CONTENTS",
    "NoBuildError",
    "Release",
    "clear_old",
    "commit",
    "current",
    "faults",
    "leftovers",
    "locked",
    "open_release",
    "partial_folder",
]

_CURRENT = "CURRENT"
#: The list of a release's files.
CONTENTS = "contents.json"
_MANIFEST = "manifest.json"
#: Folders of a build.
_FOLDERS = ("releases", "tables", "views")
_PARTIAL = ".partial-"
_NAME = re.compile(r"[0-9a-f]{16}(?:\.[0-9]{1,9})?")
_DIGEST = re.compile(r"[0-9a-f]{64}")
#: Files of the store that are no content: a log of its own, and its lock.
_NO_CONTENT = re.compile(r"store/(?:LOG(?:\.old.*)?|LOCK)")
#: A name of a file within a release.
_WITHIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)*")
#: Bytes of a list of contents; one of ten thousand files has a fifth.
_LONGEST = 10_000_000
#: How often a reader looks again where a release is cleared away while it is opened, and after how many seconds.
_TRIES, _PAUSE = 40, 0.05


class NoBuildError(DhrgraphError):
    """Raised where a folder holds no build that can be read."""


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
        read: dict[str, Any] = json.loads((self.path / _MANIFEST).read_text(encoding="utf-8"))
        return read

    @property
    def files(self) -> list[str]:
        """Names of its files, but those of the store and the list of contents."""
        return [name for name in _files(self.path) if name != CONTENTS and not name.startswith("store/")]

    @property
    def unpublished(self) -> list[str]:
        """Ids of its reviews that are not published."""
        return list(self.manifest["unpublished"])

    def store(self) -> Store:
        """The store, opened read-only."""
        return Store.read_only(str(self.path / "store"))


@dataclass(frozen=True, slots=True)
class _Pointer:
    """What ``CURRENT`` says: the name of a release, and the digest of its list of contents."""

    name: str
    digest: str


# --- Which release is current, and whether it is whole ---


def current(build: Path) -> str | None:
    """Name of the current release of a build folder, if it has one."""
    pointer = _pointer(build)
    return pointer.name if pointer else None


def _pointer(build: Path) -> _Pointer | None:
    try:
        words = read_plain(build / _CURRENT, 200).decode("ascii").split()
    except (OSError, UnicodeDecodeError):
        return None
    if len(words) != 2 or not _NAME.fullmatch(words[0]) or not _DIGEST.fullmatch(words[1]):
        return None
    return _Pointer(*words)


def faults(build: Path, *, digests: bool = True) -> list[str]:
    """What is wrong with the current release of a build folder; nothing where it is whole.

    Parameters
    ----------
    build : pathlib.Path
    digests : bool
        Whether to read each file and compare its digest; otherwise only sizes are compared.
    """
    if not (build / _CURRENT).exists():
        return ["it has no current release"]
    pointer = _pointer(build)
    if pointer is None:
        return [f"{_CURRENT} does not name a release"]
    return _faults_of(build, pointer, digests)


def _faults_of(build: Path, pointer: _Pointer, digests: bool) -> list[str]:
    folder = build / "releases" / pointer.name
    if not folder.is_dir():
        return [f"the release {pointer.name} is missing"]
    try:
        listed = _listed(folder, pointer)
    except OSError as error:
        return [f"the list of contents cannot be read ({error.strerror})"]
    except ValueError:
        return ["the list of contents is not the one that was written"]
    found = [
        f"{name} is {wrong}"
        for name, (size, digest) in listed.items()
        if (wrong := _wrong(folder / name, size, digest if digests or name == _MANIFEST else None))
    ]
    found += [f"{name} does not belong to it" for name in _files(folder) if name not in {*listed, CONTENTS}]
    if not _lock_of(build, pointer.name).is_file():
        found.append("its lock file is missing")
    return found or _store_faults(folder)


def _listed(folder: Path, pointer: _Pointer) -> dict[str, tuple[int, str]]:
    """Size and digest of each file that a release lists, by its name.

    Raises
    ------
    ValueError
        If the list is not the one that was written, or a name is none within the release.
    """
    data = read_plain(folder / CONTENTS, _LONGEST)
    if hashlib.sha256(data).hexdigest() != pointer.digest:
        raise ValueError(CONTENTS)
    try:
        listed = {str(name): (int(size), str(digest)) for name, (size, digest) in json.loads(data).items()}
    except (AttributeError, TypeError, RecursionError):
        raise ValueError(CONTENTS) from None
    if any(not _WITHIN.fullmatch(name) for name in listed):
        raise ValueError(CONTENTS)
    return listed


def _wrong(path: Path, size: int, digest: str | None) -> str:
    """What is wrong with a file of a release; empty where nothing is."""
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode):
            return "no plain file"
        if found.st_size != size:
            return f"of another size ({found.st_size:,} bytes, not {size:,})"
        return "changed" if digest and _sha256(path) != digest else ""
    except OSError as error:
        return f"not readable ({error.strerror})"


def _store_faults(folder: Path) -> list[str]:
    try:
        Store.read_only(str(folder / "store"))
    except (OSError, ValueError, RuntimeError) as error:
        return [f"the store does not open ({str(error).replace(str(folder), folder.name)})"]
    return []


def _contents(folder: Path) -> dict[str, tuple[int, str]]:
    """Size and digest of each file of a release by its name."""
    return {name: ((folder / name).stat().st_size, _sha256(folder / name)) for name in _files(folder)}


def _files(folder: Path) -> list[str]:
    """Names of the files in a release that are content, links included."""
    found = [
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink() or not path.is_dir()
    ]
    return sorted(name for name in found if not _NO_CONTENT.fullmatch(name))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- Reading ---


@contextmanager
def open_release(build: Path) -> Iterator[Release]:
    """Hold the current release for reading, so that nobody clears it away.

    Raises
    ------
    NoBuildError
        If the folder holds no build, or one that is damaged.
    """
    pointer, handle = _reader(build)
    try:
        wrong = _faults_of(build, pointer, digests=False)
        if wrong:
            raise _damaged(build, wrong)
        yield Release(build / "releases" / pointer.name)
    finally:
        handle.close()


def _reader(build: Path) -> tuple[_Pointer, IO[bytes]]:
    """The current release, with a lock by which a reader holds it."""
    for _ in range(_TRIES):
        pointer = _pointer(build)
        if pointer is None:
            break
        path = _lock_of(build, pointer.name)
        with suppress(OSError):  # cleared away since CURRENT was read: read it again
            handle = lock(path, shared=True) if path.is_file() else None
            if handle is not None:
                if os.path.samestat(os.fstat(handle.fileno()), path.stat()) and _pointer(build) == pointer:
                    return pointer, handle
                handle.close()
        time.sleep(_PAUSE)
    if not (build / _CURRENT).exists():
        raise NoBuildError(f"{shown(build)} holds no build: make one with: dhrgraph rebuild --out {shown(build)}")
    raise _damaged(build, faults(build, digests=False) or ["it changes all the time"])


def _damaged(build: Path, wrong: list[str]) -> NoBuildError:
    some = "; ".join(wrong[:3]) + (f"; and {len(wrong) - 3} more" if len(wrong) > 3 else "")
    remedy = "make it anew with: dhrgraph rebuild, as you made it"
    return NoBuildError(f"the build in {shown(build)} is damaged ({some}): {remedy}")


def _lock_of(build: Path, name: str) -> Path:
    return build / "releases" / f"{name}.lock"


# --- Writing ---


@contextmanager
def locked(build: Path) -> Iterator[None]:
    """Hold a build folder for writing; it is made where it does not exist.

    What a killed process left behind is deleted first.

    Raises
    ------
    DhrgraphError
        If another process is writing there.
    """
    for name in _FOLDERS:
        if (build / name).is_symlink():
            raise DhrgraphError(f"{shown(build / name)} is a link and leads elsewhere: replace it by a folder")
    (build / "releases").mkdir(parents=True, exist_ok=True)
    handle = lock(build / ".lock")
    if handle is None:
        raise DhrgraphError(f"another rebuild is writing to {shown(build)}: wait until it is done")
    try:
        for left in leftovers(build):
            shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        handle.close()


def leftovers(build: Path) -> list[Path]:
    """Folders of releases that a process began to write and did not finish."""
    return sorted((build / "releases").glob(f"{_PARTIAL}*"))


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
    listed = json.dumps(_contents(partial), indent=0).encode()
    (partial / CONTENTS).write_bytes(listed)
    _sync(partial)
    releases = build / "releases"
    name, number = digest, 1
    while (releases / name).exists():  # a release is never touched again, so a forced one gets a name of its own
        number += 1
        name = f"{digest}.{number}"
    with suppress(FileExistsError):
        write_new(_lock_of(build, name), b"")
    partial.rename(releases / name)
    sync_folder(releases)
    replace_file(build / _CURRENT, f"{name} {hashlib.sha256(listed).hexdigest()}\n".encode("ascii"))
    return name


def clear_old(build: Path) -> None:
    """Delete the releases that are not current and that nobody holds."""
    releases, keep = build / "releases", current(build)
    names = {path.name for path in releases.iterdir() if path.is_dir()}
    names |= {path.name.removesuffix(".lock") for path in releases.glob("*.lock")}
    for name in sorted(names):
        if name == keep or not _NAME.fullmatch(name):
            continue
        handle = None
        with suppress(OSError):  # such as a folder in its place, which is left alone
            handle = lock(_lock_of(build, name))
        if handle is None:
            continue
        # The list of contents goes first: a release without it is no release, even if this is cut short.
        (releases / name / CONTENTS).unlink(missing_ok=True)
        shutil.rmtree(releases / name, ignore_errors=True)
        handle.close()
        with suppress(OSError):
            _lock_of(build, name).unlink()


def _sync(folder: Path) -> None:
    """Bring a folder's files to the disk before it is committed."""
    for path in [folder, *folder.rglob("*")]:
        if path.is_dir():
            sync_folder(path)
        else:
            with path.open("rb+") as file:
                os.fsync(file.fileno())
