"""Similar recommendations: near texts of other reviews, in a file beside the graph."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from dhrgraph.cli import cli
from dhrgraph.errors import DhrgraphError
from dhrgraph.exchange.similar import COLUMNS, similar_table
from dhrgraph.rdf.release import open_release
from dhrgraph.rebuild import rebuild
from dhrgraph.records import Collection
from dhrgraph.records.similar import Method, Near, Said, nearest

WAYS: list[Method] = ["words", "embedding"]
TRAIN = Said("a", "train", "Train all doctors in asking about domestic abuse", ("training",))
SAID = [
    TRAIN,
    Said("b", "teach", "Give general practitioners training on asking patients about domestic violence", ("training",)),
    Said("b", "flag", "Mark every case in the police computer with a flag", ("record-keeping",)),
    Said("c", "again", "Train all doctors in asking about domestic abuse", ("training",)),
    Said("a", "own", "Train all doctors in asking about abuse", ("training",)),
]


def pairs(found: list[Near], one: str) -> list[str]:
    """Ids of the near ones of a recommendation."""
    return [near.other.id for near in found if near.one.id == one]


@pytest.mark.parametrize("way", WAYS)
def test_nearest_first_and_never_of_the_same_review(way: Method) -> None:
    """The same text comes first with the score 1, then what asks alike; its own review is left out."""
    found = nearest(SAID, count=3, method=way)
    assert pairs(found, "train")[:2] == ["again", "teach"]
    assert found[0].score == 1.0
    assert all(near.one.review != near.other.review for near in found)
    assert all(0 < near.score <= 1 for near in found)


@pytest.mark.parametrize("way", WAYS)
def test_order_of_the_input_does_not_matter(way: Method) -> None:
    """The same pairs come of a list turned round."""
    there = {(n.one.id, n.other.id, n.score) for n in nearest(SAID, method=way)}
    assert there == {(n.one.id, n.other.id, n.score) for n in nearest(SAID[::-1], method=way)}


def test_embedding_sees_other_words() -> None:
    """Texts that share no word are near by the embedding alone."""
    one = Said("a", "x", "Teach physicians to spot violence at home")
    other = Said("b", "y", "Doctors need training in recognising domestic abuse")
    far = Said("b", "z", "Replace the printer")
    assert pairs(nearest([one, other, far], count=1, method="words"), "x") == []
    assert pairs(nearest([one, other, far], count=1, method="embedding"), "x") == ["y"]


@pytest.mark.parametrize("way", WAYS)
def test_nothing_to_compare(way: Method) -> None:
    """No recommendation, one review alone and an empty text give no pair and no error."""
    assert nearest([], method=way) == []
    assert nearest([TRAIN], method=way) == []
    assert nearest([Said("a", "x", ""), Said("b", "y", "")], method=way) == []


def test_missing_extra_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for where it is not installed, the embedding says what to install."""
    monkeypatch.setitem(__import__("sys").modules, "tokenizers", None)
    with pytest.raises(DhrgraphError, match=r"dhrgraph\[similar\]"):
        nearest(SAID, method="embedding")


def test_table_of_the_packaged_reviews(packaged: Collection) -> None:
    """Each recommendation has its nearest ones; the two on the MARAC flag find one another."""
    table = similar_table(packaged, count=1, method="embedding")
    assert table.columns == COLUMNS
    best = {(row[0], row[1]): (row[5], row[6]) for row in table.rows}
    assert best["bexley-nargiza", "11"] == ("lewisham-kazia", "10")
    assert len({(row[0], row[2]) for row in table.rows}) == 66


def test_graph_does_not_depend_on_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With and without it `graph.nq` has the same bytes, and the release says which way was taken."""
    digests, ways = set(), []
    for way in WAYS:
        monkeypatch.setattr("dhrgraph.rebuild.best_method", lambda way=way: way)
        monkeypatch.setattr("dhrgraph.exchange.similar.best_method", lambda way=way: way)
        rebuild(None, tmp_path / "build")
        with open_release(tmp_path / "build") as release:
            digests.add(hashlib.sha256((release.path / "graph.nq").read_bytes()).hexdigest())
            rows = csv.DictReader((release.path / "similar.csv").read_text(encoding="utf-8").splitlines())
            ways.append({row["way"] for row in rows})
    assert len(digests) == 1
    assert ways == [{"words"}, {"embedding"}]


def test_command(packaged_build: Path, tmp_path: Path) -> None:
    """`dhrgraph similar` shows and writes the pairs of a review."""
    base = ["similar", "--build", str(packaged_build)]
    shown = CliRunner().invoke(cli, [*base, "--review", "bexley-nargiza", "--number", "11"])
    assert shown.exit_code == 0, shown.output
    assert "lewisham-kazia 10:" in shown.output
    out = tmp_path / "near.csv"
    assert CliRunner().invoke(cli, [*base, "--count", "3", "--out", str(out)]).exit_code == 0
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 3 * 66
    assert CliRunner().invoke(cli, [*base, "--at-least", "1"]).output.startswith("No recommendation")
