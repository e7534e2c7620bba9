"""A draft review to its folder, which appears whole or not at all.

A folder that has records already is never written over: what differs goes to ``proposed/`` there.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from pathlib import Path

from dhrgraph.exchange.files import guards, write_all
from dhrgraph.files import kept_private, read_plain

__all__ = ["folder_of", "is_of_another", "place"]

#: Files of a draft that are no records, and that a person does not correct.
_BESIDE = ("draft.json", "draft.html")
_DIFFERENCES = "differences.txt"


def folder_of(out: Path, review: str) -> Path:
    """The folder of a review in a collection."""
    return out / "reviews" / review


def is_of_another(out: Path, review: str, texts: Mapping[str, str]) -> bool:
    """Whether the draft that stands in a collection under an id was made from another file."""
    try:
        before = json.loads(read_plain(folder_of(out, review) / "draft.json"))
        return bool(before["sha256"] != json.loads(texts["draft.json"])["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        return False  # there is none, or a person has made something else of it


def place(out: Path, review: str, texts: Mapping[str, str]) -> tuple[str, ...] | None:
    """Write the files of a draft review to a collection, readable for this user alone.

    Parameters
    ----------
    out : pathlib.Path
        Folder of the collection; made where it does not exist.
    review : str
        Id of the review.
    texts : mapping
        Its files by name.

    Returns
    -------
    tuple of str or None
        Files that differ from records that were there, written to ``proposed/``; None for a new review.

    Raises
    ------
    OSError
        If it cannot be written; what stood there before stands there still.
    DhrgraphError
        If another command is writing to the collection.
    """
    folder = folder_of(out, review)
    differing: list[tuple[str, ...]] = []

    def contents() -> dict[str, str | None]:
        name = folder.relative_to(out).as_posix()
        guarding: dict[str, str | None] = {**guards(out)}
        if not folder.is_dir() or not any(folder.glob("*.yaml")):
            return guarding | {f"{name}/{each}": text for each, text in texts.items()}
        differing.append(
            tuple(sorted(n for n, text in texts.items() if n not in _BESIDE and _text(folder / n) != text))
        )
        proposed = _proposed(folder, texts, differing[0])
        return guarding | {f"{name}/proposed/{each}": text for each, text in proposed.items()}

    with kept_private():
        write_all(contents, out)
    return differing[0] if differing else None


def _proposed(folder: Path, texts: Mapping[str, str], differing: tuple[str, ...]) -> dict[str, str | None]:
    """What the folder ``proposed`` is to hold, and None for each file that it holds no longer."""
    before: dict[str, str | None] = dict.fromkeys(
        path.name for path in (folder / "proposed").glob("*") if path.is_file()
    )
    if not differing:
        return before
    lines: list[str] = []
    for name in differing:
        old, new = _text(folder / name).splitlines(True), texts[name].splitlines(True)
        lines += difflib.unified_diff(old, new, f"{name} (yours)", f"{name} (proposed)")
    differences = "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
    return before | {name: texts[name] for name in (*differing, *_BESIDE)} | {_DIFFERENCES: differences}


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
