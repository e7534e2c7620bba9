"""Networks as files and pictures: what is written is what is read, whatever the texts hold."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable
from datetime import date
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from pyoxigraph import Store

from dhrgraph.cells import undefused
from dhrgraph.networks import PROJECTIONS, NetworkError, project
from dhrgraph.networks.formats import gexf, graphml, to_json
from dhrgraph.networks.measures import Measured, counted, measured
from dhrgraph.networks.plain import plain
from dhrgraph.networks.plot import MOST, matrix, order
from dhrgraph.networks.tables import facts_sheet, measures_sheet, overview, rows_sheet
from tests.networks_case import Case, register

HOSTILE = (
    "<img src=x onerror=1></script> & \"q\" 'r' \x00\x0b\ud800 \u202eabc\u202c ]]> = one\r\ntwo\ttab " + "x" * 10_000
)
Writer = Callable[..., str]


@pytest.fixture(scope="module")
def hostile() -> Store:
    """A case whose texts try to be something else."""
    made = Store()
    register(made, police="police", gp="primary-care")
    case = Case(made)
    text = HOSTILE.replace("\ud800", "")  # no store holds half a character; what is passed by hand may
    case.contact("p", ["police"], "2010-05-01", disclosure="disclosed", summary=text)
    case.contact("g", ["gp"], "2010-05", summary=text)
    case.contact("u", ["gp", "police"], "", persons=["bob"], summary="=1+1")
    case.contact("o", ["gp"], "2010/..", persons=["ann", "bob"])
    return made


def with_values(store: Store, name: str) -> tuple[nx.MultiGraph[str], Measured]:
    """A network and all that fits it."""
    graph = project(store, name)
    return graph, measured(graph, other=lambda other: project(store, other))


def edge_list(graph: nx.Graph[Any]) -> list[Any]:
    """Edges with their attributes, in one order."""
    found = []
    for one, other, told in graph.edges(data=True):
        ends = [one, other] if graph.is_directed() else sorted((one, other))
        found.append((ends, sorted(told.items())))
    return sorted(found, key=str)


@pytest.mark.parametrize("name", PROJECTIONS)
@pytest.mark.parametrize("iri", [True, False])
def test_graphml_is_read_back(packaged_store: Store, name: str, iri: bool) -> None:
    """Networkx reads the network that was written: nodes, edges, keys and all attributes."""
    graph, found = with_values(packaged_store, name)
    wanted = plain(graph, found, iri=iri)
    read = nx.parse_graphml(graphml(graph, found, iri=iri), force_multigraph=True)
    assert read.is_directed() == graph.is_directed()
    assert dict(read.nodes(data=True)) == dict(wanted.nodes(data=True))  # type: ignore[arg-type]
    assert isinstance(read, nx.MultiGraph)
    assert {key: told for _, _, key, told in read.edges(keys=True, data=True)} == {
        key: told for _, _, key, told in wanted.edges(keys=True, data=True)
    }
    assert edge_list(read) == edge_list(wanted)
    assert read.number_of_edges() == graph.number_of_edges() > 0
    assert read.graph["limits"] == PROJECTIONS[name].limits


@pytest.mark.parametrize("name", PROJECTIONS)
def test_gexf_is_read_back(packaged_store: Store, name: str) -> None:
    """Networkx reads the network that was written, with the days between which each fact lies."""
    graph, found = with_values(packaged_store, name)
    wanted = plain(graph, found)
    for _, _, key, told in wanted.edges(keys=True, data=True):
        told |= {"id": key, "label": told["kind"]}
        told |= {end: told[day] for end, day in (("start", "earliest"), ("end", "latest")) if day in told}
    read = nx.read_gexf(io.BytesIO(gexf(graph, found).encode()))
    assert read.is_directed() == graph.is_directed()
    assert dict(read.nodes(data=True)) == dict(wanted.nodes(data=True))  # type: ignore[arg-type]
    assert edge_list(read) == edge_list(wanted)
    assert read.number_of_edges() == graph.number_of_edges()


def test_gexf_has_times_that_gephi_reads(packaged_store: Store) -> None:
    """A dynamic graph of dates; each start and end is a day, and no edge ends before it starts."""
    root = ElementTree.fromstring(gexf(project(packaged_store, "contacts")))  # noqa: S314 - our own text
    space = {"g": "http://www.gexf.net/1.2draft"}
    (graph,) = root.findall("g:graph", space)
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    edges = root.findall(".//g:edge", space)
    ids = [edge.get("id") for edge in edges]
    assert len(set(ids)) == len(ids)
    spans = [(edge.get("start"), edge.get("end")) for edge in edges]
    assert any(start and end for start, end in spans)
    for start, end in spans:
        days = [date.fromisoformat(day) for day in (start, end) if day]
        assert days == sorted(days)


@pytest.mark.parametrize("write", [graphml, gexf, to_json])
def test_same_file_each_time(packaged_store: Store, write: Writer) -> None:
    """Nothing of the hour, the machine or the order of sets is in a file."""
    first, second = (write(*with_values(packaged_store, "information")) for _ in range(2))
    assert first == second
    assert str(date.today().year) + "-" + f"{date.today():%m-%d}" not in first


@pytest.mark.parametrize("name", PROJECTIONS)
def test_json_is_the_network(packaged_store: Store, name: str) -> None:
    """Networkx reads the network itself from it, lists and all; beside it stand measures and limits."""
    graph, found = with_values(packaged_store, name)
    told = json.loads(to_json(graph, found))
    read = nx.node_link_graph(told, edges="edges")
    assert dict(read.nodes(data=True)) == dict(graph.nodes(data=True))  # type: ignore[arg-type]
    assert edge_list(read) == edge_list(graph)
    assert told["graph"]["reading"]
    assert told["graph"]["empty"]
    assert told["measures"]["nodes"].keys() == found.nodes.keys()
    assert any("Descriptive only" in note for note in told["notes"])


@pytest.mark.parametrize("name", ["contacts", "agencies", "silent-pairs"])
def test_hostile_texts_stay_texts(hostile: Store, name: str) -> None:
    """Every format is well formed and gives the text back, but for characters that XML cannot hold."""
    graph = project(hostile, name)
    wanted = {told.get("summary", told.get("contacts", "")) for _, _, told in plain(graph).edges(data=True)}
    assert any("<img src=x onerror=1></script>" in text and "x" * 10_000 in text for text in wanted)
    for read in (
        nx.parse_graphml(graphml(graph), force_multigraph=True),
        nx.read_gexf(io.BytesIO(gexf(graph).encode())),
    ):
        assert {told.get("summary", told.get("contacts", "")) for _, _, told in read.edges(data=True)} == wanted
    json.loads(to_json(graph))


def test_facts_sheet_has_every_fact(packaged_store: Store) -> None:
    """A row for each edge, whatever the network, with the ends by name and id."""
    for name in PROJECTIONS:
        graph = project(packaged_store, name)
        sheet = facts_sheet(graph)
        assert len(sheet.rows) == graph.number_of_edges()
        assert sheet.columns[:4] == ["from", "from_id", "to", "to_id"]
        assert all(row[0] and row[1] and row[2] and row[3] for row in sheet.rows)
        assert not any("https://w3id.org" in row[1] for row in sheet.rows)
        assert "https://w3id.org" in facts_sheet(graph, iri=True).rows[0][1]


def test_overview_counts_every_fact(packaged_store: Store) -> None:
    """The rows for reading add up to the facts."""
    for name in ("contacts", "information", "recommendations", "sequences", "knowledge"):
        graph = project(packaged_store, name)
        sheet = overview(graph)
        place = sheet.columns.index("contacts" if name == "contacts" else "facts")
        assert sum(int(row[place]) for row in sheet.rows) == graph.number_of_edges()
    for name in ("agencies", "silent-pairs"):
        graph = project(packaged_store, name)
        assert len(overview(graph).rows) == graph.number_of_edges()


def test_overview_by_hand(hostile: Store) -> None:
    """Counts, first and last of a pair; the silent pair tells who knew and for how many occasions."""
    rows = {(row[0], row[1]): row[2:] for row in overview(project(hostile, "contacts")).rows}
    assert rows["Gp", "Ann (victim)"][:3] == ["2", "since 2010", "since 2010"]
    assert rows["Police", "Ann (victim)"][:4] == ["1", "1 May 2010", "1 May 2010", "1"]
    assert rows["Police", "Bob (perpetrator)"][:3] == ["1", "undated", "undated"]
    ((*names, person, knew, occasions, sure, certain, gap, number),) = overview(project(hostile, "silent-pairs")).rows
    assert names == ["Gp", "Police"]
    assert (person, knew, occasions, sure, certain, gap, number) == ("Ann (victim)", "Police", "2", "0", "no", "0", "3")


def test_measures_sheet_ranks_nodes(packaged_store: Store) -> None:
    """The strongest come first, and each value is that of the measure."""
    graph, found = with_values(packaged_store, "contacts")
    sheet = measures_sheet(graph, found, iri=True)
    place = sheet.columns.index("strength")
    values = [float(row[place]) for row in sheet.rows]
    assert values == sorted(values, reverse=True)
    assert {row[3]: float(row[place]) for row in sheet.rows} == found.nodes["strength"]
    assert rows_sheet(found.tables["reach"]).columns[0] == "step"
    assert rows_sheet([]).rows == []


def test_csv_is_defused(hostile: Store) -> None:
    """A text that a spreadsheet would run begins with an apostrophe."""
    from dhrgraph.cells import csv_text  # noqa: PLC0415

    sheet = facts_sheet(project(hostile, "contacts"))
    rows = list(csv.DictReader(io.StringIO(csv_text(sheet.columns, sheet.rows), newline="")))
    assert {undefused(row["summary"]) for row in rows if row["summary"].startswith("'=")} == {"=1+1"}
    assert len(rows) == len(sheet.rows)


def test_matrix(packaged_store: Store) -> None:
    """A picture in the form asked for, the same each time, with every name on it."""
    graph = project(packaged_store, "agencies")
    assert matrix(graph, "png").startswith(b"\x89PNG")
    svg = matrix(graph, "svg")
    assert svg == matrix(project(packaged_store, "agencies"), "svg")
    comments = re.findall(r"<!-- (.*?) -->", svg.decode())
    assert {"Metropolitan Police Service", "Lewisham and Greenwich NHS Trust"} <= set(comments)
    two = matrix(project(packaged_store, "contacts"), "svg").decode()
    assert "<!-- Kazia (victim) -->" in two


def test_matrix_is_ordered_by_group_then_strength(packaged_store: Store) -> None:
    """Nodes of a group stand together, the strongest first."""
    simple = counted(project(packaged_store, "agencies"))
    groups = measured(project(packaged_store, "agencies"), ["community"]).nodes["community"]
    nodes = order(simple)
    strengths = dict(simple.degree(weight="weight"))
    assert [groups[node] for node in nodes] == sorted(groups.values())
    for group in set(groups.values()):
        inside = [strengths[node] for node in nodes if groups[node] == group]
        assert inside == sorted(inside, reverse=True)


def test_matrix_of_many_shows_the_strongest() -> None:
    """What cannot be read is not drawn, and the title says so."""
    graph: nx.MultiGraph[str] = nx.MultiGraph(shows="many", modes=(("agency",),), name="agencies")
    for number in range(MOST + 20):
        graph.add_node(f"n{number:03}", kind="agency")
        graph.add_edge("hub", f"n{number:03}", kind="x")
    graph.add_node("hub", kind="agency")
    assert f"{MOST} strongest of {MOST + 21}" in matrix(graph, "svg").decode()


def test_matrix_that_cannot_be(monkeypatch: pytest.MonkeyPatch, packaged_store: Store) -> None:
    """Without matplotlib, and without edges, it says what to do."""
    with pytest.raises(NetworkError, match="no edge"):
        matrix(project(Store(), "agencies"), "png")
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(NetworkError, match=r"pip install 'dhrgraph\[plot\]'"):
        matrix(project(packaged_store, "agencies"), "png")
