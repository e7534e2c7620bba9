"""Work in processes of its own, which may hang or die without an end to the rest.

A file that is made to do harm can keep a reader busy for ever, or end the process that reads it. So each piece of
work runs in a worker, which has no network and only so much memory; one that takes too long is ended, and one that
was lost is replaced for the work that is left.
"""

from __future__ import annotations

import io
import logging
import os
import pickle
import signal
import sys
import tempfile
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, is_dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from threading import Timer
from types import ModuleType
from typing import Any, Generic, TypeVar

from dhrgraph.confinement import end_with_parent, hold_memory, isolate
from dhrgraph.files import scratch

__all__ = ["Lost", "each"]

T = TypeVar("T")
#: Exit code of a worker that failed.
_FAULT = 70
#: Bytes that a worker may send; the draft of a report of 2,000 pages has a tenth.
_LARGEST = 200_000_000
#: Seconds that a worker has to end once it is asked to, or to send what it has begun to send.
_ENDING = 5.0


@dataclass(frozen=True, slots=True)
class Lost:
    """Work without a result.

    Parameters
    ----------
    seconds : float or None
        After how many seconds it was ended; None where its process ended by itself.
    code : int or None
        Exit code of the process; negative for the number of a signal.
    """

    seconds: float | None = None
    code: int | None = None


def each(
    function: Callable[..., T], work: Sequence[tuple[Any, ...]], *, workers: int, limit: float
) -> Iterator[tuple[int, T | Lost]]:
    """The result of a function for each piece of work, with the place of the piece, as they are done.

    Parameters
    ----------
    function : callable
        One that can be found by its module and name; it must not raise.
    work : sequence of tuple
        Its arguments, a tuple a piece.
    workers : int
        How many processes work at once.
    limit : float
        Seconds that a piece may take.
    """
    left = deque(enumerate(work))
    with scratch() as folder:
        pool = [_Worker(function, str(folder)) for _ in range(min(workers, len(work)))]
        try:
            while left or any(worker.place is not None for worker in pool):
                for worker in pool:
                    if worker.place is None and left:
                        worker.begin(*left.popleft(), limit)
                busy = [worker for worker in pool if worker.place is not None]
                soonest = min(worker.end for worker in busy) - time.monotonic()
                ready = wait([worker.connection for worker in busy], max(0.0, soonest))
                for worker in busy:
                    if worker.connection in ready or worker.end <= time.monotonic():
                        place = worker.place
                        assert place is not None
                        yield place, worker.result(limit)
        finally:
            for worker in pool:
                worker.close()


class _Worker(Generic[T]):
    """A process that works on one piece after another; it is started with its first piece."""

    connection: Connection
    end: float  # when its piece has taken too long, by the monotonic clock

    def __init__(self, function: Callable[..., T], scratch: str) -> None:
        self.function, self.scratch = function, scratch
        self.process: Any = None
        self.place: int | None = None  # which piece it works on

    def begin(self, place: int, arguments: tuple[Any, ...], limit: float) -> None:
        """Give it a piece."""
        self.place = place
        if self.process is None:
            context = get_context("spawn")
            self.connection, theirs = context.Pipe()
            self.process = context.Process(
                target=_serve, args=(theirs, self.function, self.scratch, os.getpid()), daemon=True
            )
            with _without_main():
                self.process.start()
            theirs.close()  # so that the end of the process is the end of the pipe
        self.end = time.monotonic() + limit
        with suppress(OSError):  # of one that has died meanwhile, which its result shows
            self.connection.send(arguments)

    def result(self, limit: float) -> T | Lost:
        """What came of its piece; the process is ended if nothing did."""
        self.place = None
        try:
            if self.connection.poll():
                return self._received()
            lost = Lost(seconds=limit)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            if isinstance(error, pickle.UnpicklingError):
                self.process.kill()
            self.process.join(_ENDING)
            lost = Lost(code=self.process.exitcode)
        self.close()
        return lost

    def _received(self) -> T:
        """What it sends; it is ended where it does not come to an end with that."""
        ending = Timer(_ENDING, self.process.kill)
        ending.start()
        try:
            made: T = _Unpickler(io.BytesIO(self.connection.recv_bytes(_LARGEST))).load()
            return made
        finally:
            ending.cancel()

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.connection.close()
            self.process.kill()
            self.process.join(_ENDING)
            self.process = None


class _Unpickler(pickle.Unpickler):
    """Reads what a worker sends, which may have been taken over by the file that it reads: values, and no code."""

    def find_class(self, module: str, name: str) -> Any:
        """A record class of dhrgraph, of a module that is loaded; nothing else."""
        if module.startswith("dhrgraph.") and module in sys.modules and name.isidentifier():
            found = getattr(sys.modules[module], name, None)
            if isinstance(found, type) and is_dataclass(found):
                return found
        raise pickle.UnpicklingError(f"a worker sent {module}.{name}")


@contextmanager
def _without_main() -> Iterator[None]:
    """Hide the program that runs, so that a worker does not run it anew: it may be a script, or have no file at all."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _serve(connection: Connection, function: Callable[..., Any], scratch: str, parent: int) -> None:
    """Work until the other side of the connection has gone."""
    end_with_parent(parent)
    hold_memory()
    isolate()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who presses Ctrl-C means the command, which ends its workers
    tempfile.tempdir = scratch  # what a worker that was ended leaves is cleared away with it
    logging.getLogger().addHandler(logging.NullHandler())  # libraries print what they warn of uncleaned
    warnings.simplefilter("ignore")
    try:
        with suppress(EOFError, OSError):
            while True:
                connection.send(function(*connection.recv()))
    except Exception:  # of which Python would print a traceback, values and all; the command says what was lost
        raise SystemExit(_FAULT) from None
