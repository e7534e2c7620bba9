"""Runs ``dhrgraph passages`` on files named one a line, in a process of its own, and prints what came of each."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from click.testing import CliRunner

from dhrgraph.cli import cli

if __name__ == "__main__":
    for line in sys.stdin:
        path = Path(line.rstrip("\n"))
        out = path.with_suffix(".csv")
        result = CliRunner().invoke(cli, ["passages", str(path), "--out", str(out)])
        failed = "" if result.exception is None or isinstance(result.exception, SystemExit) else repr(result.exception)
        click.echo(json.dumps([path.name, result.exit_code, result.output, failed, out.is_file()]))
