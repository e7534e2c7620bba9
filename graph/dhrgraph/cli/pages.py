"""``view``."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from dhrgraph.cli.base import build_option, counted, echo, keep_private, out_path
from dhrgraph.cli.completion import reviews
from dhrgraph.errors import shown
from dhrgraph.exchange.files import write, write_all
from dhrgraph.networks import Filters
from dhrgraph.rdf.findings import Finding
from dhrgraph.rdf.release import Release, open_release
from dhrgraph.views import page, pages

__all__ = ["view"]


@click.command()
@click.argument("name", required=False)
@build_option
@click.option(
    "--out",
    type=out_path(),
    help="The folder to write all pages to, or the file for one.  [default: the folder views, or NAME.html]",
)
@click.option("--open", "opened", is_flag=True, help="Open the page in the browser.")
@click.option(
    "--review",
    "reviews",
    shell_complete=reviews,
    multiple=True,
    metavar="ID",
    help="Show this review only; may be given again.",
)
def view(name: str | None, build: Path, out: Path | None, opened: bool, reviews: tuple[str, ...]) -> None:
    """Draw the graph as pages that work offline: all into a folder, or the one of a NAME.

    There are contacts, agencies, information (with silent pairs), knowledge, recommendations, and
    timeline-ID for each review; a folder has an index, too.

    \b
    Examples:
      dhrgraph view --open
      dhrgraph view information --review lewisham-kazia --open
    """
    if name is None and out and (out.is_file() or out.suffix == ".html"):
        raise click.UsageError("one file holds one page: give the NAME of the page, or let --out be a folder")
    filters = Filters(reviews=frozenset(reviews))
    with open_release(build) as release:
        keep_private(release.unpublished)
        store = release.store()
        made = (
            pages(store, _findings(release), filters) if name is None else {f"{name}.html": page(store, name, filters)}
        )
    if name is None:
        out = out or Path("views")
        write_all(made, out)
        first = out / "index.html"
        echo(f"{counted(len(made), 'page')} written to {shown(out)}. Open this one in a browser: {shown(first)}")
    else:
        first = out / f"{name}.html" if out and out.is_dir() else out or Path(f"{name}.html")
        write(made[f"{name}.html"], first)
        echo(f"Open this page in a browser: {shown(first)}")
    if opened:
        webbrowser.open(first.resolve().as_uri())


def _findings(release: Release) -> list[Finding]:
    """What the build of a release found."""
    return [Finding(**{**told, "passages": tuple(told["passages"])}) for told in release.manifest["findings"]]
