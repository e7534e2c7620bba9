"""The graph's description of itself, by DCAT and VoID: what graphs there are and how large."""

from __future__ import annotations

from importlib.metadata import version

from pyoxigraph import Literal, NamedNode, Quad, Store

from dhrgraph.rdf.likeness import TOLD
from dhrgraph.rdf.namespaces import INFERRED, LIKENESS, PREFIXES, graph_iri
from dhrgraph.rdf.sparqlfile import read_all
from dhrgraph.resources import BASE

__all__ = ["dataset_graph"]

_VOID = "http://rdfs.org/ns/void#"
_VERSION = version("dhrgraph")
_TITLE = "A knowledge graph across Domestic Homicide Reviews"
_DESCRIPTION = (
    "Reviews coded as records that lead to the passages that state them, with the register of agencies, "
    "the code lists, the ontology and what rules infer, each in a graph of its own. A catalogue in it has "
    "makers and a licence of its own."
)
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
#: Maker and publisher; the ontology describes them.
_DEVELOPERS = f"{BASE}developers"
#: Without a year, which would be that of the build.
_CITATION = f"dhrgraph developers. {_TITLE}, version {_VERSION}. {BASE}"


def dataset_graph(store: Store, rules: list[str], *, packaged: bool) -> list[Quad]:
    """Statements about the dataset and each graph of a store.

    Parameters
    ----------
    store : pyoxigraph.Store
        All graphs of a build but this one.
    rules : list of str
        The rules that were run.
    packaged : bool
        Whether it is a graph of the packaged reviews. The reviews of others are theirs: nobody but they
        can name their maker and licence.
    """
    home = NamedNode(graph_iri("dataset"))
    texts = {f"{INFERRED}{rule.name}": rule.head["rule"] for rule in read_all("rules") if rule.name in rules}
    rdf, dcat, dcterms = PREFIXES["rdf"], PREFIXES["dcat"], PREFIXES["dcterms"]
    said: list[tuple[str, str, NamedNode | Literal]] = [
        (home.value, f"{rdf}type", NamedNode(f"{dcat}Dataset")),
        (home.value, f"{dcterms}title", Literal(_TITLE)),
        (home.value, f"{dcterms}description", Literal(_DESCRIPTION)),
        (home.value, f"{dcat}version", Literal(_VERSION)),
    ]
    if packaged:
        said += [
            (home.value, f"{dcterms}creator", NamedNode(_DEVELOPERS)),
            (home.value, f"{dcterms}publisher", NamedNode(_DEVELOPERS)),
            (home.value, f"{dcterms}license", NamedNode(_LICENCE)),
            (home.value, f"{dcterms}bibliographicCitation", Literal(_CITATION)),
            (home.value, f"{dcat}landingPage", NamedNode(BASE)),
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
        if name == LIKENESS:
            said.append((name, f"{dcterms}description", Literal(TOLD)))
    return [Quad(NamedNode(s), NamedNode(p), o, home) for s, p, o in said]
