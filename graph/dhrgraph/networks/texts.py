"""What each network shows, how to read it, what it does not tell, and what it means that it is empty."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["TEXTS", "Text"]


@dataclass(frozen=True, slots=True)
class Text:
    """The texts of a network.

    Parameters
    ----------
    shows : str
        What it shows, in one line.
    reading : str
        What its nodes and edges are and how to read them.
    limits : str
        What it does not tell.
    empty : str
        What it means that it has no edge.
    """

    shows: str
    reading: str
    limits: str
    empty: str

    def __post_init__(self) -> None:
        for name in ("shows", "reading", "limits", "empty"):
            object.__setattr__(self, name, " ".join(getattr(self, name).split()))


_OCCASIONS = """
    'occasions' counts pairs of contacts that may have been on one day (or within the days asked for), 'occasions
    certain' those that surely were; 'periods certainly overlap' tells whether the periods do, whatever the dates mean.
"""
_SMALL = "It shows what reports record of the cases that were reviewed, not how agencies work with each other."

TEXTS: dict[str, Text] = {
    "contacts": Text(
        shows="Who was in contact with whom: agencies and the people of a case.",
        reading="""
            An edge is one contact, or attempt at one, between an agency and a person; a contact of two agencies, or
            with two people, is an edge for each pair. Many edges between two mean that the report tells of many
            contacts.
        """,
        limits=f"""
            A report tells some agencies' contacts one by one and sums up those of others in a sentence, so numbers of
            contacts compare agencies only roughly. {_SMALL}
        """,
        empty="The report records no such contact.",
    ),
    "agencies": Text(
        shows="Which agencies had to do with the same person at the same time.",
        reading=f"""
            An edge joins two agencies whose periods of contact with one person overlap; a period reaches from the first
            contact to the last. {_OCCASIONS}
        """,
        limits=f"That two agencies share a person does not mean that they knew of each other. {_SMALL}",
        empty="No two agencies are recorded with the same person at the same time.",
    ),
    "information": Text(
        shows="Who told whom: referrals and sharing of information, and those that did not take place.",
        reading="""
            An arrow runs from the body that gave to the body that got. Arrows of the kind 'not done' are acts that the
            report says did not take place: they are no exchange. Where the report names no body, the arrow leads to
            'body not named'. Fora such as a MARAC are nodes of their own.
        """,
        limits="A report may leave out what was shared. That no arrow is shown does not mean that nothing was told.",
        empty="The report records no referral and no sharing, and names none that was left undone.",
    ),
    "silent-pairs": Text(
        shows="""
            Where two agencies stood beside the same person, one knew of abuse or risk, and no exchange is recorded.
        """,
        reading=f"""
            An edge joins two agencies whose periods of contact with one person overlap, of which at least one knew of
            abuse or risk, and between which the report records no exchange about the case: no referral or sharing, no
            contact at which both were present, no answer of one to what the other had referred, no meeting of a forum
            to which both came or gave. A service and the organisation that it is part of are one side. {_OCCASIONS}
        """,
        limits="""
            Silence of the report is not silence of the agencies: it may leave out what was shared. An agency may have
            learnt of the abuse after the contacts shown, and a risk that it assessed need not be one of abuse. That an
            exchange would have helped is not said.
        """,
        empty="""
            No such pair: an exchange is recorded between all agencies that shared a person, or none of them is recorded
            to have known.
        """,
    ),
    "knowledge": Text(
        shows="Which agency knew of which abuse, and since when.",
        reading="""
            An edge joins a body and an abuse that it knew of before the death: 'coded' where the report says that it
            knew, 'contact' where abuse was told, or known already, in a contact, 'inferred' where a rule says so and no
            fact is shown. The date is that since which it knew, or that of the contact.
        """,
        limits="""
            How much an agency knew is not weighed. That no edge is shown does not mean that an agency did not know.
        """,
        empty="The report does not say that an agency knew of abuse.",
    ),
    "recommendations": Text(
        shows="Which body was recommended what: bodies, themes and reviews.",
        reading="""
            An edge joins a body and a theme for each recommendation on it that is addressed to the body, and the theme
            and the review that made it. The date is that of the review's report. Measures look at bodies and themes.
        """,
        limits="""
            A theme says what a recommendation is about, not whether it was carried out. One recommendation may have
            several themes and addressees, and then several edges.
        """,
        empty="No recommendation of this kind is coded.",
    ),
    "sequences": Text(
        shows="Which agency followed which in a person's path, and who was last before the death.",
        reading="""
            An arrow runs from one agency to the next: between the two contacts with a person lies certainly no third
            one. Arrows to a death come from the contacts that may have been the last; 'certain' tells whether there is
            only one.
        """,
        limits=f"""
            Only an order that the dates make certain is shown: of two contacts in one month, none follows the other,
            and either is followed by all that can come next, so that numbers count what can have been next. Undated
            contacts have no place and are counted apart. {_SMALL}
        """,
        empty="The dates give no order of contacts.",
    ),
}
