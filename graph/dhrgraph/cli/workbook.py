"""``export workbook`` and ``import workbook``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import click

from dhrgraph.cli.base import counted, echo, keep_private, out_path, time_limit_option, warn_shared
from dhrgraph.cli.completion import reviews
from dhrgraph.cli.ending import fault_of
from dhrgraph.cli.workers import Lost, each
from dhrgraph.errors import DhrgraphError, Problem, ProblemsError, shown
from dhrgraph.exchange.bookfiles import Returned, book_of, files_of, write_files
from dhrgraph.exchange.bookmarking import marked
from dhrgraph.exchange.bookproblems import CellProblem, RefusedBookError
from dhrgraph.exchange.bookxml import RefusedError
from dhrgraph.exchange.files import write
from dhrgraph.files import kept_private
from dhrgraph.records import check, load_collection
from dhrgraph.records.collection import ReviewRecords
from dhrgraph.resources import datasets as packaged

__all__ = ["export_workbook", "import_workbook"]

T = TypeVar("T")
#: Seconds that a workbook may take; a real one takes a hundredth of them.
_LIMIT = 120
_MOST_PROBLEMS = 2_000  # that are shown
_LONGEST_NAME = 240  # bytes; a folder holds names of 255, and what is written first has a longer name


@click.command("workbook")
@click.argument("file", type=out_path(dir_okay=False))
@click.option("--review", shell_complete=reviews, help="Id of the review; needed where the collection has several.")
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
    problems += check(collection)
    if problems:
        raise ProblemsError(problems)
    chosen = _chosen(collection.reviews, review)
    keep_private([chosen.id] if chosen.unpublished else [])
    write(book_of(collection, chosen), file)
    records = sum(map(len, chosen.records.values()))
    echo(f"{chosen.id} with {counted(records, 'record')}: {shown(file)}")


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
@time_limit_option(_LIMIT, "the workbook")
def import_workbook(file: Path, datasets: Path, replace: bool, limit: float) -> None:
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
    came = _apart(_read, file, datasets, limit=limit)
    if isinstance(came, _Wrong):
        if came.markable:
            _mark(file, came.problems, limit)
        raise ProblemsError(came.problems)
    for own in came.own:
        echo(f"Not read, since it is your own: {own}", fg="yellow", err=True)
    folder = datasets / "reviews" / came.review
    written = write_files(datasets, came.review, came.files, private=came.unpublished, replace=replace)
    echo(f"{shown(folder)}: {counted(len(written), 'file')} of {len(came.files)} written.")


# --- In a process of its own ---


@dataclass(frozen=True, slots=True)
class _Wrong:
    """What is wrong with a workbook, and whether a copy of it can be marked."""

    problems: list[Problem]
    markable: bool = False


def _apart(function: Callable[..., T | _Wrong], file: Path, *more: Any, limit: float) -> T | _Wrong:
    """What a function makes of a workbook in a process of its own, which may hang or die without harm."""
    ((_, result),) = each(function, [(file, *more)], workers=1, limit=limit)
    if not isinstance(result, Lost):
        return result
    remedy = "see what the workbook holds; begin with a new export, and copy your rows over"
    if result.seconds is not None:
        what = f"it took longer than {result.seconds:g} seconds and was given up"
        remedy += ", or give it more time with --time-limit"
    else:
        what = f"it ended the process that read it (exit code {result.code}), as damaged files can"
    return _Wrong([CellProblem(shown(file), 0, 0, what, remedy)])


def _read(file: Path, datasets: Path) -> Returned | _Wrong:
    """Read and check a workbook; it does not raise."""
    try:
        return files_of(file, datasets)
    except RefusedBookError as error:
        return _Wrong(error.problems)
    except ProblemsError as error:
        markable = any(isinstance(problem, CellProblem) and problem.sheet for problem in error.problems)
        return _Wrong(_first(error.problems), markable)
    except DhrgraphError as error:
        return _Wrong([CellProblem(shown(file), 0, 0, str(error), "begin with a new export")])
    except Exception as error:  # what a stranger's file can bring about must not end the command
        return _Wrong([_fault(file, error)])


def _first(problems: list[Problem]) -> list[Problem]:
    """The problems, the last of very many replaced by their number."""
    if len(problems) <= _MOST_PROBLEMS:
        return problems
    rest = f"{len(problems) - _MOST_PROBLEMS:,} more problems are not shown"
    last = CellProblem(problems[-1].file, 1_048_576, 1, rest, "correct those that are, and import it again")
    return [*problems[:_MOST_PROBLEMS], last]


def _fault(file: Path, error: Exception) -> Problem:
    name = shown(file)
    if isinstance(error, OSError):
        what = f"it cannot be read ({error.strerror or type(error).__name__})"
        return CellProblem(name, 0, 0, what, "look at the file, its folder and their permissions")
    if isinstance(error, MemoryError | RecursionError):
        what = f"it is too large or too deep to read ({type(error).__name__})"
        return CellProblem(name, 0, 0, what, "see what it holds; begin with a new export, and copy your rows over")
    return CellProblem(name, 0, 0, fault_of(error), "report this line to its maintainers, without the workbook")


# --- The marked copy ---


def _marked(file: Path, problems: list[Problem]) -> bytes | _Wrong:
    """The marked copy of a workbook; it does not raise."""
    try:
        return marked(file, problems)
    except RefusedError as error:
        return _Wrong([CellProblem(shown(file), 0, 0, error.what, error.remedy)])
    except Exception as error:  # as above
        return _Wrong([_fault(file, error)])


def _mark(file: Path, problems: list[Problem], limit: float) -> None:
    """Write a copy of the workbook with its problems marked; never over one that somebody may be working in."""
    made = _apart(_marked, file, problems, limit=limit)
    if isinstance(made, _Wrong):
        echo(f"No marked copy was written ({made.problems[0].what})", fg="yellow", err=True)
        return
    copy = next(path for number in count(1) if not (path := _copy(file, number)).exists())
    try:
        with kept_private():
            write(made, copy)
        echo(f"The problems are marked in {shown(copy)}", err=True)
    except OSError as failed:
        echo(f"No marked copy was written ({failed.strerror})", fg="yellow", err=True)


def _copy(file: Path, number: int) -> Path:
    """The path of a marked copy, its stem shortened where the name would be longer than a folder can hold."""
    stem = re.sub(r"-problems(-\d+)?$", "", file.stem)
    end = f"-problems{f'-{number}' if number > 1 else ''}.xlsx"
    room = _LONGEST_NAME - len(end)
    return file.with_name(stem.encode(errors="surrogateescape")[:room].decode(errors="ignore").rstrip() + end)
