"""Recommendations in the forms in which published reviews print them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from dhrgraph.documents import read
from dhrgraph.drafting import draft
from dhrgraph.records import load_collection

FORMS: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "recommendation_forms.yaml").read_text(encoding="utf-8")
)
REGISTER = load_collection()[0].register
BODIES = {
    "police": "low-mill-police",
    "trust": "low-mill-hospitals-nhs-trust",
    "haven": "haven-womens-aid",
    "surgery": "mill-lane-surgery",
    "council": "low-mill-borough-council",
    "csp": "low-mill-community-safety",
    "home-office": "home-office",
}
FRAME = """Low Mill Community Safety Partnership

Domestic Homicide Review into the death of Anna in May 2020

Report completed March 2022

{before}1. Introduction

1.1 Anna was killed by her husband, Ben, in May 2020. Ben was convicted of murder.

2. Contributors to the review

2.1 Individual Management Reviews were received from:

• Low Mill Police
• Low Mill Hospitals NHS Trust (LMH)
• Haven Women's Aid
• Mill Lane Surgery

2.2 Low Mill Borough Council gave a short report to Low Mill Community Safety Partnership.

3. The facts

3.1 Low Mill Police attended on 3 March 2019. Anna went to LMH on 4 March 2019.

{text}"""


@pytest.mark.parametrize("form", list(FORMS))
def test_forms(tmp_path: Path, form: str) -> None:
    """Each form yields the recommendations that it prints, with the bodies that are asked."""
    case = FORMS[form]
    path = tmp_path / "report.txt"
    path.write_text(FRAME.format(before=case.get("before", ""), text=case["text"]), encoding="utf-8")
    rows: list[dict[str, Any]] = [
        each.values for each in draft(read(path), REGISTER, "small").records["recommendations"]
    ]
    made = [
        (f"{'s' if row['level'] == 'single-agency' else 'o'} {row['number']}", set(row["addressed_to"])) for row in rows
    ]
    if "want" in case:
        assert dict(made) == {key: {BODIES[b] for b in to} for key, to in case["want"].items()}
        assert len(made) == len(case["want"])
    else:
        levels = [key[0] for key, _ in made]
        assert {level: levels.count(level) for level in levels} == case["count"]
        assert [to for _, to in made] == [{BODIES[b] for b in to} for to in case["to"]]
