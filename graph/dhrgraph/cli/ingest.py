"""``ingest`` and ``demo``."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from dhrgraph.cli.base import counted, fail, out_path
from dhrgraph.errors import DhrgraphError, ProblemsError, shown
from dhrgraph.exchange.drafts import Ingested, id_of, register_of
from dhrgraph.exchange.drafts import ingest as ingest_file
from dhrgraph.resources import datasets

__all__ = ["demo", "ingest"]

Result = Ingested | list[str]
#: Flags that are shown for one report; all stand on its page.
_SHOWN = 5


@click.command()
@click.argument("files", nargs=-1, required=True, type=out_path(dir_okay=False))
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
    type=click.IntRange(1, 64),
    default=lambda: min(os.cpu_count() or 1, 8),
    show_default="number of processors",
    help="How many reports to work on at once.",
)
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def ingest(files: tuple[Path, ...], review: str | None, out: Path, jobs: int, quiet: bool) -> None:
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
    ids = [review or id_of(file) for file in files]
    results: dict[Path, Result] = {}
    jobs_: list[tuple[Path, str]] = []
    for at, (file, id_) in enumerate(zip(files, ids, strict=True)):
        if id_ in ids[:at]:
            results[file] = [
                f"{shown(file)}: another file of this run has the id {id_}: rename one, or run it with --id"
            ]
        else:
            jobs_.append((file, id_))
    register_of(out)  # a register with problems is told once
    with _bar(quiet) as bar:
        task = bar.add_task("reports", total=len(jobs_))
        for file, result in _all(jobs_, out, jobs):
            results[file] = result
            bar.advance(task)
    failed = 0
    for file in dict.fromkeys(files):
        result = results[file]
        if isinstance(result, Ingested):
            _tell(file, result, quiet)
        else:
            failed += 1
            for line in result:
                click.echo(line, err=True)
    if failed:
        raise SystemExit(
            fail(f"{failed} of {counted(len(files), 'report')} could not be drafted; nothing was written for it")
        )


def _bar(silent: bool) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True, disable=silent)


def _all(jobs: Sequence[tuple[Path, str]], out: Path, workers: int) -> Iterator[tuple[Path, Result]]:
    """Each report with its result, as they are done."""
    if min(workers, len(jobs)) < 2:
        yield from ((file, _one(file, out, id_)) for file, id_ in jobs)
        return
    with ProcessPoolExecutor(min(workers, len(jobs)), mp_context=get_context("spawn")) as pool:
        futures: dict[Future[Result], Path] = {pool.submit(_one, file, out, id_): file for file, id_ in jobs}
        for future in as_completed(futures):
            try:
                yield futures[future], future.result()
            except BrokenProcessPool:
                yield futures[future], [f"{shown(futures[future])}: the process that read it was ended: run it alone"]


def _one(file: Path, out: Path, id_: str) -> Result:
    """Draft one report; what is wrong with it as lines, so that the others go on."""
    try:
        return ingest_file(file, out, id_)
    except ProblemsError as error:
        return [str(problem) for problem in error.problems]
    except DhrgraphError as error:
        return [f"{shown(file)}: {error}"]
    except OSError as error:
        return [f"{shown(file)}: {error.strerror or error}: look at the file and its permissions"]
    except (MemoryError, RecursionError) as error:
        return [f"{shown(file)}: it is too large or too deep to read ({type(error).__name__}): split it"]


def _tell(file: Path, result: Ingested, quiet: bool) -> None:
    if quiet:
        return
    found = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in result.counts.items())
    click.secho(f"{result.review}: drafted from {shown(file)}", bold=True)
    click.echo(f"  Found: {found or 'nothing'}")
    if result.missing:
        click.echo(f"  No sign of these sections of the statutory template: {'; '.join(result.missing)}")
    for flag in result.flags[:_SHOWN]:
        click.echo(f"  Look at {flag.cite + ': ' if flag.cite else ''}{flag.what}")
    if len(result.flags) > _SHOWN:
        click.echo(f"  … and {len(result.flags) - _SHOWN} more, on the page")
    for warning in result.warnings[:_SHOWN]:
        click.echo(f"  Read with doubt: {warning.what}: {warning.remedy}")
    if result.proposed is None:
        click.echo(f"  Records: {shown(result.folder)}   To read: {shown(result.folder / 'draft.html')}")
    elif result.proposed:
        click.echo(f"  Your records were left as they are; {counted(len(result.proposed), 'file')} would differ: "
                   f"{shown(result.folder / 'proposed' / 'differences.txt')}")  # fmt: skip
    else:
        click.echo("  Your records were left as they are; the draft is the same.")


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
    ctx.invoke(ingest, files=(report,), review="invented-report", out=out, jobs=1, quiet=False)
    click.echo(f"Next: dhrgraph check {shown(out)}, then: dhrgraph rebuild {shown(out)} --out {shown(out / 'build')}")
