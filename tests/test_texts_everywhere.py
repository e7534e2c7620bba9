"""What `check` accepts, a rebuild and every export accept, and the text comes back the same."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dhrgraph.texts import forbidden, normalised
from tests.texts_case import Placed, exercised

#: Pieces that formats, programs or people take for something else.
NASTY = (
    *"=+-@'\"`;,|\\/<>&%$#{}[]()*_~^:!?\t\n\r\x0b\x0c\x85\xa0\u1680\u2003\u2007\u2028\u2029\u202f\u3000\u200b\u200c\u200d\u2060\ufeff\xad",
    *("]]>", "</script>", "<!--", "-->", "<b>", "&amp;", "&#0;", "{{7*7}}", "${x}", "%s", "%00", "\\u0041", "\\n", "\\x1b", "\\;", "\\\\"),
    *("_x0041_", "_x005F_", "_x000D_", "x005F_", "_xD800_", "$x^2$", "$\\frac{1}{0}$", "\\", '"""', "'''", "''=1", "'=1", "=HYPERLINK(\"a\")"),
    *("3.10", "1e5", "2010-09", "2010-09-18", "no", "null", "~", "true", "0x10", "1_000", "007", "-5", "+44", "12:30", "NaN", ".inf", "#N/A"),
    *("- a", "a: b", "a #b", "? a", "! a", "&a", "*a", "@prefix", "<http://e/>", '"@en', '"^^xsd:date', "_:b", "(see readings)", "[x]", ":smile:"),
    *("Zoe\u0308", "\u0301", "e\u0301\u0323", "\u05d0\u05d1", "\u0627\u0644", "\U0001f469\u200d\U0001f467", "\ufe0f", "\u1100\u1161", "\u0e01\u0e33"),
    *("\U0001f600", "\U00020000", "\U0010fffd", "\ue000", "\ufffd", "\ufffc", "\u0378", "w" * 70, "\u4e2d" * 30, "\u212a", "\ufb01", "\u037e", "yes", "None"),
)  # fmt: skip
PIECE = st.one_of(st.sampled_from(NASTY), st.text(max_size=6), st.characters(exclude_categories=["Cs"]))
TEXT = st.lists(PIECE, min_size=1, max_size=8).map("".join)
KEPT = TEXT.filter(lambda text: bool(normalised(text)) and not forbidden(normalised(text)))
NUMBER = TEXT.map(lambda text: normalised(text).replace(" ", "")[:60]).filter(
    lambda text: bool(normalised(text)) and not forbidden(text) and normalised(text) == text and " " not in text
)


@pytest.mark.slow
@settings(
    max_examples=int(os.environ.get("DHRGRAPH_EXAMPLES", "3")),
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(KEPT, min_size=60, max_size=90), st.lists(NUMBER, min_size=10, max_size=10, unique=True))
def test_what_check_accepts_comes_back_from_everywhere(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], numbers: list[str]
) -> None:
    """A collection of such texts is checked, built and exported in every way, and nothing is lost or changed."""
    home: Path = tmp_path_factory.mktemp("texts")
    try:
        exercised(Placed(home / "collection", texts, numbers), home / "build")
    finally:
        shutil.rmtree(home)
