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
from dhrgraph.shared_folders import shared_warning

__all__ = ["ProblemGroup", "build_option", "counted", "fail", "out_path", "show_banner", "warn_shared"]

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
            raise SystemExit(fail(f"{counted(len(error.problems), 'problem')}; nothing was written")) from None
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


def counted(number: int, word: str) -> str:
    """A number with its word, in the plural where it needs it."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def show_banner(banner: str) -> None:
    """Show the banner of unpublished reviews, where there is one, beside output that a program may read."""
    if banner:
        click.secho(banner, bold=True, err=True)


def warn_shared(*folders: Path | None) -> None:
    """Warn of each folder that a service copies elsewhere, or that others reach."""
    for folder in dict.fromkeys(folders):
        if folder is not None and (warning := shared_warning(folder)):
            click.secho(warning, fg="yellow", err=True)


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
