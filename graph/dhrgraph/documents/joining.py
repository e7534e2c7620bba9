"""Lines joined to texts, and words made whole that a line's end cuts in two."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

from dhrgraph.documents.lines import ends_whole

__all__ = ["Joiner"]

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(r"([^\W\d_]{1,40})-$")
_OPENS_LOWER = re.compile(r"([^\W\d_]+)")

#: First parts after which a hyphen at a line's end is the word's own, where the report nowhere tells.
_OWN_HYPHEN = {
    *("anti", "co", "cross", "ex", "half", "high", "inter", "long", "low", "mid", "multi", "non", "on", "part"),
    *("post", "pre", "re", "self", "semi", "short", "single", "sub", "well", "decision", "follow", "so", "step"),
}


class Joiner:
    """Joins the lines of a passage, and makes whole the words that a line's end cuts in two.

    Whether the hyphen belongs to the word is told by the report itself: by how it writes the word
    elsewhere. Where it does not, the first part of the word tells (``multi-``, ``self-``), and whether
    the report divides other words at all: most are set without.

    Parameters
    ----------
    texts : iterable of str
        The lines of the report, in order.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = list(texts)

    @cached_property
    def words(self) -> set[str]:
        """All words of the report, made when the first cut one is met."""
        return {word for text in self._texts for word in _WORD.findall(text.lower())}

    @cached_property
    def divides(self) -> bool:
        """Whether the report divides words that have no hyphen of their own."""
        for before, after in pairwise(self._texts):
            broken, rest = _BROKEN.search(before[-42:]), _OPENS_LOWER.match(after)
            if broken and rest and f"{broken[1]}{rest[1]}".lower() in self.words:
                return True
        return False

    def join(self, before: str, after: str, *, gap: bool) -> str:
        r"""Two lines as one text.

        Parameters
        ----------
        before, after : str
            The text so far and the line that follows.
        gap : bool
            Whether space stands between them; where a sentence ends there, a line feed does then.

        Examples
        --------
        >>> joiner = Joiner(["information for a meet-", "ing, the meeting"])
        >>> joiner.join("an infor-", "mation", gap=False), joiner.join("a multi-", "agency one", gap=False)
        ('an information', 'a multi-agency one')
        """
        if not before or not after:
            return before or after
        if before.endswith("\u00ad"):
            return before[:-1] + after
        broken, rest = _BROKEN.search(before[-42:]), _OPENS_LOWER.match(after)
        if broken and rest and not rest[1].islower():
            return before + after
        if broken and rest:
            return before[: None if self._own(broken[1], rest[1]) else -1] + after
        if gap and (ends_whole(before) or not rest or not rest[1][0].islower()):
            return f"{before}\n{after}"
        return f"{before} {after}"

    def _own(self, first: str, second: str) -> bool:
        """Whether the hyphen between two parts of a word is the word's own."""
        first, second = first.lower(), second.lower()
        if f"{first}{second}" in self.words:
            return False
        return f"{first}-{second}" in self.words or first in _OWN_HYPHEN or not self.divides
