"""What a page shows, apart from how: things, the facts that join them, and what each fact tells.

Every page of the family is one `Board`. Its script counts, filters, lists and draws from the same
facts, so that the picture, the table, the panel and the exports cannot tell different things.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import networkx as nx
from pyoxigraph import Store

from dhrgraph.networks.facts import directory
from dhrgraph.records.dates import parse
from dhrgraph.views.palette import STYLES, Kind, Style, family_of

__all__ = [
    "Board",
    "Entity",
    "Fact",
    "Pair",
    "body",
    "dated",
    "edges",
    "fact",
    "gathered",
    "person",
    "short_title",
    "titles",
]


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


def body(iri: str, data: dict[str, Any]) -> Entity:
    """A body of a network as a thing: an agency by its sector, a forum, or one that is not named."""
    kind, sector = data["kind"], data.get("sector_label", "")
    if kind == "unnamed":
        about = "a body that the report does not name"
        return Entity(iri, data["label"], STYLES[kind], about, group="unnamed", group_label="bodies not named")
    style = STYLES[kind] if kind == "forum" else family_of(data["sector"])
    about = f"forum; {sector}" if kind == "forum" else sector
    return Entity(
        iri, data["label"], style, about, sector, "", f"sector {kind} {sector}", f"all of the sector {sector}"
    )


def person(iri: str, data: dict[str, Any]) -> Entity:
    """A person of a network as a thing; the label of a perpetrator carries the outcome of the case."""
    role = data["role_label"]
    style = STYLES.get(data["role"], STYLES["person"])
    group = (f"role {role}", f"people in the role {role}")
    return Entity(iri, data["label"], style, short_title(data["review_title"]), "", role, *group)


def short_title(title: str) -> str:
    """What tells a review from others: its title without the words that all begin with.

    Examples
    --------
    >>> short_title("Domestic Homicide Review: Lewisham, case of Kazia")
    'Lewisham, case of Kazia'
    """
    return title.partition(": ")[2] or title


def fact(iri: str, data: Mapping[str, Any], **others: Any) -> Fact:
    """An edge of a network as a fact: its review, date, summary, paragraphs and roles, and what is said beside."""
    told = {
        "review": data["review"],
        "summary": data.get("summary", ""),
        **{key: data[key] for key in ("when", "earliest", "latest")},
        "cites": tuple(data["passages"]),
        "roles": tuple(dict.fromkeys(data.get("roles", ()))),
    }
    return Fact(iri, **(told | others))


def edges(graph: nx.Graph[str]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """The edges of a network: both ends, key, and attributes."""
    assert isinstance(graph, nx.MultiGraph)  # all networks are
    yield from graph.edges(keys=True, data=True)


def titles(store: Store, graph: nx.Graph[str]) -> dict[str, str]:
    """Titles of the reviews that a network was made from, by IRI."""
    reviews = directory(store).reviews
    return {iri: reviews[iri]["label"] for iri in graph.graph["reviews"]}


def gathered(joined: Iterable[tuple[str, str, str, str]]) -> tuple[Pair, ...]:
    """Pairs from facts, each given as one end, the other, the kind and the fact's id."""
    pairs: dict[tuple[str, str, str], dict[str, None]] = {}
    for one, other, kind, iri in joined:
        pairs.setdefault((one, other, kind), {})[iri] = None
    return tuple(Pair(*ends, tuple(facts)) for ends, facts in sorted(pairs.items()))
