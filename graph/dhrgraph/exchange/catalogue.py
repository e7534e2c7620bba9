"""Catalogues as files and in figures."""

from __future__ import annotations

from collections import Counter
from typing import Any

import yaml

from dhrgraph.records.catalogue import Catalogue, equal_entries

__all__ = ["summary", "to_yaml"]


def to_yaml(catalogue: Catalogue, command: str) -> str:
    """A catalogue as the text of its file: the source, then an entry a line.

    Parameters
    ----------
    catalogue : Catalogue
    command : str
        What wrote the file, for its first line.
    """
    told = catalogue.model_dump(mode="json", exclude_none=True)
    lines = [f"# Written by {command}; make it anew rather than change it by hand.", "source:"]
    lines += [f"  {line}" for line in _dumped(told["source"], flow=False).splitlines()]
    lines.append("entries:")
    lines += [f"  - {_dumped(entry, flow=True).strip()}" for entry in told["entries"]]
    return "\n".join(lines) + "\n"


def _dumped(value: dict[str, Any], *, flow: bool) -> str:
    text: str = yaml.safe_dump(value, default_flow_style=flow, sort_keys=False, allow_unicode=True, width=10_000)
    return text


def summary(catalogue: Catalogue) -> dict[str, Any]:
    """How many entries there are, of how many victims, with which tags, and which are alike."""
    tagged = Counter(tag for entry in catalogue.entries for tag in entry.tags)
    deaths = sorted(str(entry.death)[:4] for entry in catalogue.entries if entry.death)
    return {
        "entries": len(catalogue.entries),
        "victims": {str(count): n for count, n in sorted(Counter(e.victims for e in catalogue.entries).items())},
        "undated": len(catalogue.entries) - len(deaths),
        "first_year": deaths[0] if deaths else None,
        "last_year": deaths[-1] if deaths else None,
        "tags": dict(sorted(tagged.items(), key=lambda item: (-item[1], item[0]))),
        "possibly_twice": equal_entries(catalogue),
    }
