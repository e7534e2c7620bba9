"""Packing: a review that is not published, or anything else that may not ship, ends every way of building."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dhrgraph.records.types import KINDS
from packing.reviews import NotUnderstoodError, standing
from packing.tree import FOLDERS, RECORDS, refusals
from tests.conftest import ROOT

PUBLISHED = ROOT / "datasets" / "reviews" / "bexley-nargiza"
SAID = (PUBLISHED / "review.yaml").read_bytes()
LINE = b"publication: published\n"
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "build", "dist", "*.egg-info", "__pycache__", ".*_cache")

#: Each way of building, as arguments of Python in the folder of the project; `OUT` is where it may write.
PIP = ("-m", "pip", "--disable-pip-version-check")
WITHOUT = ("--quiet", "--no-deps", "--no-build-isolation")
WAYS = {
    "pip wheel": (*PIP, "wheel", *WITHOUT, "--wheel-dir", "OUT", "."),
    "pip install": (*PIP, "install", *WITHOUT, "--target", "OUT", "."),
    "pip install -e": (*PIP, "install", *WITHOUT, "--target", "OUT", "-e", "."),
    "sdist": ("-c", "import setuptools.build_meta as b; b.build_sdist('OUT')"),
    "wheel of a front end": ("-c", "import setuptools.build_meta as b; b.build_wheel('OUT')"),
    "setuptools itself": ("-c", "import setuptools; setuptools.setup()", "bdist_wheel", "--dist-dir", "OUT"),
    "setuptools without a copy": (
        *("-c", "import setuptools; setuptools.setup()"),
        *("bdist_wheel", "--skip-build", "--dist-dir", "OUT"),
    ),
}


def copied(folder: Path) -> Path:
    """A copy of the project."""
    shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
    return folder


def built(tree: Path, way: str, out: Path) -> subprocess.CompletedProcess[str]:
    """What a way of building says and makes of a tree."""
    out.mkdir(exist_ok=True)
    words = [word.replace("OUT", str(out)) for word in WAYS[way]]
    return subprocess.run([sys.executable, *words], cwd=tree, capture_output=True, text=True, check=False)


def why(tree: Path) -> list[str]:
    """Reasons against packing a tree of which every file of a known form would be taken."""
    names = {path.relative_to(tree).as_posix() for each in FOLDERS for path in (tree / each).rglob("*")}
    forms = (".py", ".ttl", ".rq", ".yaml", ".csv", ".json", ".jsonl", ".md", ".txt", ".html", ".js", ".css", ".j2")
    return refusals(tree, {name for name in names if name.endswith((*forms, "py.typed", ".jsonld"))})


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the three folders, to be spoiled and mended."""
    tree = tmp_path_factory.mktemp("sound")
    for each in FOLDERS:
        shutil.copytree(ROOT / each, tree / each, ignore=NOT_COPIED)
    return tree


def plant(tree: Path, place: str, text: bytes = SAID.replace(LINE, b"publication: unpublished\n")) -> Path:
    """A copy of a review at a place, which says something else of itself."""
    folder = tree / place
    shutil.copytree(PUBLISHED, folder)
    (folder / "review.yaml").write_bytes(text)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_building_refuses_by_name(way: str, tmp_path: Path) -> None:
    """Two unpublished reviews are both named, nothing is made, and the remedy is said."""
    tree, out = copied(tmp_path / "tree"), tmp_path / "out"
    plant(tree, "datasets/reviews/our-case")
    plant(tree, "ontology/hidden/.deep/reviews/other-case")
    done = built(tree, way, out)
    said = done.stdout + done.stderr
    assert done.returncode != 0, said
    assert "datasets/reviews/our-case: its review.yaml does not say exactly publication: published" in said
    assert "ontology/hidden/.deep/reviews/other-case: a review has no place here" in said
    assert "dhrgraph init DIR" in said
    assert list(out.iterdir()) == []


@pytest.mark.slow
def test_source_distribution_builds_and_refuses(tmp_path: Path) -> None:
    """A source distribution of the sound tree builds the same wheel; a review that is planted in it ends that."""
    tree, out = copied(tmp_path / "tree"), tmp_path / "out"
    plant(tree, "datasets/reviews/another-published", SAID)
    assert built(tree, "sdist", out).returncode == 0
    (archive,) = out.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        opened.extractall(tmp_path / "unpacked", filter="data")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    done = built(unpacked, "pip wheel", tmp_path / "first")
    assert done.returncode == 0, done.stderr
    assert built(tree, "pip wheel", tmp_path / "second").returncode == 0
    names = [set(zipfile.ZipFile(next((tmp_path / each).glob("*.whl"))).namelist()) for each in ("first", "second")]
    assert names[0] == names[1]
    assert "dhrgraph/datasets/reviews/another-published/review.yaml" in names[0]
    plant(unpacked, "datasets/reviews/our-case")
    done = built(unpacked, "pip wheel", tmp_path / "third")
    assert done.returncode != 0
    assert "datasets/reviews/our-case:" in done.stderr


@pytest.mark.slow
def test_left_overs_of_a_build_do_not_ship(tmp_path: Path) -> None:
    """What an earlier build left in build/lib, or in the list of the source distribution, gets into no other."""
    tree = copied(tmp_path / "tree")
    left = tree / "build" / "lib" / "dhrgraph" / "datasets" / "reviews" / "gone" / "review.yaml"
    left.parent.mkdir(parents=True)
    left.write_bytes(SAID)
    done = built(tree, "setuptools without a copy", tmp_path / "first")
    assert done.returncode != 0
    assert "gone/review.yaml is of an earlier build" in done.stderr
    assert built(tree, "pip wheel", tmp_path / "second").returncode == 0
    (wheel,) = (tmp_path / "second").glob("*.whl")
    assert not any("gone" in name for name in zipfile.ZipFile(wheel).namelist())
    (tree / "secret.yaml").write_bytes(SAID)
    listed = tree / "graph" / "dhrgraph.egg-info" / "SOURCES.txt"
    listed.parent.mkdir(exist_ok=True)
    listed.write_text("secret.yaml\n")
    done = built(tree, "sdist", tmp_path / "third")
    assert done.returncode != 0
    assert "secret.yaml is no part of a source distribution" in done.stderr
    assert list((tmp_path / "third").iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("linked", ["build", "build/lib"])
def test_nothing_behind_a_link_is_deleted(linked: str, tmp_path: Path) -> None:
    """Where the folder of the copy is a link, its files are neither shipped nor deleted: the build ends."""
    tree, elsewhere = copied(tmp_path / "tree"), tmp_path / "elsewhere"
    (elsewhere / "lib").mkdir(parents=True)
    for folder in (elsewhere, elsewhere / "lib"):
        (folder / "kept.txt").write_text("x")
    (tree / linked).parent.mkdir(exist_ok=True)
    (tree / linked).symlink_to(elsewhere)
    done = built(tree, "pip wheel", tmp_path / "out")
    assert done.returncode != 0
    assert "build/lib holds files of an earlier build" in done.stderr
    assert len(list(elsewhere.rglob("kept.txt"))) == 2


@pytest.mark.slow
def test_editable_install_of_the_sound_tree(tmp_path: Path) -> None:
    """A sound tree can be installed to be worked on, with files that git does not track yet; a wheel has none."""
    tree = copied(tmp_path / "tree")
    clean = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    for words in (["init", "--quiet"], ["add", "."]):
        subprocess.run(["git", *words], cwd=tree, env=clean, check=True)
    (tree / "graph" / "dhrgraph" / "fresh.py").write_text('"""A module."""\n')
    done = built(tree, "pip install -e", tmp_path / "first")
    assert done.returncode == 0, done.stderr
    for way in ("pip wheel", "sdist"):
        done = built(tree, way, tmp_path / "second")
        assert done.returncode != 0
        assert "graph/dhrgraph/fresh.py: git does not track this file" in done.stderr
    subprocess.run(["git", "add", "."], cwd=tree, env=clean, check=True)
    assert built(tree, "pip wheel", tmp_path / "second").returncode == 0


def test_sound_tree_may_ship(sound: Path) -> None:
    """The project as it is has nothing that is refused."""
    assert why(sound) == []


@pytest.mark.parametrize(
    "place",
    [
        "datasets/reviews/our-case",
        "datasets/reviews/.our-case",
        "datasets/reviews/Our-Case",
        "datasets/Reviews/our-case",
        "datasets/reviews/lewisham-kazia/proposed",
        "datasets/reviews/nested/reviews/our-case",
        "datasets/template/reviews/our-case",
        "datasets/demo/reviews/our-case",
        "datasets/__pycache__/our-case",
        "datasets/our-case",
        "graph/our-case",
        "graph/dhrgraph.egg-info/our-case",
        "graph/dhrgraph/records/our-case",
        "ontology/.hidden/our-reviews/reviews/our-case",
    ],
)
def test_review_is_refused_wherever_it_lies(sound: Path, place: str) -> None:
    """An unpublished review is named by its folder, in whatever part of the three folders it lies."""
    folder = plant(sound, place)
    try:
        assert any(reason.startswith(f"{place}: ") for reason in why(sound))
    finally:
        shutil.rmtree(folder)
        for parent in folder.parents:
            if any(parent.iterdir()):
                break
            parent.rmdir()
    assert why(sound) == []


def _upper(folder: Path) -> None:
    (folder / "review.yaml").rename(folder / "REVIEW.YAML")


def _yml(folder: Path) -> None:
    (folder / "review.yaml").rename(folder / "review.yml")


def _linked(folder: Path) -> None:
    (folder / "review.yaml").unlink()
    (folder / "review.yaml").symlink_to(PUBLISHED / "review.yaml")


def _unread(folder: Path) -> None:
    (folder / "review.yaml").unlink()
    (folder / "review.yaml").mkdir()


def _emptied(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def _with(name: str) -> Callable[[Path], None]:
    def put(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("words of a report\n")

    return put


SPOILED: dict[str, Callable[[Path], None]] = {
    "upper case": _upper,
    "yml": _yml,
    "a link": _linked,
    "a folder in its place": _unread,
    "no files": _emptied,
    **{
        name: _with(name)
        for name in (
            *("report.txt", "notes.md", "draft.html", "draft.json", "proposed/contacts.yaml", "contacts.yml"),
            *("Contacts.yaml", ".contacts.yaml.swp", "kazia.xlsx", "old/report.txt", "extra.yaml", "table.csv"),
        )
    },
}


@pytest.mark.parametrize("how", SPOILED)
def test_published_review_with_anything_odd_is_refused(sound: Path, how: str) -> None:
    """A review that says it is published ships only with its known files, as they are named."""
    folder = plant(sound, "datasets/reviews/our-case", SAID)
    try:
        assert why(sound) == []
        SPOILED[how](folder)
        reasons = why(sound)
        assert any(reason.startswith("datasets/reviews/our-case") for reason in reasons), reasons
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize(
    "name",
    [
        "datasets/build/graph.nq",
        "datasets/catalogues/dhrd.sqlite",
        "datasets/demo/second-report.pdf",
        "datasets/report.docx",
        "graph/dhrgraph/views/page/graph.nq",
        "ontology/notes.odt",
    ],
)
def test_file_that_nothing_takes_is_refused(sound: Path, name: str) -> None:
    """A file of no known kind does not lie unseen in a folder that ships."""
    path = sound / name
    made = not path.parent.exists()
    path.parent.mkdir(exist_ok=True)
    path.write_text("x")
    (reason,) = why(sound)
    assert path.name in reason
    path.unlink()
    if made:
        path.parent.rmdir()


@pytest.mark.parametrize("link", ["datasets/reviews/our-case", "ontology/codes/our-case.ttl", "graph/our-case"])
def test_links_are_refused(sound: Path, link: str, tmp_path: Path) -> None:
    """A link is refused, not followed: a build would copy what lies behind it."""
    (sound / link).symlink_to(plant(tmp_path, "elsewhere", SAID))
    try:
        assert [reason.partition(":")[0] for reason in why(sound)] == [link]
    finally:
        (sound / link).unlink()


def test_folder_that_is_a_link_is_refused(tmp_path: Path, sound: Path) -> None:
    """Not even one of the three folders may be a link."""
    for each in FOLDERS:
        (tmp_path / each).symlink_to(sound / each)
    assert len(refusals(tmp_path, set())) == len(FOLDERS)


def test_example_must_say_that_it_is_invented(sound: Path) -> None:
    """The example of the template ships only while it says that it is invented."""
    path = sound / "datasets/template/reviews/example-review/review.yaml"
    before = path.read_bytes()
    path.write_bytes(before.replace(b"publication: invented ", b"publication: published "))
    (reason,) = why(sound)
    path.write_bytes(before)
    assert reason.startswith("datasets/template/reviews/example-review: ")
    assert "publication: invented" in reason


def test_files_of_a_review_are_those_of_the_program() -> None:
    """The list of packing, which cannot import the program, is the program's."""
    assert {"review.yaml", "passages.csv", "evidence.yaml", *(f"{name}.yaml" for name in KINDS)} == RECORDS


ODD = {
    "unpublished": LINE.replace(b"published", b"unpublished"),
    "invented": b"publication: invented\n",
    "nothing": b"",
    "empty": b"publication:\n",
    "double quotes": b'publication: "published"\n',
    "single quotes": b"publication: 'published'\n",
    "quoted key": b'"publication": published\n',
    "comment": b"publication: published # not yet\n",
    "commented out": b"# publication: published\n",
    "trailing space": b"publication: published \n",
    "two spaces": b"publication:  unpublished\n",
    "space before the colon": b"publication : published\n",
    "upper case": b"Publication: published\n",
    "twice": LINE + LINE,
    "twice, otherwise": LINE + b"publication: unpublished\n",
    "quoted as well": LINE + b'"publication": unpublished\n',
    "escaped as well": LINE + b'"pub\\u006cication": unpublished\n',
    "tagged as well": LINE + b"!!str publication: unpublished\n",
    "a question mark as well": LINE + b"? publication\n: unpublished\n",
    "indented": b"inside:\n  publication: published\n",
    "indented as well": LINE + b"inside:\n  publication: unpublished\n",
    "anchor": b"publication: &a published\n",
    "alias": b"other: &a unpublished\npublication: *a\n",
    "merge": b"<<: {publication: unpublished}\n" + LINE,
    "carriage return": LINE.replace(b"\n", b"\r\n"),
    "carriage return alone": b"publication: published\rpublication: unpublished\n",
    "mark of byte order": b"\xef\xbb\xbf" + LINE,
    "another line separator": "publication: unpublished\u2028\n".encode() + LINE,
    "next line": "note: x\u0085publication: unpublished\n".encode() + LINE,
    "tab": b"publication:\tpublished\n",
    "nul": LINE + b"\0",
    "latin-1": LINE + b"note: caf\xe9\n",
    "utf-16": LINE.decode().encode("utf-16"),
    "second document": LINE + b"---\npublication: unpublished\n",
    "start of a document": b"---\n" + LINE,
    "directive": b"%YAML 1.1\n---\n" + LINE,
    "whole in braces": b"{publication: published}\n",
    "inside a text": b'note: "a\npublication: published\n"\n',
    "inside a nested text": b'inside:\n  - note: "a\npublication: published\n"\n',
    "inside single quotes": b"note: 'a\npublication: published\n'\n",
    "inside a list": b"places: [a,\npublication: published\n]\n",
    "inside a list after quotes": b"places: [a', [ b'c]\npublication: published\n]\n",
    "inside a mapping": b"inside: {a: b,\npublication: published\n}\n",
    "inside a text after an odd key": b'inside:\n  Odd Key: "a\npublication: published\n"\n',
    "more on the next line": LINE + b"  only in part\n",
    "more after an empty line": LINE + b"\n - only in part\n",
    "on the next line": b"publication:\n  published\n",
    "draft on the next line": LINE + b"status:\n  draft\n",
    "draft": LINE + b"status: draft\n",
    "draft in quotes": LINE + b'status: "draft"\n',
    "draft with a comment": LINE + b"status: corrected # not\n",
}


@pytest.mark.parametrize("how", ODD)
def test_odd_ways_of_saying_it_are_refused(how: str) -> None:
    """Whatever is not exactly the one plain line is no word for publication."""
    assert LINE in SAID
    data = SAID.replace(LINE, ODD[how])
    try:
        said = standing(data)
    except NotUnderstoodError:
        return
    assert said not in {("published", ""), ("published", "corrected")}


@pytest.mark.parametrize(
    "text",
    [
        b"status: corrected\n",
        b"note: >-\n  Words over\n  two lines\n",
        b"readings:\n- {value: 2014-06, cites: [\"1.1\", 'it''s']}\n",
        b'note: "A colon: in \\"quotes\\"" # and a comment\n',
        b"restrictions:\n  - The family's wish\n  - plain words over\n    two lines\n",
    ],
)
def test_plain_forms_are_understood(text: bytes) -> None:
    """The forms that coders and the program write are understood."""
    assert standing(b"title: A review\n" + LINE + text)[0] == "published"


PIECES = st.sampled_from(
    [
        *("publication", "status", "note", "published", "unpublished", "draft", "a", "- ", "  ", ": ", ":", " ", "\n"),
        *('"', "'", "[", "]", "{", "}", ",", "#", " #", "&a", "*a", "|", ">-", "!", "?", "? ", "---", "<<", "\\"),
        *("publication: published\n", "\npublication: published\n", "publication: unpublished\n", "\t", "\r", "''"),
        *("note: ", "\n- ", "\n  - ", "\n  a: "),
    ]
)


@settings(max_examples=1500, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
@example("a: [a', [ b'c]\npublication: published\n]\npublication : unpublished\n")
def test_what_is_understood_is_what_yaml_says(text: str) -> None:
    """Where the strict reader reads publication, a YAML library reads the same, or no YAML at all."""
    try:
        said = standing(text.encode())
    except NotUnderstoodError:
        return
    if said[0] not in ("published", "invented"):
        return
    try:
        parsed = yaml.safe_load(text)
    except yaml.YAMLError:
        return
    assert parsed["publication"] == said[0]
    assert str(parsed.get("status") or "") == said[1].partition("#")[0] or said[1] not in ("", "corrected")
