"""Writing what is exported or drafted: each file whole or not at all, several together all or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from dhrgraph import journal
from dhrgraph.files import read_plain, replace_file

__all__ = ["IGNORED", "IGNORED_ALL", "IGNORE_FILE", "Texts", "guards", "is_guarded", "write", "write_all"]

#: By the name of a file below a folder its content; None deletes it.
Texts = Mapping[str, str | bytes | None]

#: Name of the file by which git leaves out what lies beside it.
IGNORE_FILE = ".gitignore"
#: Its content in a collection.
IGNORED = f"""# Nothing of an unpublished review belongs in a repository that others can read.
reviews/
build*/
*.xlsx
{journal.FOLDER}/
"""
#: Its content in a folder of which nothing belongs there, such as a build.
IGNORED_ALL = "# Nothing of an unpublished review belongs in a repository that others can read.\n*\n"


def write(content: str | bytes, file: Path) -> None:
    """Write a file, in a folder that is made where it does not exist; a text as UTF-8, its line ends as they are."""
    file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(file, _bytes(content))


def write_all(contents: Texts | Callable[[], Texts], folder: Path) -> None:
    """Write files of a folder, all or none.

    Parameters
    ----------
    contents : mapping or callable
        The files, or what gives them while nobody else can change the folder.
    folder : pathlib.Path
        Made where it does not exist.
    """

    def wanted() -> journal.Contents:
        given = contents() if callable(contents) else contents
        return {name: None if each is None else _bytes(each) for name, each in given.items()}

    journal.change(folder, wanted)


def guards(folder: Path) -> dict[str, str]:
    """The files that are still to be written so that git leaves out the reviews of a collection."""
    if is_guarded(folder):
        return {}
    if (folder / IGNORE_FILE).exists():
        return {f"reviews/{IGNORE_FILE}": IGNORED_ALL}
    return {IGNORE_FILE: IGNORED}


def is_guarded(folder: Path) -> bool:
    """Whether git leaves out the reviews of a collection, or all of a build."""
    return bool({"reviews/", "/reviews/", "*"} & _lines(folder)) or "*" in _lines(folder / "reviews")


def _lines(folder: Path) -> set[str]:
    try:
        return set(read_plain(folder / IGNORE_FILE, 100_000).decode(errors="replace").split("\n"))
    except OSError:
        return set()


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content
