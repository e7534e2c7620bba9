"""Chance is fair, p-values are right, and two reviews are described and not tested."""

from __future__ import annotations

from collections import Counter
from itertools import permutations, product
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store
from scipy.stats import chisquare

from dhrgraph.networks import project
from dhrgraph.networks.measures import counted, measured
from dhrgraph.networks.measures.nulls import permuted_counts, rewired, swapped
from dhrgraph.networks.measures.outcomes import missed_opportunity
from dhrgraph.networks.measures.significance import MINIMUM_REVIEWS, corrected, intervals, p_values, verdicts
from tests.networks_case import Case, agency_iri, register

letters, digits = st.sampled_from("abcdef"), st.sampled_from("123456")
two_modes = st.sets(st.tuples(letters, digits), max_size=14).map(sorted)
arrows = st.sets(st.tuples(letters, letters).filter(lambda pair: pair[0] != pair[1]), max_size=14).map(sorted)


def degrees(edges: list[tuple[Any, Any]]) -> tuple[Counter[Any], Counter[Any]]:
    """How often each node is the first and the second end."""
    return Counter(one for one, _ in edges), Counter(other for _, other in edges)


@settings(deadline=None)
@given(two_modes, st.integers(0, 99))
def test_swaps_keep_degrees_of_two_modes(edges: list[tuple[str, str]], seed: int) -> None:
    """Each node has as many edges as before, each once, and edges keep their first end."""
    made = swapped(edges, np.random.default_rng(seed), directed=False)
    assert degrees(made) == degrees(edges)
    assert len(set(made)) == len(edges)
    assert [one for one, _ in made] == [one for one, _ in edges]


@settings(deadline=None)
@given(arrows, st.integers(0, 99))
def test_swaps_keep_degrees_of_arrows(edges: list[tuple[str, str]], seed: int) -> None:
    """The same of arrows; none leads from a node to itself."""
    made = swapped(edges, np.random.default_rng(seed), directed=True)
    assert degrees(made) == degrees(edges)
    assert len(set(made)) == len(edges)
    assert all(one != other for one, other in made)
    assert [one for one, _ in made] == [one for one, _ in edges]


def every(edges: list[tuple[str, str]], *, directed: bool) -> set[frozenset[tuple[str, str]]]:
    """All networks with the degrees of one, by trying every order of second ends."""
    firsts, seconds = [one for one, _ in edges], [other for _, other in edges]
    made = {frozenset(zip(firsts, order, strict=True)) for order in permutations(seconds)}
    return {
        one for one in made if len(one) == len(edges) and not (directed and any(start == end for start, end in one))
    }


@pytest.mark.parametrize(
    ("edges", "directed"),
    [
        ([("a", "1"), ("a", "2"), ("b", "2"), ("b", "3"), ("c", "1")], False),
        ([("a", "b"), ("b", "c"), ("c", "a")], True),  # a circle, which swaps alone cannot turn round
        ([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "a")], True),
    ],
)
def test_all_networks_are_equally_likely(edges: list[tuple[str, str]], directed: bool) -> None:
    """Every network with the same degrees comes up, and about as often as any other."""
    possible = every(edges, directed=directed)
    assert len(possible) > 1
    rng = np.random.default_rng(11)
    draws = 400 * len(possible)
    found = Counter(frozenset(swapped(edges, rng, directed=directed, attempts=30)) for _ in range(draws))
    assert found.keys() == possible
    assert chisquare(list(found.values())).pvalue > 0.001


def cases(reviews: int) -> Store:
    """Some reviews, in each the police and others with Ann and Bob, and who told whom."""
    made = Store()
    register(made, police="police", gp="primary-care", gp2="primary-care", ward="acute-health", homes="housing")
    for number in range(reviews):
        case = Case(made, f"r{number}")
        for place, (agency, person) in enumerate(
            [("police", "ann"), ("police", "bob"), ("gp", "ann"), ("gp2", "ann"), ("ward", "bob"), ("homes", "bob")]
        ):
            case.contact(f"c{place}", [agency], f"2010-0{number % 9 + 1}-0{place + 1}", persons=[person])
        case.contact("m", ["gp"], "2010-05-05", missed=True)
        case.contact("n", ["gp2"], "2011-05-05", missed=number % 2 == 0)
        case.referral("r", "police", "gp")
        case.sharing("s", ["gp", "ward"], ["homes", "police"])
    return made


def test_rewiring_stays_within_reviews() -> None:
    """Each review keeps how many people each agency saw; weights go with the agency."""
    graph = project(cases(4), "contacts")
    rng = np.random.default_rng(1)
    seen = set()
    for _ in range(20):
        made = rewired(graph, rng)
        before = counted(graph)
        assert dict(made.degree()) == dict(before.degree())
        for agency in (node for node in before if "/agency/" in node):
            assert made.degree(agency, weight="weight") == before.degree(agency, weight="weight")
        seen.add(frozenset(map(frozenset, made.edges())))
        assert all({made.nodes[end]["kind"] for end in edge} == {"agency", "person"} for edge in made.edges())
    assert len(seen) > 1


def test_rewiring_of_arrows() -> None:
    """Only what took place is rewired, and each body gives and gets as often as before."""
    graph = project(cases(4), "information")
    made, before = rewired(graph, np.random.default_rng(2)), counted(graph)
    assert isinstance(made, nx.DiGraph)
    assert isinstance(before, nx.DiGraph)
    assert dict(made.out_degree(weight="weight")) == dict(before.out_degree(weight="weight"))
    assert sum(dict(made.in_degree(weight="weight")).values()) == sum(dict(before.in_degree(weight="weight")).values())


def test_labels_are_shuffled_within_sector_and_year() -> None:
    """What one sector and year has in all stays; only the two practices of one year trade with each other."""
    graph = project(cases(6), "contacts")
    agencies, counts = permuted_counts(graph, missed_opportunity, 500, np.random.default_rng(3))
    assert (counts.sum(axis=1) == 9).all()
    place = {agency.rpartition("/")[2]: number for number, agency in enumerate(agencies)}
    assert (counts[:, [place["police"], place["ward"], place["homes"]]] == 0).all()
    # In 2010 the practices had 18 contacts, 12 of them of gp, and six missed; in 2011 gp2 alone had contacts.
    assert counts[:, place["gp2"]].min() >= 3
    assert counts[:, place["gp"]].mean() == pytest.approx(6 * 12 / 18, abs=0.2)


def test_p_values_by_hand() -> None:
    """One more than those at least as far out, over one more than all; never 0; two-sided twice the smaller."""
    null = np.array([[1.0], [2.0], [3.0], [4.0], [5.0], [6.0], [7.0], [8.0], [9.0]])
    assert p_values(np.array([9.0]), null, "greater").tolist() == [0.2]
    assert p_values(np.array([10.0]), null, "greater").tolist() == [0.1]
    assert p_values(np.array([0.0]), null, "less").tolist() == [0.1]
    assert p_values(np.array([10.0]), null).tolist() == [0.2]
    assert p_values(np.array([5.0]), null).tolist() == [1.0]
    assert p_values(np.array([0.1 + 0.2]), np.array([[0.3]]), "greater").tolist() == [1.0]  # the same but for rounding


def test_p_values_are_fair() -> None:
    """Where chance is all there is, a p-value of at most 0.05 comes up in at most about one of twenty."""
    rng = np.random.default_rng(5)
    values = rng.normal(size=(100, 2000))
    small = (p_values(values[0], values[1:]) <= 0.05).mean()
    assert 0.03 < small <= 0.06


def test_correction_by_hand() -> None:
    """Benjamini and Hochberg: p times number over rank, never falling with p."""
    assert corrected(np.array([0.01, 0.04, 0.03, 0.5])).round(4).tolist() == [0.04, 0.0533, 0.0533, 0.5]
    assert corrected(np.array([])).tolist() == []


def test_intervals_hold_most_of_chance() -> None:
    """Of values by chance 95 % lie between."""
    null = np.random.default_rng(6).normal(size=(20_000, 2))
    low, high = intervals(null)
    assert low == pytest.approx([-1.96, -1.96], abs=0.06)
    assert high == pytest.approx([1.96, 1.96], abs=0.06)
    told = verdicts(["x"], np.array([5.0]), null[:, :1])["x"]
    assert told.value == 5.0
    assert told.p == told.q == pytest.approx(2 / 20_001)
    assert told.low == pytest.approx(low[0])


@pytest.mark.parametrize("reviews", range(1, MINIMUM_REVIEWS))
def test_few_reviews_are_described_only(reviews: int) -> None:
    """No p-value, however often one asks for it; the output says so."""
    found = measured(project(cases(reviews), "contacts"), draws=50)
    assert found.verdicts == {}
    assert any(note.startswith("Descriptive only: ") for note in found.notes)


def test_both_real_reviews_are_described_only(packaged_store: Store) -> None:
    """They are two."""
    found = measured(project(packaged_store, "contacts"), draws=5)
    assert found.verdicts == {}
    assert "Descriptive only: 2 reviews" in " ".join(found.notes)


def test_enough_reviews_are_tested() -> None:
    """What rewiring leaves open is tested, and labels; the same seed gives the same, another another."""
    graph = project(cases(6), "contacts")
    found = measured(graph, draws=60, seed=4)
    assert found.verdicts.keys() == {"two-mode-closeness", "two-mode-betweenness", "abuse-told", "missed"}
    for measure, by_node in found.verdicts.items():
        for node, told in by_node.items():
            assert told.value == found.nodes[measure][node]
            assert told.low <= told.high
            assert 2 / 61 - 1e-9 <= told.p <= told.q <= 1
    assert measured(graph, draws=60, seed=4).verdicts == found.verdicts
    assert measured(graph, draws=60, seed=5).verdicts != found.verdicts
    assert "Compared with 60 draws by chance, seed 4" in " ".join(found.notes)
    assert "Not compared with chance (6 reviews)" in " ".join(measured(graph).notes)


def test_arrows_are_tested_and_projections_are_not() -> None:
    """Information can be rewired; agencies, which are made of contacts, cannot."""
    store = cases(4)
    assert "betweenness" in measured(project(store, "information"), draws=20).verdicts
    assert measured(project(store, "agencies"), draws=20).verdicts == {}


def test_a_planted_pattern_is_found() -> None:
    """A practice whose contacts alone are missed opportunities stands out among those of its sector and year."""
    made = Store()
    register(made, **{f"gp{number}": "primary-care" for number in range(5)})
    for review in range(6):
        case = Case(made, f"r{review}")
        for number, one in product(range(5), range(3)):
            case.contact(f"c{number}-{one}", [f"gp{number}"], f"2010-0{one + 1}-01", missed=number == 0)
    found = measured(project(made, "contacts"), ["missed"], draws=499).verdicts["missed"]
    assert found[agency_iri("gp0")].q < 0.05
    assert found[agency_iri("gp0")].value > found[agency_iri("gp0")].high
