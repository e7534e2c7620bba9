"""The words and dates of reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from dhrgraph.lexicon.datestating import states_date
from dhrgraph.lexicon.dating import dates_in
from dhrgraph.lexicon.edtf import parse
from dhrgraph.lexicon.words import data, pattern
from tests.test_layers import PACKAGE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 18th September 2010", ["2010-09-18"]),
        ("on September 18, 2010", ["2010-09-18"]),
        ("18.09.10 and 2010-09-19", ["2010-09-18", "2010-09-19"]),
        ("in the summer of 2011", ["2011-22"]),
        ("in early 2012", ["2012"]),
        ("around March 2014", ["2014-03~"]),
        ("between 2014 and 2017", ["[2014..2017]"]),
        ("from May 2016 to May 2017", ["2016-05/2017-05"]),
        ("On 5 March 2019 she rang. The following day he came.", ["2019-03-05", "2019-03-06"]),
        ("On 5 March 2019 she rang. The following week he came.", ["2019-03-05", "[2019-03-11..2019-03-17]"]),
        ("On 20 February 2013 it began. On 24 February he wrote.", ["2013-02-20", "2013-02-24"]),
        ("In December 2012 she left. In January she returned.", ["2012-12", "2013-01"]),
        ("Two days later he came.", []),
        ("In January she returned.", []),
        ("the Act 2004 and 30 February 2011", []),
        ("she may march in may", []),
        ("paragraph 3.10.2 and 24/7 support", []),
    ],
)
def test_dates(text: str, expected: list[str]) -> None:
    """Dates of all forms; what is not told or does not exist is left out."""
    assert [dated.value for dated in dates_in(text)] == expected


STATED = [
    ("2010-09-18", "On 18th September 2010 she rang.", True),
    ("2010-09-18", "On 18 Sept. she rang. The year was 2010.", True),
    ("2010-09-18", "Seen on 18/09/2010.", True),
    ("2010-09-18", "Seen on 18.9.10 at the surgery.", True),
    ("2010-09-18", "On 19 September 2010 she rang.", False),
    ("2010-09-18", "On 18 September 2011 she rang.", False),
    ("2010-09-18", "On 18 October 2010 she rang.", False),
    ("2010-09-20", "On 18 September 2010 she rang. Two days later she was seen.", True),
    ("2010-09-19", "On 18 September 2010 she rang. The next day she was seen.", True),
    ("2010-09-11", "A week before 18 September 2010 she rang; 1 week before that is not told.", True),
    ("2010-09-21", "On 18 September 2010 she rang. Two days later she was seen.", False),
    ("2010-09", "In September 2010 she rang.", True),
    ("2010-09", "In 09/2010 she rang.", True),
    ("2010-09", "In October 2010 she rang.", False),
    ("2010-05", "In 2010 she may have rung.", False),
    ("2010-05", "IN MAY 2010 SHE RANG.", True),
    ("2011-22", "In the summer of 2011 she left.", True),
    ("2011-22", "In 2011 she left.", False),
    ("2010~", "Around 2010 she left.", True),
    ("2010/2012", "From 2010 to 2012 she lived there.", True),
    ("2010/2012", "From 2010 she lived there.", False),
    ("../2012", "By 2012 she had left.", True),
    ("2010-09-03", "On the third of September 2010 she rang.", True),
    ("2010-09-17", "On 18 September 2010 she rang; he had come the previous evening.", True),
    ("2010-09-24", "On 18 September 2010 she rang. She had waited for 99999999999 days.", False),
]


@pytest.mark.parametrize(("value", "text", "stated"), STATED)
def test_a_text_states_a_date(value: str, text: str, stated: bool) -> None:
    """A date is found in any form, by its parts, or from another date; and a wrong one is not."""
    assert states_date(text, parse(value)) is stated


@pytest.mark.parametrize("path", sorted((PACKAGE / "lexicon").glob("*.yaml")), ids=lambda path: path.name)
def test_each_word_can_be_looked_for(path: Path) -> None:
    """Each file is read without a fault, and each of its lists makes a pattern."""
    assert data(path.stem)
    for words in data(path.stem).values():
        if isinstance(words, list):
            assert pattern(tuple(words))
