"""Invented cases written straight into a store, for the tests of networks and measures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, Store

from dhrgraph.lexicon.edtf import parse
from dhrgraph.rdf.namespaces import PREFIXES, agency_iri, code_iri, graph_iri, passage_iri, record_iri, review_iri

__all__ = ["Case", "agency_iri", "person_iri", "register"]


def person_iri(person: str, review: str = "one") -> str:
    """IRI of a person of an invented case."""
    return record_iri(review, "person", person)


def _term(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def _add(store: Store, graph: str, subject: str, **told: object) -> None:
    """Add triples: the name of each is a property, with an underscore for the colon."""
    for key, value in told.items():
        values: Iterable[object] = value if isinstance(value, (list, tuple)) else [value]
        for one in values:
            if one is None or one == "":
                continue
            prefix, _, local = key.partition("_")
            term = one if isinstance(one, (NamedNode, Literal)) else Literal(str(one))
            predicate = _term("rdf:type") if key == "a" else _term(f"{prefix}:{local}")
            store.add(Quad(NamedNode(subject), predicate, term, NamedNode(graph_iri(graph))))


#: Classes whose records say how sure the report is.
_HEDGED = ("Contact", "InformationShare", "ActNotDone", "RiskAssessment", "Abuse", "AgencyKnowledge")


def _nodes(iris: Iterable[str]) -> list[NamedNode]:
    return [NamedNode(iri) for iri in iris]


def _code(scheme: str, code: str) -> NamedNode:
    return NamedNode(code_iri(scheme, code))


def _time(when: str, key: str = "dhr_when") -> dict[str, object]:
    if not when:
        return {}
    date = parse(when)
    bounds = {
        "dhr_earliest": date.earliest,
        "dhr_latestStart": date.latest_start,
        "dhr_earliestEnd": date.earliest_end,
        "dhr_latest": date.latest,
    }
    return {key: when, **{name: Literal(str(day)) for name, day in bounds.items() if day}}


def register(store: Store, **bodies: str) -> None:
    """Add bodies to the register: ``id="sector"``, ``id="sector<whole"`` for a service, ``id="forum"``."""
    for body, told in bodies.items():
        name = body.replace("_", "-")
        sector, _, whole = told.partition("<")
        _add(
            store,
            "register",
            agency_iri(name),
            a=_term("dhr:Forum" if sector == "forum" else "dhr:Agency"),
            rdfs_label=name.title(),
            dhr_sector=_code("sector", "marac" if sector == "forum" else sector),
            org_subOrganizationOf=NamedNode(agency_iri(whole)) if whole else None,
        )


class Case:
    """One review with a victim ``ann`` and a perpetrator ``bob``, to which facts are added."""

    def __init__(self, store: Store, review: str = "one", death: str = "2015-01-01") -> None:
        self.store, self.review, self.graph = store, review, f"review/{review}"
        day = parse(death)
        self._add(
            review_iri(review),
            "Review",
            dcterms_identifier=review,
            dcterms_title=f"Review {review}",
            dhr_death=death,
            dhr_deathEarliest=str(day.earliest),
            dhr_deathLatest=str(day.latest),
            dhr_completed="2016",
            dhr_completedEarliest="2016-01-01",
            dhr_completedLatest="2016-12-31",
        )
        self._add(passage_iri(review, "1.1"), "Passage", dhr_printedNumber="1.1", dhr_order=Literal(1))
        self.person("ann", "victim")
        self.person("bob", "perpetrator")

    def _add(self, iri: str, cls: str, **told: object) -> None:
        _add(
            self.store, self.graph, iri, a=_term(f"dhr:{cls}"), dhr_ofReview=NamedNode(review_iri(self.review)), **told
        )

    def iri(self, kind: str, record: str) -> str:
        """IRI of a record of this case."""
        return record_iri(self.review, kind, record)

    def _record(self, kind: str, cls: str, record: str, persons: Iterable[str] = (), **told: object) -> None:
        people = _nodes(person_iri(person, self.review) for person in persons)
        stated = NamedNode(passage_iri(self.review, "1.1"))
        if cls in _HEDGED:
            told.setdefault("dhr_certainty", _code("certainty", "stated"))
        self._add(self.iri(kind, record), cls, dhr_concerns=people, dhr_statedIn=stated, rdfs_label=record, **told)

    def person(self, person: str, role: str) -> None:
        """Add a person."""
        label = f"{person.title()} ({role})"
        self._add(person_iri(person, self.review), "CasePerson", rdfs_label=label, dhr_roleInCase=_code("role", role))

    def contact(self, record: str, agencies: Iterable[str], when: str = "", **more: Any) -> None:
        """Add a contact; ``more`` may give persons, kind, disclosure, present, answers, missed and summary."""
        answered = more.get("answers")
        disclosure = more.get("disclosure", "none")
        self._record(
            "contact",
            "Contact",
            record,
            more.get("persons", ("ann",)),
            dhr_withAgency=_nodes(map(agency_iri, agencies)),
            dhr_alsoPresent=_nodes(map(agency_iri, more.get("present", ()))),
            dhr_contactKind=_code("contact-kind", more.get("kind", "phone")),
            dhr_reached=_code("reached", "yes"),
            dhr_disclosure=_code("disclosure", disclosure) if disclosure else None,
            dhr_missedOpportunity=Literal(more.get("missed", False)),
            dhr_goodPractice=Literal(False),
            dhr_inResponseTo=NamedNode(self.iri("referral", answered)) if answered else None,
            dcterms_description=more.get("summary", f"contact {record}"),
            **_time(when),
        )

    def referral(
        self, record: str, giver: str, taker: str, when: str = "", *, persons: Iterable[str] = ("ann",), arose: str = ""
    ) -> None:
        """Add a referral; an end may be empty."""
        self._record(
            "referral",
            "Referral",
            record,
            persons,
            dhr_fromAgency=NamedNode(agency_iri(giver)) if giver else None,
            dhr_toAgency=NamedNode(agency_iri(taker)) if taker else None,
            dhr_referralKind=_code("referral-kind", "other"),
            dhr_aroseFrom=NamedNode(self.iri("referral", arose)) if arose else None,
            **_time(when),
        )

    def sharing(
        self,
        record: str,
        givers: Iterable[str],
        takers: Iterable[str],
        when: str = "",
        *,
        persons: Iterable[str] = ("ann",),
    ) -> None:
        """Add a sharing of information."""
        self._record(
            "sharing",
            "InformationShare",
            record,
            persons,
            dhr_fromAgency=_nodes(map(agency_iri, givers)),
            dhr_toAgency=_nodes(map(agency_iri, takers)),
            dhr_extentShared=_code("shared", "yes"),
            dcterms_description=f"what {record} told",
            **_time(when),
        )

    def not_done(
        self,
        record: str,
        by: Iterable[str],
        to: Iterable[str] = (),
        *,
        act: str = "information-sharing",
        when: str = "",
    ) -> None:
        """Add an act that did not take place."""
        self._record(
            "not-done",
            "ActNotDone",
            record,
            ("ann",),
            dhr_byAgency=_nodes(map(agency_iri, by)),
            dhr_toAgency=_nodes(map(agency_iri, to)),
            dhr_act=_code("act", act),
            dhr_reasonNotDone=_code("not-done-reason", "unclear"),
            dhr_criticised=Literal(True),
            dcterms_description=f"what {record} left undone",
            **_time(when),
        )

    def meeting(
        self,
        record: str,
        forum: str,
        represented: Iterable[str] = (),
        *,
        heard: Iterable[str] = (),
        owners: Iterable[str] = (),
        persons: Iterable[str] = ("ann",),
    ) -> None:
        """Add a meeting of a forum, with an action for its owners."""
        self._record(
            "marac-meeting",
            "MaracMeeting",
            record,
            persons,
            dhr_heldBy=NamedNode(agency_iri(forum)),
            dhr_representedBy=_nodes(map(agency_iri, represented)),
            dhr_heardReferral=_nodes(self.iri("referral", one) for one in heard),
        )
        if owners:
            held = NamedNode(self.iri("marac-meeting", record))
            self._record(
                "marac-action",
                "MaracAction",
                f"{record}-action",
                dhr_agreedAt=held,
                dhr_assignedTo=_nodes(map(agency_iri, owners)),
            )

    def risk(self, record: str, agency: str, grade: str, *, persons: Iterable[str] = ("ann",)) -> None:
        """Add an assessment of risk with one result."""
        result = self.iri("risk-assessment", f"{record}/results/1")
        self._add(result, "RiskResult", dhr_riskGrade=_code("risk-grade", grade))
        by = NamedNode(agency_iri(agency))
        self._record(
            "risk-assessment", "RiskAssessment", record, persons, dhr_byAgency=by, dhr_riskResult=NamedNode(result)
        )

    def abuse(self, record: str, kind: str = "physical") -> None:
        """Add abuse of ``ann`` by ``bob``."""
        ann, bob = (NamedNode(person_iri(person, self.review)) for person in ("ann", "bob"))
        self._record("abuse", "Abuse", record, dhr_abuseType=_code("abuse-type", kind), dhr_abused=ann, dhr_abuser=bob)

    def knowledge(
        self, record: str, agency: str, since: str = "", *, abuse: str = "", persons: Iterable[str] = ()
    ) -> None:
        """Add that an agency knew of abuse, or of that of a person."""
        self._record(
            "knowledge",
            "AgencyKnowledge",
            record,
            persons,
            dhr_knower=NamedNode(agency_iri(agency)),
            dhr_knowsOf=NamedNode(self.iri("abuse", abuse)) if abuse else None,
            **_time(since, "dhr_since"),
        )

    def infer_knowledge(self, agency: str, person: str = "ann") -> None:
        """Add, in the graph of the rule, that an agency knew of abuse of a person."""
        knew = NamedNode(person_iri(person, self.review))
        _add(self.store, "inferred/knew-of-abuse", agency_iri(agency), dhr_knewOfAbuseOf=knew)

    def claim(self, kind: str, record: str, term: str, agency: str) -> None:
        """Add that a passage tells another value of a record, which is not the preferred one."""
        self._add(
            self.iri("claim", f"{record}-{agency}"),
            "Claim",
            dhr_about=NamedNode(self.iri(kind, record)),
            dhr_onProperty=_term(f"dhr:{term}"),
            dhr_claimsValue=NamedNode(agency_iri(agency)),
        )

    def recommendation(self, record: str, to: Iterable[str], themes: Iterable[str], by: Iterable[str] = ()) -> None:
        """Add a recommendation."""
        self._record(
            "recommendation",
            "Recommendation",
            record,
            dhr_addressedTo=_nodes(map(agency_iri, to)),
            dhr_theme=[_code("theme", theme) for theme in themes],
            dhr_madeBy=_nodes(map(agency_iri, by)),
            dhr_printedNumber=record,
            dhr_level=_code("level", "overview"),
            dhr_scope=_code("scope", "local"),
            dcterms_description=f"what {record} asks",
        )
