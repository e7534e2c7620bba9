"""Where a report makes recommendations, and which are one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dhrgraph.drafting.addressees import addressees_of, bodies_for
from dhrgraph.drafting.advice import Advice, join
from dhrgraph.drafting.recblocks import Block, blocks_of
from dhrgraph.drafting.recfinding import Finder
from dhrgraph.drafting.reclabels import Label, label_of
from dhrgraph.drafting.rectables import plan_cells, row_cells, table_of, tables_of
from dhrgraph.drafting.reczones import IN, zone_of
from dhrgraph.drafting.sections import split
from dhrgraph.drafting.told import Report
from dhrgraph.lexicon.words import finds

__all__ = ["recommendations_of"]


def recommendations_of(report: Report) -> list[Advice]:
    """The recommendations of a report, those that stand in it twice joined."""
    blocks = with_tables(report, blocks_of(report))
    made = Finder(report, blocks).run()
    main = [one for one in made if not one.in_summary]
    found: list[Advice] = []
    for one in main or made:
        join(found, one)
    for one in made if main else []:
        if one.in_summary:
            join(found, one, only=True)
    if not found:
        found = _of_plan(report, blocks) or _of_sentences(report, blocks)
    owners = _owners_in_plan(report)
    for one in found:
        one.addressed = addressees_of(report, one, owners.get(one.number, []))
    return found


def with_tables(report: Report, blocks: Sequence[Block]) -> list[Block]:
    """The blocks, where a row of a table has become the recommendation that it holds."""
    tables = tables_of(report.document.passages)
    found = []
    agency, last = "", ""
    for block in blocks:
        if block.kind != "row" or block.label.kind == "row":
            found.append(block)
            continue
        passage = block.passage
        if table_of(passage) != last:
            last, agency = table_of(passage), ""
        filled = [cell for cell in passage.cells if cell.strip()]
        if len(filled) == 1 and len(passage.cells) > 1 and len(filled[0].split()) <= 12:
            agency = filled[0] if report.bodies.mentions(filled[0]) else agency
            continue
        cells = row_cells(passage, tables.get(last, ()), inside=block.zone in (*IN, "action-plan"))
        if cells is None:
            continue
        agency = cells.agency or agency
        head = label_of(cells.text)
        if head.kind == "number" and cells.number:
            head = Label()
        text, start, number = cells.text[head.end :], cells.start + head.end, head.number or cells.number
        label = replace(head, number=number or passage.number, kind="row", end=0)
        found.append(replace(block, text=text, start=passage.start + start, label=label, named=agency))
    return found


def _of_plan(report: Report, blocks: Sequence[Block]) -> list[Advice]:
    """The recommendations of a report that has them only in its action plan."""
    found: list[Advice] = []
    moved = [
        replace(b, path=("Recommendations", *(h for h in b.path if b.zone != "action-plan")))
        for b in blocks
        if b.zone == "action-plan"
    ]
    for one in Finder(report, moved).run():
        join(found, replace(one, confidence=0.6))
    return found


def _of_sentences(report: Report, blocks: Sequence[Block]) -> list[Advice]:
    """The sentences that recommend, of a report that has no section of recommendations."""
    finder = Finder(report, blocks)
    found: list[Advice] = []
    for block in blocks:
        if block.kind != "text" or block.zone == "terms":
            continue
        for at, sentence in split(block.text):
            if finds("recommendations", "recommends", sentence):
                told = replace(block, text=sentence, start=block.start + at)
                join(found, finder.advice(told, "sentence that recommends", 0.5))
    return found


def _owners_in_plan(report: Report) -> dict[str, list[str]]:
    """The bodies that the action plan names, by the number of the recommendation that they carry out."""
    tables = tables_of(report.document.passages)
    found: dict[str, list[str]] = {}
    for passage in report.document.passages:
        if passage.kind == "row" and zone_of(passage.headings) == "action-plan":
            number, agency = plan_cells(passage, tables.get(table_of(passage), ()))
            found.setdefault(number, bodies_for(report, agency))
    return found
