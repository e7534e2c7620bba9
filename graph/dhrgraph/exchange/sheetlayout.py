"""How the record files of a review are laid out as sheets.

Each file of records is a sheet with a row a record and a column a key; ``review.yaml`` is a sheet with
a row a key. What a cell cannot hold stands on sheets of its own, a row each, beside the record's id:

* the readings of a disputed value on ``readings``; the cell itself says so;
* lists of parts (results of a risk assessment, documents, successors) on ``FILE.KEY``.

A list of words is one cell, joined by ``;``; a part that stands once has a column for each of its
keys, as ``first_progress.months``; a mapping is ``key=value;key=value``. An empty cell is a key that
is not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import BaseModel

from dhrgraph.records.fields import Field, fields_of
from dhrgraph.records.types import KINDS, Explained, Involvement, Review

__all__ = [
    "HIDDEN",
    "LOOK_UP",
    "PROBLEMS",
    "READINGS",
    "SEE_READINGS",
    "Column",
    "Row",
    "Sheet",
    "Values",
    "all_columns",
    "columns_of",
    "id_key",
    "layout",
    "part_keys",
    "part_sheets",
]

#: What stands in the cell of a disputed value.
SEE_READINGS = "(see readings)"
#: The sheet of readings and its columns.
READINGS = ("file", "record", "key", "value", "cites", "preferred", "because")
#: The sheet with the texts of the files.
HIDDEN = "_text"
#: The list of problems in a marked copy.
PROBLEMS = "problems"
#: Sheets that are not read back.
LOOK_UP = ("how to", "passages", "register", "codes", PROBLEMS)
_LAST = ("summary", "certainty", "asserted_by", "cites", "note")

Row = dict[str, str]
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet of records.

    Parameters
    ----------
    name : str
        Header: the key, or ``key.sub`` for a part that stands once.
    key : str
        Key in the file.
    sub : str
        Key within the part, or empty.
    field : Field
        What is known of the values.
    """

    name: str
    key: str
    sub: str
    field: Field


@dataclass(slots=True)
class Sheet:
    """The texts of a sheet: its columns and rows, each row a mapping of column to text."""

    name: str
    columns: list[str]
    rows: list[Row] = field(default_factory=list)


def id_key(cls: type[BaseModel]) -> str:
    """The key that names a record in its file."""
    return "agency" if cls is Involvement else "id"


def layout() -> dict[str, type[BaseModel]]:
    """The files of a review that are sheets, by name: ``review``, those of `KINDS`, and ``evidence``."""
    return {"review": Review, **KINDS, "evidence": Explained}


def columns_of(cls: type[BaseModel]) -> list[Column]:
    """The columns of a record type: its id first; summary, certainty, passages and note last; no lists of parts."""
    fields = {each.key: each for each in fields_of(cls)}
    order = [key for key in fields if key not in _LAST and key != id_key(cls)]
    keys = [*(k for k in (id_key(cls),) if k in fields), *order, *(key for key in _LAST if key in fields)]
    found: list[Column] = []
    for key in keys:
        each = fields[key]
        if each.part and not each.many:
            found += [Column(f"{key}.{sub.key}", key, sub.key, sub) for sub in fields_of(each.part)]
        elif not each.part:
            found.append(Column(key, key, "", each))
    return found


def part_sheets(name: str, cls: type[BaseModel]) -> dict[str, Field]:
    """The sheets that hold lists of parts of a file's records, by name."""
    return {f"{name}.{each.key}": each for each in fields_of(cls) if each.part and each.many}


def part_keys(of: Field) -> dict[str, Field]:
    """The fields of a part, by key."""
    assert of.part  # a sheet of parts has a class
    return {each.key: each for each in fields_of(of.part)}


@cache
def all_columns() -> Mapping[str, list[str]]:
    """The columns of each sheet, by its name."""
    found: dict[str, list[str]] = {}
    for name, cls in layout().items():
        found[name] = [column.name for column in columns_of(cls)]
        found |= {part: ["record", *part_keys(each)] for part, each in part_sheets(name, cls).items()}
    return {**found, "readings": list(READINGS)}
