"""What the annotations of the record types say, as plain values.

Checks, the mapping to RDF, the tables and the workbook walk records by these, so that a field is
described in one place: the class that has it.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from dhrgraph.lexicon.edtf import Edtf
from dhrgraph.records.readings import Readings
from dhrgraph.records.values import EdtfText, EntryRef, OneOf, Ref

__all__ = ["Field", "fields_of", "readings_of"]

Sort = Literal["code", "ref", "entry", "date", "yes-no", "count", "text", "cites", "map", "part"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record type.

    Parameters
    ----------
    name : str
        Attribute of the class.
    key : str
        Key in the YAML file; differs from `name` for ``from``.
    sort : str
        What its values are: codes, ids of records, dates …
    many : bool
        Whether it holds a list.
    disputable : bool
        Whether it may hold readings.
    required : bool
    scheme : str
        The code list, for codes.
    kinds : tuple of str
        The kinds of record that it may point to, for ids.
    part : type or None
        The class of a nested part.
    lasting : bool
        Whether its dates may be of what went on for a time, for dates.
    description : str
    """

    name: str
    key: str
    sort: Sort
    many: bool
    disputable: bool
    required: bool
    scheme: str
    kinds: tuple[str, ...]
    part: type[BaseModel] | None
    lasting: bool
    description: str


@cache
def fields_of(cls: type[BaseModel]) -> tuple[Field, ...]:
    """The fields of a record type, in the order of their definition, those of its own first.

    Examples
    --------
    >>> from dhrgraph.records.types import Knowledge
    >>> [(f.key, f.sort) for f in fields_of(Knowledge)][:3]
    [('id', 'text'), ('cites', 'cites'), ('note', 'text')]
    """
    return tuple(_field(name, info) for name, info in cls.model_fields.items())


def readings_of(value: Any) -> Iterator[tuple[Any, list[str], tuple[str | int, ...]]]:
    """The values of a field with the passages of each reading and its path below the field.

    A plain value has no passages of its own.
    """
    if isinstance(value, Readings):
        for index, reading in enumerate(value.readings):
            yield reading.value, reading.cites, ("readings", index, "value")
    elif value is not None:
        yield value, [], ()


@dataclass(slots=True)
class _Found:
    """What a walk through an annotation met."""

    types: set[Any]
    many: bool = False
    disputable: bool = False
    scheme: str = ""
    kinds: tuple[str, ...] = ()
    entry: bool = False
    part: type[BaseModel] | None = None
    lasting: bool = False


def _field(name: str, info: FieldInfo) -> Field:
    found = _Found(set())
    _walk(info.annotation, found)
    for mark in info.metadata:
        _mark(mark, found)
    return Field(
        name=name,
        key=info.alias or name,
        sort=_sort(name, found),
        many=found.many,
        disputable=found.disputable,
        required=info.is_required(),
        scheme=found.scheme,
        kinds=found.kinds,
        part=found.part,
        lasting=found.lasting,
        description=info.description or "",
    )


def _walk(annotation: Any, found: _Found) -> None:
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *marks = get_args(annotation)
        for mark in marks:
            _mark(mark, found)
        _walk(inner, found)
    elif origin in (Union, types.UnionType):
        for branch in get_args(annotation):
            _walk(branch, found)
    elif origin in (list, dict):
        found.many = found.many or origin is list
        found.types.add(origin)
        for inner in get_args(annotation):
            _walk(inner, found)
    elif isinstance(annotation, type) and issubclass(annotation, Readings):
        found.disputable = True
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        found.part = annotation
    else:
        found.types.add(annotation)


def _mark(mark: Any, found: _Found) -> None:
    if isinstance(mark, OneOf):
        found.scheme = mark.scheme
    elif isinstance(mark, Ref):
        found.kinds = mark.kinds
    elif isinstance(mark, EdtfText):
        found.lasting = mark.lasting
    elif isinstance(mark, EntryRef):
        found.entry = True
    elif isinstance(mark, FieldInfo):
        for inner in mark.metadata:
            _mark(inner, found)


def _sort(name: str, found: _Found) -> Sort:
    if name == "cites":
        return "cites"
    if found.part:
        return "part"
    if found.scheme:
        return "code"
    if found.kinds:
        return "ref"
    if found.entry:
        return "entry"
    if dict in found.types:
        return "map"
    sorts: dict[Any, Sort] = {Edtf: "date", bool: "yes-no", int: "count"}
    return next((sort for known, sort in sorts.items() if known in found.types), "text")
