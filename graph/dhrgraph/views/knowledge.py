"""The page of which agency knew of which abuse."""

from __future__ import annotations

from pyoxigraph import Store

from dhrgraph.networks import PROJECTIONS, Filters, project
from dhrgraph.views.board import Board, Entity, Fact, short_title
from dhrgraph.views.palette import STYLES, Kind
from dhrgraph.views.things import body, edges, fact, gathered, titles

__all__ = ["knowledge_board"]


def knowledge_board(store: Store, filters: Filters) -> Board:
    """Bodies in the middle, the abuse that they knew of on either side."""
    graph = project(store, "knowledge", filters)
    reviews = titles(store, graph)
    things: dict[str, Entity] = {}
    for node, data in graph.nodes(data=True):
        about = short_title(reviews.get(data.get("review", ""), ""))
        group = {"group": f"abuse {data.get('type', '')}", "group_label": data.get("type", "")}
        abuse = data["kind"] == "abuse"
        things[node] = Entity(node, data["label"], STYLES["abuse"], about, **group) if abuse else body(node, data)
    facts: dict[str, Fact] = {}
    joined = []
    for one, other, iri, data in edges(graph):
        agency, abuse = (one, other) if things[other].style.key == "abuse" else (other, one)
        key = f"{agency} {abuse} {iri}"
        more = (
            f"about {', '.join(data['person_labels'])}",
            f"abuse: {data['disclosure']}" if data["disclosure"] else "",
            "" if data["certainty_code"] == "stated" else f"certainty: {data['certainty']}",
        )
        facts[key] = fact(key, data, more=tuple(filter(None, more)))
        joined.append((agency, abuse, data["kind"], key))
    of = {review: place for place, review in enumerate(dict.fromkeys(f.review for f in facts.values()))}
    side = {thing: of[facts[key].review] % 2 for _, thing, _, key in joined}
    abuses = sorted(side, key=lambda thing: (things[thing].about, things[thing].label))
    return Board(
        name="knowledge",
        title="Who knew of which abuse",
        lead="Each line joins an agency to a type of abuse that, by the report, it knew of before the death; the "
        "details tell since when, as far as the report does. A line is unbroken where the report says that the agency "
        "knew, and broken where it is read from a contact in which abuse came up.",
        notes=(PROJECTIONS["knowledge"].limits,),
        one="Body",
        other="Abuse",
        fact="entry",
        entities=tuple(things.values()),
        facts=tuple(facts.values()),
        pairs=gathered(joined),
        reviews=reviews,
        kinds=(
            Kind("coded", "the report says that it knew", "#0072b2", "#6cc0f0"),
            Kind("hedged", "the report calls it likely or possible", "#9a6700", "#f0b93a", (6, 6)),
            Kind("contact", "abuse came up in a contact", "#5b6776", "#b4bfca", (12, 9)),
            Kind("inferred", "follows from what is coded", "#7b8794", "#9aa5b1", (3, 9)),
        ),
        columns=(
            tuple(thing for thing in abuses if side[thing] == 0),
            tuple(sorted((t.id for t in things.values() if t.id not in side), key=lambda i: things[i].label)),
            tuple(thing for thing in abuses if side[thing] == 1),
        ),
    )
