"""The workbook of a review: out and back without loss, with problems told in their cells."""

from __future__ import annotations

import io
import re
import shlex
import shutil
import subprocess
from datetime import date, time
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from dhrgraph.cli import cli
from dhrgraph.errors import ProblemsError
from dhrgraph.exchange.bookfiles import book_of, files_of, write_files
from dhrgraph.records import Collection, load_collection
from dhrgraph.records.codes import codes
from dhrgraph.records.writing import record_text, records_text
from dhrgraph.resources import datasets
from dhrgraph.yamltext import parse
from tests.conftest import ROOT, absent

EXAMPLE = "example-review"


@pytest.fixture
def book(invented: Path, tmp_path: Path) -> Path:
    """The workbook of the invented review."""
    path = tmp_path / "review.xlsx"
    collection, problems = load_collection(invented)
    assert problems == []
    path.write_bytes(book_of(collection, collection.reviews[0]))
    return path


def changed(path: Path, cells: dict[str, Any]) -> Path:
    """The workbook with some cells changed, each named ``sheet!B2``."""
    loaded = load_workbook(path)
    for name, value in cells.items():
        sheet, _, cell = name.partition("!")
        loaded[sheet][cell] = value
    loaded.save(path)
    return path


def letters(path: Path, sheet: str) -> dict[str, str]:
    """The letter of each column of a sheet by its header."""
    head = load_workbook(path)[sheet][1]
    return {str(cell.value): get_column_letter(index) for index, cell in enumerate(head, start=1)}


def run_import(path: Path, folder: Path, *more: str) -> Result:
    """Run ``import workbook``."""
    return CliRunner().invoke(
        cli, ["import", "workbook", str(path), "--datasets", str(folder), *more], catch_exceptions=True
    )


def problems_of(path: Path, folder: Path) -> str:
    """What is told of a workbook that cannot be imported."""
    with pytest.raises(ProblemsError) as caught:
        files_of(path, folder)
    return str(caught.value)


def test_round_trip_is_byte_identical(packaged: Collection, tmp_path: Path) -> None:
    """Both packaged reviews come back as they were, comments and all."""
    for review in packaged.reviews:
        path = tmp_path / f"{review.id}.xlsx"
        path.write_bytes(book_of(packaged, review))
        came = files_of(path, packaged.folder)
        there = {each.name: each.read_bytes() for each in review.folder.iterdir() if each.suffix in (".yaml", ".csv")}
        assert came.review == review.id
        assert came.own == []
        assert {each: text.encode() for each, text in came.files.items()} == there


def test_round_trip_by_command(invented: Path, tmp_path: Path) -> None:
    """Out of one collection and into a new folder, nothing changes; a second import changes nothing."""
    path, other = tmp_path / "review.xlsx", tmp_path / "other"
    out = CliRunner().invoke(cli, ["export", "workbook", str(path), "--datasets", str(invented)])
    assert out.exit_code == 0, out.output
    shutil.copytree(invented, other)
    shutil.rmtree(other / "reviews")
    assert run_import(path, other).exit_code == 0
    for each in (invented / "reviews" / EXAMPLE).iterdir():
        assert (other / "reviews" / EXAMPLE / each.name).read_bytes() == each.read_bytes()
    assert "0 files of" in run_import(path, other).output


def test_windows_line_ends_and_no_comments_survive(invented: Path, tmp_path: Path) -> None:
    """A file with CRLF, or laid out in its own way, comes back as it was."""
    home = invented / "reviews" / EXAMPLE
    crlf = home / "contacts.yaml"
    crlf.write_bytes(crlf.read_bytes().replace(b"\n", b"\r\n"))
    odd = home / "events.yaml"
    odd.write_bytes(b"# all in one\n[" + b", ".join(
        b"{id: %s, date: 2018, kind: move, persons: [alice], summary: Moved, cites: ['1.1']}" % name
        for name in (b"a", b"b")
    ) + b"]  # end\n")  # fmt: skip
    people = parse((home / "people.yaml").read_bytes()).value
    assert isinstance(people, list)
    odd.write_bytes(odd.read_bytes().replace(b"alice", people[0]["id"].encode()))
    collection, problems = load_collection(invented)
    assert problems == []
    path = tmp_path / "odd.xlsx"
    path.write_bytes(book_of(collection, collection.reviews[0]))
    files = files_of(path, invented).files
    assert files["contacts.yaml"].encode() == crlf.read_bytes()
    assert files["events.yaml"].encode() == odd.read_bytes()


def test_through_libreoffice(packaged: Collection, tmp_path: Path) -> None:
    """Opened and saved by LibreOffice, 3.10 is still 3.10, 2010-09 still 2010-09, and every file the same."""
    if not shutil.which("soffice"):
        absent("LibreOffice is not installed (Debian's libreoffice-calc)")
    review = next(one for one in packaged.reviews if one.id == "lewisham-kazia")
    path = tmp_path / "kazia.xlsx"
    path.write_bytes(book_of(packaged, review))
    command = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    subprocess.run([*command, "--convert-to", "xlsx", "--outdir", tmp_path / "saved", path], check=True, timeout=300)
    files = files_of(tmp_path / "saved" / "kazia.xlsx", packaged.folder).files
    for name, text in files.items():
        assert text.encode() == (review.folder / name).read_bytes(), name


def test_cells_are_texts_with_lists_and_meanings(book: Path) -> None:
    """Each cell is text, headers stay in view, codes have a list and a meaning."""
    loaded = load_workbook(book)
    contacts = loaded["contacts"]
    assert {cell.number_format for row in contacts.iter_rows() for cell in row if cell.value} == {"@"}
    assert contacts.column_dimensions["B"].number_format == "@"
    assert {cell.data_type for row in contacts.iter_rows(max_row=4) for cell in row if cell.value} == {"s"}
    assert contacts.freeze_panes == "B2"
    formulas = {rule.formula1 for rule in contacts.data_validations.dataValidation}
    assert '"yes,no"' in formulas
    assert {"list_contact_kind", "list_disclosure", "list_reached"} < formulas
    kinds = loaded.defined_names["list_contact_kind"].attr_text.removeprefix("codes!").replace("$", "")
    assert [cell.value for (cell,) in loaded["codes"][kinds]] == list(codes("contact-kind"))
    assert all(cell.comment.text for (cell,) in loaded["codes"][kinds])
    assert "phone: " in contacts[f"{letters(book, 'contacts')['kind']}1"].comment.text
    assert loaded["_text"].sheet_state == "hidden"


def test_a_change_changes_its_record_alone(book: Path, invented: Path) -> None:
    """Other records of the file keep their text; the changed one is written anew."""
    before = (invented / "reviews" / EXAMPLE / "contacts.yaml").read_text(encoding="utf-8")
    head = letters(book, "contacts")
    files = files_of(changed(book, {f"contacts!{head['summary']}2": "Put in other words"}), invented).files
    after = files["contacts.yaml"]
    old, new = parse(before.encode()).value, parse(after.encode()).value
    assert isinstance(old, list)
    assert isinstance(new, list)
    assert new[0] == {**old[0], "summary": "Put in other words"}
    assert new[1:] == old[1:]
    assert set(before.splitlines()[20:]) <= set(after.splitlines())
    assert [
        name for name, text in files.items() if text.encode() != (invented / "reviews" / EXAMPLE / name).read_bytes()
    ] == ["contacts.yaml"]


def test_new_and_deleted_rows(book: Path, invented: Path) -> None:
    """A row more is a record more, a row less one less."""
    events = load_workbook(book)["events"]
    head = letters(book, "events")
    row = {name: events[f"{letter}2"].value for name, letter in head.items()}
    count = len([cell for cell in events["A"][1:] if cell.value])
    more: dict[str, Any] = {f"events!{head[name]}{count + 2}": value for name, value in row.items() if value}
    changed(book, {**more, f"events!{head['id']}{count + 2}": "one-more"})
    files = files_of(book, invented).files
    now = parse(files["events.yaml"].encode()).value
    assert isinstance(now, list)
    assert len(now) == count + 1
    assert now[-1]["id"] == "one-more"


CASES: list[tuple[dict[str, Any], str, str]] = [
    ({"contacts!A2": 3.1}, "contacts!A2", "a number of this text"),
    ({"contacts!A2": date(2010, 9, 1)}, "contacts!A2", "a date of this text"),
    ({"contacts!A2": "=1+1"}, "contacts!A2", "a formula"),
    ({"contacts!A2": "#NAME?"}, "contacts!A2", "an error"),
    ({"contacts!A2": time(3, 10)}, "contacts!A2", "a time of this text"),
    ({"contacts!A2": ""}, "contacts!A2", "a value is needed here"),
    ({"contacts!Z1": "id"}, "contacts!Z1", "two headers are id"),
    ({"contacts!A3": "gp-2018-02"}, "contacts!A3", "stands twice"),
    ({"contacts!B1": "dat"}, "contacts!A1", "is it 'dat'? Name it date"),
    ({"review!B2": ""}, "review!B2", "a value is needed here"),
    ({"review!A2": "headline"}, "review!A1", "the header title is missing"),
    ({"evidence!A2": "nobody", "evidence!B2": "date", "evidence!C2": "So"}, "evidence!A2", "no record 'nobody'"),
]


@pytest.mark.parametrize(("cells", "address", "what"), CASES)
def test_problems_are_told_in_their_cell(
    cells: dict[str, Any], address: str, what: str, book: Path, invented: Path
) -> None:
    """What is wrong is told with sheet and cell."""
    told = problems_of(changed(book, cells), invented)
    assert any(address in line and what in line for line in told.splitlines()), told


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        ("kind", "fone", "did you mean 'phone'"),
        ("date", "2010-09-31", "there is no day"),
        ("agencies", "nobody", "'nobody'"),
        ("cites", "99.9", "no passage '99.9'"),
        ("persons", "alise", "'alise'"),
    ],
)
def test_wrong_values_are_told_in_their_cell(column: str, value: str, what: str, book: Path, invented: Path) -> None:
    """The checks of the records point at the cell, too."""
    head = letters(book, "contacts")
    told = problems_of(changed(book, {f"contacts!{head[column]}2": value}), invented)
    assert any(f"contacts!{head[column]}2" in line and what in line for line in told.splitlines()), told


def test_a_failed_import_marks_the_cells_and_writes_nothing_else(book: Path, invented: Path) -> None:
    """The copy has the problem in red at its cell; the collection stands as it was."""
    before = {path: path.read_bytes() for path in invented.rglob("*") if path.is_file()}
    head = letters(book, "contacts")
    result = run_import(changed(book, {f"contacts!{head['kind']}2": "fone"}), invented, "--replace")
    assert result.exit_code != 0
    cell = load_workbook(book.with_name("review-problems.xlsx"))["contacts"][f"{head['kind']}2"]
    assert "did you mean 'phone'" in cell.comment.text
    assert cell.fill.fgColor.rgb.endswith("F8C9C4")
    assert before == {path: path.read_bytes() for path in invented.rglob("*") if path.is_file()}


def test_marks_of_an_import_before_go(book: Path, invented: Path) -> None:
    """The marked copy, half corrected and brought in again, marks what is left, in another copy."""
    head = letters(book, "contacts")
    run_import(changed(book, {f"contacts!{head['kind']}2": "fone", f"contacts!{head['date']}2": "2010-13"}), invented)
    copy = book.with_name("review-problems.xlsx")
    first = load_workbook(copy)
    assert first.sheetnames[0] == "problems"
    assert [row[0].value for row in first["problems"].iter_rows(min_row=2)] == [
        f"contacts!{head[key]}2" for key in ("date", "kind")
    ]
    assert run_import(changed(copy, {f"contacts!{head['kind']}2": "phone"}), invented).exit_code == 1
    contacts = load_workbook(book.with_name("review-problems-2.xlsx"))["contacts"]
    assert contacts[f"{head['kind']}2"].comment is None
    assert contacts[f"{head['kind']}2"].fill.fill_type is None
    assert "no month 13" in contacts[f"{head['date']}2"].comment.text
    assert "phone: " in contacts[f"{head['kind']}1"].comment.text


@pytest.mark.parametrize(
    ("column", "typed", "meant"),
    [
        ("kind", "PHONE", "phone"),
        ("kind", "Call-out ", "call-out"),
        ("kind", " application or\u00a0decision", "application-decision"),
        ("date", "2018\u201103\u201102\u200b", "2018-03-02"),
        ("persons", "Alice, Ben", ["alice", "ben"]),
        ("cites", "2.1\n 2.2; ", ["2.1", "2.2"]),
        ("good_practice", "Yes", "yes"),
        ("occurrences", 3, "3"),
    ],
)
def test_what_is_typed_is_taken_as_meant(
    column: str, typed: Any, meant: Any, book: Path, invented: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Capitals, labels, spaces that are none, dashes and other separators are no errors where they can mean one thing."""
    monkeypatch.setattr("dhrgraph.exchange.bookfiles.check", lambda collection: [])
    head = letters(book, "contacts")
    files = files_of(changed(book, {f"contacts!{head[column]}2": typed}), invented).files
    contacts = parse(files["contacts.yaml"].encode()).value
    assert isinstance(contacts, list)
    assert contacts[0][column] == meant


def test_own_sheets_and_columns_are_told_and_columns_may_move(book: Path, invented: Path) -> None:
    """What the analyst adds is left out and said; columns in another order read the same."""
    loaded = load_workbook(book)
    contacts = loaded["contacts"]
    for row in contacts.iter_rows():
        values = [cell.value for cell in row][::-1]
        for cell, value in zip(row, values, strict=True):
            cell.value = value
    contacts.cell(1, contacts.max_column + 1).value = "my remark"
    loaded.create_sheet("Notes")["A1"] = "look again"
    loaded.save(book)
    came = files_of(book, invented)
    assert came.own == ["the column my remark of the sheet contacts", "the sheet Notes"]
    for name, text in came.files.items():
        assert text.encode() == (invented / "reviews" / EXAMPLE / name).read_bytes()


def test_a_renamed_sheet_and_merged_cells(book: Path, invented: Path) -> None:
    """Each is told with what to do, since values would be lost."""
    loaded = load_workbook(book)
    loaded["events"].merge_cells("B2:B3")
    loaded["abuse"].title = "Abuse of her"
    loaded.save(book)
    told = problems_of(book, invented)
    assert "the sheet abuse is missing: is it the sheet 'Abuse of her'?" in told
    assert "events!B2: the cells B2:B3 are merged" in told
    assert run_import(book, invented).exit_code == 1
    assert load_workbook(book.with_name("review-problems.xlsx"))["events"]["B2"].comment


def test_evidence_is_a_sheet(book: Path, invented: Path) -> None:
    """Explanations are written there, and a review without any gets no file."""
    assert "evidence.yaml" not in files_of(book, invented).files
    cells = {"evidence!A2": "gp-2018-02", "evidence!B2": "date", "evidence!C2": "Told by the month of the scan."}
    files = files_of(changed(book, cells), invented).files
    assert parse(files["evidence.yaml"].encode()).value == [
        {"record": "gp-2018-02", "key": "date", "because": "Told by the month of the scan."}
    ]


def test_an_import_that_fails_midway_puts_all_back(book: Path, invented: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file cannot be written, those written before are as they were."""
    before = {path: path.read_bytes() for path in invented.rglob("*") if path.is_file()}

    put = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if target.name == "events.yaml" and self.name.endswith(".new"):
            raise PermissionError(13, "Permission denied", str(target))
        return put(self, target)

    files = files_of(book, invented).files
    (invented / "reviews" / EXAMPLE / "abuse.yaml").unlink()
    monkeypatch.setattr(Path, "replace", failing)
    changes = {**files, "contacts.yaml": "[]\n", "events.yaml": "[]\n"}
    with pytest.raises(PermissionError):
        write_files(invented, EXAMPLE, changes)
    del before[invented / "reviews" / EXAMPLE / "abuse.yaml"]
    assert before == {path: path.read_bytes() for path in invented.rglob("*") if path.is_file()}


def test_the_format_is_kept_strictly(packaged: Collection) -> None:
    """What Excel refuses or repairs is not there: long formulas and names, two of a name, unknown addresses."""
    for review in packaged.reviews:
        book = load_workbook(io.BytesIO(book_of(packaged, review)))
        assert all(len(name) <= 31 for name in book.sheetnames)
        assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames)
        assert all(re.fullmatch(r"list_[a-z_]+", name) for name in book.defined_names)
        for page in book.worksheets:
            for rule in page.data_validations.dataValidation:
                assert rule.formula1 == '"yes,no"' or rule.formula1 in book.defined_names
                assert len(rule.error) <= 225
            cells = [cell for row in page.iter_rows() for cell in row]
            assert all(len(cell.comment.text) < 8000 for cell in cells if cell.comment)
            assert all(len(str(cell.value)) <= 32_767 for cell in cells if cell.value)


def test_readings_and_parts_that_belong_to_nothing(book: Path, invented: Path) -> None:
    """A reading of a record that does not exist is told, and so is a part."""
    told = problems_of(
        changed(book, {"readings!A9": "contacts", "readings!B9": "nobody", "readings!C9": "date"}), invented
    )
    assert "readings!B9" in told
    told = problems_of(changed(book, {"risk_assessments.results!A9": "nobody"}), invented)
    assert "risk_assessments.results!A9" in told


def test_what_is_no_workbook(tmp_path: Path, invented: Path, book: Path) -> None:
    """An empty file, a text, another workbook or one with a sheet missing: each is told, none is a crash."""
    other = io.BytesIO()
    loaded = load_workbook(book)
    del loaded["contacts"]
    loaded.save(tmp_path / "missing.xlsx")
    Workbook().save(other)
    with ZipFile(packed := io.BytesIO(), "w") as archive:
        archive.writestr("content.xml", "<a/>")
    cases = {
        "empty.xlsx": b"",
        "text.xlsx": b"id;date\n",
        "other.xlsx": other.getvalue(),
        "cut.xlsx": book.read_bytes()[:5000],
        "password.xlsx": bytes.fromhex("d0cf11e0a1b11ae1") + b"the rest",
        "packed.xlsx": packed.getvalue(),
    }
    for name, content in cases.items():
        (tmp_path / name).write_bytes(content)
    for name in [*cases, "missing.xlsx"]:
        told = problems_of(tmp_path / name, invented)
        assert name in told
        assert ": " in told


def test_existing_review_is_not_replaced_unasked(book: Path, invented: Path) -> None:
    """A change of what stands there already needs --replace."""
    head = letters(book, "events")
    changed(book, {f"events!{head['summary']}2": "Said in other words"})
    result = run_import(book, invented)
    assert result.exit_code != 0
    assert "--replace" in result.output
    assert run_import(book, invented, "--replace").exit_code == 0
    assert "Said in other words" in (invented / "reviews" / EXAMPLE / "events.yaml").read_text(encoding="utf-8")


def test_the_page_on_correcting_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its commands run as they stand, its sheets and keys are there, and its example is a row of a packaged file."""
    text = (ROOT / "docs" / "correcting.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    lines = [line for block in re.findall(r"(?ms)^```sh\n(.*?)^```$", text) for line in block.splitlines()]
    assert len(lines) >= 4
    for line in lines:
        result = CliRunner().invoke(cli, shlex.split(line, comments=True)[1:])
        assert result.exit_code == 0, f"{line}\n{result.output}"
    sheets = load_workbook(tmp_path / "review.xlsx").sheetnames
    table = text.partition("| sheet |")[2].partition("\n\n")[0]
    assert {name for name in re.findall(r"`([^`]+)`", table) if name != "record"} <= set(sheets)
    (example,) = re.findall(r"(?ms)^```yaml\n(.*?)^```$", text)
    assert example in (datasets() / "reviews" / "lewisham-kazia" / "evidence.yaml").read_text(encoding="utf-8")


TEXTS = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=("Cs", "Cc")), max_size=30)
RECORDS = st.dictionaries(
    st.sampled_from(["id", "date", "cites", "number", "persons", "summary"]),
    st.one_of(TEXTS, st.lists(TEXTS, max_size=3), st.fixed_dictionaries({"a": TEXTS, "b": TEXTS})),
    min_size=1,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(RECORDS, max_size=4))
def test_written_yaml_reads_back(records: list[dict[str, Any]]) -> None:
    """Whatever texts, lists and mappings are written, the loader reads the same."""
    parsed = parse(records_text(records).encode())
    assert parsed.faults == []
    assert parsed.value == records


def test_writing_is_in_the_form_of_the_files() -> None:
    """The packaged files without comments are what would be written."""
    for path in [
        datasets() / "reviews" / "lewisham-kazia" / name for name in ("contacts.yaml", "not_done.yaml", "abuse.yaml")
    ]:
        value = parse(path.read_bytes()).value
        assert isinstance(value, list)
        assert records_text(value) == path.read_text(encoding="utf-8")
    assert record_text({"title": "a: b", "cites": ["1"]}) == 'title: "a: b"\ncites: ["1"]\n'
