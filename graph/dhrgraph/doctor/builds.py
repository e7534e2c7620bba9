"""Whether a build is whole, for whom it can be read, and what killed processes have left in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from dhrgraph.doctor.checks import Check, leftover_checks, openness_checks, sharing_checks
from dhrgraph.errors import DhrgraphError, shown
from dhrgraph.exchange.files import IGNORE_FILE, is_guarded
from dhrgraph.files import lock
from dhrgraph.rdf import release
from dhrgraph.rdf.release import Release, open_release
from dhrgraph.texts import counted

__all__ = ["build_checks", "is_build"]

_ANEW = "make it anew with: dhrgraph rebuild, as you made it"


def is_build(folder: Path) -> bool:
    """Whether a folder is a build, or was one."""
    return any((folder / name).exists() for name in ("CURRENT", "releases", "graph.nq"))


def build_checks(build: Path) -> Iterator[Check]:
    """What is in order and what is not with a build."""
    wrong = release.faults(build)
    if wrong:
        yield from (Check("build", "wrong", f"{shown(build)}: {each}", _ANEW) for each in wrong)
    else:
        yield from _whole(build)
    yield from _left(build)
    if not is_guarded(build):
        what = f"no {IGNORE_FILE} keeps {shown(build)} out of a repository"
        yield Check("build", "warning", what, f"run: echo '*' >> {shown(build / IGNORE_FILE)}")


def _whole(build: Path) -> Iterator[Check]:
    """Checks of a release that is whole."""
    try:
        with open_release(build) as held:
            counts = held.manifest["counts"]["tables"]
            reviews = counted(counts["reviews"], "review")
            what = f"the release {held.name} is whole: {reviews}, store, graph, tables and pages"
            yield Check("build", "right", what)
            stale = _stale(build, held)
            unpublished = held.unpublished
    except (DhrgraphError, OSError, KeyError, json.JSONDecodeError) as error:
        yield Check("build", "wrong", str(error), _ANEW)
        return
    if stale:
        some = ", ".join(stale[:3]) + (f" and {len(stale) - 3} more" if len(stale) > 3 else "")
        what = f"copies differ from the release: {some}"
        yield Check("build", "wrong", what, "close the programs that have them open, and run dhrgraph rebuild again")
    yield from openness_checks("build", build, unpublished)
    if unpublished:
        yield from sharing_checks("build", build)


def _stale(build: Path, held: Release) -> list[str]:
    """Copies for people that are not the release's files."""
    return [name for name in held.files if not _same(build / name, held.path / name)]


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and one.read_bytes() == other.read_bytes()


def _left(build: Path) -> Iterator[Check]:
    """Who is writing to a build, or what one who was ended has left."""
    path = build / ".lock"
    handle = lock(path, shared=True) if path.is_file() else None
    if path.is_file() and handle is None:
        yield Check("build", "warning", f"another command is writing to {shown(build)}", "wait until it is done")
        return
    if handle:
        handle.close()
    again = "run dhrgraph rebuild again, which deletes them"
    left = release.leftovers(build)
    if left:
        names = ", ".join(map(shown, left))
        yield Check("build", "warning", f"releases that a command did not finish: {names}", again)
    yield from leftover_checks("build", (build, build / "tables", build / "views"), again)
