"""``dhrgraph network`` and ``networks``, and the commands of the page on networks."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from click.testing import CliRunner, Result

from dhrgraph.cli import cli
from dhrgraph.networks import PROJECTIONS
from dhrgraph.networks.measures import MEASURES
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "networks.md"


Run = Callable[..., Result]


@pytest.fixture
def run(packaged_build: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command line on the build of the packaged reviews, in a folder of its own."""
    monkeypatch.setenv("DHRGRAPH_BUILD", str(packaged_build))
    monkeypatch.chdir(tmp_path)

    def running(line: str, code: int = 0) -> Result:
        result = CliRunner().invoke(cli, shlex.split(line))
        assert result.exit_code == code, result.output
        return result

    return running


@pytest.mark.parametrize("name", PROJECTIONS)
def test_table_tells_how_to_read_it(run: Run, name: str) -> None:
    """Each network is shown with what it shows, how to read it and its limits."""
    output = run(f"network {name}").stdout
    told = re.sub(r"\s+", " ", output)
    assert told.startswith(PROJECTIONS[name].shows)
    assert PROJECTIONS[name].reading in told
    assert PROJECTIONS[name].limits in told
    assert "from 2 reviews." in output


def test_list(run: Run) -> None:
    """Both ways to list name every network and every measure."""
    listed = run("networks").output
    assert listed == run("network --list").output
    assert all(name in listed for name in (*PROJECTIONS, *MEASURES))


def test_silent_pairs_about_kazia(run: Run) -> None:
    """The first question of a new user has an answer that a person can read."""
    output = run("network silent-pairs --review lewisham-kazia --role victim").stdout
    assert "Kazia (victim)" in output
    assert "Babur" not in output.partition("How to read it")[0].replace("Babur's", "")
    assert "Only reviews: lewisham-kazia; roles: victim." in output
    assert "Set aside: 2 pairs" in output


def test_filters_reach_the_network(run: Run) -> None:
    """Each option narrows what is written."""
    whole = list(csv.DictReader(io.StringIO(run("network contacts --format csv").stdout)))
    narrow = run(
        "network contacts --review lewisham-kazia --role victim --sector police --kind call-out --since 2010-09 "
        "--until 2010 --format csv"
    ).stdout
    (row,) = csv.DictReader(io.StringIO(narrow))
    assert row["record"] == "review/lewisham-kazia/contact/police-callout-2010-09-18"
    assert row["record"] in {one["record"] for one in whole}
    assert row["passages"].startswith("1.6.3; ")
    few, more = (
        json.loads(run(f"network silent-pairs --review lewisham-kazia --format json --within {days}").stdout)
        for days in (0, 30)
    )
    assert sum(e["occasions"] for e in few["edges"]) < sum(e["occasions"] for e in more["edges"])
    kinds = csv.DictReader(io.StringIO(run("network information --kind not-done --format csv").stdout))
    assert {one["kind"] for one in kinds} == {"not done"}


def test_measures(run: Run) -> None:
    """All that fit, or those named; two reviews are described and not tested."""
    output = run("network agencies --measures").stdout
    assert "exchange-density: of how many pairs" in output
    assert "Descriptive only: 2 reviews" in re.sub(r"\s+", " ", output)
    told = run("network agencies --measures strength,constraint --permutations 9 --format csv")
    (first, *_) = rows = list(csv.DictReader(io.StringIO(told.stdout)))
    assert list(first) == ["node", "kind", "sector", "id", "strength", "constraint"]
    assert float(first["strength"]) == max(float(row["strength"]) for row in rows)
    assert "Descriptive only" in told.stderr
    table = list(csv.DictReader(io.StringIO(run("network contacts --measures reach --format csv").stdout)))
    assert list(table[0]) == ["step", "agency", "adds", "together", "share", "fewest"]
    days = list(csv.DictReader(io.StringIO(run("network information --measures days-to-exchange --format csv").stdout)))
    assert {"giver", "days_least", "days_most"} <= days[0].keys()
    left = run("network contacts --measures --format csv").stderr
    assert "Not in this table, which has values of nodes: concentration, reach." in left


def test_files(run: Run) -> None:
    """The ending says the form; the files open elsewhere and what they are is told."""
    for form in ("csv", "json", "graphml", "gexf"):
        result = run(f"network information --measures --out new/information.{form}")
        assert f"written to new/information.{form}" in result.stdout
        assert "Limits: " in result.stderr
    read = nx.read_graphml("new/information.graphml", force_multigraph=True)
    assert read.number_of_edges() == nx.read_gexf("new/information.gexf").number_of_edges()
    assert "agency/metropolitan-police" in read
    run("network information --iri --out full.graphml")
    assert "https://w3id.org/dhrgraph/agency/metropolitan-police" in nx.read_graphml("full.graphml")
    assert "https://w3id.org" in run("network information --iri").stdout
    assert "https://w3id.org" not in run("network information").stdout


def test_matrix(run: Run) -> None:
    """The picture is written beside the table."""
    result = run("network agencies --matrix pictures/agencies.png")
    assert Path("pictures/agencies.png").read_bytes().startswith(b"\x89PNG")
    assert "Matrix: pictures/agencies.png" in result.stderr
    run("network agencies --matrix agencies.svg")
    assert b"<svg" in Path("agencies.svg").read_bytes()


def test_nothing_found(run: Run) -> None:
    """An empty network says what that means, also measured."""
    assert PROJECTIONS["contacts"].empty in run("network contacts --kind email --role child").stdout
    assert PROJECTIONS["contacts"].empty in run("network contacts --kind email --role child --measures").stdout
    assert run("network contacts --kind email --role child --format csv").stdout.startswith("from,from_id,to,to_id")


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("network", 2, "give the NAME of a network; dhrgraph networks lists them"),
        ("network silent", 1, "did you mean silent-pairs"),
        ("network contacts --review lewisham", 1, "did you mean lewisham-kazia?"),
        ("network contacts --since soon", 2, "no date of EDTF"),
        ("network contacts --since 2012 --until 2011", 1, "runs backwards"),
        ("network contacts --within 3", 1, "takes no filter 'within'"),
        ("network contacts --measures betweenness", 1, "there is no measure of contacts 'betweenness'"),
        ("network contacts --measures reach,concentration --format csv", 1, "a CSV file holds one table"),
        ("network contacts --out contacts.xlsx", 2, "let --out end in .csv, .json, .graphml or .gexf"),
        ("network contacts --matrix contacts.pdf", 2, "let --matrix end in .png or .svg"),
        ("network contacts --kind email --role child --matrix m.png", 1, "no matrix to draw"),
    ],
)
def test_errors(run: Run, line: str, code: int, said: str) -> None:
    """What cannot be done is told with what to do instead."""
    assert said in re.sub(r"\s+", " ", run(line, code).stderr)


def commands() -> list[str]:
    """The commands of the page."""
    blocks = re.findall(r"(?ms)^```sh\n(.*?)^```$", PAGE.read_text(encoding="utf-8"))
    return [line for block in blocks for line in block.splitlines() if line.startswith("dhrgraph ")]


@pytest.mark.parametrize("line", commands())
def test_commands_of_the_page_work(run: Run, line: str) -> None:
    """What the page says to type works."""
    run(line.partition(" #")[0].removeprefix("dhrgraph "))


def test_python_of_the_page_works(run: Run, packaged_build: Path) -> None:
    """So does its Python."""
    code = re.findall(r"(?ms)^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"))
    assert code
    for block in code:
        exec(block.replace('"build"', repr(str(packaged_build))), {})  # noqa: S102


def test_page_tells_every_network_and_measure() -> None:
    """None is left out."""
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in (*PROJECTIONS, *MEASURES) if f"`{name}`" not in text] == []
