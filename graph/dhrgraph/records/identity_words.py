"""The words by which identities are known, as ``identities.yaml`` has them."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from dhrgraph import yamltext

__all__ = ["SMALL", "Line", "plain", "words"]

#: Words that stay small in a heading.
SMALL = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "s", "the", "to", "with"}
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|['/-](?=\w)|\.(?=\w))*")

#: Signs that are written in several ways, one for one, so that every place stays where it is.
_SAME = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\t", " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\uff0d", "-"),
        **dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'"),
        "\uff0b": "+",
        "\uff20": "@",
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    }
)


@cache
def words(key: str) -> frozenset[str]:
    """The words under a key."""
    read = yamltext.parse(files("dhrgraph.records").joinpath("identities.yaml").read_bytes())
    assert isinstance(read.value, dict) and not read.faults, read.faults  # a file of ours
    return frozenset(read.value[key])


def plain(text: str) -> str:
    """A text with one way to write spaces, hyphens, apostrophes and digits, as long as before.

    Examples
    --------
    >>> plain("O\u2019Neill\u00a0020\u20117946")
    "O'Neill 020-7946"
    """
    return text.translate(_SAME)


class Line:
    """The words of a text, with what stands between them.

    Parameters
    ----------
    text : str
    """

    def __init__(self, text: str) -> None:
        self.text = text
        found = list(_WORD.finditer(text))
        self.words = [match[0] for match in found]
        self.starts = [match.start() for match in found]
        self.ends = [match.end() for match in found]
        #: Whether all words but the small ones begin with a capital, as in a heading.
        self.heading = not any(word[0].islower() and word not in SMALL for word in self.words)

    def __len__(self) -> int:
        return len(self.words)

    def gap(self, at: int) -> str:
        """What stands between a word and the one before it."""
        return self.text[self.ends[at - 1] : self.starts[at]] if 0 < at < len(self) else "\n\n"

    def bare(self, at: int) -> str:
        """A word without the ending of a genitive."""
        return re.sub(r"'s?$", "", self.words[at]) if at < len(self) else ""
