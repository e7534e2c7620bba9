"""Drafting on reports that were written apart from it: the figures over all of one format, and what no draft may have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from dhrgraph.documents import read
from dhrgraph.drafting import draft
from dhrgraph.exchange.drafts import prepare
from dhrgraph.records import load_collection
from tests.apart_score import FOLDER, KINDS, pooled

#: Recall that is held over all reports of a format.
HELD = {"agencies": 0.92, "contacts": 0.83, "maracs": 1.0, "recommendations": 0.92}


@pytest.mark.parametrize("ending", ["docx", "txt", "pdf"])
def test_figures(ending: str) -> None:
    """What is found of the answer keys, and how much of what is drafted they have."""
    found = pooled(sorted(FOLDER.glob(f"*/report.{ending}")))
    assert {kind: found[kind].recall for kind in HELD if found[kind].recall < HELD[kind]} == {}
    assert {kind: found[kind].precision for kind in KINDS if found[kind].precision < 0.75} == {}
    assert found["addressees"].f1 >= 0.82


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/report.docx")), ids=lambda path: str(path.parent.name))
def test_each_passes_the_checks(path: Path, tmp_path: Path) -> None:
    """What is drafted passes the checks of records; nothing but what lies after the death is left out."""
    made = prepare(path, tmp_path / "none", "apart")
    assert made.counts["contacts"] > 20
    assert [f.what for f in made.flags if "was left out" in f.what and "the death" not in f.what] == []


def test_what_is_no_fact_is_no_contact() -> None:
    """Of the dated statements that the keys call no fact, hardly one is drafted as a contact from its own sentence."""
    told = fallen = 0
    for path in sorted(FOLDER.glob("*/report.docx")):
        key = yaml.safe_load((path.parent / "key.yaml").read_text(encoding="utf-8"))
        traps = [trap for trap in key["traps"] if trap.get("date") and not _is_true_too(trap)]
        told += len(traps)
        fallen += len(_fallen(path, traps))
    assert told > 50
    assert fallen <= told // 20


def _is_true_too(trap: dict[str, object]) -> bool:
    """Whether the key has a contact of the body on that day beside it."""
    return any(
        trap.get(mark) in (True, "yes") for mark in ("contact_of_that_date_exists", "same_day_contact", "also_contact")
    )


def _fallen(path: Path, traps: list[dict[str, object]]) -> list[dict[str, object]]:
    document = read(path)
    made = draft(document, list(load_collection()[0].register), "apart")
    drafted = {
        (str(row.values["date"]), _plain(document.text[slice(*place)]))
        for row in made.records["contacts"]
        if "chronology" not in row.rule
        for place in row.places
    }
    return [
        trap
        for trap in traps
        if any(day == str(trap["date"]) and _plain(str(trap["text"]))[:40] in text for day, text in drafted)
    ]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
