"""Releases: whole or not at all, for readers that have one open too, and the same bytes each time."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dhrgraph.errors import DhrgraphError, Problem, ProblemsError
from dhrgraph.rdf import release
from dhrgraph.rdf.release import NoBuildError, open_release
from dhrgraph.rebuild import ViolationError, rebuild
from dhrgraph.records import Collection, check
from dhrgraph.resources import datasets
from tests.conftest import ROOT
from tests.killing import contents

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def spoil(folder: Path, old: str, new: str, name: str = "events.yaml") -> None:
    """Change a file of the invented review."""
    path = folder / "reviews" / "example-review" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "dhrgraph", *arguments]
    environment = {**os.environ, **variables}
    here = ROOT / "tests"  # where no catalogue is at hand
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=here, check=False)


def assert_whole(build: Path) -> None:
    """The current release holds all that its manifest says, and its store answers."""
    with open_release(build) as held:
        manifest = held.manifest
        for output in manifest["outputs"]:
            assert digest(held.path / output["file"]) == output["sha256"], output["file"]
        assert len(held.store()) == manifest["counts"]["statements"]


def test_a_build_holds_all_of_it(packaged_build: Path) -> None:
    """Store, graph, tables, page and manifest, and copies of them for people."""
    assert_whole(packaged_build)
    manifest = json.loads((packaged_build / "manifest.json").read_text(encoding="utf-8"))
    assert digest(packaged_build / "graph.nq") == next(
        o["sha256"] for o in manifest["outputs"] if o["file"] == "graph.nq"
    )
    assert (packaged_build / "views" / "contacts.html").is_file()
    assert (packaged_build / "tables" / "contacts.csv").is_file()
    lines = (packaged_build / "graph.nq").read_bytes().splitlines()
    assert lines == sorted(set(lines))
    assert len(lines) == manifest["counts"]["statements"]


def test_inputs_are_told(packaged_build: Path) -> None:
    """The manifest has the digest of each file that the graph was made from, and no path of the machine."""
    text = (packaged_build / "manifest.json").read_text(encoding="utf-8")
    inputs = {i["file"]: i["sha256"] for i in json.loads(text)["inputs"]}
    assert inputs["datasets/agencies.yaml"] == digest(datasets() / "agencies.yaml")
    assert "ontology/dhr.ttl" in inputs
    assert "datasets/reviews/lewisham-kazia/contacts.yaml" in inputs
    assert str(ROOT) not in text


def test_same_bytes_everywhere(packaged_build: Path, tmp_path: Path) -> None:
    """Another hash seed and another folder give the same graph and tables."""
    wanted = digest(packaged_build / "graph.nq")
    for seed in ("0", "1", "4711"):
        build = tmp_path / f"other place {seed}" / "build"
        done = run("rebuild", "--out", str(build), "--quiet", PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr
        assert digest(build / "graph.nq") == wanted
        for table in (packaged_build / "tables").iterdir():
            assert table.read_bytes() == (build / "tables" / table.name).read_bytes()


def test_several_processes_give_the_same(invented: Path, tmp_path: Path) -> None:
    """Shapes looked at by several processes find the same, in the same order."""
    reviews = invented / "reviews"
    for number in range(7):
        shutil.copytree(reviews / "example-review", reviews / f"example-{number}")
    builds = {jobs: tmp_path / str(jobs) for jobs in (1, 2)}
    manifests = {jobs: rebuild(invented, build, jobs=jobs).manifest for jobs, build in builds.items()}
    assert manifests[1] == manifests[2]
    assert manifests[1]["counts"]["tables"]["reviews"] == 8


def test_unchanged_inputs_are_not_built_again(invented: Path, tmp_path: Path) -> None:
    """A second run keeps the release; a change or force makes a new one; the old one goes."""
    build = tmp_path / "build"
    first = rebuild(invented, build)
    again = rebuild(invented, build)
    assert (first.fresh, again.fresh, again.name) == (True, False, first.name)
    forced = rebuild(invented, build, force=True)
    assert forced.fresh
    assert forced.name != first.name
    assert digest(build / "releases" / forced.name / "graph.nq") == digest(build / "graph.nq")
    spoil(invented, "Ms A was killed", "Ms A died")
    changed = rebuild(invented, build)
    assert changed.name.partition(".")[0] != first.name
    assert [p.name for p in (build / "releases").iterdir() if p.is_dir()] == [changed.name]


def test_problems_leave_everything_as_it_was(invented: Path, tmp_path: Path) -> None:
    """A fault in the records, and nothing is written, not even a folder."""
    build = tmp_path / "build"
    spoil(invented, "kind: separation", "kind: seperation")
    with pytest.raises(ProblemsError):
        rebuild(invented, build)
    assert not build.exists()
    spoil(invented, "kind: seperation", "kind: separation")
    rebuild(invented, build)
    before = {p: p.read_bytes() for p in build.rglob("*") if p.is_file()}
    spoil(invented, "date: 2018-04", "date: 2018-04-31")
    with pytest.raises(ProblemsError, match="no day 2018-04-31"):
        rebuild(invented, build)
    assert {p: p.read_bytes() for p in build.rglob("*") if p.is_file()} == before


def test_violation_leaves_the_old_build(invented: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A violation found in the graph fails the rebuild and leaves the old build standing."""
    build = tmp_path / "build"
    first = rebuild(invented, build)
    spoil(invented, "Ms A was killed", "Ms A died")
    monkeypatch.setattr("dhrgraph.rebuild.infer", lambda store: {})  # without rules a question would lack facts
    ontology = tmp_path / "ontology"
    shutil.copytree(ROOT / "ontology", ontology)
    (ontology / "verify" / "planted.rq").write_text(
        "# verify: planted\n# severity: Violation\n"
        'SELECT ?thing ?error { ?thing a <https://w3id.org/dhrgraph/ontology#Review> BIND ("planted: mend it" AS ?error) }'
    )
    monkeypatch.setattr("dhrgraph.rdf.sparqlfile.ontology", lambda: ontology)
    with pytest.raises(ViolationError, match="planted: mend it"):
        rebuild(invented, build)
    assert release.current(build) == first.name
    assert_whole(build)


def test_reader_keeps_its_release(invented: Path, tmp_path: Path) -> None:
    """A release that somebody reads stays until it is let go, however often others are built."""
    build = tmp_path / "build"
    first = rebuild(invented, build)
    with open_release(build) as held:
        store = held.store()
        count = len(store)
        for number in range(3):
            spoil(invented, "Ms A" if number else "Ms A was killed", f"Ms A{number}" if number else "Ms A died")
            rebuild(invented, build)
        assert held.name == first.name
        assert len(store) == len(held.store()) == count
        assert (held.path / "graph.nq").is_file()
    rebuild(invented, build, force=True)
    assert not (build / "releases" / first.name).exists()


def test_two_rebuilds_do_not_meet(invented: Path, tmp_path: Path) -> None:
    """While one writes another is told to wait, and what the first wrote stands."""
    build = tmp_path / "build"
    with release.locked(build), pytest.raises(DhrgraphError, match="another rebuild"):
        rebuild(invented, build)
    rebuild(invented, build)
    assert_whole(build)


def test_no_build_is_reported(tmp_path: Path) -> None:
    """A folder without a build is reported with the way to make one."""
    with pytest.raises(NoBuildError, match="dhrgraph rebuild"), open_release(tmp_path):
        pass


# --- Damage ---


def current_folder(build: Path) -> Path:
    """Folder of the current release."""
    return build / "releases" / str(release.current(build))


def largest(folder: Path) -> Path:
    """The largest file of the store."""
    return max((folder / "store").glob("*.sst"), key=lambda path: path.stat().st_size)


def flip(path: Path) -> None:
    """Change a byte in the middle of a file, so that its size stays."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def cut(path: Path) -> None:
    """Cut a file in half."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


#: Ways to damage a build, and whether a reader must see it at once; a changed byte of a large file it need not.
DAMAGES: dict[str, tuple[Callable[[Path], object], bool]] = {
    "a file of the store is missing": (lambda b: largest(current_folder(b)).unlink(), True),
    "a file of the store is cut": (lambda b: cut(largest(current_folder(b))), True),
    "a file of the store is changed": (lambda b: flip(largest(current_folder(b))), False),
    "the store is missing": (lambda b: shutil.rmtree(current_folder(b) / "store"), True),
    "the store is a file": (lambda b: as_file(current_folder(b) / "store"), True),
    "the store's own pointer is changed": (lambda b: flip(current_folder(b) / "store" / "CURRENT"), True),
    "the graph is garbage": (lambda b: flip(current_folder(b) / "graph.nq"), False),
    "the graph is longer": (lambda b: (current_folder(b) / "graph.nq").write_bytes(b"x" * 10**7), True),
    "a table is missing": (lambda b: (current_folder(b) / "tables" / "contacts.csv").unlink(), True),
    "a page is changed": (lambda b: flip(current_folder(b) / "views" / "index.html"), False),
    "the manifest is no JSON": (lambda b: (current_folder(b) / "manifest.json").write_text("{"), True),
    "the manifest is changed": (lambda b: flip(current_folder(b) / "manifest.json"), True),
    "the manifest is missing": (lambda b: (current_folder(b) / "manifest.json").unlink(), True),
    "the contents are no JSON": (lambda b: (current_folder(b) / "contents.json").write_text("{"), True),
    "the contents are missing": (lambda b: (current_folder(b) / "contents.json").unlink(), True),
    "the lock file is missing": (lambda b: current_folder(b).with_name(f"{release.current(b)}.lock").unlink(), True),
    "the lock file is a folder": (lambda b: as_folder(current_folder(b).with_name(f"{release.current(b)}.lock")), True),
    "the release is missing": (lambda b: shutil.rmtree(current_folder(b)), True),
    "all releases are missing": (lambda b: shutil.rmtree(b / "releases"), True),
    "CURRENT is not ASCII": (lambda b: (b / "CURRENT").write_bytes(b"\xff\xfe"), True),
    "CURRENT is empty": (lambda b: (b / "CURRENT").write_bytes(b""), True),
    "CURRENT is huge": (lambda b: (b / "CURRENT").write_bytes(b"0" * 10**6), True),
    "CURRENT points outside": (lambda b: (b / "CURRENT").write_text(f"../../other {'0' * 64}\n"), True),
    "CURRENT has another digest": (lambda b: (b / "CURRENT").write_text(f"{release.current(b)} {'0' * 64}\n"), True),
    "a file too many": (lambda b: (current_folder(b) / "tables" / "more.csv").write_bytes(b"x"), True),
    "a file is a link": (lambda b: as_link(current_folder(b) / "graph.nq"), True),
    "CURRENT is a folder": (lambda b: as_folder(b / "CURRENT"), True),
}


#: Damages of each kind after which the build is made anew here; a rebuild takes seconds.
REBUILT = {
    "a file of the store is changed",
    "the graph is garbage",
    "the manifest is no JSON",
    "the lock file is a folder",
    "the release is missing",
    "CURRENT is not ASCII",
    "CURRENT points outside",
}


def as_link(file: Path) -> None:
    """A link to the same content elsewhere."""
    elsewhere = file.parent.parent.parent.parent / "elsewhere"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)


def as_file(folder: Path) -> None:
    """A file where a folder was."""
    shutil.rmtree(folder)
    folder.write_bytes(b"")


def as_folder(file: Path) -> None:
    """A folder where a file was."""
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_release_is_not_a_good_one(damage: str, invented_build: Path, tmp_path: Path) -> None:
    """A reader refuses it with the way out, the next rebuild makes it anew, and no garbage is copied."""
    spoilt, at_once = DAMAGES[damage]
    build = tmp_path / "build"
    shutil.copytree(invented_build, build)
    wanted = digest(build / "graph.nq")
    spoilt(build)
    assert release.faults(build)
    if at_once:
        with pytest.raises(NoBuildError, match=r"is damaged|holds no build"), open_release(build):
            pass
    if damage not in REBUILT:
        return
    made = rebuild(datasets() / "template", build)
    assert made.fresh
    assert_whole(build)
    assert release.faults(build) == []
    assert digest(build / "graph.nq") == wanted


def test_a_link_to_another_release_is_no_release(invented_build: Path, tmp_path: Path) -> None:
    """A build never leads a reader out of its own folder."""
    build = tmp_path / "build"
    shutil.copytree(invented_build, build)
    (build / "CURRENT").write_text(f"{'a' * 16}/../../../other {'0' * 64}\n")
    with pytest.raises(NoBuildError), open_release(build):
        pass


@pytest.mark.skipif(os.name != "posix", reason="makes links and pipes as POSIX does")
def test_links_and_pipes_in_a_build(invented_build: Path, tmp_path: Path) -> None:
    """A build whose folders lead elsewhere is refused; a pipe neither holds a reader up nor is written to."""
    for name in ("tables", "views", "releases"):
        build = tmp_path / name
        shutil.copytree(invented_build, build)
        victim = tmp_path / f"victim of {name}"
        (build / name).rename(victim)
        (build / name).symlink_to(victim)
        before = contents(victim)
        with pytest.raises(DhrgraphError, match="is a link"):
            rebuild(datasets() / "template", build, force=name != "releases")
        assert contents(victim) == before
    build = tmp_path / "build"
    shutil.copytree(invented_build, build)
    (build / "graph.nq").unlink()
    os.mkfifo(build / "graph.nq")
    rebuild(datasets() / "template", build)
    assert (build / "graph.nq").is_file()
    (build / "CURRENT").unlink()
    os.mkfifo(build / "CURRENT")
    with pytest.raises(NoBuildError), open_release(build):
        pass


def test_records_that_change_while_they_are_read(
    invented: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build is never named after other records than it was made from."""

    def edited(collection: Collection) -> list[Problem]:
        spoil(invented, "publication: invented", "publication: unpublished", "review.yaml")
        return check(collection)

    monkeypatch.setattr("dhrgraph.rebuild.check", edited)
    with pytest.raises(DhrgraphError, match=r"review\.yaml was changed while it was read"):
        rebuild(invented, tmp_path / "build")
    assert not (tmp_path / "build").exists()


# --- Unpublished reviews ---


@pytest.mark.skipif(os.name != "posix", reason="the system has no such rights")
def test_a_build_of_an_unpublished_review_is_private(invented: Path, tmp_path: Path) -> None:
    """All of it is for this user alone, also where the folder was open to others before; no repository takes it."""
    build = tmp_path / "our-build"
    before = os.umask(0o022)
    try:
        rebuild(invented, build)
        assert build.stat().st_mode & 0o077
        assert "*" in (build / ".gitignore").read_text(encoding="utf-8").splitlines()
        spoil(invented, "publication: invented", "publication: unpublished", "review.yaml")
        rebuild(invented, build)
    finally:
        os.umask(before)
    assert {path.name for path in [build, *build.rglob("*")] if path.stat().st_mode & 0o077} == set()
    with open_release(build) as held:
        assert held.unpublished == ["example-review"]


def test_lost_copies_come_back(invented: Path, tmp_path: Path) -> None:
    """A copy that was deleted or spoilt is refreshed by the next run, and one too many is taken away."""
    build = tmp_path / "build"
    rebuild(invented, build)
    wanted = digest(build / "graph.nq")
    (build / "graph.nq").write_text("spoilt")
    (build / "tables" / "contacts.csv").unlink()
    (build / "tables" / "mine.csv").write_text("the user's own")
    (build / "tables" / "old.csv").write_text("of the release before")
    manifest = json.loads((build / "manifest.json").read_text(encoding="utf-8"))
    manifest["outputs"].append({"file": "tables/old.csv"})
    manifest["outputs"].append({"file": "../precious"})
    (tmp_path / "precious").write_text("x")
    (build / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert not rebuild(invented, build).fresh
    assert digest(build / "graph.nq") == wanted
    assert (build / "tables" / "contacts.csv").is_file()
    assert not (build / "tables" / "old.csv").exists()
    assert (build / "tables" / "mine.csv").exists()
    assert (tmp_path / "precious").exists()


def test_full_disk_leaves_the_old_build(invented: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a release cannot be written to its end, the old one stands and the rest is cleared away."""
    build = tmp_path / "build"
    first = rebuild(invented, build)
    spoil(invented, "Ms A was killed", "Ms A died")

    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("dhrgraph.rebuild.to_csv", full)
        with pytest.raises(OSError, match="No space left"):
            rebuild(invented, build)
    assert release.current(build) == first.name
    assert [p.name for p in (build / "releases").iterdir() if p.is_dir()] == [first.name]
    assert_whole(build)


@pytest.mark.skipif(os.name != "posix", reason="kills a process as POSIX does")
def test_killed_at_any_moment(invented: Path, tmp_path: Path) -> None:
    """However a rebuild is killed, with a reader that asks all the while, the build is whole."""
    build = tmp_path / "build"
    rebuild(invented, build)
    chance = random.Random(20261122)
    began = time.monotonic()
    run("rebuild", str(invented), "--out", str(build), "--force", "--quiet", "--jobs", "1")
    whole = time.monotonic() - began
    names = set()
    for number in range(8):
        spoil(invented, "Ms A" if number else "Ms A was killed", "Ms A" if number else "Ms A died")
        command = [
            sys.executable,
            "-m",
            "dhrgraph",
            "rebuild",
            str(invented),
            "--out",
            str(build),
            "--force",
            "--quiet",
            "--jobs",
            "1",
        ]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            until = time.monotonic() + chance.uniform(0.3, 1.1) * whole
            while time.monotonic() < until and process.poll() is None:
                assert_whole(build)
            process.send_signal(signal.SIGKILL)
        assert_whole(build)
        with open_release(build) as held:
            names.add(held.name)
        known = {p.parent.name for p in (build / "releases").glob("[!.]*/contents.json")}  # without it, it is none
        graphs = {digest(build / "releases" / name / "graph.nq") for name in known}
        assert digest(build / "graph.nq") in graphs or len(known) == 1
    rebuild(invented, build)
    assert_whole(build)
    assert digest(build / "graph.nq") == digest(build / "releases" / str(release.current(build)) / "graph.nq")
    assert not list((build / "releases").glob(".partial-*"))
