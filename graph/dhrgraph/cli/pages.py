"""``view``."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from dhrgraph.cli.base import build_option, out_path
from dhrgraph.errors import shown
from dhrgraph.exchange.files import write
from dhrgraph.rdf.release import open_release
from dhrgraph.views import contacts_page

__all__ = ["view"]


@click.command()
@build_option
@click.option(
    "--out", type=out_path(dir_okay=False), default=Path("contacts.html"), show_default=True, help="The page to write."
)
@click.option("--open", "opened", is_flag=True, help="Open the page in the browser.")
def view(build: Path, out: Path, opened: bool) -> None:
    """Draw the contacts between agencies and people as one page that works offline.

    \b
    Example:
      dhrgraph view --open
    """
    with open_release(build) as release:
        page = contacts_page(release.store())
    write(page, out)
    click.echo(f"Open this page in a browser: {shown(out)}")
    if opened:
        webbrowser.open(out.resolve().as_uri())
