"""How far a value lies from what chance gives: p-values, their correction, and intervals.

A p-value here says how often chance alone, of the kind described in `dhrgraph.networks.measures.nulls`,
gives a value at least as far out. It says nothing of cause, nor of cases that were not reviewed. Of
fewer than `MINIMUM_REVIEWS` reviews no p-value is given: what is tested then is the report, not a pattern.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from scipy.stats import false_discovery_control

__all__ = ["MINIMUM_REVIEWS", "Verdict", "corrected", "intervals", "p_values", "verdicts"]

#: The fewest reviews of which p-values are given.
MINIMUM_REVIEWS = 3

Array = np.ndarray[Any, np.dtype[np.float64]]
Side = Literal["two-sided", "greater", "less"]
_SAME = 1e-9  # values so close are one: sums in another order differ in the last digits


@dataclass(frozen=True, slots=True)
class Verdict:
    """A value against chance.

    Parameters
    ----------
    value : float
        As observed.
    low, high : float
        Between them lie 95 % of the values by chance.
    p : float
        The p-value, two-sided.
    q : float
        The p-value corrected for the number of values tested.
    """

    value: float
    low: float
    high: float
    p: float
    q: float


def p_values(observed: Array, null: Array, side: Side = "two-sided") -> Array:
    """The share of values, the observed one among them, that lie at least as far out as the observed one.

    Parameters
    ----------
    observed : array of shape (values,)
    null : array of shape (draws, values)
        Values by chance.
    side : {"two-sided", "greater", "less"}
        Two-sided is twice the smaller of the one-sided, at most 1.

    Returns
    -------
    array of shape (values,)
        Never 0: the observed value is one that chance can give, so with N draws the least is 1/(N+1).

    References
    ----------
    Phipson, B. and Smyth, G. K. (2010). Permutation p-values should never be zero. *Stat. Appl. Genet.
    Mol. Biol.* 9, 39.

    Examples
    --------
    >>> p_values(np.array([3.0]), np.array([[1.0], [2.0], [3.0]]), "greater").tolist()
    [0.5]
    """
    draws = null.shape[0]
    greater = (1 + (null >= observed - _SAME).sum(axis=0)) / (draws + 1)
    less = (1 + (null <= observed + _SAME).sum(axis=0)) / (draws + 1)
    if side == "greater":
        return np.asarray(greater)
    return np.asarray(less) if side == "less" else np.minimum(1.0, 2 * np.minimum(greater, less))


def corrected(p: Array) -> Array:
    """P-values corrected so that, of those called small, the expected share of false ones is bounded.

    References
    ----------
    Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. *J. R. Stat. Soc. B* 57, 289-300.

    Examples
    --------
    >>> corrected(np.array([0.01, 0.02, 0.5])).round(3).tolist()
    [0.03, 0.03, 0.5]
    """
    return np.asarray(false_discovery_control(p, method="bh")) if len(p) else p


def intervals(null: Array, level: float = 0.95) -> tuple[Array, Array]:
    """The percentiles between which a share of the values by chance lie.

    Examples
    --------
    >>> low, high = intervals(np.arange(101.0).reshape(-1, 1))
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([2.5], [97.5])
    """
    tail = 50 * (1 - level)
    low, high = np.percentile(null, [tail, 100 - tail], axis=0)
    return np.asarray(low), np.asarray(high)


def verdicts(names: list[str], observed: Array, null: Array) -> dict[str, Verdict]:
    """Values against those of many draws by chance, by name.

    Parameters
    ----------
    names : list of str
    observed : array of shape (names,)
    null : array of shape (draws, names)
    """
    p = p_values(observed, null)
    q, (low, high) = corrected(p), intervals(null)
    return {
        name: Verdict(*(float(part[place]) for part in (observed, low, high, p, q))) for place, name in enumerate(names)
    }
