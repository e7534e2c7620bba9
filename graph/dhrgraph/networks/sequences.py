"""Which agency followed which in the path of a person, and who was last before the death.

What is certain of the order of contacts is a partial order: one contact is before another where it
was over, on whichever of its days it happened, before the other can have begun. A contact *follows*
another where it comes after it and no third one with the person lies certainly between: the pairs
of the covering relation of that order. So no order is made up where the report leaves it open: of
two contacts in one month, neither follows the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import networkx as nx

from dhrgraph.networks.agencies import in_sectors, united
from dhrgraph.networks.contacts import contact_facts
from dhrgraph.networks.facts import Directory, Fact, Source, span_of
from dhrgraph.networks.filters import Filters
from dhrgraph.networks.spans import Span, certainly_before

__all__ = ["followers", "sequences"]


def sequences(source: Source, filters: Filters) -> nx.MultiDiGraph[str]:
    """The network of agencies that follow each other, and of the deaths; see `dhrgraph.networks`.

    The network's ``undated`` counts the contacts with a person that have no date, and so no place.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(undated=0)
    names = source.names
    paths: dict[tuple[str, str], dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in contact_facts(source, filters):
        if span_of(fact).dated:
            paths[fact["review"], fact["person"]][fact["record"]].append(fact)
        else:
            graph.graph["undated"] += 1
    for (_, person), by_record in sorted(paths.items()):
        spans = {record: span_of(found[0]) for record, found in by_record.items()}
        for before, after in followers(spans):
            for one in by_record[before]:
                for other in by_record[after]:
                    _follow(graph, names, filters, one, other)
        if names.people[person]["role"] in ("victim", "perpetrator"):
            _last(graph, names, filters, by_record, spans)
    return graph


def followers(spans: dict[str, Span]) -> Iterator[tuple[str, str]]:
    """The pairs of which the second follows the first, with none certainly between.

    Examples
    --------
    >>> day = lambda text: Span.read(text, text)
    >>> list(followers({"a": day("2010-01-01"), "b": Span.read("2010-02-01", "2010-02-28"), "c": day("2010-03-05")}))
    [('a', 'b'), ('b', 'c')]
    """
    order = sorted(spans, key=lambda key: (spans[key].low, spans[key].high, key))
    for before in order:
        bound = None  # the end of the first of those that come after: none that begins later follows
        for after in order:
            if not certainly_before(spans[before], spans[after]):
                continue
            if bound is not None and spans[after].low > bound:
                break
            yield before, after
            bound = spans[after].high if bound is None else min(bound, spans[after].high)


def _follow(graph: nx.MultiDiGraph[str], names: Directory, filters: Filters, one: Fact, other: Fact) -> None:
    if not in_sectors(names, filters, one["agency"], other["agency"]):
        return
    names.add(graph, one["agency"])
    names.add(graph, other["agency"])
    told = _step(names, one, span_of(one), span_of(other))
    graph.add_edge(
        one["agency"],
        other["agency"],
        key=f"{one['record']} {other['record']} {one['person']}",
        kind="followed by",
        **told,
        when=other["when"],
        earliest=other["earliest"],
        latest=other["latest"],
        certain=True,
        contacts=[one, other],
        passages=united([one["passages"], other["passages"]]),
    )


def _step(names: Directory, fact: Fact, before: Span, after: Span) -> dict[str, Any]:
    """Review, person, and the fewest and most days between two things; empty where they are not known."""
    least = (after.first - before.last).days if after.first and before.last else ""
    most = (after.last - before.first).days if after.last and before.first else ""
    told = {"days_least": max(least, 0) if isinstance(least, int) else least, "days_most": most}
    return {"review": fact["review"], **names.persons([fact["person"]]), **told}


def _last(
    graph: nx.MultiDiGraph[str],
    names: Directory,
    filters: Filters,
    by_record: dict[str, list[Fact]],
    spans: dict[str, Span],
) -> None:
    """Edges to the death from each contact that no other certainly follows."""
    ended = max(span.ended for span in spans.values())
    last = [record for record, span in spans.items() if span.high >= ended]
    for record in sorted(last):
        for fact in by_record[record]:
            if not in_sectors(names, filters, fact["agency"]):
                continue
            review = names.reviews[fact["review"]]
            death = f"{fact['review']}/death"
            day = Span.read(review["death_earliest"], review["death_latest"])
            names.add(graph, fact["agency"])
            graph.add_node(
                death,
                kind="death",
                label=f"death ({review['label']})",
                review=fact["review"],
                when=review["death"],
                earliest=review["death_earliest"],
                latest=review["death_latest"],
            )
            graph.add_edge(
                fact["agency"],
                death,
                key=f"{record} {fact['person']}",
                kind="last before the death",
                **_step(names, fact, spans[record], day),
                when=fact["when"],
                earliest=fact["earliest"],
                latest=fact["latest"],
                certain=len(last) == 1,
                contacts=[fact],
                passages=fact["passages"],
            )
