"""Folders of YAML files to typed records, with every error shown at once.

A collection is a folder with ``reviews/<id>/`` (one folder a review) and, optionally, an
``agencies.yaml`` that extends the packaged register.
"""

from __future__ import annotations

import hashlib
import re
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from dhrgraph import journal, passages, yamltext
from dhrgraph.errors import Problem, shown
from dhrgraph.files import read_plain
from dhrgraph.passages import Passage
from dhrgraph.records.collection import AnyRecord, Collection, Place, ReviewRecords
from dhrgraph.records.explain import problems_of
from dhrgraph.records.types import KINDS, REQUIRED, Agency, Review
from dhrgraph.records.values import ID_PATTERN, Base
from dhrgraph.resources import datasets
from dhrgraph.texts import normalised

__all__ = ["load_collection", "load_list", "load_mapping"]

B = TypeVar("B", bound=Base)


def load_collection(folder: Path | None = None) -> tuple[Collection, list[Problem]]:
    """Load a collection, the packaged one by default.

    What could not be read is left out of the collection and told in the problems.

    Parameters
    ----------
    folder : pathlib.Path, optional
        A folder with ``reviews/`` and, optionally, ``agencies.yaml``.
    """
    home = datasets()
    root = home if folder is None else folder
    packaged = root.resolve() == home.resolve()
    collection = Collection(root, packaged=packaged)
    problems: list[Problem] = []
    if not root.is_dir():
        remedy = "name the folder of a collection, or make one with: dhrgraph init DIR"
        return collection, [Problem(shown(root), 0, 0, "there is no such folder", remedy)]
    journal.finish(root)
    own = root / "agencies.yaml"
    for path in [home / "agencies.yaml", *([own] if own.is_file() and not packaged else [])]:
        rows, indexes, unread = load_list(path, Agency, problems, collection.files)
        collection.register.extend(rows)
        collection.unread.extend(["*"] if unread is None else sorted(unread))
        collection.register_places.extend(Place(path, (index,)) for index in indexes)
    for path in _review_folders(root, problems):
        review = _load_review(path, problems, collection.files)
        if review:
            collection.reviews.append(review)
    return collection, problems


def _review_folders(root: Path, problems: list[Problem]) -> list[Path]:
    parent = root / "reviews"
    entries = sorted(parent.iterdir()) if parent.is_dir() else []
    folders = [path for path in entries if path.is_dir() and path.name[0] not in "._"]
    if not folders:
        remedy = "make a folder reviews/ID with the files of a review; dhrgraph init DIR makes an example"
        problems.append(Problem(shown(parent), 0, 0, "the collection has no review", remedy))
    return folders


def _load_review(folder: Path, problems: list[Problem], files: dict[Path, str]) -> ReviewRecords | None:
    _check_names(folder, problems)
    records: dict[str, list[AnyRecord]] = {}
    indexes: dict[str, list[int]] = {}
    unread_ids: set[str] = set()
    unread_kinds: set[str] = set()
    remedy = "every review needs this file; dhrgraph init DIR makes an example"
    review = load_mapping(folder / "review.yaml", Review, problems, files, remedy)
    coded = [name for name in KINDS if name in REQUIRED or _is_there(folder / f"{name}.yaml")]
    for name, cls in KINDS.items():
        if name not in coded:
            records[name], indexes[name] = [], []
            continue
        rows, indexes[name], unread = load_list(folder / f"{name}.yaml", cls, problems, files)
        records[name] = list(rows)
        if unread is None:
            unread_kinds |= {cls.kind_name, *(("forum",) if cls is Agency else ())}
        else:
            unread_ids |= unread
    index = _load_passages(folder / "passages.csv", problems, files)
    unread_parts = (frozenset(unread_ids), frozenset(unread_kinds))
    if review is None:
        return None
    return ReviewRecords(folder.name, folder, review, records, index, indexes, frozenset(coded), *unread_parts)


def _is_there(path: Path) -> bool:
    """Whether there is something of this name, be it a link that leads nowhere, which is then reported."""
    return path.exists() or path.is_symlink()


def _check_names(folder: Path, problems: list[Problem]) -> None:
    if not re.fullmatch(ID_PATTERN, folder.name):
        remedy = "name it with small letters and digits, joined by single hyphens"
        problems.append(Problem(shown(folder), 0, 0, "the folder's name cannot be a review's id", remedy))
    known = ["review.yaml", "passages.csv", "evidence.yaml", *(f"{name}.yaml" for name in KINDS)]
    for path in sorted(folder.iterdir()):
        if path.suffix in (".yaml", ".yml", ".csv") and path.name not in known:
            near = get_close_matches(path.name, known, n=1)
            remedy = f"did you mean {near[0]}?" if near else f"the files of a review are {', '.join(known)}"
            problems.append(Problem(shown(path), 0, 0, "no file of a review has this name", remedy))


def load_list(
    path: Path, cls: type[B], problems: list[Problem], files: dict[Path, str]
) -> tuple[list[B], list[int], set[str] | None]:
    """The records of a file that is a list, their indexes in it, and the ids of those that cannot be read.

    What is wrong is added to `problems`, and the file to `files`.

    The ids are None where the file as a whole cannot be read.
    """
    parsed = _parsed(path, problems, files, "write its records, or [] if the report states none")
    if parsed is None or parsed.value is None:
        return [], [], None
    if not isinstance(parsed.value, list):
        remedy = "begin each record with a hyphen and a space: - id: …"
        problems.append(Problem(shown(path), *parsed.places[()], "the file is no list of records", remedy))
        return [], [], None
    rows: list[B] = []
    indexes: list[int] = []
    unread: set[str] = set()
    for index, value in enumerate(parsed.value):
        record = _record((index,), value, parsed, path, cls, problems)
        if record is not None:
            rows.append(record)
            indexes.append(index)
        elif isinstance(value, dict):
            unread.add(normalised(str(value.get("id"))))
    return rows, indexes, unread


def load_mapping(path: Path, cls: type[B], problems: list[Problem], files: dict[Path, str], remedy: str) -> B | None:
    """The record of a file that holds one; None where it cannot be read.

    Parameters
    ----------
    path : pathlib.Path
    cls : type
        The class of the record.
    problems, files : list
        Are added to: what is wrong, and the file if it was read.
    remedy : str
        What to do where there is no such file.
    """
    parsed = _parsed(path, problems, files, remedy)
    if parsed is None or parsed.value is None:
        return None
    return _record((), parsed.value, parsed, path, cls, problems)


def _parsed(path: Path, problems: list[Problem], files: dict[Path, str], remedy: str) -> yamltext.Parsed | None:
    data = _bytes(path, problems, files, remedy)
    if data is None:
        return None
    parsed = yamltext.parse(data)
    problems += [Problem(shown(path), f.line, f.column, f.what, f.remedy) for f in parsed.faults]
    return parsed


def _bytes(path: Path, problems: list[Problem], files: dict[Path, str], remedy: str) -> bytes | None:
    try:
        data = read_plain(path, yamltext.MAX_BYTES)
    except FileNotFoundError:
        problems.append(Problem(shown(path), 0, 0, "the file is missing", remedy))
        return None
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        problems.append(Problem(shown(path), 0, 0, what, "look at its permissions"))
        return None
    if len(data) > yamltext.MAX_BYTES:
        what = f"the file is larger than {yamltext.MAX_BYTES:,} bytes"
        problems.append(Problem(shown(path), 0, 0, what, "a review's files are far smaller: look at what it holds"))
        return None
    files[path] = hashlib.sha256(data).hexdigest()
    return data


def _record(
    at: yamltext.Path, value: object, parsed: yamltext.Parsed, path: Path, cls: type[B], problems: list[Problem]
) -> B | None:
    try:
        return cls.model_validate(value)
    except ValidationError as error:
        problems += problems_of(error, at, parsed, shown(path), cls)
        return None


def _load_passages(path: Path, problems: list[Problem], files: dict[Path, str]) -> list[Passage]:
    data = _bytes(path, problems, files, "make it from the report with: dhrgraph passages REPORT")
    if data is None:
        return []
    try:
        return passages.from_csv(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError) as error:
        found = re.match(r"line (\d+)(?:, column (\d+))?: ", str(error))
        place = (int(found[1]), int(found[2] or 1)) if found else (1, 1)
        what = str(error)[found.end() :] if found else "this is not UTF-8 text"
        remedy = "make the index anew from the report with: dhrgraph passages REPORT"
        problems.append(Problem(shown(path), *place, what, remedy))
        return []
