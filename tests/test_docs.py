"""The documents are true: generated pages are fresh, links lead somewhere, and what they say to type works."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import dhrgraph
from dhrgraph.cli import cli
from dhrgraph.questions.library import questions
from dhrgraph.rdf.release import Release
from tests.conftest import ROOT, script
from tests.htmlpages import anchors

PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").glob("*.md"))]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    """The code blocks of a page in a language."""
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```$", text)


def test_generated_pages_are_fresh(packaged_release: Release) -> None:
    """What `docs/generate.py` would write stands there, and no page that it writes no more; renew with `make docs`."""
    generate = script("docs/generate.py")
    fresh = generate.pages(packaged_release)
    docs = ROOT / "docs"
    there = {path.relative_to(docs).as_posix() for folder in generate.FOLDERS for path in (docs / folder).rglob("*")}
    assert there <= fresh.keys()
    missing = [name for name in fresh if not (docs / name).is_file()]
    assert missing == []
    assert [name for name, text in fresh.items() if (docs / name).read_bytes() != text.encode()] == []
    assert sum(len(text.encode()) for text in fresh.values()) < 3_000_000


def test_pages_that_are_made_no_more_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Writing the pages deletes an old one from the folders of pages, and nothing else."""
    generate = script("docs/generate.py")
    monkeypatch.setattr(generate, "HOME", tmp_path)
    for name in ("codes/gone.html", "ontology/old.svg", "questions/old.html", "coding.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("old")
    generate.write({"codes/role.html": "new", "records.md": "new"})
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"codes/role.html", "records.md", "coding.md"}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Each link within the project names a file that is there and a heading that it has."""
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        name, _, heading = target.partition("#")
        if "://" in target:
            continue
        file = page.parent / name if name else page
        if not file.exists() or (heading and heading not in anchors(file)):
            broken.append(target)
    assert broken == []


def test_readme_opens_with_the_two_commands() -> None:
    """They are the first thing that one reads, and the Makefile has them."""
    first = blocks(README, "sh")[0]
    assert README.split("\n\n")[1].startswith("```sh\nmake rebuild")
    targets = re.findall(r"(?m)^make (\w+)", first)
    assert targets == ["rebuild", "test"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(re.search(rf"(?m)^{target}:", makefile) for target in targets)
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_readme_commands_work(packaged_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every `dhrgraph` command of the README, in its order, with no more set-up than the README tells."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "build").symlink_to(packaged_build, target_is_directory=True)
    shutil.copy(ROOT / "tests" / "catalogue" / "incidents.csv", tmp_path)  # what the README has the reader download
    lines = [line for block in blocks(README, "sh")[1:] for line in block.splitlines() if line.startswith("dhrgraph ")]
    assert len(lines) >= 9
    for line in lines:
        result = CliRunner().invoke(cli, shlex.split(line, comments=True)[1:])
        assert result.exit_code == 0, f"{line}\n{result.output}"
    assert (tmp_path / "acts.xlsx").is_file()
    assert (tmp_path / "reviews.xlsx").is_file()


def test_readme_python_works(packaged_build: Path) -> None:
    """The Python of the README gives the rows that it promises."""
    (code,) = blocks(README, "python")
    names: dict[str, object] = {"dhrgraph": dhrgraph}
    exec(code.replace('"build"', repr(str(packaged_build))), names)  # noqa: S102
    rows = names["rows"]
    assert isinstance(rows, list)
    assert len(rows) == 2


def test_readme_answer_is_the_answer(packaged_build: Path) -> None:
    """The example answer has the cells that the program prints."""
    printed = CliRunner().invoke(cli, ["query", "marac-few-actions", "--build", str(packaged_build)]).output
    shown = next(block for block in blocks(README, "") if block.startswith("Which MARAC"))
    for line in shown.splitlines():
        for cell in re.split(r"\s{2,}", line.strip()):
            assert cell in printed, cell


def test_counts_in_the_documents() -> None:
    """The numbers that README and changelog give are those of the project."""
    count = len(questions())
    assert f"The library has {count}," in README
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"{count} questions" in changelog
    lists = len(list((ROOT / "ontology" / "codes").glob("*.ttl")))
    assert f"{lists} code lists" in changelog


def test_folders_of_the_readme_exist() -> None:
    """The folders that the README names are there."""
    line = next(line for line in README.splitlines() if line.startswith("The folders:"))
    for name in re.findall(r"`(\w+)/`", line):
        assert (ROOT / name).is_dir()
