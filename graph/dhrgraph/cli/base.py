"""What commands share: options, printing that steers no terminal, and errors shown as text with an exit code."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from collections.abc import Collection as Collection_
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import click
from rich import box
from rich.console import Console, ConsoleOptions, RenderableType
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from dhrgraph.errors import ProblemsError
from dhrgraph.files import kept_private
from dhrgraph.shared_folders import shared_warning
from dhrgraph.texts import counted, printable

__all__ = [
    "block",
    "build_option",
    "console",
    "counted",
    "echo",
    "echo_data",
    "fail",
    "grid",
    "json_text",
    "keep_private",
    "out_path",
    "problems_json",
    "show_banner",
    "show_rows",
    "show_warnings",
    "time_limit_option",
    "warn_shared",
]

#: Characters of a line that goes to no terminal, unless COLUMNS says otherwise.
_PIPE = 80

#: Characters that a column with longer texts has at least.
_READABLE = 18

F = TypeVar("F", bound=Callable[..., Any])


# --- Printing: the only place of the command line that does ---


def echo(
    text: object = "", *, err: bool = False, fg: str | None = None, bold: bool = False, dim: bool = False,
    nl: bool = True
) -> None:  # fmt: skip
    """Print a text, cleaned of what steers a terminal; line ends stay.

    Parameters
    ----------
    text : object
        Its ``str`` is printed.
    err : bool
        Whether to standard error.
    fg, bold, dim
        The style on a terminal; none where ``NO_COLOR`` is set.
    nl : bool
        Whether to end the line.
    """
    clean = printable(str(text), lines=True)
    click.secho(clean, err=err, fg=fg, bold=bold or None, dim=dim or None, nl=nl, color=False if _plain() else None)


def echo_data(text: str) -> None:
    """Print data for another program, such as CSV: exact, but cleaned as `echo` does where it goes to a terminal."""
    if sys.stdout.isatty():
        echo(text, nl=False)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()


def console(*, err: bool = False) -> Console:
    """A console for tables and progress that cleans all that it shows, and takes no markup from a text."""
    stream = sys.stderr if err else sys.stdout
    terminal = stream.isatty() and not _plain()
    return _Console(
        file=stream,
        force_terminal=terminal,
        color_system="auto" if terminal else None,
        width=None if stream.isatty() or os.environ.get("COLUMNS") else _PIPE,
        markup=False,
        emoji=False,
        highlight=False,
    )


def grid(names: Iterable[str], *, lines: bool = False) -> Table:
    """An empty table, its cells wrapped at words; drawn in plain characters where it goes to no terminal."""
    drawn = box.HEAVY_HEAD if sys.stdout.isatty() else box.MARKDOWN if not lines else box.ASCII2
    table = Table(show_lines=lines, box=drawn)
    for name in names:
        table.add_column(name, overflow="fold")
    return table


def block(pairs: Iterable[tuple[str, str]]) -> RenderableType:
    """Names and texts one under the other, texts wrapped at words and set in behind the names; then an empty line."""
    table = Table(show_header=False, box=None, padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    for name, text in pairs:
        table.add_row(f"{name}:", text)
    return Padding(table, (0, 0, 1, 0))


def show_rows(wide: Console, names: list[str], rows: list[list[str]]) -> None:
    """Print rows: as a table, where its words fit side by side; else a block a row, with a line for each column."""
    if _fits(names, rows, wide.width):
        table = grid(names, lines=any(len(cell) > 60 for row in rows for cell in row))
        for column, cells in zip(table.columns, zip(*rows, strict=True), strict=False):
            column.justify = "right" if all(map(_is_number, cells)) else "left"
        for row in rows:
            table.add_row(*row)
        wide.print(table)
    else:
        for row in rows:
            wide.print(block([(name, cell) for name, cell in zip(names, row, strict=True) if cell]))


def _fits(names: list[str], rows: list[list[str]], width: int) -> bool:
    """Whether every word of a table fits into a line, with some room for texts."""
    needed = 0
    for index, name in enumerate(names):
        cells = [row[index] for row in rows]
        words = [word for text in (name, *cells) for word in text.split()]
        longest = max(map(len, words), default=0)
        needed += 3 + max(longest, min(_READABLE, max(map(len, cells), default=0)))
    return needed < width


def _is_number(cell: str) -> bool:
    return not cell or cell.lstrip("-").replace(".", "", 1).isdigit()


class _Console(Console):
    """A console that cleans every text: before it is measured, so that columns fit, and as it is rendered."""

    def render_str(self, text: str, **options: Any) -> Text:
        """A text as rich shows it, cleaned."""
        return super().render_str(printable(text, lines=True), **options)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """The parts of what is shown, cleaned; moves of the cursor are rich's own."""
        for part in super().render(renderable, options):
            yield part if part.control else Segment(printable(part.text, lines=True), part.style)


def _plain() -> bool:
    """Whether the user wants no colours (https://no-color.org)."""
    return bool(os.environ.get("NO_COLOR"))


def fail(text: str) -> int:
    """Show an error, on one line; returns the exit code."""
    echo(printable(text), fg="red", err=True)
    return 1


def json_text(value: Any) -> str:
    r"""A value as JSON that steers no terminal and is exact: what would is written ``\uXXXX``."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    if printable(text, lines=True) == text:
        return text
    return "".join(each if printable(each, lines=True) == each else _escaped(each) for each in text)


def _escaped(character: str) -> str:
    code = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{code[at : at + 4]}" for at in range(0, len(code), 4))


def problems_json(error: ProblemsError) -> str:
    """Problems as JSON, for machines."""
    return json_text({"problems": [asdict(problem) for problem in error.problems]})


def show_banner(banner: str) -> None:
    """Show the banner of unpublished reviews, where there is one, beside output that a program may read."""
    if banner:
        echo(banner, bold=True, err=True)


def show_warnings(warnings: Iterable[str]) -> None:
    """Show what is odd and no error, beside output that a program may read."""
    for warning in warnings:
        echo(f"Warning: {warning}", fg="yellow", err=True)


def warn_shared(*folders: Path | None) -> None:
    """Warn of each folder that a service copies elsewhere, or that others reach."""
    for folder in dict.fromkeys(folders):
        if folder is not None and (warning := shared_warning(folder)):
            echo(warning, fg="yellow", err=True)


# --- Options ---


def build_option(command: F) -> F:
    """The option that names the build folder to read."""
    return click.option(
        "--build",
        type=click.Path(path_type=Path, file_okay=False),
        default=lambda: Path(os.environ.get("DHRGRAPH_BUILD", "build")),
        show_default="build",
        help="The build folder; DHRGRAPH_BUILD sets another default.",
    )(command)


def keep_private(unpublished: Collection_[str]) -> None:
    """Make what this command writes readable for this user alone where any review is not published."""
    click.get_current_context().with_resource(kept_private(bool(unpublished)))


def time_limit_option(default: float, what: str) -> Callable[[F], F]:
    """The option that says how long a file may take, which is read in a process of its own.

    Parameters
    ----------
    default : float
        Seconds.
    what : str
        What is read, for the help.
    """
    return click.option(
        "--time-limit",
        "limit",
        type=click.FloatRange(1, 86_400),
        default=default,
        show_default=True,
        help=f"Seconds that {what} may take before it is given up.",
    )


def out_path(**options: Any) -> click.Path:
    """The type of a path that is given back as a `pathlib.Path`."""
    return click.Path(path_type=Path, **options)
