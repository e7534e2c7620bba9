"""Whether the program is installed whole, with the versions that it needs."""

from __future__ import annotations

import base64
import hashlib
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, PackagePath, distribution
from pathlib import Path

from packaging.requirements import Requirement

from dhrgraph.doctor.checks import Check

__all__ = ["installation_checks"]

_OLDEST = (3, 11)
_ANEW = "install it anew, as the README says"


def installation_checks() -> Iterator[Check]:
    """Python, dhrgraph itself and the packages that it needs."""
    running = ".".join(map(str, sys.version_info[:3]))
    new = sys.version_info >= _OLDEST
    yield _check(new, f"Python {running}", f"dhrgraph needs Python {_OLDEST[0]}.{_OLDEST[1]} or later: {_ANEW}")
    try:
        own = distribution("dhrgraph")
    except PackageNotFoundError:
        yield Check("installation", "wrong", "dhrgraph runs from a folder and is not installed", _ANEW)
        return
    spoilt = [str(path) for path in own.files or [] if _spoilt(path)]
    what = f"files of dhrgraph {own.version} were changed: {', '.join(spoilt[:5])}" if spoilt else ""
    yield _check(not spoilt, what or f"dhrgraph {own.version}", _ANEW)
    wrong = list(_wrong_packages(own))
    if wrong:
        yield Check("installation", "wrong", "; ".join(wrong), _ANEW)
    else:
        yield Check("installation", "right", f"packages: {', '.join(_packages(own))}")


def _check(right: bool, what: str, remedy: str) -> Check:
    return Check("installation", "right", what) if right else Check("installation", "wrong", what, remedy)


def _needed(own: Distribution) -> list[Requirement]:
    """What the package asks for on this machine, extras left out."""
    asked = [Requirement(each) for each in own.requires or []]
    return [each for each in asked if each.marker is None or each.marker.evaluate({"extra": ""})]


def _packages(own: Distribution) -> Iterator[str]:
    for each in _needed(own):
        yield f"{each.name} {distribution(each.name).version}"


def _wrong_packages(own: Distribution) -> Iterator[str]:
    for each in _needed(own):
        try:
            found = distribution(each.name).version
        except PackageNotFoundError:
            yield f"the package {each.name} is missing"
            continue
        if not each.specifier.contains(found, prereleases=True):
            yield f"the package {each.name} is {found}, and {each.specifier} is needed"


def _spoilt(file: PackagePath) -> bool:
    """Whether a file that was installed is missing or has changed since."""
    if file.hash is None:
        return False
    try:
        data = Path(str(file.locate())).read_bytes()
    except OSError:
        return True
    digest = base64.urlsafe_b64encode(hashlib.new(file.hash.mode, data).digest()).decode().rstrip("=")
    return digest != file.hash.value
