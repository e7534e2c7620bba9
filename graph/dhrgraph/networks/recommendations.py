"""Which body was recommended what, on which theme, by which review."""

from __future__ import annotations

import networkx as nx

from dhrgraph.networks.agencies import in_sectors
from dhrgraph.networks.facts import Fact, Source, coded, span_of
from dhrgraph.networks.filters import Filters
from dhrgraph.rdf.namespaces import code_iri

__all__ = ["recommendations"]


def recommendations(source: Source, filters: Filters) -> nx.MultiGraph[str]:
    """The network of bodies, themes and reviews; see `dhrgraph.networks`."""
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    names = source.names
    for fact, bodies, themes in _facts(source, filters):
        for theme in sorted(themes):
            label = coded({"theme": theme}, "theme", "theme")["theme"]
            for body in sorted(body for body in bodies if in_sectors(names, filters, body)):
                names.add(graph, body)
                names.add(graph, fact["review"])
                graph.add_node(theme, kind="theme", label=label)
                graph.add_edge(body, theme, key=fact["record"], **{**fact, "kind": "addressed"})
                graph.add_edge(theme, fact["review"], key=fact["record"], **{**fact, "kind": "made in"})
    return graph


def _facts(source: Source, filters: Filters) -> list[tuple[Fact, set[str], set[str]]]:
    """Each recommendation with the bodies that it is addressed to and its themes."""
    names, numbers = source.names, source.passages("Recommendation")
    facts: dict[str, tuple[Fact, set[str], set[str]]] = {}
    makers: dict[str, set[str]] = {}
    for row in source.rows("recommendations"):
        record = row["record"]
        fact = {
            "record": record,
            "review": row["review"],
            **{key: names.reviews[row["review"]][key] for key in ("when", "earliest", "latest")},
            "number": row["number"],
            **coded(row, "level", "level"),
            **coded(row, "scope", "scope"),
            "summary": row["summary"],
            "passages": numbers.get(record, []),
        }
        _, bodies, themes = facts.setdefault(record, (fact, set(), set()))
        bodies.add(row["to"])
        themes.add(code_iri("theme", row["theme"].rpartition("/")[2]))
        makers.setdefault(record, set()).update({row["by"]} if "by" in row else set())
    for record, (fact, _, _) in facts.items():
        fact["made_by"] = sorted(makers[record])
        fact["made_by_labels"] = [names.bodies[body]["label"] for body in fact["made_by"] if body in names.bodies]
    return [told for _, told in sorted(facts.items()) if filters.dates(span_of(told[0]))]
