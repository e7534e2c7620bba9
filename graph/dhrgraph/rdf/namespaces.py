"""Names of things in the graph: namespaces, and IRIs minted from review, kind and record id.

All IRIs stand under `dhrgraph.resources.BASE`; none is ever a blank node.
"""

from __future__ import annotations

from urllib.parse import quote

from dhrgraph.resources import BASE

__all__ = [
    "DHR",
    "EDTF",
    "INFERRED",
    "LIKENESS",
    "PREFIXES",
    "agency_iri",
    "catalogue_iri",
    "change_iri",
    "claim_iri",
    "code_iri",
    "contradiction_iri",
    "description_iri",
    "graph_iri",
    "part_iri",
    "passage_iri",
    "record_iri",
    "review_iri",
    "rule_graph_iri",
    "term_path",
]

#: Namespace of the ontology's terms.
DHR = f"{BASE}ontology#"
#: Datatype of dates as coded.
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF-level2"
#: What the names of the graphs of inferred statements begin with; the name of the rule follows.
INFERRED = f"{BASE}graph/inferred/"
#: Name of the graph that says which recommendations are alike.
LIKENESS = f"{BASE}graph/likeness"

#: Prefixes that every query may use without declaring them.
PREFIXES = {
    "dhr": DHR,
    "code": f"{BASE}code/",
    "agency": f"{BASE}agency/",
    "catalogue": f"{BASE}catalogue/",
    "review": f"{BASE}review/",
    "graph": f"{BASE}graph/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "doco": "http://purl.org/spar/doco/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def review_iri(review: str) -> str:
    """IRI of a review.

    Examples
    --------
    >>> review_iri("lewisham-kazia").removeprefix(BASE)
    'review/lewisham-kazia'
    """
    return f"{BASE}review/{review}"


def record_iri(review: str, kind: str, record: str) -> str:
    """IRI of a record of a review, from its kind and id."""
    return f"{BASE}review/{review}/{kind}/{record}"


def passage_iri(review: str, number: str) -> str:
    """IRI of a passage, from its number as printed.

    Examples
    --------
    >>> passage_iri("x", "1.2.1#2(a)").removeprefix(BASE)
    'review/x/passage/1.2.1%232(a)'
    """
    return record_iri(review, "passage", quote(number, safe="()"))


def part_iri(thing: str, key: str, number: int) -> str:
    """IRI of a part of a thing: the how-manieth of those under a key, counted from 1."""
    return f"{thing}/{key.replace('_', '-')}/{number}"


def contradiction_iri(review: str, record: str, key: str) -> str:
    """IRI of what a report tells in two ways: a key of a record."""
    return record_iri(review, "contradiction", f"{record}-{key}".replace("_", "-"))


def claim_iri(review: str, record: str, key: str, number: int) -> str:
    """IRI of one of the readings of a key of a record, counted from 1."""
    return record_iri(review, "claim", f"{record}-{key}-{number}".replace("_", "-"))


def change_iri(body: str, successor: str) -> str:
    """IRI of the change by which a body, named by id, took over from another."""
    return f"{body}/change/{successor}"


def agency_iri(agency: str) -> str:
    """IRI of a body of the register."""
    return f"{BASE}agency/{agency}"


def catalogue_iri(name: str) -> str:
    """IRI of a catalogue, or of an entry of one, such as ``dhrd/INC-0001``."""
    return f"{BASE}catalogue/{name}"


def code_iri(scheme: str, code: str) -> str:
    """IRI of a code of a list."""
    return f"{BASE}code/{scheme}/{code}"


def graph_iri(name: str) -> str:
    """IRI of a named graph: ``review/ID``, ``catalogue/ID``, ``register``, ``codes``, ``external`` or ``ontology``."""
    return f"{BASE}graph/{name}"


def rule_graph_iri(rule: str) -> str:
    """IRI of the graph that holds what a rule inferred."""
    return f"{INFERRED}{rule}"


def description_iri(name: str) -> str:
    """IRI of a part of the graph's description of itself, such as ``class/dhr/Contact`` or ``file/graph.nq``."""
    return f"{BASE}dataset/{name}"


def term_path(term: str) -> str:
    """A class or property as a part of a path: prefix and name, or the whole IRI, quoted, where it has no prefix.

    Examples
    --------
    >>> term_path(f"{DHR}Contact"), term_path("https://schema.org/name")
    ('dhr/Contact', 'https%3A%2F%2Fschema.org%2Fname')
    """
    for prefix, namespace in PREFIXES.items():
        if term.startswith(namespace):
            return f"{prefix}/{quote(term.removeprefix(namespace), safe='')}"
    return quote(term, safe="")
