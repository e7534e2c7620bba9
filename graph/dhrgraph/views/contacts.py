"""The page of contacts between agencies and people."""

from __future__ import annotations

from typing import Any

from pyoxigraph import Store

from dhrgraph.networks import PROJECTIONS, Filters, project
from dhrgraph.views.board import Board, Entity, Fact
from dhrgraph.views.palette import Kind
from dhrgraph.views.things import body, edges, fact, gathered, person, titles

__all__ = ["contact_fact", "contacts_board"]

_TOLD, _MISSED, _GOOD, _UNREACHED = "told of abuse", "missed opportunity", "good practice", "not reached"


def contacts_board(store: Store, filters: Filters) -> Board:
    """Agencies by whether they had contact with victims, with perpetrators or with both, and each contact."""
    graph = project(store, "contacts", filters)
    things = {node: (person if data["kind"] == "person" else body)(node, data) for node, data in graph.nodes(data=True)}
    facts: dict[str, Fact] = {}
    roles: dict[str, set[str]] = {}
    joined = []
    for one, other, iri, data in edges(graph):
        agency, who = (one, other) if graph.nodes[other]["kind"] == "person" else (other, one)
        role = things[who].role
        roles.setdefault(iri, set()).add(role)
        facts[iri] = contact_fact(iri, data, tuple(sorted(roles[iri])))
        joined.append((agency, who, "contact", iri))
    return Board(
        name="contacts",
        title="Contacts between agencies and people",
        lead="Each line joins an agency to a person whom it had, or tried to have, contact with before the death; the "
        "thicker the line, the more contacts. Agencies on the left had contact with the victim's side only, those on "
        "the right with the perpetrator only, those in the middle with both.",
        notes=(PROJECTIONS["contacts"].limits,),
        one="Agency",
        other="Person",
        fact="contact",
        entities=tuple(things.values()),
        facts=tuple(facts.values()),
        pairs=gathered(joined),
        reviews=titles(store, graph),
        kinds=(Kind("contact", "contacts"),),
        tags=(_TOLD, _MISSED, _GOOD, _UNREACHED),
        dash=_MISSED,
        columns=_columns(things, joined),
    )


def _columns(things: dict[str, Entity], joined: list[tuple[str, str, str, str]]) -> tuple[tuple[str, ...], ...]:
    """Agencies of one side, its people, agencies of both, the perpetrators, agencies of that side."""
    sides: dict[str, set[bool]] = {}
    for agency, who, _, _ in joined:
        sides.setdefault(agency, set()).add(things[who].style.key == "perpetrator")
    people = [thing for thing in things.values() if thing.id not in sides]
    order = sorted(sides, key=lambda agency: (things[agency].style.key, things[agency].label))
    return (
        tuple(agency for agency in order if sides[agency] == {False}),
        tuple(thing.id for thing in people if thing.style.key != "perpetrator"),
        tuple(agency for agency in order if len(sides[agency]) > 1),
        tuple(thing.id for thing in people if thing.style.key == "perpetrator"),
        tuple(agency for agency in order if sides[agency] == {True}),
    )


def contact_fact(iri: str, data: dict[str, Any], roles: tuple[str, ...] = (), who: str = "") -> Fact:
    """A contact as a fact, also where it stands behind another."""
    marks = {
        _TOLD: data["disclosure_code"] == "disclosed",
        _MISSED: data["missed"],
        _GOOD: data["good"],
        _UNREACHED: data["reached_code"] not in ("yes", "unclear", ""),
    }
    often = f"{data['occurrences']} occasions" if data["occurrences"] else ""
    reached = {"unclear": "unclear whether reached"}.get(data["reached_code"], data["reached"])
    told = (who, data["contact_kind"], reached, f"abuse: {data['disclosure']}" if data["disclosure"] else "", often)
    return fact(
        iri,
        data,
        roles=roles,
        more=tuple(text for text in told if text),
        tags=tuple(mark for mark, has in marks.items() if has),
    )
