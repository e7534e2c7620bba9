"""The commands that build the package, which refuse unpublished reviews and anything else that may not ship.

`setup.cfg` names them (``cmdclass``), so that they hold however a build is started: by pip, by a build
front end, from an unpacked source distribution, as an editable install. The environment of a build has
only setuptools and wheel, so nothing here imports another library.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn, cast

from setuptools.command.build_py import build_py
from setuptools.command.egg_info import egg_info
from setuptools.command.install_lib import install_lib
from setuptools.command.sdist import sdist
from setuptools.dist import Distribution

from packing.tracked import untracked
from packing.tree import refusals

__all__ = ["BuildPy", "EggInfo", "InstallLib", "Sdist"]

# Links are left as they are: on Windows, a resolved drive of a network is another path than that of the build.
ROOT = Path(os.path.abspath(__file__)).parent.parent  # noqa: PTH100
#: What a source distribution holds besides the three folders.
_BESIDE = {"LICENSE", "LICENSE-DATA", "MANIFEST.in", "README.md", "pyproject.toml", "setup.cfg"}
_REMEDY = """\
Nothing was built. Move reviews that are not published to a collection of your own, outside this folder:
  dhrgraph init DIR
Move or delete any other file that is named here. A new file of the program needs a line under
package_data in setup.cfg. See docs/security.md."""


def _refuse(reasons: list[str], remedy: str = _REMEDY) -> NoReturn:
    """End the build; an exception of another kind would only be a warning in an editable install."""
    lines = ["dhrgraph refuses to be packed: what ships can be read by everyone.", *(f"  {each}" for each in reasons)]
    raise SystemExit("\n".join([*lines, remedy]))


def _copying(distribution: Distribution) -> build_py:
    """The command that copies, with its options settled."""
    command = distribution.get_command_obj("build_py")
    command.ensure_finalized()
    return cast("build_py", command)


def _shipped(distribution: Distribution) -> set[str]:
    """The files of the three folders that a build takes, by their path from the root."""
    command = _copying(distribution)
    taken = [file for _, _, file in command.find_all_modules()]
    taken += [str(Path(folder, name)) for _, folder, _, names in command.data_files for name in names]
    return {Path(os.path.relpath(file, ROOT)).as_posix() for file in taken}


def _check(distribution: Distribution, *, ships: bool) -> None:
    """End the build where a file in the three folders may not ship, or will although git does not keep it."""
    shipped = _shipped(distribution)
    reasons = refusals(ROOT, shipped)
    if not reasons and ships:
        strays = untracked(ROOT, shipped)
        reasons = [f"{name}: git does not track this file; add it with git add, or move it away" for name in strays]
    if reasons:
        _refuse(reasons)


class EggInfo(egg_info):
    """The metadata, which is made first in any build."""

    def run(self) -> None:
        """Refuse before anything is written."""
        _check(self.distribution, ships=False)
        super().run()


class BuildPy(build_py):
    """The copy of what a wheel will hold."""

    def run(self) -> None:
        """Refuse, and begin with an empty folder: what an earlier build left there would ship, too."""
        _check(self.distribution, ships=not self.editable_mode)
        if not self.editable_mode:
            self._clear()
        super().run()

    def _clear(self) -> None:
        folder = Path(self.build_lib)
        # Only the folder that setuptools makes for itself is ours to delete, and none behind a link.
        own = folder.name.startswith("lib") and folder.resolve() == ROOT.resolve() / "build" / folder.name
        if own and folder.is_dir():
            shutil.rmtree(folder)
        if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
            _refuse([f"{folder} holds files of an earlier build"], "Delete it, and build again.")


class InstallLib(install_lib):
    """The step between that copy and the wheel."""

    def run(self) -> None:
        """Refuse what the copy holds besides the files of this build; it may have been made without one."""
        _check(self.distribution, ships=True)
        expected = {Path(name).resolve() for name in _copying(self.distribution).get_outputs(include_bytecode=False)}
        found = (path.resolve() for path in Path(self.build_dir).rglob("*") if not path.is_dir())
        strays = sorted(str(path) for path in found if path not in expected and path.suffix != ".pyc")
        if strays:
            _refuse([f"{name} is of an earlier build" for name in strays], f"Delete {self.build_dir}, and build again.")
        super().run()


class Sdist(sdist):
    """The source distribution."""

    def run(self) -> None:
        """Refuse before anything is written."""
        _check(self.distribution, ships=True)
        super().run()

    def make_release_tree(self, base_dir: str, files: list[str]) -> None:
        """Refuse a file that only the list of an earlier build names."""
        shipped = _shipped(self.distribution) | _BESIDE
        names = {Path(os.path.relpath(file, ROOT)).as_posix() for file in files}
        strays = sorted(
            name
            for name in names - shipped
            if not (Path(name).match("packing/*.py") or Path(name).match("graph/dhrgraph.egg-info/*"))
        )
        if strays:
            remedy = "Delete the folder graph/dhrgraph.egg-info, whose list names them, and build again."
            _refuse([f"{name} is no part of a source distribution" for name in strays], remedy)
        super().make_release_tree(base_dir, files)
