"""Records to JSON-LD nodes.

A node has the keys of the record, as the context ``ontology/context.jsonld`` names them for its
class, with codes and ids replaced by IRIs. What the context cannot say is done here: IRIs are
minted, the bounds of dates added, disputed values turned into claims.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel

from dhrgraph.lexicon.edtf import SIDES, Side, months_later
from dhrgraph.passages import Passage
from dhrgraph.rdf.labels import label
from dhrgraph.rdf.namespaces import (
    DHR,
    EDTF,
    agency_iri,
    catalogue_iri,
    change_iri,
    claim_iri,
    code_iri,
    contradiction_iri,
    part_iri,
    passage_iri,
    record_iri,
    review_iri,
)
from dhrgraph.records import AnyRecord, ReviewRecords
from dhrgraph.records.catalogue import Entry
from dhrgraph.records.fields import Field, fields_of
from dhrgraph.records.readings import Readings, settled
from dhrgraph.records.types import (
    KINDS,
    Abuse,
    Agency,
    Circumstance,
    Contact,
    Document,
    Event,
    Finding,
    Involvement,
    Knowledge,
    MaracAction,
    MaracMeeting,
    NotDone,
    Oddity,
    Person,
    PlanAction,
    Progress,
    Recommendation,
    Referral,
    Review,
    RiskAssessment,
    RiskResult,
    Sharing,
    Successor,
)
from dhrgraph.resources import BASE, ontology, read_text

__all__ = ["CLASSES", "Node", "context", "expand_register", "expand_review", "keys_of", "property_of"]

Node = dict[str, Any]

#: Class of the ontology for each record type.
CLASSES: dict[type[BaseModel], str] = {
    Review: "Review",
    Document: "Document",
    Progress: "FirstProgressReport",
    Successor: "ChangeEvent",
    Person: "CasePerson",
    Circumstance: "Circumstance",
    Involvement: "Involvement",
    Contact: "Contact",
    Referral: "Referral",
    NotDone: "ActNotDone",
    MaracMeeting: "MaracMeeting",
    MaracAction: "MaracAction",
    RiskAssessment: "RiskAssessment",
    RiskResult: "RiskResult",
    Abuse: "Abuse",
    Knowledge: "AgencyKnowledge",
    Sharing: "InformationShare",
    Event: "LifeEvent",
    Finding: "Finding",
    Recommendation: "Recommendation",
    PlanAction: "PlanAction",
    Oddity: "Oddity",
    Entry: "CatalogueEntry",
}

#: Which fields bound a record in time, where it is not ``date``.
_SPANS: dict[type[BaseModel], tuple[str, str]] = {
    Abuse: ("from_", "to"),
    Knowledge: ("since", "since"),
    Recommendation: ("due", "due"),
    PlanAction: ("target_date", "target_date"),
}

#: Parts of the document ontology (DoCO) for the kinds of passage; it has none for a row.
_DOCO = {
    "front-matter": "doco:FrontMatter",
    "paragraph": "doco:Paragraph",
    "sub-paragraph": "doco:Paragraph",
    "footnote": "doco:Footnote",
    "table": "doco:Table",
    "appendix": "doco:Appendix",
}


@cache
def context() -> dict[str, Any]:
    """The JSON-LD context that names the properties, under the base IRI in use."""
    loaded: dict[str, Any] = json.loads(read_text(ontology() / "context.jsonld"))["@context"]
    return loaded


def property_of(cls: str, key: str) -> str:
    """IRI of the property that a key of a class stands for."""
    terms = context()
    term = terms[cls]["@context"].get(key) or terms[key]
    compact = term if isinstance(term, str) else term["@id"]
    prefix, _, name = compact.partition(":")
    return f"{terms[prefix]}{name}"


def keys_of(name: str, cls: type[BaseModel]) -> dict[str, str]:
    """The keys of a record type by the properties that they become.

    Parameters
    ----------
    name : str
        The class of the ontology.
    cls : type
        The record type.

    Examples
    --------
    >>> keys = keys_of("Abuse", Abuse)
    >>> keys[property_of("Abuse", "against")], keys[property_of("Abuse", "latest")]
    ('against', 'to')
    """
    fields = {field.name: field.key for field in fields_of(cls)}
    sources = {key: key for key in fields.values()}
    sources |= {key: fields[of] for key, (of, _) in _bounds_of(cls).items() if of in fields}
    named = context().keys() | context()[name]["@context"].keys()
    return {property_of(name, key): source for key, source in sources.items() if key in named}


def _bounds_of(cls: type[BaseModel]) -> dict[str, tuple[str, Side]]:
    """The keys that say the days which bound a record's dates, each with its field and side."""
    if cls is Review:
        sides: tuple[Side, ...] = ("earliest", "latest")
        return {f"{name}_{side}": (name, side) for name in ("death", "completed") for side in sides}
    first, last = _SPANS.get(cls, ("date", "date"))
    return {side: (last if side in ("earliest_end", "latest") else first, side) for side in SIDES}


def expand_register(register: list[Agency]) -> list[Node]:
    """The nodes of the register."""
    nodes: list[Node] = []
    for agency in register:
        nodes += _agency(agency, agency_iri(agency.id), agency_iri)
    return nodes


def expand_review(review: ReviewRecords, register: dict[str, Agency]) -> list[Node]:
    """The nodes of a review: its own, those of its passages and of its records.

    Parameters
    ----------
    review : ReviewRecords
        Records without problems.
    register : dict
        The bodies of the register by id.
    """
    return list(_Review(review, register).nodes())


def _agency(agency: Agency, iri: str, refer: Callable[[str], str], **given: Any) -> list[Node]:
    node: Node = {
        **given,
        "iri": iri,
        "class": "Forum" if agency.body == "forum" else "Agency",
        "id": agency.id,
        "label": agency.label,
        "other_names": agency.other_names,
        "sector": code_iri("sector", agency.sector),
        "part_of": refer(agency.part_of) if agency.part_of else None,
        "steers": [refer(forum) for forum in agency.steers],
        "identifiers": [
            {"@value": value, "@type": f"{BASE}identifier/{scheme}"} for scheme, value in agency.identifiers.items()
        ],
        "note": agency.note,
    }
    changes = [
        {
            "iri": change_iri(iri, change.agency),
            "class": "ChangeEvent",
            "original": iri,
            "agency": refer(change.agency),
            "date": change.date.text,
            "what": change.what,
            **given,
            **_time(change),
        }
        for change in agency.became
    ]
    return [_lean(node), *changes]


class _Review:
    """Expands one review; holds what its records are called."""

    def __init__(self, review: ReviewRecords, register: dict[str, Agency]) -> None:
        self.review = review
        self.iri = review_iri(review.id)
        self.known = {record.id: record for record, _ in review.placed() if not isinstance(record, Involvement)}
        self.numbers = {passage.number for passage in review.passages}
        self.register = register

    def nodes(self) -> Iterator[Node]:
        coded = [f"{DHR}{CLASSES[KINDS[name]]}" for name in sorted(self.review.coded) if KINDS[name] in CLASSES]
        yield from self._record(self.review.review, self.iri, {"id": self.review.id, "kinds_coded": coded})
        yield from map(self._passage, self.review.passages)
        for record, _ in self.review.placed():
            iri = record_iri(self.review.id, record.kind_name, record.id)
            if isinstance(record, Agency):
                yield from _agency(record, iri, self._refer, review=self.iri)
            else:
                yield from self._record(record, iri, {"review": self.iri, "label": label(record, self._named)})

    def _refer(self, id_: str) -> str:
        record = self.known.get(id_)
        return record_iri(self.review.id, record.kind_name, id_) if record else agency_iri(id_)

    def _named(self, id_: str) -> str:
        record: AnyRecord = self.known.get(id_) or self.register[id_]
        return label(record, self._named)

    def _passage(self, passage: Passage) -> Node:
        number = passage.number
        parent = number[: number.rindex("(")] if number.endswith(")") else ""
        return _lean(
            {
                "iri": passage_iri(self.review.id, number),
                "class": ["Passage", *([_DOCO[passage.kind]] if passage.kind in _DOCO else [])],
                "review": self.iri,
                "label": number,
                "number": number,
                "section": passage.section or None,
                "order": passage.order,
                "part": passage_iri(self.review.id, parent) if parent in self.numbers else None,
            }
        )

    def _record(self, record: BaseModel, iri: str, given: Node) -> Iterator[Node]:
        """The node of a record or of a part of one, then those of its parts and claims."""
        node: Node = {"iri": iri, "class": CLASSES[type(record)], **given, **_time(record)}
        for field in fields_of(type(record)):
            value = getattr(record, field.name)
            if isinstance(value, Readings):
                yield from self._contradiction(record, iri, field, value)
                value = value.preferred
            if field.part:
                parts = value if field.many else [value] if value else []
                iris = [part_iri(iri, field.key, n) for n in range(1, len(parts) + 1)]
                for part, name in zip(parts, iris, strict=True):
                    yield from self._record(part, name, {"review": self.iri, **self._due(part)})
                node[field.key] = iris
            else:
                node[field.key] = self._value(field, value)
        if isinstance(record, Review):
            node["label"] = record.title
        yield _lean(node)

    def _due(self, part: BaseModel) -> Node:
        """The first day on which first progress can fall due: no report is approved before it is complete."""
        if not isinstance(part, Progress):
            return {}
        since = part.approved or settled(self.review.review.completed)
        if since is None or since.earliest is None:
            return {}
        return {"earliest": months_later(since.earliest, part.months).isoformat()}

    def _value(self, field: Field, value: Any) -> Any:
        if value is None:
            return None
        if isinstance(value, list):
            return [self._value(field, one) for one in value]
        match field.sort:
            case "code":
                return code_iri(field.scheme, value)
            case "ref":
                return self._refer(value)
            case "entry":
                return catalogue_iri(value)
            case "cites":
                return passage_iri(self.review.id, value)
            case "date":
                return value.text
            case _:
                return value

    def _contradiction(self, record: BaseModel, iri: str, field: Field, value: Readings[Any]) -> Iterator[Node]:
        of = (self.review.id, getattr(record, "id", "review"), field.key)
        claims = [claim_iri(*of, n) for n in range(1, len(value.readings) + 1)]
        stated = {"review": self.iri, "about": iri, "property": property_of(CLASSES[type(record)], field.key)}
        preferred = None
        for claim, reading in zip(claims, value.readings, strict=True):
            if reading.value == value.preferred:
                preferred = claim
            content = self._value(field, reading.value)
            given = {"thing": content} if field.sort in ("code", "ref") else {"literal": _literal(field, content)}
            cites = [passage_iri(self.review.id, cited) for cited in reading.cites]
            yield {"iri": claim, "class": "Claim", **stated, **given, "cites": cites}
        cited = [passage_iri(self.review.id, c) for reading in value.readings for c in reading.cites]
        yield _lean(
            {
                "iri": contradiction_iri(*of),
                "class": "Contradiction",
                **stated,
                "claims": claims,
                "preferred": preferred,
                "because": value.because,
                "cites": cited,
            }
        )


def _literal(field: Field, content: Any) -> Any:
    return {"@value": content, "@type": EDTF} if field.sort == "date" else content


def _time(record: BaseModel) -> Node:
    """The days that bound a record's dates."""
    days: Node = {}
    for key, (name, side) in _bounds_of(type(record)).items():
        edtf = settled(getattr(record, name, None))
        day = getattr(edtf, side) if edtf else None
        if day:
            days[key] = day.isoformat()
    return days


def _lean(node: Node) -> Node:
    """A node without keys that say nothing."""
    return {key: value for key, value in node.items() if value not in (None, [], "")}
