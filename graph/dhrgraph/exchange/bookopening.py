"""A workbook's file opened, and what is wrong with it told."""

from __future__ import annotations

import warnings
import zlib
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from dhrgraph.errors import Problem, ProblemsError, shown
from dhrgraph.exchange.bookstyle import HIDDEN
from dhrgraph.exchange.celltext import load
from dhrgraph.texts import printable

__all__ = ["CellProblem", "opened"]

_MOST_BYTES = 50_000_000
_MOST_UNPACKED = 500_000_000
_OLD_FORMAT = bytes.fromhex("d0cf11e0a1b11ae1")  # of .xls, and of what is protected by a password


@dataclass(frozen=True, order=True, slots=True)
class CellProblem(Problem):
    """A problem of a workbook, told by sheet and cell.

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
        return printable(f"{self.file}{where}: {self.what}: {self.remedy}")


def opened(path: Path) -> Workbook:
    """The workbook of a file.

    Raises
    ------
    ProblemsError
        If it is none, or none of ours.
    """
    wrong = _wrong_file(path)
    if wrong:
        raise ProblemsError([CellProblem(shown(path), 0, 0, *wrong)])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that are dropped and not read here
            book = load(path)
    except (BadZipFile, InvalidFileException, LookupError, ValueError, TypeError, AttributeError, SyntaxError, EOFError,
            NotImplementedError, RuntimeError, OSError, zlib.error) as error:  # fmt: skip
        what = f"this workbook is damaged ({error})"
        remedy = "open it in Excel and save it anew as an Excel workbook (.xlsx)"
        raise ProblemsError([CellProblem(shown(path), 0, 0, what, remedy)]) from None
    if HIDDEN not in book.sheetnames:
        remedy = "begin with a workbook of dhrgraph: dhrgraph export workbook"
        raise ProblemsError([CellProblem(shown(path), 0, 0, "this workbook was not made by dhrgraph", remedy)])
    return book


def _wrong_file(path: Path) -> tuple[str, str] | None:
    """What a file is that is no workbook, and what to do."""
    size = path.stat().st_size
    if size > _MOST_BYTES:
        return f"the file is larger than {_MOST_BYTES:,} bytes", "a review's workbook is far smaller"
    with path.open("rb") as file:
        if file.read(8) == _OLD_FORMAT:
            what = "this workbook is protected by a password, or of the old kind .xls"
            return what, "take the password off, and save it as an Excel workbook (.xlsx)"
    if size == 0:
        return "the file is empty", "see whether it was saved and copied whole"
    try:
        with ZipFile(path) as packed:
            names, unpacked = packed.namelist(), sum(each.file_size for each in packed.infolist())
    except (BadZipFile, ValueError, NotImplementedError, OSError):
        return "this is no workbook", "save it as an Excel workbook (.xlsx), not as .xls, .ods or .csv"
    if unpacked > _MOST_UNPACKED:
        return f"the file unpacks to more than {_MOST_UNPACKED:,} bytes", "a review's workbook is far smaller"
    if "[Content_Types].xml" not in names:
        return "this is no Excel workbook", "save it as an Excel workbook (.xlsx), not as .ods or another kind"
    return None
