"""The kinds of value that the fields of a record hold.

A record's annotations say all that is known of a field: its type here, the code list behind it
(`OneOf`), the kind of record it points to (`Ref`). Loading, checks, the JSON Schema, the mapping to
RDF and the tables read them from there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, core_schema

from dhrgraph.lexicon.edtf import Edtf, parse
from dhrgraph.records.base import Base, fault
from dhrgraph.records.codes import codes, groups

__all__ = [
    "ID_PATTERN",
    "Answer",
    "Base",
    "Citation",
    "Cites",
    "Count",
    "EdtfText",
    "EntryRef",
    "Formed",
    "Id",
    "Moment",
    "OneOf",
    "Ref",
    "Summary",
    "Text",
    "When",
    "YesNo",
    "fault",
    "yes_no",
]

SUMMARY_WORDS = 20


@dataclass(frozen=True, slots=True)
class OneOf:
    """Marks a text as a code of the list `scheme`."""

    scheme: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, core_schema.str_schema())

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        known = codes(self.scheme)
        return {
            "type": "string",
            "enum": list(known),
            "markdownEnumDescriptions": [c.definition for c in known.values()],
        }

    def _check(self, value: str) -> str:
        known = codes(self.scheme)
        if members := groups(self.scheme).get(value):
            raise fault(f"{value!r} is a group of codes", f"write the one that fits of {', '.join(members)}")
        if value not in known:
            near = get_close_matches(value, known, n=1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            raise fault(f"unknown code {value!r}", f"{hint}write one of {', '.join(known)}")
        return value


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a text as the id of a record of one of the `kinds` (``agency`` or a kind of record)."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Formed:
    """Marks a text as being of a form of its own, such as a DOI.

    Parameters
    ----------
    pattern : str
        Regular expression for the whole text.
    name : str
        What such a text is called, with its article.
    example : str
    """

    pattern: str
    name: str
    example: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, core_schema.str_schema())

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{self.pattern}$", "examples": [self.example]}

    def _check(self, value: str) -> str:
        if not re.fullmatch(self.pattern, value):
            raise fault(f"{value!r} is not {self.name}", f"write it like {self.example}")
        return value


class EntryRef(Formed):
    """Marks a text as the name of an entry of a catalogue: the catalogue and the id there."""

    def __init__(self) -> None:
        super().__init__(
            r"[a-z0-9]+(-[a-z0-9]+)*/[A-Za-z0-9]+(-[A-Za-z0-9]+)*", "an entry of a catalogue", "dhrd/INC-0001"
        )


@dataclass(frozen=True, slots=True)
class EdtfText:
    """Reads a date; one that can last only where `lasting`.

    YAML reads ``[2010-09..2010-11]`` without quotation marks as a list of one text, which is refused with the
    remedy.
    """

    lasting: bool

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        read = core_schema.no_info_before_validator_function(self._quoted, core_schema.str_schema())
        return core_schema.no_info_after_validator_function(
            self._parse, read, serialization=core_schema.to_string_ser_schema()
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        examples = ["2010-09-18", "2010-09", "2010", "[2010-12..2011-02]", "2014~"]
        return {
            "type": ["string", "integer"],
            "examples": [*examples, *(["2010-12/2011-02"] if self.lasting else [])],
        }

    @staticmethod
    def _quoted(value: object) -> object:
        match value:
            case [str(text)] if ".." in text:
                raise fault("a date in brackets stands without quotation marks", f'write "[{text}]"')
        return value

    def _parse(self, value: str) -> Edtf:
        try:
            edtf = parse(value)
        except ValueError as error:
            what, _, remedy = str(error).partition(": ")
            raise fault(what, remedy) from None
        if edtf.precision == "throughout" and not self.lasting:
            start, end = edtf.ends
            remedy = f"write [{start}..{end}] for some day within"
            raise fault(f"{value} means throughout a time, and this date is of one day", remedy)
        return edtf


def _short(value: str) -> str:
    words = len(value.split(" "))
    if words > SUMMARY_WORDS:
        raise fault(f"the summary has {words} words", f"say it in your own words, in at most {SUMMARY_WORDS}")
    return value


class _Short:
    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(_short, handler(source))


#: What an id looks like.
ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"

#: Id of a record: small letters and digits, joined by single hyphens.
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=80)]
#: Any text of at least one character; `Base` holds it to the rule for texts.
Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]
#: A text in the coder's own words, of at most twenty words.
Summary = Annotated[Text, _Short()]
#: Number of a passage as printed: ``3.3.2``, ``1.9.1(a)``, ``fn12``, ``App1.5(a)``, ``1.2.1#2``.
Citation = Annotated[str, StringConstraints(pattern=r"^\S+$", max_length=60)]
#: The passages that state a record; at least one.
Cites = Annotated[list[Citation], Field(min_length=1, description="Numbers of all passages that state it, as printed")]
#: An EDTF date of what may have gone on for a time.
When = Annotated[Edtf, EdtfText(lasting=True)]
#: An EDTF date of what happens on one day.
Moment = Annotated[Edtf, EdtfText(lasting=False)]
#: A number of occasions.
Count = Annotated[int, Field(ge=0, le=9999)]
#: yes, no or unclear.
Answer = Annotated[str, OneOf("answer")]


@dataclass(frozen=True, slots=True)
class _YesNo:
    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self._parse, serialization=core_schema.plain_serializer_function_ser_schema(yes_no)
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "enum": ["yes", "no"]}

    @staticmethod
    def _parse(value: object) -> bool:
        if value not in ("yes", "no"):
            raise fault(f"{value!r} is neither yes nor no", "write yes or no")
        return value == "yes"


def yes_no(value: bool) -> str:
    """``yes`` or ``no``, as records and tables write it."""
    return "yes" if value else "no"


#: yes or no, held as a bool.
YesNo = Annotated[bool, _YesNo()]
