"""``ingest`` and ``demo``."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from dhrgraph.cli.base import console, counted, echo, fail, out_path, time_limit_option, warn_shared
from dhrgraph.cli.ending import fault_of
from dhrgraph.cli.workers import Lost, each
from dhrgraph.errors import DhrgraphError, ProblemsError, shown
from dhrgraph.exchange.draftfolders import folder_of, is_of_another, place
from dhrgraph.exchange.drafts import Prepared, id_of, prepare, register_of
from dhrgraph.resources import datasets

__all__ = ["demo", "ingest"]

#: Flags that are shown for one report; all stand on its page.
_SHOWN = 5
#: Seconds that one report may take; one of 2,000 pages takes a tenth of them.
_LIMIT = 900


@dataclass(frozen=True, slots=True)
class _Placed:
    """A report whose draft was written, and the files that were proposed beside records that were there.

    `other` tells whether these records were drafted from another file.
    """

    prepared: Prepared
    proposed: tuple[str, ...] | None
    other: bool


@click.command()
@click.argument("files", nargs=-1, required=True, type=out_path())
@click.option("--id", "review", help="Id of the review, for one file.  [default: from the file's name]")
@click.option(
    "--out",
    type=out_path(file_okay=False),
    default=Path("my-reviews"),
    show_default=True,
    help="The collection to write to; made where it does not exist.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 60),
    default=lambda: min(os.cpu_count() or 1, 8),
    show_default="number of processors",
    help="How many reports to work on at once.",
)
@time_limit_option(_LIMIT, "one report")
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def ingest(files: tuple[Path, ...], review: str | None, out: Path, jobs: int, limit: float, quiet: bool) -> None:
    """Draft the records of each report: a PDF, a Word file (.docx), a web page or a text.

    Writes OUT/reviews/ID with the passages, the draft records, draft.html to read them beside the report's
    text (it holds that text: keep it to yourself) and draft.json with the rule and the confidence of each.
    Records that are there already are never written over: what differs goes to the folder proposed in it.

    \b
    Examples:
      dhrgraph ingest report.pdf
      dhrgraph ingest reports/*.pdf --out my-reviews
    """
    if review and len(files) > 1:
        raise click.UsageError("--id goes with one file")
    given = {file: review or id_of(file) for file in files}
    first: dict[str, Path] = {}
    for file, id_ in given.items():
        first.setdefault(id_, file)
    results: dict[Path, _Placed | list[str]] = {
        file: [f"{shown(file)}: it gives the id {id_}, as {shown(first[id_])} does: rename it, or run it with --id"]
        for file, id_ in given.items()
        if first[id_] != file
    }
    if not quiet:
        warn_shared(out)
    register_of(out)  # a register with problems is told once
    with _bar(quiet) as bar:
        task = bar.add_task("reports", total=len(first))
        for file, made in _all(first, out, jobs, limit):
            results[file] = _placed(file, out, made) if isinstance(made, Prepared) else made
            bar.advance(task)
    failed = 0
    for file in given:
        result = results[file]
        if isinstance(result, _Placed):
            _tell(file, out, result, quiet)
        else:
            failed += 1
            for line in result:
                echo(line, err=True)
    if failed:
        raise SystemExit(
            fail(f"{failed} of {counted(len(given), 'report')} could not be drafted; nothing was written for it")
        )


def _bar(silent: bool) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console(err=True), transient=True, disable=silent)


def _all(
    files: Mapping[str, Path], out: Path, workers: int, limit: float
) -> Iterator[tuple[Path, Prepared | list[str]]]:
    """Each report, named by its id, with its draft or with what is wrong, as they are done."""
    work = [(file, out, id_) for id_, file in files.items()]
    for at, result in each(_prepared, work, workers=workers, limit=limit):
        file = work[at][0]
        yield file, [_lost(file, result)] if isinstance(result, Lost) else result


def _lost(file: Path, lost: Lost) -> str:
    """What to do about a report of which nothing came."""
    remedy = "open it and print it as PDF anew, or save it as .docx, and run that"
    if lost.seconds is not None:
        return (
            f"{shown(file)}: it took longer than {lost.seconds:g} seconds and was given up: {remedy}; "
            "or give it more time with --time-limit"
        )
    return f"{shown(file)}: it ended the process that read it (exit code {lost.code}), as damaged files can: {remedy}"


def _prepared(file: Path, out: Path, id_: str) -> Prepared | list[str]:
    """Draft one report; what is wrong with it as lines, so that the others go on."""
    try:
        return prepare(file, out, id_)
    except ProblemsError as error:
        return [str(problem) for problem in error.problems]
    except DhrgraphError as error:
        return [f"{shown(file)}: {error}"]
    except IsADirectoryError:
        return [f"{shown(file)}: it is a folder: name the files in it, such as {shown(file)}/*.pdf"]
    except OSError as error:
        return [f"{shown(file)}: {error.strerror or error}: look at the file and its permissions"]
    except (MemoryError, RecursionError) as error:
        return [f"{shown(file)}: it is too large or too deep to read ({type(error).__name__}): split it"]
    except Exception as error:  # a fault of ours with one report must not end the others
        return [f"{shown(file)}: {fault_of(error)}: report this line to its maintainers, without the report"]


def _placed(file: Path, out: Path, made: Prepared) -> _Placed | list[str]:
    """Write one draft; why it could not be written as a line."""
    try:
        other = is_of_another(out, made.review, made.texts)
        return _Placed(made, place(out, made.review, made.texts), other)
    except DhrgraphError as error:
        return [f"{shown(file)}: {error}"]
    except OSError as error:
        folder = shown(folder_of(out, made.review))
        return [f"{shown(file)}: {error.strerror or error} ({folder}): look at the disk and the folder's permissions"]


def _tell(file: Path, out: Path, placed: _Placed, quiet: bool) -> None:
    if quiet:
        return
    result, folder = placed.prepared, folder_of(out, placed.prepared.review)
    found = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in result.counts.items())
    echo(f"{result.review}: drafted from {shown(file)}", bold=True)
    echo(f"  Found: {found or 'nothing'}")
    if result.missing:
        echo(f"  No sign of these sections of the statutory template: {'; '.join(result.missing)}")
    for flag in result.flags[:_SHOWN]:
        echo(f"  Look at {flag.cite + ': ' if flag.cite else ''}{flag.what}")
    if len(result.flags) > _SHOWN:
        echo(f"  … and {len(result.flags) - _SHOWN} more, on the page")
    for warning in result.warnings[:_SHOWN]:
        echo(f"  Read with doubt: {warning.what}: {warning.remedy}")
    if placed.proposed is None:
        echo(f"  Records: {shown(folder)}   To read: {shown(folder / 'draft.html')}")
    elif placed.proposed:
        echo(f"  Your records were left as they are; {counted(len(placed.proposed), 'file')} would differ: "
                   f"{shown(folder / 'proposed' / 'differences.txt')}")  # fmt: skip
    else:
        echo("  Your records were left as they are; the draft is the same.")
    if placed.proposed and placed.other:
        echo(f"  They were drafted from another file: if {shown(file)} tells of another death, run it with --id")


@click.command()
@click.option("--out", type=out_path(file_okay=False), default=Path("demo"), show_default=True, help="Where to write.")
@click.pass_context
def demo(ctx: click.Context, out: Path) -> None:
    """Draft an invented report that ships with dhrgraph, to see what comes out.

    \b
    Then:
      open demo/reviews/invented-report/draft.html in a browser
      dhrgraph check demo
      dhrgraph rebuild demo --out demo/build
    """
    report = datasets() / "demo" / "invented-report.txt"
    ctx.invoke(ingest, files=(report,), review="invented-report", out=out, jobs=1, limit=_LIMIT, quiet=False)
    echo(f"Next: dhrgraph check {shown(out)}, then: dhrgraph rebuild {shown(out)} --out {shown(out / 'build')}")
