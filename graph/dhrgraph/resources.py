"""The only place that knows where the packaged data stand and which base IRI they use."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

__all__ = ["BASE", "CANONICAL_BASE", "datasets", "ontology", "read_text"]

#: The base IRI under which ontology, codes, agencies and reviews are written in the packaged files.
CANONICAL_BASE = "https://w3id.org/dhrgraph/"

#: The base IRI in use. Set the environment variable ``DHRGRAPH_BASE`` to publish a graph under
#: another one: every packaged file is read with its base replaced, so nothing else has to change.
BASE = os.environ.get("DHRGRAPH_BASE", CANONICAL_BASE)


def ontology() -> Path:
    """Folder of the packaged ontology: terms, code lists, shapes, rules and questions."""
    return Path(str(files("dhrgraph.ontology").joinpath("")))


def datasets() -> Path:
    """Folder of the packaged register of agencies and coded reviews."""
    return Path(str(files("dhrgraph.datasets").joinpath("")))


def read_text(path: Path) -> str:
    """Text of a packaged Turtle, SPARQL or JSON-LD file, under the base IRI in use."""
    text = path.read_text(encoding="utf-8")
    return text if BASE == CANONICAL_BASE else text.replace(CANONICAL_BASE, BASE)
