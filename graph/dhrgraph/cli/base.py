"""What commands share: options, and errors told as text with an exit code."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import click

from dhrgraph.errors import DhrgraphError, ProblemsError

__all__ = ["ProblemGroup", "build_option", "fail", "out_path"]

F = TypeVar("F", bound=Callable[..., Any])


class ProblemGroup(click.Group):
    """A group that tells errors meant for the user without a traceback, with exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; see the class."""
        try:
            return super().invoke(ctx)
        except ProblemsError as error:
            for problem in error.problems:
                click.echo(problem, err=True)
            count = len(error.problems)
            raise SystemExit(fail(f"{count} problem{'s' if count > 1 else ''}; nothing was written")) from None
        except DhrgraphError as error:
            raise SystemExit(fail(str(error))) from None
        except BrokenPipeError:
            raise SystemExit(1) from None  # the reader of the output has gone
        except OSError as error:
            where = f" ({error.filename})" if error.filename else ""
            what = error.strerror or str(error)
            raise SystemExit(fail(f"{what}{where}: look at the disk and the folder's permissions")) from None


def fail(text: str) -> int:
    """Tell an error; returns the exit code."""
    click.secho(text, fg="red", err=True)
    return 1


def build_option(command: F) -> F:
    """The option that names the build folder to read."""
    return click.option(
        "--build",
        type=click.Path(path_type=Path, file_okay=False),
        default=lambda: Path(os.environ.get("DHRGRAPH_BUILD", "build")),
        show_default="build",
        help="The build folder; DHRGRAPH_BUILD sets another default.",
    )(command)


def out_path(**options: Any) -> click.Path:
    """The type of a path that is given back as a `pathlib.Path`."""
    return click.Path(path_type=Path, **options)


def problems_json(error: ProblemsError) -> str:
    """Problems as JSON, for machines."""
    return json.dumps({"problems": [asdict(problem) for problem in error.problems]}, indent=2, ensure_ascii=False)
