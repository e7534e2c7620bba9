"""Texts in the cells of workbooks: escapes, white space, what may not stand, and what a cell can hold."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from dhrgraph.cells import defused, undefused
from dhrgraph.errors import DhrgraphError, ProblemsError
from dhrgraph.exchange.bookfiles import book_of, files_of
from dhrgraph.exchange.celltext import from_cell, to_cell
from dhrgraph.exchange.tables import Table
from dhrgraph.exchange.workbook import to_xlsx
from dhrgraph.records import load_collection
from tests.conftest import absent

EXAMPLE = "example-review"
ODD = "'=1 _x0041_ x005F_ _x005F_ _x000D_ 3.10"


@pytest.fixture
def book(invented: Path, tmp_path: Path) -> Path:
    """The workbook of the invented review, one summary of which looks like what Excel escapes."""
    path = invented / "reviews" / EXAMPLE / "events.yaml"
    text = path.read_text(encoding="utf-8").replace("summary: Ms A was killed", f'summary: "{ODD}"')
    path.write_text(text.replace("Ms A left and", "Ms A  left\u00a0and"), encoding="utf-8")
    collection, problems = load_collection(invented)
    assert problems == []
    made = tmp_path / "review.xlsx"
    made.write_bytes(book_of(collection, collection.reviews[0]))
    return made


def there(invented: Path) -> dict[str, str]:
    """The texts of the review's files."""
    return {each.name: each.read_bytes().decode() for each in (invented / "reviews" / EXAMPLE).iterdir()}


def with_summary(path: Path, text: str) -> Path:
    """The workbook, saved by another program with another summary of the death."""
    loaded = load_workbook(path)
    sheet = loaded["events"]
    column = next(cell.column for cell in sheet[1] if cell.value == "summary")
    sheet.cell(3, column or 0).value = text
    loaded.save(path)
    return path


ESCAPES = st.lists(
    st.sampled_from(["_", "x", "x0041", "_x0041_", "x005F_", "_x005F_", "_x000d_", "_xD800_", "5", "a ", "\U0001f600"])
).map("".join)


@given(ESCAPES)
def test_escapes_come_back(text: str) -> None:
    """Whatever looks like an escape is written so that Excel shows it as it is, and is read back."""
    assert from_cell(to_cell(text, "a cell")) == text


def test_escapes_of_excel_are_read() -> None:
    """What Excel escapes is what was typed; half of a character is left as it stands."""
    assert from_cell("one_x000D_two_x005F_x0041_ _xD800_") == "one\rtwo_x0041_ _xD800_"


@given(st.text(st.sampled_from("'=+-@\t1.a\uff1d"), max_size=6))
def test_apostrophes_come_back(text: str) -> None:
    """No text starts a formula, and each comes back, apostrophes of its own included."""
    cell = defused(text)
    assert undefused(cell) == text
    assert not cell.startswith(("=", "+", "@", "\t", "\uff1d")) or cell[1:].replace(".", "").isdigit()


def test_what_looks_like_an_escape_survives(book: Path, invented: Path, tmp_path: Path) -> None:
    """Every file comes back byte for byte: as it was written, saved by openpyxl, and saved by LibreOffice."""
    assert files_of(book, invented).files == there(invented)
    load_workbook(book).save(tmp_path / "saved.xlsx")
    assert files_of(tmp_path / "saved.xlsx", invented).files == there(invented)


@pytest.mark.slow
def test_what_looks_like_an_escape_survives_libreoffice(book: Path, invented: Path, tmp_path: Path) -> None:
    """Opened and saved by LibreOffice, every file is the same."""
    if not shutil.which("soffice"):
        absent("LibreOffice is not installed (Debian's libreoffice-calc)")
    command = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    subprocess.run([*command, "--convert-to", "xlsx", "--outdir", tmp_path / "saved", book], check=True, timeout=300)
    assert files_of(tmp_path / "saved" / book.name, invented).files == there(invented)


@pytest.mark.parametrize("space", ["\u00a0", "  ", "\n", "\t", "_x000D_\n", "\u2028", "\u200b "], ids=ascii)
def test_white_space_alone_is_no_change(space: str, book: Path, invented: Path) -> None:
    """A cell that differs only in white space leaves its file as it was."""
    text = f"{space}{to_cell(ODD, '').replace(' ', space)}{space}"
    assert files_of(with_summary(book, text), invented).files == there(invented)


def test_a_changed_text_is_written_normalised(book: Path, invented: Path) -> None:
    """What is typed with other white space is kept in the one form."""
    files = files_of(with_summary(book, "She\u00a0 was_x000D_\nkilled\u200b"), invented).files
    assert "summary: She was killed\n" in files["events.yaml"]
    assert "Ms A  left\u00a0and" in files["events.yaml"]


@pytest.mark.parametrize("text", ["a_x001B_[2K", "a_xFFFE_", "a\u202eb", "a\x9bb"], ids=ascii)
def test_what_may_not_stand_is_refused_in_its_cell(text: str, book: Path, invented: Path) -> None:
    """The problem names the cell and the character, and prints nothing that steers."""
    with pytest.raises(ProblemsError) as caught:
        files_of(with_summary(book, text), invented)
    (problem,) = caught.value.problems
    assert " events!" in str(problem)
    assert "may not stand in a text" in str(problem)
    assert str(problem).isprintable()


def test_a_cell_has_room_or_says_so() -> None:
    """No text is cut off; characters count as Excel counts them, emoji twice."""
    for text, fits in (("x" * 32_767, True), ("x" * 32_768, False), ("\U0001f600" * 16_384, False)):
        table = Table("contacts", ("id", "summary"), [("a", text)])
        if fits:
            assert to_xlsx([table]).startswith(b"PK")
        else:
            with pytest.raises(DhrgraphError, match="a cell holds 32,767"):
                to_xlsx([table])
