"""How a command ends where something is wrong: with a clear line and an exit code, and never with a traceback.

Exit codes: 1 for what the user can mend, 2 for wrong use, 70 for a fault of dhrgraph, 130 where the user
stopped it. With ``DHRGRAPH_DEBUG=1`` the traceback is shown, too.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import click

import dhrgraph
from dhrgraph.cli.base import counted, echo, fail
from dhrgraph.errors import DhrgraphError, ProblemsError

__all__ = ["FAULT", "STOPPED", "ProblemGroup", "fault_of"]

FAULT = 70
STOPPED = 130


class ProblemGroup(click.Group):
    """A group of commands that end as this module says."""

    def main(self, *args: Any, **options: Any) -> NoReturn:
        """Run as a program; see the module."""
        try:
            code = super().main(*args, **{**options, "standalone_mode": False})
            sys.stdout.flush()  # what cannot be written is found here, and not as Python ends
        except (Exception, KeyboardInterrupt) as error:
            code = _ended(error)
        _flushed()
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; click would take some errors for others, had they got as far as `main`."""
        try:
            return super().invoke(ctx)
        except click.exceptions.Exit:
            raise
        except (Exception, KeyboardInterrupt) as error:
            ctx.exit(_ended(error))


def _ended(error: BaseException) -> int:
    """Show what is wrong; returns the exit code."""
    if os.environ.get("DHRGRAPH_DEBUG") == "1":
        echo("".join(traceback.format_exception(error)), err=True, nl=False)
    match error:
        case click.ClickException():
            return _wrong_use(error)
        case click.Abort() | KeyboardInterrupt():
            echo("Stopped.", err=True)
            return STOPPED
        case ProblemsError():
            for problem in error.problems:
                echo(problem, err=True)
            return fail(f"{counted(len(error.problems), 'problem')}; nothing was written")
        case DhrgraphError():
            return fail(str(error))
        case BrokenPipeError():
            return 1  # the reader of the output has gone
        case OSError():
            where = f" ({os.fsdecode(error.filename)})" if isinstance(error.filename, (str, bytes, os.PathLike)) else ""
            return fail(f"{error.strerror or error}{where}: look at the disk and the folder's permissions")
        case UnicodeEncodeError(reason="surrogates not allowed"):
            return fail("what was typed, or the name of a file, holds bytes that are no text: rename it")
        case RecursionError():
            return fail("what was given is nested too deeply: look for brackets or lists within each other")
        case MemoryError():
            return fail("there is not enough memory: close other programs, or work on less at once")
    echo(f"{fault_of(error)}: report it to the maintainers without the data", fg="red", err=True)
    return FAULT


def fault_of(error: BaseException) -> str:
    """Where dhrgraph failed, by the kind of error and the line of its own code; nothing of what it worked on."""
    home = str(Path(dhrgraph.__file__).parent)
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename.startswith(home)] or frames
    where = f" in {Path(own[-1].filename).name}, line {own[-1].lineno}" if own else ""
    return f"a fault of dhrgraph ({type(error).__name__}{where})"


def _wrong_use(error: click.ClickException) -> int:
    """Show click's own message, which quotes what was typed, cleaned."""
    message = io.StringIO()
    error.show(file=message)
    echo(message.getvalue(), err=True, nl=False)
    return error.exit_code


def _flushed() -> None:
    """Keep Python from failing again, with words of its own, on output that nobody takes."""
    try:
        sys.stdout.flush()
    except OSError:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
