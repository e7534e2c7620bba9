"""``export tables``, ``export xlsx`` and ``export workbook``."""

from __future__ import annotations

from pathlib import Path

import click

from dhrgraph.cli.base import build_option, counted, echo, keep_private, out_path
from dhrgraph.cli.workbook import export_workbook
from dhrgraph.errors import ProblemsError, shown
from dhrgraph.exchange.files import write, write_all
from dhrgraph.exchange.marking import NOTE, is_note, marking_note
from dhrgraph.exchange.tables import Table, read_tables, tables, to_csv
from dhrgraph.exchange.workbook import to_xlsx
from dhrgraph.files import scratch
from dhrgraph.rdf.release import open_release
from dhrgraph.records import check, load_collection

__all__ = ["export"]


@click.group()
def export() -> None:
    """Write the records as tables, for Excel, SPSS, R and other programs."""


def _datasets_option(command: click.decorators.FC) -> click.decorators.FC:
    return click.option(
        "--datasets",
        type=out_path(file_okay=False),
        help="Export from the records of this collection, without a build.",
    )(command)


@export.command("tables")
@click.argument("folder", type=out_path(file_okay=False))
@build_option
@_datasets_option
def export_tables(folder: Path, build: Path, datasets: Path | None) -> None:
    """Write one CSV file a kind of record to FOLDER, and MARKING.txt where a review is not published.

    \b
    Example:
      dhrgraph export tables my-tables
    """
    made = _tables(build, datasets)
    contents: dict[str, str | None] = {f"{table.name}.csv": to_csv(table) for table in made}
    write_all(contents | _note(made, folder / NOTE), folder)
    echo(f"{counted(len(made), 'table')} with {counted(sum(len(t.rows) for t in made), 'row')}: {shown(folder)}")


def _note(made: list[Table], file: Path) -> dict[str, str | None]:
    """The note on unpublished reviews that is to stand beside tables; None where that of tables before is to go."""
    if note := marking_note(made):
        return {NOTE: note}
    before = file.is_file() and is_note(file.read_text(encoding="utf-8", errors="replace"))
    return {NOTE: None} if before else {}


@export.command("xlsx")
@click.argument("file", type=out_path(dir_okay=False))
@build_option
@_datasets_option
def export_xlsx(file: Path, build: Path, datasets: Path | None) -> None:
    """Write all tables as one workbook, every cell typed as text.

    \b
    Example:
      dhrgraph export xlsx reviews.xlsx
    """
    made = _tables(build, datasets)
    with scratch():  # openpyxl writes sheets to temporary files first
        content = to_xlsx(made)
    write(content, file)
    echo(f"{counted(len(made), 'sheet')} with {counted(sum(len(t.rows) for t in made), 'row')}: {shown(file)}")


def _tables(build: Path, datasets: Path | None) -> list[Table]:
    if datasets is None:
        with open_release(build) as release:
            keep_private(release.unpublished)
            return read_tables(release.path / "tables")
    collection, problems = load_collection(datasets)
    problems += check(collection)
    if problems:
        raise ProblemsError(problems)
    keep_private(collection.unpublished)
    return tables(collection)


export.add_command(export_workbook)
