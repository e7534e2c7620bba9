"""Running a query over all graphs of a store, in this process."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from dhrgraph.rdf.namespaces import PREFIXES

__all__ = ["select"]


def select(store: Store, text: str, graphs: Sequence[NamedNode | BlankNode] | None = None) -> list[dict[str, str]]:
    """The rows of a SELECT query, each as the texts of its bound variables.

    Parameters
    ----------
    store : pyoxigraph.Store
    text : str
        A SELECT query of the package; for a user's query see `dhrgraph.questions.run`.
    graphs : sequence, optional
        The graphs to look at; all by default.
    """
    union = {"use_default_graph_as_union": True} if graphs is None else {"default_graph": list(graphs)}
    rows = store.query(text, prefixes=PREFIXES, **union)
    assert isinstance(rows, QuerySolutions)
    names = [variable.value for variable in rows.variables]
    return [{name: _text(row[name]) for name in names if row[name] is not None} for row in rows]


def _text(term: object) -> str:
    return term.value if isinstance(term, (NamedNode, Literal, BlankNode)) else str(term)
