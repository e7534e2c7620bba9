"""What a page shows, apart from how: things, the facts that join them, and what each fact tells.

Every page of the family is one `Board`. Its script counts, filters, lists and draws from the same
facts, so that the picture, the table, the panel and the exports cannot tell different things.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dhrgraph.lexicon.edtf import parse
from dhrgraph.views.palette import STYLES, Kind, Style

__all__ = ["Board", "Entity", "Fact", "Pair", "dated", "short_title"]


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that facts are about.

    Parameters
    ----------
    id : str
        Its IRI.
    label : str
    style : Style
    about : str
        What it is, in words.
    sector, role : str
        Label of its sector and of its role in the case, for the filters; empty where it has none.
    group, group_label : str
        What it is drawn as where there are too many things to draw.
    """

    id: str
    label: str
    style: Style
    about: str = ""
    sector: str = ""
    role: str = ""
    group: str = ""
    group_label: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a report tells.

    Parameters
    ----------
    id : str
        Unique in its board; ends in the IRI of the record, after a space where there is more.
    review : str
        IRI of the review; empty where it is of none.
    summary : str
    when : str
        EDTF text; empty where the report tells no date.
    earliest, latest : str
        First and last day that the date can mean; empty where it is open.
    more : tuple of str
        What else is told of it, in words.
    tags : tuple of str
        Those of the board's `tags` that it has.
    cites : tuple of str
        Numbers of the paragraphs that state it.
    roles : tuple of str
        Labels of the roles of the people it concerns.
    behind : tuple of str
        Ids of the facts that it rests on; they are shown with it and not counted.
    """

    id: str
    review: str
    summary: str
    when: str = ""
    earliest: str = ""
    latest: str = ""
    more: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two things, or one alone (`other` is empty), that facts of one kind join."""

    one: str
    other: str
    kind: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """A page without its looks.

    Parameters
    ----------
    name : str
        Of the page's file, without ending.
    title, lead : str
        What it shows and how to read it.
    notes : tuple of str
        What it does not say.
    one, other : str
        Headings of the two ends of a pair, such as ``Agency`` and ``Person``.
    fact : str
        What a fact is called, such as ``contact``.
    entities, facts, pairs, kinds : tuples
    reviews : dict
        Titles of the reviews by IRI.
    reports : dict
        Addresses of the published reports by the IRI of their review, where they have one.
    tags : tuple of str
        Marks of facts that are counted in the table.
    dash : str
        The tag that makes a line dashed; empty where none does.
    columns : tuple of tuples of str
        The things by the column that they stand in; empty where they stand in a ring.
    """

    name: str
    title: str
    lead: str
    notes: tuple[str, ...]
    one: str
    other: str
    fact: str
    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]
    pairs: tuple[Pair, ...]
    kinds: tuple[Kind, ...]
    reviews: dict[str, str] = field(default_factory=dict)
    reports: dict[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    dash: str = ""
    columns: tuple[tuple[str, ...], ...] = ()

    def told(self) -> dict[str, Any]:
        """The board as plain values, as its script takes it; things and facts by their place in lists."""
        things = {entity.id: place for place, entity in enumerate(self.entities)}
        facts = {fact.id: place for place, fact in enumerate(self.facts)}
        reviews = {iri: place for place, iri in enumerate(self.reviews)}
        styles = {entity.style.key: entity.style.told() for entity in self.entities}
        return {
            "name": self.name,
            "title": self.title,
            "lead": self.lead,
            "one": self.one,
            "other": self.other,
            "fact": self.fact,
            "tags": self.tags,
            "dash": self.dash,
            "reviews": [short_title(title) for title in self.reviews.values()],
            "reports": [self.reports.get(iri, "") for iri in self.reviews],
            "styles": styles,
            "order": [key for key in STYLES if key in styles],
            "kinds": {kind.key: _kind(kind) for kind in self.kinds},
            "kindOrder": [kind.key for kind in self.kinds],
            "entities": [_entity(entity) for entity in self.entities],
            "facts": [_fact(fact, reviews, facts) for fact in self.facts],
            "pairs": [
                [things[p.one], things.get(p.other, -1), p.kind, [facts[fact] for fact in p.facts]] for p in self.pairs
            ],
        }


def _kind(kind: Kind) -> dict[str, Any]:
    return {
        "name": kind.name,
        "light": kind.light,
        "dark": kind.dark,
        "dash": kind.dash,
        "arrow": kind.arrow,
        "sign": kind.sign,
    }


def _entity(entity: Entity) -> dict[str, str]:
    told = {"label": entity.label, "style": entity.style.key, "about": entity.about}
    return told | {key: getattr(entity, key) for key in ("sector", "role") if getattr(entity, key)}


def _fact(fact: Fact, reviews: dict[str, int], places: dict[str, int]) -> dict[str, Any]:
    """A fact without what it does not tell, since a page may hold thousands."""
    told = {
        "id": "/".join(fact.id.rpartition(" ")[2].split("/")[-2:]),
        "review": reviews.get(fact.review),
        "text": fact.summary,
        "when": dated(fact.when),
        "lasting": bool(fact.when) and parse(fact.when).precision == "throughout",
        "from": fact.earliest,
        "to": fact.latest,
        "more": fact.more,
        "tags": fact.tags,
        "cites": fact.cites,
        "roles": fact.roles,
        "behind": [places[other] for other in fact.behind],
    }
    return {key: value for key, value in told.items() if value or value == 0}


def dated(when: str) -> str:
    """A date in words; empty where there is none."""
    return parse(when).words if when else ""


def short_title(title: str) -> str:
    """What tells a review from others: its title without the words that all begin with.

    Examples
    --------
    >>> short_title("Domestic Homicide Review: Lewisham, case of Kazia")
    'Lewisham, case of Kazia'
    """
    return title.partition(": ")[2] or title
