"""Running a query on a release: in a child process, with a limit of time that holds."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, overload

from pyoxigraph import RdfFormat, parse

from dhrgraph.confinement import MEMORY
from dhrgraph.errors import DhrgraphError
from dhrgraph.questions.limits import MAX_BYTES, MAX_ROWS, MAX_SECONDS, MIN_SECONDS, Code
from dhrgraph.questions.process import Finished, run
from dhrgraph.questions.refusal import QueryRefusedError, refuse_service
from dhrgraph.questions.undeclared import stroke_hint
from dhrgraph.rdf.namespaces import PREFIXES
from dhrgraph.rdf.release import Release

__all__ = ["Answer", "QueryError", "QueryTimeoutError", "ask"]

Term = dict[str, str]
Value = str | int | float | bool | date | None


class QueryError(DhrgraphError):
    """Raised for a query that the engine does not take."""


class QueryTimeoutError(DhrgraphError):
    """Raised when a query has run out of time and was ended."""


@dataclass(frozen=True, slots=True)
class Answer(Sequence[dict[str, Value]]):
    """The answer to a query.

    Parameters
    ----------
    columns : list of str
        Names of the variables; ``subject``, ``predicate``, ``object`` for a graph; ``answer`` for a
        question of yes or no.
    rows : list of dict
        For each row the bound variables, each as a term of the SPARQL 1.1 JSON results format.
    boolean : bool or None
        The answer to an ASK query.
    warnings : tuple of str
        What is odd about the query, such as a term that nothing declares.
    """

    columns: list[str]
    rows: list[dict[str, Term]]
    boolean: bool | None = None
    warnings: tuple[str, ...] = ()

    def without_iris(self) -> Answer:
        """The answer without the columns ``X_iri``, which say what a row is about; with them where it has no other."""
        shown = [column for column in self.columns if not column.endswith("_iri")] or self.columns
        rows = [{name: row[name] for name in shown if name in row} for row in self.rows]
        return replace(self, columns=shown, rows=rows)

    def texts(self, *, short: bool = False) -> list[list[str]]:
        """The rows as texts, one a column; an unbound variable is an empty text.

        Parameters
        ----------
        short : bool
            Shorten IRIs by the prefixes that every query may use.
        """
        return [[_text(row.get(column), short) for column in self.columns] for row in self.rows]

    def records(self) -> list[dict[str, Value]]:
        """The rows as mappings of column to value, as data frames take them.

        Whole numbers, decimals, days and truth values are Python's; an unbound variable is None; all
        else is a text.
        """
        return [{column: _value(row.get(column)) for column in self.columns} for row in self.rows]

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, index: int) -> dict[str, Value]: ...

    @overload
    def __getitem__(self, index: slice) -> list[dict[str, Value]]: ...

    def __getitem__(self, index: int | slice) -> dict[str, Value] | list[dict[str, Value]]:
        """A row, or several, as `records` gives them, so that pandas and polars take an answer as it is."""
        return self.records()[index]

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return iter(self.records())

    def sparql_json(self) -> dict[str, Any]:
        """The answer in the SPARQL 1.1 JSON results format."""
        if self.boolean is not None:
            return {"head": {}, "boolean": self.boolean}
        return {"head": {"vars": self.columns}, "results": {"bindings": self.rows}}


def ask(release: Release, text: str, *, timeout: float = 30, packaged: bool = False) -> Answer:
    """Run a query over all graphs of a release, or over those that it names by FROM.

    Parameters
    ----------
    release : Release
    text : str
        A SPARQL 1.1 query; the prefixes of `dhrgraph.rdf.namespaces.PREFIXES` need no declaration.
    timeout : float
        Seconds after which the query is ended, from the start of its process on.
    packaged : bool
        Whether it is a question of the library, which may speak of services also where the system cannot keep
        a process from the network.

    Raises
    ------
    QueryRefusedError
        If the query calls another endpoint, or is too long.
    QueryError
        If the query is not SPARQL, its answer is too large, or it takes too much memory.
    QueryTimeoutError
        If it takes longer than `timeout`.
    """
    if not MIN_SECONDS <= timeout <= MAX_SECONDS:
        raise QueryError(f"a query cannot be given {timeout:g} seconds: give from {MIN_SECONDS:g} to {MAX_SECONDS:g}")
    try:
        given = text.encode()
    except UnicodeEncodeError as error:  # what another process puts in its place would not have been looked at
        raise QueryError(f"the query holds what is no character, at place {error.start + 1}: write it anew") from None
    refuse_service(text)
    whose = "packaged" if packaged else "own"
    arguments = (str(release.path / "store"), str(timeout), str(os.getpid()), whose)
    command = [sys.executable, "-P", "-m", "dhrgraph.questions.child", *arguments]
    done = run(command, given, seconds=timeout, memory=MEMORY, output=MAX_BYTES)
    if done.ended or done.code:
        raise _problem(done, timeout, text)
    return _answer(done.output)


def _problem(done: Finished, timeout: float, text: str = "") -> DhrgraphError:
    """What a query that was not answered has wrong, in a line, and what to do about it."""
    said = " ".join(done.errors.decode(errors="replace").split())
    if done.ended == "time":
        what = f"the query took longer than {timeout:g} seconds and was ended"
        return QueryTimeoutError(f"{what}: ask for less, or allow more with --timeout")
    if done.ended == "size" or done.code == Code.TOO_LARGE:
        return QueryError(f"the answer is larger than {MAX_BYTES >> 20} MiB: ask for less, or add a LIMIT")
    if done.ended == "memory" or done.code == Code.MEMORY or re.search("memory allocation|bad_alloc", said):
        what = f"the query took more memory than the {MEMORY >> 30} GiB that it may"
        return QueryError(f"{what} and was ended: join its patterns by shared variables, or leave out ORDER BY")
    if done.code == Code.SYNTAX:
        said = re.sub(r"^error at (\d+):(\d+)", r"line \1, column \2", said)
        return QueryError(f"this is no SPARQL query: {said[:500]}{stroke_hint(text)}")
    if done.code == Code.REFUSED:
        return QueryRefusedError(said)
    if done.code == Code.NO_GRAPH:
        return QueryError(said)
    if done.code in (Code.FAILED, Code.FAULT):
        return QueryError(f"the query failed: {said[-500:]}")
    return QueryError(
        f"the query ended the process that ran it (exit code {done.code}): "
        "it may be nested too deeply or have too long a chain of parts: ask in several shorter queries"
    )


def _answer(output: bytes) -> Answer:
    if not output.startswith(b"{"):
        return _graph(output)
    _refuse_rows(output.count(b"},{") + 1)  # before it is read, which takes thirty times its size where rows are empty
    read = json.loads(output)
    if "boolean" in read:
        word = "yes" if read["boolean"] else "no"
        return Answer(["answer"], [{"answer": {"type": "literal", "value": word}}], read["boolean"])
    return Answer(read["head"]["vars"], read["results"]["bindings"])


def _refuse_rows(number: int) -> None:
    if number > MAX_ROWS:
        raise QueryError(f"the answer has {number:,} rows, and at most {MAX_ROWS:,} are taken: add a LIMIT")


def _graph(output: bytes) -> Answer:
    columns = ["subject", "predicate", "object"]
    _refuse_rows(output.count(b"\n"))
    rows = []
    for quad in parse(output, format=RdfFormat.N_TRIPLES):
        terms = (quad.subject, quad.predicate, quad.object)
        rows.append({column: _term(term) for column, term in zip(columns, terms, strict=True)})
    return Answer(columns, sorted(rows, key=lambda row: [row[column]["value"] for column in columns]))


def _term(term: Any) -> Term:
    kinds = {"NamedNode": "uri", "BlankNode": "bnode"}
    return {"type": kinds.get(type(term).__name__, "literal"), "value": getattr(term, "value", str(term))}


def _value(term: Term | None) -> Value:
    if term is None:
        return None
    text = term["value"]
    match term.get("datatype", "").removeprefix(PREFIXES["xsd"]):
        case "integer":
            return int(text)
        case "decimal" | "double":
            return float(text)
        case "boolean":
            return text == "true"
        case "date":
            return date.fromisoformat(text)
        case _:
            return text


def _text(term: Term | None, short: bool) -> str:
    if term is None:
        return ""
    value = term["value"]
    if short and term["type"] == "uri":
        best = max((p for p in PREFIXES if value.startswith(PREFIXES[p])), key=lambda p: len(PREFIXES[p]), default=None)
        return f"{best}:{value[len(PREFIXES[best]) :]}" if best else value
    return value
