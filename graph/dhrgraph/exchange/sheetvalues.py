"""The rows of a workbook's sheets as the values of a review's record files.

What people type is taken as they mean it where that is beyond doubt: a code in capitals or by its
label, a hyphen that a word processor has made a dash, a space that is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from dhrgraph.cells import split
from dhrgraph.exchange.sheetlayout import (
    READINGS,
    Column,
    Row,
    Values,
    columns_of,
    id_key,
    layout,
    part_keys,
    part_sheets,
)
from dhrgraph.records.codes import codes
from dhrgraph.records.fields import Field
from dhrgraph.texts import normalised

__all__ = ["Cells", "Read", "to_values"]

#: Path of a value (file, index and keys), and the sheet, number of the row and column where it is written.
Path = tuple[str | int, ...]
Cells = dict[Path, tuple[str, int, str]]


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
    return record


def _value(text: str, of: Field) -> Any:
    if of.sort == "map":
        return dict(each.partition("=")[::2] for each in split(text))
    if of.many or of.sort == "cites":
        typed = text if of.sort == "text" else _APART.sub(";", text)
        return [meant for each in split(typed) if (meant := _meant(each, of))]
    return _meant(text, of)


#: What word processors put in place of a hyphen; numbers of passages are left as they are printed.
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))


#: What people put between values in place of a semicolon; no id, code or number of a passage has it within.
_APART = re.compile(r",?\s*\n\s*|,\s+")


def _meant(text: str, of: Field) -> str:
    """What a text stands for; a free text is left as it is."""
    if of.sort == "text" and of.key != "id":
        return normalised(text)
    typed = normalised(text) if of.sort == "cites" else normalised(text).translate(_DASHES)
    if of.sort == "ref" or of.key == "id":
        return typed.lower()
    if of.sort == "yes-no":
        return typed.lower()
    return _code(typed, of.scheme) if of.sort == "code" else typed


def _code(typed: str, scheme: str) -> str:
    """The code that is typed in other letters, or by its label."""
    known = codes(scheme)
    if typed in known or not typed:
        return typed
    wanted = typed.casefold()
    found = [name for name in known if name == wanted.replace(" ", "-").replace("_", "-")]
    found = found or [name for name, code in known.items() if code.label.casefold() == wanted]
    return found[0] if len(found) == 1 else typed


def _index_of(read: Read, file: str, record: str) -> int | None:
    cls = layout()[file]
    if file == "review":
        return 0 if read.files[file] else None
    return next((i for i, each in enumerate(read.files[file]) if str(each.get(id_key(cls), "")) == record), None)


def _add_parts(read: Read, sheet: str, of: Field, rows: Mapping[int, Row]) -> None:
    """Put the rows of a sheet of parts into the records that they name."""
    file = sheet.partition(".")[0]
    kinds = part_keys(of)
    for number, row in rows.items():
        index = _index_of(read, file, normalised(row.get("record", "")))
        if index is None:
            read.lost.append((sheet, number, "record", f"no row of the sheet {file} has the id {row.get('record')!r}"))
            continue
        parts = read.files[file][index].setdefault(of.key, [])
        at = (file, index, of.key, len(parts))
        told = {key: text for key, text in row.items() if key != "record"}
        read.cells.setdefault(at[:-1], (sheet, number, "record"))
        read.cells[at] = (sheet, number, "record")
        read.cells |= {(*at, key): (sheet, number, key) for key in told}
        parts.append(
            {key: _value(text, kinds[key]) if key in kinds else normalised(text) for key, text in told.items()}
        )


def _add_readings(read: Read, rows: Mapping[int, Row]) -> None:
    """Put the readings into the values that they are of."""
    for number, row in rows.items():
        file, record, name = (normalised(row.get(key, "")) for key in READINGS[:3])
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
    told = {
        "value": _value(row.get("value", ""), column.field),
        "cites": [normalised(each) for each in split(_APART.sub(";", row.get("cites", "")))],
    }
    value["readings"].append(told)
    read.cells[at] = ("readings", number, "value")
    read.cells |= {(*at, each): ("readings", number, each) for each in told}
    if normalised(row.get("preferred", "")).casefold() == "yes":
        value["preferred"] = told["value"]
        value |= {"because": normalised(row["because"])} if row.get("because") else {}
        read.cells |= {(*path, each): ("readings", number, each) for each in ("preferred", "because")}
