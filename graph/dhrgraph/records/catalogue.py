"""The record types of a catalogue: a published list of reviews with what the list tells of each.

A catalogue is no coding: nobody here read the reports, and what the list does not tag is "not
tagged", never absent. Its file is written by `dhrgraph import`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field

from dhrgraph.records.values import Base, Count, Formed, OneOf, Text, When

__all__ = ["Catalogue", "CatalogueFile", "Creator", "Entry", "Source", "equal_entries"]

Address = Annotated[str, Formed(r"https?://[^\s<>\"{}|\\^`]+", "a web address", "https://example.org/page")]


class Creator(Base):
    """One who made the list, to be credited."""

    name: Text
    orcid: Annotated[str, Formed(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", "an ORCID", "0000-0002-1825-0097")] | None = None


class Source(Base):
    """Where a catalogue comes from, and what its licence asks to be told."""

    title: Text
    creators: Annotated[list[Creator], Field(min_length=1)]
    licence: Address
    doi: Annotated[str, Formed(r"10\.\d{4,9}/\S+", "a DOI", "10.5281/zenodo.123")] | None = None
    version: Annotated[Text, Field(description="As far as it is known, and how far that is")]
    citation: Annotated[Text, Field(description="How the makers ask to be cited")]
    collected: Annotated[Text, Field(description="How the list came about, and what a missing tag means")]
    file: Annotated[Text, Field(description="Name of the file that was read")]
    sha256: Annotated[str, Formed(r"[0-9a-f]{64}", "the sha256 of a file", "64 hexadecimal digits")]
    changes: Annotated[list[Text], Field(min_length=1, description="What was changed in taking it over")]


class Entry(Base):
    """One line of the list."""

    id: Annotated[str, Formed(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*", "the id of an entry", "INC-0001")]
    area: Annotated[Text, Field(description="Area of the partnership, as the list names it")]
    region: Annotated[str, OneOf("region")]
    death: Annotated[When | None, Field(description="Date of death, as exact as the list")] = None
    victims: Annotated[Count, Field(description="Number of victims")]
    cause: Annotated[str, OneOf("cause-of-death")] | None = None
    place: Annotated[str, OneOf("place-of-death")] | None = None
    tags: Annotated[
        list[Annotated[str, OneOf("case-tag")]],
        Field(description="What the list tags; what is not here is not tagged, which is not the same as absent"),
    ] = []


class Catalogue(Base):
    """A list with its source: a file of the folder catalogues."""

    of_records: ClassVar[bool] = True

    source: Source
    entries: Annotated[list[Entry], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """A catalogue as it was loaded.

    Parameters
    ----------
    id : str
        The name of its file without the ending; entries are named ``id/entry``.
    file : pathlib.Path
    catalogue : Catalogue
    """

    id: str
    file: Path
    catalogue: Catalogue


def equal_entries(catalogue: Catalogue) -> list[list[str]]:
    """Ids of entries that are equal in all but the id: possibly one case that is listed twice.

    Nothing is done about them: that two cases are alike in what a list tells does not make them one.
    """
    alike: dict[str, list[str]] = defaultdict(list)
    for entry in catalogue.entries:
        alike[entry.model_dump_json(exclude={"id"})].append(entry.id)
    return [ids for ids in alike.values() if len(ids) > 1]
