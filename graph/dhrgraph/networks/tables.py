"""Networks and what was measured of them as tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import networkx as nx

from dhrgraph.lexicon.edtf import parse
from dhrgraph.networks.measures.outcomes import abuse_came_up
from dhrgraph.networks.measures.run import Measured
from dhrgraph.networks.plain import plain, short

__all__ = ["Sheet", "facts_sheet", "measures_sheet", "overview", "rows_sheet"]

Facts = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: names of columns, and rows of texts."""

    columns: list[str]
    rows: list[list[str]]


def facts_sheet(graph: nx.Graph[str], *, iri: bool = False) -> Sheet:
    """Every fact of a network in a row of its own, with all that is told of it."""
    made = plain(graph, iri=iri)
    columns = ["from", "from_id", "to", "to_id"]
    rows = []
    for one, other, told in made.edges(data=True):
        ends = {"from": made.nodes[one]["label"], "from_id": one, "to": made.nodes[other]["label"], "to_id": other}
        rows.append({**ends, **told})
        columns += [key for key in told if key not in columns and key != "weight"]
    return Sheet(columns, [[written(row.get(column, "")) for column in columns] for row in rows])


def rows_sheet(rows: Facts) -> Sheet:
    """The rows of a measure that has a table of its own."""
    columns = list(rows[0]) if rows else []
    return Sheet(columns, [[written(row[column]) for column in columns] for row in rows])


def measures_sheet(graph: nx.Graph[str], found: Measured, *, iri: bool = False) -> Sheet:
    """The values of nodes: a row a node, those with the highest values first."""
    columns = ["node", "kind", "sector", "id"]
    for measure in found.nodes:
        columns.append(measure)
        if measure in found.verdicts:
            columns += [f"{measure} {part}" for part in ("low", "high", "p", "q")]
    nodes = {node for values in found.nodes.values() for node in values}
    rows = []
    for node in sorted(nodes, key=lambda node: _rank(found, node)):
        data = graph.nodes[node]
        row = [str(data["label"]), str(data["kind"]), str(data.get("sector_label", "")), node if iri else short(node)]
        for measure, values in found.nodes.items():
            row.append(written(values.get(node, "")))
            if measure in found.verdicts:
                verdict = found.verdicts[measure].get(node)
                row += [written(getattr(verdict, part)) if verdict else "" for part in ("low", "high", "p", "q")]
        rows.append(row)
    return Sheet(columns, rows)


def _rank(found: Measured, node: str) -> tuple[list[float], str]:
    return [-values.get(node, 0.0) for name, values in found.nodes.items() if name != "community"], node


def written(value: Any) -> str:
    """A value in a cell: numbers without a tail of noughts, truth as yes and no.

    Examples
    --------
    >>> [written(value) for value in (2.0, 0.12345, True, "")]
    ['2', '0.1235', 'yes', '']
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, float):
        return str(value)
    if value.is_integer():
        return str(int(value))
    return f"{value:.4f}".rstrip("0") if abs(value) >= 0.001 else f"{value:.2e}"


def overview(graph: nx.Graph[str], *, iri: bool = False) -> Sheet:
    """A network for a person to read: facts of one kind between two nodes in one row, with their number."""
    ends, columns = _OVERVIEWS[graph.graph["name"]]
    groups: dict[tuple[str, ...], Facts] = defaultdict(list)
    for one, other, told in graph.edges(data=True):
        pair = (one, other) if graph.is_directed() or graph.nodes[one]["kind"] in ("agency", "forum") else (other, one)
        if not graph.is_directed() and graph.nodes[one]["kind"] == graph.nodes[other]["kind"]:
            pair = (one, other) if graph.nodes[one]["label"] <= graph.nodes[other]["label"] else (other, one)
        apart = tuple(told.get("person_labels", ())) if "person" in columns else ()
        groups[(*pair, told["kind"], *apart)].append(told)
    rows = []
    for (one, other, *_), facts in groups.items():
        names = [str(graph.nodes[node]["label"]) for node in (one, other)]
        told_of = sorted(facts, key=lambda fact: (fact["earliest"] or fact["latest"] or "9999", fact["latest"]))
        cells = [_COLUMNS[column](told_of, graph) for column in columns]
        rows.append([*names, *cells, *([one, other] if iri else [])])
    number = len(ends) + next((place for place, column in enumerate(columns) if column in _RANKED), 0)
    rows.sort(key=lambda row: (-int(row[number]) if row[number].isdigit() else 0, row))
    return Sheet([*ends, *columns, *(["IRI", "IRI of the other"] if iri else [])], rows)


def _first(facts: Facts, graph: nx.Graph[str]) -> str:
    dated = [fact["when"] for fact in facts if fact["when"]]
    return parse(dated[0]).words if dated else "undated"


def _last(facts: Facts, graph: nx.Graph[str]) -> str:
    dated = [fact for fact in facts if fact["when"]]
    return parse(max(dated, key=lambda fact: fact["latest"] or "9999")["when"]).words if dated else "undated"


def _each(key: str) -> Callable[[Facts, nx.Graph[str]], str]:
    """The values of a key, each once."""
    return lambda facts, graph: "; ".join(dict.fromkeys(written(fact[key]) for fact in facts if fact[key] != ""))


def _each_of(key: str) -> Callable[[Facts, nx.Graph[str]], str]:
    """The values of a list, each once."""
    return lambda facts, graph: "; ".join(dict.fromkeys(value for fact in facts for value in fact[key]))


def _number(of: Callable[[dict[str, Any]], bool]) -> Callable[[Facts, nx.Graph[str]], str]:
    return lambda facts, graph: str(sum(map(of, facts)))


def _knew(facts: Facts, graph: nx.Graph[str]) -> str:
    """Who knew; of risk alone where nothing but an assessment of risk says so, which need not be of abuse."""
    grounds: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        for known in fact["knowledge"]:
            grounds[known["body"]].add(known["ground"])
    return "; ".join(
        f"{graph.nodes[body]['label']}{' (of risk)' if found == {'risk'} else ''}" for body, found in grounds.items()
    )


def _how(facts: Facts, graph: nx.Graph[str]) -> str:
    return "; ".join(sorted({exchange["how"] for fact in facts for exchange in fact["exchanges"]})) or "none recorded"


def _range(facts: Facts, graph: nx.Graph[str]) -> str:
    least = [fact["days_least"] for fact in facts if fact["days_least"] != ""]
    most = [fact["days_most"] for fact in facts if fact["days_most"] != ""]
    return f"{min(least, default='?')} to {max(most, default='?')}"


_COLUMNS: dict[str, Callable[[Facts, nx.Graph[str]], str]] = {
    "facts": _number(lambda fact: True),
    "contacts": _number(lambda fact: True),
    "first": _first,
    "last": _last,
    "since": _first,
    "abuse told or known": _number(abuse_came_up),
    "missed opportunities": _number(lambda fact: bool(fact.get("missed"))),
    "good practice": _number(lambda fact: bool(fact.get("good"))),
    "person": _each_of("person_labels"),
    "about": _each_of("person_labels"),
    "kind": _each("kind"),
    "what": _each("what"),
    "criticised": _number(lambda fact: bool(fact["criticised"])),
    "periods certainly overlap": _each("certain"),
    "occasions": _each("occasions"),
    "occasions certain": _each("occasions_certain"),
    "days between nearest": _each("gap_days"),
    "who knew": _knew,
    "exchange": _how,
    "their contacts": lambda facts, graph: str(sum(len(fact["contacts"]) for fact in facts)),
    "numbers": _each("number"),
    "reported": _first,
    "days between": _range,
}

#: Columns by which rows are put in order, the highest first.
_RANKED = {"facts", "contacts", "occasions"}

_PAIR = ["person", "who knew", "occasions", "occasions certain", "periods certainly overlap", "days between nearest"]

#: What the ends of an edge are called, and the columns, by network.
_OVERVIEWS: dict[str, tuple[list[str], list[str]]] = {
    "contacts": (
        ["agency", "with"],
        ["contacts", "first", "last", "abuse told or known", "missed opportunities", "good practice"],
    ),
    "agencies": (["agency", "and"], [*_PAIR, "exchange"]),
    "information": (["from", "to"], ["kind", "facts", "about", "what", "first", "last", "criticised"]),
    "silent-pairs": (["agency", "and"], [*_PAIR, "their contacts"]),
    "knowledge": (["body", "knew of"], ["kind", "facts", "since", "last"]),
    "recommendations": (["body or theme", "theme or review"], ["kind", "facts", "numbers", "reported"]),
    "sequences": (["agency", "then"], ["kind", "facts", "about", "days between"]),
}
