"""Writing what is exported or drafted: each file whole or not at all, several together all or none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dhrgraph import journal
from dhrgraph.files import replace_file

__all__ = ["IGNORED", "IGNORED_ALL", "IGNORE_FILE", "write", "write_all"]

#: Name of the file by which git leaves out what lies beside it.
IGNORE_FILE = ".gitignore"
#: Its content in a collection.
IGNORED = f"""# Nothing of an unpublished review belongs in a repository that others can read.
reviews/
build*/
*.xlsx
{journal.FOLDER}/
"""
#: Its content in a build, wherever that is.
IGNORED_ALL = "# A build is made anew by dhrgraph rebuild, and may hold an unpublished review.\n*\n"


def write(content: str | bytes, file: Path) -> None:
    """Write a file, in a folder that is made where it does not exist; a text as UTF-8, its line ends as they are."""
    file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(file, _bytes(content))


def write_all(contents: Mapping[str, str | bytes | None], folder: Path) -> None:
    """Write files of a folder, all or none.

    Parameters
    ----------
    contents : mapping
        By the name of a file below the folder its content; None deletes it.
    folder : pathlib.Path
        Made where it does not exist.
    """
    journal.change(folder, {name: None if each is None else _bytes(each) for name, each in contents.items()})


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content
