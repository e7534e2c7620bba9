"""Two agencies in contact with one person: whether their periods overlap, and how often they stood side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from dhrgraph.networks.facts import Fact, span_of
from dhrgraph.networks.spans import (
    Span,
    certainly_near,
    hull_certainly_meets,
    hull_may_meet,
    may_be_near,
)

__all__ = ["Pair", "pairs"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two agencies whose periods of contact with one person overlap, or can.

    Parameters
    ----------
    one, other : str
        IRIs of the agencies, in their order.
    person, review : str
        IRIs.
    contacts : list of dict
        The contacts of either with the person, by date.
    certain : bool
        Whether the periods overlap on whichever of their days the contacts happened.
    occasions, occasions_certain : int
        Pairs of one contact of each agency that may have been, or certainly were, on one day or
        within the days asked for.
    gap : int or None
        Days between the two contacts nearest to each other, at the least; None where every contact
        of one of them is undated.
    """

    one: str
    other: str
    person: str
    review: str
    contacts: list[Fact]
    certain: bool
    occasions: int
    occasions_certain: int
    gap: int | None


def pairs(facts: Iterable[Fact], within: int = 0) -> Iterator[Pair]:
    """All pairs of agencies whose periods of contact with one person may overlap.

    The period of an agency with a person reaches from its first to its last contact. Two periods
    overlap where neither ends more than `within` days before the other begins. A contact that two
    agencies had together is a contact of either.

    Parameters
    ----------
    facts : iterable of dict
        As `dhrgraph.networks.contacts.contact_facts` gives them.
    within : int
        Days.
    """
    paths: dict[tuple[str, str], dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts:
        paths[fact["review"], fact["person"]][fact["agency"]].append(fact)
    for (review, person), by_agency in sorted(paths.items()):
        spans = {agency: [span_of(fact) for fact in found] for agency, found in by_agency.items()}
        for one, other in combinations(sorted(by_agency), 2):
            if hull_may_meet(spans[one], spans[other], within):
                found = [*by_agency[one], *by_agency[other]]
                near = [
                    (a["record"] == b["record"] or certainly_near(x, y, within))
                    for a, x in zip(by_agency[one], spans[one], strict=True)
                    for b, y in zip(by_agency[other], spans[other], strict=True)
                    if may_be_near(x, y, within)
                ]
                yield Pair(
                    one,
                    other,
                    person,
                    review,
                    sorted(found, key=lambda f: (f["earliest"] or f["latest"] or "9999", f["record"])),
                    hull_certainly_meets(spans[one], spans[other], within),
                    len(near),
                    sum(near),
                    _gap(spans[one], spans[other]),
                )


def _gap(ones: list[Span], others: list[Span]) -> int | None:
    """The fewest days that can lie between a contact of one and one of the other."""
    gaps = [
        max(one.low - other.high, other.low - one.high, 0)
        for one in ones
        for other in others
        if one.dated and other.dated
    ]
    return min(gaps, default=None)
