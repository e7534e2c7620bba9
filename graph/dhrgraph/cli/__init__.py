"""The command line: commands parse, call and print."""

from __future__ import annotations

import logging
import sys
import warnings
from difflib import get_close_matches
from importlib import import_module
from keyword import iskeyword

import click

from dhrgraph.cli.ending import ProblemGroup

__all__ = ["cli", "main"]

#: The module of each command, imported when it is called: a question need not wait for what a rebuild needs.
_MODULES = {
    "check": "build",
    "demo": "ingest",
    "doctor": "doctor",
    "export": "export",
    "import": "imports",
    "ingest": "ingest",
    "init": "collection",
    "network": "network",
    "networks": "network",
    "passages": "collection",
    "query": "ask",
    "questions": "ask",
    "rebuild": "build",
    "similar": "similar",
    "view": "pages",
}


class _Commands(ProblemGroup):
    """The commands, in the order of their names."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _MODULES:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = getattr(import_module(f"dhrgraph.cli.{_MODULES[cmd_name]}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of a line; click knows no names to suggest, since commands are imported when called."""
        near = get_close_matches(args[0], _MODULES, n=1)
        if args[0] not in _MODULES and near and not ctx.resilient_parsing:
            ctx.fail(f"No such command {args[0]!r}. Did you mean {near[0]!r}?")
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="dhrgraph")
def cli() -> None:
    """A knowledge graph across Domestic Homicide Reviews.

    Start with: dhrgraph rebuild, then: dhrgraph questions, then: dhrgraph query NAME.
    Nothing that you do here leaves this machine.
    """


def main() -> None:
    """Entry point of the ``dhrgraph`` command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # also on a console that is set otherwise
    logging.getLogger().addHandler(logging.NullHandler())  # libraries print what they warn of uncleaned
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    cli(prog_name="dhrgraph")
