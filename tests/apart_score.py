"""How well drafting does on reports that were written apart from it, each with an answer key by its author.

Each folder of ``tests/reports/apart`` is an invented report in a house style of its own, as Word file and text (some as
PDF too), with ``key.yaml``: the bodies with their names, dated contacts, meetings of a MARAC, recommendations with
addressees, and statements that are no facts. Run ``python -m tests.apart_score`` for the table.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from dhrgraph.documents import read
from dhrgraph.drafting import Draft, draft
from dhrgraph.drafting.names import alike, plain
from dhrgraph.drafting.told import Drafted
from dhrgraph.records import load_collection
from tests.draft_score import Score, covers, listed, strings

FOLDER = Path(__file__).parent / "reports" / "apart"
KINDS = ("agencies", "contacts", "maracs", "recommendations", "addressees")


class Bodies:
    """Drafted bodies and those of a key, compared by their names."""

    def __init__(self, made: Draft, key: Mapping[str, Any], register: Iterable[Any]) -> None:
        self.rows: dict[str, Mapping[str, Any]] = {agency.id: agency.model_dump() for agency in register}
        self.rows |= {str(row.values["id"]): row.values for row in made.records["agencies"]}
        self.key = {str(body["key"]): body for body in key["agencies"]}

    def same(self, body: str, wanted: str) -> bool:
        """Whether a drafted body is that of a key: one of its names, or a practice or panel that has none."""
        other = self.key.get(wanted)
        if other is None:
            return False
        row = self.rows.get(body, {"label": body})
        names = [str(name) for name in other["names"]]
        if row.get("sector") == other.get("sector") == "primary-care" and "not-named" in body:
            return True
        if "review-panel" in body and "panel" in wanted:
            return True
        mine = [str(row.get("label", body)), *(row.get("other_names") or [])]
        return any(plain(a) == plain(b) or alike(a, b) for a in mine for b in names)


def scores_of(path: Path) -> dict[str, Score]:
    """The scores of a report whose key stands beside it, by kind."""
    key = yaml.safe_load((path.parent / "key.yaml").read_text(encoding="utf-8"))
    register = list(load_collection()[0].register)
    made = draft(read(path), register, "apart")
    bodies = Bodies(made, key, register)
    meetings, held = {str(row.values["date"]) for row in made.records["marac_meetings"]}, set(key["marac"])
    both = len(meetings & held)
    return {
        "agencies": _agencies(made, bodies),
        "contacts": _contacts(made, key, bodies),
        "maracs": Score(both, len(held), len(meetings), both),
        **_recommendations(made, key, bodies),
    }


def pooled(paths: Iterable[Path]) -> dict[str, Score]:
    """The scores over several reports together."""
    sums = dict.fromkeys(KINDS, Score(0, 0, 0, 0))
    for path in paths:
        sums = {kind: sums[kind] + score for kind, score in scores_of(path).items()}
    return sums


def _agencies(made: Draft, bodies: Bodies) -> Score:
    used = {text for rows in made.records.values() for row in rows for text in strings(row.values)} & set(bodies.rows)
    right = [wanted for wanted in bodies.key if any(bodies.same(body, wanted) for body in used)]
    fits = [body for body in used if any(bodies.same(body, wanted) for wanted in bodies.key)]
    return Score(len(right), len(bodies.key), len(used), len(fits))


def _contacts(made: Draft, key: Mapping[str, Any], bodies: Bodies) -> Score:
    drafted = {
        (str(row.values["date"]), str(body))
        for row in made.records["contacts"]
        for body in listed(row.values["agencies"])
    }
    wanted = {(str(c["date"]), str(c["agency"])) for c in key["contacts"]}
    single = {(day, body) for day, body in wanted if "/" not in day and len(day) >= len("2014-03")}
    right = {
        (day, body)
        for day, body in single
        if any(day.rstrip("~") == other.rstrip("~") and bodies.same(mine, body) for other, mine in drafted)
    }
    fits = {
        (day, mine) for day, mine in drafted if any(covers(other, day) and bodies.same(mine, b) for other, b in wanted)
    }
    return Score(len(right), len(single), len(drafted), len(fits))


def _recommendations(made: Draft, key: Mapping[str, Any], bodies: Bodies) -> dict[str, Score]:
    left = list(made.records["recommendations"])
    total = len(left)
    pairs: list[tuple[Mapping[str, Any], Drafted]] = []
    for wanted in key["recommendations"]:
        found = next((row for row in left if _is_same(row, wanted)), None)
        if found is not None:
            left.remove(found)
            pairs.append((wanted, found))
    addressees = Score(0, 0, 0, 0)
    for wanted, row in pairs:
        to = [str(body) for body in listed(row.values["addressed_to"])]
        right = sum(any(bodies.same(body, one) for body in to) for one in wanted["addressees"])
        addressees += Score(right, len(wanted["addressees"]), len(to), right)
    return {
        "recommendations": Score(len(pairs), len(key["recommendations"]), total, len(pairs)),
        "addressees": addressees,
    }


def _is_same(row: Drafted, wanted: Mapping[str, Any]) -> bool:
    single = wanted.get("level") == "single-agency"
    if (row.values["level"] == "single-agency") != single:
        return False
    number, other = (str(text).lstrip("Rr").rstrip(".") for text in (row.values["number"], wanted["number"]))
    return number == other or (not other and single)


def main() -> None:
    """Print the table: recall and precision by report, and over all reports of one format."""
    out = sys.stdout
    out.write(f"{'report':36}" + "".join(f"{kind:>19}" for kind in KINDS) + "   (recall/precision)\n")
    for ending in ("docx", "txt", "pdf"):
        paths = sorted(FOLDER.glob(f"*/report.{ending}"))
        for path in paths:
            out.write(_line(f"{path.parent.name} {ending}", scores_of(path)))
        out.write(_line(f"all {ending}", pooled(paths)))


def _line(name: str, scores: Mapping[str, Score]) -> str:
    figures = "".join(f"{scores[kind].recall:>12.2f} / {scores[kind].precision:4.2f}" for kind in KINDS)
    return f"{name:36}{figures}   addressees F1 {scores['addressees'].f1:.2f}\n"


if __name__ == "__main__":
    main()
