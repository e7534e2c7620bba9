"""The command line: commands parse, call and print."""

from __future__ import annotations

import sys

import click

from dhrgraph.cli import ask, build, collection, export, pages
from dhrgraph.cli.base import ProblemGroup

__all__ = ["cli", "main"]


@click.group(cls=ProblemGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="dhrgraph")
def cli() -> None:
    """A knowledge graph across Domestic Homicide Reviews.

    Start with: dhrgraph rebuild, then: dhrgraph questions, then: dhrgraph query NAME.
    Nothing that you do here leaves this machine.
    """


for module in (build, ask, export, pages, collection):
    for command in module.COMMANDS:
        cli.add_command(command)


def main() -> None:
    """Entry point of the ``dhrgraph`` command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # also on a console that is set otherwise
    cli(prog_name="dhrgraph")
