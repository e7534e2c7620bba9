"""Problems that a person can mend: each has its place, what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dhrgraph.texts import printable

__all__ = ["DhrgraphError", "Problem", "ProblemsError", "shown"]


class DhrgraphError(Exception):
    """Root of all errors that dhrgraph raises on purpose; its text is meant for the user."""


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One thing wrong in one place of an input file.

    Parameters
    ----------
    file : str
        Path of the file, as the user would type it.
    line, column : int
        Place in the file, counted from 1; 0 where a file as a whole is meant.
    what : str
        What is wrong.
    remedy : str
        What to do about it.

    Examples
    --------
    >>> print(Problem("contacts.yaml", 3, 9, "unknown code 'fone'", "did you mean 'phone'?"))
    contacts.yaml:3:9: unknown code 'fone': did you mean 'phone'?
    """

    file: str
    line: int
    column: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return printable(f"{self.file}:{self.line}:{self.column}: {self.what}: {self.remedy}")


class ProblemsError(DhrgraphError):
    """Raised when inputs have problems; carries all of them, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


def shown(path: Path) -> str:
    """A path as the user would type it: relative to the working folder where that is shorter.

    What a terminal would take for a command in a name is shown by its number.
    """
    try:
        return printable(path.resolve().relative_to(Path.cwd()).as_posix())
    except (ValueError, OSError, RuntimeError):  # elsewhere; no working folder; a loop of links
        return printable(path.as_posix())
