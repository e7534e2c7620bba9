"""Pages: the graph as interactive HTML that works offline, one file a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import Store

from dhrgraph.networks import Filters
from dhrgraph.views.agencies import agencies_board
from dhrgraph.views.board import Board
from dhrgraph.views.contacts import contacts_board
from dhrgraph.views.information import information_board
from dhrgraph.views.knowledge import knowledge_board
from dhrgraph.views.page import network_page
from dhrgraph.views.picture import picture
from dhrgraph.views.recommendations import recommendations_board

_NETWORKS = {
    "contacts": contacts_board,
    "agencies": agencies_board,
    "information": information_board,
    "knowledge": knowledge_board,
    "recommendations": recommendations_board,
}

def pages(store: Store) -> dict[str, str]:
    """All pages of a build, by file name."""
    out = {}
    links=[(f"{n}.html", n.capitalize()) for n in _NETWORKS]
    for name, make in _NETWORKS.items():
        board = make(store, Filters())
        out[f"{name}.html"] = network_page(board, picture(board), links)
    return out
def contacts_page(store): return pages(store)["contacts.html"]
