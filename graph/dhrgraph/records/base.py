"""The root of all record types: no key that is not known, and one rule for all texts.

The rule (`dhrgraph.texts`) stands here and not at the fields, so that no kind of record can forget it:
each text of a record is normalised before its field sees it, so that lengths, patterns and codes are
those of the normalised text, and one with a character that may not stand is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from dhrgraph.texts import forbidden, named, normalised, without_faults

__all__ = ["MOST_CHARACTERS", "MOST_VALUES", "Base", "fault"]

#: What one record may hold: so much that no report needs it, and so little that each cell of a table that is made
#: of it, with its values joined and escaped, fits into the 32,767 characters of a spreadsheet's cell.
MOST_VALUES = 400
MOST_CHARACTERS = 15_000

Where = tuple[str | int, ...]


def fault(what: str, remedy: str) -> PydanticCustomError:
    """An error of a value that says what is wrong and what to do."""
    return PydanticCustomError("fault", "{what}", {"what": what, "remedy": remedy})


class Base(BaseModel):
    """Root of all record types: immutable, no unknown keys, every text by the one rule."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    #: Whether the class holds whole records, each of which has limits of its own.
    of_records: ClassVar[bool] = False

    @model_validator(mode="wrap")
    @classmethod
    def _by_the_rule(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        faults: list[InitErrorDetails] = []
        ruled = _ruled(data, (), faults)
        if not cls.of_records and isinstance(data, dict):
            faults += _too_large(ruled)
        if not faults:
            return handler(ruled)
        try:
            handler(ruled)
        except ValidationError as error:
            faults += map(_again, error.errors(include_url=False))
        raise ValidationError.from_exception_data(cls.__name__, faults)


def _ruled(value: Any, at: Where, faults: list[InitErrorDetails]) -> Any:
    """A value with its texts by the rule; what may not stand in them is added to the faults."""
    if isinstance(value, str):
        text = normalised(value)
        bad = forbidden(text)
        if bad is None:
            return text
        what = f"the character {named(bad)} may not stand in a text"
        faults.append(InitErrorDetails(type=fault(what, "delete it, or type the text anew"), loc=at, input=value))
        return without_faults(text) or "x"  # so that nothing else is found wrong with it
    if isinstance(value, dict):
        return {_key(key): _ruled(each, (*at, key), faults) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_ruled(each, (*at, index), faults) for index, each in enumerate(value)]
    return value


def _key(key: Any) -> Any:
    return normalised(key) if isinstance(key, str) else key


def _too_large(value: Any) -> Iterator[InitErrorDetails]:
    sizes = list(_sizes(value))
    if len(sizes) > MOST_VALUES:
        what = f"the record has {len(sizes):,} values, more than {MOST_VALUES}"
        yield InitErrorDetails(type=fault(what, "make several records of it"), loc=(), input=None)
    elif sum(sizes) > MOST_CHARACTERS:
        what = f"the record has {sum(sizes):,} characters, more than {MOST_CHARACTERS:,}"
        yield InitErrorDetails(type=fault(what, "say it shorter"), loc=(), input=None)


def _sizes(value: Any) -> Iterator[int]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from (len(str(key)) + size for size in _sizes(each))
    elif isinstance(value, list):
        for each in value:
            yield from _sizes(each)
    else:
        yield len(str(value))


def _again(error: Any) -> InitErrorDetails:
    """An error as it was found, to be raised with the others."""
    kind = PydanticCustomError(error["type"], "{message}", {**error.get("ctx", {}), "message": error["msg"]})
    return InitErrorDetails(type=kind, loc=error["loc"], input=error.get("input"))
