"""What an examination finds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dhrgraph.errors import shown
from dhrgraph.files import left_partial, open_to_others
from dhrgraph.shared_folders import shared_by

__all__ = ["Check", "State", "leftover_checks", "openness_checks", "sharing_checks"]

State = Literal["right", "warning", "wrong"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was examined.

    Parameters
    ----------
    subject : str
        What it is about: installation, platform, build or collection.
    state : str
        ``right``; ``warning`` where somebody should know of it; ``wrong`` where something must be done.
    what : str
        What was found.
    remedy : str
        What to do; empty where all is right.
    """

    subject: str
    state: State
    what: str
    remedy: str = ""


def leftover_checks(subject: str, folders: Collection[Path], remedy: str) -> list[Check]:
    """Whether killed processes have left partial files in some folders."""
    left = [path for folder in folders if folder.is_dir() for path in left_partial(folder)]
    if not left:
        return []
    return [Check(subject, "warning", f"partial files of a command that was ended: {_some(left)}", remedy)]


def openness_checks(subject: str, folder: Path, unpublished: Collection[str]) -> list[Check]:
    """Whether other users of the machine may read a folder with unpublished reviews."""
    if not unpublished:
        return []
    found = open_to_others(folder)
    names = ", ".join(unpublished)
    if not found:
        return [Check(subject, "right", f"no other user of this machine can read the unpublished review {names}")]
    what = f"other users of this machine can read {_some(found)}, with the unpublished review {names}"
    return [Check(subject, "wrong", what, f"run: chmod -R go= {shown(folder)}")]


def sharing_checks(subject: str, folder: Path) -> list[Check]:
    """Whether a folder is copied elsewhere by a service, or lies on another machine."""
    service = shared_by(folder)
    if service is None:
        return []
    remedy = "move it to a folder of this machine alone that is cleared for its marking"
    return [Check(subject, "warning", f"{shown(folder)} lies in {service}", remedy)]


def _some(paths: list[Path]) -> str:
    rest = len(paths) - 3
    return ", ".join(map(shown, paths[:3])) + (f" and {rest} more" if rest > 0 else "")
