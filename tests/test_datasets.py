"""The packaged codings: complete by kind, in own words, and with pseudonyms alone."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path

import pytest

from dhrgraph.documents import read
from dhrgraph.records import Collection
from dhrgraph.records.readings import settled
from dhrgraph.records.types import (
    KINDS,
    Abuse,
    Contact,
    Event,
    MaracMeeting,
    Person,
    PlanAction,
    Recommendation,
    Referral,
)
from dhrgraph.resources import datasets, ontology
from tests.conftest import ROOT

SHINGLE = 9


def words(text: str) -> list[str]:
    """The words of a text."""
    return re.findall(r"[a-z0-9]+", text.lower())


def runs(text: str) -> set[tuple[str, ...]]:
    """All runs of nine words of a text."""
    w = words(text)
    return {tuple(w[i : i + SHINGLE]) for i in range(len(w) - SHINGLE + 1)}


def test_both_reviews_have_records_of_each_kind(packaged: Collection) -> None:
    """What the reports state is coded; only Bexley's summary has no action plan."""
    none = {(r.id, name) for r in packaged.reviews for name in KINDS if not r.records[name]}
    assert none == {("bexley-nargiza", "plan_actions")}


def test_counts_that_the_reports_print(packaged: Collection) -> None:
    """Recommendations, MARAC meetings and plan rows are as many as the reports print."""
    bexley, lewisham = sorted(packaged.reviews, key=lambda r: r.id)
    levels = {r.id: Counter(rec.level for rec in r.of(Recommendation)) for r in packaged.reviews}
    # Twenty numbered by the report, and the unnumbered demand of 1.9.12 for an action plan.
    assert levels["bexley-nargiza"] == {"overview": 21, "single-agency": 9}
    assert levels["lewisham-kazia"] == {"overview": 13, "single-agency": 23}
    assert len(lewisham.of(PlanAction)) == 13
    dates = {r.id: [str(settled(m.date)) for m in r.of(MaracMeeting)] for r in (bexley, lewisham)}
    assert dates == {"bexley-nargiza": ["2014-07-23"], "lewisham-kazia": ["2010-10-27"]}
    assert len(lewisham.of(Contact)) > 90
    assert len(bexley.of(Contact)) >= 20


def test_death_is_not_narrowed(packaged: Collection) -> None:
    """The dates of death are as printed: a year, and a month."""
    deaths = {r.id: str(settled(r.review.death)) for r in packaged.reviews}
    assert deaths == {"bexley-nargiza": "2016-12", "lewisham-kazia": "2013"}
    for review in packaged.reviews:
        for event in review.of(Event):
            date = settled(event.date)
            if (
                event.kind == "death"
                and date
                and "victim" in {p.role for p in review.of(Person) if p.id in event.persons}
            ):
                assert str(date) == deaths[review.id]
            assert event.kind != "birth" or date is None


def test_origin_in_bexley_is_a_region(packaged: Collection) -> None:
    """The restriction that the report states is obeyed."""
    bexley = next(r for r in packaged.reviews if r.id == "bexley-nargiza")
    assert {p.origin for p in bexley.of(Person) if p.origin} == {"Central Asian Republic"}
    text = " ".join(path.read_text(encoding="utf-8").lower() for path in bexley.folder.glob("*.yaml"))
    assert not re.search(r"uzbek|kazakh|kyrgyz|tajik|turkmen", text)


def test_each_type_of_abuse_once(packaged: Collection) -> None:
    """One record a type, perpetrator and victim."""
    for review in packaged.reviews:
        found = [(a.type, tuple(a.by), tuple(a.against)) for a in review.of(Abuse)]
        assert len(found) == len(set(found))


def test_referrals_lead_to_meetings(packaged: Collection) -> None:
    """Each MARAC meeting names a referral to that MARAC."""
    for review in packaged.reviews:
        referrals = {r.id: r for r in review.of(Referral)}
        for meeting in review.of(MaracMeeting):
            assert [settled(referrals[i].to_agency) for i in meeting.referral] == [meeting.marac]


@pytest.mark.sources
def test_no_sentence_of_a_report(sources: Path) -> None:
    """No nine words in a row of a report stand anywhere in the project."""
    known = set().union(*(runs(path.read_text(encoding="utf-8")) for path in sources.glob("*.txt")))
    folders = (datasets(), ontology(), ROOT / "docs", ROOT / "tests", ROOT / "notebooks", ROOT / "graph")
    files = [
        p for f in folders for p in f.rglob("*") if p.suffix in (".yaml", ".csv", ".ttl", ".rq", ".md", ".py", ".ipynb")
    ]
    assert len(files) > 150
    expected: set[str] = set()
    assert {str(p) for p in files if runs(p.read_text(encoding="utf-8")) & known} == expected


@pytest.mark.sources
def test_indexes_are_of_these_reports(packaged: Collection, sources: Path) -> None:
    """The digest that a review records is that of the text beside the checkout."""
    for review in packaged.reviews:
        digest = hashlib.sha256((sources / f"{review.id}.txt").read_bytes()).hexdigest()
        assert [d.sha256 for d in review.review.documents] == [digest]


@pytest.mark.sources
def test_dated_records_cite_a_passage_with_the_date(packaged: Collection, sources: Path) -> None:
    """Of each record dated to a day, month or year, a cited passage prints the year, or the day and month."""
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    doubtful = []
    for review in packaged.reviews:
        texts = read(sources / f"{review.id}.txt").texts()
        for record, _ in review.placed():
            cited = " ".join(texts[c] for c in getattr(record, "cites", []))
            for name in ("date", "from_", "to", "since"):
                date = settled(getattr(record, name, None))
                if date is None or date.precision not in ("day", "month", "year"):
                    continue
                day = date.precision == "day" and f"{date.earliest.day} {months[date.earliest.month - 1]}" in cited
                if str(date.earliest.year) not in cited and not day:
                    doubtful.append((review.id, record.id, name))
    assert doubtful == []
