"""Catalogues from files, and how they and the coded reviews fit together.

A collection's own catalogues stand in its folder ``catalogues``, one file each; those that serve
several collections may stand in a folder of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from dhrgraph.errors import Problem, shown
from dhrgraph.records.catalogue import Catalogue, CatalogueFile
from dhrgraph.records.collection import Collection, Place
from dhrgraph.records.loading import load_mapping
from dhrgraph.records.values import ID_PATTERN

__all__ = ["catalogue_problems", "with_catalogues"]


def with_catalogues(collection: Collection, folder: Path | None = None) -> tuple[Collection, list[Problem]]:
    """A collection with its catalogues, and what is wrong with their files.

    Parameters
    ----------
    collection : Collection
        Its own folder ``catalogues`` need not exist.
    folder : pathlib.Path, optional
        A further folder of catalogues, which must exist.
    """
    problems: list[Problem] = []
    files: dict[Path, str] = {}
    found: dict[str, CatalogueFile] = {}
    for path in _paths(collection.folder / "catalogues", folder, problems):
        if path.stem in found:
            what = f"the catalogue {path.stem!r} is there already, in {shown(found[path.stem].file)}"
            problems.append(Problem(shown(path), 0, 0, what, "keep one of the two files"))
            continue
        remedy = "make it from the dataset with: dhrgraph import"
        catalogue = load_mapping(path, Catalogue, problems, files, remedy)
        if catalogue:
            found[path.stem] = CatalogueFile(path.stem, path, catalogue)
    return replace(collection, catalogues=list(found.values()), files={**collection.files, **files}), problems


def _paths(own: Path, further: Path | None, problems: list[Problem]) -> list[Path]:
    """The files to read, those of the collection first; each once."""
    if further is not None and not further.is_dir():
        remedy = "name the folder that dhrgraph import wrote to, or leave the option out"
        problems.append(Problem(shown(further), 0, 0, "there is no such folder of catalogues", remedy))
    folders = [own, *([further] if further is not None and further.resolve() != own.resolve() else [])]
    paths: list[Path] = []
    for path in (path for folder in folders if folder.is_dir() for path in sorted(folder.iterdir())):
        if path.name.startswith("."):
            continue  # what other programs leave behind
        if path.suffix == ".yml" or (path.suffix == ".yaml" and not re.fullmatch(ID_PATTERN, path.stem)):
            remedy = "name it with small letters and digits, joined by single hyphens, and the ending .yaml"
            problems.append(Problem(shown(path), 0, 0, "the file's name cannot be a catalogue's", remedy))
        elif path.suffix == ".yaml":
            paths.append(path)
    return paths


def catalogue_problems(collection: Collection) -> Iterator[Problem]:
    """What is wrong within catalogues, and with the links of coded reviews to them.

    A link to a catalogue that is not there is sound: the coding stands without it. So is a link of a
    packaged review to an entry that is not there, which another version of the list may lack.
    """
    known = {one.id: dict.fromkeys(entry.id for entry in one.catalogue.entries) for one in collection.catalogues}
    for one in collection.catalogues:
        first: dict[str, int] = {}
        for index, entry in enumerate(one.catalogue.entries):
            if entry.id in first:
                place = Place(one.file, ("entries", index, "id"))
                what = f"the id {entry.id!r} stands twice in this catalogue"
                yield place.problem(what, "make the catalogue anew from the dataset with: dhrgraph import")
            first.setdefault(entry.id, index)
    for review in collection.reviews:
        home = Place(review.folder / "review.yaml") / "catalogue"
        for index, link in enumerate(review.review.catalogue):
            name, _, entry_id = link.partition("/")
            if link in review.review.catalogue[:index]:
                yield (home / index).problem(f"the entry {link!r} stands twice", "keep one of the two")
            elif name in known and entry_id not in known[name] and not collection.packaged:
                near = get_close_matches(entry_id, known[name], n=1)
                hint = f"did you mean '{name}/{near[0]}'? " if near else ""
                what = f"the catalogue {name!r} has no entry {entry_id!r}"
                yield (home / index).problem(what, f"{hint}correct the id, or delete it")
