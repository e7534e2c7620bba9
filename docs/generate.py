"""Write the reference pages of the docs from the program: ``python docs/generate.py``.

The Markdown pages are made here, those for a browser by the package ``website`` beside this file. A
test compares them all with what stands here, so that they are never out of date.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import click

import website
from dhrgraph.cli import cli
from dhrgraph.exchange.tables import COLUMNS
from dhrgraph.questions.library import example, questions
from dhrgraph.questions.output import written
from dhrgraph.questions.parameters import PARAMETERS, taken
from dhrgraph.questions.run import ask
from dhrgraph.rdf.release import Release, open_release
from dhrgraph.rebuild import rebuild
from dhrgraph.records.catalogue import Entry, Source
from dhrgraph.records.fields import Field, fields_of
from dhrgraph.records.types import KINDS, Review

HOME = Path(__file__).parent
NARROWING = """\
A body that is local to a review, such as a GP practice, may share its id with one of another review;
`--agency REVIEW/ID` tells them apart. A service is a body of its own: `--agency` of its organisation does
not keep what the service did. `--person REVIEW/ID` tells persons of one pseudonym apart; a role, such as
victim, keeps what concerns any person of that role. Where a time is asked for, what has no date is left
out, and a span with an open end may reach any day. `--iri` shows the columns, hidden otherwise, that say by
IRI what a row is about. In Python: `graph.ask(NAME, agency=..., since=..., iri=True)`."""
NOTE = "<!-- Written by docs/generate.py; do not edit by hand. -->\n\n"


def records() -> str:
    """The keys of each file of a review."""
    lines = ["# The files of a review, key by key", "", "See [coding.md](coding.md) for the rules.", ""]
    for name, cls in {"review": Review, **KINDS}.items():
        about = (cls.__doc__ or "").splitlines()[0]
        lines += [f"## `{name}.yaml`", "", about, "", "| key | value | needed |", "| --- | --- | --- |"]
        lines += [*_rows(fields_of(cls)), ""]
        for field in fields_of(cls):
            if field.part:
                lines += [f"Each of `{field.key}`:", "", "| key | value | needed |", "| --- | --- | --- |"]
                lines += [*_rows(fields_of(field.part)), ""]
    lines += ["## `catalogues/*.yaml`", "", "Written by `dhrgraph import`; see [catalogue.md](catalogue.md).", ""]
    for key, part in {"source": Source, "entries": Entry}.items():
        lines += [f"`{key}`:", "", "| key | value | needed |", "| --- | --- | --- |", *_rows(fields_of(part)), ""]
    return "\n".join(lines)


def _rows(fields: tuple[Field, ...]) -> Iterator[str]:
    for field in fields:
        what = {
            "code": f"code of [{field.scheme}](codes/{field.scheme}.html)",
            "ref": f"id: {' or '.join(field.kinds)}",
            "entry": "catalogue/entry",
            "date": "date",
            "yes-no": "yes or no",
            "count": "whole number",
            "cites": "numbers of passages",
            "map": "scheme: code",
            "part": "keys of their own",
            "text": "text",
        }[field.sort]
        many = "list of " if field.many and field.sort not in ("cites", "part") else ""
        readings = "; may have readings" if field.disputable else ""
        told = f". {field.description}" if field.description else ""
        yield f"| `{field.key}` | {many}{what}{readings}{told} | {'yes' if field.required else ''} |"


def commands() -> str:
    """The help text of each command."""
    lines = ["# Commands", ""]
    for words, command in _commands(cli, ()):
        context = click.Context(
            command, info_name=" ".join(("dhrgraph", *words)), terminal_width=100, **cli.context_settings
        )
        lines += [
            f"## `dhrgraph {' '.join(words)}`",
            "",
            "```",
            command.get_help(context).replace("\b\n", ""),
            "```",
            "",
        ]
    return "\n".join(lines)


def _commands(group: click.Group, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command:
            yield (*path, name), command
        if isinstance(command, click.Group):
            yield from _commands(command, (*path, name))


def question_list() -> str:
    """The questions of the library, with why and how to read their answers, and how to narrow them."""
    lines = ["# Questions", "", "Ask one with `dhrgraph query NAME`. Most can be narrowed:", ""]
    lines += ["| parameter | keeps |", "| --- | --- |"]
    lines += [f"| `--{name}` | {told} |" for name, told in PARAMETERS.items()]
    lines += ["", NARROWING, ""]
    lines += ["Some count reviews that are listed and not coded, too: see [catalogue.md](catalogue.md).", ""]
    for one in questions():
        head, takes = one.head, taken(one.text)
        lines += [f"## {one.name}", "", f"**{head['question']}**", "", f"Asked by: {head['asker']}. {head['why']}", ""]
        lines += [head["reading"], "", f"Limits: {head['limits']}", ""]
        lines += [f"Parameters: {', '.join(f'`--{name}`' for name in takes)}", ""] if takes else []
        lines += ["```", example(one), "```", ""]
    return "\n".join(lines)


def table_list() -> str:
    """The tables and their columns."""
    lines = ["# Tables", "", _doc("dhrgraph.exchange.tables"), ""]
    for name, columns in COLUMNS.items():
        lines += [f"## `{name}.csv`", "", ", ".join(f"`{column}`" for column in columns.split(",")), ""]
    return "\n".join(lines)


def _doc(module: str) -> str:
    text = __import__(module, fromlist=["x"]).__doc__ or ""
    return text.partition("\n\n")[2].replace("``", "`").strip()


PAGES = {
    "records.md": records,
    "commands.md": commands,
    "questions.md": question_list,
    "tables.md": table_list,
}
#: The page of which only the answers are made.
RECIPES = "sparql.md"
#: Folders that hold generated pages alone.
FOLDERS = ("codes", "ontology", "questions")


def pages(release: Release) -> dict[str, str]:
    """All generated pages, by their path below ``docs``: Markdown to read on a code host, HTML for a browser.

    Parameters
    ----------
    release : Release
        A build of the packaged reviews; the pages of the questions show its answers.
    """
    made = {name: NOTE + make().rstrip() + "\n" for name, make in PAGES.items()}
    recipes = (HOME / RECIPES).read_text(encoding="utf-8")
    made[RECIPES] = website.answered(recipes, lambda query: written(ask(release, query), "md"))
    return made | website.pages(release)


def write(made: dict[str, str]) -> None:
    """Write the pages, and delete those that are made no more."""
    for name, text in made.items():
        (HOME / name).parent.mkdir(exist_ok=True)
        (HOME / name).write_text(text, encoding="utf-8", newline="\n")
    for old in (path for folder in FOLDERS for path in (HOME / folder).iterdir()):
        if old.relative_to(HOME).as_posix() not in made:
            old.unlink()


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        rebuild(None, Path(folder))
        with open_release(Path(folder)) as release:
            write(pages(release))
