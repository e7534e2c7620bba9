"""The problems of a workbook."""

from __future__ import annotations

from dataclasses import dataclass

from dhrgraph.errors import Problem, ProblemsError
from dhrgraph.exchange.bookplaces import letters_of
from dhrgraph.texts import printable

__all__ = ["CellProblem", "RefusedBookError"]


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
        return f"{letters_of(max(1, self.column))}{max(1, self.line)}"

    def __str__(self) -> str:
        where = f" {self.sheet}!{self.cell}" if self.sheet else ""
        return printable(f"{self.file}{where}: {self.what}: {self.remedy}")


class RefusedBookError(ProblemsError):
    """A workbook is refused as a whole, so that no copy of it can be marked."""
