"""What lies in the folders that ship, and may not.

Everything is refused that a build would not take: then nothing can lie there unseen and ship with the next
change of a pattern. A review ships only from its place, in its known files, and if it is published.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from packing.reviews import NotUnderstoodError, standing

__all__ = ["FOLDERS", "RECORDS", "refusals"]

#: Folders that ship.
FOLDERS = ("graph", "ontology", "datasets")
#: Files of a review.
RECORDS = frozenset(["review.yaml", "passages.csv", "evidence.yaml"]) | {
    f"{name}.yaml"
    for name in (
        *("abuse", "agencies", "circumstances", "contacts", "events", "findings", "involvement", "knowledge"),
        *("marac_actions", "marac_meetings", "not_done", "oddities", "people", "plan_actions", "recommendations"),
        *("referrals", "risk_assessments", "sharing"),
    )
}
_REVIEWS = "datasets/reviews"
#: The only review that may say that it is invented.
_EXAMPLE = "datasets/template/reviews/example-review"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: Files by which a folder shows that a review lies in it.
_MARK = re.compile(r"review\b.*\.ya?ml\b.*|draft\.(json|html)", re.IGNORECASE)
#: Left by programs: setuptools, and the desktops of macOS and Windows. None of it ships.
_LEFT = re.compile(
    r"(.*/)?(\.DS_Store|Thumbs\.db|desktop\.ini|__pycache__/[^/]+\.pyc(\.\d+)?)"
    r"|graph/dhrgraph\.egg-info/(PKG-INFO|[A-Za-z_-]+\.txt|not-zip-safe)"
)


def refusals(root: Path, shipped: set[str]) -> list[str]:
    """Why the project may not be packed, one reason a review or file.

    Parameters
    ----------
    root : pathlib.Path
        Folder of the project.
    shipped : set of str
        Files that a build would take, by their path from the root.

    Returns
    -------
    list of str
        Each begins with the path of a review or file; empty where all may ship.
    """
    files, folders, links = _found(root)
    may = shipped - links
    reviews = {name for name in folders if _is_review(name, files)}
    reasons = {name: _review(root, name) for name in sorted(reviews)}
    strays: dict[str, list[str]] = {}
    for folder, names in files.items():
        inside = any(str(parent) in reviews for parent in PurePosixPath(folder).parents)
        known = RECORDS if folder in reviews else set() if inside else names
        for name in names:
            path = f"{folder}/{name}".lstrip("/")
            if name not in known or path not in may:
                strays.setdefault(_owner(path, reviews, may), []).append(path)
    for name, found in strays.items():
        reasons.setdefault(name, []).append(_unknown(name, found))
    return [f"{_shown(name)}: {'; '.join(why)}" for name, why in sorted(reasons.items()) if why]


def _found(root: Path) -> tuple[dict[str, set[str]], set[str], set[str]]:
    """Names of files by their folder, without what programs leave behind; folders; links and other odd things."""
    files: dict[str, set[str]] = {}
    folders: set[str] = set()
    links: set[str] = set()
    for name, mode in _walk(root):
        folder, _, last = name.rpartition("/")
        if stat.S_ISDIR(mode):
            folders.add(name)
        elif not _LEFT.fullmatch(name):
            files.setdefault(folder, set()).add(last)
            if not stat.S_ISREG(mode):
                links.add(name)
    return files, folders, links


def _walk(root: Path) -> Iterator[tuple[str, int]]:
    """Everything in the folders that ship, by its path, and its mode; links are not followed."""
    waiting = list(FOLDERS)
    while waiting:
        name = waiting.pop()
        mode = (root / name).lstat().st_mode
        yield name, mode
        if stat.S_ISDIR(mode):
            waiting += [f"{name}/{entry}" for entry in os.listdir(root / name)]  # noqa: PTH208


def _is_review(folder: str, files: dict[str, set[str]]) -> bool:
    """Whether a folder holds, or stands where it would hold, a review, in whatever spelling."""
    path = PurePosixPath(folder)
    if path.parent.name.casefold() == "reviews" and path.name != "__pycache__":
        return True
    return any(_MARK.fullmatch(name) for name in files.get(folder, ()))


def _review(root: Path, folder: str) -> list[str]:
    """Why a review may not ship."""
    wanted = "invented" if folder == _EXAMPLE else "published"
    why = []
    if folder != _EXAMPLE and folder.rpartition("/")[0] != _REVIEWS:
        why.append("a review has no place here")
    elif not _ID.fullmatch(PurePosixPath(folder).name):
        why.append("the folder's name cannot be a review's id")
    try:
        publication, status = standing((root / folder / "review.yaml").read_bytes())
    except OSError:
        return [*why, "it has no review.yaml that can be read"]
    except NotUnderstoodError as error:
        return [*why, f"in its review.yaml {error}"]
    if wanted == "invented":
        publication = publication.partition(" #")[0].rstrip()  # the example explains its values
    if publication != wanted:
        why.append(f"its review.yaml does not say exactly publication: {wanted}")
    if status not in ("", "corrected"):
        why.append("its review.yaml does not say exactly status: corrected")
    return why


def _owner(name: str, reviews: set[str], shipped: set[str]) -> str:
    """The review that an unknown file lies in; else the outermost folder of which nothing ships, or the file."""
    parents = [str(parent) for parent in PurePosixPath(name).parents][:-1]
    for parent in parents:
        if parent in reviews:
            return parent
    empty = [parent for parent in parents if not any(each.startswith(f"{parent}/") for each in shipped)]
    return empty[-1] if empty else name


def _unknown(place: str, names: list[str]) -> str:
    if names == [place]:
        return "nothing of this name belongs here"
    inside = sorted(_shown(name.removeprefix(f"{place}/")) for name in names)
    more = f" and {len(inside) - 5} more" if len(inside) > 5 else ""
    return f"nothing of these names belongs here: {', '.join(inside[:5])}{more}"


def _shown(name: str) -> str:
    """A name as one line of text, whatever is in it."""
    return name if name.isprintable() else ascii(name)
