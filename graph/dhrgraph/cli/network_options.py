"""The options of ``network``, gathered into what it asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Literal

import click

from dhrgraph.cli.base import out_path
from dhrgraph.cli.completion import codes_of, reviews
from dhrgraph.lexicon.edtf import Edtf, parse
from dhrgraph.networks import Filters

__all__ = ["Measuring", "Output", "filter_options", "measure_options", "output_options"]

Command = Callable[..., Any]

_FORMATS = ("table", "csv", "json", "graphml", "gexf")


@dataclass(frozen=True, slots=True)
class Measuring:
    """What to measure: names of measures (all where there is none), draws by chance, and the seed."""

    asked: bool
    names: list[str]
    draws: int
    seed: int


@dataclass(frozen=True, slots=True)
class Output:
    """How to write a network, and where."""

    form: str
    out: Path | None
    matrix: Path | None
    iri: bool

    @property
    def picture(self) -> Literal["png", "svg"]:
        """The form of the picture of the matrix."""
        return "svg" if self.matrix and self.matrix.suffix.lower() == ".svg" else "png"


def filter_options(command: Command) -> Command:
    """Options that say which part of the graph to show, given to the command as ``filters``."""

    @wraps(command)
    def gathered(**given: Any) -> Any:
        since, until = given.pop("since"), given.pop("until")
        filters = Filters(
            reviews=frozenset(given.pop("reviews")),
            sectors=frozenset(given.pop("sectors")),
            roles=frozenset(given.pop("roles")),
            since=since.earliest if since else None,
            until=until.latest if until else None,
            kinds=frozenset(given.pop("kinds")),
            within=given.pop("within"),
        )
        return command(filters=filters, **given)

    for option in reversed(_FILTERS):
        gathered = option(gathered)
    return gathered


def measure_options(command: Command) -> Command:
    """Options that say what to measure, given to the command as ``measuring``."""

    @wraps(command)
    def gathered(**given: Any) -> Any:
        told = given.pop("measures")
        names = [] if told in (None, "all") else [part.strip() for part in told.split(",") if part.strip()]
        return command(
            measuring=Measuring(told is not None, names, given.pop("permutations"), given.pop("seed")), **given
        )

    for option in reversed(_MEASURES):
        gathered = option(gathered)
    return gathered


def output_options(command: Command) -> Command:
    """Options that say how to write a network, given to the command as ``output``."""

    @wraps(command)
    def gathered(**given: Any) -> Any:
        out, matrix = given.pop("out"), given.pop("matrix")
        form = given.pop("form") or (out.suffix[1:].lower() if out else "table")
        if form not in _FORMATS or (out and form == "table"):
            raise click.UsageError(
                "a file is CSV, JSON, GraphML or GEXF: let --out end in .csv, .json, .graphml or .gexf, "
                "or give --format"
            )
        if matrix and matrix.suffix.lower() not in (".png", ".svg"):
            raise click.UsageError("a matrix is a picture: let --matrix end in .png or .svg")
        return command(output=Output(form, out, matrix, given.pop("iri")), **given)

    for option in reversed(_OUTPUTS):
        gathered = option(gathered)
    return gathered


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> Edtf | None:
    try:
        return parse(value) if value else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


_FILTERS = (
    click.option(
        "--review",
        "reviews",
        multiple=True,
        metavar="ID",
        shell_complete=reviews,
        help="Only this review; can be repeated.",
    ),
    click.option(
        "--sector",
        "sectors",
        multiple=True,
        metavar="CODE",
        shell_complete=codes_of("sector"),
        help="Only agencies of this sector or group of sectors (health, justice …), and what joins them to others; "
        "can be repeated.",
    ),
    click.option(
        "--role",
        "roles",
        multiple=True,
        metavar="CODE",
        shell_complete=codes_of("role"),
        help="Only people of this role: victim, perpetrator, child …; can be repeated.",
    ),
    click.option(
        "--since", callback=_day, metavar="DATE", help="Only what can have been then or later: 2012, 2012-08 …"
    ),
    click.option(
        "--until", callback=_day, metavar="DATE", help="Only what can have been then or before: 2012, 2012-08 …"
    ),
    click.option(
        "--kind",
        "kinds",
        multiple=True,
        metavar="CODE",
        shell_complete=codes_of("contact-kind"),
        help="Only contacts of this kind (call-out, appointment …); of information: referral, sharing or not-done; "
        "can be repeated.",
    ),
    click.option(
        "--within",
        type=click.IntRange(min=0),
        default=0,
        show_default=True,
        metavar="DAYS",
        help="Take contacts at most so many days apart as side by side (agencies, silent-pairs).",
    ),
)

_MEASURES = (
    click.option(
        "--measures",
        is_flag=False,
        flag_value="all",
        metavar="[NAMES]",
        help="Measure the network: by all that fits it, or by the measures named, with commas between.",
    ),
    click.option(
        "--permutations",
        type=click.IntRange(0, 100_000),
        default=0,
        show_default=True,
        metavar="NUMBER",
        help="How often to draw by chance, to compare the measures with; 999 is usual.",
    ),
    click.option("--seed", type=int, default=1, show_default=True, help="Of chance: the same gives the same values."),
)

_OUTPUTS = (
    click.option(
        "--format",
        "form",
        type=click.Choice(_FORMATS),
        help="How to write it.  [default: by the ending of --out, otherwise table]",
    ),
    click.option("--out", type=out_path(dir_okay=False), help="A file to write, such as contacts.gexf for Gephi."),
    click.option("--matrix", type=out_path(dir_okay=False), help="A picture of the matrix to write: .png or .svg."),
    click.option("--iri", is_flag=True, help="Give the whole IRIs of things."),
)
