"""A review's record files to a workbook, and a workbook to record files.

What comes back is checked as any coding is, before a file is written, and each problem is told by its
cell. A file in which nothing was changed keeps its text byte for byte; of a changed one the records
that were not changed keep theirs, comments included.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dhrgraph.errors import DhrgraphError, Problem, ProblemsError, shown
from dhrgraph.exchange.bookproblems import CellProblem
from dhrgraph.exchange.bookreading import Book, read_book
from dhrgraph.exchange.bookwriting import to_book
from dhrgraph.exchange.files import guards, write, write_all
from dhrgraph.exchange.sheetlayout import Values, layout
from dhrgraph.exchange.sheetrows import to_rows
from dhrgraph.exchange.sheetvalues import Cells, Read, to_values
from dhrgraph.files import kept_private, scratch
from dhrgraph.records import Collection, check, load_collection
from dhrgraph.records.collection import ReviewRecords
from dhrgraph.records.marking import banner, marked
from dhrgraph.records.types import REQUIRED
from dhrgraph.records.values import ID_PATTERN
from dhrgraph.records.writing import record_text, records_text
from dhrgraph.resources import datasets as packaged
from dhrgraph.texts import normalised
from dhrgraph.yamltext import parse

__all__ = ["Returned", "book_of", "files_of", "write_files"]

_PASSAGES = "passages.csv"
_MISSING = re.compile(r"the key '(.+)' is missing")
#: The files that every review has; another that is absent says that its kind is not coded, or explains nothing.
_ALWAYS = ("review", *REQUIRED)


@dataclass(frozen=True, slots=True)
class Returned:
    """A review that came back in a workbook.

    Parameters
    ----------
    review : str
        Its id.
    files : dict
        The text of each file by its name.
    own : list of str
        What in the workbook is the analyst's own and was not read.
    unpublished : bool
        Whether the review is kept from others.
    """

    review: str
    files: dict[str, str]
    own: list[str]
    unpublished: bool


def book_of(collection: Collection, review: ReviewRecords) -> bytes:
    """The workbook of one review."""
    paths = {name: review.folder / name for name in (*(f"{each}.yaml" for each in layout()), _PASSAGES)}
    texts = {name: path.read_bytes().decode() for name, path in paths.items() if path.is_file()}
    values = {name: _listed(_bare(parse(texts.get(f"{name}.yaml", "[]").encode()).value)) for name in layout()}
    return to_book(review.id, to_rows(values), texts, review.passages, collection.register, banner(marked([review])))


def _listed(value: Any) -> list[Values]:
    return value if isinstance(value, list) else [value]


def files_of(path: Path, datasets: Path) -> Returned:
    """The files of a review from its workbook, checked against the register of a collection.

    Raises
    ------
    ProblemsError
        With each problem of the workbook or of its records, told by its cell.
    """
    book = read_book(path)
    read = to_values(book.rows)
    problems = [book.problem(*lost, "correct it, or delete the row") for lost in read.lost]
    files = {
        f"{name}.yaml": _file_text(name, values, book.texts.get(f"{name}.yaml", ""))
        for name, values in read.files.items()
        if values or name in _ALWAYS or f"{name}.yaml" in book.texts
    }
    files[_PASSAGES] = book.passages
    problems += _checked(book, read, files, datasets)
    if problems:
        raise ProblemsError(problems)
    unpublished = "unpublished" in (about.get("publication") for about in read.files["review"])
    return Returned(book.review, files, book.own, unpublished)


# --- Text of a file ---


def _file_text(name: str, values: list[Values], before: str) -> str:
    """The text of a file: that of before where nothing was changed, record by record."""
    old = parse(before.encode()) if before else None
    if name == "review":
        same = old is not None and _bare(old.value) == _bare(values[0] if values else None)
        return before if same else record_text(values[0] if values else {})
    if old is None or not isinstance(old.value, list):
        return records_text(values)
    if _bare(old.value) == _bare(values):
        return before
    starts = [old.places[(index,)][0] for index in range(len(old.value))]
    head, parts = _parts(before.splitlines(keepends=True), starts)
    kept = {_key(value): part for value, part in zip(old.value, parts, strict=True)}
    text = head + "".join(kept.get(_key(value)) or records_text([value]) for value in values)
    return text if _bare(parse(text.encode()).value) == _bare(values) else records_text(values)


def _key(value: Any) -> str:
    """What tells whether two records are the same."""
    return repr(_bare(value))


def _bare(value: Any) -> Any:
    """A value without keys that hold nothing and without the order of its keys, its texts normalised."""
    if isinstance(value, dict):
        bare = {key: _bare(value[key]) for key in sorted(value)}
        return {key: each for key, each in bare.items() if each not in ("", [], {}, None)}
    if isinstance(value, list):
        return [_bare(each) for each in value]
    return normalised(value) if isinstance(value, str) else value


def _parts(lines: list[str], starts: list[int]) -> tuple[str, list[str]]:
    """The head of a file and the text of each record, with the comment lines right above it."""
    begins = []
    for start in starts:
        begin = start - 1
        while begin > 0 and lines[begin - 1].lstrip().startswith("#"):
            begin -= 1
        begins.append(begin)
    if begins and begins[0] == 0:
        begins[0] = starts[0] - 1  # comments at the very top are the file's
    ends = [*begins[1:], len(lines)]
    whole = [line if line.endswith("\n") else f"{line}\n" for line in lines]
    return "".join(whole[: begins[0]]) if begins else "", [
        "".join(whole[a:b]) for a, b in zip(begins, ends, strict=True)
    ]


# --- Checks ---


def _checked(book: Book, read: Read, files: dict[str, str], datasets: Path) -> list[CellProblem]:
    """What the checks of the records find in the files, each told by the cell that it stands in."""
    with scratch() as home:
        write_files(home, book.review, files)
        own = datasets / "agencies.yaml"
        if own.is_file() and datasets.resolve() != packaged().resolve():
            write(own.read_bytes(), home / "agencies.yaml")
        collection, problems = load_collection(home)
        problems += check(collection)
        here = home / "reviews" / book.review
        spots = _Spots(here)
        return [_in_cell(problem, book, read.cells, spots) for problem in sorted(set(problems))]


class _Spots:
    """Which value of a record file stands at a line and column; each file is parsed once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known: dict[str, dict[tuple[int, int], tuple[str | int, ...]]] = {}

    def at(self, name: str, line: int, column: int) -> tuple[str | int, ...]:
        """The path of the value; empty where none begins there."""
        if name not in self.known:
            parsed = parse((self.folder / name).read_bytes())
            self.known[name] = {spot: at for at, spot in [*parsed.places.items(), *parsed.keys.items()]}
        return self.known[name].get((line, column), ())


def _in_cell(problem: Problem, book: Book, cells: Cells, spots: _Spots) -> CellProblem:
    """A problem of a record file, with the cell of the workbook."""
    path, what = Path(problem.file), problem.what.replace(spots.folder.parent.parent.as_posix(), "")
    file = path.name.removesuffix(".yaml")
    if file not in layout() or path.parent.name != spots.folder.name:
        return CellProblem(f"{book.file} ({path.name})", 0, 0, what, problem.remedy)
    at = spots.at(path.name, problem.line, problem.column)
    full = (file, 0, *at) if file == "review" else (file, *at)
    while full and full not in cells:
        full = full[:-1]
    sheet, number, column = cells.get(full, (file, 1, ""))
    missing = _MISSING.fullmatch(what)
    if missing and missing[1] in book.columns.get(sheet, ()):
        return book.problem(sheet, number, missing[1], "a value is needed here", "fill in the cell")
    return book.problem(sheet, number, column, what, problem.remedy)


def write_files(
    datasets: Path, review: str, files: dict[str, str], *, private: bool = True, replace: bool = True
) -> list[Path]:
    """Write the files of a review into a collection, all or none; returns those that changed.

    Parameters
    ----------
    datasets : pathlib.Path
        The collection.
    review : str
        Id of the review.
    files : dict
        The text of each file by its name.
    private : bool
        Whether new files and folders are for this user alone, and kept out of repositories.
    replace : bool
        Whether files that the collection has of this review may change.

    Raises
    ------
    DhrgraphError
        If the id cannot be the name of a folder, or files would change that must not.
    """
    if not re.fullmatch(ID_PATTERN, review):
        raise DhrgraphError(f"the workbook has no usable id of a review ({review!r}): export it anew")
    folder = datasets / "reviews" / review
    changed: list[str] = []

    def contents() -> dict[str, str]:
        changed.extend(name for name, text in files.items() if _differs(folder / name, text))
        if folder.is_dir() and changed and not replace:
            what = f"{shown(folder)} has this review already, and {', '.join(changed)} would change"
            raise DhrgraphError(f"{what}: run it again with --replace, or import into another folder")
        guarding = guards(datasets) if private and datasets.resolve() != packaged().resolve() else {}
        return {f"reviews/{review}/{name}": files[name] for name in changed} | guarding

    with kept_private(private):
        write_all(contents, datasets)
    return [folder / name for name in changed]


def _differs(path: Path, text: str) -> bool:
    return not path.is_file() or path.read_bytes() != text.encode()
