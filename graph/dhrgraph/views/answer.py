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
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

from dhrgraph.errors import DhrgraphError
from dhrgraph.lexicon.edtf import parse
from dhrgraph.questions.run import Answer, Term
from dhrgraph.rdf.marking import banner_of
from dhrgraph.rdf.namespaces import EDTF, PREFIXES
from dhrgraph.views.board import Board, Entity, Fact
from dhrgraph.views.naming import REVIEW, Names
from dhrgraph.views.page import board_page, network_page
from dhrgraph.views.palette import STYLES, Kind
from dhrgraph.views.picture import picture
from dhrgraph.views.reports import with_reports
from dhrgraph.views.things import gathered

__all__ = ["NothingToDrawError", "answer_in", "answer_page"]

_NUMBERS = {f"{PREFIXES['xsd']}{name}" for name in ("integer", "decimal", "double", "float", "int", "long")}


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


def answer_page(
    store: Store,
    answer: Answer,
    title: str,
    lead: str = "",
    notes: Iterable[str] = (),
    reviews: Collection[str] = (),
) -> str:
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
    reviews : collection of str
        Ids of the reviews that were asked about, for the banner; all by default. Those that rows name count, too.

    Raises
    ------
    NothingToDrawError
        For an answer of yes or no.
    """
    if answer.boolean is not None:
        raise NothingToDrawError("an answer of yes or no has no picture: ask for rows, with SELECT")
    banner = banner_of(store, reviews, "\n".join(map("\n".join, answer.texts())))
    names = Names.read(store, answer)
    columns = answer.without_iris().columns
    things = {column: rank for column in columns if (rank := names.rank(answer, column)) is not None}
    numbers = [column for column in columns if column not in things and _numeric(answer, column)]
    facts = tuple(_fact(number, row, columns, names) for number, row in enumerate(answer.rows))
    ends = _ends(answer, things)
    how = _Board(
        title, lead, tuple(notes), facts, {iri: names.titles[iri] for iri in sorted({f.review for f in facts} - {""})}
    )
    if not numbers and len(ends) == 2:
        board = with_reports(how.network(answer, ends, names), store)
        return network_page(board, picture(board), banner)
    label = [column for column in columns if column in things] or columns[:1]
    board, values = how.bars(answer, label if numbers else ends[:1] or label[:1], numbers, names)
    told = {**with_reports(board, store).told(), "bars": numbers, "values": values}
    return board_page("bars.html.j2", "bars.js", board, told, banner)


def _ends(answer: Answer, things: dict[str, int]) -> list[str]:
    """The two columns of things that lines run between, in their order: those that most rows fill come first."""
    if answer.columns == ["subject", "predicate", "object"]:
        return [column for column in ("subject", "object") if column in things]
    cells = {column: [row[column]["value"] for row in answer.rows if column in row] for column in things}

    def order(column: str) -> tuple[bool, int, int, int]:
        sparse = 2 * len(cells[column]) < len(answer.rows)
        return sparse, things[column], -len(set(cells[column])), answer.columns.index(column)

    best = sorted(things, key=order)[:2]
    return sorted(best, key=answer.columns.index)


def _numeric(answer: Answer, column: str) -> bool:
    cells = [row[column] for row in answer.rows if column in row]
    return bool(cells) and all(cell.get("datatype") in _NUMBERS for cell in cells)


def _fact(number: int, row: dict[str, Term], columns: list[str], names: Names) -> Fact:
    """A row as a fact: its date, review, paragraphs and summary by what its columns are, the rest in words."""
    told: dict[str, Any] = {"id": f"row/{number + 1}", "review": "", "summary": ""}
    more = []
    for column in columns:
        if column not in row:
            continue
        cell = row[column]
        iris = names.of(row, column)
        if cell.get("datatype") in (EDTF, f"{PREFIXES['xsd']}date") and "when" not in told:
            date = parse(cell["value"])
            days = ("" if day is None else day.isoformat() for day in (date.earliest, date.latest))
            told |= dict(zip(("when", "earliest", "latest"), (cell["value"], *days), strict=True))
        elif len(iris) == 1 and names.ranks.get(iris[0]) == REVIEW and not told["review"]:
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

    def network(self, answer: Answer, ends: list[str], names: Names) -> Board:
        """Each row as a line between the things of two columns."""
        joined = []
        sides: tuple[dict[str, None], dict[str, None]] = ({}, {})
        for row, fact in zip(answer.rows, self.facts, strict=True):
            for one in names.of(row, ends[0]):
                sides[0][one] = None
                joined += [(one, other, "row", fact.id) for other in names.of(row, ends[1]) if other != one]
            sides[1].update(dict.fromkeys(names.of(row, ends[1])))
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
        self, answer: Answer, label: list[str], numbers: list[str], names: Names
    ) -> tuple[Board, list[list[float | None]]]:
        """Each row as a bar, or each value of a column as a bar that counts rows."""
        things: dict[str, Entity] = {}
        joined = []
        for row, fact in zip(answer.rows, self.facts, strict=True):
            words = []
            for column in label:
                iris = names.of(row, column)
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
