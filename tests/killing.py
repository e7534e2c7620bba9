"""Killing a process at each of its steps on the disk, as a power cut or a task manager would."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

#: What a process does on the disk, as Python's audit events name it.
STEPS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate"}


def killed_at(step: int, work: Callable[[], object]) -> bool:
    """Do some work in a process of its own that is killed at the given step on the disk; whether it was."""
    child = os.fork()
    if not child:
        left = step

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal left
            reads = event == "open" and not int(str(arguments[2] or 0)) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if event in STEPS and not reads:
                left -= 1
                if not left:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(count)
            work()
            os._exit(0)
        except BaseException:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the work itself failed"
    return os.WIFSIGNALED(status)


def each_kill(prepare: Callable[[int], Callable[[], object]], every: int = 1) -> Iterator[int]:
    """The number of each step at which work that is prepared anew was killed, until it is done before."""
    step = 1
    while killed_at(step, prepare(step)):
        yield step
        step += every


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
