"""Writing what is exported: each file whole or not at all."""

from __future__ import annotations

from pathlib import Path

from dhrgraph.rdf.release import replace_file

__all__ = ["remove", "write"]


def write(content: str | bytes, file: Path) -> None:
    """Write a file, in a folder that is made where it does not exist; a text as UTF-8, its line ends as they are."""
    file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(file, content.encode() if isinstance(content, str) else content)


def remove(file: Path) -> None:
    """Delete a file where it is there."""
    file.unlink(missing_ok=True)
