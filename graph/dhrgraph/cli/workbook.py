"""``export workbook`` and ``import workbook``."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

import click

from dhrgraph.cli.base import counted, out_path, warn_shared
from dhrgraph.errors import DhrgraphError, ProblemsError, shown
from dhrgraph.exchange.bookfiles import book_of, files_of, write_files
from dhrgraph.exchange.bookmarking import marked
from dhrgraph.exchange.bookopening import CellProblem
from dhrgraph.exchange.files import write
from dhrgraph.records import load_collection
from dhrgraph.records.collection import ReviewRecords
from dhrgraph.resources import datasets as packaged

__all__ = ["export_workbook", "import_workbook"]


@click.command("workbook")
@click.argument("file", type=out_path(dir_okay=False))
@click.option("--review", help="Id of the review; needed where the collection has several.")
@click.option(
    "--datasets",
    type=out_path(file_okay=False),
    help="The collection that the review stands in; without it the packaged reviews.",
)
def export_workbook(file: Path, review: str | None, datasets: Path | None) -> None:
    """Write the coding of one review as a workbook to work in.

    Each kind of record is a sheet; codes have drop-downs. Import it again when you are done.

    \b
    Example:
      dhrgraph export workbook review.xlsx --review lewisham-kazia
    """
    collection, problems = load_collection(datasets)
    if problems:
        raise ProblemsError(problems)
    chosen = _chosen(collection.reviews, review)
    write(book_of(collection, chosen), file)
    records = sum(map(len, chosen.records.values()))
    click.echo(f"{chosen.id} with {counted(records, 'record')}: {shown(file)}")


def _chosen(reviews: list[ReviewRecords], wanted: str | None) -> ReviewRecords:
    known = {review.id: review for review in reviews}
    if wanted is None and len(known) == 1:
        return reviews[0]
    if wanted not in known:
        what = "the collection has several reviews" if wanted is None else f"the collection has no review {wanted!r}"
        raise DhrgraphError(f"{what}: name one with --review: {', '.join(known)}")
    return known[wanted]


@click.command("workbook")
@click.argument("file", type=out_path(dir_okay=False, exists=True))
@click.option(
    "--datasets",
    type=out_path(file_okay=False),
    required=True,
    help="The collection to write the review into; a new folder becomes one.",
)
@click.option("--replace", is_flag=True, help="Replace what the collection has of this review.")
def import_workbook(file: Path, datasets: Path, replace: bool) -> None:
    """Read a review back from its workbook.

    It is checked first. If anything is wrong, nothing is written but a copy of the workbook in which each
    problem is marked in its cell. What was not changed keeps its text byte for byte.

    \b
    Example:
      dhrgraph import workbook review.xlsx --datasets our-reviews --replace
    """
    if datasets.resolve() == packaged().resolve() and not replace:
        raise DhrgraphError("this is the packaged collection: import into a folder of your own")
    warn_shared(datasets)
    try:
        came = files_of(file, datasets)
    except ProblemsError as error:
        if any(isinstance(problem, CellProblem) and problem.sheet for problem in error.problems):
            _mark(file, error)
        raise
    for own in came.own:
        click.secho(f"Not read, since it is your own: {own}", fg="yellow", err=True)
    folder = datasets / "reviews" / came.review
    changed = [name for name, text in came.files.items() if _differs(folder / name, text)]
    if folder.is_dir() and changed and not replace:
        what = f"{shown(folder)} has this review already, and {', '.join(changed)} would change"
        raise DhrgraphError(f"{what}: run it again with --replace, or import into another folder")
    written = write_files(datasets, came.review, came.files)
    click.echo(f"{shown(folder)}: {counted(len(written), 'file')} of {len(came.files)} written.")


def _mark(file: Path, error: ProblemsError) -> None:
    """Write a copy of the workbook with its problems marked; never over one that somebody may be working in."""
    copy = next(path for number in count(1) if not (path := _copy(file, number)).exists())
    try:
        write(marked(file, error.problems), copy)
        click.echo(f"The problems are marked in {shown(copy)}", err=True)
    except OSError as failed:
        click.secho(f"No marked copy was written ({failed.strerror})", fg="yellow", err=True)


def _copy(file: Path, number: int) -> Path:
    stem = re.sub(r"-problems(-\d+)?$", "", file.stem)
    return file.with_name(f"{stem}-problems{f'-{number}' if number > 1 else ''}.xlsx")


def _differs(path: Path, text: str) -> bool:
    return not path.is_file() or path.read_bytes() != text.encode()
