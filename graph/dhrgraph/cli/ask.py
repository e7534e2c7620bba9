"""``query`` and ``questions``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Unpack

import click
from pyoxigraph import Store
from rich.console import Console
from rich.table import Table

from dhrgraph.cli.base import (
    build_option,
    console,
    counted,
    echo,
    echo_data,
    json_text,
    keep_private,
    out_path,
    show_banner,
    show_rows,
    show_warnings,
)
from dhrgraph.cli.completion import completes, named_questions
from dhrgraph.errors import DhrgraphError, shown
from dhrgraph.exchange.files import write
from dhrgraph.files import read_plain
from dhrgraph.questions.graph import Graph
from dhrgraph.questions.library import example, question
from dhrgraph.questions.library import questions as all_questions
from dhrgraph.questions.limits import MAX_SECONDS, MIN_SECONDS
from dhrgraph.questions.names import agency_named, related_bodies
from dhrgraph.questions.output import Format, written
from dhrgraph.questions.parameters import PARAMETERS, Parameters, taken
from dhrgraph.questions.refusal import MAX_LENGTH
from dhrgraph.questions.run import Answer
from dhrgraph.rdf.marking import banner_of
from dhrgraph.rdf.release import Release
from dhrgraph.rdf.sparqlfile import SparqlFile

__all__ = ["query", "questions"]

#: The most bytes of a SPARQL file: those of the longest query, and a mark at its beginning.
_FILE = 4 * MAX_LENGTH + 3
#: The most rows of a table in a terminal.
_ROWS = 500
_FORMATS: dict[str, Format | None] = {"table": None, "csv": "csv", "json": "json", "md": "md", "markdown": "md"}
#: The ending of a file that is a workbook.
_BOOK = ".xlsx"


def _parameter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that narrow an answer, one a parameter."""
    for name, help_ in reversed(PARAMETERS.items()):
        command = click.option(f"--{name}", help=help_, **completes(name))(command)
    return command


@click.command()
@click.argument("name", required=False, shell_complete=named_questions)
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
@click.option(
    "--out", type=out_path(dir_okay=False), help="A file to write the answer to, such as answer.csv or answer.xlsx."
)
@click.option("--iri", is_flag=True, help="Show the columns named X_iri, too, which say by IRI what a row is about.")
@click.option("--draw", type=out_path(dir_okay=False), help="A page to draw the answer on, such as answer.html.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=MIN_SECONDS, max=MAX_SECONDS),
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

    A query sees all graphs of the build as one, unless it names some by FROM. It cannot change anything
    and cannot fetch anything. It is ended if it takes too long or needs more than 2 GiB of memory.
    Most questions can be narrowed to a review, an agency, a sector or a time, some to a person or a role;
    dhrgraph questions NAME says to which. What has no date is left out where a time is asked for.

    \b
    Examples:
      dhrgraph query marac-few-actions
      dhrgraph query acts-not-done --review lewisham-kazia --out acts.xlsx
      dhrgraph query missed-opportunities --sector primary-care --since 2010-09
      dhrgraph query contacts-by-agency --sector health
      dhrgraph query contacts-in-order --review lewisham-kazia --person Kazia --out contacts.csv
      dhrgraph query contacts-in-last-days --person victim --days 30
      dhrgraph query contacts-by-agency --draw contacts.html
      dhrgraph query --text "SELECT ?review { ?review a dhr:Review }"
    """
    if sum(given is not None for given in (name, file, text)) != 1:
        raise click.UsageError("give the name of a question, or --file, or --text")
    book = out if out and out.suffix.lower() == _BOOK and not form else None
    chosen = None if book else _format(form, out)
    asked = question(name) if name else None
    sparql = asked.text if asked else text if text is not None else _read(file)
    with Graph(build) as graph:
        keep_private(graph.release.unpublished)
        if asked:
            answer = graph.ask(asked.name, iri=True, timeout=timeout, **parameters)
        else:
            answer = graph.query(sparql, timeout=timeout, **parameters)
            show_warnings(answer.warnings)
        if not answer.rows and answer.boolean is None:
            _show_related(parameters, graph.release.store())
        # A query of one's own may show other reviews than the one that it was narrowed to.
        reviews = {str(parameters["review"])} if asked and parameters.get("review") else set()
        banner = banner_of(graph.release.store(), reviews, "\n".join(map("\n".join, answer.texts())))
        if draw:
            _draw(answer, asked.head if asked else {"question": sparql}, graph.release, draw, reviews)
    if not iri:
        answer = answer.without_iris()
    if chosen or draw or book:
        show_banner(banner)
    if book:
        _write_book(book, answer, asked.head if asked else {"question": sparql}, parameters, graph.release, banner)
    text = written(answer, chosen, banner) if chosen else ""
    if chosen and out:
        write(text, out)
        echo(f"{counted(len(answer.rows), 'row')} written to {shown(out)}")
    elif chosen:
        echo_data(text)
    elif not draw and not book:
        _print(answer, asked.head if asked else {}, parameters, banner)


def _show_related(parameters: Parameters, store: Store) -> None:
    """Name bodies beside the one that was asked for, where there is no row for it."""
    agency = parameters.get("agency")
    near = related_bodies(agency_named(agency, store, review=parameters.get("review")), store) if agency else []
    if near:
        echo(f"{agency} has no row here; related to it are: {'; '.join(near)}. Ask for one with --agency.", err=True)


def _draw(answer: Answer, head: dict[str, str], release: Release, file: Path, reviews: set[str]) -> None:
    from dhrgraph.views import answer_page  # noqa: PLC0415 - a question need not wait for what a picture needs

    limits = [head["limits"]] if "limits" in head else []
    write(answer_page(release.store(), answer, head["question"], head.get("reading", ""), limits, reviews), file)
    echo(f"Open this page in a browser: {shown(file)}")


def _write_book(
    file: Path, answer: Answer, head: dict[str, str], parameters: Parameters, release: Release, banner: str
) -> None:
    from dhrgraph.exchange.answerbook import answer_book  # noqa: PLC0415 - a question need not wait for what Excel needs

    about = {
        "question": head["question"],
        "narrowed to": _narrowed(parameters),
        "how to read it": head.get("reading", ""),
        "limits": head.get("limits", ""),
        "build": release.name,
    }
    write(answer_book(answer, about, banner), file)
    echo(f"{counted(len(answer.rows), 'row')} written to {shown(file)}")


def _narrowed(parameters: Parameters) -> str:
    """The options that narrow an answer, as they were given."""
    return " ".join(f"--{name} {value}" for name, value in parameters.items() if value is not None)


def _format(form: str | None, out: Path | None) -> Format | None:
    """The form to write an answer in; None for a table to read."""
    chosen = _FORMATS.get(form or (out.suffix[1:].lower() if out else "table"))
    if out and not chosen:
        raise click.UsageError(
            "a file is CSV, Excel, JSON or Markdown: let --out end in .csv, .xlsx, .json or .md, or give --format"
        )
    return chosen


def _read(file: Path | None) -> str:
    """The text of a SPARQL file, of which no more is read than a query may hold."""
    assert file is not None  # one of three is given
    try:
        if not file.is_file():  # a device or a pipe has no end
            what = "is no file with a text" if file.exists() else "does not exist"
            raise DhrgraphError(f"{shown(file)} {what}: give the path of a SPARQL file")
        read = read_plain(file, _FILE)
        if len(read) > _FILE:
            raise DhrgraphError(f"{shown(file)} is longer than the {MAX_LENGTH:,} characters that a query may have")
        return read.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DhrgraphError(f"{shown(file)} is not UTF-8 text: save it with the encoding UTF-8") from None


def _print(answer: Answer, head: dict[str, str], parameters: Parameters, banner: str) -> None:
    wide = console()
    if banner:
        wide.print(banner, style="bold reverse")
    narrowed = _narrowed(parameters)
    if "question" in head:
        wide.print(head["question"], style="bold")
    if narrowed:
        wide.print(f"Narrowed to {narrowed}")
    if answer.rows:
        _table(wide, answer)
    else:
        wide.print(_nothing(head, narrowed, answer.warnings))
    for key in ("reading", "limits"):
        if key in head:
            wide.print(head[key], style="dim")


def _table(wide: Console, answer: Answer) -> None:
    """Print the rows of an answer, but not so many that nobody reads them."""
    some = Answer(answer.columns, answer.rows[:_ROWS])
    names = [column.replace("_", " ") for column in some.columns]
    rows = some.texts(short=True)
    show_rows(wide, names, rows)
    more = len(answer.rows) - len(some.rows)
    if more:
        wide.print(f"{counted(more, 'row')} more: write all to a file with --out answer.csv or answer.xlsx")


def _nothing(head: dict[str, str], narrowed: str, warnings: Sequence[str]) -> str:
    """What an answer without rows means; narrowed, it says nothing of the whole build."""
    if warnings:
        return "No row answers this, and the query has a term that is declared nowhere: see the warning."
    if narrowed:
        return "No row is left: ask without one of these, or for more, to see what is recorded."
    return head.get("empty", "No row answers this; what is not recorded is not shown.")


@click.command()
@click.argument("name", required=False, shell_complete=named_questions)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def questions(name: str | None, as_json: bool) -> None:
    """List the library of questions, or show all about the one of NAME.

    \b
    Examples:
      dhrgraph questions
      dhrgraph questions acts-not-done
    """
    known = [question(name)] if name else all_questions()
    if as_json:
        listed = [{"name": one.name, **one.head, "parameters": taken(one.text)} for one in known]
        echo(json_text(listed[0] if name else listed))
    elif name:
        _show(known[0])
    else:
        table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True, style="bold")
        table.add_column()
        for one in known:
            takes = " ".join(f"--{parameter}" for parameter in taken(one.text))
            table.add_row(one.name, f"{one.head['question']}\n{takes}".strip())
        console().print(table)


def _show(one: SparqlFile) -> None:
    """Print all about a question."""
    wide = console()
    wide.print(one.head["question"], style="bold")
    parts = {
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
    for key, value in parts.items():
        table.add_row(key, value)
    wide.print(table)
