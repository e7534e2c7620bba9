"""The same values by other engines: rustworkx as a backend of networkx, networkit by itself, and no loss on the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import networkit
import networkx as nx
import pytest
from pyoxigraph import Store

from dhrgraph.networks import project
from dhrgraph.networks.measures import counted
from dhrgraph.networks.measures.centrality import betweenness, core_number, eigenvector
from dhrgraph.networks.measures.communities import communities, modularity
from dhrgraph.networks.measures.registry import MEASURES
from tests.conftest import ROOT

near = pytest.approx
nk: Any = networkit  # it has no types


def graphs() -> list[nx.Graph[Any]]:
    """Networks of some hundred nodes, sparse and dense, in several parts."""
    made = [
        nx.powerlaw_cluster_graph(200, 4, 0.3, seed=1),
        nx.disjoint_union(nx.barbell_graph(8, 3), nx.gnp_random_graph(60, 0.05, seed=2)),
        nx.karate_club_graph(),
    ]
    for graph in made:
        for number, (one, other) in enumerate(graph.edges()):
            graph[one][other]["weight"] = 1 + number % 5
    return made


def as_networkit(graph: nx.Graph[Any], *, weighted: bool = False) -> Any:
    """The same network; nodes by their place."""
    place = {node: number for number, node in enumerate(graph)}
    made = nk.Graph(len(graph), weighted=weighted, directed=graph.is_directed())
    for one, other, told in graph.edges(data=True):
        made.addEdge(place[one], place[other], float(told.get("weight", 1)) if weighted else 1.0)
    return made


@pytest.mark.parametrize("graph", graphs(), ids=["power law", "parts", "karate"])
def test_networkit_gives_the_same(graph: nx.Graph[Any]) -> None:
    """Betweenness, core number, modularity, and in each part the eigenvector up to its scale."""
    other = as_networkit(graph)
    scores = nk.centrality.Betweenness(other, normalized=True).run().scores()
    assert betweenness(graph) == near(dict(zip(graph, scores, strict=True)), abs=1e-9)
    assert list(core_number(graph).values()) == nk.centrality.CoreDecomposition(other).run().scores()
    groups = communities(graph)
    parts = nk.Partition(len(graph), [int(groups[node]) for node in graph])
    parts.setUpperBound(int(max(groups.values())) + 1)
    weighted = as_networkit(graph, weighted=True)
    assert modularity(graph, groups) == near(nk.community.Modularity().getQuality(parts, weighted), abs=1e-9)
    values = eigenvector(graph)
    for nodes in nx.connected_components(graph):
        part = graph.subgraph(nodes).copy()
        if len(part) > 2:
            theirs = nk.centrality.EigenvectorCentrality(as_networkit(part, weighted=True), tol=1e-14).run().scores()
            scale = sum(score**2 for score in theirs) ** 0.5
            assert {node: values[node] for node in part} == near(
                {node: score / scale for node, score in zip(part, theirs, strict=True)}, abs=1e-5
            )


def test_networkit_gives_the_same_of_arrows() -> None:
    """Betweenness along directions."""
    graph = nx.gnp_random_graph(80, 0.05, seed=3, directed=True)
    scores = nk.centrality.Betweenness(as_networkit(graph), normalized=True).run().scores()
    assert betweenness(graph) == near(dict(zip(graph, scores, strict=True)), abs=1e-9)


CODE = """
import json, logging, re
import networkx as nx
from dhrgraph.networks.measures.registry import MEASURES
from tests.test_measures_engines import large

told = []
handler = logging.Handler()
handler.emit = lambda record: told.append(record.getMessage())
logging.getLogger("networkx").addHandler(handler)
logging.getLogger("networkx").setLevel(logging.DEBUG)
values = {name: MEASURES[name].nodes(large(name)) for name in MEASURES if MEASURES[name].nodes and not MEASURES[name].outcome}
asked = {m[1] for line in told if (m := re.match(r"Call to '(\\w+)' has inputs from", line))}
left = {m[1] for line in told if "'rustworkx'" in line and (m := re.search(r"(?:run|implement|calling) [`'](\\w+)[`']", line))}
print(json.dumps({"values": {k: list(v.items()) for k, v in values.items()}, "ran": sorted(asked - left)}))
"""


def large(measure: str) -> nx.Graph[Any]:
    """A network for a measure, large enough for a backend to bother: with two modes, with arrows, or neither."""
    graph: nx.Graph[Any]
    if measure.startswith("two-mode"):
        graph = nx.bipartite.random_graph(150, 100, 0.06, seed=4)
    elif measure.endswith(("-in", "-out")):
        graph = nx.gnp_random_graph(250, 0.03, seed=5, directed=True)
    else:
        graph = nx.powerlaw_cluster_graph(250, 3, 0.3, seed=6)
    for number, (one, other) in enumerate(graph.edges()):
        graph[one][other]["weight"] = 1 + number % 4
    return graph


def test_backend_is_used_and_gives_the_same() -> None:
    """With NETWORKX_BACKEND_PRIORITY the backend runs what it can, the rest falls back, and all values agree."""
    env = {**os.environ, "NETWORKX_BACKEND_PRIORITY": "rustworkx"}
    done = subprocess.run([sys.executable, "-c", CODE], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert set(told["ran"]) >= {"betweenness_centrality", "core_number", "eigenvector_centrality"}
    for measure, pairs in told["values"].items():
        nodes = MEASURES[measure].nodes
        assert nodes is not None
        assert dict(map(tuple, pairs)) == near(nodes(large(measure)), abs=1e-6), measure


def test_counted_is_plain_networkx(packaged_store: Store) -> None:
    """What backends convert from."""
    assert type(counted(project(packaged_store, "agencies"))) is nx.Graph
    assert type(counted(project(packaged_store, "information"))) is nx.DiGraph
