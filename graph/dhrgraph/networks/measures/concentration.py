"""How far contacts are gathered in few agencies: Herfindahl and Gini."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import networkx as nx
import numpy as np

__all__ = ["concentration", "gini", "herfindahl"]


def herfindahl(counts: Iterable[float]) -> float:
    """The sum of squared shares: 1/n where n have the same, 1 where one has all.

    One over it is the number of agencies of equal size that would be as concentrated.

    References
    ----------
    Herfindahl, O. C. (1950). *Concentration in the U.S. steel industry*. Columbia University.
    Hirschman, A. O. (1964). The paternity of an index. *Am. Econ. Rev.* 54, 761-762.

    Examples
    --------
    >>> herfindahl([5, 5]), herfindahl([10])
    (0.5, 1.0)
    """
    values = np.asarray(list(counts), dtype=float)
    return float(((values / values.sum()) ** 2).sum()) if values.sum() else 0.0


def gini(counts: Iterable[float]) -> float:
    """Half the mean difference between two counts, over the mean: 0 where all are the same.

    With n counts it is at most 1 - 1/n, so that values of few agencies are low and not to be compared
    with those of many.

    References
    ----------
    Gini, C. (1912). *Variabilità e mutabilità*. Bologna.

    Examples
    --------
    >>> gini([5, 5]), gini([0, 10])
    (0.0, 0.5)
    """
    values = np.sort(np.asarray(list(counts), dtype=float))
    number, total = len(values), values.sum()
    if not total:
        return 0.0
    ranks = np.arange(1, number + 1)
    return float((2 * ranks - number - 1).dot(values) / (number * total))


def concentration(graph: nx.Graph[str]) -> list[dict[str, Any]]:
    """For each person, and all together: how the contacts are spread over the agencies in contact.

    Unit: contacts, attempts among them. A report sums up some agencies' contacts in a sentence, which
    makes them look fewer than they were. A person with one agency has a Herfindahl of 1.

    Parameters
    ----------
    graph : networkx.MultiGraph
        The network of contacts.

    Returns
    -------
    list of dict
        ``person``, ``agencies``, ``contacts``, ``herfindahl``, ``equal_agencies`` (1/Herfindahl), ``gini``.
    """
    by_person: dict[str, Counter[str]] = defaultdict(Counter)
    for one, other in graph.edges():
        person, agency = (one, other) if graph.nodes[one]["kind"] == "person" else (other, one)
        by_person[person][agency] += 1
    together: Counter[str] = sum(by_person.values(), Counter())
    labels = {person: str(graph.nodes[person]["label"]) for person in by_person}
    rows = [_row(labels[person], by_person[person]) for person in sorted(by_person, key=lambda p: (labels[p], p))]
    return [*rows, _row("all persons", together)] if together else []


def _row(person: str, counts: Counter[str]) -> dict[str, Any]:
    value = herfindahl(counts.values())
    return {
        "person": person,
        "agencies": len(counts),
        "contacts": counts.total(),
        "herfindahl": value,
        "equal_agencies": 1 / value,
        "gini": gini(counts.values()),
    }
