"""Measures on graphs whose values can be worked out by hand, or stand in the literature."""

from __future__ import annotations

from itertools import combinations
from math import ceil, isnan
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from dhrgraph.networks import PROJECTIONS, NetworkError, project
from dhrgraph.networks.measures import MEASURES, counted, measured
from dhrgraph.networks.measures.brokerage import constraint, effective_size
from dhrgraph.networks.measures.centrality import (
    betweenness,
    core_number,
    degree,
    degree_in,
    degree_out,
    eigenvector,
    strength,
    strength_in,
    strength_out,
)
from dhrgraph.networks.measures.communities import communities, modularity
from dhrgraph.networks.measures.concentration import concentration, gini, herfindahl
from dhrgraph.networks.measures.exchange import days_to_exchange, exchange_density
from dhrgraph.networks.measures.reach import fewest, greedy, reach
from dhrgraph.networks.measures.registry import fitting
from dhrgraph.networks.measures.two_mode import betweenness as two_mode_betweenness
from dhrgraph.networks.measures.two_mode import closeness as two_mode_closeness
from dhrgraph.networks.measures.two_mode import degree as two_mode_degree
from tests.networks_case import Case, agency_iri, register

near = pytest.approx


def weighted(*edges: tuple[str, str, float], directed: bool = False) -> nx.Graph[str]:
    """A network of weighted edges."""
    graph: nx.Graph[str] = nx.DiGraph() if directed else nx.Graph()
    graph.add_weighted_edges_from(edges)
    return graph


def rounded(values: dict[Any, float]) -> dict[Any, float]:
    """Values to three places."""
    return {node: round(value, 3) for node, value in values.items()}


def test_counted() -> None:
    """Parallel facts add up, own weights too; loops and what does not count are left out; directions stay apart."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(counts=("sharing",), modes=(("agency",),))
    for node, kind in (("a", "agency"), ("b", "agency"), ("c", "unnamed")):
        graph.add_node(node, kind=kind, label=node.upper(), note="not kept")
    for one, other, kind in (
        ("a", "b", "sharing"),
        ("a", "b", "sharing"),
        ("b", "a", "sharing"),
        ("a", "b", "not done"),
    ):
        graph.add_edge(one, other, kind=kind)
    graph.add_edge("a", "a", kind="sharing")
    graph.add_edge("a", "c", kind="sharing")
    graph.add_edge("b", "a", kind="sharing", weight=0.5)
    simple = counted(graph)
    assert list(simple) == ["a", "b"]
    assert simple.nodes["a"] == {"kind": "agency", "label": "A"}
    assert {(one, other): told["weight"] for one, other, told in simple.edges(data=True)} == {
        ("a", "b"): 2,
        ("b", "a"): 1.5,
    }


def test_degree_and_strength() -> None:
    """The number of neighbours, and of facts; in and out apart."""
    graph = weighted(("a", "b", 3), ("a", "c", 1), ("b", "a", 2), directed=True)
    assert degree(graph) == {"a": 3, "b": 2, "c": 1}
    assert strength(graph) == {"a": 6, "b": 5, "c": 1}
    assert (degree_out(graph), degree_in(graph)) == ({"a": 2, "b": 1, "c": 0}, {"a": 1, "b": 1, "c": 1})
    assert (strength_out(graph), strength_in(graph)) == ({"a": 4, "b": 2, "c": 0}, {"a": 2, "b": 3, "c": 1})


def test_betweenness() -> None:
    """Star, path and barbell: the bridge lies on every path between the two halves."""
    assert betweenness(nx.star_graph(4)) == {0: 1, 1: 0, 2: 0, 3: 0, 4: 0}
    assert rounded(betweenness(nx.path_graph(5))) == {0: 0, 1: 0.5, 2: 0.667, 3: 0.5, 4: 0}
    bell = betweenness(nx.barbell_graph(3, 1))  # two triangles with one node between
    assert bell[3] == near(9 / 15)
    assert bell[2] == bell[4] == near(8 / 15)
    assert bell[0] == 0
    arrows = betweenness(nx.DiGraph([("a", "b"), ("b", "c")]))
    assert arrows == {"a": 0, "b": 0.5, "c": 0}  # of two ordered pairs of others one


def test_constraint_and_effective_size() -> None:
    """Burt's values, worked out by hand."""
    assert constraint(nx.star_graph(3)) == {0: near(1 / 3), 1: 1, 2: 1, 3: 1}
    triangle = nx.complete_graph(3)  # each: twice (1/2 + 1/2 * 1/2) squared
    assert constraint(triangle) == {node: near(2 * 0.75**2) for node in triangle}
    assert effective_size(nx.star_graph(3))[0] == 3
    assert effective_size(nx.complete_graph(5)) == dict.fromkeys(range(5), near(1))
    # Ego with two neighbours, tied once and thrice, who have nothing to do with each other.
    uneven = weighted(("ego", "a", 1), ("ego", "b", 3))
    assert constraint(uneven)["ego"] == near(0.25**2 + 0.75**2)
    # Directed ties of both directions add up, so this is the same.
    both = weighted(("ego", "a", 1), ("ego", "b", 2), ("b", "ego", 1), directed=True)
    assert constraint(both)["ego"] == near(0.25**2 + 0.75**2)
    lonely = nx.Graph([("a", "b")])
    lonely.add_node("c")
    assert constraint(lonely).keys() == effective_size(lonely).keys() == {"a", "b"}


def test_effective_size_of_borgatti() -> None:
    """N - 2t/n: six neighbours with three ties among them."""
    graph = nx.star_graph(6)
    graph.add_edges_from([(1, 2), (2, 3), (4, 5)])
    assert effective_size(graph)[0] == near(6 - 2 * 3 / 6)


@settings(deadline=None)
@given(st.integers(2, 12), st.floats(0.1, 0.9), st.integers(0, 999), st.booleans())
def test_brokerage_is_that_of_networkx(nodes: int, density: float, seed: int, directed: bool) -> None:
    """On any weighted network, with or without directions, to the last digits."""
    graph = nx.gnp_random_graph(nodes, density, seed=seed, directed=directed)
    for number, (one, other) in enumerate(graph.edges()):
        graph[one][other]["weight"] = 1 + (number * 7 + seed) % 5
    for ours, theirs in ((constraint, nx.constraint), (effective_size, nx.effective_size)):
        wanted = theirs(graph, nodes=list(graph), weight="weight")
        told = {node: value for node, value in wanted.items() if not isnan(value)}  # none to nodes that only get
        values = ours(graph)
        assert {node: values[node] for node in told} == near(told, abs=1e-9)
        assert values.keys() == {node for node in graph if list(nx.all_neighbors(graph, node))}


def test_eigenvector() -> None:
    """A complete graph has all the same; parts are taken by themselves; long paths come out, too."""
    assert eigenvector(nx.complete_graph(4)) == dict.fromkeys(range(4), near(0.5))
    two = nx.disjoint_union(nx.complete_graph(2), nx.star_graph(2))
    two.add_node("alone")
    values = eigenvector(two)
    assert values["alone"] == 0
    assert values[0] == values[1] == near(0.5**0.5)
    assert values[2] == near(0.5**0.5)
    path = eigenvector(nx.path_graph(200))
    assert sum(value**2 for value in path.values()) == near(1)
    assert path[99] == near(max(path.values()))
    assert rounded(eigenvector(weighted(("a", "b", 2), ("b", "c", 1)))) == {"a": 0.632, "b": 0.707, "c": 0.316}
    assert eigenvector(weighted(("a", "b", 1), ("b", "a", 1), ("b", "c", 1), directed=True))["a"] == near(
        0.632, abs=1e-3
    )


def test_core_number() -> None:
    """A clique with a tail: three, then one."""
    graph = nx.complete_graph(4)
    graph.add_edges_from([(3, 4), (4, 5)])
    assert core_number(graph) == {0: 3, 1: 3, 2: 3, 3: 3, 4: 1, 5: 1}
    assert core_number(nx.DiGraph([("a", "b"), ("b", "a")])) == {"a": 1, "b": 1}


#: Borgatti and Everett (1997), table of the Davis data: degree, closeness, betweenness.
DAVIS = {
    "Evelyn Jefferson": (0.57, 0.80, 0.10),
    "Laura Mandeville": (0.50, 0.73, 0.05),
    "Theresa Anderson": (0.57, 0.80, 0.09),
    "Charlotte McDowd": (0.29, 0.60, 0.01),
    "Nora Fayette": (0.57, 0.80, 0.11),
    "Olivia Carleton": (0.14, 0.59, 0.01),
    "E8": (0.78, 0.85, 0.24),
    "E1": (0.17, 0.52, 0.00),
    "E9": (0.67, 0.79, 0.23),
}


def test_two_modes() -> None:
    """The values that Borgatti and Everett print for the Southern Women of Davis."""
    graph = nx.davis_southern_women_graph()
    for place, values in enumerate((two_mode_degree(graph), two_mode_closeness(graph), two_mode_betweenness(graph))):
        assert {node: round(values[node], 2) for node in DAVIS} == {node: told[place] for node, told in DAVIS.items()}
    assert two_mode_degree(nx.Graph()) == {}
    only: nx.Graph[str] = nx.Graph()
    only.add_node("a", bipartite=0)
    assert two_mode_closeness(only) == two_mode_betweenness(only) == {}


def test_communities() -> None:
    """Two cliques with a bridge are two groups, the same with each seed and in each order of nodes."""
    graph = nx.relabel_nodes(nx.barbell_graph(5, 0), {number: f"n{number}" for number in range(10)})
    groups = communities(graph, 3)
    assert groups == {f"n{number}": 1 + (number > 4) for number in range(10)}
    other: nx.Graph[str] = nx.Graph()
    other.add_edges_from(reversed(list(graph.edges())))
    assert communities(other, 3) == groups
    assert modularity(graph, groups) == near(20 / 21 - 2 * 0.5**2)
    assert communities(nx.empty_graph(2)) == {0: 1, 1: 2}
    assert modularity(nx.empty_graph(2), {0: 1, 1: 2}) == 0


def test_larger_and_stronger_groups_come_first() -> None:
    """By size, then by weight."""
    graph = weighted(("a", "b", 1), ("c", "d", 9), ("x", "y", 1), ("y", "z", 1), ("x", "z", 1))
    assert communities(graph) == {"x": 1, "y": 1, "z": 1, "c": 2, "d": 2, "a": 3, "b": 3}


def test_herfindahl_and_gini() -> None:
    """Known values; neither minds the order or the unit."""
    assert herfindahl([1, 1, 1, 1]) == 0.25
    assert herfindahl([3, 1]) == near(0.625)
    assert gini([1, 1, 1]) == 0
    assert gini([0, 0, 0, 4]) == 0.75
    assert gini([1, 2, 3, 4]) == near(0.25)
    assert herfindahl([]) == gini([]) == gini([0, 0]) == 0


@settings(deadline=None)
@given(st.lists(st.integers(0, 50), min_size=1, max_size=8).filter(any))
def test_gini_is_the_mean_difference(counts: list[int]) -> None:
    """By the definition."""
    number, mean = len(counts), sum(counts) / len(counts)
    differences = sum(abs(x - y) for x in counts for y in counts) / number**2
    assert gini(counts) == near(differences / (2 * mean))
    assert 1 / number - 1e-9 <= herfindahl(counts) <= 1


def case() -> Store:
    """Two agencies with Ann, one with Bob."""
    made = Store()
    register(made, police="police", gp="primary-care", ward="acute-health<trust", trust="acute-health")
    told = Case(made)
    told.contact("p1", ["police"], "2010-01-01", disclosure="disclosed")
    told.contact("p2", ["police"], "2010-01-11", persons=["ann", "bob"], disclosure="already-known", missed=True)
    told.contact("g", ["gp", "police"], "2010-01-05", disclosure="reported-by-other")
    told.contact("w", ["ward"], "2010-01-05", disclosure="indicators")
    told.contact("t", ["trust"], "2010-01-05")
    told.referral("r", "police", "gp", "2010-01-21")
    told.sharing("s", ["gp"], ["ward"], "2010-01", persons=["ann", "bob"])
    told.sharing("u", ["gp"], ["ward"], "")
    return made


def test_concentration() -> None:
    """Of Ann's six contacts with agencies police had three; Bob had one agency."""
    rows = {row["person"]: row for row in concentration(project(case(), "contacts"))}
    ann = rows["Ann (victim)"]
    assert (ann["agencies"], ann["contacts"]) == (4, 6)
    assert ann["herfindahl"] == near((9 + 1 + 1 + 1) / 36)
    assert ann["equal_agencies"] == near(3)
    assert rows["Bob (perpetrator)"]["herfindahl"] == 1
    assert rows["all persons"]["contacts"] == 7
    assert concentration(nx.MultiGraph()) == []


def test_outcomes_count_contacts_once() -> None:
    """A contact with two people is one; signs alone are no disclosure."""
    found = measured(project(case(), "contacts"), ["abuse-told", "missed"]).nodes
    assert found["abuse-told"] == {agency_iri(a): n for a, n in (("police", 3), ("gp", 1), ("ward", 0), ("trust", 0))}
    assert found["missed"][agency_iri("police")] == 1


def test_reach() -> None:
    """The police saw all; with a share of nothing nobody is needed."""
    assert [
        (row["agency"], row["adds"], row["share"], row["fewest"]) for row in reach(project(case(), "contacts"))
    ] == [("Police", 3, 1.0, 1)]
    assert reach(nx.MultiGraph()) == []
    assert fewest({}, 0.8) == 0
    assert greedy({"a": frozenset()}, 0.8) == []


families = st.dictionaries(st.sampled_from("abcdef"), st.frozensets(st.sampled_from("uvwxyz"), max_size=4), max_size=6)


@settings(deadline=None)
@given(families, st.sampled_from([0.5, 0.8, 1.0]))
def test_fewest_is_the_fewest(seen: dict[str, frozenset[str]], share: float) -> None:
    """Against every choice; the greedy order reaches the share, and never with fewer."""
    everything = frozenset().union(*seen.values()) if seen else frozenset()
    need = ceil(len(everything) * share - 1e-9)
    best = next(
        size
        for size in range(len(seen) + 1)
        for some in combinations(seen.values(), size)
        if len(frozenset().union(*some)) >= need
    )
    assert fewest(seen, share) == best
    steps = greedy(seen, share)
    assert sum(adds for _, adds in steps) >= need
    assert len(steps) >= best
    assert [adds for _, adds in steps] == sorted((adds for _, adds in steps), reverse=True)


def test_greedy_may_need_more_than_the_fewest() -> None:
    """The example by which the two differ."""
    seen = {"big": frozenset("bcxy"), "one": frozenset("abc"), "two": frozenset("xyz")}
    assert (len(greedy(seen, 1.0)), fewest(seen, 1.0)) == (3, 2)


def test_exchange_density() -> None:
    """Of Ann's pairs, service and organisation aside: police and GP, GP and ward exchanged; the trust is one with the ward."""
    rows = {row["pairs"]: row for row in exchange_density(project(case(), "agencies"))}
    # police-gp, police-ward, police-trust, gp-ward, gp-trust
    assert (rows["all"]["number"], rows["all"]["with_exchange"], rows["all"]["density"]) == (5, 3, near(0.6))
    assert rows["one knew of abuse or risk"]["number"] == 5
    assert rows["one"]["number"] == 5
    assert exchange_density(nx.MultiGraph()) == []


def test_days_to_exchange() -> None:
    """Ten days from the last contact of the police; of the GP within the month, and not at all of Bob."""
    store = case()
    rows = days_to_exchange(project(store, "information"), project(store, "contacts"))
    assert [(row["giver"], row["taker"], row["person"], row["days_least"], row["days_most"]) for row in rows] == [
        ("Gp", "Ward", "Ann (victim)", 0, ""),
        ("Police", "Gp", "Ann (victim)", 10, 10),
    ]


@pytest.mark.parametrize(
    ("contacts", "when", "wanted"),
    [
        (["2010-01-01", "2010-02-01"], "2010-03-01", (28, 28)),
        (["2010-01"], "2010-02", (1, 58)),
        (["2010-01-01", "2010-02"], "2010-02-10", (0, 40)),
        (["2010-02"], "2010-02-10", (0, "")),
        (["2010-03"], "2010-02-10", None),
        ([""], "2010-02-10", None),
        (["../2010-01-31"], "2010-02-10", (10, "")),
        (["2010-01-01/.."], "2010-02-10", (0, "")),
        (["2010-01-01"], "2010-02-10/..", (40, "")),
        (["2010-01-01"], "", None),
        (["2010-01-01"], "../2010-02-10", None),
    ],
)
def test_days_with_vague_dates(contacts: list[str], when: str, wanted: tuple[int, int | str] | None) -> None:
    """The fewest and the most days that the dates allow."""
    made = Store()
    register(made, police="police", gp="primary-care")
    told = Case(made)
    for number, date in enumerate(contacts):
        told.contact(f"c{number}", ["police"], date)
    told.sharing("s", ["police"], ["gp"], when)
    rows = days_to_exchange(project(made, "information"), project(made, "contacts"))
    assert [(row["days_least"], row["days_most"]) for row in rows] == ([wanted] if wanted else [])


@pytest.mark.parametrize("name", PROJECTIONS)
def test_all_that_fits_runs(packaged_store: Store, name: str) -> None:
    """Every measure of a network gives numbers for its nodes, or rows; also of an empty network."""
    graph = project(packaged_store, name)
    found = measured(graph, other=lambda other: project(packaged_store, other))
    assert {*found.nodes, *found.tables} == {one.name for one in fitting(name)}
    simple = counted(graph)
    for values in found.nodes.values():
        assert values
        assert values.keys() <= set(simple)
        assert all(isinstance(value, float) for value in values.values())
    assert all(found.tables.values())
    nothing = measured(project(Store(), name), other=lambda other: project(Store(), other))
    assert not any(nothing.nodes.values())


def test_every_measure_belongs_somewhere() -> None:
    """Each says of which networks it is, and gives values or rows, not both."""
    for one in MEASURES.values():
        assert one.networks <= set(PROJECTIONS)
        assert (one.nodes is None) != (one.table is None)
        assert (one.outcome is not None) == (one.chance == "labels")
        told = one.nodes or one.table
        assert one.shows
        assert told


def test_unknown_measures(packaged_store: Store) -> None:
    """A measure that there is not, or that is of another network, is told with the nearest."""
    graph = project(packaged_store, "contacts")
    with pytest.raises(NetworkError, match="did you mean"):
        measured(graph, ["two-mode-betweeness"])
    with pytest.raises(NetworkError, match="there is no measure of contacts 'exchange-density'"):
        measured(graph, ["exchange-density"])


def test_strength_is_the_number_of_contacts(packaged_store: Store) -> None:
    """By plain SPARQL."""
    from dhrgraph.rdf.query import select  # noqa: PLC0415

    strengths = measured(project(packaged_store, "contacts"), ["strength"]).nodes["strength"]
    rows = select(
        packaged_store,
        "SELECT ?a (COUNT(*) AS ?n) { ?c a dhr:Contact ; dhr:withAgency ?a ; dhr:concerns ?p } GROUP BY ?a",
    )
    assert {row["a"]: float(row["n"]) for row in rows} == {
        node: value for node, value in strengths.items() if "/agency/" in node
    }
