"""What pydantic found wrong, as problems with place and remedy."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from dhrgraph.errors import Problem
from dhrgraph.yamltext import Parsed, Path

__all__ = ["problems_of"]


def problems_of(error: ValidationError, at: Path, parsed: Parsed, file: str, cls: type[BaseModel]) -> Iterator[Problem]:
    """Yield a problem for each error of one record.

    Parameters
    ----------
    error : pydantic.ValidationError
    at : tuple
        Path of the record in the file.
    parsed : Parsed
        The file, for the places.
    file : str
        Its name, for the problem.
    cls : type
        The class of the record, for the keys that it knows.
    """
    details = error.errors(include_url=False)
    misspelt = {_nearest(str(d["loc"][-1]), cls) for d in details if d["type"] == "extra_forbidden"}
    for detail in details:
        if detail["type"] == "missing" and detail["loc"][-1] in misspelt:
            continue  # it is there under a misspelt key, which is told
        path = _real_path(at, detail, parsed)
        what, remedy = _told(detail, path, cls)
        unknown_key = detail["type"] == "extra_forbidden"
        line, column = (parsed.keys if unknown_key else parsed.places).get(path, (1, 1))
        yield Problem(file, line, column, what, remedy)


def _real_path(at: Path, detail: ErrorDetails, parsed: Parsed) -> Path:
    """The place in the file: the error's location without the names of union branches."""
    path = at
    for step in detail["loc"]:
        if (*path, step) in parsed.places:
            path = (*path, step)
    return path


def _told(detail: ErrorDetails, path: Path, cls: type[BaseModel]) -> tuple[str, str]:
    kind, value, context = detail["type"], detail.get("input"), detail.get("ctx", {})
    name = next((step for step in reversed(detail["loc"]) if isinstance(step, str)), "")
    match kind:
        case "fault":
            return str(context["what"]), str(context["remedy"])
        case "extra_forbidden":
            return f"unknown key {name!r}", _known_keys(name, cls, nested=len(detail["loc"]) > 1)
        case "missing":
            return f"the key {name!r} is missing", f"add a line {name}: …"
        case "string_type" | "model_type" | "model_attributes_type" | "list_type" | "dict_type":
            wanted = {"s": "one value", "m": "keys with values", "l": "a list in [ ]", "d": "keys with values"}[kind[0]]
            return f"{_shape(value)} stands where {wanted} belongs", f"write {wanted}"
        case "string_too_short" | "too_short":
            return f"{name!r} has no value" if kind != "too_short" else f"the list {name!r} is too short", (
                "give a value or delete the line" if kind != "too_short" else f"give at least {context['min_length']}"
            )
        case "string_pattern_mismatch":
            return f"{_quoted(value)} has characters that may not stand here", _pattern_remedy(str(context["pattern"]))
        case "string_too_long":
            return f"{name!r} is longer than {context['max_length']} characters", "say it shorter"
        case "int_parsing" | "int_parsing_size" | "int_from_float" | "int_type" | "greater_than_equal":
            return f"{_quoted(value)} is no number of occasions", "write a whole number such as 3"
        case "less_than_equal":
            return f"{_quoted(value)} is more than {context['le']:,}", "look for a typing error"
        case _:
            return f"{name!r}: {detail['msg']}", "see docs/records.md"


def _known_keys(name: str, cls: type[BaseModel], *, nested: bool) -> str:
    if nested:
        return "see docs/records.md for the keys of this part"
    near = _nearest(name, cls)
    hint = f"did you mean {near!r}? " if near else ""
    return f"{hint}the keys are {', '.join(_keys(cls))}"


def _keys(cls: type[BaseModel]) -> list[str]:
    return [field.alias or key for key, field in cls.model_fields.items()]


def _nearest(name: str, cls: type[BaseModel]) -> str | None:
    return next(iter(get_close_matches(name, _keys(cls), n=1)), None)


def _shape(value: Any) -> str:
    shapes: dict[type, str] = {str: "a single value", list: "a list", dict: "a group of keys"}
    return shapes.get(type(value), "nothing")


def _quoted(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…'"


def _pattern_remedy(pattern: str) -> str:
    if "a-z0-9" in pattern:
        return "write small letters and digits, joined by single hyphens"
    if r"\S" in pattern:
        return "write the number as printed, without spaces"
    if "https" in pattern:
        return "write a web address that begins with http:// or https://"
    return "write the 64 hexadecimal digits of a sha256"
