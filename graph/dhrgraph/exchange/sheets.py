"""A review's record files as sheets of texts, and back, without loss.

Each file of records is a sheet with a row a record and a column a key; ``review.yaml`` is a sheet with
a row a key. What a cell cannot hold stands on sheets of its own, a row each, beside the record's id:

* the readings of a disputed value on ``readings``; the cell itself says so;
* lists of parts (results of a risk assessment, documents, successors) on ``FILE.KEY``.

A list of words is one cell, joined by ``;``; a part that stands once has a column for each of its
keys, as ``first_progress.months``; a mapping is ``key=value;key=value``. An empty cell is a key that
is not there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from dhrgraph.cells import joined, split
from dhrgraph.records.fields import Field, fields_of
from dhrgraph.records.types import KINDS, Involvement, Review

__all__ = [
    "READINGS",
    "SEE_READINGS",
    "Column",
    "Read",
    "Sheet",
    "columns_of",
    "id_key",
    "layout",
    "part_sheets",
    "to_rows",
    "to_values",
]

#: What stands in the cell of a disputed value.
SEE_READINGS = "(see readings)"
#: The sheet of readings and its columns.
READINGS = ("file", "record", "key", "value", "cites", "preferred", "because")
_LAST = ("summary", "cites", "note")

Row = dict[str, str]
Values = dict[str, Any]
#: Path of a value (file, index and keys), and the sheet, number of the row and column where it is written.
Path = tuple[str | int, ...]
Cells = dict[Path, tuple[str, int, str]]


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
    """The files of a review that are sheets, by name: ``review`` and those of `KINDS`."""
    return {"review": Review, **KINDS}


def columns_of(cls: type[BaseModel]) -> list[Column]:
    """The columns of a record type: its id first; summary, passages and note last; lists of parts left out."""
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


def _part_keys(of: Field) -> dict[str, Field]:
    assert of.part  # a sheet of parts has a class
    return {each.key: each for each in fields_of(of.part)}


# --- Values to rows ---


def to_rows(files: Mapping[str, list[Values]]) -> list[Sheet]:
    """The sheets of a review from the values of its files, ``review`` as a list of one."""
    sheets: list[Sheet] = []
    readings = Sheet("readings", list(READINGS))
    for name, cls in layout().items():
        sheet = Sheet(name, [column.name for column in columns_of(cls)])
        parts = {part: Sheet(part, ["record", *_part_keys(each)]) for part, each in part_sheets(name, cls).items()}
        for record in files[name]:
            sheet.rows.append(_row(record, cls, name, readings))
            for part, each in part_sheets(name, cls).items():
                parts[part].rows += _part_rows(record, record.get(each.key, []), cls)
        sheets += [sheet, *parts.values()]
    return [*sheets, readings]


def _row(record: Values, cls: type[BaseModel], file: str, readings: Sheet) -> Row:
    row: Row = {}
    for column in columns_of(cls):
        value = record.get(column.key)
        if column.sub and isinstance(value, dict):
            value = value.get(column.sub)
        if isinstance(value, dict) and "readings" in value:
            readings.rows += _reading_rows(value, file, _named(record, cls), column.name)
            row[column.name] = SEE_READINGS
        elif value:
            row[column.name] = _cell(value)
    return row


def _named(record: Values, cls: type[BaseModel]) -> str:
    return str(record.get(id_key(cls), ""))


def _reading_rows(value: Values, file: str, record: str, key: str) -> Iterator[Row]:
    for reading in value["readings"]:
        row = {"file": file, "record": record, "key": key, "value": _cell(reading["value"])}
        row["cites"] = _cell(reading["cites"])
        if reading["value"] == value.get("preferred"):
            row |= {"preferred": "yes", "because": str(value.get("because", ""))}
        yield row


def _part_rows(record: Values, parts: list[Values], cls: type[BaseModel]) -> Iterator[Row]:
    for part in parts:
        yield {"record": _named(record, cls), **{key: _cell(value) for key, value in part.items() if value}}


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        return joined(f"{key}={each}" for key, each in value.items())
    return joined(value) if isinstance(value, list) else str(value)


# --- Rows to values ---


@dataclass(slots=True)
class Read:
    """What the sheets of a workbook say.

    Parameters
    ----------
    files : dict
        The values of each file.
    cells : dict
        Where each value stands: sheet, number of the row and name of the column, by file, index and keys.
    lost : list
        Rows that belong to no record: sheet, number of the row, name of the column and what is wrong.
    """

    files: dict[str, list[Values]] = field(default_factory=dict)
    cells: Cells = field(default_factory=dict)
    lost: list[tuple[str, int, str, str]] = field(default_factory=list)


def to_values(sheets: Mapping[str, Mapping[int, Row]]) -> Read:
    """The values of a review's files from the rows of its sheets.

    Parameters
    ----------
    sheets : mapping
        By name of the sheet its rows by their number; empty cells are left out.
    """
    read = Read()
    for name, cls in layout().items():
        read.files[name] = []
        for index, (number, row) in enumerate(sheets.get(name, {}).items()):
            read.files[name].append(_record(row, cls, (name, index), number, read.cells))
        for part, each in part_sheets(name, cls).items():
            _add_parts(read, part, each, sheets.get(part, {}))
    _add_readings(read, sheets.get("readings", {}))
    return read


def _record(row: Row, cls: type[BaseModel], at: Path, number: int, cells: Cells) -> Values:
    record: Values = {}
    sheet = str(at[0])
    cells[at] = (sheet, number, "")
    for column in columns_of(cls):
        text = row.get(column.name)
        if not text:
            continue
        value = _value(text, column.field)
        if column.sub:
            record.setdefault(column.key, {})[column.sub] = value
            cells.setdefault((*at, column.key), (sheet, number, column.name))
            cells[(*at, column.key, column.sub)] = (sheet, number, column.name)
        else:
            record[column.key] = value
            cells[(*at, column.key)] = (sheet, number, column.name)
    for extra in sorted(row.keys() - {column.name for column in columns_of(cls)}):
        record[extra] = row[extra]  # told as an unknown key by the check of the records
        cells[(*at, extra)] = (sheet, number, extra)
    return record


def _value(text: str, of: Field) -> Any:
    if of.sort == "map":
        return dict(each.partition("=")[::2] for each in split(text))
    return [each.strip() for each in split(text)] if of.many or of.sort == "cites" else text


def _index_of(read: Read, file: str, record: str) -> int | None:
    cls = layout()[file]
    if file == "review":
        return 0 if read.files[file] else None
    return next((i for i, each in enumerate(read.files[file]) if _named(each, cls) == record), None)


def _add_parts(read: Read, sheet: str, of: Field, rows: Mapping[int, Row]) -> None:
    """Put the rows of a sheet of parts into the records that they name."""
    file = sheet.partition(".")[0]
    kinds = _part_keys(of)
    for number, row in rows.items():
        index = _index_of(read, file, row.get("record", ""))
        if index is None:
            read.lost.append((sheet, number, "record", f"no row of the sheet {file} has the id {row.get('record')!r}"))
            continue
        parts = read.files[file][index].setdefault(of.key, [])
        at = (file, index, of.key, len(parts))
        told = {key: text for key, text in row.items() if key != "record"}
        read.cells.setdefault(at[:-1], (sheet, number, "record"))
        read.cells[at] = (sheet, number, "record")
        read.cells |= {(*at, key): (sheet, number, key) for key in told}
        parts.append({key: _value(text, kinds[key]) if key in kinds else text for key, text in told.items()})


def _add_readings(read: Read, rows: Mapping[int, Row]) -> None:
    """Put the readings into the values that they are of."""
    for number, row in rows.items():
        file, record, name = (row.get(key, "") for key in READINGS[:3])
        cls = layout().get(file)
        column = next((each for each in columns_of(cls) if each.name == name), None) if cls else None
        index = _index_of(read, file, record) if cls else None
        if column is None or index is None:
            wrong = "file" if cls is None else "key" if column is None else "record"
            what = f"no record has such a value: file {file!r}, record {record!r}, key {name!r}"
            read.lost.append(("readings", number, wrong, what))
            continue
        holder = read.files[file][index]
        path: Path = (file, index, column.key)
        if column.sub:
            holder, path = holder.setdefault(column.key, {}), (*path, column.sub)
        _add_reading(read, holder, column, path, number, row)


def _add_reading(read: Read, holder: Values, column: Column, path: Path, number: int, row: Row) -> None:
    key = column.sub or column.key
    if not isinstance(holder.get(key), dict):
        holder[key] = {"readings": []}
    value = holder[key]
    at = (*path, "readings", len(value["readings"]))
    told = {"value": _value(row.get("value", ""), column.field), "cites": split(row.get("cites", ""))}
    value["readings"].append(told)
    read.cells[at] = ("readings", number, "value")
    read.cells |= {(*at, each): ("readings", number, each) for each in told}
    if row.get("preferred") == "yes":
        value["preferred"] = told["value"]
        value |= {"because": row["because"]} if row.get("because") else {}
        read.cells |= {(*path, each): ("readings", number, each) for each in ("preferred", "because")}
