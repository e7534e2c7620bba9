"""``network`` and ``networks``."""

from __future__ import annotations

from pathlib import Path

import click
import networkx as nx
from rich.console import Console
from rich.table import Table

from dhrgraph.cells import csv_text
from dhrgraph.cli.base import build_option, console, counted, echo, echo_data, keep_private, show_banner, show_rows
from dhrgraph.cli.completion import named_networks
from dhrgraph.cli.network_options import Measuring, Output, filter_options, measure_options, output_options
from dhrgraph.errors import DhrgraphError, shown
from dhrgraph.exchange.files import write
from dhrgraph.networks import PROJECTIONS, Filters, Projection, project
from dhrgraph.networks.formats import gexf, graphml, to_json
from dhrgraph.networks.measures import MEASURES, Measured, measured
from dhrgraph.networks.measures.registry import fitting
from dhrgraph.networks.plot import matrix
from dhrgraph.networks.projections import projection
from dhrgraph.networks.tables import Sheet, facts_sheet, measures_sheet, overview, rows_sheet
from dhrgraph.rdf.release import open_release

__all__ = ["network", "networks"]


@click.command()
@click.argument("name", required=False, metavar="NAME", shell_complete=named_networks)
@filter_options
@measure_options
@output_options
@click.option("--list", "listed", is_flag=True, help="List the networks, with their measures.")
@build_option
def network(
    *, name: str | None, filters: Filters, measuring: Measuring, output: Output, listed: bool, build: Path
) -> None:
    """Show who was in contact with whom, who told whom, and where no exchange is recorded: the network NAME.

    \b
    Examples:
      dhrgraph network silent-pairs --review lewisham-kazia --role victim
      dhrgraph network contacts --measures
      dhrgraph network information --out information.gexf
      dhrgraph network agencies --within 30 --matrix agencies.png
    """
    if listed:
        _list()
        return
    if name is None:
        raise click.UsageError("give the NAME of a network; dhrgraph networks lists them")
    about = projection(name)
    with open_release(build) as release:
        keep_private(release.unpublished)
        store = release.store()
        graph = project(store, name, filters)
        found = None
        if measuring.asked:
            others = Filters(filters.reviews, filters.sectors, filters.roles)
            found = measured(
                graph,
                measuring.names,
                other=lambda other: project(store, other, others),
                draws=measuring.draws,
                seed=measuring.seed,
            )
    if output.form != "table" or output.matrix:
        show_banner(graph.graph.get("marking", ""))
    if output.matrix:
        write(matrix(graph, output.picture, measuring.seed), output.matrix)
        echo(f"Matrix: {shown(output.matrix)}", err=True)
    if output.form == "table":
        _print(graph, found, about, output.iri)
        return
    text = _text(graph, found, output)
    if output.out:
        write(text, output.out)
        echo(f"{_size(graph)} written to {shown(output.out)}")
    else:
        echo_data(text)
    for line in _limits(graph, found, about):
        echo(line, err=True)


@click.command()
def networks() -> None:
    """List the networks, with how to read each and its measures.

    \b
    Then show one of them:
      dhrgraph network NAME
    """
    _list()


def _text(graph: nx.Graph[str], found: Measured | None, output: Output) -> str:
    match output.form:
        case "json":
            return to_json(graph, found)
        case "graphml":
            return graphml(graph, found, iri=output.iri)
        case "gexf":
            return gexf(graph, found, iri=output.iri)
        case _:
            sheet = _one_sheet(graph, found, output.iri)
            return csv_text(sheet.columns, sheet.rows)


def _one_sheet(graph: nx.Graph[str], found: Measured | None, iri: bool) -> Sheet:
    """The one table that a CSV file holds: the facts, the values of nodes, or the rows of one measure."""
    if not found:
        return facts_sheet(graph, iri=iri)
    if found.nodes:
        left = ", ".join(found.tables)
        found.notes.extend([f"Not in this table, which has values of nodes: {left}. Name one alone."] if left else [])
        return measures_sheet(graph, found, iri=iri)
    if len(found.tables) == 1:
        return rows_sheet(next(iter(found.tables.values())))
    raise DhrgraphError(f"a CSV file holds one table: name {' or '.join(found.tables)} alone, or give --format json")


def _print(graph: nx.Graph[str], found: Measured | None, about: Projection, iri: bool) -> None:
    wide = console()
    if graph.graph.get("marking"):
        wide.print(graph.graph["marking"], style="bold reverse")
    wide.print(about.shows, style="bold")
    if graph.graph["filters"]:
        wide.print(f"Only {graph.graph['filters']}.")
    if not graph.size():
        wide.print(about.empty)
    elif found is None:
        _show(wide, overview(graph, iri=iri))
    else:
        if found.nodes:
            _show(wide, _narrow(measures_sheet(graph, found, iri=iri), iri))
            for measure in found.nodes:
                wide.print(f"{measure}: {MEASURES[measure].shows}")
        for measure, rows in found.tables.items():
            wide.print(f"\n{measure}: {MEASURES[measure].shows}", style="bold")
            _show(wide, rows_sheet(rows))
    wide.print(f"{_size(graph)}.")
    for line in _limits(graph, found, about):
        wide.print(line, style="dim")


def _narrow(sheet: Sheet, iri: bool) -> Sheet:
    """What fits on a screen: ids only where they are asked for, a sector or else the kind."""
    rest = 3 if iri else 4
    rows = [[row[0], row[2] or row[1], *row[rest:]] for row in sheet.rows]
    return Sheet(["node", "sector or kind", *sheet.columns[rest:]], rows)


def _show(wide: Console, sheet: Sheet) -> None:
    if not sheet.rows:
        wide.print("Nothing to measure.")
        return
    names = [column.replace("-", " ").replace("_", " ") for column in sheet.columns]
    show_rows(wide, names, sheet.rows)


def _size(graph: nx.Graph[str]) -> str:
    reviews = counted(len(graph.graph["reviews"]), "review")
    return f"{counted(len(graph), 'node')} and {counted(graph.number_of_edges(), 'edge')}, from {reviews}"


def _limits(graph: nx.Graph[str], found: Measured | None, about: Projection) -> list[str]:
    """What a reader must know: how to read it, what it does not tell, and how small it is."""
    lines = [f"How to read it: {about.reading}", f"Limits: {about.limits}"]
    if graph.graph.get("set_aside"):
        number = counted(len(graph.graph["set_aside"]), "pair")
        lines.append(
            f"Set aside: {number} with an exchange recorded, or of one organisation; --format json tells which."
        )
    if graph.graph.get("undated"):
        lines.append(f"Left out: {counted(graph.graph['undated'], 'contact')} without a date.")
    return [*lines, *(found.notes if found else [])]


def _list() -> None:
    table = Table(show_header=False, box=None, padding=(0, 2, 1, 0))
    table.add_column(no_wrap=True, style="bold")
    table.add_column()
    for one in PROJECTIONS.values():
        names = ", ".join(measure.name for measure in fitting(one.name))
        table.add_row(one.name, f"{one.shows}\n{one.reading}\nMeasures: {names}")
    console().print(table)
