"""A value that a report tells in several ways: its readings, and which of them the coder prefers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeAlias, TypeVar

from pydantic import Discriminator, Field, Tag, model_validator

from dhrgraph.records.values import Base, Cites, Summary, fault

__all__ = ["Disputable", "Reading", "Readings", "settled"]

T = TypeVar("T")


class Reading(Base, Generic[T]):
    """One of several values that a report gives for one fact, with the passages that give it."""

    value: T
    cites: Cites


class Readings(Base, Generic[T]):
    """A value that the report tells in two or more ways.

    The coder may prefer one, and says why; where none is preferred, the graph asserts none.
    """

    readings: Annotated[list[Reading[T]], Field(min_length=2)]
    preferred: T | None = None
    because: Summary | None = None

    @model_validator(mode="after")
    def _preference(self) -> Readings[T]:
        values = [reading.value for reading in self.readings]
        if any(values.count(value) > 1 for value in values):
            raise fault("two readings have one value", "join them and cite all their passages")
        if self.preferred is not None and self.preferred not in values:
            raise fault("the preferred value is none of the readings", "prefer a reading's value or none")
        if (self.preferred is None) != (self.because is None):
            raise fault("a preference and its reason go together", "give both preferred and because, or neither")
        return self


def _tag(value: object) -> str:
    return "readings" if isinstance(value, (dict, Readings)) else "value"


if TYPE_CHECKING:
    Disputable: TypeAlias = T | Readings[T]
else:

    class Disputable:
        """A value, or the readings of it where the report contradicts itself.

        A class and no alias, since an alias would hand on ``Readings[T]`` with its variable unbound,
        and pydantic would then check nothing inside the readings.
        """

        def __class_getitem__(cls, value: Any) -> Any:
            branches = Annotated[value, Tag("value")] | Annotated[Readings[value], Tag("readings")]
            return Annotated[branches, Discriminator(_tag)]


def settled(value: T | Readings[T] | None) -> T | None:
    """The value that holds: the plain one, or the preferred reading, if any.

    Examples
    --------
    >>> settled("phone")
    'phone'
    >>> settled(Readings[str](readings=[Reading(value="a", cites=["1"]), Reading(value="b", cites=["2"])]))
    """
    return value.preferred if isinstance(value, Readings) else value
