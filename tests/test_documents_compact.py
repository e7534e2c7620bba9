"""Texts as extractors leave them: no blank lines, headers and footers within, columns. All names are invented."""

from __future__ import annotations

import random
import tempfile
import textwrap
from collections.abc import Sequence
from pathlib import Path

from dhrgraph.documents import read
from dhrgraph.documents.lines import Line
from dhrgraph.documents.model import Document
from dhrgraph.documents.widths import Width

WORDS = [
    "panel",
    "letter",
    "visit",
    "surgery",
    "record",
    "meeting",
    "week",
    "office",
    "doctor",
    "nurse",
    "friend",
    "sister",
    "street",
    "library",
]
CONTENTS = "Contents\nPreface .......... 2\nInvolvement of the Kestle Bay and District Hospital Trust .......... 3\n"


def paragraph(end: str, number: str = "", *, seed: int = 0) -> str:
    """A paragraph, wrapped, of words by chance, with a short last line that tells it from others."""
    chance = random.Random(f"{end} {number} {seed}")
    words = " and the ".join(chance.choices(WORDS, k=22))
    lines = textwrap.wrap(f"{number} The {words}".strip(), 72)
    return "\n".join([*lines[:4], f"was told. {end}."])


def reading(*parts: str) -> Document:
    """A text, read as a report."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.txt"
        file.write_text("\n".join(parts), encoding="utf-8")
        return read(file)


def headings(document: Document) -> list[str]:
    """The headings of a report."""
    return [passage.text for passage in document.passages if passage.kind == "heading"]


def numbers(document: Document) -> list[str]:
    """The numbers of its paragraphs."""
    return [passage.number for passage in document.passages if passage.kind == "paragraph"]


def ends(document: Document, numbers: Sequence[str]) -> list[str]:
    """The last words of paragraphs."""
    texts = document.texts()
    return [texts[number].split()[-1] for number in numbers]


def test_headings_of_the_contents_in_a_text_without_blank_lines() -> None:
    """A heading that the contents list is one, also on two lines and below a line that is full."""
    document = reading(
        "Review into the death of Nerys",
        CONTENTS,
        "Preface",
        *(paragraph("Nobody rang", f"{n}.") for n in range(1, 4)),
        "Involvement of the Kestle Bay and",
        "District Hospital Trust",
        *(paragraph("Nobody wrote", f"{n}.") for n in range(4, 7)),
    )
    assert headings(document) == ["Preface", "Involvement of the Kestle Bay and District Hospital Trust"]
    assert numbers(document) == ["1", "2", "3", "4", "5", "6"]
    assert set(ends(document, ["1", "2", "3"])) == {"rang."}


def test_paragraphs_without_numbers_in_a_text_without_blank_lines() -> None:
    """Without contents and numbers, short lines between paragraphs are headings, and short last lines end paragraphs."""
    parts = []
    for seed, title in enumerate(("Introduction", "Contact with the surgery", "2019", "Recommendations")):
        parts += [title, paragraph("Nobody rang", seed=seed), paragraph("Nobody wrote", seed=seed)]
    document = reading("Review into the death of Nerys", *parts)
    assert headings(document) == ["Introduction", "Contact with the surgery", "2019", "Recommendations"]
    assert numbers(document) == [
        f"{key}-{place}"
        for key in ("introduction", "contact-with-the-surgery", "2019", "recommendations")
        for place in (1, 2)
    ]
    assert ends(document, ["2019-1", "2019-2"]) == ["rang.", "wrote."]


def test_a_page_within_a_paragraph() -> None:
    """A footer that an extractor has run together with the next header does not cut a paragraph, nor stay in it."""
    pages = []
    for page in range(1, 6):
        lines = paragraph("Nobody rang", seed=page).splitlines()
        glued = f"DHR Nerys - Version 4  Page {page}Kestle Bay Partnership"
        pages += [*lines[:2], glued, *lines[2:], *paragraph("Nobody wrote", seed=page).splitlines()]
    document = reading("Introduction", *pages)
    assert not any("Version 4" in passage.text or "Kestle" in passage.text for passage in document.passages)
    assert len(numbers(document)) == 10


def test_recommendations_are_points_and_no_headings() -> None:
    """A number that rises with each recommendation is no page, and a short recommendation no heading."""
    points = [f"Recommendation {n}: The surgery to ask again\n{paragraph('It agreed', seed=n)}" for n in range(1, 5)]
    document = reading(
        "Introduction", *(paragraph("Nobody rang", seed=n) for n in range(3)), "Recommendations", *points
    )
    assert headings(document) == ["Introduction", "Recommendations"]
    assert [number for number in numbers(document) if number.startswith("rec")][:4] == ["rec1", "rec2", "rec3", "rec4"]


def test_space_above_a_heading_alone() -> None:
    """Where blank lines tell paragraphs, a line close above one is its heading; one in columns is none."""
    texts = "\n\n".join(paragraph("Nobody rang", seed=seed) for seed in range(4))
    document = reading(
        f"Introduction\n\n{texts}\n\nThe surgery\n{paragraph('It agreed')}",
        f"\nThe surgery    The named doctor\n{paragraph('It wrote')}",
    )
    assert headings(document) == ["Introduction", "The surgery"]


def test_levels_of_the_contents_by_their_indent() -> None:
    """How far an entry is set in tells its level."""
    document = reading(
        "Contents\nWhat happened ........ 2\n  The first year ........ 2\nConclusion ........ 4\n",
        *("What happened", "The first year", paragraph("Nobody rang"), "Conclusion", paragraph("Nobody wrote")),
        *(paragraph("It agreed", seed=seed) for seed in range(3)),
    )
    of = {passage.number: passage.headings for passage in document.passages}
    assert of["the-first-year-1"] == ("What happened", "The first year")
    assert of["conclusion-1"] == ("Conclusion",)


def test_width_of_letters_that_are_not_of_one_width() -> None:
    """Where lines of letters that differ in width are cut, their width and not their number tells."""
    lines = []
    for seed in range(40):
        chance, text = random.Random(seed), ""
        while sum({"i": 0.45, "m": 1.6, " ": 0.6}[letter] for letter in text) < 60:
            text += chance.choice(["iiiii ", "mmm ", "iimi "])
        lines.append(Line(text.strip()))
    width = Width.of(lines)
    assert not width.even
    assert width.is_full(Line("mmm " * 11 + "mm."), Line("Mmm"))
    assert not width.is_full(Line("iiiii " * 9 + "ii."), Line("Mmm"))
