"""The measures by name: what each says, and of which networks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import networkx as nx

from dhrgraph.networks.measures import brokerage, centrality, concentration, exchange, outcomes, reach, two_mode
from dhrgraph.networks.measures.communities import communities

__all__ = ["MEASURES", "Measure", "Rows", "Values", "fitting"]

Values = dict[str, float]
Rows = list[dict[str, Any]]

_ONE_MODE = frozenset({"agencies", "information", "silent-pairs", "sequences"})
_TWO_MODES = frozenset({"contacts", "knowledge", "recommendations"})
_ARROWS = frozenset({"information", "sequences"})
_ALL = _ONE_MODE | _TWO_MODES
_CONTACTS = frozenset({"contacts"})


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of a network.

    Parameters
    ----------
    name : str
    shows : str
        What it says, in one line.
    networks : frozenset of str
        Names of the networks that it is a measure of.
    nodes : callable or None
        Gives a value for each node: of the counted network, or of the contacts themselves where the
        measure is an ``outcome``.
    table : callable or None
        Gives rows of its own, from the network and those that it ``needs`` besides.
    chance : {"", "rewiring", "labels"}
        What kind of chance its values are compared with; see `dhrgraph.networks.measures.nulls`.
    outcome : callable or None
        Whether a contact has what the measure counts; of measures that are compared with ``labels``.
    needs : tuple of str
        Names of further networks.
    """

    name: str
    shows: str
    networks: frozenset[str]
    nodes: Callable[[nx.Graph[str]], Values] | None = None
    table: Callable[..., Rows] | None = None
    chance: Literal["", "rewiring", "labels"] = ""
    outcome: Callable[[dict[str, Any]], bool] | None = None
    needs: tuple[str, ...] = ()


def _rewired(name: str, shows: str, networks: frozenset[str], nodes: Callable[[nx.Graph[str]], Values]) -> Measure:
    return Measure(name, shows, networks, nodes, chance="rewiring")


def _outcome(name: str, shows: str, outcome: Callable[[dict[str, Any]], bool]) -> Measure:
    nodes = partial(outcomes.number, of=outcome)
    return Measure(name, shows, _CONTACTS, nodes, chance="labels", outcome=outcome)


_MEASURES = [
    Measure("strength", "in how many facts a node has part", _ALL, centrality.strength),
    Measure("degree", "to how many nodes a node has an edge", _ALL, centrality.degree),
    Measure("strength-out", "in how many facts a node gives or comes first", _ARROWS, centrality.strength_out),
    Measure("strength-in", "in how many facts a node gets or comes after", _ARROWS, centrality.strength_in),
    Measure(
        "degree-out", "to how many nodes a node gives, or before how many it comes", _ARROWS, centrality.degree_out
    ),
    Measure("degree-in", "from how many nodes a node gets, or after how many it comes", _ARROWS, centrality.degree_in),
    _rewired("betweenness", "how often a node lies between others", _ONE_MODE, centrality.betweenness),
    _rewired("constraint", "how far a node's ties lie with each other", _ONE_MODE, brokerage.constraint),
    _rewired("effective-size", "how many neighbours others do not reach", _ONE_MODE, brokerage.effective_size),
    _rewired("eigenvector", "how far a node is tied to nodes with many ties", _ONE_MODE, centrality.eigenvector),
    _rewired("core-number", "how dense the part is that a node belongs to", _ONE_MODE, centrality.core_number),
    Measure("two-mode-degree", "to which share of the other kind a node has an edge", _TWO_MODES, two_mode.degree),
    _rewired("two-mode-closeness", "how few steps a node is from all others", _TWO_MODES, two_mode.closeness),
    _rewired("two-mode-betweenness", "how often a node lies between others", _TWO_MODES, two_mode.betweenness),
    Measure("community", "the group of a node; 1 is the largest", _ALL, communities),
    _outcome("abuse-told", "contacts of an agency in which abuse was told or known", outcomes.abuse_came_up),
    _outcome("missed", "contacts of an agency judged a missed opportunity", outcomes.missed_opportunity),
    Measure(
        "concentration",
        "how far the contacts with a person are gathered in few agencies",
        _CONTACTS,
        table=concentration.concentration,
    ),
    Measure(
        "reach",
        "which few agencies together saw 80 % of the contacts in which abuse was told or known",
        _CONTACTS,
        table=reach.reach,
    ),
    Measure(
        "exchange-density",
        "of how many pairs of agencies with a shared person an exchange is recorded",
        frozenset({"agencies"}),
        table=exchange.exchange_density,
    ),
    Measure(
        "days-to-exchange",
        "how many days after a contact an exchange came",
        frozenset({"information"}),
        table=exchange.days_to_exchange,
        needs=("contacts",),
    ),
]

#: All measures by name.
MEASURES: dict[str, Measure] = {one.name: one for one in _MEASURES}


def fitting(network: str) -> list[Measure]:
    """The measures of a network, in their order."""
    return [one for one in _MEASURES if network in one.networks]
