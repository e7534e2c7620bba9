"""JSON Schema of the record files, generated from the record types, for editors."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from dhrgraph.records.types import KINDS, Review

__all__ = ["schemas"]


class _Schema(GenerateJsonSchema):
    """Takes numbers where a text may look like one, since an editor reads ``date: 2010`` as a number."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        return {**super().str_schema(schema), "type": ["string", "number"]}


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of each file of a review, by the file's name without its ending."""
    made = {"review": _one(Review)}
    return made | {name: _one(list[cls]) for name, cls in KINDS.items()}  # type: ignore[valid-type]


def _one(shape: Any) -> dict[str, Any]:
    schema = TypeAdapter(shape).json_schema(by_alias=True, schema_generator=_Schema)
    return {"$schema": _Schema.schema_dialect, **schema}
