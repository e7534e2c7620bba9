"""An answer as an Excel workbook."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from dhrgraph.cli import cli


def ask(build: Path, file: Path, *words: str, code: int = 0) -> Result:
    """Ask for a workbook, and expect an exit code and no traceback."""
    done = CliRunner().invoke(cli, ["query", *words, "--build", str(build), "--out", str(file)])
    assert done.exit_code == code, done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done


def rows(file: Path, sheet: str = "answer") -> list[list[object]]:
    """The cells of a sheet."""
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(file)[sheet].iter_rows()]


@pytest.mark.parametrize("ending", ["xlsx", "XLSX"])
def test_rows_are_those_of_the_answer(ending: str, toy_build: Path, tmp_path: Path) -> None:
    """Headers, texts as texts, counts as numbers; what was asked stands on the second sheet."""
    file = tmp_path / f"answer.{ending}"
    assert "written to" in ask(toy_build, file, "contacts-by-agency", "--review", "birch-2021").stdout
    head, *found = rows(file)
    assert head[:5] == ["review", "agency", "sector", "person", "contacts"]
    (hospital,) = [row for row in found if row[1] == "Mossvale Hospital" and row[2] == "acute health"]
    assert (hospital[4], hospital[5]) == (3, "2019-02-10")
    about = {row[0]: str(row[1]) for row in rows(file, "about")}
    assert about["narrowed to"] == "--review birch-2021"
    assert about["question"].startswith("Which agencies had contact")


def test_texts_stay_texts(toy_build: Path, tmp_path: Path) -> None:
    """What looks like a formula, a number or a date is a text, and line ends and wide letters stay."""
    hard = ["=1+1", "3.10", "2010-09", "@SUM(A1)", "two\nlines", "\N{CJK UNIFIED IDEOGRAPH-6587}", " x "]
    values = " ".join(f'"{text}"'.replace("\n", "\\n") for text in hard)
    ask(toy_build, tmp_path / "a.xlsx", "--text", f"SELECT ?x {{ VALUES ?x {{ {values} }} }}")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["answer"]
    cells = [cell for (cell,) in sheet.iter_rows(min_row=2)]
    assert {str(cell.value).lstrip("'") for cell in cells} >= {*hard[:5], hard[5]}
    assert {cell.data_type for cell in cells} == {"s"}


def test_answers_without_rows_or_columns(toy_build: Path, tmp_path: Path) -> None:
    """No row is a workbook with headers alone; yes or no, and a graph, are rows too."""
    ask(toy_build, tmp_path / "none.xlsx", "contacts-by-agency", "--agency", "lantern-trust")
    assert len(rows(tmp_path / "none.xlsx")) == 1
    ask(toy_build, tmp_path / "yes.xlsx", "--text", "ASK { ?x a dhr:Contact }")
    assert any("true" in str(cell).lower() or cell == "yes" for row in rows(tmp_path / "yes.xlsx") for cell in row)
    ask(toy_build, tmp_path / "graph.xlsx", "--text", "CONSTRUCT { ?x a dhr:Contact } WHERE { ?x a dhr:Contact }")
    assert len(rows(tmp_path / "graph.xlsx")) > 2


def test_what_no_cell_can_hold_is_refused(toy_build: Path, tmp_path: Path) -> None:
    """A text that is longer than a cell leaves no file behind."""
    text = f'SELECT (CONCAT({", ".join(["?a"] * 40)}) AS ?x) {{ VALUES ?a {{ "{"x" * 1000}" }} }}'
    done = ask(toy_build, tmp_path / "long.xlsx", "--text", text, code=1)
    assert "32,767" in done.stderr
    assert not (tmp_path / "long.xlsx").exists()


def test_a_folder_is_no_file(toy_build: Path, tmp_path: Path) -> None:
    """A folder of that name is left as it is, with an error."""
    (tmp_path / "folder.xlsx").mkdir()
    ask(toy_build, tmp_path / "folder.xlsx", "contacts-by-agency", code=2)
    assert list(tmp_path.iterdir()) == [tmp_path / "folder.xlsx"]
