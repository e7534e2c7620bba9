"""``query`` and ``questions``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Unpack

import click
from rich.console import Console
from rich.table import Table

from dhrgraph.cli.base import build_option, counted, out_path, show_banner
from dhrgraph.errors import DhrgraphError, shown
from dhrgraph.exchange.files import write
from dhrgraph.questions.graph import Graph
from dhrgraph.questions.library import example, question
from dhrgraph.questions.library import questions as all_questions
from dhrgraph.questions.output import Format, written
from dhrgraph.questions.parameters import PARAMETERS, Parameters, taken
from dhrgraph.questions.run import Answer
from dhrgraph.rdf.marking import banner_of
from dhrgraph.rdf.release import Release
from dhrgraph.rdf.sparqlfile import SparqlFile

__all__ = ["query", "questions"]

_FORMATS: dict[str, Format | None] = {"table": None, "csv": "csv", "json": "json", "md": "md", "markdown": "md"}


def _parameter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that narrow an answer, one a parameter."""
    for name, told in reversed(PARAMETERS.items()):
        command = click.option(f"--{name}", help=told)(command)
    return command


@click.command()
@click.argument("name", required=False)
@click.option("--file", "file", type=out_path(dir_okay=False), help="A SPARQL file to run instead.")
@click.option("--text", help="A SPARQL text to run instead.")
@_parameter_options
@build_option
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_FORMATS)),
    help="How to write the answer: as a table to read, CSV, SPARQL results in JSON, or Markdown.  "
    "[default: by the ending of --out, otherwise table]",
)
@click.option("--out", type=out_path(dir_okay=False), help="A file to write the answer to, such as answer.csv.")
@click.option("--iri", is_flag=True, help="Show the columns named X_iri, too, which say by IRI what a row is about.")
@click.option("--draw", type=out_path(dir_okay=False), help="A page to draw the answer on, such as answer.html.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1),
    default=30,
    show_default=True,
    help="Seconds after which the query is ended.",
)
def query(  # noqa: PLR0913 - a parameter an option
    *,
    name: str | None,
    file: Path | None,
    text: str | None,
    build: Path,
    form: str | None,
    out: Path | None,
    draw: Path | None,
    iri: bool,
    timeout: float,
    **parameters: Unpack[Parameters],
) -> None:
    """Ask a question of the library by NAME, or one of your own in SPARQL.

    A query sees all graphs of the build as one. It cannot change anything and cannot fetch anything.
    Most questions can be narrowed to a review, an agency, a sector or a time; dhrgraph questions NAME
    tells to which. What has no date is left out where a time is asked for.

    \b
    Examples:
      dhrgraph query marac-few-actions
      dhrgraph query acts-not-done --review lewisham-kazia --out acts.csv
      dhrgraph query missed-opportunities --sector primary-care --since 2010-09
      dhrgraph query contacts-by-agency --draw contacts.html
      dhrgraph query --text "SELECT ?review { ?review a dhr:Review }"
    """
    if sum(given is not None for given in (name, file, text)) != 1:
        raise click.UsageError("give the name of a question, or --file, or --text")
    chosen = _format(form, out)
    asked = question(name) if name else None
    sparql = asked.text if asked else text if text is not None else _read(file)
    with Graph(build) as graph:
        answer = graph.query(sparql, timeout=timeout, **parameters)
        # A query of one's own may show other reviews than the one that it was narrowed to.
        reviews = {str(parameters["review"])} if asked and parameters.get("review") else set()
        banner = banner_of(graph.release.store(), reviews, "\n".join(map("\n".join, answer.texts())))
        if draw:
            _draw(answer, asked.head if asked else {"question": sparql}, graph.release, draw, reviews)
    if not iri:
        answer = answer.without_iris()
    if chosen or draw:
        show_banner(banner)
    text = written(answer, chosen, banner) if chosen else ""
    if chosen and out:
        write(text, out)
        click.echo(f"{counted(len(answer.rows), 'row')} written to {shown(out)}")
    elif chosen:
        sys.stdout.buffer.write(text.encode())
    elif not draw:
        _print(answer, asked.head if asked else {}, parameters, banner)


def _draw(answer: Answer, head: dict[str, str], release: Release, file: Path, reviews: set[str]) -> None:
    from dhrgraph.views import answer_page  # noqa: PLC0415 - a question need not wait for what a picture needs

    limits = [head["limits"]] if "limits" in head else []
    write(answer_page(release.store(), answer, head["question"], head.get("reading", ""), limits, reviews), file)
    click.echo(f"Open this page in a browser: {shown(file)}")


def _format(form: str | None, out: Path | None) -> Format | None:
    """The form to write an answer in; None for a table to read."""
    chosen = _FORMATS.get(form or (out.suffix[1:].lower() if out else "table"))
    if out and not chosen:
        raise click.UsageError("a file is CSV, JSON or Markdown: let --out end in .csv, .json or .md, or give --format")
    return chosen


def _read(file: Path | None) -> str:
    assert file is not None  # one of three is given
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DhrgraphError(f"there is no file {file}: look at its name and folder") from None
    except UnicodeDecodeError:
        raise DhrgraphError(f"{file} is not UTF-8 text: save it with the encoding UTF-8") from None


def _console() -> Console:
    return Console(soft_wrap=False) if sys.stdout.isatty() else Console(width=200)


def _print(answer: Answer, head: dict[str, str], parameters: Parameters, banner: str) -> None:
    wide = _console()
    if banner:
        wide.print(banner, style="bold reverse", highlight=False, markup=False)
    narrowed = " ".join(f"--{name} {value}" for name, value in parameters.items() if value is not None)
    if "question" in head:
        wide.print(head["question"], style="bold", highlight=False, markup=False)
    if narrowed:
        wide.print(f"Narrowed to {narrowed}", highlight=False, markup=False)
    if answer.rows:
        table = Table(show_lines=any(len(cell) > 60 for row in answer.texts() for cell in row))
        for column in answer.columns:
            table.add_column(column.replace("_", " "), overflow="fold")
        for row in answer.texts(short=True):
            table.add_row(*(_plain(cell) for cell in row))
        wide.print(table)
    else:
        wide.print(_nothing(head, narrowed), highlight=False, markup=False)
    for key in ("reading", "limits"):
        if key in head:
            wide.print(head[key], style="dim", highlight=False, markup=False)


def _nothing(head: dict[str, str], narrowed: str) -> str:
    """What an answer without rows means; narrowed, it says nothing of the whole build."""
    if narrowed:
        return "No row is left: ask without one of these, or for more, to see what is recorded."
    return head.get("empty", "No row answers this; what is not recorded is not shown.")


def _plain(cell: str) -> str:
    return cell.replace("[", r"\[")


@click.command()
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def questions(name: str | None, as_json: bool) -> None:
    """List the library of questions, or tell all about the one of NAME.

    \b
    Examples:
      dhrgraph questions
      dhrgraph questions acts-not-done
    """
    known = [question(name)] if name else all_questions()
    if as_json:
        told = [{"name": one.name, **one.head, "parameters": taken(one.text)} for one in known]
        click.echo(json.dumps(told[0] if name else told, indent=2, ensure_ascii=False))
    elif name:
        _show(known[0])
    else:
        table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True, style="bold")
        table.add_column()
        for one in known:
            takes = " ".join(f"--{parameter}" for parameter in taken(one.text))
            table.add_row(one.name, _plain(f"{one.head['question']}\n{takes}".strip()))
        _console().print(table)


def _show(one: SparqlFile) -> None:
    """Print all about a question."""
    wide = _console()
    wide.print(one.head["question"], style="bold", highlight=False, markup=False)
    told = {
        "Asked by": one.head["asker"],
        "Why": one.head["why"],
        "How to read": one.head["reading"],
        "Limits": one.head["limits"],
        "If empty": one.head["empty"],
        **{f"--{parameter}": PARAMETERS[parameter] for parameter in taken(one.text)},
        "Example": example(one),
    }
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column()
    for key, value in told.items():
        table.add_row(key, _plain(value))
    wide.print(table)
