"""Between which bodies the report records an exchange about a case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, product

from dhrgraph.networks.facts import Source

__all__ = ["Exchange", "between", "by_body", "exchanges"]

Event = tuple[str, str, str]


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
    """All exchanges that reports record, sorted; one for each pair of bodies that had part in an event.

    At a meeting of a forum had part who sat there, who referred the case to it or gave it information,
    and to whom it gave information or an action.
    """
    events: dict[Event, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    persons: dict[str, set[str]] = defaultdict(set)
    for row in source.rows("exchanges"):
        events[row["review"], row["event"], row["how"]][row["part"]].add(row["body"])
        persons[row["event"]] |= {row["person"]} if "person" in row else set()
    _join_meetings(events)
    return sorted(
        Exchange(review, event, how, one, other, tuple(sorted(persons[event])))
        for (review, event, how), parts in events.items()
        for one, other in _ends(parts)
        if one != other
    )


def _join_meetings(events: dict[Event, dict[str, set[str]]]) -> None:
    """Add to each meeting the bodies that gave to its forum, or got from it, in the same review.

    A referral that was heard at one meeting is no part of another.
    """
    acts: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(dict)
    heard: dict[str, set[str]] = defaultdict(set)
    for (review, event, how), parts in events.items():
        for referral in parts.get("heard", ()):
            heard[referral].add(event)
        if how in ("referral", "sharing"):
            for near, far in (("from", "to"), ("to", "from")):
                for body in parts.get(near, ()):
                    acts[review, body].setdefault(event, set()).update(parts.get(far, ()))
    for (review, event, _), parts in events.items():
        for forum in parts.get("forum", ()):
            for act, ends in acts[review, forum].items():
                if not heard[act] or event in heard[act]:
                    parts["both"] |= ends


def _ends(parts: dict[str, set[str]]) -> Iterable[tuple[str, str]]:
    yield from product(parts.get("from", ()), parts.get("to", ()))
    yield from combinations(sorted(parts.get("both", ())), 2)


def by_body(found: Iterable[Exchange]) -> dict[tuple[str, str], list[Exchange]]:
    """Exchanges by review and each body that had part in them."""
    sorted_out: dict[tuple[str, str], list[Exchange]] = defaultdict(list)
    for exchange in found:
        for body in (exchange.one, exchange.other):
            sorted_out[exchange.review, body].append(exchange)
    return sorted_out


def between(
    review: str, ones: set[str], others: set[str], exchanged: dict[tuple[str, str], list[Exchange]]
) -> list[Exchange]:
    """The exchanges of a review between two sides: each a body with those that it is one organisation with."""
    return sorted(
        {
            exchange
            for body in ones
            for exchange in exchanged.get((review, body), [])
            if (exchange.one in ones and exchange.other in others)
            or (exchange.one in others and exchange.other in ones)
        }
    )
