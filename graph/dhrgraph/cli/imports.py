"""``import dhrd`` and ``import workbook``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from dhrgraph.cli.base import echo, json_text, out_path, problems_json
from dhrgraph.cli.workbook import import_workbook
from dhrgraph.errors import ProblemsError, shown
from dhrgraph.exchange import dhrd
from dhrgraph.exchange.catalogue import summary, to_yaml
from dhrgraph.exchange.files import write
from dhrgraph.records.catalogue import Catalogue
from dhrgraph.records.codes import codes

__all__ = ["import_"]

_FOLDER = Path("catalogues")


@click.group("import")
def import_() -> None:
    """Take over what others publish, or a review from its workbook, checked."""


@import_.command("dhrd")
@click.argument("file", type=out_path(dir_okay=False))
@click.option(
    "--out",
    "folder",
    type=out_path(file_okay=False),
    default=_FOLDER,
    show_default=True,
    help="The folder to write dhrd.yaml to.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the figures, or the problems, as JSON.")
def import_dhrd(file: Path, folder: Path, as_json: bool) -> None:
    """Take over the Domestic Homicide Review Dataset (DHRD) as a catalogue of reviews.

    FILE is the dataset's incidents.csv. Every problem in it is told with its line and column, and
    nothing is written unless there is none. In a catalogue, what is not tagged is not tagged; it
    does not mean that the thing was absent.

    \b
    Example:
      dhrgraph import dhrd incidents.csv
      dhrgraph rebuild
    """
    try:
        catalogue = dhrd.read(file)
    except ProblemsError as error:
        if as_json:
            echo(problems_json(error))
        raise
    out = folder / f"{dhrd.NAME}.yaml"
    write(to_yaml(catalogue, "dhrgraph import dhrd"), out)
    figures = summary(catalogue)
    if as_json:
        source = catalogue.source.model_dump(mode="json")
        echo(json_text({"written": out.as_posix(), "source": source, **figures}))
    else:
        _tell(catalogue, figures, out)


def _tell(catalogue: Catalogue, figures: dict[str, Any], out: Path) -> None:
    victims = ", ".join(
        f"{n} with {count} victim{'' if count == '1' else 's'}" for count, n in figures["victims"].items()
    )
    years = f"; deaths from {figures['first_year']} to {figures['last_year']}" if figures["first_year"] else ""
    undated = f", {figures['undated']} undated" if figures["undated"] else ""
    echo(f"{shown(out)}: {figures['entries']} reviews, {victims}{years}{undated}.")
    labels = codes("case-tag")
    echo("Tagged (not tagged does not mean absent):")
    for tag, count in figures["tags"].items():
        echo(f"  {count:5}  {labels[tag].label}")
    for ids in figures["possibly_twice"]:
        echo(f"Possibly one case listed twice, equal in all but the id, and kept: {' and '.join(ids)}.")
    echo(f"Version: {catalogue.source.version}.")
    echo(f"Credit wherever you show it: {catalogue.source.citation} ({catalogue.source.licence})")
    where = "" if out.parent == _FOLDER else f" --catalogues {shown(out.parent)}"
    echo(f"Next: dhrgraph rebuild{where}")


import_.add_command(import_workbook)
