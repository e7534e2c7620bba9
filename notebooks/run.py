"""Run the notebooks and keep their output: ``python notebooks/run.py``.

A test runs them too, and compares.
"""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HOME = Path(__file__).parent
# Where the published list of reviews stands that one notebook reads; it is no part of the project.
os.environ.setdefault("DHRGRAPH_DATA", str(HOME.parent.parent / "shared" / "data"))


def executed(path: Path) -> nbformat.NotebookNode:
    """A notebook with the output that it gives now, and nothing that differs between runs."""
    notebook: nbformat.NotebookNode = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(HOME)}}).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # times
    notebook.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return notebook


if __name__ == "__main__":
    for found in sorted(HOME.glob("*.ipynb")):
        nbformat.write(executed(found), found)
