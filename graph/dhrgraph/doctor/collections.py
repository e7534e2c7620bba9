"""Whether a collection is whole and sound, for whom it can be read, and what killed processes have left in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dhrgraph import journal
from dhrgraph.doctor.checks import Check, leftover_checks, openness_checks, sharing_checks
from dhrgraph.errors import DhrgraphError, shown
from dhrgraph.exchange.files import IGNORE_FILE, is_guarded
from dhrgraph.records import check, load_collection
from dhrgraph.resources import datasets
from dhrgraph.texts import counted

__all__ = ["collection_checks", "is_collection"]


def is_collection(folder: Path) -> bool:
    """Whether a folder is a collection, or is becoming one."""
    return any((folder / name).exists() for name in ("reviews", "agencies.yaml", journal.FOLDER))


def collection_checks(folder: Path) -> Iterator[Check]:
    """What is in order and what is not with a collection."""
    if journal.pending(folder):
        what = f"a change of {shown(folder)} was cut short"
        yield Check("collection", "wrong", what, f"run: dhrgraph check {shown(folder)}, which completes it")
        return
    try:
        collection, problems = load_collection(folder)
    except DhrgraphError as error:
        yield Check("collection", "wrong", str(error), "mend this first")
        return
    problems += check(collection)
    if problems:
        what = f"{shown(folder)} has {counted(len(problems), 'problem')}"
        yield Check("collection", "wrong", what, f"run: dhrgraph check {shown(folder)}, which shows each")
    else:
        yield Check(
            "collection", "right", f"{shown(folder)}: {counted(len(collection.reviews), 'review')} without a problem"
        )
    folders = [folder, *(review.folder for review in collection.reviews)]
    yield from leftover_checks("collection", folders, "run any command that writes there, which deletes them")
    if folder.resolve() != datasets().resolve():
        yield from _apart(folder, collection.unpublished)


def _apart(folder: Path, unpublished: list[str]) -> Iterator[Check]:
    """Whether a collection of one's own stays one's own."""
    yield from openness_checks("collection", folder, unpublished)
    yield from sharing_checks("collection", folder)
    if not is_guarded(folder):
        what = f"no {IGNORE_FILE} keeps the reviews of {shown(folder)} out of a repository"
        yield Check("collection", "warning", what, f"run: echo reviews/ >> {shown(folder / IGNORE_FILE)}")
