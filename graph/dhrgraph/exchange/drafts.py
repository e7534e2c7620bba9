"""A report file to the folder of a draft review.

The records stay plain record files; which rule made each, and how sure it is, stands beside them in
``draft.json``. The page ``draft.html`` holds the report's text and is for the user's own machine.
A folder that has records already is never written over: what differs goes to ``proposed/`` there.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dhrgraph.documents import Document, read
from dhrgraph.documents.lines import slug
from dhrgraph.drafting import Draft, Drafted, Flag, draft
from dhrgraph.errors import DhrgraphError, Problem, ProblemsError, shown
from dhrgraph.exchange.draftpage import page
from dhrgraph.exchange.files import write
from dhrgraph.passages import to_csv
from dhrgraph.records import check, load_collection
from dhrgraph.records.collection import Collection
from dhrgraph.records.types import KINDS, Agency
from dhrgraph.records.values import ID_PATTERN
from dhrgraph.records.writing import record_text, records_text
from dhrgraph.resources import datasets

__all__ = ["Ingested", "id_of", "ingest", "register_of"]

_IGNORED = "# Nothing of an unpublished review belongs in a repository that others can read.\nreviews/\nbuild/\n"
_HEAD = "# Drafted by a program from the report: hold each record against its passages.\n"
#: How often the checks are run, at most, to take out records that they refuse.
_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Ingested:
    """What came of a report.

    Parameters
    ----------
    review : str
        Id of the review.
    folder : pathlib.Path
    counts : dict
        Number of records by the name of their file.
    flags : tuple of Flag
        What is left for the person.
    missing : tuple of str
        Sections of the statutory template of which the report has no sign.
    warnings : tuple of Problem
        What was read with doubt.
    proposed : tuple of str or None
        Files that differ from records that were there, written to ``proposed/``; None for a new review.
    """

    review: str
    folder: Path
    counts: dict[str, int]
    flags: tuple[Flag, ...]
    missing: tuple[str, ...]
    warnings: tuple[Problem, ...]
    proposed: tuple[str, ...] | None = None


def id_of(path: Path) -> str:
    """The id of a review from the name of its report's file.

    Examples
    --------
    >>> id_of(Path("DHR Overview (Final) v2.pdf"))
    'dhr-overview-final-v2'
    """
    return slug(path.stem)[:60].strip("-") or "review"


def register_of(folder: Path) -> list[Agency]:
    """The packaged register with what a collection adds to it, where it has an ``agencies.yaml``.

    Raises
    ------
    ProblemsError
        If that file has problems.
    """
    collection, problems = load_collection(folder if folder.is_dir() else None)
    own = [problem for problem in problems if problem.file == shown(folder / "agencies.yaml")]
    if own:
        raise ProblemsError(own)
    return collection.register


def ingest(path: Path, out: Path, review: str | None = None) -> Ingested:
    """Read a report, draft its records, and write them to ``out/reviews/ID``.

    Parameters
    ----------
    path : pathlib.Path
    out : pathlib.Path
        Folder of a collection; made where it does not exist.
    review : str, optional
        Id of the review; by default from the file's name.

    Raises
    ------
    ProblemsError
        If the report cannot be read; nothing is written.
    DhrgraphError
        If the id cannot be one.
    """
    id_ = review or id_of(path)
    if not re.fullmatch(ID_PATTERN, id_):
        raise DhrgraphError(
            f"{id_!r} cannot be a review's id: write small letters and digits, joined by single hyphens"
        )
    register = register_of(out)
    document = read(path)
    made = draft(document, register, id_)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    texts, kept, flags = _sound(document, made, out, id_, digest)
    made = Draft(made.review, kept, (*made.flags, *flags), made.missing)
    texts["draft.json"] = _beside(path, digest, made)
    texts["draft.html"] = page(document, made, id_, _coded(out))
    folder = out / "reviews" / id_
    proposed = _propose(folder, texts) if _has_records(folder) else None
    if proposed is None:
        _place(out, folder, texts)
    counts = {name: len(rows) for name, rows in kept.items() if rows}
    return Ingested(id_, folder, counts, made.flags, made.missing, document.warnings, proposed)


def _coded(folder: Path) -> Collection:
    """The packaged reviews and those of a collection that a person has corrected, to look up what was said before."""
    packaged, _ = load_collection()
    own = load_collection(folder)[0].reviews if folder.is_dir() else []
    reviews = {each.id: each for each in (*packaged.reviews, *own) if each.review.status != "draft"}
    return replace(packaged, reviews=list(reviews.values()))


# --- Texts ---


def _texts(document: Document, review: Mapping[str, Any], records: Mapping[str, Sequence[Drafted]]) -> dict[str, str]:
    """The files of a draft that are records."""
    texts = {"review.yaml": record_text(review, _HEAD), "passages.csv": to_csv(document.index())}
    texts |= {f"{name}.yaml": records_text([each.values for each in rows]) for name, rows in records.items()}
    return texts


def _sound(
    document: Document, made: Draft, out: Path, review: str, digest: str
) -> tuple[dict[str, str], dict[str, list[Drafted]], list[Flag]]:
    """The files of a draft, and the records that the checks let pass; the others are flagged and left out."""
    about = dict(made.review.values)
    documents = about["documents"]
    assert isinstance(documents, list)
    about["documents"] = [{**documents[0], "sha256": digest}]
    kept: dict[str, list[Drafted]] = {}
    flags: list[Flag] = []
    for name, rows in made.records.items():
        kept[name] = []
        for row in rows:
            why = _refused(name, row)
            if why:
                flags.append(Flag(_cite(row), f"{row.values.get('id', name)} was left out: {why}"))
            else:
                kept[name].append(row)
    for _ in range(_ROUNDS):
        texts = _texts(document, about, kept)
        problems = _problems(texts, out, review)
        bad = {(Path(p.file).stem, p.line): p for p in problems}
        if not bad:
            return texts, kept, flags
        if not _take_out(texts, kept, bad, flags):
            break
    raise ProblemsError(problems)


def _refused(name: str, row: Drafted) -> str:
    """Why a record is none of its type; empty where it is one."""
    try:
        KINDS[name].model_validate(row.values)
    except ValidationError as error:
        return str(error.errors()[0]["msg"])
    return ""


def _cite(row: Drafted) -> str:
    cites = row.values.get("cites")
    return str(cites[0]) if isinstance(cites, list) and cites else ""


def _problems(texts: Mapping[str, str], out: Path, review: str) -> list[Problem]:
    """What the checks of records find in the files."""
    with tempfile.TemporaryDirectory(prefix="dhrgraph-") as name:
        home = Path(name)
        for file, text in texts.items():
            write(text, home / "reviews" / review / file)
        if (out / "agencies.yaml").is_file() and out.resolve() != datasets().resolve():
            write((out / "agencies.yaml").read_bytes(), home / "agencies.yaml")
        collection, problems = load_collection(home)
        return sorted({*problems, *check(collection)})


def _take_out(
    texts: Mapping[str, str], kept: dict[str, list[Drafted]], bad: Mapping[tuple[str, int], Problem], flags: list[Flag]
) -> bool:
    """Take out the records in which problems stand; whether there was one."""
    found = False
    for name, rows in kept.items():
        starts = [n for n, line in enumerate(texts[f"{name}.yaml"].split("\n"), start=1) if line.startswith("- ")]
        spans = list(zip(starts, [*starts[1:], 10**9], strict=True))
        wrong = {
            at: problem.what
            for at, (start, end) in enumerate(spans)
            for (file, line), problem in bad.items()
            if file == name and start <= line < end
        }
        for at, why in wrong.items():
            flags.append(Flag(_cite(rows[at]), f"{rows[at].values.get('id', name)} was left out: {why}"))
        kept[name] = [row for at, row in enumerate(rows) if at not in wrong]
        found = found or bool(wrong)
    return found


def _beside(path: Path, digest: str, made: Draft) -> str:
    """The side file: rule, confidence and places of each record, and what is left for the person."""
    told = {
        "report": path.name,
        "sha256": digest,
        "records": {
            name: {
                str(row.values.get("id", row.values.get("agency"))): {
                    "rule": row.rule,
                    "confidence": row.confidence,
                    "places": [list(place) for place in row.places],
                }
                for row in rows
            }
            for name, rows in made.records.items()
            if rows
        },
        "flags": [{"passage": flag.cite, "what": flag.what} for flag in made.flags],
        "missing": list(made.missing),
    }
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


# --- Folders ---


def _has_records(folder: Path) -> bool:
    return folder.is_dir() and any(folder.glob("*.yaml"))


def _place(out: Path, folder: Path, texts: Mapping[str, str]) -> None:
    """Write a new review: its folder appears whole or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    if not (out / ".gitignore").exists() and not (out / "agencies.yaml").exists():
        write(_IGNORED, out / ".gitignore")
    partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, text in texts.items():
            write(text, partial / name)
        partial.chmod(0o755)
        if folder.is_dir():  # without records: what stands there stays
            for name in texts:
                (partial / name).replace(folder / name)
        else:
            partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _propose(folder: Path, texts: Mapping[str, str]) -> tuple[str, ...]:
    """Write what differs from the records that are there beside them, in ``proposed/``."""
    differing = {
        name: text
        for name, text in texts.items()
        if name not in ("draft.json", "draft.html") and _text(folder / name) != text
    }
    target = folder / "proposed"
    shutil.rmtree(target, ignore_errors=True)
    if not differing:
        return ()
    lines: list[str] = []
    for name, text in differing.items():
        write(text, target / name)
        old, new = _text(folder / name).splitlines(True), text.splitlines(True)
        lines += difflib.unified_diff(old, new, f"{name} (yours)", f"{name} (proposed)")
    write("".join(line if line.endswith("\n") else f"{line}\n" for line in lines), target / "differences.txt")
    for name in ("draft.json", "draft.html"):
        write(texts[name], target / name)
    return tuple(sorted(differing))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
