"""A draft review to its folder, which appears whole or not at all.

A folder that has records already is never written over: what differs goes to ``proposed/`` there.
"""

from __future__ import annotations

import difflib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from dhrgraph.exchange.files import write

__all__ = ["folder_of", "place"]

_IGNORED = "# Nothing of an unpublished review belongs in a repository that others can read.\nreviews/\nbuild/\n"
#: Files of a draft that are no records, and that a person does not correct.
_BESIDE = ("draft.json", "draft.html")


def folder_of(out: Path, review: str) -> Path:
    """The folder of a review in a collection."""
    return out / "reviews" / review


def place(out: Path, review: str, texts: Mapping[str, str]) -> tuple[str, ...] | None:
    """Write the files of a draft review to a collection.

    Parameters
    ----------
    out : pathlib.Path
        Folder of the collection; made where it does not exist.
    review : str
        Id of the review.
    texts : mapping
        Its files by name.

    Returns
    -------
    tuple of str or None
        Files that differ from records that were there, written to ``proposed/``; None for a new review.

    Raises
    ------
    OSError
        If it cannot be written; what stood there before stands there still.
    """
    folder = folder_of(out, review)
    if folder.is_dir() and any(folder.glob("*.yaml")):
        return _propose(folder, texts)
    made = [each for each in (folder.parent, out, *out.parents) if not each.exists()]
    try:
        _place(out, folder, texts)
    except OSError:
        for each in made:  # innermost first; one that holds anything stays
            with suppress(OSError):
                each.rmdir()
        raise
    return None


@contextmanager
def _whole(folder: Path, texts: Mapping[str, str]) -> Iterator[Path]:
    """A folder with files, beside the one that it is meant for; gone in the end unless it was renamed."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, text in texts.items():
            write(text, partial / name)
        partial.chmod(0o755)
        yield partial
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _place(out: Path, folder: Path, texts: Mapping[str, str]) -> None:
    with _whole(folder, texts) as partial:
        if not (out / ".gitignore").exists() and not (out / "agencies.yaml").exists():
            write(_IGNORED, out / ".gitignore")
        if folder.is_dir():  # without records: what stands there stays
            for name in texts:
                (partial / name).replace(folder / name)
        else:
            partial.rename(folder)


def _propose(folder: Path, texts: Mapping[str, str]) -> tuple[str, ...]:
    """Write what differs from the records that are there beside them, in ``proposed/``."""
    differing = {n: text for n, text in texts.items() if n not in _BESIDE and _text(folder / n) != text}
    target = folder / "proposed"
    if not differing:
        shutil.rmtree(target, ignore_errors=True)
        return ()
    lines: list[str] = []
    for name, text in differing.items():
        old, new = _text(folder / name).splitlines(True), text.splitlines(True)
        lines += difflib.unified_diff(old, new, f"{name} (yours)", f"{name} (proposed)")
    told = "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
    with _whole(target, differing | {name: texts[name] for name in _BESIDE} | {"differences.txt": told}) as partial:
        shutil.rmtree(target, ignore_errors=True)
        partial.rename(target)
    return tuple(sorted(differing))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
