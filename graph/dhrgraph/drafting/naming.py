"""Which bodies a report names: those of the register by any of their names, and new ones proposed."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from dhrgraph.documents import Document, TextPassage
from dhrgraph.drafting.bodies import Bodies
from dhrgraph.drafting.listed import listed_in, of_column, pseudonyms, told_in
from dhrgraph.drafting.names import Name, alike, is_name, plain, sector_of, shorts_of
from dhrgraph.drafting.parts import LONGEST_SENTENCE
from dhrgraph.drafting.registered import from_register, is_generic, name_well_known
from dhrgraph.drafting.sections import announces_contributors, part_of
from dhrgraph.drafting.shortnames import name_shorter, without_place
from dhrgraph.drafting.unnamed import name_unnamed
from dhrgraph.lexicon.words import data, pattern
from dhrgraph.records.types import Agency

__all__ = ["MOST_PROPOSED", "bodies_of"]

#: Bodies that one report names beside those of the register, at most; reports have some thirty.
MOST_PROPOSED = 200
#: Parts that tell of those who made the review.
_OF_THE_REVIEW = ("independence", "panel", "dissemination", "confidentiality", "timescales", "parallel")


def bodies_of(document: Document, register: Sequence[Agency]) -> Bodies:
    """The bodies that a report speaks of.

    Parameters
    ----------
    document : Document
    register : sequence of Agency
    """
    bodies = Bodies({agency.id: agency for agency in register})
    at_home = from_register(bodies, document, register)
    name_well_known(bodies, document)
    without_place(bodies, at_home, document)
    people = pseudonyms(document)
    announced = False
    written = set(re.findall(r"\w+", document.text))
    for passage in document.passages:
        if passage.kind == "paragraph":
            announced = announces_contributors(passage.text) and "recommend" not in passage.text.lower()
        for name in listed_in(bodies, passage, people, announced=announced):
            if " " not in name.text and _is_word(name.text.lower(), written, document.text):
                continue  # a word with which a sentence begins
            _take(bodies, name, passage, sure=True)
    for passage in document.passages:
        for name in told_in(bodies, passage, people):
            _take(bodies, name, passage)
    for passage in document.passages:  # last, since the cells of a chronology have short forms
        for name in of_column(bodies, passage) if passage.kind == "row" else []:
            _take(bodies, name, passage, sure=True)
    name_shorter(bodies, document, at_home)
    name_unnamed(bodies, document)
    for passage in document.passages:
        found = [mention.body for mention in bodies.named_in(passage.text)]
        bodies.named.update(found)
        if passage.kind != "front-matter" and part_of(passage.headings) not in _OF_THE_REVIEW:
            bodies.met.update(found)
    return bodies


def _is_word(word: str, written: Set[str], text: str) -> bool:
    """Whether a word stands in a text, of which the plain words are given."""
    if word.isalnum():
        return word in written
    return word in text and bool(re.search(rf"\b{re.escape(word)}\b", text))


def _take(bodies: Bodies, name: Name, passage: TextPassage, *, sure: bool = False) -> None:
    """Take up a name: as one of a body that is known, or as that of a new one."""
    known = bodies.id_of(name.text)
    if known is None and len(bodies.proposed) >= MOST_PROPOSED:
        return
    left, _, right = name.text.partition(" and ")
    if known is None and right and bodies.id_of(left):
        _take(bodies, Name(name.start + len(left) + 5, name.end, right, name.aside), passage, sure=sure)
        return
    if (
        sure
        and known is None
        and not _only_spoken(name.text, passage)
        and not (is_name(name.text) and _is_service(name))
    ):
        _take_sure(bodies, name, passage)
        return
    listed = (
        passage.kind == "row"
        and name.start == 0
        and bool(re.fullmatch(r"[A-Z][\w’'&-]*(?: (?:of |and |for |the )?[A-Z][\w’'&-]*)+", name.text))
    )
    if re.match(r"(?:[A-Z]{1,5} ?|Rec )\d+\b", name.text):
        return
    if known is None and (not (listed or is_name(name.text)) or _only_spoken(name.text, passage)):
        return
    if _is_service(name):
        _take_service(bodies, name, passage.cite, known)
        return
    told = sector_of(name.aside) if name.aside[:1].islower() else "other"
    sector = "" if told == "other" else told
    id_ = (
        known
        or _longer(bodies, name.text)
        or _end_of(bodies, name.text)
        or bodies.propose(name.text, passage.cite, sector=sector)
    )
    _name(bodies, name, id_)
    said = f"{bodies.said.get(id_, '')} {name.aside}"
    if name.aside and len(said) < LONGEST_SENTENCE:
        bodies.said[id_] = said


def _name(bodies: Bodies, name: Name, id_: str) -> None:
    """Let a body go by a name, its short forms, and a name in another language that stands beside it."""
    bodies.name(name.text, id_)
    for short in shorts_of(name.text, name.aside):
        bodies.name(short, id_)
    if is_name(name.aside) and sector_of(name.aside) == bodies.sector(id_):
        bodies.name(name.aside, id_)


def _take_sure(bodies: Bodies, name: Name, passage: TextPassage) -> None:
    """Take up a name that its place tells to be one of a body, whatever its words."""
    told = sector_of(name.text)
    said = next((each for part in re.split(r"[,;]", name.aside) if (each := sector_of(part)) != "other"), "other")
    id_ = _longer(bodies, name.text) or bodies.propose(
        name.text, passage.cite, sector=said if told in ("other", "voluntary") and said != "other" else told
    )
    _name(bodies, name, id_)


def _only_spoken(name: str, passage: TextPassage) -> bool:
    """Whether a name says only what kind of body is meant, or is somebody's ("Anna's Leaving Care Service")."""
    bare = re.sub(r"^[A-Z]\w+['’]s ", "", name) if re.match(r"[A-Z]\w+['’]s ", name) else name
    spoken = tuple(each for sector in data("bodies")["spoken"].values() for each in sector)
    return any(pattern(spoken).fullmatch(each) for each in (bare, f"the {bare}"))


def _end_of(bodies: Bodies, name: str) -> str | None:
    """The one body whose name ends with a name, which is its short form: "Health Board"."""
    found = {id_ for id_ in bodies.proposed if plain(bodies.known[id_].label).endswith(f" {plain(name)}")}
    return found.pop() if len(found) == 1 else None


def _longer(bodies: Bodies, name: str) -> str | None:
    """The body whose name a name begins with, where what follows tells no other service."""
    near = next((id_ for alias, id_ in bodies.names.items() if alike(alias, name)), None)
    near = near or next(
        (
            a.id
            for a in bodies.known.values()
            if any(alike(each, name) and not is_generic(each) for each in a.other_names)
        ),
        None,
    )
    if near:
        return near
    for alias, id_ in bodies.names.items():
        if (
            " " in alias
            and id_ not in bodies.well_known
            and name.startswith(f"{alias} ")
            and sector_of(name[len(alias) :]) in ("other", bodies.sector(id_))
        ):
            return id_
    return None


def _is_service(name: Name) -> bool:
    """Whether what stands in brackets is a service of the body and not its short form."""
    sector = sector_of(name.aside)
    return (
        bool(name.aside)
        and name.aside[0].isupper()
        and not name.aside.isupper()
        and name.aside not in name.text
        and sector not in ("other", "marac", sector_of(name.text))
    )


def _take_service(bodies: Bodies, name: Name, where: str, parent: str | None) -> None:
    if parent is None and sector_of(name.text) == "other":
        parent = bodies.propose(name.text, where)
    if parent and bodies.sector(parent) == "other" and parent in bodies.proposed:
        bodies.known[parent] = bodies.known[parent].model_copy(update={"sector": sector_of(name.aside)})
        return
    both = f"{name.text} {name.aside}"
    service = next((a.id for a in bodies.known.values() if alike(a.label.replace(",", ""), both)), None)
    if service is None:
        parent = parent or bodies.propose(name.text, where)
        sector = sector_of(name.aside)
        service = bodies.propose(f"{name.text} ({name.aside})", where, sector=sector, part_of=parent)
    bodies.name(f"{name.text} ({name.aside})", service)
    if len(name.aside.split()) > 1:
        bodies.name(name.aside, service)
