"""Ids of records, and the passages that they cite: each once."""

from __future__ import annotations

from collections import defaultdict

from dhrgraph.documents.lines import slug

__all__ = ["MOST_CITED", "Ids", "cite_also"]

#: Passages that one record cites, at most.
MOST_CITED = 100


class Ids:
    """The ids of the records of one file."""

    def __init__(self) -> None:
        self._used: set[str] = set()
        self._next: defaultdict[str, int] = defaultdict(lambda: 2)

    def of(self, text: str) -> str:
        """An id that no other record has, from a text.

        Examples
        --------
        >>> ids = Ids()
        >>> ids.of("ref Lantern"), ids.of("ref Lantern")
        ('ref-lantern', 'ref-lantern-2')
        """
        return self.free(slug(text)[:70].strip("-"))

    def free(self, base: str) -> str:
        """An id as it is where no other record has it, else with the next number."""
        free = base
        while free in self._used:
            free = f"{base}-{self._next[base]}"
            self._next[base] += 1
        self._used.add(free)
        return free


def cite_also(cites: object, cite: str) -> None:
    """Let a record cite one more passage, unless it does so already or cites as many as it may."""
    assert isinstance(cites, list)
    if len(cites) < MOST_CITED and cite not in cites:
        cites.append(cite)
