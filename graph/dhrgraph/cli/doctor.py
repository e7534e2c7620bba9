"""``doctor``."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from pathlib import Path

import click

from dhrgraph.cli.base import echo, fail, json_text, out_path
from dhrgraph.doctor import Check, State, examine

__all__ = ["doctor"]

_SHOWN: dict[State, tuple[str, str | None]] = {
    "right": ("OK", "green"),
    "warning": ("Look at", "yellow"),
    "wrong": ("Wrong", "red"),
}


@click.command()
@click.argument("folder", required=False, type=out_path(file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(folder: Path | None, as_json: bool) -> None:
    """Examine the installation, and a build or a collection in FOLDER; show what is wrong and what to do.

    Without FOLDER the build folder "build" is examined, where there is one. Nothing is changed. The exit
    code is 1 if anything is wrong; what is only to be looked at does not count.

    \b
    Examples:
      dhrgraph doctor
      dhrgraph doctor our-build
      dhrgraph doctor our-reviews --json
    """
    default = Path("build")
    found = examine(folder or (default if default.is_dir() else None))
    wrong = sum(check.state == "wrong" for check in found)
    if as_json:
        echo(json_text({"wrong": wrong, "checks": [asdict(check) for check in found]}))
    else:
        _show(found)
    if wrong:
        raise SystemExit(1 if as_json else fail(f"{wrong} of {len(found)} checks found something wrong"))
    if not as_json:
        echo(f"{len(found)} checks: nothing is wrong.")


def _show(found: list[Check]) -> None:
    for subject, checks in groupby(found, key=lambda check: check.subject):
        echo(subject.capitalize(), bold=True)
        for check in checks:
            word, colour = _SHOWN[check.state]
            echo(f"  {word + ':':<9}", nl=False, fg=colour)
            echo(f"{check.what}{': ' if check.remedy else ''}{check.remedy}")
