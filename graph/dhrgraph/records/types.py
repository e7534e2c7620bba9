"""The record types: one class a kind of record, by the rules of docs/coding.md.

Field names are the keys of the YAML files and, where a table has the field, its column.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from dhrgraph.records.readings import Disputable, settled
from dhrgraph.records.values import (
    Answer,
    Base,
    Cites,
    Count,
    EntryRef,
    Id,
    Moment,
    OneOf,
    Ref,
    Summary,
    Text,
    When,
    YesNo,
    fault,
)

__all__ = [
    "KINDS",
    "REQUIRED",
    "Abuse",
    "Agency",
    "Circumstance",
    "Contact",
    "Document",
    "Event",
    "Explained",
    "Finding",
    "Involvement",
    "Knowledge",
    "MaracAction",
    "MaracMeeting",
    "NotDone",
    "Oddity",
    "Person",
    "PlanAction",
    "Progress",
    "Recommendation",
    "Record",
    "Referral",
    "Review",
    "RiskAssessment",
    "RiskResult",
    "Sharing",
    "Statement",
    "Successor",
]

AgencyRef = Annotated[Id, Ref(("agency",))]
ForumRef = Annotated[Id, Ref(("forum",))]
BodyRef = Annotated[Id, Ref(("agency", "forum"))]
PersonRef = Annotated[Id, Ref(("person",))]
Agencies = Annotated[list[AgencyRef], Field(min_length=1)]
Bodies = Annotated[list[BodyRef], Field(min_length=1)]
Persons = Annotated[list[PersonRef], Field(min_length=1)]
Capacity = Annotated[str, OneOf("capacity"), Field(description="In which capacity the body acted")]
Themes = Annotated[list[Annotated[str, OneOf("theme")]], Field(min_length=1)]
RecordRefs = Annotated[
    list[
        Annotated[
            Id,
            Ref(
                (
                    "contact",
                    "referral",
                    "not-done",
                    "marac-meeting",
                    "marac-action",
                    "risk-assessment",
                    "sharing",
                    "event",
                    "abuse",
                    "knowledge",
                    "finding",
                )
            ),
        ]
    ],
    Field(),
]


class Successor(Base):
    """A body that took over from another on a date."""

    agency: BodyRef
    date: Moment
    what: Annotated[Summary, Field(description="What passed over: all, or which part")]


class Agency(Base):
    """A real-world body or named service (or a forum) of the register, or local to one review."""

    kind_name: ClassVar[str] = "agency"

    id: Id
    label: Text
    other_names: Annotated[list[Text], Field(description="Acronyms, old names, names as printed")] = []
    sector: Annotated[str, OneOf("sector")]
    body: Annotated[str, OneOf("body-kind")] = "agency"
    part_of: Annotated[BodyRef | None, Field(description="The organisation that the service belongs to")] = None
    steers: Annotated[list[ForumRef], Field(description="Fora whose work this body steers")] = []
    identifiers: Annotated[dict[Id, Text], Field(description="Scheme to code, such as gss or ods")] = {}
    became: Annotated[list[Successor], Field(description="Bodies that took over from it")] = []
    note: Text | None = None


class Document(Base):
    """One document of a review."""

    kind: Annotated[str, OneOf("document-kind")]
    title: Text
    issued: Moment | None = None
    url: Annotated[
        str | None,
        Field(pattern=r"^https?://[^\s<>\"{}|\\^`]+$", max_length=2000, description="Where it stands on the web"),
    ] = None
    sha256: Annotated[
        str | None,
        Field(pattern=r"^[0-9a-f]{64}$", description="Of the file from which the passage index was made"),
    ] = None


class Progress(Base):
    """When the report wants the first progress on its recommendations to be reported."""

    months: Annotated[Count, Field(description="Within how many months of the approval by the partnership")]
    to: Annotated[list[BodyRef], Field(description="To whom")] = []
    approved: Annotated[Moment | None, Field(description="Day of the approval, where the report states it")] = None
    cites: Cites


class Review(Base):
    """A review as a whole: the file review.yaml."""

    kind_name: ClassVar[str] = "review"

    title: Text
    kind: Annotated[str, OneOf("review-kind")]
    partnership: BodyRef
    death: Annotated[Disputable[Moment], Field(description="Date of death as printed, never narrowed")]
    manner_of_death: Annotated[str, OneOf("manner-of-death")]
    period: Annotated[When | None, Field(description="Period that the agencies were asked to review")] = None
    commissioned: Disputable[Moment] | None = None
    completed: Disputable[Moment] | None = None
    published: Disputable[Moment] | None = None
    chair: Annotated[AgencyRef, Field(description="Organisation of the independent chair")]
    publication: Annotated[str, OneOf("publication")]
    status: Annotated[
        str | None,
        OneOf("coding-status"),
        Field(description="draft until a person has corrected what a program drafted"),
    ] = None
    marking: Annotated[Text | None, Field(description="Protective marking, in short")] = None
    restrictions: Annotated[
        list[Summary], Field(description="Restrictions the report states and this coding obeys")
    ] = []
    documents: Annotated[list[Document], Field(min_length=1)]
    area: Annotated[Text | None, Field(description="Area of the partnership, as national lists name it")] = None
    region: Annotated[
        Annotated[str, OneOf("region")] | None, Field(description="Region in which the partnership lies")
    ] = None
    catalogue: Annotated[
        list[Annotated[str, EntryRef()]],
        Field(description="Entries of catalogues that are about this case beyond doubt, such as dhrd/INC-0001"),
    ] = []
    first_progress: Progress | None = None
    cites: Cites
    note: Text | None = None


class Record(Base):
    """Anything coded from a report: it has an id and the passages that state it."""

    kind_name: ClassVar[str]

    id: Id
    cites: Cites
    note: Annotated[Text | None, Field(description="A remark of the coder")] = None


class Statement(Record):
    """What a report says of the case: how sure it is, and on whose word it rests."""

    certainty: Annotated[str, OneOf("certainty"), Field(description="How the report puts it")] = "stated"
    asserted_by: Annotated[
        list[Annotated[Id, Ref(("agency", "forum", "person"))]],
        Field(description="Bodies or persons who say so, where the report does not make it its own"),
    ] = []


class Person(Record):
    """A person of the case under the report's pseudonym."""

    kind_name: ClassVar[str] = "person"

    pseudonym: Text
    role: Annotated[str, OneOf("role")]
    relation: Annotated[str, OneOf("relation")] | None = None
    sex: Annotated[str, OneOf("sex")] = "not-stated"
    age: Annotated[Disputable[Text] | None, Field(description="Age as printed")] = None
    origin: Annotated[Text | None, Field(description="Origin as printed")] = None
    case_outcome: Annotated[
        str | None, OneOf("case-outcome"), Field(description="Outcome of the case, for a perpetrator")
    ] = None

    @model_validator(mode="after")
    def _outcome_of_perpetrator(self) -> Person:
        if (self.role == "perpetrator") != (self.case_outcome is not None):
            raise fault(
                "a perpetrator, and nobody else, has an outcome of the case",
                "give case_outcome (unclear where the report does not tell it) for this role only",
            )
        return self


class Circumstance(Statement):
    """A fact of a person that can change."""

    kind_name: ClassVar[str] = "circumstance"

    person: PersonRef
    kind: Annotated[str, OneOf("circumstance-kind")]
    date: Disputable[When] | None = None
    summary: Summary


class Involvement(Base):
    """The part that a body plays in the review; its id is that of the body."""

    kind_name: ClassVar[str] = "involvement"

    agency: BodyRef
    contribution: Disputable[Annotated[str, OneOf("contribution")]]
    on_panel: YesNo
    contact_with: Annotated[list[PersonRef], Field(description="Victim and perpetrator it had contact with")] = []
    cites: Cites
    note: Text | None = None

    @property
    def id(self) -> str:
        """Id of the record: the body's id."""
        return self.agency


class Contact(Statement):
    """A contact, or attempted contact, between an agency and a person before the death."""

    kind_name: ClassVar[str] = "contact"

    date: Disputable[When] | None = None
    agencies: Disputable[Agencies]
    persons: Disputable[Persons]
    about: Annotated[
        list[PersonRef], Field(description="People of the case whom it was about and who took no part")
    ] = []
    present: Annotated[
        list[Annotated[Id, Ref(("agency", "forum", "person"))]], Field(description="Who else was present")
    ] = []
    kind: Disputable[Annotated[str, OneOf("contact-kind")]]
    reached: Disputable[Annotated[str, OneOf("reached")]]
    initiated_by: Disputable[Annotated[str, OneOf("initiator")]]
    asked: Annotated[Disputable[Answer], Field(description="Whether the person was asked about abuse")] = "unclear"
    disclosure: Disputable[Annotated[str, OneOf("disclosure")]]
    outcomes: Annotated[
        list[Annotated[str, OneOf("contact-outcome")]],
        Field(min_length=1, description="What came of it, by the report"),
    ] = ["not-given"]
    capacity: Capacity = "service"
    missed_opportunity: Annotated[YesNo, Field(description="Judged so by the report")] = False
    good_practice: Annotated[YesNo, Field(description="Judged so by the report")] = False
    occurrences: Annotated[
        Disputable[Count] | None, Field(description="Number of occasions, where told of a repeated contact")
    ] = None
    in_response_to: Annotated[
        list[Annotated[Id, Ref(("referral",))]], Field(description="Referrals that this contact answers")
    ] = []
    summary: Summary

    @model_validator(mode="after")
    def _consistent(self) -> Contact:
        if "not-given" in self.outcomes and len(self.outcomes) > 1:
            raise fault("an outcome is given and not given", "delete not-given from outcomes")
        both = set(self.about) & set(settled(self.persons) or ())
        if both:
            raise fault(f"{min(both)!r} is both a person in contact and one it was about", "keep one of the two")
        return self


class Referral(Statement):
    """A referral that was made."""

    kind_name: ClassVar[str] = "referral"

    date: Disputable[Moment] | None = None
    from_agency: Disputable[BodyRef]
    to_agency: Disputable[BodyRef]
    persons: Persons
    kind: Disputable[Annotated[str, OneOf("referral-kind")]]
    ground: Disputable[Annotated[str, OneOf("referral-ground")]] | None = None
    automatic: Disputable[Answer] = "unclear"
    consent: Disputable[Answer] = "unclear"
    outcome: Summary | None = None
    arose_from: Annotated[
        list[Annotated[Id, Ref(("contact", "referral"))]], Field(description="Contacts or referrals that led to it")
    ] = []


class NotDone(Statement):
    """An act that the report says did not take place; never a contact or referral with a flag."""

    kind_name: ClassVar[str] = "not-done"

    date: Disputable[When] | None = None
    act: Annotated[str, OneOf("act")]
    by_agency: Bodies
    to_agency: list[BodyRef] = []
    persons: list[PersonRef] = []
    reason: Disputable[Annotated[str, OneOf("not-done-reason")]] = "unclear"
    capacity: Capacity = "service"
    criticised: Annotated[YesNo, Field(description="Whether the report criticises it")]
    at: Annotated[
        list[Annotated[Id, Ref(("contact", "referral", "marac-meeting", "risk-assessment"))]],
        Field(description="Contacts or meetings at which it was left undone"),
    ] = []
    summary: Summary


class MaracMeeting(Statement):
    """A meeting of a MARAC at which a person of the case was discussed."""

    kind_name: ClassVar[str] = "marac-meeting"

    date: Disputable[Moment] | None = None
    marac: ForumRef
    referral: Annotated[list[Annotated[Id, Ref(("referral",))]], Field(description="Referrals that led to it")] = []
    persons: Persons
    represented: list[AgencyRef] = []
    not_represented: list[AgencyRef] = []
    actions_count: Annotated[
        Disputable[Count] | None, Field(description="Number of actions agreed, where the report tells it")
    ] = None


class MaracAction(Record):
    """An action that a MARAC agreed."""

    kind_name: ClassVar[str] = "marac-action"

    meeting: Annotated[Id, Ref(("marac-meeting",))]
    owner: Annotated[list[BodyRef], Field(description="The MARAC itself where all agencies own the action")] = []
    action: Summary
    outcome: Summary | None = None


class RiskResult(Base):
    """One risk that an assessment graded."""

    of: Annotated[Text, Field(description="Risk of what, such as: harm to the public")]
    printed: Annotated[Text, Field(description="Grade as printed")]
    grade: Annotated[str, OneOf("risk-grade")]


class RiskAssessment(Statement):
    """An assessment of a person's risk by an agency on an occasion."""

    kind_name: ClassVar[str] = "risk-assessment"

    date: Disputable[Moment] | None = None
    agency: AgencyRef
    persons: Persons
    tool: Disputable[Annotated[str, OneOf("risk-tool")]] = "not-named"
    results: Annotated[list[RiskResult], Field(min_length=1)]
    basis: Disputable[Annotated[str, OneOf("risk-basis")]] = "unclear"
    criticised: YesNo = False
    at: Annotated[list[Annotated[Id, Ref(("contact",))]], Field(description="Contacts at which it was made")] = []


class Abuse(Statement):
    """A type of abuse by one person against another."""

    kind_name: ClassVar[str] = "abuse"

    type: Annotated[str, OneOf("abuse-type")]
    by: Persons
    against: Persons
    from_: Annotated[Disputable[Moment] | None, Field(alias="from")] = None
    to: Disputable[Moment] | None = None
    told_to: Annotated[list[PersonRef], Field(description="Relatives and friends who knew, by the report")] = []
    summary: Summary | None = None


class Knowledge(Statement):
    """That an agency knew of abuse before the death."""

    kind_name: ClassVar[str] = "knowledge"

    abuse: Annotated[
        Id | None, Ref(("abuse",)), Field(description="The abuse that it knew of, where the type is told")
    ] = None
    persons: Annotated[list[PersonRef], Field(description="Who was abused, where the type is not told")] = []
    agency: BodyRef
    capacity: Capacity = "service"
    since: Disputable[Moment] | None = None

    @model_validator(mode="after")
    def _of_what(self) -> Knowledge:
        if (self.abuse is None) != bool(self.persons):
            raise fault(
                "it does not tell, once, of what the agency knew", "give abuse, or persons where no type is told"
            )
        return self


class Sharing(Statement):
    """Information that one agency gave another."""

    kind_name: ClassVar[str] = "sharing"

    date: Disputable[When] | None = None
    from_agency: Bodies
    to_agency: Bodies
    persons: Annotated[list[PersonRef], Field(description="Whom the information was about")] = []
    what: Summary
    shared: Annotated[str, OneOf("shared")]


class Event(Statement):
    """A happening in the life of the people of the case."""

    kind_name: ClassVar[str] = "event"

    date: Disputable[When] | None = None
    kind: Annotated[str, OneOf("event-kind")]
    persons: Persons
    summary: Summary


class Finding(Statement):
    """A lesson, missed opportunity, good practice or conclusion of the review."""

    kind_name: ClassVar[str] = "finding"

    kind: Annotated[str, OneOf("finding-kind")]
    themes: Themes
    agencies: list[BodyRef] = []
    rests_on: Annotated[RecordRefs, Field(description="Records that it rests on")] = []
    summary: Summary


class Recommendation(Record):
    """A recommendation, of the overview or of a single agency."""

    kind_name: ClassVar[str] = "recommendation"

    number: Annotated[Text, Field(description="Number as printed")]
    level: Annotated[str, OneOf("level")]
    made_by: Bodies
    addressed_to: Annotated[Bodies, Field(description="Every body that it names as addressee")]
    scope: Annotated[str, OneOf("scope")]
    themes: Themes
    rests_on: Annotated[RecordRefs, Field(description="Records it rests on, where the report says so")] = []
    answers: Annotated[
        list[Annotated[Id, Ref(("finding",))]],
        Field(description="Findings that it takes up by its content, where the report does not say so"),
    ] = []
    status: Annotated[
        str | None, OneOf("plan-status"), Field(description="How far it is carried out, where the report says so")
    ] = None
    due: Annotated[Moment | None, Field(description="Due date, where the report states one")] = None
    summary: Summary


class PlanAction(Record):
    """A row of the action plan."""

    kind_name: ClassVar[str] = "plan-action"

    recommendation: Annotated[Id, Ref(("recommendation",))]
    owner: list[BodyRef] = []
    target_date: Disputable[Moment] | None = None
    status: Annotated[str, OneOf("plan-status")]
    summary: Summary | None = None


class Explained(Base):
    """Why a value is held that no cited passage states in so many words: a row of evidence.yaml."""

    record: Annotated[Id, Field(description="Id of the record")]
    key: Annotated[Text, Field(description="Key of the value, such as date")]
    because: Annotated[Text, Field(description="How the coder came to it")]


class Oddity(Record):
    """Something odd in the report's text."""

    kind_name: ClassVar[str] = "oddity"

    kind: Annotated[str, OneOf("oddity-kind")]
    summary: Summary


#: The files of a review folder besides review.yaml, by name, each a list of records of one class.
KINDS: dict[str, type[Agency | Involvement | Record]] = {
    "agencies": Agency,
    "people": Person,
    "circumstances": Circumstance,
    "involvement": Involvement,
    "contacts": Contact,
    "referrals": Referral,
    "not_done": NotDone,
    "marac_meetings": MaracMeeting,
    "marac_actions": MaracAction,
    "risk_assessments": RiskAssessment,
    "abuse": Abuse,
    "knowledge": Knowledge,
    "sharing": Sharing,
    "events": Event,
    "findings": Finding,
    "recommendations": Recommendation,
    "plan_actions": PlanAction,
    "oddities": Oddity,
}

#: The files that every review has; where another is absent, its kind is not coded.
REQUIRED = ("people",)
