"""The page of recommendations: bodies, themes and reviews."""

from __future__ import annotations

from typing import Any

from pyoxigraph import Store

from dhrgraph.networks import PROJECTIONS, Filters, project
from dhrgraph.views.board import Board, Entity, Fact, short_title
from dhrgraph.views.palette import STYLES, Kind
from dhrgraph.views.things import body, edges, fact, gathered, titles

__all__ = ["recommendations_board"]


def recommendations_board(store: Store, filters: Filters) -> Board:
    """Reviews on the left, themes in the middle, the bodies that are addressed on the right."""
    graph = project(store, "recommendations", filters)
    things = {node: _thing(node, data) for node, data in graph.nodes(data=True)}
    facts: dict[str, Fact] = {}
    joined = []
    for one, other, iri, data in edges(graph):
        made = f"made by {', '.join(data['made_by_labels'])}" if data["made_by_labels"] else ""
        more = tuple(text for text in (data["level"], data["scope"], made) if text)
        facts[iri] = fact(iri, data, summary=f"{data['number']}: {data['summary']}", more=more)
        theme, end = (one, other) if graph.nodes[one]["kind"] == "theme" else (other, one)
        ends = (end, theme) if data["kind"] == "made in" else (theme, end)
        joined.append((*ends, data["kind"], iri))
    kinds = {node: data["kind"] for node, data in graph.nodes(data=True)}
    order = sorted(things, key=lambda node: (things[node].style.key, things[node].label))
    return Board(
        name="recommendations",
        title="Recommendations by theme and addressee",
        lead="Lines lead from a review to the themes of its recommendations and from each theme to the bodies that "
        "they are addressed to; the thicker the line, the more recommendations. A theme that lines from several "
        "reviews reach was recommended again.",
        notes=(PROJECTIONS["recommendations"].limits, "The date of a recommendation is that of the review's report."),
        one="Review or theme",
        other="Theme or addressee",
        fact="recommendation",
        entities=tuple(things.values()),
        facts=tuple(facts.values()),
        pairs=gathered(joined),
        reviews=titles(store, graph),
        kinds=(
            Kind("made in", "review recommends on theme", "#7b8794", "#9aa5b1"),
            Kind("addressed", "recommendation on theme is addressed to body", "#0072b2", "#6cc0f0"),
        ),
        columns=(
            tuple(node for node in order if kinds[node] == "review"),
            tuple(node for node in order if kinds[node] == "theme"),
            tuple(node for node in order if kinds[node] not in ("review", "theme")),
        ),
    )


def _thing(node: str, data: dict[str, Any]) -> Entity:
    match data["kind"]:
        case "review":
            year = data["when"][:4] or "undated"
            grouped = {"group": f"review {year}", "group_label": f"reviews of {year}"}
            return Entity(node, short_title(data["label"]), STYLES["review"], "review", **grouped)
        case "theme":
            return Entity(node, data["label"], STYLES["theme"], "theme")
        case _:
            return body(node, data)
