"""A build as Python sees it: open it, ask it, get tables."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Unpack

from dhrgraph.questions.library import question
from dhrgraph.questions.parameters import Parameters, bound
from dhrgraph.questions.run import Answer, ask
from dhrgraph.questions.undeclared import undeclared
from dhrgraph.rdf.release import Release, open_release

__all__ = ["Graph"]


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

    def ask(self, name: str, *, iri: bool = False, timeout: float = 30, **parameters: Unpack[Parameters]) -> Answer:
        """Ask a question of the library by its name.

        Parameters
        ----------
        name : str
            Such as ``marac-few-actions``; ``dhrgraph questions`` lists them.
        iri : bool
            Whether to keep the columns ``X_iri``, which name what a row is about.
        timeout : float
            Seconds after which the query is ended.
        review : str, optional
            Only what this review says: its id.
        agency : str, optional
            Only what this body has part in: its id or one of its names.
        sector : str, optional
            Only what bodies of this sector or group of sectors have part in: a code or its label.
        person : str, optional
            Only what concerns this person or role: an id, a pseudonym, or the code or label of a role.
        since, until : str or datetime.date, optional
            Only what may lie on or after, on or before this date of EDTF, such as ``2010-09``.
        days : int, optional
            The number of days that the question looks back.

        Raises
        ------
        NoQuestionError
            If the library has no such question.
        ParameterError
            If the question does not take a parameter, or its value names nothing.
        """
        answer = ask(self.release, self._bound(question(name).text, parameters), timeout=timeout, packaged=True)
        return answer if iri else answer.without_iris()

    def query(self, sparql: str, *, timeout: float = 30, **parameters: Unpack[Parameters]) -> Answer:
        """Run a SPARQL 1.1 query of your own over all graphs.

        It takes the parameters of `ask` for which it holds ``VALUES ?param_NAME { UNDEF }`` and a filter. The
        `warnings` of the answer name each term of the ontology or of a code list that nothing declares.

        Raises
        ------
        ParameterError
            As `ask`.
        QueryError, QueryRefusedError, QueryTimeoutError
            See `dhrgraph.questions.run.ask`.
        """
        answer = ask(self.release, self._bound(sparql, parameters), timeout=timeout)
        return replace(answer, warnings=tuple(undeclared(sparql, self.release.store())))

    def _bound(self, sparql: str, parameters: Parameters) -> str:
        given = any(value is not None for value in parameters.values())
        return bound(sparql, parameters, self.release.store()) if given else sparql

    def close(self) -> None:
        """Let go of the build."""
        self._held.close()

    def __enter__(self) -> Graph:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
