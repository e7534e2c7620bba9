"""A folder for reviews of one's own, outside the package."""

from __future__ import annotations

import json
from pathlib import Path

from dhrgraph.errors import DhrgraphError, shown
from dhrgraph.rdf.release import replace_file
from dhrgraph.records.schema import schemas
from dhrgraph.resources import datasets

__all__ = ["make_collection"]

_IGNORED = """# Nothing of an unpublished review belongs in a repository that others can read.
reviews/
build/
"""


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
    if folder.exists() and any(folder.iterdir()):
        raise DhrgraphError(f"{shown(folder)} is not empty: name a new folder, so that nothing is overwritten")
    template = datasets() / "template"
    files = {
        path.relative_to(template): path.read_bytes()
        for path in sorted(template.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    files |= {Path("schema") / f"{name}.json": _json(schema) for name, schema in schemas().items()}
    files[Path(".vscode") / "settings.json"] = _json({"yaml.schemas": _editor()})
    files[Path(".gitignore")] = _IGNORED.encode()
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        replace_file(folder / name, content)
    return [folder / name for name in files]


def _editor() -> dict[str, str | list[str]]:
    """Which files of a collection each schema is for, as editors with a YAML extension read it."""
    told: dict[str, str | list[str]] = {f"./schema/{name}.json": f"reviews/*/{name}.yaml" for name in schemas()}
    told["./schema/agencies.json"] = ["agencies.yaml", "reviews/*/agencies.yaml"]
    return told


def _json(content: object) -> bytes:
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()
