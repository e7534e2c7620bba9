"""Which protections this machine gives, and what killed processes have left in its temporary folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from dhrgraph.doctor.checks import Check
from dhrgraph.errors import shown
from dhrgraph.files import left_scratch
from dhrgraph.protections import Protection, protections

__all__ = ["platform_checks"]

_NAMES = {
    "network": "Queries and readers of files reach no network",
    "programs": "Queries and readers of files start no program",
    "memory": "Queries and readers of files take limited memory",
    "parent": "They end with the command that started them",
}
_TESTED = "linux"


def platform_checks() -> Iterator[Check]:
    """The protections of this machine, each tried, and temporary folders that were left."""
    if sys.platform != _TESTED:
        what = f"the protections of this system ({sys.platform}) were never tested by the makers of dhrgraph"
        yield Check("platform", "warning", what, "read the lines below, which were tried just now on this machine")
    yield from map(_check, protections())
    left = left_scratch()
    if left:
        what = f"temporary folders of commands that were ended: {', '.join(map(shown, left[:3]))}"
        yield Check("platform", "warning", what, "run any command that reads reports or workbooks, which deletes them")


def _check(one: Protection) -> Check:
    what = f"{_NAMES.get(one.name, one.name)}: {one.state}"
    if one.state == "in force":
        return Check("platform", "right", f"{what}, by {one.how}")
    return Check("platform", "warning", what, one.how)
