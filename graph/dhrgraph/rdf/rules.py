"""What follows from what was coded: the rules of ``ontology/rules`` run to their end."""

from __future__ import annotations

from pyoxigraph import NamedNode, Quad, QueryTriples, Store

from dhrgraph.rdf.namespaces import rule_graph_iri
from dhrgraph.rdf.sparqlfile import read_all

__all__ = ["infer"]


def infer(store: Store) -> dict[str, list[Quad]]:
    """Add to a store what the rules infer, each rule's statements in a graph of its own.

    A statement that stands in any graph already is not inferred again, so no query counts it twice.

    Returns
    -------
    dict
        The inferred quads by name of rule.
    """
    rules = read_all("rules")
    inferred: dict[str, list[Quad]] = {rule.name: [] for rule in rules}
    grown = True
    while grown:
        grown = False
        for rule in rules:
            triples = store.query(rule.text, use_default_graph_as_union=True)
            assert isinstance(triples, QueryTriples)  # a rule is a CONSTRUCT
            graph = NamedNode(rule_graph_iri(rule.name))
            new = [
                Quad(t.subject, t.predicate, t.object, graph)
                for t in set(triples)
                if next(store.quads_for_pattern(t.subject, t.predicate, t.object), None) is None
            ]
            store.extend(new)
            inferred[rule.name] += new
            grown = grown or bool(new)
    return inferred
