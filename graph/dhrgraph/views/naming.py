"""What the cells of an answer name: bodies, people, records, codes and reviews of the graph."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store

from dhrgraph.networks import Filters
from dhrgraph.networks.facts import Directory, source
from dhrgraph.questions.run import Answer, Term
from dhrgraph.rdf.namespaces import PREFIXES
from dhrgraph.views.board import Entity
from dhrgraph.views.palette import STYLES
from dhrgraph.views.things import body, person

__all__ = ["IRI", "REVIEW", "Names"]

#: What the name of a column ends in that says which things another column names.
IRI = "_iri"
_LABELS = ("rdfs:label", "skos:prefLabel", "dcterms:title", "dcterms:identifier")
#: How good a thing is to draw: the less the better.
_RECORD, _CODE, REVIEW = range(3)


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called, and which thing a text names."""

    things: dict[str, Entity]
    by_label: dict[str, str]
    ranks: dict[str, int]
    titles: dict[str, str]

    @classmethod
    def read(cls, store: Store, answer: Answer) -> Names:
        """Read the names of all that an answer has."""
        texts = {part for row in answer.rows for term in row.values() for part in [term["value"], *_parts(term)]}
        known = source(store, Filters()).names
        things: dict[str, Entity] = {}
        by_label: dict[str, str] = {}
        ranks: dict[str, int] = {}
        for prefixed in _LABELS:
            prefix, _, name = prefixed.partition(":")
            for quad in store.quads_for_pattern(None, NamedNode(PREFIXES[prefix] + name), None, None):
                if not (isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)):
                    continue
                iri, label = quad.subject.value, quad.object.value
                if iri not in texts and label not in texts:
                    continue
                if name == "identifier" and iri not in known.reviews:
                    continue
                ranks[iri] = REVIEW if iri in known.reviews else _CODE if "/code/" in iri else _RECORD
                things.setdefault(iri, _entity(iri, label, known))
                if label not in by_label or iri < by_label[label]:
                    by_label[label] = iri
        return cls(things, by_label, ranks, {iri: told["label"] for iri, told in known.reviews.items()})

    def of(self, row: dict[str, Term], column: str) -> list[str]:
        """The IRIs of the things that a cell names; empty where it names anything else.

        What a column ``X_iri`` says goes before what the label in ``X`` may mean.
        """
        term = row.get(f"{column}{IRI}") or row.get(column)
        if term is None or column not in row:
            return []
        if term["type"] == "uri":
            return [term["value"]]
        if term["value"] in self.by_label:
            return [self.by_label[term["value"]]]
        found = [self.by_label.get(part, "") for part in _parts(term)]
        return found if all(found) else []

    def rank(self, answer: Answer, column: str) -> int | None:
        """How good a column of things is to draw; None for another column."""
        found = [self.of(row, column) for row in answer.rows if column in row]
        if not found or not all(found):
            return None
        return max(self.ranks.get(iri, _RECORD) for iris in found for iri in iris)

    def entity(self, iri: str) -> Entity:
        """A thing, by its own name where it has one and else by its IRI."""
        short = next((iri.removeprefix(p) for p in PREFIXES.values() if iri.startswith(p)), iri)
        return self.things.get(iri) or Entity(iri, short, STYLES["thing"])


def _entity(iri: str, label: str, known: Directory) -> Entity:
    if iri in known.bodies:
        return body(iri, known.bodies[iri])
    if iri in known.people:
        return person(iri, known.people[iri])
    if iri in known.reviews:
        return Entity(iri, known.reviews[iri]["id"], STYLES["review"], known.reviews[iri]["label"])
    return Entity(iri, label, STYLES["theme" if "/code/" in iri else "thing"])


def _parts(term: Term) -> list[str]:
    return [part.strip() for part in term["value"].split(";")] if term["type"] == "literal" else []
