"""A review's record files to a workbook, and a workbook to record files.

What comes back is checked as any coding is, before a file is written, and each problem is told by its
cell. A file in which nothing was changed keeps its text byte for byte; of a changed one the records
that were not changed keep theirs, comments included.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from dhrgraph.errors import DhrgraphError, Problem, ProblemsError, shown
from dhrgraph.exchange.book import Book, read_book, to_book
from dhrgraph.exchange.files import write
from dhrgraph.exchange.sheets import Cells, Read, Values, layout, to_rows, to_values
from dhrgraph.records import Collection, check, load_collection
from dhrgraph.records.loading import ReviewRecords
from dhrgraph.records.writing import record_text, records_text
from dhrgraph.records.yamltext import parse
from dhrgraph.resources import datasets as packaged

__all__ = ["book_of", "files_of", "write_files"]

_BESIDE = ("evidence.yaml", "passages.csv")


def book_of(collection: Collection, review: ReviewRecords) -> bytes:
    """The workbook of one review."""
    texts = {f"{name}.yaml": (review.folder / f"{name}.yaml").read_bytes().decode() for name in layout()}
    texts |= {name: path.read_bytes().decode() for name in _BESIDE if (path := review.folder / name).is_file()}
    values = {name: _listed(parse(texts[f"{name}.yaml"].encode()).value) for name in layout()}
    return to_book(review.id, to_rows(values), texts, review.passages, collection.register)


def _listed(value: Any) -> list[Values]:
    return value if isinstance(value, list) else [value]


def files_of(path: Path, datasets: Path) -> tuple[str, dict[str, str]]:
    """The files of a review from its workbook, checked against the register of a collection.

    Returns
    -------
    tuple
        Id of the review, and the text of each file by its name.

    Raises
    ------
    ProblemsError
        With each problem of the workbook or of its records, told by its cell.
    """
    book = read_book(path)
    read = to_values(book.rows)
    problems = [_lost(path, book, *row) for row in read.lost]
    files = {
        f"{name}.yaml": _file_text(name, values, book.texts.get(f"{name}.yaml", ""))
        for name, values in read.files.items()
    }
    files |= {name: text for name, text in book.texts.items() if name == "evidence.yaml"}
    files["passages.csv"] = book.passages
    problems += _checked(path, book, read, files, datasets)
    if problems:
        raise ProblemsError(problems)
    return book.review, files


def _lost(path: Path, book: Book, sheet: str, number: int, column: str, what: str) -> Problem:
    address = book.address(sheet, number, column)
    return Problem(f"{shown(path)} {address}", number, 1, what, "correct the id, or delete the row")


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
    """A value without keys that hold nothing, and without the order of its keys."""
    if isinstance(value, dict):
        return {key: _bare(value[key]) for key in sorted(value) if value[key] not in ("", [], {}, None)}
    return [_bare(each) for each in value] if isinstance(value, list) else value


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


def _checked(path: Path, book: Book, read: Read, files: dict[str, str], datasets: Path) -> list[Problem]:
    """What the checks of the records find in the files, each told by the cell that it stands in."""
    with tempfile.TemporaryDirectory(prefix="dhrgraph-") as folder:
        home = Path(folder)
        write_files(home, book.review or "review", files)
        own = datasets / "agencies.yaml"
        if own.is_file() and datasets.resolve() != packaged().resolve():
            write(own.read_bytes(), home / "agencies.yaml")
        collection, problems = load_collection(home)
        problems += check(collection)
        here = home / "reviews" / (book.review or "review")
        return [_in_cell(problem, path, book, read.cells, here) for problem in sorted(set(problems))]


def _in_cell(problem: Problem, path: Path, book: Book, cells: Cells, folder: Path) -> Problem:
    """A problem of a record file, told by the cell of the workbook."""
    name = Path(problem.file).name
    file = name.removesuffix(".yaml")
    if file not in layout():
        return Problem(f"{shown(path)} {name}", problem.line, problem.column, problem.what, problem.remedy)
    parsed = parse((folder / name).read_bytes())
    spots = {spot: at for at, spot in [*parsed.places.items(), *parsed.keys.items()]}
    at = spots.get((problem.line, problem.column), ())
    full = (file, 0, *at) if file == "review" else (file, *at)
    while full and full not in cells:
        full = full[:-1]
    sheet, number, column = cells.get(full, (file, 1, ""))
    address = book.address(sheet, number, column)
    return Problem(
        f"{shown(path)} {address}", number, 1, problem.what.replace(str(folder.parent.parent), ""), problem.remedy
    )


def write_files(datasets: Path, review: str, files: dict[str, str]) -> list[Path]:
    """Write the files of a review into a collection; returns those that changed.

    Raises
    ------
    DhrgraphError
        If the id cannot be the name of a folder.
    """
    if not review or Path(review).name != review:
        raise DhrgraphError(f"the workbook has no usable id of a review ({review!r}): export it anew")
    folder = datasets / "reviews" / review
    changed = [
        folder / name
        for name, text in files.items()
        if not (folder / name).is_file() or (folder / name).read_bytes() != text.encode()
    ]
    for path in changed:
        write(files[path.name], path)
    return changed
