"""Who was in contact with whom: agencies and the people of a case, an edge for each contact."""

from __future__ import annotations

import networkx as nx

from dhrgraph.networks.facts import Directory, Fact, Source, coded, span_of, time_of
from dhrgraph.networks.filters import Filters

__all__ = ["contact_facts", "contacts"]


def contact_facts(source: Source, filters: Filters) -> list[Fact]:
    """Each contact with each of its agencies and people, by agency, person and date.

    Returns
    -------
    list of dict
        ``record`` (IRI of the contact), ``agency`` and ``person`` (IRIs), and the attributes that
        edges of ``contacts`` have.
    """
    numbers = source.passages("Contact")
    facts = [
        {
            "record": row["record"],
            "agency": row["agency"],
            "person": row["person"],
            "kind": "contact",
            "review": row["review"],
            **time_of(row),
            "contact_kind": coded(row, "kind", "contact-kind")["kind"],
            "contact_kind_code": coded(row, "kind", "contact-kind")["kind_code"],
            **coded(row, "reached", "reached"),
            **coded(row, "disclosure", "disclosure"),
            "missed": row["missed"] == "true",
            "good": row["good"] == "true",
            "occurrences": int(row.get("occurrences", 0)),
            "summary": row["summary"],
            "passages": numbers.get(row["record"], []),
        }
        for row in source.rows("contacts")
    ]
    kept = [fact for fact in facts if _passes(fact, source.names, filters)]
    return sorted(kept, key=lambda f: (f["agency"], f["person"], f["earliest"], f["latest"], f["record"]))


def _passes(fact: Fact, names: Directory, filters: Filters) -> bool:
    return (
        (not filters.roles or names.people[fact["person"]]["role"] in filters.roles)
        and (not filters.kinds or fact["contact_kind_code"] in filters.kinds)
        and filters.dates(span_of(fact))
    )


def contacts(source: Source, filters: Filters) -> nx.MultiGraph[str]:
    """The bipartite network of agencies and people; see `dhrgraph.networks`."""
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    names = source.names
    for fact in contact_facts(source, filters):
        if filters.sectors and names.bodies[fact["agency"]]["sector"] not in filters.sectors:
            continue
        names.add(graph, fact["agency"])
        names.add(graph, fact["person"])
        told = {key: value for key, value in fact.items() if key not in ("record", "agency", "person")}
        graph.add_edge(fact["agency"], fact["person"], key=fact["record"], **told)
    return graph
