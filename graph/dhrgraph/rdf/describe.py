"""The graph's description of itself, by DCAT and VoID: what graphs there are and how large."""

from __future__ import annotations

from importlib.metadata import version

from pyoxigraph import Literal, NamedNode, Quad, Store

from dhrgraph.rdf.namespaces import INFERRED, PREFIXES, graph_iri
from dhrgraph.rdf.sparqlfile import read_all

__all__ = ["dataset_graph"]

_DCAT = "http://www.w3.org/ns/dcat#"
_VOID = "http://rdfs.org/ns/void#"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def dataset_graph(store: Store, rules: list[str]) -> list[Quad]:
    """Statements about the dataset and each graph of a store.

    Parameters
    ----------
    store : pyoxigraph.Store
        All graphs of a build but this one.
    rules : list of str
        The rules that were run.
    """
    home = NamedNode(graph_iri("dataset"))
    texts = {f"{INFERRED}{rule.name}": rule.head["rule"] for rule in read_all("rules") if rule.name in rules}
    rdf, dcterms = PREFIXES["rdf"], PREFIXES["dcterms"]
    said: list[tuple[str, str, NamedNode | Literal]] = [
        (home.value, f"{rdf}type", NamedNode(f"{_DCAT}Dataset")),
        (home.value, f"{dcterms}title", Literal("A knowledge graph across Domestic Homicide Reviews")),
        (home.value, f"{dcterms}license", NamedNode(_LICENCE)),
        (home.value, "http://purl.org/pav/version", Literal(version("dhrgraph"))),
    ]
    for graph in store.named_graphs():
        name = str(graph.value)
        size = sum(1 for _ in store.quads_for_pattern(None, None, None, graph))
        said += [
            (home.value, f"{dcterms}hasPart", NamedNode(name)),
            (name, f"{rdf}type", NamedNode(f"{_VOID}Dataset")),
            (name, f"{_VOID}triples", Literal(size)),
        ]
        if name in texts:
            said.append((name, f"{dcterms}description", Literal(f"Inferred by a rule: {texts[name]}")))
    return [Quad(NamedNode(s), NamedNode(p), o, home) for s, p, o in said]
