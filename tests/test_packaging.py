"""The wheel: it holds what the tree holds, and works in a folder of its own."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

#: Folders of the tree by their place in the wheel.
PLACES = {"graph/dhrgraph": "dhrgraph", "ontology": "dhrgraph/ontology", "datasets": "dhrgraph/datasets"}


def setup(section: str, key: str) -> list[str]:
    """The lines of a value of `setup.cfg`."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser[section][key].strip().splitlines()


def shipped() -> set[str]:
    """Names that the wheel should hold: every file of the three folders that git would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *PLACES],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    names = set()
    for name in listed:
        if (ROOT / name).is_file():  # a deleted file stays listed until it is committed
            folder = next(folder for folder in PLACES if name.startswith(f"{folder}/"))
            names.add(PLACES[folder] + name.removeprefix(folder))
    return names


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel made from a copy of the tree, so that no left-over of a build gets in or stays behind."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no checkout: the wheel cannot be compared with what git keeps")
    copy = tmp_path_factory.mktemp("tree") / "dhrgraph"
    ignored = shutil.ignore_patterns(".git", ".venv", "build", "dist", "*.egg-info", "__pycache__", ".*_cache")
    shutil.copytree(ROOT, copy, ignore=ignored)
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--no-build-isolation", "--wheel-dir", str(out), str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (made,) = out.glob("*.whl")
    return made


@pytest.mark.slow
def test_wheel_holds_the_tree(wheel: Path) -> None:
    """No file that should ship is missing, and no other is there."""
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert names == shipped()


@pytest.mark.slow
def test_wheel_says_its_licences(wheel: Path) -> None:
    """Both licences are named and included."""
    archive = zipfile.ZipFile(wheel)
    (metadata,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
    assert "License-Expression: Apache-2.0 AND CC-BY-4.0" in archive.read(metadata).decode()
    assert {Path(name).name for name in archive.namelist() if "/licenses/" in name} == {"LICENSE", "LICENSE-DATA"}


@pytest.mark.slow
def test_installed_package_rebuilds_elsewhere(wheel: Path, tmp_path: Path, packaged_build: Path) -> None:
    """Installed away from the checkout, it builds the packaged reviews to the same bytes."""
    target, elsewhere = tmp_path / "installed", tmp_path / "some where"
    elsewhere.mkdir()
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "--no-deps", "--target", str(target), str(wheel)], check=True)
    code = "import dhrgraph; print(dhrgraph.__file__)"
    variables = {**os.environ, "PYTHONPATH": str(target)}
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=elsewhere, env=variables, capture_output=True, text=True, check=True
    )
    assert found.stdout.startswith(str(target)), "the installed package is the one that runs"
    command = [sys.executable, "-m", "dhrgraph"]
    done = subprocess.run(
        [*command, "rebuild", "--quiet"], cwd=elsewhere, env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (elsewhere / "build" / "graph.nq").read_bytes() == (packaged_build / "graph.nq").read_bytes()
    asked = subprocess.run(
        [*command, "query", "marac-few-actions"],
        cwd=elsewhere,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 0, asked.stderr


def test_every_package_is_listed() -> None:
    """`setup.cfg` names each folder with Python files; `find:` would miss the two data packages."""
    packages = {
        ".".join(path.parent.relative_to(ROOT / "graph").parts)
        for path in (ROOT / "graph" / "dhrgraph").rglob("__init__.py")
    }
    assert set(setup("options", "packages")) == packages | {"dhrgraph.ontology", "dhrgraph.datasets"}


def test_lock_pins_what_setup_asks_for() -> None:
    """Each dependency of `setup.cfg` has one pinned version with hashes in the lock, and none comes from an index."""
    names = {
        line.split()[0].partition("[")[0].lower().replace("_", "-") for line in setup("options", "install_requires")
    }
    lock = (ROOT / "requirements" / "core.txt").read_text(encoding="utf-8")
    pinned = {line.partition("==")[0].lower() for line in lock.splitlines() if "==" in line and not line[0].isspace()}
    assert names <= pinned
    assert "--index-url" not in lock
    assert "://" not in lock
