"""Which part of the graph a network shows."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from difflib import get_close_matches

from dhrgraph.errors import DhrgraphError
from dhrgraph.networks.spans import Span

__all__ = ["Filters", "NetworkError"]


class NetworkError(DhrgraphError):
    """Raised for a network, measure or filter that there is not."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show; an empty set, or None, lets everything through.

    A fact is shown if it passes every filter. One that can lie within the period counts as lying
    there; one without any date is left out where a period is asked for.

    Parameters
    ----------
    reviews : frozenset of str
        Ids of reviews, such as ``lewisham-kazia``.
    sectors : frozenset of str
        Codes of sectors or of groups of them. Where a fact lies between two bodies, one of them must be of a sector.
    roles : frozenset of str
        Codes of the roles of the persons concerned: victim, perpetrator, child …
    since, until : datetime.date or None
        Ends of the period; both count to it.
    kinds : frozenset of str
        Codes of kinds of contact; for ``information``: referral, sharing, not-done.
    within : int
        Days: contacts at most so far apart count as side by side (``agencies``, ``silent-pairs``).

    Raises
    ------
    NetworkError
        If `within` is negative or the period runs backwards.
    """

    reviews: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    kinds: frozenset[str] = frozenset()
    within: int = 0

    def __post_init__(self) -> None:
        if self.within < 0:
            raise NetworkError(f"within {self.within} days says nothing: give a number of days from 0")
        if self.since and self.until and self.until < self.since:
            raise NetworkError(
                f"the period from {self.since} to {self.until} runs backwards: put the earlier day first"
            )

    @property
    def given(self) -> list[str]:
        """Names of the filters that do not let everything through."""
        return [field.name for field in fields(self) if getattr(self, field.name) not in (frozenset(), None, 0)]

    def dates(self, span: Span) -> bool:
        """Whether a date passes."""
        if self.since is None and self.until is None:
            return True
        return span.dated and span.meets(self.since, self.until)

    def said(self) -> str:
        """The filters in words, empty where all is shown.

        Examples
        --------
        >>> Filters(roles=frozenset({"victim"}), until=date(2012, 12, 31), within=30).said()
        'roles: victim; until: 2012-12-31; within: 30 days'
        """
        told = []
        for name in self.given:
            value = getattr(self, name)
            words = ", ".join(sorted(value)) if isinstance(value, frozenset) else str(value)
            told.append(f"{name}: {words}{' days' if name == 'within' else ''}")
        return "; ".join(told)


def known(value: str, values: set[str], what: str, where: str) -> None:
    """Raise if a value is not one of those that there are.

    Raises
    ------
    NetworkError
        With the nearest values.
    """
    if value not in values:
        near = get_close_matches(value, sorted(values), n=3, cutoff=0.4)
        hint = f"did you mean {' or '.join(near)}? " if near else ""
        raise NetworkError(f"there is no {what} {value!r}: {hint}{where}")
