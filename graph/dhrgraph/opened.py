"""A build as a notebook opens it: ask it, take it as a dataset of rdflib, as networks, as pages."""

from __future__ import annotations

import html
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from dhrgraph.questions.graph import Graph as Asked
from dhrgraph.questions.parameters import Parameters
from dhrgraph.questions.run import Answer

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

__all__ = ["Graph", "Shown", "open_graph"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A page that a notebook shows in a frame of its own; `str` gives its HTML.

    Parameters
    ----------
    text : str
        The page.
    height : int
        Height of the frame in pixels.
    """

    text: str
    height: int = 720

    def __str__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        page = html.escape(self.text, quote=True)
        return f'<iframe srcdoc="{page}" style="width:100%;height:{self.height}px;border:0"></iframe>'


class Graph(Asked):
    """A build that is held open for reading until it is closed.

    Parameters
    ----------
    build : path
        The build folder.

    Raises
    ------
    NoBuildError
        If the folder holds no build.
    """

    def query(self, sparql: str, *, timeout: float = 30, **parameters: Unpack[Parameters]) -> Answer:
        """Run a SPARQL 1.1 query of your own over all graphs; see `dhrgraph.questions.graph.Graph.query`.

        What is odd about it, such as a term that nothing declares, is issued as a warning, too.
        """
        answer = super().query(sparql, timeout=timeout, **parameters)
        for each in answer.warnings:
            warnings.warn(each, stacklevel=2)
        return answer

    def dataset(self) -> rdflib.Dataset:
        """All named graphs as a dataset of rdflib, in memory; its default graph is their union.

        rdflib takes long for large graphs; `query` asks the store itself.
        """
        from rdflib import Dataset  # noqa: PLC0415 - a question need not wait for it

        made = Dataset(default_union=True)
        made.parse(str(self.release.path / "graph.nq"), format="nquads")
        return made

    def network(  # noqa: PLR0913 - a parameter a filter
        self,
        name: str,
        *,
        reviews: Iterable[str] = (),
        sectors: Iterable[str] = (),
        roles: Iterable[str] = (),
        kinds: Iterable[str] = (),
        since: date | None = None,
        until: date | None = None,
        within: int = 0,
    ) -> nx.MultiGraph[str]:
        """A network of the graph; see `dhrgraph.networks` for its attributes.

        Parameters
        ----------
        name : str
            One of `dhrgraph.networks.PROJECTIONS`, such as ``silent-pairs``.
        reviews, sectors, roles, kinds : iterable of str
            Ids of reviews and codes; without any, all.
        since, until : datetime.date, optional
            Ends of the period.
        within : int
            Days that contacts may lie apart and still count as side by side.

        Raises
        ------
        NetworkError
            If there is no such network, review or code.
        """
        from dhrgraph.networks import Filters, project  # noqa: PLC0415

        filters = Filters(
            frozenset(reviews), frozenset(sectors), frozenset(roles), since, until, frozenset(kinds), within
        )
        return project(self.release.store(), name, filters)

    def view(self, name: str, *, reviews: Iterable[str] = (), height: int = 720) -> Shown:
        """A page, shown inline in a notebook.

        Parameters
        ----------
        name : str
            Such as ``information`` or ``timeline-lewisham-kazia``; ``dhrgraph view`` tells which there are.
        reviews : iterable of str
            Ids of the reviews to show; without any, all.
        height : int
            Height of the frame in pixels.

        Raises
        ------
        NoPageError
            If there is no such page.
        """
        from dhrgraph.networks import Filters  # noqa: PLC0415
        from dhrgraph.views import page  # noqa: PLC0415

        return Shown(page(self.release.store(), name, Filters(reviews=frozenset(reviews))), height)

    def __enter__(self) -> Graph:
        return self


def open_graph(build: str | Path = "build") -> Graph:
    """Open a build; see `Graph`."""
    return Graph(build)
