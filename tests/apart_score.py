"""How well drafting does on reports that were written apart from it, each with an answer key by its author.

Each folder of ``tests/reports/apart`` is an invented report in a house style of its own, as Word file and text (some as
PDF too), with ``key.yaml``: the bodies with their names, dated contacts, meetings of a MARAC, recommendations with
addressees, and statements that are no facts. Run ``python -m tests.apart_score`` for the table.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from dhrgraph.documents import read
from dhrgraph.drafting import Draft, draft
from dhrgraph.drafting.names import alike, plain
from dhrgraph.drafting.told import Drafted
from dhrgraph.records import load_collection
from dhrgraph.records.dates import parse

FOLDER = Path(__file__).parent / "reports" / "apart"
KINDS = ("agencies", "contacts", "maracs", "recommendations", "addressees")

Tally = Counter[str]


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


def tally(path: Path) -> Tally:
    """Counts of what was right, wanted and made, by kind, of a report whose key stands beside it."""
    key = yaml.safe_load((path.parent / "key.yaml").read_text(encoding="utf-8"))
    register = list(load_collection()[0].register)
    made = draft(read(path), register, "apart")
    bodies = Bodies(made, key, register)
    counts: Tally = Counter()
    _agencies(counts, made, bodies)
    _contacts(counts, made, key, bodies)
    meetings = {str(row.values["date"]) for row in made.records["marac_meetings"]}
    _add(counts, "maracs", len(meetings & set(key["marac"])), len(set(key["marac"])), None, len(meetings))
    _recommendations(counts, made, key, bodies)
    return counts


def _add(counts: Tally, kind: str, right: int, wanted: int, made_right: int | None, made: int) -> None:
    counts[f"{kind} right"] += right
    counts[f"{kind} wanted"] += wanted
    counts[f"{kind} made right"] += right if made_right is None else made_right
    counts[f"{kind} made"] += made


def _agencies(counts: Tally, made: Draft, bodies: Bodies) -> None:
    used = {text for rows in made.records.values() for row in rows for text in _texts(row.values)} & set(bodies.rows)
    right = [wanted for wanted in bodies.key if any(bodies.same(body, wanted) for body in used)]
    fits = [body for body in used if any(bodies.same(body, wanted) for wanted in bodies.key)]
    _add(counts, "agencies", len(right), len(bodies.key), len(fits), len(used))


def _contacts(counts: Tally, made: Draft, key: Mapping[str, Any], bodies: Bodies) -> None:
    drafted = {
        (str(row.values["date"]), str(body))
        for row in made.records["contacts"]
        for body in _each(row.values["agencies"])
    }
    wanted = {(str(c["date"]), str(c["agency"])) for c in key["contacts"]}
    single = {(day, body) for day, body in wanted if "/" not in day and len(day) >= len("2014-03")}
    right = {
        (day, body)
        for day, body in single
        if any(day.rstrip("~") == other.rstrip("~") and bodies.same(mine, body) for other, mine in drafted)
    }
    fits = {
        (day, mine) for day, mine in drafted if any(_covers(other, day) and bodies.same(mine, b) for other, b in wanted)
    }
    _add(counts, "contacts", len(right), len(single), len(fits), len(drafted))


def _recommendations(counts: Tally, made: Draft, key: Mapping[str, Any], bodies: Bodies) -> None:
    left = list(made.records["recommendations"])
    total = len(left)
    pairs: list[tuple[Mapping[str, Any], Drafted]] = []
    for wanted in key["recommendations"]:
        found = next((row for row in left if _is_same(row, wanted)), None)
        if found is not None:
            left.remove(found)
            pairs.append((wanted, found))
    _add(counts, "recommendations", len(pairs), len(key["recommendations"]), None, total)
    for wanted, row in pairs:
        to = [str(body) for body in _each(row.values["addressed_to"])]
        right = sum(any(bodies.same(body, one) for body in to) for one in wanted["addressees"])
        _add(counts, "addressees", right, len(wanted["addressees"]), None, len(to))


def _is_same(row: Drafted, wanted: Mapping[str, Any]) -> bool:
    single = wanted.get("level") == "single-agency"
    if (row.values["level"] == "single-agency") != single:
        return False
    number, other = (str(text).lstrip("Rr").rstrip(".") for text in (row.values["number"], wanted["number"]))
    return number == other or (not other and single)


def _covers(day: str, drafted: str) -> bool:
    """Whether a date of the key is that of a draft, or lies within the span that was drafted."""
    if day.rstrip("~") == drafted.rstrip("~"):
        return True
    span, one = parse(drafted), parse(day)
    begins = span.earliest is None or (one.earliest is not None and span.earliest <= one.earliest)
    return begins and (span.latest is None or (one.latest is not None and one.latest <= span.latest))


def _each(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def recall(counts: Tally, kind: str) -> float:
    """Share of the key that was drafted."""
    return counts[f"{kind} right"] / (counts[f"{kind} wanted"] or 1)


def precision(counts: Tally, kind: str) -> float:
    """Share of what was drafted that the key has."""
    return counts[f"{kind} made right"] / (counts[f"{kind} made"] or 1)


def f1(counts: Tally, kind: str) -> float:
    """Harmonic mean of the two."""
    total = recall(counts, kind) + precision(counts, kind)
    return 2 * recall(counts, kind) * precision(counts, kind) / total if total else 0.0


def main() -> None:
    """Print the table: recall and precision by report, and over all reports of one format."""
    out = sys.stdout
    out.write(f"{'report':36}" + "".join(f"{kind:>19}" for kind in KINDS) + "   (recall/precision)\n")
    for ending in ("docx", "txt", "pdf"):
        sums: Tally = Counter()
        for path in sorted(FOLDER.glob(f"*/report.{ending}")):
            counts = tally(path)
            sums += counts
            out.write(_line(f"{path.parent.name} {ending}", counts))
        out.write(_line(f"all {ending}", sums))


def _line(name: str, counts: Tally) -> str:
    figures = "".join(f"{recall(counts, kind):>12.2f} / {precision(counts, kind):4.2f}" for kind in KINDS)
    return f"{name:36}{figures}   addressees F1 {f1(counts, 'addressees'):.2f}\n"


if __name__ == "__main__":
    main()
