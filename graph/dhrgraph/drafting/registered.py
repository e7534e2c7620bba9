"""Bodies that are known before a report is read: those of the register, and those that work in the whole country."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dhrgraph.documents import Document
from dhrgraph.drafting.aliases import literal
from dhrgraph.drafting.bodies import Bodies
from dhrgraph.lexicon.words import data, words
from dhrgraph.records.types import Agency

__all__ = ["from_register", "is_generic", "name_well_known"]


def from_register(bodies: Bodies, document: Document, register: Sequence[Agency]) -> set[str]:
    """Name the bodies of the register; returns those of the report's own place."""
    home: set[str] = set()
    front = "\n".join(p.text for p in document.passages[:1])
    for agency in register:
        names = [agency.label, *agency.other_names]
        often = len(re.findall(rf"\b{re.escape(agency.label)}\b", document.text)) > 2
        long = [
            name
            for name in names
            if " " in name or not name.isupper() or len(name) > 4 or (name == agency.label and often)
        ]
        place = agency.label.replace("NHS ", "").replace("London Borough of ", "").split()[0]
        at_home = bool(re.search(rf"(?i)\b{re.escape(place)}\b", front)) and place not in ("UK", "NHS", "London")
        long = [name for name in long if at_home or not is_generic(name)]
        told = any(re.search(rf"(?<!\w){literal(name)}(?!\w)", document.text) for name in long)
        home |= {agency.id} if at_home or told else set()
        present = at_home or told or agency.sector in words("bodies", "national")
        for name in names if present else long:
            if at_home or not is_generic(name):
                bodies.name(name, agency.id)
    return home


def is_generic(name: str) -> bool:
    """Whether a name has no word that tells which body of its kind is meant: "Safeguarding Adults Board"."""
    return all(word in words("bodies", "generic_words") for word in re.findall(r"[\w’'&-]+", name))


def name_well_known(bodies: Bodies, document: Document) -> None:
    """Bodies that work in the whole country and that the report names."""
    for label, told in data("bodies")["well_known"].items():
        names = [label, *told["names"]]
        if any(re.search(rf"(?<![\w-]){literal(name)}(?![\w-])", document.text) for name in names):
            id_ = bodies.id_of(label) or bodies.propose(label, "", sector=told["sector"])
            bodies.well_known.add(id_)
            for name in names:
                bodies.name(name, id_)
            if told["sector"] in words("bodies", "called_by_name_alone"):
                bodies.far.add(id_)
