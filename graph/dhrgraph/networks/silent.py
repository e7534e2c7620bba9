"""Where two agencies had to do with the same person, one knew, and the report records no exchange."""

from __future__ import annotations

import networkx as nx

from dhrgraph.networks.agencies import agencies
from dhrgraph.networks.facts import Source
from dhrgraph.networks.filters import Filters

__all__ = ["silent_pairs"]


def silent_pairs(source: Source, filters: Filters) -> nx.MultiGraph[str]:
    """The network of silent pairs, an edge for each person; see `dhrgraph.networks`.

    These are the edges of `agencies` on which at least one knew and no exchange is recorded, between
    agencies that are not one organisation. The network's ``set_aside`` lists the pairs that meet all
    conditions but the last two, with the reason.
    """
    graph: nx.MultiGraph[str] = nx.MultiGraph(set_aside=[])
    shared = agencies(source, filters)
    for one, other, person, told in sorted(shared.edges(keys=True, data=True), key=lambda edge: edge[:3]):
        if not told["knew"]:
            continue
        if told["exchanged"] or told["one_organisation"]:
            why = ", ".join(sorted({exchange["how"] for exchange in told["exchanges"]})) or "one organisation"
            events = sorted({exchange["event"] for exchange in told["exchanges"]})
            aside = {"one": one, "other": other, "person": person, "review": told["review"]}
            graph.graph["set_aside"].append({**aside, "why": why, "events": events})
            continue
        for body in (one, other):
            graph.add_node(body, **shared.nodes[body])
        graph.add_edge(one, other, key=person, **{**told, "kind": "no exchange recorded"})
    return graph
