"""A report file to the texts of a draft review.

The records stay plain record files; which rule made each, and how sure it is, stands beside them in
``draft.json``. The page ``draft.html`` holds the report's text and is for the user's own machine.
Nothing is written here: a report is read in a process that may have to be ended, see `exchange.draftfolders`.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_right
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
from dhrgraph.files import scratch
from dhrgraph.passages import to_csv
from dhrgraph.records import check, load_collection
from dhrgraph.records.collection import Collection
from dhrgraph.records.types import KINDS, Agency
from dhrgraph.records.values import ID_PATTERN
from dhrgraph.records.writing import record_text, records_text
from dhrgraph.resources import datasets

__all__ = ["Prepared", "id_of", "prepare", "register_of"]

_HEAD = "# Drafted by a program from the report: hold each record against its passages.\n"
#: Characters of a passage, at most: some thirty pages without a paragraph of their own.
_LONGEST = 100_000
#: How often the checks are run, at most, to take out records that they refuse.
_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Prepared:
    """What came of a report, before it is written.

    Parameters
    ----------
    review : str
        Id of the review.
    texts : dict
        The files of the review by name.
    counts : dict
        Number of records by the name of their file.
    flags : tuple of Flag
        What is left for the person.
    missing : tuple of str
        Sections of the statutory template of which the report has no sign.
    warnings : tuple of Problem
        What was read with doubt.
    """

    review: str
    texts: dict[str, str]
    counts: dict[str, int]
    flags: tuple[Flag, ...]
    missing: tuple[str, ...]
    warnings: tuple[Problem, ...]


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


def prepare(path: Path, out: Path, review: str) -> Prepared:
    """Read a report, and draft its records for the collection in a folder.

    Parameters
    ----------
    path : pathlib.Path
        The report.
    out : pathlib.Path
        Folder of the collection; it need not exist.
    review : str
        Id of the review.

    Raises
    ------
    ProblemsError
        If the report cannot be read.
    DhrgraphError
        If the id cannot be one.
    """
    if not re.fullmatch(ID_PATTERN, review):
        raise DhrgraphError(
            f"{review!r} cannot be a review's id: write small letters and digits, joined by single hyphens"
        )
    register = register_of(out)
    document = read(path)
    for passage in document.passages:
        if len(passage.text) > _LONGEST:
            what = f"passage {passage.number} has {len(passage.text)} characters, more than {_LONGEST}"
            remedy = "give the report as PDF or Word file, or as a text with space between its paragraphs"
            raise ProblemsError([Problem(shown(path), passage.page, 0, what, remedy)])
    made = draft(document, register, review)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    texts, kept, flags = _sound(document, made, out, review, digest)
    made = Draft(made.review, kept, (*made.flags, *flags), made.missing)
    texts["draft.json"] = _beside(path, digest, made)
    texts["draft.html"] = page(document, made, review, _coded(out))
    counts = {name: len(rows) for name, rows in kept.items() if rows}
    return Prepared(review, texts, counts, made.flags, made.missing, document.warnings)


def _coded(folder: Path) -> Collection:
    """The packaged reviews and those of a collection that a person has corrected, to look up what was said before."""
    packaged, _ = load_collection()
    own = load_collection(folder)[0].reviews if folder.is_dir() else []
    reviews = {each.id: each for each in (*packaged.reviews, *own) if each.review.status != "draft"}
    return replace(packaged, reviews=list(reviews.values()))


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
    with scratch() as home:
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
        wrong = {
            bisect_right(starts, line) - 1: problem.what
            for (file, line), problem in bad.items()
            if file == name and starts and line >= starts[0]
        }
        for at, why in sorted(wrong.items()):
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
