"""The network of contacts between agencies and the people of a case."""

from __future__ import annotations

from importlib.resources import files

import networkx as nx
from pyoxigraph import Store

from dhrgraph.rdf.query import select

__all__ = ["contact_network"]


def contact_network(store: Store) -> nx.MultiGraph[str]:
    """The bipartite network of agencies and people, an edge for each contact.

    Parameters
    ----------
    store : pyoxigraph.Store
        A built graph.

    Returns
    -------
    networkx.MultiGraph
        Nodes are IRIs of agencies (``kind`` agency, ``label``, ``sector``, ``sector_label``) and of
        victims and perpetrators (``kind`` person, ``label``, ``role``, ``review``,
        ``review_title``). Edges are keyed by the IRI of the contact and have its ``review``,
        ``when`` (EDTF text), ``earliest`` and ``latest`` (ISO days; empty where open), ``contact_kind``,
        ``reached``, ``disclosure`` (labels; empty where the report contradicts itself), ``missed``
        and ``good`` (bool), ``summary`` and ``passages`` (list of numbers). Parallel contacts are
        all kept.
    """
    query = files("dhrgraph.networks").joinpath("contacts.rq").read_text(encoding="utf-8")
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    for row in select(store, query):
        agency, person = row["agency"], row["person"]
        sector = row["sector"].rpartition("/")[2]
        graph.add_node(agency, kind="agency", label=row["agencyLabel"], sector=sector, sector_label=row["sectorLabel"])
        graph.add_node(
            person,
            kind="person",
            label=row["personLabel"],
            role=row["role"].rpartition("/")[2],
            review=row["review"],
            review_title=row["reviewTitle"],
        )
        graph.add_edge(
            agency,
            person,
            key=row["contact"],
            review=row["review"],
            when=row.get("when", ""),
            earliest=row.get("earliest", ""),
            latest=row.get("latest", ""),
            contact_kind=row.get("kind", ""),
            reached=row.get("reached", ""),
            disclosure=row.get("disclosure", ""),
            missed=row["missed"] == "true",
            good=row["good"] == "true",
            summary=row["summary"],
            passages=row["passages"].split(),
        )
    return graph
