"""A folder for reviews of one's own, outside the package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from dhrgraph import journal
from dhrgraph.errors import DhrgraphError, shown
from dhrgraph.exchange.files import IGNORE_FILE, IGNORED, write_all
from dhrgraph.files import kept_private
from dhrgraph.records.schema import schemas
from dhrgraph.resources import datasets

__all__ = ["make_collection"]


def make_collection(folder: Path) -> list[Path]:
    """Make a collection with an invented example of each kind of record.

    Returns
    -------
    list of pathlib.Path
        The files that were made.

    Raises
    ------
    DhrgraphError
        If the folder holds anything already; nothing is overwritten.
    """
    journal.finish(folder)
    files = _template()
    others = [path for path in folder.rglob("*") if not path.is_dir() and not _same(path, folder, files)]
    if others:
        raise DhrgraphError(f"{shown(folder)} is not empty: name a new folder, so that nothing is overwritten")
    with kept_private():
        write_all(files, folder)
    return [folder / name for name in files]


def _same(path: Path, folder: Path, files: Mapping[str, bytes]) -> bool:
    """Whether a file is there already as it is to be, as a run that was cut short leaves it."""
    return path.is_file() and files.get(path.relative_to(folder).as_posix()) == path.read_bytes()


def _template() -> dict[str, bytes]:
    """The files of a new collection by name."""
    template = datasets() / "template"
    files = {
        path.relative_to(template).as_posix(): path.read_bytes()
        for path in sorted(template.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    files |= {f"schema/{name}.json": _json(schema) for name, schema in schemas().items()}
    return files | {".vscode/settings.json": _json({"yaml.schemas": _editor()}), IGNORE_FILE: IGNORED.encode()}


def _editor() -> dict[str, str | list[str]]:
    """Which files of a collection each schema is for, as editors with a YAML extension read it."""
    files: dict[str, str | list[str]] = {f"./schema/{name}.json": f"reviews/*/{name}.yaml" for name in schemas()}
    files["./schema/agencies.json"] = ["agencies.yaml", "reviews/*/agencies.yaml"]
    return files


def _json(content: object) -> bytes:
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()
