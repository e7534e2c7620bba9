"""``init`` and ``passages``."""

from __future__ import annotations

from pathlib import Path

import click

from dhrgraph.cli.base import echo, out_path, warn_shared
from dhrgraph.documents import read
from dhrgraph.errors import shown
from dhrgraph.exchange.files import write
from dhrgraph.exchange.own import make_collection
from dhrgraph.passages import to_csv

__all__ = ["init", "passages"]


@click.command()
@click.argument("folder", type=out_path(file_okay=False))
def init(folder: Path) -> None:
    """Make a folder for reviews of your own, with an invented example of each kind of record.

    \b
    Then:
      dhrgraph check FOLDER
      dhrgraph rebuild FOLDER
    """
    made = make_collection(folder)
    warn_shared(folder)
    echo(f"{shown(folder)} is ready with {len(made)} files; begin with {shown(folder / 'README.md')}")


@click.command()
@click.argument("report", type=out_path(dir_okay=False, exists=True))
@click.option("--out", type=out_path(dir_okay=False), help="The index to write, such as reviews/ID/passages.csv.")
def passages(report: Path, out: Path | None) -> None:
    """Make the passage index of a REPORT: a PDF, a Word file (.docx), a web page or a text.

    The index has the numbers of paragraphs, footnotes, rows of tables and appendix points, and none of their text.
    Paragraphs that the report does not number are numbered by their heading, such as background-3.

    \b
    Example:
      dhrgraph passages report.pdf --out my-reviews/reviews/2020-a/passages.csv
    """
    document = read(report)
    for warning in document.warnings:
        echo(warning, err=True)
    text = to_csv(document.index())
    if out is None:
        echo(text, nl=False)
    else:
        write(text, out)
        echo(f"{text.count(chr(10)) - 1} passages: {shown(out)}")
