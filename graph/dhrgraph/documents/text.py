"""Plain text files to passages."""

from __future__ import annotations

from pathlib import Path

from dhrgraph.documents.numbering import NumberedText, number
from dhrgraph.errors import Problem, ProblemsError, shown

__all__ = ["read"]


def read(path: Path) -> list[NumberedText]:
    """The passages of a report that stands in a text file, in the order of the report.

    Raises
    ------
    ProblemsError
        If the file is no UTF-8 text or holds no numbered passage.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        what = f"byte {error.start} is not UTF-8"
        raise ProblemsError([Problem(shown(path), 0, 0, what, "save the report as UTF-8 text")]) from None
    found = sorted(number(lines), key=lambda f: f.passage.order)
    if not any(f.passage.kind == "paragraph" for f in found):
        remedy = "give a report whose paragraphs are numbered, as text"
        raise ProblemsError([Problem(shown(path), 0, 0, "no numbered paragraph was found", remedy)])
    return found
