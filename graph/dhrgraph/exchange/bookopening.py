"""A workbook's file opened, and the problems that are found in one."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from dhrgraph.errors import Problem, ProblemsError

__all__ = ["CellProblem", "RefusedBookError", "opened"]


@dataclass(frozen=True, order=True, slots=True)
class CellProblem(Problem):
    """A problem of a workbook, with its sheet and cell.

    `line` and `column` are those of the cell.

    Parameters
    ----------
    sheet : str
        Empty where the workbook as a whole is meant.

    Examples
    --------
    >>> print(CellProblem("review.xlsx", 7, 2, "a formula stands here", "type the value", "contacts"))
    review.xlsx contacts!B7: a formula stands here: type the value
    """

    sheet: str = ""

    @property
    def cell(self) -> str:
        """Its letter and number."""
        return f"{get_column_letter(max(1, self.column))}{max(1, self.line)}"

    def __str__(self) -> str:
        where = f" {self.sheet}!{self.cell}" if self.sheet else ""
        return f"{self.file}{where}: {self.what}: {self.remedy}"


class RefusedBookError(ProblemsError):
    """A workbook is refused as a whole, so that no copy of it can be marked."""


def opened(path: Path) -> Workbook:
    """The workbook of a file that was surveyed, as openpyxl reads it.

    Raises
    ------
    Exception
        Of whatever kind, where openpyxl cannot read it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts that are dropped and not read here
        book: Workbook = load_workbook(path)
    return book
