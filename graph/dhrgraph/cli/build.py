"""``rebuild`` and ``check``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from dhrgraph.cli.base import console, counted, echo, fail, json_text, out_path, problems_json, warn_shared
from dhrgraph.cli.evidence import as_json as evidence_json
from dhrgraph.cli.evidence import held_against, tell
from dhrgraph.errors import Problem, ProblemsError, shown
from dhrgraph.rdf.findings import Finding
from dhrgraph.rebuild import Outcome, ViolationError
from dhrgraph.rebuild import Progress as Report
from dhrgraph.rebuild import rebuild as run_rebuild
from dhrgraph.records import check as check_collection
from dhrgraph.records import load_collection, with_catalogues
from dhrgraph.records.collection import PACKAGED
from dhrgraph.records.identity_warnings import identity_warnings

__all__ = ["check", "rebuild"]

_CATALOGUES = Path("catalogues")


def _catalogues_option(command: click.decorators.FC) -> click.decorators.FC:
    return click.option(
        "--catalogues",
        type=out_path(file_okay=False),
        help="A folder of catalogues that dhrgraph import wrote.  [default: catalogues, where there is one]",
    )(command)


def _catalogues(named: Path | None) -> Path | None:
    """The folder of catalogues: the one that was named, or the default one where it is there."""
    return named or (_CATALOGUES if _CATALOGUES.is_dir() else None)


@click.command()
@click.argument("datasets", required=False, type=out_path(file_okay=False))
@click.option(
    "--out", "build", type=out_path(file_okay=False), default=Path("build"), show_default=True, help="The build folder."
)
@_catalogues_option
@click.option("--force", is_flag=True, help="Build anew although nothing has changed.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=lambda: min(os.cpu_count() or 1, 8),
    show_default="number of processors",
    help="How many reviews to work on at once.",
)
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON, and no progress.")
def rebuild(
    datasets: Path | None, build: Path, catalogues: Path | None, force: bool, jobs: int, quiet: bool, as_json: bool
) -> None:
    """Build the graph from coded reviews and catalogues.

    DATASETS is the folder of a collection; without it the packaged reviews are built. Its folder
    catalogues is read, too. The last good build stays as it was if anything fails.

    \b
    Examples:
      dhrgraph rebuild
      dhrgraph rebuild my-reviews --out my-build
    """
    if datasets is not None and not quiet:
        warn_shared(datasets, build)
    try:
        with _progress(quiet or as_json) as report:
            outcome = run_rebuild(
                datasets, build, catalogues=_catalogues(catalogues), force=force, jobs=jobs, progress=report
            )
    except ProblemsError as error:
        if as_json:
            echo(problems_json(error))
        raise
    except ViolationError as error:
        if as_json:
            echo(json_text({"findings": [asdict(f) for f in error.findings]}))
        for finding in error.findings:
            echo(_typed(finding, datasets), err=True)
        count = sum(finding.severity == "Violation" for finding in error.findings)
        raise SystemExit(fail(f"{counted(count, 'violation')}; the last build stands as it was")) from None
    if as_json:
        echo(
            json_text(
                {
                    "build": build.as_posix(),
                    "release": outcome.name,
                    "fresh": outcome.fresh,
                    "stale": outcome.stale,
                    "manifest": outcome.manifest,
                }
            )
        )
    elif not quiet:
        _tell(outcome, datasets)
    for name in outcome.stale:
        echo(
            f"{shown(build / name)} is open in another program and shows the build before: close it and "
            "run dhrgraph rebuild again",
            fg="yellow",
            err=True,
        )


@contextmanager
def _progress(silent: bool) -> Iterator[Report]:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console(err=True), transient=True, disable=silent) as bar:
        task = bar.add_task("records", total=1)

        def report(step: str, done: int, total: int) -> None:
            bar.update(task, description=step, completed=done, total=total)

        yield report


def _tell(outcome: Outcome, datasets: Path | None) -> None:
    counts = outcome.manifest["counts"]
    tables = counts["tables"]
    state = "built" if outcome.fresh else "is up to date"
    echo(
        f"{shown(outcome.build)} {state}: {counted(tables['reviews'], 'review')}, "
        f"{counted(tables['contacts'], 'contact')}, {counted(tables['recommendations'], 'recommendation')}, "
        f"{''.join(f'{size} listed in {name}, ' for name, size in counts['catalogues'].items())}"
        f"{counts['statements']} statements."
    )
    for told in outcome.manifest["findings"]:
        finding = Finding(**{**told, "passages": tuple(told["passages"])})
        echo(f"  {_typed(finding, datasets)}")
    echo(
        f"Tables: {shown(outcome.build / 'tables')}   Pages: {shown(outcome.build / 'views' / 'index.html')}   "
        "Questions: dhrgraph questions"
    )


def _typed(finding: Finding, datasets: Path | None) -> Finding:
    """A finding with its file as the user would type it, below the folder that was named."""
    if datasets is None or not finding.file or finding.file.startswith(PACKAGED):
        return finding
    return replace(finding, file=(datasets / finding.file).as_posix())


@click.command()
@click.argument("datasets", required=False, type=out_path(file_okay=False))
@_catalogues_option
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
@click.option(
    "--sources",
    type=out_path(file_okay=False, exists=True),
    help="Hold each record against its passages in the reports of this folder, named after the reviews.",
)
def check(datasets: Path | None, catalogues: Path | None, as_json: bool, sources: Path | None) -> None:
    """Check coded records and catalogues, and tell every problem with its line and what to do.

    DATASETS is the folder of a collection; without it the packaged reviews are checked. Nothing is
    written.

    With --sources, each value that no cited passage states is told beside those passages: its date,
    the bodies and the people; and each passage that the report does not have. This finds wrong
    citations; it cannot show that a coding is right.

    A warning points at what looks like an identity, such as a practitioner's name or a telephone
    number. It is a help and finds not all; a warning is no problem.

    \b
    Examples:
      dhrgraph check my-reviews
      dhrgraph check my-reviews --sources my-reports
    """
    collection, problems = load_collection(datasets)
    collection, others = with_catalogues(collection, _catalogues(catalogues))
    problems = sorted({*problems, *others, *check_collection(collection)})
    warnings = identity_warnings(collection)
    made = held_against(collection, sources) if sources and not problems else []
    if as_json:
        told = {
            "problems": [asdict(problem) for problem in problems],
            "warnings": [asdict(warning) for warning in warnings],
            **({"evidence": evidence_json(made)} if made else {}),
        }
        echo(json_text(told))
    else:
        _warn(warnings)
    if problems and not as_json:
        raise ProblemsError(problems)
    if problems:
        raise SystemExit(1)
    if not as_json:
        if sources:
            tell(made, collection)
        records = sum(len(rows) for review in collection.reviews for rows in review.records.values())
        listed = "".join(f", {len(one.catalogue.entries)} listed in {one.id}" for one in collection.catalogues)
        echo(f"{counted(len(collection.reviews), 'review')} with {counted(records, 'record')}{listed}: no problem.")


def _warn(warnings: list[Problem]) -> None:
    """Print what looks like an identity; it may be none, so the check passes all the same."""
    for warning in warnings:
        place = f"{warning.file}:{warning.line}:{warning.column}"
        echo(f"{place}: warning: {warning.what}: {warning.remedy}", fg="yellow", err=True)
    if warnings:
        echo(f"{counted(len(warnings), 'warning')}: look at each; records name nobody", fg="yellow", err=True)
