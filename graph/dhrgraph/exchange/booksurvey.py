"""A workbook's file read for its cells, with limits, before any other program sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dhrgraph.exchange.bookcells import Budgets, Fault, Page, Sheets
from dhrgraph.exchange.bookpackage import DAMAGED, Package, package
from dhrgraph.exchange.bookparts import Listed, parts
from dhrgraph.exchange.bookxml import MalformedError, plain

__all__ = ["Survey", "survey"]

_MOST_SPREAD = 100_000


@dataclass(frozen=True, slots=True)
class Survey:
    """What a workbook's file holds.

    Parameters
    ----------
    pages : list of Page
        Its sheets with cells, in their order.
    spread : bool
        Whether it has so many cells, or such large ranges of them, that openpyxl would take very long to open it.
    """

    pages: list[Page]
    spread: bool


def survey(path: Path, keep: Callable[[str], bool]) -> Survey:
    """Read a workbook's file.

    Parameters
    ----------
    path : pathlib.Path
    keep : callable
        Whether the cells of a sheet are wanted, by its title; those of the others are counted.

    Raises
    ------
    RefusedError
        If it is no workbook, is damaged as a whole, or is too large to be a review's.
    """
    with package(path) as opened:
        found, budgets = parts(opened), Budgets()
        sheets = Sheets(found, budgets)
        pages = [_page(opened, each, sheets, keep=keep(each.title)) for each in found.sheets]
        opened.survey()
    return Survey(pages, budgets.cells.spent + budgets.spread > _MOST_SPREAD)


def _page(opened: Package, listed: Listed, sheets: Sheets, *, keep: bool) -> Page:
    page = sheets.begin(listed.title, keep=keep)
    if listed.wrong:
        page.faults.append(Fault(1, 1, f"the sheet cannot be read: {listed.wrong}", DAMAGED))
        return page
    try:
        opened.read(listed.part, sheets, large=True)
    except MalformedError as error:
        what = f"the sheet is damaged from here on ({plain(str(error))})"
        page.faults.append(Fault(sheets.row or 1, sheets.column or 1, what, DAMAGED))
    return page
