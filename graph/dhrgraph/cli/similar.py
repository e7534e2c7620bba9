"""``similar``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dhrgraph.cells import csv_text
from dhrgraph.cli.base import build_option, counted, echo, keep_private, out_path, show_banner
from dhrgraph.cli.completion import reviews
from dhrgraph.errors import ProblemsError, shown
from dhrgraph.exchange.files import write
from dhrgraph.exchange.marking import tables_banner
from dhrgraph.exchange.similar import COLUMNS, KEPT, similar_table
from dhrgraph.exchange.tables import Table, read_table, tables
from dhrgraph.rdf.release import open_release
from dhrgraph.records import load_collection
from dhrgraph.records.similar import Method

__all__ = ["similar"]


@click.command()
@click.option("--review", shell_complete=reviews, help="Only the recommendations of this review.")
@click.option("--number", help="Only the recommendation of this number, as printed.")
@click.option("--count", type=click.IntRange(1, KEPT), default=1, show_default=True, help="How many to show for each.")
@click.option("--at-least", type=click.FloatRange(0, 1), default=0, help="Leave out what scores less.")
@click.option(
    "--way",
    type=click.Choice(["embedding", "words"]),
    help="How to compare; with --datasets only.  [default: embedding where the extra similar is installed]",
)
@build_option
@click.option(
    "--datasets", type=out_path(file_okay=False), help="Compare the records of this collection, without a build."
)
@click.option("--out", type=out_path(dir_okay=False), help="A CSV file to write instead.")
def similar(  # noqa: PLR0913 - a parameter an option
    *,
    review: str | None,
    number: str | None,
    count: int,
    at_least: float,
    way: Method | None,
    build: Path,
    datasets: Path | None,
    out: Path | None,
) -> None:
    """Show for each recommendation the nearest ones of other reviews.

    Scores run from 0 to 1. A near text is a place to look: whether the two ask the same, and whether
    the body is the same, you must judge. Two ways of comparing give scores of their own, not to be mixed.

    \b
    Examples:
      dhrgraph similar --review bexley-nargiza
      dhrgraph similar --number 10 --count 3
    """
    if way and not datasets:
        raise click.UsageError("--way goes with --datasets: a build has been compared already")
    table, reviews = _tables(build, datasets, way)
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in table.rows]
    rows = [row for row in rows if review in (None, row["review"]) and number in (None, row["number"])]
    rows = [row for row in _first(rows, count) if float(row["score"]) >= at_least]
    if rows:
        show_banner(tables_banner([reviews], {row[column] for row in rows for column in ("review", "other_review")}))
    if out:
        write(csv_text(COLUMNS, [[row[column] for column in COLUMNS] for row in rows]), out)
        echo(f"{counted(len(rows), 'pair')}: {shown(out)}")
    else:
        _tell(rows)


def _tables(build: Path, datasets: Path | None, way: Method | None) -> tuple[Table, Table]:
    """The table of similar recommendations, and that of the reviews."""
    if datasets is None:
        with open_release(build) as release:
            keep_private(release.unpublished)
            return read_table(release.path / "similar.csv"), read_table(release.path / "tables" / "reviews.csv")
    collection, problems = load_collection(datasets)
    if problems:
        raise ProblemsError(problems)
    keep_private(collection.unpublished)
    return similar_table(collection, method=way), tables(collection)[0]


def _first(rows: list[dict[str, str]], count: int) -> list[dict[str, str]]:
    """The first rows of each recommendation."""
    seen: dict[tuple[str, str], int] = {}
    kept = []
    for row in rows:
        key = (row["review"], row["id"])
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= count:
            kept.append(row)
    return kept


def _tell(rows: list[dict[str, str]]) -> None:
    if not rows:
        echo("No recommendation of another review is near; one review alone has none to compare with.")
        return
    before = ""
    for row in rows:
        head = f"{row['review']} {row['number']}: {row['summary']}"
        if head != before:
            echo(head, bold=sys.stdout.isatty())
        echo(f"  {row['score']}  {row['other_review']} {row['other_number']}: {row['other_summary']}")
        before = head
    echo(f"Compared by {rows[0]['way']}. A near text is a place to look, not a finding.", dim=True)
