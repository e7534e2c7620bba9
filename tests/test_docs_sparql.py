"""The page on SPARQL is true: prefixes and graphs are those of the project, and each recipe has its answer."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode, Store

import dhrgraph
from dhrgraph.cli import cli
from dhrgraph.questions.graph import Graph
from dhrgraph.questions.output import written
from dhrgraph.rdf.namespaces import PREFIXES
from tests.conftest import ROOT
from website import answered, recipes

PAGE = (ROOT / "docs" / "sparql.md").read_text(encoding="utf-8")
RECIPES = recipes(PAGE)


def test_prefixes_are_those_in_force() -> None:
    """All that need no declaration, and no other."""
    assert dict(re.findall(r"(?m)^\| `(\w+):` \| `(\S+)` \|$", PAGE)) == PREFIXES


def test_graphs_are_those_of_a_build(packaged_store: Store) -> None:
    """Each named graph of a build has its row, and each row but that of catalogues a graph."""
    rows = re.findall(r"(?m)^\| `graph:(\S+)` \|", PAGE)
    names = {str(graph.value).removeprefix(PREFIXES["graph"]) for graph in packaged_store.named_graphs()}
    shapes = {row: re.compile(re.sub(r"[A-Z]+", "[a-z-]+", row)) for row in rows}
    assert [name for name in names if not any(shape.fullmatch(name) for shape in shapes.values())] == []
    assert [row for row, shape in shapes.items() if not any(map(shape.fullmatch, names))] == ["catalogue/ID"]
    assert NamedNode(f"{PREFIXES['graph']}dataset") in list(packaged_store.named_graphs())


def test_there_are_ten_recipes() -> None:
    """Each has a heading of its own."""
    assert re.findall(r"(?m)^### (\d+)\.", PAGE) == [str(number) for number in range(1, 11)]
    assert len(RECIPES) == 10


@pytest.mark.parametrize("number", range(10))
def test_recipe_has_its_answer(number: int, packaged_build: Path) -> None:
    """The answer below a recipe is what the graph says, has rows, and the query has no odd term."""
    query = RECIPES[number]
    with Graph(packaged_build) as graph:
        answer = graph.query(query)
    assert answer.warnings == ()
    assert len(answer) > 0
    assert f"{query}```\n\n{written(answer, 'md').rstrip()}\n" in PAGE


def test_a_missing_answer_is_put_in_and_an_old_one_replaced() -> None:
    """What makes the page changes the answers and nothing else."""
    page = "a\n\n```sparql\nASK {}\n```\n\nb\n\n```sparql\nASK {}\n```\n\n| old |\n| --- |\n\nc\n"
    new = "```sparql\nASK {}\n```\n\n| new |\n"
    assert answered(page, lambda query: "| new |\n") == f"a\n\n{new}\nb\n\n{new}\nc\n"


def test_what_the_page_runs_works(packaged_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands and the Python of the page."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "build").symlink_to(packaged_build, target_is_directory=True)
    (tmp_path / "contacts.rq").write_text(RECIPES[2], encoding="utf-8")
    (commands,) = re.findall(r"(?ms)^```sh\n(.*?)^```$", PAGE)
    for line in commands.splitlines():
        result = CliRunner().invoke(cli, shlex.split(line)[1:])
        assert result.exit_code == 0, result.output
    assert (tmp_path / "contacts.csv").is_file()
    (code,) = re.findall(r"(?ms)^```python\n(.*?)^```$", PAGE)
    names: dict[str, object] = {"dhrgraph": dhrgraph}
    exec(code, names)  # noqa: S102
    assert len(names["rows"]) == 2  # type: ignore[arg-type]
