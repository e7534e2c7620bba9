"""Files that git does not track."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

__all__ = ["untracked"]


def untracked(root: Path, names: Iterable[str]) -> list[str]:
    """Names that git does not track, where `root` is a checkout; none where it is not.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the project.
    names : iterable of str
        Files by their path from it.
    """
    if not (root / ".git").exists():
        return []
    own = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    command = ["git", "-c", "core.fsmonitor=false", "-C", str(root), "ls-files", "--cached", "-z"]
    try:
        done = subprocess.run(command, env=own, capture_output=True, check=True, timeout=60)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as error:
        print(f"warning: git could not say which files it tracks ({error}); not checked", file=sys.stderr)  # noqa: T201
        return []
    kept = {os.fsdecode(name) for name in done.stdout.split(b"\0")}
    return sorted(set(names) - kept)
