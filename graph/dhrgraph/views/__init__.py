"""Pages: the graph as interactive HTML that works offline, one file a page.

``pages(store)`` gives all of them by file name, ``page(store, name)`` one by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches

from pyoxigraph import Store

from dhrgraph.errors import DhrgraphError
from dhrgraph.networks import PROJECTIONS, Filters
from dhrgraph.networks.facts import source
from dhrgraph.rdf.findings import Finding
from dhrgraph.rdf.marking import banner_of
from dhrgraph.views.agencies import agencies_board
from dhrgraph.views.answer import answer_page
from dhrgraph.views.board import Board
from dhrgraph.views.contacts import contacts_board
from dhrgraph.views.index import index_page
from dhrgraph.views.information import information_board
from dhrgraph.views.knowledge import knowledge_board
from dhrgraph.views.page import Links, network_page
from dhrgraph.views.picture import picture
from dhrgraph.views.recommendations import recommendations_board
from dhrgraph.views.reports import with_reports
from dhrgraph.views.timeline import timeline_page, timelines

__all__ = ["NETWORKS", "NoPageError", "answer_page", "page", "page_names", "pages"]

#: The pages of networks, by name.
NETWORKS: dict[str, Callable[[Store, Filters], Board]] = {
    "contacts": contacts_board,
    "agencies": agencies_board,
    "information": information_board,
    "knowledge": knowledge_board,
    "recommendations": recommendations_board,
}
#: Timelines that the bar on top of each page links to; the index links to all.
_MOST_LINKS = 4


class NoPageError(DhrgraphError):
    """Raised where there is no page of a name."""


def pages(store: Store, findings: Iterable[Finding] = (), filters: Filters | None = None) -> dict[str, str]:
    """All pages, by file name; they link to each other, and all bear the banner of all their reviews.

    Parameters
    ----------
    store : pyoxigraph.Store
        A built graph.
    findings : iterable of Finding
        What shapes and verify queries found, for the index.
    filters : Filters, optional
        Which reviews the pages show; all by default.

    Raises
    ------
    NetworkError
        If the graph has no review that is asked for.
    """
    filters = filters or Filters()
    lines = timelines(store, filters)
    links: list[tuple[str, str]] = [("index.html", "Index")]
    links += [(f"{name}.html", name.capitalize()) for name in NETWORKS]
    links += [(f"{name}.html", line.board.title) for name, line in lines.items()] if len(lines) <= _MOST_LINKS else []
    banner = banner_of(store, filters.reviews)
    found = {f"{name}.html": _network(store, name, filters, banner, links) for name in NETWORKS}
    found |= {f"{name}.html": timeline_page(line, banner, links) for name, line in lines.items()}
    about = [(f"{name}.html", name.capitalize(), _shows(name)) for name in NETWORKS]
    return {"index.html": index_page(store, findings, filters, banner, links, about), **found}


def page(store: Store, name: str, filters: Filters | None = None) -> str:
    """One page by itself, without links to others.

    Raises
    ------
    NoPageError
        If there is no such page.
    NetworkError
        If the graph has no review that is asked for.
    """
    filters = filters or Filters()
    if name in NETWORKS:
        return _network(store, name, filters, banner_of(store, filters.reviews))
    known = page_names(store)
    if name not in known:
        near = get_close_matches(name, known, n=3, cutoff=0.4)
        hint = f"did you mean {' or '.join(near)}? " if near else ""
        raise NoPageError(f"there is no page {name!r}: {hint}there are {', '.join(known)}")
    lines = timelines(store, filters)
    if name not in lines:
        raise NoPageError(f"the page {name!r} is not of the review that is asked for: leave --review out")
    return timeline_page(lines[name], banner_of(store, {name.removeprefix("timeline-")}))


def page_names(store: Store) -> list[str]:
    """Names of the pages that can stand by themselves."""
    return [
        *NETWORKS,
        *(f"timeline-{told['id']}" for _, told in sorted(source(store, Filters()).names.reviews.items())),
    ]


def _network(store: Store, name: str, filters: Filters, banner: str, links: Links = ()) -> str:
    board = with_reports(NETWORKS[name](store, filters), store)
    return network_page(board, picture(board), banner, links)


def _shows(name: str) -> str:
    """What a page shows, in a line."""
    also = f" {PROJECTIONS['silent-pairs'].shows}" if name == "information" else ""
    return PROJECTIONS[name].shows + also
