"""A build as Python sees it: open it, ask it, get tables."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from dhrgraph.questions.library import question
from dhrgraph.questions.run import Answer, ask
from dhrgraph.rdf.release import Release, open_release

__all__ = ["Graph", "open_graph"]


class Graph:
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

    def __init__(self, build: str | Path = "build") -> None:
        self._held = ExitStack()
        self.release: Release = self._held.enter_context(open_release(Path(build)))

    def ask(self, name: str, *, timeout: float = 30) -> Answer:
        """Ask a question of the library by its name.

        Parameters
        ----------
        name : str
            Such as ``marac-few-actions``; ``dhrgraph questions`` lists them.
        timeout : float
            Seconds after which the query is ended.

        Raises
        ------
        NoQuestionError
            If the library has no such question.
        """
        return ask(self.release, question(name).text, timeout=timeout)

    def query(self, sparql: str, *, timeout: float = 30) -> Answer:
        """Run a SPARQL 1.1 query of your own over all graphs.

        Raises
        ------
        QueryError, QueryRefusedError, QueryTimeoutError
            See `dhrgraph.questions.run.ask`.
        """
        return ask(self.release, sparql, timeout=timeout)

    def close(self) -> None:
        """Let go of the build."""
        self._held.close()

    def __enter__(self) -> Graph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_graph(build: str | Path = "build") -> Graph:
    """Open a build; see `Graph`."""
    return Graph(build)
