"""The one rule for texts."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dhrgraph.texts import blank, forbidden, named, normalised, printable, without_faults

EVERY = [chr(code) for code in range(sys.maxunicode + 1)]
#: Unicode's property White_Space.
WHITE = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
ANY = st.text(st.one_of(st.sampled_from(WHITE + "\u200b\u200d\xad\ufeff\u0301\u202e\x1b\x07\ufffe\udc80ae"), st.characters(exclude_categories=()))
)  # fmt: skip


@pytest.mark.parametrize("space", WHITE, ids=lambda c: f"U+{ord(c):04X}")
def test_white_space_becomes_one_space(space: str) -> None:
    """Each kind of white space, alone or in a run, within a text becomes one space and goes at its ends."""
    assert normalised(f"{space}one{space}{space} two{space}") == "one two"
    assert forbidden(normalised(f"one{space}two")) is None


def test_what_shows_nothing_is_dropped_but_joiners_stay() -> None:
    """Soft hyphen, zero-width space, byte order mark and directional marks go; emoji and scripts keep their joiners."""
    assert normalised("\ufeffdo\xadmestic\u200b \u200eabuse\u2060") == "domestic abuse"
    family = "\U0001f469\u200d\U0001f467 \u0646\u0645\u06cc\u200c\u062f\u0627\u0646\u0645"
    assert normalised(family) == family


def test_names_that_look_the_same_are_the_same() -> None:
    """Letters with marks are composed, also where an invisible character parted the two."""
    assert normalised("Zoe\u0308") == normalised("Zoe\u200b\u0308") == "Zo\u00eb"


@given(ANY)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    """A normalised text stays as it is, and has no white space but single spaces within."""
    once = normalised(text)
    assert normalised(once) == once
    assert re.fullmatch(rf"([^{WHITE}]+( [^{WHITE}]+)*)?", once)
    clean = without_faults(text)
    assert forbidden(clean) is None
    assert normalised(clean) == clean


def test_what_may_not_stand() -> None:
    """Of all characters, controls, surrogates, non-characters, controls of direction, annotations and tags are refused."""
    bad = {each for each in EVERY if forbidden(normalised(f"a{each}b"))}
    assert {each for each in EVERY if unicodedata.category(each) == "Cs"} <= bad
    assert {each for each in EVERY if unicodedata.category(each) == "Cc"} - set(WHITE) <= bad
    assert {each for each in EVERY if ord(each) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(each) <= 0xFDEF} <= bad
    assert {*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufff9\ufffa\ufffb"} <= bad
    assert set(map(chr, range(0xE0000, 0xE0080))) <= bad
    assert {unicodedata.category(each) for each in bad} <= {"Cc", "Cs", "Cn", "Cf"}
    assert not bad & {*"\u200c\u200d\ufe0f\ufffd\ue000\U000e0100\u0378"}


def test_a_refused_character_is_named() -> None:
    """The name says what to look for, also of a character that Unicode gives none."""
    assert named("\x1b") == "U+001B (ESCAPE)"
    assert named("\x9e") == "U+009E (a control code)"
    assert named("\ud800") == "U+D800 (half of a character)"
    assert named("\U0001ffff") == "U+1FFFF (a non-character)"


@pytest.mark.parametrize("text", ["", "\u200d", "\u3164", "\u2800 \u200c", "\u0301"], ids=ascii)
def test_blank(text: str) -> None:
    """A text of characters that show nothing is blank."""
    assert blank(text)
    assert not blank(f"{text}x")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "<U+001B>red<U+001B>"),
        ("a\x1b]0;title\x07b", "a<U+001B>b"),
        ("a\x1b]8;;http://e\x1b\\b", "a<U+001B>b"),
        ("a\x1b]0;no end, so nothing is hidden", "a<U+001B>]0;no end, so nothing is hidden"),
        ("a\x9b2Jb\x90q\x9c", "a<U+001B>b<U+001B>"),
        ("a\x1bcb", "a<U+001B>cb"),
        ("bell\x07 del\x7f null\x00", "bell<U+0007> del<U+007F> null<U+0000>"),
        ("txt.\u202efdp", "txt.<U+202E>fdp"),
        ("caf\udce9", "caf<U+DCE9>"),
        ("a\tb\nc\rd\u2028e", "a b c d e"),
        ("caf\u00e9 \U0001f469\u200d\U0001f467", "caf\u00e9 \U0001f469\u200d\U0001f467"),
    ],
    ids=ascii,
)
def test_printable(text: str, shown: str) -> None:
    """What would steer a terminal is shown by its number, and all else as it is."""
    assert printable(text) == shown


@given(ANY)
def test_nothing_printed_steers_a_terminal(text: str) -> None:
    """No control code, no control of direction and no half character is left; line ends stay where they are asked for."""
    assert not re.search(
        "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u2028\u2029\ud800-\udfff]", printable(text)
    )
    lines = printable(text, lines=True)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", lines)
    assert printable(printable(text)) == printable(text)
    printable(text).encode()
