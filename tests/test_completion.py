"""What a shell offers when the tab key is pressed, and what a mistyped command gets."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from dhrgraph.cli import cli
from dhrgraph.networks import PROJECTIONS
from dhrgraph.questions.library import questions
from dhrgraph.records.codes import codes, groups


def offered(*words: str, typed: str = "") -> list[str]:
    """The values that a shell offers after some words."""
    items = ShellComplete(cli, {}, "dhrgraph", "_DHRGRAPH_COMPLETE").get_completions(list(words), typed)
    return [item.value for item in items]


@pytest.fixture
def toy(toy_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The build of the toy reviews as the usual one."""
    monkeypatch.setenv("DHRGRAPH_BUILD", str(toy_build))


@pytest.mark.usefixtures("toy")
def test_names_of_the_library_and_the_build() -> None:
    """Questions, networks, reviews, bodies, sectors with their groups, and people with their roles are offered."""
    assert offered("query") == [one.name for one in questions()]
    assert offered("network") == list(PROJECTIONS)
    assert offered("query", "acts-not-done", "--review") == ["ash-2019", "birch-2021", "elm-2023"]
    assert {"mossvale-police", "lantern-idva"} <= set(offered("query", "acts-not-done", "--agency"))
    assert offered("query", "acts-not-done", "--sector") == [*codes("sector"), *groups("sector")]
    assert {"victim", "Hazel"} <= set(offered("query", "contacts-in-order", "--person"))


@pytest.mark.usefixtures("toy")
def test_only_what_begins_so_is_offered() -> None:
    """In small or capital letters."""
    assert offered("query", "acts-not-done", "--review", typed="BIRCH") == ["birch-2021"]
    assert offered("query", typed="contacts-in-") == ["contacts-in-last-days", "contacts-in-order"]
    assert offered("query", typed="no-such") == []


def test_the_build_of_the_line_counts(toy_build: Path, tmp_path: Path) -> None:
    """The build that the line names is read; without one nothing is offered, and nothing is printed."""
    line = ("query", "acts-not-done", "--review")
    assert offered("query", "acts-not-done", "--build", str(toy_build), "--review") == [
        "ash-2019",
        "birch-2021",
        "elm-2023",
    ]
    assert offered("query", "acts-not-done", "--build", str(tmp_path), "--review") == []
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "reviews.csv").write_bytes(b"\xff\x00not,a table")
    done = CliRunner(env={"_DHRGRAPH_COMPLETE": "bash_complete", "COMP_WORDS": " ".join(["dhrgraph", *line, ""]),
                          "COMP_CWORD": "4", "DHRGRAPH_BUILD": str(tmp_path)}).invoke(cli, [], prog_name="dhrgraph")  # fmt: skip
    assert (done.stdout.strip(), done.stderr) == ("", "")


@pytest.mark.parametrize(
    ("typed", "meant"), [("qurey", "query"), ("rebiuld", "rebuild"), ("question", "questions"), ("netwrk", "network")]
)
def test_a_mistyped_command_gets_a_suggestion(typed: str, meant: str) -> None:
    """The nearest command is named; what is near to none is refused without one."""
    done = CliRunner().invoke(cli, [typed])
    assert done.exit_code == 2
    assert f"Did you mean '{meant}'?" in done.stderr
    assert "Did you mean" not in CliRunner().invoke(cli, ["zzz"]).stderr
