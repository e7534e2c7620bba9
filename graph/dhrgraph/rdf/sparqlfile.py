"""SPARQL files whose head tells in comments what they are for.

A head is the run of ``# key: value`` lines at the top; a comment line without a key goes on with the
value before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from dhrgraph.resources import ontology, read_text

__all__ = ["SparqlFile", "read", "read_all"]

_KEY = re.compile(r"^# ?([a-z]+): (.*)$")


@dataclass(frozen=True, slots=True)
class SparqlFile:
    """A query and its head.

    Parameters
    ----------
    name : str
        The file's name without its ending.
    head : dict
        The values of the head by key.
    text : str
        The whole text.
    """

    name: str
    head: dict[str, str]
    text: str


def read(path: Path) -> SparqlFile:
    """Read one file."""
    text = read_text(path)
    head: dict[str, str] = {}
    key = ""
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        match = _KEY.match(line)
        if match:
            key = match[1]
            head[key] = match[2].strip()
        elif key:
            head[key] += " " + line.lstrip("# ").strip()
    return SparqlFile(path.stem, head, text)


def read_all(folder: str) -> list[SparqlFile]:
    """All SPARQL files of a folder of the ontology, by name."""
    return [read(path) for path in sorted((ontology() / folder).glob("*.rq"))]
