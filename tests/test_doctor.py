"""`doctor` finds what is wrong with an installation, a build or a collection, and changes nothing."""

from __future__ import annotations

import json
import os
import shutil
from importlib.metadata import PackagePath, distribution
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dhrgraph import files, journal
from dhrgraph.cli import cli
from dhrgraph.doctor import Check, examine
from dhrgraph.doctor.installation import installation_checks
from dhrgraph.errors import DhrgraphError
from dhrgraph.exchange.own import make_collection
from dhrgraph.protections import Protection
from dhrgraph.rebuild import rebuild
from dhrgraph.resources import datasets
from tests.killing import contents
from tests.test_release import DAMAGES, current_folder, flip, spoil

#: What the trial of protections finds here is tested with them; a trial takes a second.
TRIED = [Protection("network", "in force", "a filter"), Protection("memory", "not available", "a watcher instead")]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not try the protections each time."""
    monkeypatch.setattr("dhrgraph.doctor.platform.protections", lambda: TRIED)


@pytest.fixture
def build(invented_build: Path, tmp_path: Path) -> Path:
    """A copy of a build, to be spoilt at will."""
    return Path(shutil.copytree(invented_build, tmp_path / "build"))


def found(folder: Path, subject: str) -> list[Check]:
    """What is not right with a folder."""
    return [check for check in examine(folder) if check.subject == subject and check.state != "right"]


def test_a_sound_installation_and_build(build: Path) -> None:
    """All is right with what is sound, and nothing is changed by looking."""
    before = contents(build)
    checks = examine(build)
    assert {check.state for check in checks if check.subject != "platform"} == {"right"}
    assert any(check.what.startswith("the release") for check in checks)
    assert contents(build) == before


@pytest.mark.parametrize("damage", [name for name in DAMAGES if name != "CURRENT is a folder"])
def test_each_damage_of_a_build_is_found(damage: str, build: Path) -> None:
    """A damage that a reader sees, or only a digest shows, is wrong and has a remedy."""
    DAMAGES[damage][0](build)
    wrong = found(build, "build")
    assert [check.state for check in wrong][:1] == ["wrong"]
    assert all(check.remedy for check in wrong)


def test_a_copy_that_differs_is_found(build: Path) -> None:
    """A table for people that is not the release's is wrong."""
    flip(build / "tables" / "contacts.csv")
    (build / "graph.nq").unlink()
    (check,) = found(build, "build")
    assert check.what == "copies differ from the release: graph.nq, tables/contacts.csv"


def test_left_overs_and_writers_are_found(build: Path) -> None:
    """What a killed rebuild left, and one that is at work."""
    (build / "releases" / ".partial-1").mkdir()
    (build / "tables" / ".dhrgraph-0123456789abcdef.partial").write_bytes(b"x")
    (build / ".gitignore").unlink()
    what = " ".join(check.what for check in found(build, "build"))
    assert ".partial-1" in what
    assert ".dhrgraph-0123456789abcdef.partial" in what
    assert ".gitignore" in what
    held = files.lock(build / ".lock")
    assert held
    assert any("another command is writing" in check.what for check in found(build, "build"))
    held.close()


@pytest.mark.skipif(os.name != "posix", reason="the system has no such rights")
def test_an_unpublished_review_that_others_can_read_is_found(invented: Path, tmp_path: Path) -> None:
    """A build and a collection of an unpublished review are wrong where other users can read them."""
    spoil(invented, "publication: invented", "publication: unpublished", "review.yaml")
    build = tmp_path / "build"
    rebuild(invented, build)
    files.close_off(invented)
    for folder, subject in ((build, "build"), (invented, "collection")):
        right = [check for check in examine(folder) if "no other user" in check.what]
        assert [check.subject for check in right] == [subject]
        folder.chmod(0o755)
        (check,) = [check for check in found(folder, subject) if check.state == "wrong"]
        assert "example-review" in check.what
        assert check.remedy.startswith("run: chmod -R go= ")


def test_a_collection(tmp_path: Path) -> None:
    """A new collection is right; one with a problem, or a change that was cut short, is wrong and stays as it is."""
    folder = tmp_path / "ours"
    make_collection(folder)
    assert found(folder, "collection") == []
    journal._prepare(folder, {"agencies.yaml": b"[]\n"})
    before = contents(folder)
    (check,) = found(folder, "collection")
    assert check.what.endswith("was cut short")
    assert contents(folder) == before
    journal.finish(folder)
    spoil(folder, "kind: separation", "kind: seperation")
    (check,) = found(folder, "collection")
    assert check.what.endswith("problems")


def test_a_synchronised_collection(tmp_path: Path) -> None:
    """A collection in a folder that a service copies elsewhere is to be looked at."""
    folder = tmp_path / "OneDrive" / "ours"
    make_collection(folder)
    (check,) = found(folder, "collection")
    assert check.state == "warning"
    assert "OneDrive" in check.what


def test_what_is_neither(tmp_path: Path) -> None:
    """A folder that is neither a build nor a collection is named."""
    with pytest.raises(DhrgraphError, match="is neither a build nor a collection"):
        examine(tmp_path)


def test_a_spoilt_installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A changed file, a missing package and one of a wrong version are wrong."""
    (tmp_path / "a.py").write_bytes(b"changed")

    class Spoilt:
        version = "1"
        requires = ["no-such-package>=1", "click<1", "absent; extra == 'more'", "numpy"]

        @property
        def files(self) -> list[PackagePath]:
            path: Any = PackagePath("a.py")
            path.dist = self
            path.hash = type("Hash", (), {"mode": "sha256", "value": "x"})
            return [path]

        def locate_file(self, path: object) -> Path:
            return tmp_path / str(path)

    monkeypatch.setattr(
        "dhrgraph.doctor.installation.distribution",
        lambda name: Spoilt() if name == "dhrgraph" else distribution(name),
    )
    what = [check.what for check in installation_checks() if check.state == "wrong"]
    assert what[0] == "files of dhrgraph 1 were changed: a.py"
    assert "the package no-such-package is missing" in what[1]
    assert "<1 is needed" in what[1]
    assert "absent" not in what[1]


def test_the_command(build: Path) -> None:
    """It prints each finding, or JSON, and its exit code is 1 only where something is wrong."""
    done = CliRunner().invoke(cli, ["doctor", str(build)])
    assert done.exit_code == 0, done.output
    assert "nothing is wrong" in done.output
    assert "a watcher instead" in done.output
    (current_folder(build) / "graph.nq").unlink()
    done = CliRunner().invoke(cli, ["doctor", str(build), "--json"])
    assert done.exit_code == 1
    read = json.loads(done.output)
    assert read["wrong"] == sum(check["state"] == "wrong" for check in read["checks"]) >= 1
    assert all(check["remedy"] for check in read["checks"] if check["state"] == "wrong")


def test_the_packaged_collection_is_sound() -> None:
    """The packaged reviews have nothing wrong."""
    assert found(datasets(), "collection") == []
