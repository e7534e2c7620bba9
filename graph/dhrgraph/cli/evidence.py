"""What ``check --sources`` does: records against the reports that they were coded from."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

from dhrgraph.cli.base import counted, echo
from dhrgraph.documents import read
from dhrgraph.errors import DhrgraphError, ProblemsError, shown
from dhrgraph.records import Collection
from dhrgraph.records.collection import ReviewRecords
from dhrgraph.records.evidence import Evidence, Gap, evidence, explanations

__all__ = ["as_json", "held_against", "tell"]

_ENDINGS = (".txt", ".pdf", ".docx", ".html", ".htm", ".md")
#: A text that has less of a review's passages than this share is another text.
_SAME_REPORT = 0.5


def held_against(collection: Collection, sources: Path) -> list[Evidence]:
    """Hold each review of a collection against its report, which stands in a folder under the review's id.

    Raises
    ------
    DhrgraphError
        If the folder has the report of no review, or a text under the review's id is another one.
    ProblemsError
        If a report or an ``evidence.yaml`` cannot be read.
    """
    found = [(review, path) for review in collection.reviews if (path := _report(review, sources))]
    if not found:
        names = ", ".join(f"{review.id}{_ENDINGS[0]}" for review in collection.reviews)
        raise DhrgraphError(
            f"{shown(sources)} has the report of no review: name the files after the reviews, as {names}"
        )
    made = []
    for review, path in found:
        texts = read(path).texts()
        _recognised(review, path, texts)
        reasons, problems = explanations(review)
        if problems:
            raise ProblemsError(problems)
        made.append(evidence(review, collection.register, texts, reasons))
    return made


def _recognised(review: ReviewRecords, path: Path, texts: dict[str, str]) -> None:
    """Hold the numbers of a text's passages against the review's index."""
    there = sum(passage.number in texts for passage in review.passages)
    if there < _SAME_REPORT * len(review.passages):
        what = f"{shown(path)} has {there} of the {len(review.passages)} passages of {review.id}"
        raise DhrgraphError(
            f"{what}: this is another text, or one that reads otherwise. Put the report that was coded there, as "
            "the kind of file that it was coded from, or make passages.csv anew with: dhrgraph passages REPORT"
        )


def _report(review: ReviewRecords, sources: Path) -> Path | None:
    return next((path for ending in _ENDINGS if (path := sources / f"{review.id}{ending}").is_file()), None)


def tell(made: list[Evidence], collection: Collection) -> None:
    """Print what was not found, with the passages in which it was looked for."""
    held = {each.review for each in made}
    for review in collection.reviews:
        if review.id not in held:
            echo(f"{review.id}: not held against its report, which is not there", fg="yellow", err=True)
    for each in made:
        for gap in each.gaps:
            _tell_gap(gap)
        count = f"{each.records - each.unsupported} of {counted(each.records, 'record')}"
        left = f", {counted(len(each.open), 'value')} without explanation" if each.open else ""
        echo(f"{each.review}: {count} supported by their passages ({each.share:.1%}){left}")


def _tell_gap(gap: Gap) -> None:
    if gap.explained:
        echo(f"{gap.problem.file}:{gap.problem.line}: {gap.record}: {gap.key} explained: {gap.explained}", dim=True)
        return
    echo(gap.problem)
    for number, text in gap.passages:
        echo(textwrap.indent(textwrap.fill(f"{number}  {text}", 100), "    "))


def as_json(made: list[Evidence]) -> list[dict[str, Any]]:
    """The same for machines; the texts of the passages are left out."""
    return [
        {
            "review": each.review,
            "records": each.records,
            "supported": each.records - each.unsupported,
            "gaps": [
                {
                    "file": gap.problem.file,
                    "line": gap.problem.line,
                    "record": gap.record,
                    "key": gap.key,
                    "what": gap.problem.what,
                    "passages": [number for number, _ in gap.passages],
                    "explained": gap.explained,
                }
                for gap in each.gaps
            ],
        }
        for each in made
    ]
