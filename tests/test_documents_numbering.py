"""Numbers, lists, slips and tables as reports really have them, in texts."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dhrgraph.documents import Document, read

WORDS = ["police", "doctor", "visit", "letter", "review", "panel", "meeting", "record", "asked", "wrote", "left"]


def reading(text: str) -> Document:
    """A text, read as a report."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.txt"
        file.write_text(text, encoding="utf-8")
        return read(file)


def texts(text: str) -> dict[str, str]:
    """The texts of a report by the numbers that records cite."""
    return reading(text).texts()


def numbers(text: str) -> list[str]:
    """The numbers that records can cite."""
    return [passage.number for passage in reading(text).index()]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a number on a line of its own", "1. Start\n\n1.1\n\nThe panel met.\n\n2\n\nFacts\n\n2.1\n\nShe called.\n", ["1.1", "2.1"]),
        ("letters that OCR took for digits", "1. Start\n\n1.1 The panel met.\n\nl.2 It met again.\n\n1 .3 It ended.\n\n1,4 All.\n", ["1.1", "1.2", "1.3", "1.4"]),
        ("a reference at the start of a line", "1. Start\n\n1.1 The panel looked at paragraph\n1.4 below and walked\n2.5 miles at\n10.30 am.\n\n1.2 It ended.\n", ["1.1", "1.2"]),
        ("a date that looks like a number", "1. Start\n\n1.1 The panel met.\n\n12.05.2014 was a Monday.\n\n1.2 It ended.\n", ["1.1", "1.2"]),
        ("a number used twice", "1. Start\n\n1.1 One.\n\n1.2 Two.\n\n1.2 Three.\n\n1.4 Four.\n", ["1.1", "1.2", "1.2#2", "1.4"]),
        ("numbers begun anew", "1. Summary\n\n1.1 One.\n\n1.2 Two.\n\n1. Overview\n\n1.1 Three.\n\n1.2 Four.\n", ["1.1", "1.2", "1.1#2", "1.2#2"]),
        ("a list within a paragraph", "9. End\n\n9.1 These follow:\n\n1. The first.\n2. The second.\n\n9.2 It ended.\n", ["9.1", "9.1(1)", "9.1(2)", "9.2"]),
        ("a list under a heading of its own", "9. End\n\n9.1 It ended.\n\nSingle agency points\n\n1. The first.\n2. The second.\n", ["9.1", "1", "2"]),
        ("numerals with points", "1. Start\n\n1.1 It met:\n\ni. once\nii. twice\n\n1.2 It ended.\n", ["1.1", "1.1(i)", "1.1(ii)", "1.2"]),
        ("an appendix without numbers", "1. Start\n\n1.1 It met.\n\nAppendix A – Terms\n\nThe terms are these.\n\nThey were agreed.\n", ["1.1", "AppA", "AppA-1", "AppA-2"]),
        ("a point or bracket after the number", "1. Start\n\n1.1. It met.\n\n1.2) It ended.\n", ["1.1", "1.2"]),
        ("numbers without space after their point", "\n\n".join(f"{n}.The panel looked at this matter." for n in range(1, 12)), [*map(str, range(1, 12))]),
        ("notes with plain numbers in a straight run", "\n\n".join(f"{n}. The panel looked at this matter." + ("\n\n1 A note on it." if n == 4 else "") for n in range(1, 9)), [*map(str, range(1, 9))]),
        ("a heading that asks", "8. End\n\n8.1 Could it have been known?\n\n8.1.1 It could not.\n\n8.1.2 It ended.\n\n8.2 Who knew?\n\n8.2.1 Nobody knew.\n", ["8.1.1", "8.1.2", "8.2.1"]),
        ("a sentence that begins with a number", "1. Start\n\n1.1 It met.\n\n12 people came to the meeting.\n\n1.2 It ended.\n", ["1.1", "1.2"]),
    ],
)  # fmt: skip
def test_numbers_of_odd_reports(name: str, text: str, expected: list[str]) -> None:
    """Each way of numbering gives the numbers that a reader would cite."""
    assert numbers(text) == expected, name


def test_what_ocr_spoiled_is_told() -> None:
    """A number that was read with letters in it is a warning that names its line."""
    warnings = reading("1. Start\n\n1.1 The panel met.\n\nl.2 It met again.\n").warnings
    assert [(w.line, "read as 1.2" in w.what) for w in warnings] == [(5, True)]


def test_a_summary_without_numbers_stands_before_an_overview_with_them() -> None:
    """Under headings without numbers paragraphs are numbered by the heading, and the numbered part goes by its own."""
    text = (
        "DOMESTIC HOMICIDE REVIEW\n\nExecutive Summary\n\nThis summary tells of the review that the partnership made.\n\n"
        "1. Introduction\n\n1.1 The panel met.\n\n2. Facts\n\n2.1 She called.\n"
    )
    assert numbers(text) == ["title", "executive-summary-1", "1.1", "2.1"]


def test_numbered_headings_above_paragraphs_without_numbers() -> None:
    """Where only headings have numbers, paragraphs are numbered by the words of the heading."""
    text = "1. Start\n\nThe panel met in May and in June.\n\n1.1 Aim\n\nThe aim was to learn.\n\n• one\n• two\n\n2. Facts\n\nShe called.\n"
    document = reading(text)
    assert [p.number for p in document.index()] == ["start-1", "aim-1", "facts-1"]
    assert [(p.number, p.cite) for p in document.passages if p.kind == "bullet"] == [
        ("aim-1(bullet1)", "aim-1"),
        ("aim-1(bullet2)", "aim-1"),
    ]
    assert document.texts()["aim-1"] == "The aim was to learn.\none\ntwo"


def test_a_list_in_a_report_numbered_straight_through() -> None:
    """A list that begins with 1 in the middle of a straight run is a list, and the run goes on after it."""
    paragraphs = [f"{n}. The panel looked at matter {n}." for n in range(1, 31)]
    paragraphs.insert(12, "1. what was known\n2. when it was known\n3. by whom")
    assert numbers("\n\n".join(paragraphs)) == [
        *map(str, range(1, 13)), "12(1)", "12(2)", "12(3)", *map(str, range(13, 31)),
    ]  # fmt: skip


def test_page_numbers_and_contents_are_none_of_the_text() -> None:
    """Contents pages, page numbers and repeated markings are dropped; markings are kept for themselves."""
    page = "\n\nOFFICIAL SENSITIVE\n\n"
    text = (
        f"A review{page}Contents\n\n1. Start ........ 2\n2. Facts ........ 3\n\n1. Start\n\n1.1 The panel met in\n\f\n12\n"
        f"May.{page}Page 3 of 60\n\n2. Facts\n\n2.1 She called.{page}"
    )
    document = reading(text)
    assert document.texts() == {"title": "A review", "1.1": "The panel met in May.", "2.1": "She called."}
    assert document.running == ("OFFICIAL SENSITIVE",)


TABLES = {
    "tabs": "Date\tAgency\tEvent\n3 May 2014\tGP\tShe came.\n4 May 2014\tPolice\tHe was seen.\n",
    "bars": "| Date | Agency | Event |\n| --- | --- | --- |\n| 3 May 2014 | GP | She came. |\n| 4 May 2014 | Police | He was seen. |\n",
    "spaces": "Date          Agency     Event\n3 May 2014    GP         She\n                         came.\n4 May 2014    Police     He was seen.\n",
    "lines": "Date\nAgency\nEvent\n3 May 2014\nGP\nShe came.\n4 May 2014\nPolice\nHe was\nseen.\n",
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_chronologies_of_texts(table: str) -> None:
    """However a text sets a chronology, each row is a passage with its cells."""
    document = reading(f"3. Facts\n\n3.1 The contacts were these.\n\n{table}\n3.2 It ended.\n")
    rows = [(p.number, p.cells, p.columns, p.cite == p.number) for p in document.passages if p.kind == "row"]
    columns = ("Date", "Agency", "Event")
    assert rows == [
        ("3.1(table)(row1)", ("3 May 2014", "GP", "She came."), columns, True),
        ("3.1(table)(row2)", ("4 May 2014", "Police", "He was seen."), columns, True),
    ]
    assert document.texts()["3.2"] == "It ended."


def test_other_flattened_tables_are_cited_as_a_whole() -> None:
    """Rows of a table that tells no dates are passages, cited by their table."""
    document = reading("3. Facts\n\n3.1 These came.\n\nAgency\tPart\nGP\tIMR\nPolice\tIMR\n")
    assert [p.number for p in document.index()] == ["3.1", "3.1(table)"]
    assert {p.cite for p in document.passages if p.kind == "row"} == {"3.1(table)"}


# Reports made by chance

sentences = st.lists(st.sampled_from(WORDS), min_size=3, max_size=40).map(
    lambda words: f"The {' '.join(words)} of her."
)


@st.composite
def reports(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    """A report in one of three numberings, wrapped or not, and its passages."""
    kind = draw(st.sampled_from(["chapters", "sections", "straight"]))
    width = draw(st.sampled_from([0, 60, 78]))
    lines: list[str] = ["Review of the death of Marian"]
    key: dict[str, str] = {}
    count = 0
    for chapter in range(1, draw(st.integers(2, 4)) + 1):
        title = " ".join(word.title() for word in draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)))
        lines.append(title if kind == "straight" else f"{chapter}. {title}")
        lines += [f"{chapter}.1 Matters"] if kind == "sections" else []
        for at in range(1, draw(st.integers(3, 8)) + 1):
            count += 1
            number = {"chapters": f"{chapter}.{at}", "sections": f"{chapter}.1.{at}", "straight": str(count)}[kind]
            key[number] = draw(sentences)
            lines.append(f"{number}{'.' if kind == 'straight' else ''} {key[number]}")
            for letter in "abcdefgh"[: draw(st.sampled_from([0, 0, 0, 2, 8]))]:
                key[f"{number}({letter})"] = draw(sentences)
                lines.append(f"({letter}) {key[f'{number}({letter})']}")
    return "\n\n".join(wrap(line, width) for line in lines), key


def wrap(line: str, width: int) -> str:
    """A line broken where it would be wider than a page."""
    made = [""]
    for word in line.split(" "):
        fits = not width or len(made[-1]) + 1 + len(word) <= width or not made[-1]
        made = [*made[:-1], f"{made[-1]} {word}".strip()] if fits else [*made, word]
    return "\n".join(made)


@given(reports())
@settings(max_examples=60, deadline=None)
def test_all_numbered_passages_of_any_report_are_found(report: tuple[str, dict[str, str]]) -> None:
    """Whatever the numbers, the lengths and the width of the page, each passage is found with its text."""
    text, key = report
    found = texts(text)
    assert {number: found.get(number) for number in key} == key


@given(st.text(alphabet="1.2 l\n\t()aiv•-¹²|ABC", max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_a_sound_index(text: str) -> None:
    """No text, however odd, gives two passages of one number or an offset that is wrong."""
    document = reading(f"1. Start\n\n1.1 The panel met.\n\n{text}")
    given_numbers = [passage.number for passage in document.passages]
    assert len(set(given_numbers)) == len(given_numbers)
    assert all(document.text[p.start : p.end] == p.text for p in document.passages)
    assert all(p.cite in {q.number for q in document.index()} for p in document.passages if p.cite)


def test_recommendations_with_numbers_of_their_own() -> None:
    """A recommendation without a number of the paragraph is cited by its own, also where that stands above it."""
    text = (
        "9. Recommendations\n\n9.1 The panel recommends:\n\nRecommendation 1: The council to write.\n\nIt has begun.\n\n"
        "Recommendation Two – The police to train.\n\n9.2 It ended.\n"
    )
    assert texts(text) == {
        "9.1": "The panel recommends:",
        "rec1": "Recommendation 1: The council to write.\nIt has begun.",
        "rec2": "Recommendation Two – The police to train.",
        "9.2": "It ended.",
    }
    named = "# Aims\n\nTo learn.\n\n## Recommendation 1\n\nThe council to write.\n\nIt has begun.\n"
    assert numbers(named) == ["aims-1", "rec1", "recommendation-1-2"]


def test_a_text_without_space_between_its_paragraphs() -> None:
    """Where each line is a paragraph and none is set apart, headings without numbers are still told from texts."""
    lines = [
        "1. Start",
        *(f"1.{n} The panel looked at matter {n}." for n in range(1, 19)),
        "Family and friends",
        "1.19 They came.",
    ]
    document = reading("\n".join(lines))
    assert [p.text for p in document.passages if p.kind == "heading"] == ["Start", "Family and friends"]
    assert list(document.texts()) == [f"1.{n}" for n in range(1, 20)]


def test_contents_with_pages_on_lines_of_their_own() -> None:
    """Pages that a converter has set below the entries of the contents leave none of these in the text."""
    entries = ["Contents", "1. Start", "2", "1.1 The call", "2", "1.2 The visit", "3", "2. End", "4", "Appendix A", "5"]
    body = [
        "1. Start",
        "1.1 The call",
        "1.1.1 She called.",
        "1.2 The visit",
        "1.2.1 He came.",
        "2. End",
        "2.1.1 It ended.",
    ]
    assert texts("\n\n".join(["A review", *entries, *body])) == {
        "title": "A review", "1.1.1": "She called.", "1.2.1": "He came.", "2.1.1": "It ended.",
    }  # fmt: skip


def test_footers_that_tell_their_page() -> None:
    """A footer that stands on each page with another number is none of the text."""
    body = "\n\n".join(
        f"1.{n} The panel met in May in the old library of the town hall at Kestle Bay, where it\n\nVersion 6 of the report   Page {n} of 9\n\nheard him."
        for n in range(1, 6)
    )
    document = reading(f"1. Start\n\n{body}")
    assert document.texts() == {
        f"1.{n}": "The panel met in May in the old library of the town hall at Kestle Bay, where it heard him."
        for n in range(1, 6)
    }
    assert document.running == ("Version 6 of the report",)


def test_headings_that_begin_with_a_year() -> None:
    """A heading of a chronology may open with its year."""
    told = "She saw the doctor about it in spring and was told to come again, which she did not."
    document = reading(f"Chronology\n\n{told}\n\n2019: the first calls\n\n{told}\n\n2020: the year after\n\n{told}\n")
    assert list(document.texts())[1:] == ["2019-the-first-calls-1", "2020-the-year-after-1"]


def test_a_footnote_within_a_flattened_table() -> None:
    """The rows below a footnote belong to the table above it, and the first of them is no header."""
    text = "1. Facts\n\n1.1 These took part:\n\nAgency\tPart\nPolice¹\tIMR\n\n¹ A note.\n\nThe Trust\tIMR\nThe Refuge\tLetter\n"
    document = reading(text + "\n1.2 It ended.\n")
    assert [p.cells for p in document.passages if p.kind == "row"] == [
        ("Police", "IMR"), ("The Trust", "IMR"), ("The Refuge", "Letter"),
    ]  # fmt: skip
    assert document.texts()["fn1"] == "A note."


@pytest.mark.parametrize("end", [False, True])
def test_footnotes_with_plain_numbers(end: bool) -> None:
    """Plain digits after a word are marks where a line below opens with them; the rows of a list far below are none."""
    notes = ["1 A first note.", "2 A note on 12 visits."]
    paragraphs = [
        "1. Facts",
        "1.1 The panel met in May.1 It met in all 12 times",
        "and heard the doctor2, as he asked.",
    ]
    later = [f"1.{n} The panel looked at this matter." for n in range(2, 90)]
    rows = ["1 Write to the board", "2 Meet the board"]
    order = [*paragraphs, *later, *rows, "Notes", *notes] if end else [*paragraphs, *notes, *later, *rows]
    found = texts("\n\n".join(order))
    assert (
        found["1.1"].replace("\n", " ")
        == "The panel met in May. It met in all 12 times and heard the doctor, as he asked."
    )
    assert (found["fn1"], found["fn2"]) == ("A first note.", "A note on 12 visits.")
    assert "Write to the board" not in found["fn1"]
