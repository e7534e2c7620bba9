"""The timeline of each review: a lane for each body, a mark for each event, a span where the day is not told."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

from pyoxigraph import Store

from dhrgraph.networks import Filters
from dhrgraph.networks.facts import Directory, source
from dhrgraph.rdf.query import select
from dhrgraph.views.board import Board, Entity, Fact, dated, short_title
from dhrgraph.views.page import Links, board_page
from dhrgraph.views.palette import STYLES, Kind
from dhrgraph.views.reports import with_reports
from dhrgraph.views.things import body, gathered

__all__ = ["Timeline", "timeline_page", "timelines"]

Row = dict[str, str]

#: Kinds of events by class. Colours as of the pages of networks; each kind has a form of its own.
KINDS = {
    "LifeEvent": Kind("life", "event in the people's lives", "#3e4c59", "#d6dee6", sign="ring"),
    "Contact": Kind("contact", "contact", "#0072b2", "#6cc0f0", sign="circle"),
    "Referral": Kind("referral", "referral", "#007a59", "#3fcfa4", sign="right"),
    "InformationShare": Kind("sharing", "sharing of information", "#007a59", "#3fcfa4", sign="square"),
    "MaracMeeting": Kind("meeting", "MARAC meeting", "#8a3d73", "#e6a3cd", sign="diamond"),
    "RiskAssessment": Kind("risk", "risk assessment", "#9a6700", "#f0b93a", sign="triangle"),
    "ActNotDone": Kind("not done", "act that the report says was not done", "#c04a00", "#ff9a57", sign="cross"),
}
#: How a body stands to an event: in whose lanes the event is shown, and what is told of the others.
_LANES = {"withAgency", "fromAgency", "byAgency", "heldBy", "representedBy"}
_TOLD = {"fromAgency": "from", "toAgency": "to", "notRepresented": "not represented:", "representedBy": "represented:"}
#: What is said of an event that can be several things, by the word before it.
_LISTED = {"about": "about", "came of it": "came", "certainty": "certainty", "according to": "according"}
_LIVES, _UNNAMED = "lives", "unnamed"


@dataclass(frozen=True, slots=True)
class Timeline:
    """The board of one review, and its death as far as the report dates it."""

    board: Board
    death: dict[str, str]


def timelines(store: Store, filters: Filters) -> dict[str, Timeline]:
    """A timeline for each review, by the name of its page.

    Raises
    ------
    NetworkError
        If the graph has no review that is asked for.
    """
    read = source(store, filters)
    names = read.names
    wanted = read.reviews or sorted(names.reviews)
    query = files("dhrgraph.views").joinpath("timeline.rq").read_text(encoding="utf-8")
    rows: dict[str, dict[str, list[Row]]] = {review: {} for review in wanted}
    for row in select(store, query, read.graphs):
        if row["review"] in rows:
            rows[row["review"]].setdefault(row["record"], []).append(row)
    cites = {record: found for cls in KINDS for record, found in read.passages(cls).items()}
    return {
        f"timeline-{names.reviews[review]['id']}": replace(line, board=with_reports(line.board, store))
        for review, found in rows.items()
        for line in (_timeline(review, found, cites, names),)
    }


def timeline_page(timeline: Timeline, banner: str, links: Links = ()) -> str:
    """The page of a timeline."""
    data = {**timeline.board.told(), "death": timeline.death}
    return board_page("timeline.html.j2", "timeline.js", timeline.board, data, banner, links)


def _timeline(review: str, records: dict[str, list[Row]], cites: dict[str, list[str]], names: Directory) -> Timeline:
    told = names.reviews[review]
    facts = {record: _fact(rows, cites.get(record, []), names) for record, rows in records.items()}
    joined = [
        (lane, "", KINDS[_end(rows[0]["class"])].key, record)
        for record, rows in records.items()
        for lane in _lanes(rows)
    ]
    death = {"when": dated(told["death"]), "from": told["death_earliest"], "to": told["death_latest"]}
    title = short_title(told["label"])
    board = Board(
        name=f"timeline-{told['id']}",
        title=f"Timeline: {title}",
        lead="Each lane is a body, each mark an event on its day. A pale bar says that it happened on some day within "
        "that time, a full bar that it went on throughout, as far as the report says; marks without any date stand "
        "apart on the left. The dark band through all lanes is the death, no finer than the report dates it.",
        notes=(
            "A crossed mark is an act that the report says was not done; it is no event. Where a body has few marks, "
            "the report may have said little of it, or summed it up. What the report calls likely, or gives on the "
            "word of another, says so in its details.",
        ),
        one="Body",
        other="",
        fact="entry",
        entities=_entities([lane for lane, *_ in joined], joined, facts, names),
        facts=tuple(facts.values()),
        pairs=gathered(joined),
        kinds=tuple(KINDS.values()),
        reviews={review: told["label"]},
        tags=("told of abuse", "missed opportunity", "good practice"),
        dash="missed opportunity",
    )
    return Timeline(board, death)


def _lanes(rows: list[Row]) -> list[str]:
    """The bodies in whose lanes an event is shown; a referral and a sharing also with the body that got it."""
    cls = _end(rows[0]["class"])
    if cls == "LifeEvent":
        return [_LIVES]
    wanted = _LANES | ({"toAgency"} if cls in ("Referral", "InformationShare") else set())
    found = [row["body"] for row in rows if _end(row.get("part", "")) in wanted]
    return list(dict.fromkeys(found)) or [_UNNAMED]


def _entities(
    lanes: list[str], joined: list[tuple[str, str, str, str]], facts: dict[str, Fact], names: Directory
) -> tuple[Entity, ...]:
    """The lanes: the people's lives on top, then bodies by their first dated event."""
    first: dict[str, str] = defaultdict(lambda: "9999")
    for lane, _, _, record in joined:
        first[lane] = min(first[lane], facts[record].earliest or facts[record].latest or "9999")
    special = {
        _LIVES: Entity(_LIVES, "The people's lives", STYLES["person"], "events that are no contact with an agency"),
        _UNNAMED: Entity(_UNNAMED, "Body not named", STYLES["unnamed"], "the report names no body"),
    }
    order = sorted(dict.fromkeys(lanes), key=lambda lane: (lane != _LIVES, lane == _UNNAMED, first[lane], lane))
    return tuple(special.get(lane) or body(lane, names.bodies[lane]) for lane in order)


def _fact(rows: list[Row], cites: list[str], names: Directory) -> Fact:
    row = rows[0]
    people = [names.people[iri] for iri in sorted({r["person"] for r in rows if r.get("person") in names.people})]
    others: dict[str, dict[str, None]] = {}
    for r in rows:
        word = _TOLD.get(_end(r.get("part", "")))
        if word and r["body"] in names.bodies:
            others.setdefault(word, {})[names.bodies[r["body"]]["label"]] = None
    more = [
        row.get("kind", ""),
        ", ".join(person["label"] for person in people),
        *(f"{word} {', '.join(found)}" for word, found in others.items()),
        {"unclear": "unclear whether reached"}.get(row.get("reached", ""), row.get("reached", "")),
        _said("disclosure", row, "abuse"),
        *(_listed(word, rows, key) for word, key in _LISTED.items()),
        _said("reason", row),
        row.get("outcome", ""),
    ]
    tags = {
        "told of abuse": row.get("disclosure") == "disclosed",
        "missed opportunity": row.get("missed") == "true",
        "good practice": row.get("good") == "true",
    }
    return Fact(
        id=row["record"],
        review=row["review"],
        summary=row.get("summary") or row["label"].partition(": ")[2],
        when=row.get("when", ""),
        earliest=row.get("earliest", ""),
        latest=row.get("latest", ""),
        more=tuple(text for text in more if text),
        tags=tuple(tag for tag, has in tags.items() if has),
        cites=tuple(cites),
        roles=tuple(dict.fromkeys(person["role_label"] for person in people)),
    )


def _said(key: str, row: Row, word: str = "") -> str:
    return f"{word or key}: {row[key]}" if row.get(key) else ""


def _listed(word: str, rows: list[Row], key: str) -> str:
    """What the rows of one event give under a key, each once, after a word."""
    found = dict.fromkeys(row[key] for row in rows if row.get(key))
    return f"{word}: {', '.join(found)}" if found else ""


def _end(iri: str) -> Any:
    return iri.rpartition("#")[2]
