"""Which recommendations of other reviews are nearest to a recommendation.

Two ways, of which the better one that is installed is taken:

* ``embedding``: half the score of ``words``, and half the cosine of the weighted means of word vectors
  that ship with the package wordllama (the extra ``similar``). It also sees that two texts say the same in
  other words. Nothing is fetched.
* ``words``: cosine of the words' weights by term frequency and inverse document frequency (K. Spärck
  Jones, "A statistical interpretation of term specificity", Journal of Documentation 28, 1972), the
  codes of the themes being words too. It sees only what two texts share.

In both a word weighs less the more of the texts have it, since all are about domestic abuse. Held against
the two packaged reviews, the text of a recommendation finds its own summary among those of both reviews
first in 56 of 65 cases by ``embedding`` and in 54 by ``words``.

Scores lie between 0 (nothing in common) and 1 (the same), and scores of the two ways are not to be
compared with each other. A near text is a place to look, not a finding: whether two recommendations ask
the same, a reader must judge.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dhrgraph.errors import DhrgraphError
from dhrgraph.records.collection import Collection
from dhrgraph.records.types import Recommendation

__all__ = ["Method", "Near", "Said", "best_method", "nearest", "said_in"]

Method = Literal["embedding", "words"]
Vectors = NDArray[np.float64]

_WORD = re.compile(r"[a-z]{2,}")
_ENDINGS = re.compile(r"(?:ations?|ings?|ies|ed|es|s)$")
#: Words that say nothing of what is asked.
_EMPTY = frozenset(
    _WORD.findall(
        """all an and any are as at be been being by can could do does for from had has have how in into is it its may
        must not of on or should so than that the their them they this those to what when which who will with would"""
    )
)


@dataclass(frozen=True, slots=True)
class Said:
    """A recommendation as it is compared.

    Parameters
    ----------
    review, id : str
        Where it stands.
    text : str
        Its summary.
    themes : tuple of str
        Codes of its themes.
    """

    review: str
    id: str
    text: str
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Near:
    """That one recommendation is near another one of another review.

    Parameters
    ----------
    one, other : Said
    score : float
        From 0 to 1, rounded to three places.
    """

    one: Said
    other: Said
    score: float


def said_in(collection: Collection) -> list[Said]:
    """The recommendations of a collection, as they are compared."""
    return [
        Said(review.id, each.id, each.summary, tuple(each.themes))
        for review in collection.reviews
        for each in review.of(Recommendation)
    ]


def best_method() -> Method:
    """The better way that is installed."""
    return "embedding" if find_spec("wordllama") else "words"


def nearest(
    recommendations: Sequence[Said],
    among: Sequence[Said] | None = None,
    *,
    count: int = 3,
    method: Method | None = None,
) -> list[Near]:
    """For each recommendation the nearest ones of other reviews.

    Parameters
    ----------
    recommendations : sequence of Said
    among : sequence of Said, optional
        What they are compared with; by default one another.
    count : int
        How many of the nearest to give for each.
    method : str, optional
        By default `best_method`.

    Returns
    -------
    list of Near
        In the order of the recommendations, the nearest first; none with a score of 0.

    Raises
    ------
    DhrgraphError
        If the way that is asked for is not installed.
    """
    others = list(recommendations if among is None else among)
    if not recommendations or not others:
        return []
    vectors = _vectors([*recommendations, *others], method or best_method())
    scores = np.clip(vectors[: len(recommendations)] @ vectors[len(recommendations) :].T, 0.0, 1.0)
    found: list[Near] = []
    for one, row in zip(recommendations, scores, strict=True):
        near = [Near(one, other, round(float(score), 3)) for other, score in zip(others, row, strict=True)
                if other.review != one.review]  # fmt: skip
        near.sort(key=lambda each: (-each.score, each.other.review, each.other.id))
        found += [each for each in near[:count] if each.score > 0]
    return found


def _vectors(said: Sequence[Said], method: Method) -> Vectors:
    words = _unit(_weighted(said))
    return (
        words
        if method == "words"
        else np.hstack([words, _unit(_embedded([each.text for each in said]))]) / math.sqrt(2)
    )


def _unit(vectors: Vectors) -> Vectors:
    """The same directions with a length of 1; of 0 where a text has no word."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths == 0, 1, lengths), dtype=np.float64)


def _weighted(said: Sequence[Said]) -> Vectors:
    counts = [Counter([*_stems(each.text), *(f"theme {theme}" for theme in each.themes)]) for each in said]
    known = {word: index for index, word in enumerate(sorted(set().union(*counts)))}
    spread = Counter(word for each in counts for word in each)
    vectors = np.zeros((len(said), len(known)))
    for row, each in enumerate(counts):
        for word, times in each.items():
            vectors[row, known[word]] = (1 + math.log(times)) * _rarity(len(said), spread[word])
    return vectors


def _stems(text: str) -> list[str]:
    return [_ENDINGS.sub("", word) for word in _WORD.findall(text.lower()) if word not in _EMPTY]


def _embedded(texts: list[str]) -> Vectors:
    try:
        from safetensors.numpy import load_file  # noqa: PLC0415 - an extra
        from tokenizers import Tokenizer  # noqa: PLC0415
    except ImportError:
        remedy = "install it with: pip install 'dhrgraph[similar]', or use the way words"
        raise DhrgraphError(f"the way embedding is not installed: {remedy}") from None
    # Read here and not by the package's own loader, which looks elsewhere and then asks a hub.
    home = files("wordllama")
    table = load_file(str(home / "weights" / "l2_supercat_256.safetensors"))["embedding.weight"].astype(np.float64)
    tokenizer = Tokenizer.from_file(str(home / "tokenizers" / "l2_supercat_tokenizer_config.json"))
    encoded = [each.ids for each in tokenizer.encode_batch([text.lower() for text in texts], add_special_tokens=False)]
    spread = Counter(token for ids in encoded for token in set(ids))
    weights = {token: _rarity(len(texts), count) for token, count in spread.items()}
    rows = [np.asarray([weights[token] for token in ids]) @ table[ids] for ids in encoded]  # of no token: zeros
    return np.asarray(rows, dtype=np.float64)


def _rarity(texts: int, having: int) -> float:
    """The weight of a word by the number of texts that have it."""
    return math.log((1 + texts) / having)
