"""The notebooks: each runs, and gives the output that it shows."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from tests.conftest import ROOT, script

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def shown(notebook: nbformat.NotebookNode) -> list[object]:
    """Source and output of each cell."""
    return [(cell.cell_type, cell.source, cell.get("outputs")) for cell in notebook.cells]


def test_there_are_notebooks() -> None:
    """At least one notebook is tested."""
    assert [path.name for path in NOTEBOOKS] == ["tour.ipynb"]


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_output_is_what_it_shows(path: Path) -> None:
    """A fresh run has no error and the same output; renew it with `make notebooks`."""
    kept = nbformat.read(path, as_version=4)
    assert all(cell.outputs or cell.source.startswith("graph.close") for cell in kept.cells if cell.cell_type == "code")
    assert shown(script("notebooks/run.py").executed(path)) == shown(kept)
