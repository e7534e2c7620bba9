"""The Domestic Homicide Review Dataset (DHRD): its table of incidents as a catalogue.

The dataset was made from the tags and filters that the Home Office's library shows beside each
report. ``True`` means that a case is tagged. ``False`` means "not tagged", and so does an empty cell
mean no more than that nothing is recorded: a catalogue keeps what is tagged, and nothing else.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from dhrgraph.errors import Problem, ProblemsError, shown
from dhrgraph.exchange import strictcsv
from dhrgraph.exchange.strictcsv import Row
from dhrgraph.lexicon.edtf import MONTHS
from dhrgraph.records.catalogue import Catalogue, Creator, Entry, Source
from dhrgraph.records.codes import codes
from dhrgraph.texts import without_faults

__all__ = ["COLUMNS", "NAME", "TAGS", "read"]

#: Name of the catalogue.
NAME = "dhrd"
#: The columns that say whether a case is tagged, by the code of the list ``case-tag``.
TAGS = {code: code.replace("-", "_") for code in codes("case-tag")}
COLUMNS = (
    "incident_id",
    "csp",
    "region",
    "death_date",
    "multiple_victims",
    "cause_of_death",
    "location_of_death",
    *TAGS.values(),
)

_REGIONS = {"East": "east", "Greater London": "london", "Yorkshire and Humber": "yorkshire-and-the-humber"}
_FIRST_YEAR = 1990
_MOST_PROBLEMS = 2_000  # that are shown
_LONGEST_CELL = 200
_EXCEL = "take the file as its makers publish it, not as a spreadsheet program saved it"

_DOI = "10.5281/zenodo.21648010"
_VERSIONS = {
    "c4e2c4c3cda8692efee43bfe950b30eae18af1ddfd9d1d62d30e7032d16c1c47": "not settled: the repository from which this"
    " copy was taken names version 1.0.0 (doi 10.5281/zenodo.21108268) beside it and, at another time, version 1.0.3"
    " (doi 10.5281/zenodo.21648010)"
}
_UNKNOWN = "not known: the file does not name its version, and its digest is of none that this program knows"
_CREATORS = [
    Creator(name="Darren Cook", orcid="0000-0002-6810-0281"),
    Creator(name="Elizabeth A. Cook", orcid="0000-0002-7608-8702"),
]
_CITATION = (
    "Cook, D., & Cook, E. A. (2026). The Domestic Homicide Review Dataset (DHRD) for England and Wales [Data set]. "
    f"Zenodo. https://doi.org/{_DOI}"
)
_COLLECTED = (
    "Taken by its makers from the tags and filters beside the reports in the Home Office's library; as they tell it,"
    " 647 reports made available from December 2022 to March 2026. Nobody coded the reports. What is not tagged is not"
    " tagged, never absent. Deaths by suicide are included."
)
_CHANGES = [
    "Only the table of incidents was taken over",
    "Months and years of death are written as EDTF dates, such as 2018-09",
    "Regions, causes, places and tags are written as codes; the labels of regions are those of the Office for National"
    " Statistics",
    "What is tagged True is listed; False and empty cells are left out, since they mean not tagged or not recorded",
    "Multiple victims are written as two, the most that the codebook gives, and all others as one",
]


def read(file: Path, *, today: date | None = None) -> Catalogue:
    """Read and check the table.

    Parameters
    ----------
    file : pathlib.Path
        The dataset's ``incidents.csv``.
    today : datetime.date, optional
        No death may lie after this day; the machine's own day by default.

    Raises
    ------
    ProblemsError
        With all problems of the file at once.
    """
    name = shown(file)
    try:
        with file.open("rb") as opened:
            data = opened.read(strictcsv.MAX_BYTES + 1)
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        raise ProblemsError([Problem(name, 0, 0, what, "look at its name, folder and permissions")]) from None
    rows, problems = strictcsv.read(data, name, COLUMNS)
    table = _Table(name, today or date.today(), problems)
    entries = [entry for row in rows if (entry := table.entry(row))]
    if len(problems) > _MOST_PROBLEMS:
        rest = f"{len(problems) - _MOST_PROBLEMS:,} more problems are not shown"
        in_order = sorted(problems)
        last = Problem(name, in_order[-1].line + 1, 1, rest, "correct those that are, and import it again")
        problems = [*in_order[:_MOST_PROBLEMS], last]
    if problems:
        raise ProblemsError(problems)
    return Catalogue(source=_source(without_faults(file.name)[:500], data), entries=entries)


def _source(name: str, data: bytes) -> Source:
    plain = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    return Source(
        title="The Domestic Homicide Review Dataset (DHRD) for England and Wales",
        creators=_CREATORS,
        licence="https://creativecommons.org/licenses/by/4.0/",
        doi=_DOI,
        version=_VERSIONS.get(hashlib.sha256(plain).hexdigest(), _UNKNOWN),
        citation=_CITATION,
        collected=_COLLECTED,
        file=name,
        sha256=hashlib.sha256(data).hexdigest(),
        changes=_CHANGES,
    )


class _FaultError(Exception):
    """A cell that is at fault: what is wrong and what to do."""


class _Table:
    """Turns rows into entries and collects what is wrong."""

    def __init__(self, file: str, today: date, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        self.lines: dict[str, int] = {}
        self.readers: dict[str, Callable[[str], str | bool | None]] = {
            "incident_id": _id,
            "csp": _area,
            "region": partial(_label, _regions(), "region", needed=True),
            "death_date": partial(_death, today=today),
            "cause_of_death": partial(_label, _labels("cause-of-death"), "cause of death"),
            "location_of_death": partial(_label, _places(), "place of death"),
            **dict.fromkeys(("multiple_victims", *TAGS.values()), _truth),
        }

    def entry(self, row: Row) -> Entry | None:
        """The entry of a row; None where a cell is at fault or missing."""
        values = {}
        for column, text in row.cells.items():
            try:
                if len(text) > _LONGEST_CELL and column != "csp":
                    raise _FaultError(f"the cell has {len(text):,} characters", "look whether cells ran together")
                values[column] = self.readers[column](text)
                if column == "incident_id":
                    self._count(text, row.line)
            except _FaultError as fault:
                what, remedy = fault.args
                self.problems.append(Problem(self.file, row.line, row.columns[column], what, remedy))
        if values.keys() != set(COLUMNS):
            return None
        return Entry.model_validate(
            {
                "id": values["incident_id"],
                "area": values["csp"],
                "region": values["region"],
                "death": values["death_date"],
                "victims": 2 if values["multiple_victims"] else 1,
                "cause": values["cause_of_death"],
                "place": values["location_of_death"],
                "tags": [code for code, column in TAGS.items() if values[column]],
            }
        )

    def _count(self, entry: str, line: int) -> None:
        if entry in self.lines:
            what = f"the id {entry} stands twice, first in line {self.lines[entry]}"
            raise _FaultError(what, "keep the row that is right, or correct the id")
        self.lines[entry] = line


def _id(text: str) -> str:
    if not re.fullmatch(r"INC-\d{4,8}", text, re.ASCII):
        raise _FaultError(f"{text!r} is no id of an incident", "write it like INC-0001")
    return text


def _area(text: str) -> str:
    if not text:
        raise _FaultError("the row names no partnership", "give the area of its community safety partnership")
    if len(text) > _LONGEST_CELL:
        raise _FaultError(f"the name of the partnership has {len(text)} characters", "look whether cells ran together")
    return text


def _death(text: str, *, today: date) -> str | None:
    """A month or year as EDTF; None where none is recorded."""
    if not text:
        return None
    match = re.fullmatch(r"(?:([A-Za-z]+) )?(\d{4})", text, re.ASCII)
    if not match:
        raise _FaultError(f"{text!r} is no date like September 2018 or 2018", _EXCEL)
    name, year = match[1], int(match[2])
    if name and name not in MONTHS:
        near = get_close_matches(name, MONTHS, n=1)
        hint = f"did you mean {near[0]}?" if near else "write it like September 2018"
        raise _FaultError(f"there is no month {name!r}", hint)
    month = MONTHS.index(name) + 1 if name else None
    if year < _FIRST_YEAR:
        raise _FaultError(f"the year {year} lies before {_FIRST_YEAR}", "look for a typing error")
    if (year, month or 1) > (today.year, today.month):
        raise _FaultError(f"the date {text} lies in the future", "look for a typing error")
    return f"{year}-{month:02}" if month else str(year)


def _label(known: dict[str, str], what: str, text: str, *, needed: bool = False) -> str | None:
    """The code that a label stands for; None where the cell is empty and may be."""
    if not text and not needed:
        return None
    if text not in known:
        near = get_close_matches(text, known, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"write one of {'; '.join(known)}"
        raise _FaultError(f"unknown {what} {text!r}", hint)
    return known[text]


def _labels(scheme: str) -> dict[str, str]:
    return {code.label: code.notation for code in codes(scheme).values()}


def _regions() -> dict[str, str]:
    known = _labels("region")
    return {label: code for label, code in known.items() if code not in _REGIONS.values()} | _REGIONS


def _places() -> dict[str, str]:
    return {code.replace("-", "_"): code for code in codes("place-of-death")}


def _truth(text: str) -> bool:
    """Whether a case is tagged; a spreadsheet program writes the words in capitals."""
    if text not in ("True", "False", "TRUE", "FALSE"):
        raise _FaultError(f"{text!r} is neither True nor False", "write True for tagged, False for not tagged")
    return text.title() == "True"
