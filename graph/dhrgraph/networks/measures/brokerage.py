"""Who stands between others: Burt's constraint and effective size.

A node without edges has no value. With few nodes the values of a node follow almost wholly from how
many edges it has; compare nodes of like degree only.

networkx has both measures, too. But asked of all nodes at once, its effective size of a weighted network
is wrong (seen in 3.6.1: it divides by the strongest tie of the wrong node), and asked node by node, which
is right, its time grows with the third power of a node's neighbours, of which a police force in a thousand
reviews has thousands. So they are computed here from the matrix; tests hold that the values are those of
networkx node by node.
"""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
from scipy.sparse import csr_array, diags_array

__all__ = ["constraint", "effective_size"]


def constraint(graph: nx.Graph[Any]) -> dict[Any, float]:
    """How much of a node's ties lie with nodes that are tied to each other.

    With p(i, j) the share of i's ties that is with j: the sum over the neighbours j of the square of
    p(i, j) and the products p(i, q) p(q, j) over all others q.

    Unit: none; low where a node joins others that have nothing to do with each other, 1 where all its
    ties are with one node; it can exceed 1. Weights: used. Direction: ties of both directions are
    added up.

    References
    ----------
    Burt, R. S. (1992). *Structural Holes*. Harvard University Press, chapter 2.
    Burt, R. S. (2004). Structural holes and good ideas. *Am. J. Sociol.* 110, 349-399.

    Examples
    --------
    >>> constraint(nx.star_graph(4))[0]
    0.25
    """
    nodes, ties = _ties(graph)
    shares = _scaled(ties, ties.sum(axis=1))
    invested = (shares + shares @ shares) * (ties > 0)
    return dict(zip(nodes, map(float, (invested * invested).sum(axis=1)), strict=True))


def effective_size(graph: nx.Graph[Any]) -> dict[Any, float]:
    """The number of a node's neighbours, less those that are reached through others of them anyway.

    With m(j, q) the tie of j with q over its strongest: the number of neighbours j less the sum over
    them of the products p(i, q) m(j, q) over all others q.

    Unit: nodes. Weights: used. Direction: ties of both directions are added up.

    References
    ----------
    Burt, R. S. (1992). *Structural Holes*. Harvard University Press, chapter 2.
    Borgatti, S. P. (1997). Structural holes: unpacking Burt's redundancy measures. *Connections* 20, 35-38.

    Examples
    --------
    >>> effective_size(nx.star_graph(4))[0], round(effective_size(nx.complete_graph(4))[0], 9)
    (4.0, 1.0)
    """
    nodes, ties = _ties(graph)
    shares = _scaled(ties, ties.sum(axis=1))
    strengths = _scaled(ties, ties.max(axis=1).toarray().ravel() if nodes else np.array([]))
    joined = ties > 0
    redundant = ((shares @ strengths.T) * joined).sum(axis=1)
    return dict(zip(nodes, map(float, joined.sum(axis=1) - redundant), strict=True))


def _ties(graph: nx.Graph[Any]) -> tuple[list[Any], Any]:
    """The nodes that have edges, and the matrix of the weights between them, both directions added up."""
    nodes = [node for node in graph if any(other != node for other in nx.all_neighbors(graph, node))]
    if not nodes:
        return [], csr_array((0, 0))
    matrix = csr_array(nx.to_scipy_sparse_array(graph, nodelist=nodes, weight="weight", dtype=np.dtype(float)))
    matrix = csr_array(matrix + matrix.T) if graph.is_directed() else matrix
    matrix.setdiag(0)
    matrix.eliminate_zeros()
    return nodes, matrix


def _scaled(matrix: Any, by: Any) -> Any:
    return diags_array(1 / np.asarray(by)) @ matrix if matrix.shape[0] else matrix
