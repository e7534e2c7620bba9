"""Examining an installation, a build or a collection: what is in order, what is not, and what to do.

Nothing is changed by an examination.
"""

from __future__ import annotations

from pathlib import Path

from dhrgraph.doctor.builds import build_checks, is_build
from dhrgraph.doctor.checks import Check, State
from dhrgraph.doctor.collections import collection_checks, is_collection
from dhrgraph.doctor.installation import installation_checks
from dhrgraph.doctor.platform import platform_checks
from dhrgraph.errors import DhrgraphError, shown

__all__ = ["Check", "State", "examine"]


def examine(folder: Path | None = None) -> list[Check]:
    """Examine the installation and, where one is named, a build or a collection.

    Parameters
    ----------
    folder : pathlib.Path, optional
        A build folder, or the folder of a collection.

    Raises
    ------
    DhrgraphError
        If the folder is neither.
    """
    found = [*installation_checks(), *platform_checks()]
    if folder is None:
        return found
    if is_build(folder):
        return [*found, *build_checks(folder)]
    if is_collection(folder):
        return [*found, *collection_checks(folder)]
    raise DhrgraphError(
        f"{shown(folder)} is neither a build nor a collection: name a folder that dhrgraph rebuild or init has made"
    )
