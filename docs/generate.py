"""Write the reference pages of the docs from the program: ``python docs/generate.py``.

A test compares them with what stands here, so that they are never out of date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from dhrgraph.cli import cli
from dhrgraph.exchange.tables import COLUMNS
from dhrgraph.questions.library import example, questions
from dhrgraph.questions.parameters import PARAMETERS, taken
from dhrgraph.rdf.namespaces import DHR
from dhrgraph.records.catalogue import Entry, Source
from dhrgraph.records.codes import codes, schemes
from dhrgraph.records.fields import Field, fields_of
from dhrgraph.records.types import KINDS, Review
from dhrgraph.resources import ontology, read_text

HOME = Path(__file__).parent
NARROWING = """\
A body that is local to a review, such as a GP practice, may share its id with one of another review;
`--agency REVIEW/ID` tells them apart. A service is a body of its own: `--agency` of its organisation does
not keep what the service did. Where a time is asked for, what has no date is left out, and a span with an
open end may reach any day. `--iri` shows the columns, hidden otherwise, that say by IRI what a row is
about. In Python: `graph.ask(NAME, agency=..., since=..., iri=True)`."""
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
            "code": f"code of [{field.scheme}](codes.md#{field.scheme})",
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


def code_lists() -> str:
    """The code lists with their definitions."""
    lines = ["# Codes", ""]
    for scheme in schemes():
        lines += [f"## {scheme}", "", "| code | label | meaning |", "| --- | --- | --- |"]
        lines += [f"| `{c.notation}` | {c.label} | {c.definition} |" for c in codes(scheme).values()] + [""]
    return "\n".join(lines)


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


def terms() -> str:
    """The classes and properties of the ontology."""
    graph = Graph().parse(data=read_text(ontology() / "dhr.ttl"), format="turtle")
    graph.bind("dhr", DHR, replace=True)
    lines = ["# Terms of the ontology", "", f"Prefix `dhr:` is `{DHR}`.", ""]
    kinds = {"Classes": (OWL.Class,), "Properties": (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)}
    for title, types in kinds.items():
        lines += [f"## {title}", "", "| term | under | of | meaning |", "| --- | --- | --- | --- |"]
        for term in sorted({s for t in types for s in graph.subjects(RDF.type, t) if isinstance(s, URIRef)}):
            above = [*graph.objects(term, RDFS.subClassOf), *graph.objects(term, RDFS.subPropertyOf)]
            of = graph.objects(term, RDFS.domain)
            meaning = graph.value(term, SKOS.definition)
            lines.append(f"| {_names(graph, [term])} | {_names(graph, above)} | {_names(graph, of)} | {meaning} |")
        lines.append("")
    return "\n".join(lines)


def _names(graph: Graph, terms: Iterable[Node]) -> str:
    names = sorted(graph.namespace_manager.normalizeUri(str(term)) for term in terms if isinstance(term, URIRef))
    return ", ".join(f"`{name}`" for name in names)


PAGES = {
    "records.md": records,
    "codes.md": code_lists,
    "commands.md": commands,
    "questions.md": question_list,
    "tables.md": table_list,
    "terms.md": terms,
}


def pages() -> dict[str, str]:
    """All generated pages, by file name."""
    return {name: NOTE + make().rstrip() + "\n" for name, make in PAGES.items()}


if __name__ == "__main__":
    for name, text in pages().items():
        (HOME / name).write_text(text, encoding="utf-8", newline="\n")
