"""What a shell offers when the tab key is pressed: names of questions and networks, reviews, bodies, codes.

Names of reviews and bodies are read from the tables of the build, which are small; nothing is offered where
there is no build yet. An error in completing is no error of the user, so that none is shown.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

__all__ = ["codes_of", "completes", "named_networks", "named_questions", "reviews"]

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
#: Names with what each stands for.
Offered = Iterable[tuple[str, str]]


def _completer(offered: Callable[[click.Context], Offered]) -> Completer:
    """A completer of what begins with what was typed, in small or capital letters."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        try:
            found = dict(offered(ctx))
        except Exception:
            return []
        typed = incomplete.casefold()
        return [CompletionItem(name, help=help_) for name, help_ in found.items() if name.casefold().startswith(typed)]

    return complete


def _questions(ctx: click.Context) -> Offered:
    from dhrgraph.questions.library import questions  # noqa: PLC0415 - read only when a shell asks

    return ((one.name, one.head["question"]) for one in questions())


def _networks(ctx: click.Context) -> Offered:
    from dhrgraph.networks.projections import PROJECTIONS  # noqa: PLC0415 - read only when a shell asks

    return ((name, one.shows) for name, one in PROJECTIONS.items())


def _table(ctx: click.Context, name: str) -> list[dict[str, str]]:
    """The rows of a table of the build that the line names, or of the usual one."""
    build = Path(ctx.params.get("build") or os.environ.get("DHRGRAPH_BUILD", "build"))
    with (build / "tables" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _reviews(ctx: click.Context) -> Offered:
    return ((row["review"], row["title"]) for row in _table(ctx, "reviews"))


def _bodies(ctx: click.Context) -> Offered:
    return ((row["id"], row["label"]) for row in _table(ctx, "agencies"))


def _people(ctx: click.Context) -> Offered:
    from dhrgraph.records.codes import codes  # noqa: PLC0415 - read only when a shell asks

    roles = [(name, code.label) for name, code in codes("role").items()]
    return [*roles, *((row["pseudonym"], row["role"]) for row in _table(ctx, "people"))]


def codes_of(scheme: str) -> Completer:
    """A completer of the codes of a list, and of its groups."""

    def offered(ctx: click.Context) -> Offered:
        from dhrgraph.records.codes import codes, groups  # noqa: PLC0415 - read only when a shell asks

        single = [(name, code.label) for name, code in codes(scheme).items()]
        return [*single, *((name, ", ".join(members)) for name, members in groups(scheme).items())]

    return _completer(offered)


named_questions = _completer(_questions)
named_networks = _completer(_networks)
reviews = _completer(_reviews)

_NARROWING: dict[str, Completer] = {
    "review": reviews,
    "agency": _completer(_bodies),
    "sector": codes_of("sector"),
    "person": _completer(_people),
}


def completes(name: str) -> dict[str, Any]:
    """The setting of an option that narrows an answer, for `click.option`; empty where nothing can be offered."""
    return {"shell_complete": _NARROWING[name]} if name in _NARROWING else {}
