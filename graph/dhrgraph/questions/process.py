"""Running a program with limits that hold whatever it does: of time, of memory and of what it writes."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Literal

import psutil

__all__ = ["Finished", "run"]

#: Seconds between two looks at how much memory the program takes, and those in which its pipes must have ended.
_LOOK, _ENDING = 0.05, 1.0
#: The most bytes of what it writes as errors.
_ERRORS = 64 * 2**10
#: What a program needs of the environment: where its system, its Python and its packages are, and how it writes.
_ENVIRONMENT = (
    *("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TMPDIR"),
    *("TEMP", "TMP", "LANG", "LC_ALL", "LC_CTYPE", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
    *("PYTHONPATH", "PYTHONHOME", "PYTHONUSERBASE", "PYTHONNOUSERSITE", "PYTHONDONTWRITEBYTECODE", "DHRGRAPH_BASE"),
    "PYTHONPYCACHEPREFIX",
)


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of a program.

    Parameters
    ----------
    code : int
        Its exit code; negative for the number of a signal.
    output, errors : bytes
        What it wrote, up to the limit.
    ended : str
        Which limit it was ended for, if for any.
    """

    code: int
    output: bytes
    errors: bytes
    ended: Literal["", "time", "memory", "size"] = ""


class _Reader(threading.Thread):
    """Reads a pipe to its end or to a limit."""

    def __init__(self, pipe: IO[bytes], most: int, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.pipe, self.most, self.over = pipe, most, over
        self.read = bytearray()
        self.full = False

    def run(self) -> None:
        with suppress(OSError, ValueError):  # of one that is closed meanwhile
            while len(self.read) <= self.most and (part := os.read(self.pipe.fileno(), 2**16)):
                self.read += part
        self.full = len(self.read) > self.most
        self.over.set()


def run(command: Sequence[str], given: bytes, *, seconds: float, memory: int, output: int) -> Finished:
    """Run a program.

    Parameters
    ----------
    command : sequence of str
    given : bytes
        What it reads from its standard input.
    seconds : float
        After which it is ended, from its start on.
    memory : int
        Bytes of memory above which it is ended; it may hold itself to less.
    output : int
        Bytes of output above which it is ended.
    """
    end = time.monotonic() + seconds
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=_environment(os.environ))
    try:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        over = threading.Event()
        threading.Thread(target=_give, args=(process.stdin, given), daemon=True).start()
        out, errors = _Reader(process.stdout, output, over), _Reader(process.stderr, _ERRORS, threading.Event())
        out.start()
        errors.start()
        ended = _watched(process, out, end, memory)
        if ended:
            process.kill()
        code = process.wait()
        for reader in (out, errors):
            reader.join(_ENDING)
        return Finished(code, bytes(out.read), bytes(errors.read), ended)
    finally:
        process.kill()
        process.wait()


def _environment(whole: Mapping[str, str]) -> dict[str, str]:
    """The environment of a program, without what it has no need to know."""
    return {name: value for name, value in whole.items() if name.upper() in _ENVIRONMENT}


def _give(pipe: IO[bytes], given: bytes) -> None:
    with suppress(OSError, ValueError), pipe:  # a program may end without having read all
        pipe.write(given)


def _watched(
    process: subprocess.Popen[bytes], out: _Reader, end: float, memory: int
) -> Literal["", "time", "memory", "size"]:
    """Wait for a program to end; gives the limit that it passed before, if it passed one."""
    with suppress(psutil.NoSuchProcess):
        seen = psutil.Process(process.pid)
        while process.poll() is None:
            left = end - time.monotonic()
            if left <= 0:
                return "time"
            if out.over.is_set():
                if out.full:
                    return "size"
                with suppress(subprocess.TimeoutExpired):
                    process.wait(min(_LOOK, left))
            else:
                out.over.wait(min(_LOOK, left))
            with suppress(psutil.AccessDenied, psutil.ZombieProcess):
                if seen.memory_info().rss > memory:
                    return "memory"
    return "size" if out.full else ""
