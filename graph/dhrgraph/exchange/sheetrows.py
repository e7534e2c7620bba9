"""The values of a review's record files as rows of texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from dhrgraph.cells import joined
from dhrgraph.exchange.sheetlayout import (
    READINGS,
    SEE_READINGS,
    Row,
    Sheet,
    Values,
    columns_of,
    id_key,
    layout,
    part_keys,
    part_sheets,
)

__all__ = ["to_rows"]


def to_rows(files: Mapping[str, list[Values]]) -> list[Sheet]:
    """The sheets of a review from the values of its files, ``review`` as a list of one."""
    sheets: list[Sheet] = []
    readings = Sheet("readings", list(READINGS))
    for name, cls in layout().items():
        sheet = Sheet(name, [column.name for column in columns_of(cls)])
        parts = {part: Sheet(part, ["record", *part_keys(each)]) for part, each in part_sheets(name, cls).items()}
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
