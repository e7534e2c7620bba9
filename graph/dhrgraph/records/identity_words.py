"""The words by which identities are known, as ``identities.yaml`` has them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from dhrgraph.records import yamltext

__all__ = ["plain", "words"]

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
