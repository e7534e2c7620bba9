"""Which protections are in force on this machine, found by trying them in a process of its own."""

from __future__ import annotations

import ctypes
import json
import os
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

from dhrgraph.confinement import MEMORY, end_with_parent, hold_memory, isolate

__all__ = ["Protection", "protections"]

State = Literal["in force", "not available", "untested"]
_PR_GET_PDEATHSIG = 2
#: Seconds that the trial may take.
_LIMIT = 60.0


@dataclass(frozen=True, slots=True)
class Protection:
    """A protection of the processes in which queries run.

    Parameters
    ----------
    name : str
    state : str
        ``in force``, ``not available`` on this system, or ``untested`` where the trial itself failed.
    how : str
        By what it is given and how that was tried, or what takes its place.
    """

    name: str
    state: State
    how: str


def protections() -> list[Protection]:
    """Try what a confined process can do.

    A process connects to a listener of this one, confines itself, and then connects again, starts a program and
    takes too much memory.
    """
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        found = _tried(listener.getsockname()[1])
    if found is None or not found["reached"]:
        why = "the trial process could not be run" if found is None else "the trial process reached no listener at all"
        return [Protection(name, "untested", why) for name in ("network", "programs", "memory", "parent")]
    letters = "instead, a query that holds the letters 'service' anywhere is refused"
    watch = "instead, dhrgraph looks at it twenty times a second and ends it above the limit"
    return [
        _protection(
            "network", found["isolated"], found["denied"], "a connection within this machine was denied", letters
        ),
        _protection(
            "programs", found["isolated"], found["alone"], "a program could not be started", "a query starts none"
        ),
        _protection("memory", found["held"], found["refused"], f"more than {MEMORY >> 30} GiB was refused", watch),
        _protection("parent", found["ends"], found["ending"], "the system confirms it", "it ends at its time limit"),
    ]


def _protection(name: str, by: str, tried: bool, what: str, instead: str) -> Protection:
    """A protection, which is in force only where the trial bears that out."""
    return Protection(name, "in force", f"{by}: {what}") if by and tried else Protection(name, "not available", instead)


def _tried(port: int) -> dict[str, Any] | None:
    """What the trial process found; None where it came to nothing."""
    code = f"from dhrgraph.protections import trial; trial({port}, {os.getpid()})"
    with suppress(OSError, subprocess.SubprocessError, ValueError):
        done = subprocess.run(
            [sys.executable, "-P", "-c", code],
            capture_output=True,
            timeout=_LIMIT,
            check=True,
            stdin=subprocess.DEVNULL,
        )
        found: dict[str, Any] = json.loads(done.stdout)
        return found
    return None


def trial(port: int, parent: int) -> None:
    """Confine this process and print what it can still do; the trial process calls this."""
    found: dict[str, Any] = {"reached": _connects(port)}
    found |= {"ends": end_with_parent(parent), "held": hold_memory(), "isolated": isolate()}
    found |= {"denied": not _connects(port), "alone": not _starts(), "refused": not _takes(MEMORY + 2**30)}
    found["ending"] = bool(found["ends"]) and _ending_signal() != 0
    sys.stdout.write(json.dumps(found))


def _connects(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
        return True
    return False


def _starts() -> bool:
    with suppress(OSError, subprocess.SubprocessError):
        subprocess.run([sys.executable, "-c", ""], timeout=_LIMIT / 4, check=True, capture_output=True)
        return True
    return False


def _takes(size: int) -> bool:
    with suppress(MemoryError):
        return len(bytearray(size)) == size
    return False


def _ending_signal() -> int:
    """The signal that this process gets when its parent ends, as the system has it."""
    signal = ctypes.c_int()
    ctypes.CDLL(None).prctl(_PR_GET_PDEATHSIG, ctypes.byref(signal), 0, 0, 0)
    return signal.value
