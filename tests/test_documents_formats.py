"""What only one kind of file has: tracked changes and lists of Word, lists of web pages, pages of PDFs."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.pdfgen.canvas import Canvas

from dhrgraph.documents import Document, read
from dhrgraph.documents.counts import letter, roman
from dhrgraph.documents.joining import Joiner
from dhrgraph.documents.lines import Line
from dhrgraph.documents.tables import prepared
from dhrgraph.documents.word_lists import Lists

W = nsdecls("w")


def listed(document: Document) -> dict[str, str]:
    """All passages but headings, by number."""
    return {p.number: p.text for p in document.passages if p.kind != "heading"}


# Word


@pytest.fixture
def word(tmp_path: Path) -> Callable[[Any], Document]:
    """Save a Word file and read it."""

    def reading(document: Any) -> Document:
        document.save(tmp_path / "report.docx")
        return read(tmp_path / "report.docx")

    return reading


def test_tracked_changes_are_read_as_accepted(word: Callable[[Any], Document]) -> None:
    """What was put in is read, what was taken out or moved away or is hidden is not."""
    document = docx.Document()
    document.add_heading("1. Facts", 1)
    paragraph = document.add_paragraph("1.1 The panel met in ")
    for change, text in (("ins", "June "), ("moveTo", "2014 "), ("del", "May "), ("moveFrom", "2013 ")):
        tag = "delText" if change == "del" else "t"
        run = f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'
        paragraph._p.append(parse_xml(f'<w:{change} {W} w:id="1" w:author="A">{run}</w:{change}>'))
    paragraph.add_run("and secretly ").font.hidden = True
    paragraph.add_run("once more.")
    assert listed(word(document)) == {"1.1": "The panel met in June 2014 once more."}


def test_text_boxes_and_boxes_of_one_cell_belong_to_the_paragraph(word: Callable[[Any], Document]) -> None:
    """A text box is read once, after its paragraph; a table of one cell is what stands in it."""
    document = docx.Document()
    document.add_heading("1. Facts", 1)
    run = document.add_paragraph("1.1 See the box.").add_run()
    box = f"<w:txbxContent {W}><w:p><w:r><w:t>In the box.</w:t></w:r></w:p></w:txbxContent>"
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    run._r.append(
        parse_xml(
            f"<mc:AlternateContent {space}><mc:Choice><w:drawing {W}>{box}</w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict {W}>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
        )
    )
    document.add_table(1, 1).cell(0, 0).text = "In a frame."
    assert listed(word(document)) == {"1.1": "See the box.\nIn the box.\nIn a frame."}


def test_tables_of_word(word: Callable[[Any], Document]) -> None:
    """Merged cells are filled, and numbers in a column of their own are those of the paragraphs beside them."""
    document = docx.Document()
    document.add_heading("1. Facts", 1)
    numbers = document.add_table(0, 2)
    for number, text in (("1.1", "The panel met."), ("1.2", "The contacts were these.")):
        numbers.add_row().cells[0].text = number
        numbers.rows[-1].cells[1].text = text
    document.add_paragraph()
    table = document.add_table(0, 3)
    for row in (("Date", "Agency", "Event"), ("3 May 2014", "GP", "Seen."), ("", "Police", "Called.")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    found = word(document)
    assert list(listed(found)) == ["1.1", "1.2", "1.2(table)", "1.2(table)(row1)", "1.2(table)(row2)"]
    assert [p.cells for p in found.passages if p.kind == "row"] == [
        ("3 May 2014", "GP", "Seen."),
        ("3 May 2014", "Police", "Called."),
    ]


def numbering(*levels: tuple[str, str], override: str = "") -> Lists:
    """A list of Word with levels of one's own."""
    made = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (kind, text) in enumerate(levels)
    )
    return Lists(
        parse_xml(
            f'<w:numbering {W}><w:abstractNum w:abstractNumId="1">{made}</w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
            f'<w:num w:numId="2"><w:abstractNumId w:val="1"/>{override}</w:num></w:numbering>'
        )
    )


def test_lists_count_as_word_counts() -> None:
    """Levels begin anew below a new number, show the numbers above, and a list goes on unless it says otherwise."""
    lists = numbering(("decimal", "%1."), ("decimal", "%1.%2"), ("lowerRoman", "(%3)"))
    levels = [0, 1, 1, 2, 2, 1, 2, 0, 1]
    labels = [lists.label("1", level)[0] for level in levels]
    assert labels == ["1.", "1.1", "1.2", "(i)", "(ii)", "1.3", "(i)", "2.", "2.1"]
    assert lists.label("2", 0) == ("3.", False)  # another list of one definition
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    anew = numbering(("decimal", "%1."), override=start)
    assert [anew.label(number, 0)[0] for number in ("1", "1", "2", "2")] == ["1.", "2.", "1.", "2."]
    assert numbering(("bullet", "•")).label("1", 0) == ("•", True)
    assert lists.label("9", 0) == lists.label("1", 99) == ("", False)


def test_letters_and_numerals() -> None:
    """Lists count in letters and numerals as far as they go."""
    assert [letter(count) for count in (1, 26, 27, 131)] == ["a", "z", "aa", "131"]
    assert [roman(count) for count in (4, 9, 40, 1999, 4000)] == ["iv", "ix", "xl", "mcmxcix", "4000"]


# Web pages


def page(tmp_path: Path, body: str, encoding: str = "utf-8") -> Document:
    """A web page, read."""
    file = tmp_path / "report.html"
    file.write_bytes(f"<html><head><meta charset='{encoding}'></head><body>{body}</body></html>".encode(encoding))
    return read(file)


def test_lists_of_web_pages(tmp_path: Path) -> None:
    """Numbers, letters and numerals that a browser would set are read, and starts and values are kept to."""
    body = (
        "<h2>Aims</h2><ol><li>To learn.<li>To ask:<ol type=a start=3><li>who;<li>when.</ol></ol><p>It met.</p>"
        "<ol start=3><li>To tell.<ul><li>all</ul><li value=7>To end.</ol>"
    )
    assert list(listed(page(tmp_path, body))) == ["1", "2", "2(c)", "2(d)", "3", "3(bullet1)", "7"]


def test_what_of_a_web_page_is_no_text(tmp_path: Path) -> None:
    """Scripts, styles, menus and hidden parts are not read; tables that set out the page are read through."""
    body = (
        "<nav>1.9 Menu</nav><script>var a = '<p>1.8 no';</script><style>p {}</style><table><tr><td><h1>1. Facts</h1>"
        "<p>1.1 The <i>panel</i> met.<!-- 1.7 no --></p><div hidden>1.6 no</div><p style='display:none'>1.5 no</p></table>"
    )
    assert listed(page(tmp_path, body)) == {"1.1": "The panel met."}


def test_cells_of_web_pages_reach_over_rows_and_columns(tmp_path: Path) -> None:
    """A cell over several rows stands in each of them; one over several columns in the first."""
    body = (
        "<h1>1. Facts</h1><p>1.1 These.</p><table><tr><th>Date<th>Agency<th>Event"
        "<tr><td rowspan=2>3 May 2014<td>GP<td>Seen.<tr><td colspan=2>Police called.</table>"
    )
    rows = [p.cells for p in page(tmp_path, body).passages if p.kind == "row"]
    assert rows == [("3 May 2014", "GP", "Seen."), ("3 May 2014", "Police called.", "")]


def test_notes_and_letters_of_web_pages(tmp_path: Path) -> None:
    """Footnotes in a list of notes are footnotes, and a page may be of another encoding."""
    body = (
        "<h1>1. Facts</h1><p>1.1 She said “no”<sup><a href='#n1'>1</a></sup> to him.</p>"
        "<section class='footnotes'><ol><li id='n1'>So the sister. <a href='#r1'>↩</a></ol></section>"
    )
    assert listed(page(tmp_path, body.replace("↩", "back"), "cp1252"))["1.1"] == "She said “no” to him."
    found = page(tmp_path, body)
    assert listed(found)["fn1"] == "So the sister."
    assert found.passages[1].notes == ("fn1",)


# PDF


def pdf(tmp_path: Path, *pages: list[tuple[float, float, float, str]]) -> Document:
    """A PDF of texts, each with its place and size, read."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for texts in pages:
        for x, y, size, text in texts:
            canvas.setFont("Helvetica-Bold" if size > 12 else "Helvetica", size)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    (tmp_path / "report.pdf").write_bytes(out.getvalue())
    return read(tmp_path / "report.pdf")


def column(x: float, y: float, *lines: str) -> list[tuple[float, float, float, str]]:
    """Lines of text below each other."""
    return [(x, y - 14 * at, 11, line) for at, line in enumerate(lines)]


WIDE = "The panel heard what the agencies had told each other over the year and what they had not"


def test_a_footnote_that_cuts_a_sentence_in_two(tmp_path: Path) -> None:
    """The sentence goes on after the page, and the footnote stands for itself."""
    first = [
        (60, 780, 16, "1. Facts"),
        *column(60, 750, f"1.1 {WIDE}", "said to anyone who had asked them about the mar-"),
        (60, 80, 8, "1"),
        (66, 78, 8, "A name that is not her own."),
    ]
    second = column(60, 780, "riage of Marian and Colin. The marriage was long.", "1.2 It ended.")
    found = pdf(tmp_path, first, second)
    texts = found.texts()
    assert texts["1.1"] == (
        f"{WIDE} said to anyone who had asked them about the marriage of Marian and Colin. The marriage was long."
    )
    assert texts["fn1"] == "A name that is not her own."
    assert texts["1.2"] == "It ended."
    assert {p.number: p.page for p in found.passages} == {"§1": 1, "1.1": 1, "fn1": 1, "1.2": 2}


def test_two_columns(tmp_path: Path) -> None:
    """A page of two columns is read column by column."""
    left = column(
        50,
        700,
        "1.1 The panel met in the town",
        "hall and heard four of the",
        "agencies speak there.",
        "1.2 It met again.",
    )
    right = column(
        310, 700, "1.3 It then asked the family", "what they would have the", "report say of Marian.", "1.4 It ended."
    )
    found = pdf(tmp_path, [(50, 760, 16, "1. Facts"), *left, *right])
    assert found.texts() == {
        "1.1": "The panel met in the town hall and heard four of the agencies speak there.",
        "1.2": "It met again.",
        "1.3": "It then asked the family what they would have the report say of Marian.",
        "1.4": "It ended.",
    }


def test_a_row_that_goes_on_over_a_page(tmp_path: Path) -> None:
    """A row whose rest stands on the next page, with or without the header again, is one row."""
    head, row = ("Date", "Agency", "Event"), ("3 May 2014", "GP", "She came and")
    rest, last = ("", "", "spoke of him."), ("4 May 2014", "Police", "Called.")

    def line(cells: tuple[str, ...], page: int, table: int) -> Line:
        return Line("\t".join(cells), page=page, role="row", cells=cells, table=table)

    for again in ([], [line(head, 2, 2)]):
        made = prepared([line(head, 1, 1), line(row, 1, 1), *again, line(rest, 2, 2), line(last, 2, 2)])
        assert [(r.header, r.cells) for r in made] == [
            (True, head),
            (False, ("3 May 2014", "GP", "She came and spoke of him.")),
            (False, last),
        ]


@pytest.mark.parametrize(
    ("texts", "before", "after", "joined"),
    [
        (["a multi-agency plan"], "the multi-", "agency plan", "the multi-agency plan"),
        (["information"], "the infor-", "mation", "the information"),
        ([], "a self-", "evident thing", "a self-evident thing"),
        ([], "a county-", "wide plan", "a county-wide plan"),
        (["infor-", "mation", "information"], "a nego-", "tiated plan", "a negotiated plan"),
        ([], "a pre-", "MARAC call", "a pre-MARAC call"),
        ([], "the word\u00ad", "less", "the wordless"),
        ([], "she left -", "he stayed", "she left - he stayed"),
    ],
)
def test_hyphens_at_line_ends(texts: list[str], before: str, after: str, joined: str) -> None:
    """A hyphen stays where it is the word's own, and goes where the line's end made it."""
    assert Joiner(texts).join(before, after, gap=False) == joined


def test_numbers_that_a_file_sets_after_their_paragraphs(tmp_path: Path) -> None:
    """A number stands before what is beside it, whatever the file's order."""
    first, second = (
        column(100, 750, "The panel met in the town hall", "and heard four agencies."),
        [(100.0, 710.0, 11.0, "It ended.")],
    )
    found = pdf(tmp_path, [(60, 790, 16, "1. Facts"), *first, (60, 750, 11, "1.1"), *second, (60, 710, 11, "1.2")])
    assert found.texts() == {"1.1": "The panel met in the town hall and heard four agencies.", "1.2": "It ended."}


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_turned_pages(tmp_path: Path, angle: int) -> None:
    """A page that is turned before it is shown is read as it is shown, its table too."""
    canvas = Canvas(str(tmp_path / "turned.pdf"), pagesize=(600, 800))
    canvas.setPageRotation(angle)
    high = 800 if angle == 180 else 600
    across, up = {90: (600, 0), 180: (600, 800), 270: (0, 800)}[angle]
    canvas.translate(across, up)
    canvas.rotate({90: 90, 180: 180, 270: -90}[angle])
    lines = ["1.1 These contacts were made over", "the year before she died.", "1.2 No others were."]
    for at, text in enumerate(lines):
        canvas.drawString(50, high - 60 - 14 * at, text)
    rows = [("Date", "Agency", "Event"), ("3 May 2014", "GP", "She came."), ("4 May 2014", "Police", "Called.")]
    for at, row in enumerate(rows):
        for x, cell in zip((50, 250, 400), row, strict=True):
            canvas.drawString(x, high - 200 - 30 * at, cell)
    canvas.save()
    document = read(tmp_path / "turned.pdf")
    texts = document.texts()
    assert texts["1.1"] == "These contacts were made over the year before she died."
    assert texts["1.2"] == "No others were."
    assert [p.cells for p in document.passages if p.kind == "row"] == rows[1:]


def test_marks_that_are_raised_already(word: Callable[[Any], Document]) -> None:
    """A superscript digit that is set as superscript once more is a mark as any other."""
    document = docx.Document()
    document.add_heading("1. Facts", 1)
    paragraph = document.add_paragraph("1.1 The panel met.")
    paragraph.add_run("¹").font.superscript = True
    assert listed(word(document)) == {"1.1": "The panel met.¹"}


@pytest.mark.parametrize(
    "kind",
    [
        "ms-word.document.macroEnabled",
        "ms-word.template.macroEnabledTemplate",
        "openxmlformats-officedocument.wordprocessingml.template",
    ],
)
def test_templates_and_files_with_macros(kind: str, tmp_path: Path) -> None:
    """A Word file with macros or a template is read as any other; its macros are not."""
    document = docx.Document()
    document.add_heading("1. Facts", 1)
    document.add_paragraph("1.1 The panel met.")
    document.part._content_type = f"application/vnd.{kind}.main+xml"
    document.save(str(tmp_path / "report.docx"))
    assert listed(read(tmp_path / "report.docx")) == {"1.1": "The panel met."}


def test_names_of_columns_that_a_point_shortens() -> None:
    """``Rec.`` and ``No.`` are names of columns."""
    rows = [
        Line("", role="row", cells=cells, table=1) for cells in (("Rec.", "Action"), ("1", "Write."), ("2", "Meet."))
    ]
    assert [row.header for row in prepared(rows)] == [True, False, False]


def test_a_year_in_a_note_is_no_mark(tmp_path: Path) -> None:
    """A year in a footnote whose number is set larger stays a year."""
    file = tmp_path / "report.pdf"
    canvas = Canvas(str(file))
    canvas.drawString(60, 760, "1. Facts")
    for at in range(1, 9):
        canvas.setFont("Helvetica", 11)
        canvas.drawString(60, 740 - 30 * at, f"1.{at} The panel met in the library of the town hall, and again in May.")
    canvas.drawString(60, 80, "1")
    canvas.setFont("Helvetica", 9)
    canvas.drawString(70, 80, "The Measure of 2011 set out 27 duties, as the panel heard.")
    canvas.save()
    assert any("Measure of 2011 set out 27 duties" in text for text in read(file).texts().values())


def test_a_text_box_in_a_cell_is_read_once(word: Callable[[Any], Document]) -> None:
    """Of the two forms in which a file holds a text box, the older one is left out, also within a table."""
    document = docx.Document()
    document.add_heading("1. Facts", 1)
    document.add_paragraph("1.1 The panel met.")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("Date", "Event", "May", "She called."), strict=True):
        cell.text = text
    box = "<w:txbxContent><w:p><w:r><w:t>He came.</w:t></w:r></w:p></w:txbxContent>"
    compatible = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    choice = f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback>{box}</mc:Fallback>'
    run = f"<w:r {W} {compatible}><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>"
    table.cell(1, 1).paragraphs[0]._p.append(parse_xml(run))
    assert listed(word(document))["1.1(table)(row1)"] == "May\tShe called. He came."
