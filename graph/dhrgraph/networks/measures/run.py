"""Measuring a network of the graph, and comparing the values with chance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import networkx as nx
import numpy as np

from dhrgraph.networks.filters import known
from dhrgraph.networks.measures.communities import communities, modularity
from dhrgraph.networks.measures.nulls import permuted_counts, rewired
from dhrgraph.networks.measures.registry import Measure, Rows, Values, fitting
from dhrgraph.networks.measures.significance import MINIMUM_REVIEWS, Verdict, verdicts
from dhrgraph.networks.measures.weights import counted

__all__ = ["Measured", "measured"]

#: Networks whose edges can be rewired: those with two modes, and those of arrows. The others are made
#: of contacts that two agencies share, and rewiring them would give what no contacts can give.
_REWIRABLE = frozenset({"contacts", "knowledge", "recommendations", "information", "sequences"})


@dataclass(frozen=True, slots=True)
class Measured:
    """What measures say of a network.

    Parameters
    ----------
    nodes : dict
        Values by name of measure and node; a node without a value is absent.
    verdicts : dict
        Of measures that were compared with chance: verdicts by node.
    tables : dict
        Rows of the measures that have tables of their own.
    notes : list of str
        What a reader must know of the values.
    """

    nodes: dict[str, Values] = field(default_factory=dict)
    verdicts: dict[str, dict[str, Verdict]] = field(default_factory=dict)
    tables: dict[str, Rows] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def measured(
    graph: nx.Graph[str],
    names: Iterable[str] = (),
    *,
    other: Callable[[str], nx.Graph[str]] | None = None,
    draws: int = 0,
    seed: int = 1,
) -> Measured:
    """Measure a network.

    Parameters
    ----------
    graph : networkx graph
        As `dhrgraph.networks.project` makes it.
    names : iterable of str
        Names of measures; by default all that are measures of this network.
    other : callable, optional
        Gives the network of a name, for measures that need another besides; without it they are left out.
    draws : int
        How often to draw by chance to compare with; 0 for not at all.
    seed : int
        The same seed gives the same values.

    Raises
    ------
    NetworkError
        If there is no such measure, or it is none of this network.
    """
    network = graph.graph["name"]
    there = {one.name: one for one in fitting(network)}
    chosen = set(names)
    for name in sorted(chosen):
        known(name, set(there), f"measure of {network}", f"there are {', '.join(there)}")
    wanted = [one for name, one in there.items() if not chosen or name in chosen]
    found, simple = Measured(), counted(graph)
    for one in wanted:
        if one.name == "community":
            found.nodes[one.name] = communities(simple, seed)
        elif one.nodes:
            found.nodes[one.name] = one.nodes(graph if one.outcome else simple)
        elif one.table and (other or not one.needs):
            found.tables[one.name] = one.table(graph, *(other(name) for name in one.needs if other))
    if "community" in found.nodes:
        value = modularity(simple, found.nodes["community"])
        found.notes.append(f"Groups are found by the Louvain method; modularity {value:.2f}, seed {seed}.")
    _compare(graph, wanted, found, draws, seed)
    return found


def _compare(graph: nx.Graph[str], wanted: list[Measure], found: Measured, draws: int, seed: int) -> None:
    """Add verdicts, and say what was compared."""
    number = len(graph.graph["reviews"])
    if number < MINIMUM_REVIEWS:
        reviews = "1 review" if number == 1 else f"{number} reviews"
        found.notes.append(
            f"Descriptive only: {reviews}. Values describe what the reports record; no test against chance is made "
            f"with fewer than {MINIMUM_REVIEWS} reviews."
        )
        return
    if not draws:
        found.notes.append(f"Not compared with chance ({number} reviews).")
        return
    rng = np.random.default_rng(seed)
    for one in wanted:
        if one.outcome:
            names, null = permuted_counts(graph, one.outcome, draws, rng)
            found.verdicts[one.name] = verdicts(names, np.array([found.nodes[one.name][name] for name in names]), null)
    if graph.graph["name"] in _REWIRABLE:
        found.verdicts.update(_against_rewiring(graph, wanted, found, draws, rng))
    if found.verdicts:
        found.notes.append(
            f"Compared with {draws} draws by chance, seed {seed}: between low and high lie 95 % of the values by "
            "chance; p is the share of draws at least as far out (two-sided, never 0), q is p corrected for the "
            "number of nodes."
        )


def _against_rewiring(
    graph: nx.Graph[str], wanted: list[Measure], found: Measured, draws: int, rng: np.random.Generator
) -> dict[str, dict[str, Verdict]]:
    taken: dict[str, list[Values]] = defaultdict(list)
    compared = [one for one in wanted if one.chance == "rewiring"]
    for _ in range(draws if compared else 0):
        made = rewired(graph, rng)
        for one in compared:
            if one.nodes:
                taken[one.name].append(one.nodes(made))
    told = {}
    for measure, null in taken.items():
        values = found.nodes[measure]
        names = [name for name in values if all(name in one for one in null)]
        if names:
            table = np.array([[one[name] for name in names] for one in null])
            told[measure] = verdicts(names, np.array([values[name] for name in names]), table)
    return told
