"""Writing files so that nothing is lost and nothing is left: whole files, private files, temporary folders.

Every file of dhrgraph is written through this module or `dhrgraph.journal`. What a killed process leaves behind
(a partial file beside its target, a temporary folder) holds a lock while its process lives, and whatever nobody
holds is swept by the next run.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import portalocker
from portalocker import LockFlags

from dhrgraph.errors import DhrgraphError, shown

__all__ = [
    "close_off",
    "kept_private",
    "left_partial",
    "left_scratch",
    "lock",
    "open_to_others",
    "read_plain",
    "replace_file",
    "scratch",
    "sweep",
    "sweep_scratch",
    "sync_folder",
    "write_new",
    "write_over",
]

_PARTIAL = ".dhrgraph-*.partial"
_SCRATCH = "dhrgraph-scratch-"
_LOCK = ".lock"
#: What a lock file of a temporary folder says, so that no other folder is taken for one.
_OURS = b"A temporary folder of dhrgraph, which deletes it.\n"
#: Seconds after which an empty temporary folder is nobody's.
_ORPHANED = 60
#: How often a file is written anew where another process has swept it before it was in its place, and seconds between.
_TRIES, _PAUSE = 5, 0.02
#: Folders that this process has swept already.
_SWEPT: set[Path] = set()


# --- Reading ---


def read_plain(path: Path, most: int | None = None) -> bytes:
    """The content of a plain file, of which no more is read than one byte above the most that is allowed.

    Raises
    ------
    OSError
        If it cannot be read, or is no plain file: a pipe or a device may have no end.
    """
    with os.fdopen(_opened(path, os.O_RDONLY), "rb") as file:
        return file.read() if most is None else file.read(most + 1)


def _opened(path: Path, flags: int, mode: int = 0o666, *, follow: bool = True) -> int:
    """A descriptor of a plain file, opened without waiting for anybody."""
    flags |= getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags | (0 if follow else getattr(os, "O_NOFOLLOW", 0)), mode)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "this is no plain file", str(path))
    return descriptor


# --- Locks ---


def lock(path: Path, *, shared: bool = False, make: bool = True) -> IO[bytes] | None:
    """An open file that holds a lock until it is closed; None where another process holds it.

    Parameters
    ----------
    path : pathlib.Path
        The lock file, which is no link.
    shared : bool
        Whether others may hold it, too; this needs no right to write.
    make : bool
        Whether the file is made where it does not exist; one for a shared lock is not.

    Raises
    ------
    DhrgraphError
        If the drive has no locks.
    """
    flags = os.O_RDONLY if shared else os.O_RDWR | (os.O_CREAT if make else 0)
    handle: IO[bytes] = os.fdopen(_opened(path, flags, follow=False), "rb" if shared else "rb+")
    try:
        portalocker.lock(handle, (LockFlags.SHARED if shared else LockFlags.EXCLUSIVE) | LockFlags.NON_BLOCKING)
    except portalocker.AlreadyLocked:
        handle.close()
        return None
    except portalocker.LockException as error:
        handle.close()
        what = f"the drive of {shown(path)} has no locks ({error})"
        raise DhrgraphError(f"{what}: use a folder of this machine") from None
    return handle


# --- Files ---


def replace_file(path: Path, content: bytes) -> None:
    """Write a file so that readers see the old content or the new, never a part.

    A file that is there already never becomes readable for more people.

    Raises
    ------
    OSError
        If it cannot be written; what was there is there still.
    """
    if path.exists() and not path.is_file():
        _write_through(path, content)
        return
    sweep(path.parent)
    for left in reversed(range(_TRIES)):
        try:
            _replace(path, content)
            break
        except (FileNotFoundError, PermissionError) as error:
            # Swept by another process in the moment in which nobody held it; or, on Windows, just looked at.
            if not left or not path.parent.is_dir() or (os.name == "posix" and isinstance(error, PermissionError)):
                raise
            time.sleep(_PAUSE)
    sync_folder(path.parent)


def write_over(path: Path, content: bytes) -> None:
    """Write a file in a place that is dhrgraph's own: a link or pipe that stands there is taken away."""
    if path.is_symlink() or (path.exists() and not path.is_file() and not path.is_dir()):
        path.unlink()
    replace_file(path, content)


def _write_through(path: Path, content: bytes) -> None:
    """Write to what is no plain file, such as a pipe, which must not be replaced."""
    with path.open("wb") as file:
        file.write(content)


def _replace(path: Path, content: bytes) -> None:
    partial = path.parent / _PARTIAL.replace("*", secrets.token_hex(8))
    try:
        with _created(partial, like=path) as file:
            with suppress(portalocker.LockException):  # a drive without locks
                portalocker.lock(file, LockFlags.EXCLUSIVE | LockFlags.NON_BLOCKING)
            _fill(file, content)
            if os.name == "posix":
                partial.replace(path)  # within the lock, so that nobody can sweep it
        if os.name != "posix":
            partial.replace(path)  # an open file cannot be renamed there
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def write_new(path: Path, content: bytes, *, like: Path | None = None) -> None:
    """Write a file that is not there yet, and bring it to the disk.

    Parameters
    ----------
    path : pathlib.Path
    content : bytes
    like : pathlib.Path, optional
        A file of which the new one is to take the place: it becomes readable for nobody else.
    """
    with _created(path, like=like or path) as file:
        _fill(file, content)


def _created(path: Path, *, like: Path) -> IO[bytes]:
    """A new file, open for writing, with no right that the umask or the file in its place withholds."""
    mode = 0o666
    with suppress(FileNotFoundError):
        mode &= like.stat().st_mode
    return os.fdopen(_opened(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode | 0o200), "wb")


def _fill(file: IO[bytes], content: bytes) -> None:
    file.write(content)
    file.flush()
    os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Bring the names of a folder's files to the disk, where system and drive can do that."""
    if os.name != "posix":
        return
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sweep(folder: Path) -> list[Path]:
    """Delete the partial files that killed processes have left in a folder, once a process; returns them."""
    if folder in _SWEPT:
        return []
    _SWEPT.add(folder)
    left = left_partial(folder)
    for path in left:
        with suppress(OSError):
            path.unlink()
    return left


def left_partial(folder: Path) -> list[Path]:
    """The partial files in a folder that no living process holds."""
    return [path for path in folder.glob(_PARTIAL) if _nobodys(path)]


def _nobodys(path: Path) -> bool:
    """Whether a lock file is there, and no living process holds it."""
    try:
        held = lock(path, make=False)
    except (OSError, DhrgraphError):
        return False
    if held is None:
        return False
    held.close()
    return True


# --- Temporary folders ---


@contextmanager
def scratch() -> Iterator[Path]:
    """A private temporary folder, gone in the end; libraries put their temporary files there meanwhile.

    What killed processes have left is swept first.
    """
    sweep_scratch()
    before, folder = tempfile.tempdir, Path(tempfile.mkdtemp(prefix=_SCRATCH))
    (folder / _LOCK).write_bytes(_OURS)
    held = None
    with suppress(DhrgraphError):  # a drive without locks
        held = lock(folder / _LOCK)
    tempfile.tempdir = str(folder)
    try:
        yield folder
    finally:
        tempfile.tempdir = before
        if held:
            held.close()
        with suppress(OSError):
            _remove(folder)


def _remove(folder: Path) -> None:
    """Delete a temporary folder, its lock file last, so that what a kill leaves of it is known for what it is."""
    for path in folder.iterdir():
        if path.name == _LOCK:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def sweep_scratch() -> list[Path]:
    """Delete the temporary folders that killed processes of this user have left; returns them."""
    left = left_scratch()
    for folder in left:
        with suppress(OSError):
            _remove(folder)
    return left


def left_scratch() -> list[Path]:
    """The temporary folders of this user that dhrgraph made and that no living process holds."""
    return [folder for folder in Path(tempfile.gettempdir()).glob(f"{_SCRATCH}*") if _orphaned(folder)]


def _orphaned(folder: Path) -> bool:
    try:
        found = folder.lstat()
        own = not hasattr(os, "getuid") or found.st_uid == os.getuid()
        if not stat.S_ISDIR(found.st_mode) or not own:
            return False
        held = folder / _LOCK
        mark = read_plain(held, len(_OURS)) if held.exists() else b""
        if mark == _OURS and _nobodys(held):
            return True
        # Its owner died before it could mark it, so that it holds nothing.
        young = time.time() - found.st_mtime <= _ORPHANED
        return (
            not young
            and _OURS.startswith(mark)
            and mark != _OURS
            and {each.name for each in folder.iterdir()} <= {_LOCK}
        )
    except OSError:
        return False


# --- Privacy ---


@contextmanager
def kept_private(private: bool = True) -> Iterator[None]:
    """Make all files and folders that are made meanwhile readable for this user alone.

    Where the system has no such rights (Windows), a folder's own permissions hold.

    Parameters
    ----------
    private : bool
        False changes nothing.
    """
    before = os.umask(0o077)
    os.umask(before | 0o077 if private else before)
    try:
        yield
    finally:
        os.umask(before)


def open_to_others(folder: Path) -> list[Path]:
    """What in a folder other users of the machine may read or change; nothing where the folder itself is closed."""
    if os.name != "posix" or not folder.stat().st_mode & 0o077:
        return []
    found = [folder]
    for path in folder.rglob("*"):
        with suppress(OSError):
            mode = path.lstat().st_mode
            found += [path] if mode & 0o077 and not stat.S_ISLNK(mode) else []
    return found


def close_off(folder: Path) -> None:
    """Take all rights of others from a folder and everything in it."""
    if os.name != "posix":
        return
    for path in [folder, *folder.rglob("*")]:
        with suppress(OSError):
            mode = path.lstat().st_mode
            if mode & 0o077 and not stat.S_ISLNK(mode):
                path.chmod(stat.S_IMODE(mode) & 0o700)
