"""A small collection in which each free text is another, and what all exports make of it."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import networkx as nx
import rdflib
from click.testing import CliRunner
from lxml import etree, html
from openpyxl import load_workbook

from dhrgraph.cells import undefused
from dhrgraph.cli import cli
from dhrgraph.exchange.bookfiles import book_of, files_of
from dhrgraph.exchange.celltext import from_cell
from dhrgraph.exchange.marking import tables_banner
from dhrgraph.exchange.tables import read_tables, tables
from dhrgraph.exchange.workbook import to_xlsx
from dhrgraph.networks import PROJECTIONS, project
from dhrgraph.networks.formats import gexf, graphml, to_json
from dhrgraph.networks.plot import matrix
from dhrgraph.passages import Passage, from_csv, to_csv
from dhrgraph.questions.library import question
from dhrgraph.questions.output import Format, written
from dhrgraph.questions.run import ask
from dhrgraph.rdf.release import Release, open_release
from dhrgraph.rebuild import rebuild
from dhrgraph.records import Collection, check, load_collection
from dhrgraph.records.fields import Field, fields_of
from dhrgraph.records.types import KINDS, Review
from dhrgraph.records.writing import record_text, records_text
from dhrgraph.resources import datasets
from dhrgraph.texts import normalised
from dhrgraph.yamltext import parse

EXAMPLE = "example-review"
#: Questions with texts in their answers; each takes a process.
ASKED = ("acts-not-done", "recommendations-by-addressee", "contradictions")
#: Texts of a form of their own.
_FORMED = {"id", "url", "sha256", "record", "key"}
#: What the template leaves out and may hold a text.
_MORE: dict[str, dict[str, Any]] = {
    "review": {"marking": "", "area": "", "note": "", "restrictions": ["", ""]},
    "people": {"age": "", "origin": "", "note": ""},
    "agencies": {"other_names": ["", ""], "identifiers": {"ods": "", "gss": ""}, "note": ""},
    "referrals": {"outcome": "", "note": ""},
    "abuse": {"summary": ""},
}


class Placed:
    """A collection on disk, and the texts that were put into it, as they are kept.

    Parameters
    ----------
    folder : pathlib.Path
        Where to make it.
    texts, numbers : list of str
        The texts, used in turn and made short enough, and the numbers of passages.
    """

    def __init__(self, folder: Path, texts: list[str], numbers: list[str]) -> None:
        self.folder = folder
        self.review = folder / "reviews" / EXAMPLE
        self.texts = cycle(texts)
        self.kept: set[str] = set()
        shutil.copytree(datasets() / "template", folder)
        index = from_csv((self.review / "passages.csv").read_text(encoding="utf-8"))
        named = dict(zip((each.number for each in index), numbers, strict=False))
        moved = [Passage(named.get(p.number, p.number), p.kind, next(self.texts), p.order) for p in index]
        (self.review / "passages.csv").write_text(to_csv(moved), encoding="utf-8", newline="")
        for name, cls in {"review": Review, **KINDS}.items():
            path = self.review / f"{name}.yaml"
            value = parse(path.read_bytes()).value
            rows: list[Any] = value if isinstance(value, list) else [value]
            spoilt = [self._spoilt({**row, **_MORE.get(name, {})}, cls, named) for row in rows]
            text = record_text(spoilt[0]) if name == "review" else records_text(spoilt)
            path.write_text(text, encoding="utf-8", newline="")

    def _spoilt(self, row: dict[str, Any], cls: Any, named: dict[str, str]) -> dict[str, Any]:
        made = {each.key: self._value(row[each.key], each, named) for each in fields_of(cls) if each.key in row}
        if cls is Review:
            made["documents"].append({"kind": "overview", "title": self._text(max_words=9)})
        return made

    def _value(self, value: Any, of: Field, named: dict[str, str]) -> Any:
        if isinstance(value, dict) and "readings" in value:
            return {
                "readings": [{**each, "cites": [named.get(c, c) for c in each["cites"]]} for each in value["readings"]]
            }
        if of.sort == "cites":
            return [named.get(each, each) for each in value]
        if of.part:
            parts = value if isinstance(value, list) else [value]
            made = [self._spoilt(each, of.part, named) for each in parts]
            return made if isinstance(value, list) else made[0]
        if of.sort == "map":
            return {key: self._text() for key in value}
        if of.sort != "text" or of.key in _FORMED:
            return value
        if isinstance(value, list):
            return list(dict.fromkeys(self._text() for _ in value))
        if of.key == "age":
            readings = list(dict.fromkeys(normalised(self._text()) for _ in range(2)))
            cites = [next(iter(named.values()))]
            if len(readings) == 2:
                seen = [{"value": each, "cites": cites} for each in readings]
                return {"readings": seen, "preferred": readings[0], "because": self._text()}
        return self._text()

    def _text(self, max_words: int = 20) -> str:
        """The next text, which may be kept; of white space as it was given, where it has few words."""
        given = next(self.texts)
        kept = normalised(given)
        if len(kept) > 500 or kept.count(" ") >= max_words:
            given = kept = normalised(" ".join(kept.split(" ")[:max_words])[:500])
        self.kept.add(kept)
        return given


def exercised(placed: Placed, build: Path) -> None:
    """Check, build and export a collection in all ways, and hold what comes out against what went in."""
    collection, problems = load_collection(placed.folder)
    problems += check(collection)
    assert not problems, [(p, p.what) for p in problems]
    rebuild(placed.folder, build)
    _in_tables(collection, build, placed)
    _in_a_workbook(collection, placed)
    with open_release(build) as release:
        _in_rdf(release, placed)
        _in_networks(release, build)
        _in_answers(release)
    _in_pages(build, placed)
    _on_a_terminal(build)


def _in_tables(collection: Collection, build: Path, placed: Placed) -> None:
    """CSV files by a strict reader, the tables that are read back, and the sheets of the workbook are the same."""
    made = tables(collection)
    assert read_tables(build / "tables") == made
    for table in made:
        with (build / "tables" / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, strict=True))
        assert [tuple(map(undefused, row)) for row in rows] == [table.columns, *table.rows]
        assert not [cell for row in rows for cell in row if re.match("[=+@\t\r]|-(?![0-9.]+$)", cell)]
    book = load_workbook(io.BytesIO(to_xlsx(made)))
    for table in made:
        sheet = [[from_cell(str(cell.value or "")) for cell in row] for row in book[table.name].iter_rows()]
        below = sheet[1:] if tables_banner(made) else sheet
        assert [tuple(row) for row in below] == [table.columns, *table.rows]
        assert {cell.data_type for row in book[table.name].iter_rows() for cell in row if cell.value} <= {"s"}
        assert len(table.name) <= 31
    summaries = {row["summary"] for row in _dicts(build / "tables" / "contacts.csv")}
    assert summaries <= placed.kept


def _dicts(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table, its values of one text as they are."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {key: re.sub(r"\\(.)", r"\1", undefused(cell)) for key, cell in row.items()}


def _in_a_workbook(collection: Collection, placed: Placed) -> None:
    """The review comes back from its workbook byte for byte, and again once openpyxl has saved it."""
    review = collection.reviews[0]
    path = placed.folder.parent / "book.xlsx"
    there = {each.name: each.read_bytes().decode() for each in placed.review.iterdir()}
    path.write_bytes(book_of(collection, review))
    assert files_of(path, placed.folder).files == there
    changed = load_workbook(path)
    sheet = changed["events"]
    head = next(cell for row in sheet.iter_rows(max_row=2) for cell in row if cell.value == "summary")
    sheet.cell((head.row or 0) + 1, head.column or 0).value = "Another text"
    changed.save(path)
    came = files_of(path, placed.folder).files
    assert {name for name, text in came.items() if text != there[name]} == {"events.yaml"}


def _in_rdf(release: Release, placed: Placed) -> None:
    """Rdflib reads the graph, and finds each text in it."""
    graph = rdflib.Dataset(default_union=True)
    graph.parse(release.path / "graph.nq", format="nquads")
    literals = {str(term) for term in graph.objects() if isinstance(term, rdflib.Literal)}
    unused = set(placed.kept - literals)
    assert not unused, unused


def _in_networks(release: Release, build: Path) -> None:
    """Each network is read back from each format with its labels; matrices are drawn."""
    store = release.store()
    for name in PROJECTIONS:
        graph = project(store, name)
        labels = {str(seen["label"]) for _, seen in graph.nodes(data=True)}
        as_json = json.loads(to_json(graph))
        assert {node["label"] for node in as_json["nodes"]} == labels
        as_graphml = nx.parse_graphml(graphml(graph), force_multigraph=True)
        assert {seen["label"] for _, seen in as_graphml.nodes(data=True)} == labels
        as_gexf = nx.read_gexf(io.BytesIO(gexf(graph).encode()))
        assert {seen["label"] for _, seen in as_gexf.nodes(data=True)} == labels
        if name == "contacts":
            assert matrix(graph, "png").startswith(b"\x89PNG")
            etree.fromstring(matrix(graph, "svg"))


def _in_answers(release: Release) -> None:
    """An answer is the same in JSON and CSV, has a line a row in Markdown, and all questions are answered."""
    text = "SELECT ?s ?p ?o { ?s ?p ?o FILTER (isLiteral(?o) && CONTAINS(STR(?s), '/review/')) } ORDER BY ?s ?p ?o"
    answer = ask(release, text)
    as_json = json.loads(written(answer, "json"))
    values = [[row[column]["value"] for column in answer.columns] for row in as_json["results"]["bindings"]]
    rows = list(csv.reader(io.StringIO(written(answer, "csv"), newline=""), strict=True))
    assert [list(map(undefused, row)) for row in rows[1:]] == values
    assert len(written(answer, "md").split("\n")) == len(answer.rows) + 3
    for name in ASKED:
        answer = ask(release, question(name).text)
        forms: tuple[Format, ...] = ("csv", "json", "md")
        assert all(written(answer, form) for form in forms)


def _in_pages(build: Path, placed: Placed) -> None:
    """Each page is whole, its data is JSON that no text has closed, and the summaries of contacts stand in it."""
    shown: set[str] = set()
    for page in (build / "views").glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert text.rstrip().endswith("</html>"), page.name
        tree: Any = html.document_fromstring(text)
        data = tree.xpath("//script[@type='application/json']")
        assert page.name == "index.html" or len(data) == 1
        shown |= {each for one in data for each in _strings(json.loads(one.text))}
        shown.add(tree.text_content())
    texts = "\n".join(shown)
    assert not [row["summary"] for row in _dicts(build / "tables" / "contacts.csv") if row["summary"] not in texts]


def _strings(value: Any) -> Iterator[str]:
    """All texts of a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


def _on_a_terminal(build: Path) -> None:
    """What is printed steers no terminal."""
    for words in (["query", "contacts-by-agency"], ["network", "contacts"], ["query", "acts-not-done"]):
        result = CliRunner().invoke(cli, [*words, "--build", str(build)])
        assert result.exit_code == 0, result.output
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", result.output)
