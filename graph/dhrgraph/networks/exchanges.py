"""Between which bodies the report records an exchange about a case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product


from dhrgraph.networks.facts import Source

__all__ = ["Exchange", "exchanges"]


@dataclass(frozen=True, order=True, slots=True)
class Exchange:
    """An event by which one body learnt what another knew of a case.

    Parameters
    ----------
    review : str
        IRI.
    event : str
        IRI of the referral, sharing, contact or meeting.
    how : str
        ``referral``, ``sharing``, ``contact`` (both were present), ``answered referral`` (one acted
        on what the other had referred) or ``meeting`` (of a forum, about the case).
    one, other : str
        IRIs of the bodies; that which gave first, where the event has a direction.
    persons : tuple of str
        IRIs of the persons whom the event was about; empty where they are not told.
    """

    review: str
    event: str
    how: str
    one: str
    other: str
    persons: tuple[str, ...] = ()


def exchanges(source: Source) -> list[Exchange]:
    """All exchanges that reports record, sorted; one for each pair of bodies that had part in an event."""
    events: dict[tuple[str, str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    persons: dict[str, set[str]] = defaultdict(set)
    for row in source.rows("exchanges"):
        events[row["review"], row["event"], row["how"]][row["part"]].add(row["body"])
        persons[row["event"]] |= {row["person"]} if "person" in row else set()
    return sorted(
        Exchange(review, event, how, one, other, tuple(sorted(persons[event])))
        for (review, event, how), parts in events.items()
        for one, other in _ends(parts)
        if one != other
    )


def _ends(parts: dict[str, set[str]]) -> Iterable[tuple[str, str]]:
    yield from product(parts["from"], parts["to"])
    yield from ((one, other) for one, other in product(parts["both"], repeat=2) if one < other)
