"""How well drafting does: recall and precision against answer keys, for invented reports and the real ones at hand.

Run ``python -m tests.draft_score`` for the table; the tests hold the figures above the goals.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dhrgraph.documents import read
from dhrgraph.drafting import Draft, draft
from dhrgraph.drafting.names import alike, plain
from dhrgraph.lexicon.edtf import parse
from dhrgraph.records import load_collection
from dhrgraph.records.collection import ReviewRecords
from dhrgraph.records.readings import Readings
from dhrgraph.records.types import Agency, Contact, Involvement, MaracMeeting, NotDone, Recommendation
from tests.conftest import ROOT
from tests.reports.files import FORMATS, write
from tests.reports.styles import STORIES, STYLES, printed

SOURCES = Path(os.environ.get("DHRGRAPH_SOURCES", ROOT.parent / "shared" / "sources"))


@dataclass(frozen=True)
class Key:
    """What a coding of a report has; bodies by a name under which they can be compared."""

    agencies: set[str]
    contacts: set[tuple[str, str]]
    spans: set[tuple[str, str]]
    maracs: set[str]
    recommendations: dict[str, set[str]]
    not_done: set[tuple[str, str]]


@dataclass(frozen=True)
class Score:
    """Recall and precision of one kind."""

    right: int
    wanted: int
    made: int
    made_right: int

    def __add__(self, other: Score) -> Score:
        """The score over what both are of."""
        return Score(
            self.right + other.right,
            self.wanted + other.wanted,
            self.made + other.made,
            self.made_right + other.made_right,
        )

    @property
    def recall(self) -> float:
        """Share of the key that was drafted."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        """Share of what was drafted that the key has."""
        return self.made_right / self.made if self.made else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = self.recall + self.precision
        return 2 * self.recall * self.precision / total if total else 0.0


class Names:
    """Bodies by what they are called, so that a key and a draft can be compared."""

    def __init__(self, bodies: Iterable[Mapping[str, Any]]) -> None:
        self.of = {str(body["id"]): body for body in bodies}

    def same(self, one: str, key: str) -> bool:
        """Whether a drafted body is that of a key: one id, or one of its names, or a practice that has no name."""
        if one == key:
            return True
        body, other = self.of.get(one, {}), self.of.get(key, {"label": key})
        if "primary-care" in (body.get("sector"),) and other.get("sector") == "primary-care":
            return True
        if "review-panel" in one and "review-panel" in key:
            return True
        mine = [str(body.get("label", one)), *body.get("other_names", [])]
        theirs = [str(other.get("label", key)), *other.get("other_names", [])]
        return any(plain(a) == plain(b) or alike(a, b) for a in mine for b in theirs)


def key_of_review(review: ReviewRecords) -> Key:
    """The key that a coding is."""
    single: set[tuple[str, str]] = set()
    spans: set[tuple[str, str]] = set()
    for contact in review.of(Contact):
        for date in _each(contact.date):
            for agencies in _each(contact.agencies):
                spans |= {(str(date), agency) for agency in agencies}
                if date.precision in ("day", "month") and not isinstance(contact.date, Readings):
                    single |= {(date.text.rstrip("~"), agency) for agency in agencies}
    maracs = {date.text for meeting in review.of(MaracMeeting) for date in _each(meeting.date)}
    advice = {rec.id: set(rec.addressed_to) for rec in review.of(Recommendation)}
    agencies = {
        row.agency for row in review.of(Involvement) for code in _each(row.contribution) if code not in ("none",)
    }
    not_done = {(act.by_agency[0], act.act) for act in review.of(NotDone)}
    return Key(agencies, single, spans, maracs, advice, not_done)


def _each(value: Any) -> list[Any]:
    if isinstance(value, Readings):
        return [reading.value for reading in value.readings]
    return [] if value is None else [value]


def key_of_story(facts: Mapping[str, Any]) -> Key:
    """The key of an invented report."""
    contacts = {(date, agency) for date, agency in facts["contacts"]}
    advice = {number: set(bodies) for number, bodies in facts["recommendations"].items()}
    return Key(
        set(facts["agencies"]), contacts, contacts, set(facts["marac"]), advice, {(a, b) for a, b in facts["not_done"]}
    )


def scores(
    made: Draft, key: Key, names: Names, text: str, cites: Mapping[str, set[str]] | None = None
) -> dict[str, Score]:
    """The scores of a draft.

    Parameters
    ----------
    made : Draft
    key : Key
    names : Names
    text : str
        The document's.
    cites : mapping, optional
        Passages of each recommendation of the key, by which real ones are matched. Else an overview one is by its number,
        and one of a single agency by the word with which it begins.
    """
    bodies = {b for rows in made.records.values() for row in rows for b in strings(row.values)} & set(names.of)
    contacts = {(str(r.values["date"]), str(_first(r.values["agencies"]))) for r in made.records["contacts"]}
    hit = {(d, a) for d, a in key.contacts if any(d == e.rstrip("~") and names.same(b, a) for e, b in contacts)}
    right = {(e, b) for e, b in contacts if any(covers(d, e) and names.same(b, a) for d, a in key.spans)}
    dates = {str(r.values["date"]) for r in made.records["marac_meetings"]}
    out = {
        "agencies": _score(
            {a for a in key.agencies if any(names.same(b, a) for b in bodies)}, key.agencies, bodies, bodies
        ),
        "contacts": Score(len(hit), len(key.contacts), len(contacts), len(right)),
        "maracs": _score(key.maracs & dates, key.maracs, dates, key.maracs & dates),
    }
    pairs = _pairs(made, key, text, cites)
    recs = made.records["recommendations"]
    out["recommendations"] = Score(
        len({k for _, k in pairs}), len(key.recommendations), len(recs), len({n for n, _ in pairs})
    )
    out["addressees"] = _addressees(made, key, names, pairs)
    acts = {(str(_first(r.values["by_agency"])), str(r.values["act"])) for r in made.records["not_done"]}
    found = {(a, act) for a, act in key.not_done if any(names.same(b, a) and act == other for b, other in acts)}
    out["not done"] = Score(
        len(found),
        len(key.not_done),
        len(acts),
        sum(any(names.same(b, a) and act == o for a, o in key.not_done) for b, act in acts),
    )
    return out


def _addressees(made: Draft, key: Key, names: Names, pairs: list[tuple[int, str]]) -> Score:
    right = wanted = drafted = 0
    for number, rec in pairs:
        to = [str(b) for b in listed(made.records["recommendations"][number].values["addressed_to"])]
        wanted += len(key.recommendations[rec])
        drafted += len(to)
        right += sum(any(names.same(b, a) for b in to) for a in key.recommendations[rec])
    return Score(right, wanted, drafted, right)


def _pairs(made: Draft, key: Key, text: str, cites: Mapping[str, set[str]] | None) -> list[tuple[int, str]]:
    """Which drafted recommendation is which of the key."""
    pairs: list[tuple[int, str]] = []
    used: set[str] = set()
    for at, record in enumerate(made.records["recommendations"]):
        number, level = str(record.values["number"]), str(record.values["level"])
        words = text[slice(*record.places[0])]
        for rec in key.recommendations:
            begins = level == "single-agency" and bool(re.search(rf"(?:^|\t){rec}\b", words))
            same = (
                (begins if rec[0].isalpha() else rec == number and level == "overview")
                if cites is None
                else bool(set(map(str, listed(record.values["cites"]))) & cites[rec])
            )
            if cites is not None and (level == "overview") != rec.split("|")[0].removeprefix("rec-").isdigit():
                same = False
            if same and rec not in used:
                pairs.append((at, rec))
                used.add(rec)
                break
    return pairs


def covers(date: str, other: str) -> bool:
    """Whether a date of the key is that of a draft, or lies in the span that was drafted."""
    if date.rstrip("~") == other.rstrip("~"):
        return True
    span, one = parse(date), parse(other)
    return (span.earliest is None or (one.earliest is not None and span.earliest <= one.earliest)) and (
        span.latest is None or (one.latest is not None and one.latest <= span.latest)
    )


def _score(right: set[str], wanted: set[str], made: set[str], made_right: set[str]) -> Score:
    return Score(len(right), len(wanted), len(made), len(made_right))


def listed(value: object) -> list[object]:
    """A value as a list."""
    return value if isinstance(value, list) else [value]


def _first(value: object) -> object:
    return listed(value)[0]


def strings(value: object) -> Iterator[str]:
    """All texts in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def score_story(story: str, style: str, ending: str) -> dict[str, Score]:
    """The scores of an invented report in one style and format."""
    report = printed(story, style)
    register = load_collection()[0].register
    with tempfile.TemporaryDirectory() as folder:
        document = read(write(report, Path(folder), ending))
    made = draft(document, register, story)
    return scores(made, key_of_story(report.story["facts"]), _names(made, register), document.text)


def _names(made: Draft, register: Iterable[Agency], local: Iterable[Agency] = ()) -> Names:
    rows = [agency.model_dump() for agency in (*register, *local)]
    return Names([*rows, *(row.values for row in made.records["agencies"])])


def score_real(review: ReviewRecords, register: Iterable[Agency]) -> dict[str, Score]:
    """The scores of a real report against its coding."""
    register = list(register)
    document = read(SOURCES / f"{review.id}.txt")
    made = draft(document, register, review.id)
    cites = {rec.id: set(rec.cites) for rec in review.of(Recommendation)}
    return scores(made, key_of_review(review), _names(made, register, review.of(Agency)), document.text, cites)


def main() -> None:
    """Print the table."""
    rows: list[tuple[str, dict[str, Score]]] = []
    collection, _ = load_collection()
    if SOURCES.is_dir():
        rows += [(review.id, score_real(review, collection.register)) for review in collection.reviews]
    wanted = sys.argv[1:] or list(FORMATS)
    stories = [
        *STORIES,
        *sorted(p.stem for p in (Path(__file__).parent / "reports").glob("*.yaml") if p.stem not in STORIES),
    ]
    for story in stories:
        for style in STYLES:
            rows += [
                (f"{story} {style} {ending}", score_story(story, style, ending))
                for ending in wanted
                if ending in FORMATS
            ]
    heads = list(rows[0][1])
    sys.stdout.write(f"{'report':34}" + "".join(f"{head[:15]:>17}" for head in heads) + "   (recall/precision)\n")
    for name, row in rows:
        sys.stdout.write(
            f"{name:34}"
            + "".join(f"{row[h].recall:>10.2f} /{row[h].precision:5.2f}" for h in heads)
            + f"   addressees F1 {row['addressees'].f1:.2f}\n"
        )


if __name__ == "__main__":
    main()
