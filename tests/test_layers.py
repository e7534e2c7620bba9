"""The way of the data: imports run one way, and few modules write files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT

PACKAGE = ROOT / "graph" / "dhrgraph"

#: The base modules, which import nothing but each other.
BASE = {
    "cells",
    "confinement",
    "errors",
    "files",
    "journal",
    "passages",
    "protections",
    "resources",
    "shared_folders",
    "texts",
    "yamltext",
}
#: What each part may import of the others; itself, the base modules and the lexicon always.
ALLOWED: dict[str, set[str]] = {
    "lexicon": set(),
    "documents": set(),
    "records": set(),
    "drafting": {"documents", "records"},
    "rdf": {"records"},
    "questions": {"rdf", "records"},
    "networks": {"rdf", "records"},
    "views": {"networks", "questions", "rdf", "records"},
    "exchange": {"views", "networks", "questions", "rdf", "records", "documents", "drafting"},
    "rebuild": {"exchange", "views", "networks", "questions", "rdf", "records"},
    "doctor": {"exchange", "rdf", "records"},
    "cli": {"doctor", "rebuild", "exchange", "views", "networks", "questions", "rdf", "records", "documents"},
    "opened": {"views", "networks", "questions", "rdf", "records"},
    "__init__": {"opened"},
    "__main__": {"cli"},
}
#: Modules that may write files: the two through which all is written, the build and its releases.
WRITERS = {"files.py", "journal.py", "rebuild.py", "rdf/release.py", "exchange/files.py"}
WRITING = {"write_text", "write_bytes", "mkdir", "unlink", "rename", "rmtree", "touch", "rmdir", "symlink_to"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Each module of the package, by its path below it."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> set[str]:
    """Parts of the package that a module imports."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("dhrgraph"):
            parts = node.module.split(".")[1:]
            names |= {parts[0]} if parts else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("dhrgraph.")}
    return names


def part(name: str) -> str:
    """The part of the package that a module belongs to."""
    return Path(name).parts[0].removesuffix(".py")


def test_imports_run_one_way() -> None:
    """No module imports what stands after it on the way of the data."""
    expected: set[str] = set()
    against = {
        f"{name} imports {other}"
        for name, tree in modules()
        for other in imported(tree) - {part(name), "lexicon"} - BASE
        if other not in ALLOWED.get(part(name), set())
    }
    assert against == expected


def test_base_modules_stand_alone() -> None:
    """The base modules import nothing but each other."""
    assert all(imported(tree) <= BASE for name, tree in modules() if part(name) in BASE)


def test_few_modules_write_files() -> None:
    """Only these modules write files."""
    found = {
        name
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITING
    }
    assert found <= WRITERS


def test_the_reader_of_imports_reads() -> None:
    """The test above sees an import where there is one."""
    assert imported(ast.parse("from dhrgraph.cli.base import fail\nimport dhrgraph.views.page\n")) == {"cli", "views"}
