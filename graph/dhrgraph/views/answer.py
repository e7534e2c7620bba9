"""An answer as a picture: things as names joined by lines, or bars where it counts something.

The rule looks at the columns of the answer alone, so it holds for any query. A column is of *things*
if each of its values is an IRI or the label of something in the graph (several in one cell are told
apart at ``;``), and of *numbers* if each of its values is a typed number.

* Where there are numbers, each row is a bar, named by its things, or by its first column.
* Else, where there are two columns of things, each row is a line between its two things. Bodies,
  people and records go before codes, and codes before reviews; then columns with more different
  things before others.
* Else there is a bar for each value of the first column of things, or of the first column at all;
  it counts rows.

Whatever is not drawn is told in the details of its row.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, Store

from dhrgraph.errors import DhrgraphError
from dhrgraph.networks.facts import directory
from dhrgraph.questions.run import Answer, Term
from dhrgraph.rdf.namespaces import EDTF, PREFIXES
from dhrgraph.records.dates import parse
from dhrgraph.views.board import Board, Entity, Fact, body, gathered, person
from dhrgraph.views.page import board_page, network_page
from dhrgraph.views.palette import STYLES, Kind
from dhrgraph.views.picture import picture

__all__ = ["NothingToDrawError", "answer_in", "answer_page"]

_NUMBERS = {f"{PREFIXES['xsd']}{name}" for name in ("integer", "decimal", "double", "float", "int", "long")}
_LABELS = ("rdfs:label", "skos:prefLabel", "dcterms:title", "dcterms:identifier")
_RECORD, _CODE, _REVIEW = range(3)


class NothingToDrawError(DhrgraphError):
    """Raised for an answer that has no picture."""


def answer_in(store: Store, text: str) -> Answer:
    """The answer to a SELECT query of the package, run in this process and without a limit of time."""
    results = store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(results, QuerySolutions)
    written = results.serialize(format=QueryResultsFormat.JSON)
    assert written is not None  # it was not written to a file
    told = json.loads(written)
    return Answer(told["head"]["vars"], told["results"]["bindings"])


def answer_page(store: Store, answer: Answer, title: str, lead: str = "", notes: Iterable[str] = ()) -> str:
    """The page of an answer.

    Parameters
    ----------
    store : pyoxigraph.Store
        The graph that was asked, for the names of things.
    answer : Answer
    title : str
        The question.
    lead : str
        How to read a row.
    notes : iterable of str
        What the answer does not say.

    Raises
    ------
    NothingToDrawError
        For an answer of yes or no.
    """
    if answer.boolean is not None:
        raise NothingToDrawError("an answer of yes or no has no picture: ask for rows, with SELECT")
    names = _Names.read(store, answer)
    things = {column: rank for column in answer.columns if (rank := names.rank(answer, column)) is not None}
    numbers = [column for column in answer.columns if column not in things and _numeric(answer, column)]
    facts = tuple(_fact(number, row, answer.columns, names) for number, row in enumerate(answer.rows))
    ends = _ends(answer, things)
    how = _Board(
        title, lead, tuple(notes), facts, {iri: names.titles[iri] for iri in sorted({f.review for f in facts} - {""})}
    )
    if not numbers and len(ends) == 2:
        board = how.network(answer, ends, names)
        return network_page(board, picture(board))
    label = [column for column in answer.columns if column in things] or answer.columns[:1]
    board, values = how.bars(answer, label if numbers else ends[:1] or label[:1], numbers, names)
    shown = {"bars": numbers, "values": values}
    return board_page("bars.html.j2", "bars.js", board, {**board.told(), **shown})


def _ends(answer: Answer, things: dict[str, int]) -> list[str]:
    """The two columns of things that lines run between, in their order."""
    if answer.columns == ["subject", "predicate", "object"]:
        return [column for column in ("subject", "object") if column in things]
    different = {column: len({row[column]["value"] for row in answer.rows if column in row}) for column in things}
    best = sorted(things, key=lambda column: (things[column], -different[column], answer.columns.index(column)))[:2]
    return sorted(best, key=answer.columns.index)


@dataclass(frozen=True, slots=True)
class _Names:
    """What things are called, and which thing a text names."""

    things: dict[str, Entity]
    by_label: dict[str, str]
    ranks: dict[str, int]
    titles: dict[str, str]

    @classmethod
    def read(cls, store: Store, answer: Answer) -> _Names:
        """Read the names of all that an answer has."""
        texts = {part for row in answer.rows for term in row.values() for part in [term["value"], *_parts(term)]}
        known = directory(store)
        things: dict[str, Entity] = {}
        by_label: dict[str, str] = {}
        ranks: dict[str, int] = {}
        for prefixed in _LABELS:
            prefix, _, name = prefixed.partition(":")
            for quad in store.quads_for_pattern(None, NamedNode(PREFIXES[prefix] + name), None, None):
                if not (isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)):
                    continue
                iri, label = quad.subject.value, quad.object.value
                if iri not in texts and label not in texts:
                    continue
                if name == "identifier" and iri not in known.reviews:
                    continue
                ranks[iri] = _REVIEW if iri in known.reviews else _CODE if "/code/" in iri else _RECORD
                things.setdefault(iri, _entity(iri, label, known))
                if label not in by_label or iri < by_label[label]:
                    by_label[label] = iri
        return cls(things, by_label, ranks, {iri: told["label"] for iri, told in known.reviews.items()})

    def of(self, term: Term | None) -> list[str]:
        """The IRIs of the things that a cell names; empty where it names anything else."""
        if term is None:
            return []
        if term["type"] == "uri":
            return [term["value"]]
        if term["value"] in self.by_label:
            return [self.by_label[term["value"]]]
        found = [self.by_label.get(part, "") for part in _parts(term)]
        return found if all(found) else []

    def rank(self, answer: Answer, column: str) -> int | None:
        """How good a column of things is to draw; None for another column."""
        cells = [row[column] for row in answer.rows if column in row]
        found = [self.of(cell) for cell in cells]
        if not cells or not all(found):
            return None
        return max(self.ranks.get(iri, _RECORD) for iris in found for iri in iris)

    def entity(self, iri: str) -> Entity:
        """A thing, by its own name where it has one and else by its IRI."""
        short = next((iri.removeprefix(p) for p in PREFIXES.values() if iri.startswith(p)), iri)
        return self.things.get(iri) or Entity(iri, short, STYLES["thing"])


def _entity(iri: str, label: str, known: Any) -> Entity:
    if iri in known.bodies:
        return body(iri, known.bodies[iri])
    if iri in known.people:
        return person(iri, known.people[iri])
    if iri in known.reviews:
        return Entity(iri, known.reviews[iri]["id"], STYLES["review"], known.reviews[iri]["label"])
    return Entity(iri, label, STYLES["theme" if "/code/" in iri else "thing"])


def _parts(term: Term) -> list[str]:
    return [part.strip() for part in term["value"].split(";")] if term["type"] == "literal" else []


def _numeric(answer: Answer, column: str) -> bool:
    cells = [row[column] for row in answer.rows if column in row]
    return bool(cells) and all(cell.get("datatype") in _NUMBERS for cell in cells)


def _fact(number: int, row: dict[str, Term], columns: list[str], names: _Names) -> Fact:
    """A row as a fact: its date, review, paragraphs and summary by what its columns are, the rest in words."""
    told: dict[str, Any] = {"id": f"row/{number + 1}", "review": "", "summary": ""}
    more = []
    for column in columns:
        if column not in row:
            continue
        cell = row[column]
        iris = names.of(cell)
        if cell.get("datatype") in (EDTF, f"{PREFIXES['xsd']}date") and "when" not in told:
            date = parse(cell["value"])
            days = ("" if day is None else day.isoformat() for day in (date.earliest, date.latest))
            told |= dict(zip(("when", "earliest", "latest"), (cell["value"], *days), strict=True))
        elif len(iris) == 1 and names.ranks.get(iris[0]) == _REVIEW and not told["review"]:
            told["review"] = iris[0]
        elif column == "paragraphs":
            told["cites"] = tuple(re.split(r",\s*", cell["value"]))
        elif column == "summary":
            told["summary"] = cell["value"]
        else:
            word = names.entity(cell["value"]).label if cell["type"] == "uri" else cell["value"]
            more.append(f"{_words(column)}: {word}")
    return Fact(**told, more=tuple(more))


def _words(column: str) -> str:
    return column.replace("_", " ")


@dataclass(frozen=True, slots=True)
class _Board:
    """What all pages of answers have in common."""

    title: str
    lead: str
    notes: tuple[str, ...]
    facts: tuple[Fact, ...]
    reviews: dict[str, str]

    def network(self, answer: Answer, ends: list[str], names: _Names) -> Board:
        """Each row as a line between the things of two columns."""
        joined = []
        sides: tuple[dict[str, None], dict[str, None]] = ({}, {})
        for row, fact in zip(answer.rows, self.facts, strict=True):
            for one in names.of(row.get(ends[0])):
                sides[0][one] = None
                joined += [(one, other, "row", fact.id) for other in names.of(row.get(ends[1])) if other != one]
            sides[1].update(dict.fromkeys(names.of(row.get(ends[1]))))
        apart = not sides[0].keys() & sides[1].keys()
        kind = Kind("row", f"{_words(ends[0])} and {_words(ends[1])} in a row of the answer", "#0072b2", "#6cc0f0")
        return self._board(
            tuple(names.entity(iri) for iri in {**sides[0], **sides[1]}),
            gathered(joined),
            (kind,),
            (_words(ends[0]), _words(ends[1])),
            tuple(map(tuple, sides)) if apart else (),
        )

    def bars(
        self, answer: Answer, label: list[str], numbers: list[str], names: _Names
    ) -> tuple[Board, list[list[float | None]]]:
        """Each row as a bar, or each value of a column as a bar that counts rows."""
        things: dict[str, Entity] = {}
        joined = []
        for row, fact in zip(answer.rows, self.facts, strict=True):
            words = []
            for column in label:
                iris = names.of(row.get(column))
                cell = row.get(column)
                words.append(
                    "; ".join(names.entity(iri).label for iri in iris) if iris else cell["value"] if cell else ""
                )
            text = " · ".join(filter(None, words)) or "(empty)"
            key = f"{text} {fact.id}" if numbers else text
            things.setdefault(key, Entity(key, text, STYLES["thing"]))
            joined.append((key, "", "row", fact.id))
        values = [[float(row[column]["value"]) if column in row else None for column in numbers] for row in answer.rows]
        kind = Kind("row", "row of the answer", "#0072b2", "#6cc0f0")
        heads = (", ".join(map(_words, label)), "")
        return self._board(tuple(things.values()), gathered(joined), (kind,), heads, ()), values

    def _board(
        self, entities: Any, pairs: Any, kinds: Any, heads: tuple[str, str], columns: tuple[tuple[str, ...], ...]
    ) -> Board:
        one, other = (head[:1].upper() + head[1:] for head in heads)
        return Board(
            name="answer",
            title=self.title,
            lead=self.lead,
            notes=self.notes,
            one=one,
            other=other,
            fact="row",
            entities=entities,
            facts=self.facts,
            pairs=pairs,
            kinds=kinds,
            reviews=self.reviews,
            columns=columns,
        )
