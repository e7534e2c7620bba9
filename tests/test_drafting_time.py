"""Hostile texts: the time that reading and drafting take grows with the length of a text, and hardly faster."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dhrgraph.documents import read
from dhrgraph.drafting import draft
from dhrgraph.drafting.parts import LONGEST_PASSAGE, cut, in_parts
from dhrgraph.drafting.sections import split
from dhrgraph.lexicon.words import pattern
from dhrgraph.records import load_collection

#: The shorter of two texts has so many characters, the longer one eight times as many.
SHORT, TIMES = 2_000, 8
#: How many times as long the longer text may take, and seconds that noise may add to it.
MOST, FLOOR = 20, 1.0
_HEAD = (
    "Domestic Homicide Review\n\n1 Introduction\n\n1.1 The review is about Anna, the victim, and Ben, the perpetrator."
    "\n\n2 The facts\n\n2.1 On 1 May 2014 Anna told her GP of the assault.\n\n"
)
_TAIL = "\n\n3 Recommendations\n\n3.1 The Council should train its staff.\n"
#: What one passage repeats.
TOKENS = (
    "\t",
    "no record ------------------------------------------------------------ ",
    "Council ",
    "MARAC ",
    "Smith's ",
    "A B ",
    "1 May 2014 ",
    "in May ",
    "1st, 2nd and ",
    "(1 May 2014) ",
    "her GP told the Trust ",
    "“",
)


def _name(number: int) -> str:
    """A word for a number, without digits."""
    return "".join(chr(97 + int(digit)) for digit in str(number)).title()


def _names(length: int) -> str:
    """Bodies that all have names of their own, each in a paragraph of its own."""
    return "\n\n".join(
        f"2.{n + 2} The {_name(n + 100)} Advice Trust rang Anna on 1 May 2014." for n in range(length // 60)
    )


def _contents(length: int) -> str:
    """Headings of tables of contents one below the other, with nothing that they list."""
    return "2.2 It follows.\n" + "\n".join(["Contents", "word"] * (length // 14))


def _notes(length: int) -> str:
    """Notes at the end that no mark calls."""
    return "2.2 It follows.\n\nNotes\n\n" + "\n".join(["1 See the note above"] * (length // 20))


def _requests(length: int) -> str:
    """Recommendations under one number each."""
    return "3 Recommendations\n\n" + "\n\n".join(
        f"3.{n + 1} The {_name(n + 100)} Trust should train {_name(n + 500)}." for n in range(length // 50)
    )


def _took(text: str, path: Path) -> float:
    """Seconds of processor that a text takes to be read and drafted."""
    path.write_text(f"{_HEAD}{text}{_TAIL}", encoding="utf-8")
    register = list(load_collection()[0].register)
    start = time.process_time()
    draft(read(path), register, "hostile")
    return time.process_time() - start


def _holds(make: Callable[[int], str], path: Path) -> None:
    """Hold the growth of time, once the patterns are made that all texts need."""
    _took("2.2 She rang the Council.", path)
    short = _took(make(SHORT), path)
    assert _took(make(SHORT * TIMES), path) <= MOST * short + FLOOR


@pytest.mark.parametrize("token", TOKENS, ids=repr)
def test_one_passage(token: str, tmp_path: Path) -> None:
    """A passage that repeats something takes time by its length."""
    _holds(lambda length: f"2.2 She {token * (length // len(token))}", tmp_path / "report.txt")


@pytest.mark.parametrize("make", [_names, _contents, _notes, _requests])
def test_many_lines(make: Callable[[int], str], tmp_path: Path) -> None:
    """Many lines that are alike or all differ take time by their number."""
    _holds(make, tmp_path / "report.txt")


def test_parts_are_the_text() -> None:
    """A text that is cut in parts has all of its letters in them, in their places, and none is too long."""
    text = "She rang. " * 40 + "x" * 300 + " y" * 100
    parts = list(cut(text, 50))
    assert "".join(part for _, part in parts) == text
    assert all(text[at : at + len(part)] == part and 0 < len(part) <= 50 for at, part in parts)


def test_long_passage_is_flagged(tmp_path: Path) -> None:
    """A passage that is read in parts keeps its number and places, and the person is warned."""
    path = tmp_path / "report.txt"
    path.write_text(f"{_HEAD}2.2 {'She rang the Council. ' * 400}{_TAIL}", encoding="utf-8")
    document = read(path)
    parts = [part for part in in_parts(document).passages if part.number == "2.2"]
    assert len(parts) > 1
    assert all(len(p.text) <= LONGEST_PASSAGE and document.text[p.start : p.end] == p.text for p in parts)
    made = draft(document, list(load_collection()[0].register), "long")
    assert [flag.cite for flag in made.flags if "read in parts" in flag.what] == ["2.2"]


def test_long_sentence_is_cut() -> None:
    """A sentence without an end is given in parts that stand where the text has them."""
    text = "word " * 1_000
    found = list(split(text))
    assert len(found) > 1
    assert all(text[at : at + len(sentence)] == sentence for at, sentence in found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("no record of a referral", True),
        ("no record of re-referral", True),
        ("no record, ‘as such’, of any referral", True),
        ("no record one two three four five six referral", True),
        ("no record one two three four five six seven referral", False),
        ("no record " + "-'" * 60 + " visit", False),
    ],
)
def test_words_between(text: str, found: bool) -> None:
    """Up to six words may stand between two words of a data file, of which the last may have a hyphen."""
    assert bool(pattern(("no record ... referral*",)).search(text)) is found
