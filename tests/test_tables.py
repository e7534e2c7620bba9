"""Tables: columns that programs rely on, cells that spreadsheets take as they are."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dhrgraph.cells import csv_text, defused, joined, split, undefused
from dhrgraph.exchange.tables import COLUMNS, Table, read_tables, tables, to_csv
from dhrgraph.exchange.workbook import to_xlsx
from dhrgraph.records import Collection, load_collection

#: The contract, as told to those whose programs read the tables.
CONTRACT = """
contacts: review,id,date,earliest,latest,agencies,persons,roles,present,kind,reached,initiated_by,asked,disclosure,missed_opportunity,good_practice,occurrences,summary,passages
referrals: review,id,date,earliest,latest,from_agency,to_agency,persons,kind,ground,automatic,consent,outcome,passages
not_done: review,id,date,earliest,latest,act,by_agency,to_agency,persons,reason,criticised,summary,passages
marac_meetings: review,id,date,earliest,latest,marac,referral,referred_by,persons,represented,not_represented,actions_count,passages
marac_actions: review,id,meeting,owner,action,outcome,passages
risk_assessments: review,id,date,earliest,latest,agency,persons,tool,results,grade,basis,criticised,passages
recommendations: review,id,number,level,made_by,addressed_to,scope,themes,rests_on,summary,passages
plan_actions: review,id,recommendation,owner,target_date,status,passages
abuse: review,id,type,by,against,from,to,passages
knowledge: review,id,abuse,agency,since,earliest,latest,passages
sharing: review,id,date,earliest,latest,from_agency,to_agency,what,shared,passages
people: review,id,pseudonym,role,relation,sex,age,origin,case_outcome,passages
agencies: id,label,other_names,sector,identifiers
involvement: review,agency,contribution,on_panel,contact_with,passages
events: review,id,date,earliest,latest,kind,persons,summary,passages
findings: review,id,kind,themes,agencies,rests_on,summary,passages
contradictions: review,id,record,property,readings,preferred,passages
"""  # fmt: skip


def rows(made: list[Table], name: str) -> list[dict[str, str]]:
    """The rows of a table as its CSV has them."""
    table = next(t for t in made if t.name == name)
    return list(csv.DictReader(io.StringIO(to_csv(table), newline="")))


@pytest.fixture(scope="module")
def made(packaged: Collection) -> list[Table]:
    """The tables of the packaged reviews."""
    return tables(packaged)


def test_columns_are_the_contract() -> None:
    """No column of the contract changes its name or place."""
    for line in CONTRACT.strip().splitlines():
        name, _, columns = line.partition(": ")
        known = columns.split(",")
        assert COLUMNS[name].split(",")[: len(known)] == known
    assert "circumstances" in COLUMNS


def test_every_record_is_a_row(packaged: Collection, made: list[Table]) -> None:
    """No record is lost, in no table."""
    for table in made:
        if table.name in ("reviews", "agencies", "contradictions"):
            continue
        assert len(table.rows) == sum(len(review.records[table.name]) for review in packaged.reviews), table.name


def test_a_known_row(made: list[Table]) -> None:
    """The visit to the GP two days after the assault stands as the coding has it."""
    (row,) = [r for r in rows(made, "contacts") if r["date"] == "2010-09-20"]
    assert row["agencies"] == "kazia-gp-practice"
    assert (row["earliest"], row["latest"]) == ("2010-09-20", "2010-09-20")
    assert (row["persons"], row["roles"], row["missed_opportunity"], row["good_practice"]) == (
        "kazia",
        "victim",
        "yes",
        "no",
    )
    assert {"3.5.4", "4.4.2(c)"} <= set(row["passages"].split(";"))


def test_meetings_name_who_referred(made: list[Table]) -> None:
    """Who referred is taken from the referral, the count of actions from the report."""
    for row in rows(made, "marac_meetings"):
        assert (row["referred_by"], row["actions_count"]) == ("metropolitan-police", "1")


def test_several_grades_are_one_assessment(made: list[Table]) -> None:
    """Risks assessed at once are one row with several results."""
    (row,) = [r for r in rows(made, "risk_assessments") if r["id"] == "ra-probation-order-2012"]
    assert len(split(row["results"])) == 3
    assert set(split(row["grade"])) == {"low", "medium"}


def test_contradictions_have_both_readings(made: list[Table]) -> None:
    """The form of 2010 is told in two ways; both stand with their passages."""
    (row,) = [r for r in rows(made, "contradictions") if r["record"] == "ra-police-2010-09-18"]
    assert split(row["readings"]) == ["dash (1.8.13)", "specss (3.3.4, fn10)"]
    assert row["preferred"] == "specss"


def test_rows_are_sorted(made: list[Table]) -> None:
    """By review, then by first day."""
    for name in ("contacts", "events", "not_done"):
        keys = [(row["review"], row["earliest"] or "9999", row["id"]) for row in rows(made, name)]
        assert keys == sorted(keys)


def test_yes_and_no(made: list[Table]) -> None:
    """Truth values are yes or no."""
    for name, column in (("contacts", "missed_opportunity"), ("involvement", "on_panel"), ("not_done", "criticised")):
        assert {row[column] for row in rows(made, name)} <= {"yes", "no"}


@given(st.lists(st.text(min_size=1)))
def test_cells_round_trip(values: list[str]) -> None:
    """Whatever the texts, the values of a cell come back."""
    assert split(joined(values)) == values


@given(st.text())
def test_no_cell_is_a_formula(text: str) -> None:
    """No cell begins as a formula does, unless it is a number, and the text comes back."""
    cell = defused(text)
    assert cell[:1] not in tuple("=+-@\t\r\n") or not cell or cell.lstrip("+-").replace(".", "", 1).isdecimal()
    assert undefused(cell) == text


@given(
    st.lists(
        st.lists(
            st.text(alphabet=st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"])),
            min_size=2,
            max_size=2,
        )
    )
)
def test_csv_is_rfc_4180(content: list[list[str]]) -> None:
    """Commas, quotes and line breaks in cells come back, and lines end with CRLF."""
    text = csv_text(["a", "b"], content)
    assert list(csv.reader(io.StringIO(text, newline="")))[1:] == [[defused(cell) for cell in row] for row in content]
    assert text.startswith("a,b\r\n")


def test_a_formula_in_a_record_is_defused(invented: Path) -> None:
    """A summary that a spreadsheet would run stands as text, in CSV and in the workbook."""
    path = invented / "reviews" / "example-review" / "events.yaml"
    text = path.read_text(encoding="utf-8").replace("Ms A was killed", "=HYPERLINK(1); was killed")
    path.write_text(text, encoding="utf-8")
    collection, problems = load_collection(invented)
    assert problems == []
    made = tables(collection)
    summary = next(r["summary"] for r in rows(made, "events") if r["id"] == "death")
    assert summary == r"'=HYPERLINK(1)\; was killed"
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(made)))
    cells = [cell for row in book["events"].iter_rows() for cell in row if "HYPERLINK" in str(cell.value)]
    assert [cell.data_type for cell in cells] == ["s"]


def test_tables_come_back_from_files(made: list[Table], packaged_build: Path) -> None:
    """What a build holds is what the records give."""
    assert read_tables(packaged_build / "tables") == made


def test_workbook(made: list[Table]) -> None:
    """A sheet a table, every cell text, the header frozen."""
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(made)))
    assert book.sheetnames == list(COLUMNS)
    sheet = book["contacts"]
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[1]] == COLUMNS["contacts"].split(",")
    assert sheet.max_row == len(next(t for t in made if t.name == "contacts").rows) + 1
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            assert cell.number_format == "@"
            assert cell.value is None or cell.data_type == "s"
    dates = {cell.value for cell in sheet["C"]}
    assert "2010-09" in dates
