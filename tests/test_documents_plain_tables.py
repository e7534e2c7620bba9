"""Tables of plain texts, in each form in which converters leave them: the rows are found, and no paragraph is one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from dhrgraph.documents import read
from dhrgraph.documents.plain_tables import plain_tables

CHRONOLOGY: list[tuple[str, ...]] = [
    ("Date", "Agency", "Event", "Comment"),
    (
        "03/05/2012",
        "Moor Surgery",
        "Ann was seen with a bruise and said that she fell on the step",
        "No question was asked",
    ),
    ("9 May 2012", "Moorshire Police", "A neighbour rang about shouting at the address", "No DASH form was completed"),
    ("June 2012", "Moor Surgery", "Ann did not attend the review", ""),
    ("14/07/2012", "Moorshire Police", "Ben was arrested and bailed to his mother's address", "Bail was not checked"),
]
ACTIONS: list[tuple[str, ...]] = [
    ("No.", "Recommendation", "Lead agency", "Timescale"),
    ("1", "Ask about abuse whenever an injury is seen", "Moor Surgery", "March 2014"),
    ("2", "Tell the surgery of each call to a home with children", "Moorshire Police", "Six months"),
    ("3", "Pay for a second advocate in the district", "Moor District Council", "April 2015"),
]
CONTRIBUTORS: list[tuple[str, ...]] = [
    ("Agency", "Contribution"),
    ("Moorshire Police", "IMR and chronology"),
    ("Moor Surgery", "Summary report"),
    ("Moor District Council", "IMR and chronology"),
]
BEFORE = ["1.1 Ann and Ben lived in Moor. Moorshire Police and Moor Surgery knew of them.", ""]
AFTER = [
    "",
    "1.2 Moor Surgery has since changed its way of asking. Moorshire Police wrote to",
    "the panel about it.",
    "",
]
FURNITURE = ["", "Moor Partnership    Page {}", "\f", "RESTRICTED Ann", ""]


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of a width."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def two(rows: list[tuple[str, ...]]) -> list[str]:
    """Cells two spaces apart, in lines of 60 characters."""
    lines = []
    for row in rows:
        text = "  ".join(cell for cell in row if cell).replace("  ", " \0")
        lines += [line.replace(" \0", "  ").lstrip("\0") for line in wrapped(text, 70)]
    return lines


def cells(rows: list[tuple[str, ...]]) -> list[str]:
    """Each cell on a line."""
    return [cell for row in rows for cell in row if cell]


def blocks(rows: list[tuple[str, ...]]) -> list[str]:
    """Each cell between blank lines."""
    return [line for cell in cells(rows) for line in (cell, "")]


def narrow(rows: list[tuple[str, ...]]) -> list[str]:
    """Each cell in lines of its column's width, with nothing between the rows."""
    widths = (20, 28, 34, 24)
    return [
        line for row in rows for cell, width in zip(row, widths, strict=False) for line in wrapped(cell, width) if line
    ]


def apart(rows: list[tuple[str, ...]]) -> list[str]:
    """Each cell in lines of its column's width, with a blank line between the rows."""
    return [line for row in rows for line in (*narrow([row]), "")]


def paged(rows: list[tuple[str, ...]]) -> list[str]:
    """Each cell in lines, with the head and foot of a page amid the rows."""
    lines = narrow(rows)
    made: list[str] = []
    for at, line in enumerate(lines):
        made += [text.format(at) for text in FURNITURE] if at and at % 4 == 0 else []
        made.append(line)
    return made


def layout(rows: list[tuple[str, ...]]) -> list[str]:
    """Columns below each other."""
    lines = []
    for row in rows:
        columns = [wrapped(cell, 22) for cell in row]
        for at in range(max(map(len, columns))):
            lines.append("".join((c[at] if at < len(c) else "").ljust(24) for c in columns).rstrip())
    return lines


FORMS = [two, cells, blocks, narrow, apart, paged, layout]


@pytest.mark.parametrize(
    ("form", "table"),
    [
        *((form, table) for form in FORMS for table in (CHRONOLOGY, ACTIONS)),
        *((form, CONTRIBUTORS) for form in (two, cells, blocks, layout)),  # else nothing tells rows from lines
    ],
)
def test_rows_are_found_whatever_sets_the_cells_apart(form: object, table: list[tuple[str, ...]]) -> None:
    """Each row begins as in the table, with all of its words, and no text around the table is in it."""
    assert callable(form)
    found = [row for row in plain_tables([*BEFORE, *form(table), *AFTER]).values() if row]
    assert found[0] == table[0]
    assert [row[0] for row in found] == [row[0] for row in table]
    assert [" ".join(row).split() for row in found] == [" ".join(row).split() for row in table]


@pytest.mark.parametrize("form", [two, cells, blocks, narrow, apart, layout], ids=lambda form: form.__name__)
def test_agencies_stand_in_cells_of_their_own(form: object) -> None:
    """The second cell of a chronology's row is the agency."""
    assert callable(form)
    found = [row for row in plain_tables([*BEFORE, *form(CHRONOLOGY), *AFTER]).values() if row]
    assert [row[1] for row in found] == [row[1] for row in CHRONOLOGY]


@pytest.mark.parametrize("table", [CHRONOLOGY, ACTIONS], ids=["chronology", "actions"])
def test_rows_without_anything_between_cells_are_cut_by_what_the_text_knows(table: list[tuple[str, ...]]) -> None:
    """The date or number, the names that the text has elsewhere, and the time limit are cells; no word goes."""
    lines = [line for row in table for line in wrapped(" ".join(cell for cell in row if cell), 70)]
    found = [row for row in plain_tables([*BEFORE, *lines, *AFTER]).values() if row]
    assert [row[0] for row in found] == [row[0] for row in table]
    agency = table[0].index("Agency" if table is CHRONOLOGY else "Lead agency")
    assert [row[agency] for row in found[1:]] == [row[agency] for row in table[1:]]
    assert [" ".join(row).split() for row in found] == [" ".join(row).split() for row in table]


@pytest.mark.parametrize(
    "lines",
    [
        ["Recommendations", "", "1. The Police should train staff.", "", "2. The Council should pay."],
        ["Date of the review", "", "The panel met on 3 May 2012.", "It met again in June."],
        ["Agency  Role", "", "The agencies were asked for reports.", "Each gave one."],
        ["Action Lead Review", "The Police acted on it.", "The Council did not.", "A letter was sent."],
        ["Date", "", "3 May 2012", "", "Author", "", "Ann Example, independent of all agencies here"],
        ["Event", "Contact with the GP", "Ann saw the GP in May 2012. She was not asked.", "She came again in June."],
    ],
)
def test_text_that_is_no_table_stays(lines: list[str]) -> None:
    """Headings, lists and paragraphs with words that could name columns are no rows."""
    assert plain_tables([*BEFORE, *lines, *AFTER]) == {}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_no_word_of_a_table_is_lost_or_doubled(form: object) -> None:
    """The words of the lines that a table takes are those of its rows."""
    assert callable(form)
    raw = [*BEFORE, *form(CHRONOLOGY), *AFTER, *form(ACTIONS), *AFTER]
    found = plain_tables(raw)
    taken = Counter(word for line in found for word in raw[line].split())
    assert taken == Counter(word for row in found.values() for cell in row for word in cell.split())
    assert taken["Lead"] == taken["Event"] == 1


def test_passages_of_a_text_have_the_columns(tmp_path: Path) -> None:
    """A report in text gives rows with the names of their columns, and paragraphs before and after."""
    path = tmp_path / "report.txt"
    path.write_text("\n".join(["1. Facts", "", *BEFORE, *cells(CHRONOLOGY), *AFTER]), encoding="utf-8")
    passages = read(path).passages
    rows = [passage for passage in passages if passage.kind == "row"]
    assert tuple(row.cells for row in rows) == tuple(CHRONOLOGY[1:])
    assert {row.columns for row in rows} == {CHRONOLOGY[0]}
    assert [passage.number for passage in passages if passage.kind == "paragraph"] == ["1.1", "1.2"]


def test_long_tables_do_not_take_long() -> None:
    """A text of nothing but names of columns, and a table of many rows, are read in one go."""
    assert plain_tables(["Date  Agency  Event"] * 3000) == {}
    rows = [line for _ in range(600) for line in ("3 May 2012", "GP", "She came in.")]
    assert sum(map(bool, plain_tables(["Date", "Agency", "Event", *rows]).values())) == 601
