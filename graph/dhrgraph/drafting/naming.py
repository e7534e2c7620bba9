"""Which bodies a report names: those of the register by any of their names, and new ones proposed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from dhrgraph.documents import Document, TextPassage
from dhrgraph.drafting.bodies import Bodies, literal
from dhrgraph.drafting.contributors import can_be, contributors_in, described_in
from dhrgraph.drafting.names import Name, alike, aside_of, is_name, names_in, plain, sector_of, shorts_of, split_and
from dhrgraph.drafting.people import TITLES, people_of
from dhrgraph.drafting.sections import announces_contributors, of_the_case, part_of, sentences
from dhrgraph.drafting.words import data, pattern, words
from dhrgraph.records.types import Agency

__all__ = ["bodies_of"]

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
    at_home = _from_register(bodies, document, register)
    _well_known(bodies, document)
    _without_place(bodies, at_home, document)
    people = _people(document)
    announced = False
    for passage in document.passages:
        if passage.kind == "paragraph":
            announced = announces_contributors(passage.text) and "recommend" not in passage.text.lower()
        for name in _listed(bodies, passage, people, announced=announced):
            if " " not in name.text and re.search(rf"\b{re.escape(name.text.lower())}\b", document.text):
                continue  # a word with which a sentence begins
            _take(bodies, name, passage, sure=True)
    for passage in document.passages:
        for name in _told(bodies, passage, people):
            _take(bodies, name, passage)
    for passage in document.passages:  # last, since the cells of a chronology have short forms
        for name in _of_column(bodies, passage) if passage.kind == "row" else []:
            _take(bodies, name, passage, sure=True)
    _local(bodies)
    _renamed(bodies, document)
    _acronyms(bodies)
    _hospitals(bodies)
    _branches(bodies, document)
    _shorter_names(bodies, document, at_home)
    _unnamed(bodies, document)
    for passage in document.passages:
        found = [mention.body for mention in bodies.named_in(passage.text)]
        bodies.named.update(found)
        if passage.kind != "front-matter" and part_of(passage.headings) not in _OF_THE_REVIEW:
            bodies.met.update(found)
    return bodies


def _from_register(bodies: Bodies, document: Document, register: Sequence[Agency]) -> set[str]:
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
        long = [name for name in long if at_home or not _is_generic(name)]
        told = any(re.search(rf"(?<!\w){literal(name)}(?!\w)", document.text) for name in long)
        home |= {agency.id} if at_home or told else set()
        present = at_home or told or agency.sector in words("bodies", "national")
        for name in names if present else long:
            if at_home or not _is_generic(name):
                bodies.name(name, agency.id)
    return home


def _is_generic(name: str) -> bool:
    """Whether a name has no word that tells which body of its kind is meant: "Safeguarding Adults Board"."""
    return all(word in words("bodies", "generic_words") for word in re.findall(r"[\w’'&-]+", name))


def _well_known(bodies: Bodies, document: Document) -> None:
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


def _people(document: Document) -> re.Pattern[str]:
    """The pseudonyms of a report, over which no name of a body goes."""
    names = {one.pseudonym for one in people_of(sentences(document)).all}
    each = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or "(?!)"
    return re.compile(rf"(?<!St )(?<![\w-])(?:{each}|(?:{TITLES}) [A-Z0-9]{{1,2}})(?![\w-])")


def _hidden(text: str, form: re.Pattern[str]) -> str:
    """A text without what a pattern finds, every other place unchanged."""
    return form.sub(lambda match: "·" * len(match[0]), text)


def _listed(bodies: Bodies, passage: TextPassage, people: re.Pattern[str], *, announced: bool) -> list[Name]:
    """The names of a passage whose place or neighbours tell that they are those of bodies."""
    part = part_of(passage.headings)
    if passage.kind == "row" and part == "contributors":
        return _of_column(bodies, passage)
    if passage.kind in ("heading", "row", "table", "caption", "front-matter"):
        return []
    text = _hidden(passage.text, people)
    point = passage.kind in ("bullet", "sub-paragraph")
    if point and len(text) < 160 and (announced or part == "contributors"):
        titled = re.match(r"(?:DS|DCI|DI|Dr|Mr|Mrs|Ms)\b|[A-Z]\w+ [A-Z]\w+, ", text)
        return [_cell(re.split(r", (?!Children|Adult|Hous)", text)[-1 if titled else 0])]
    if part in ("panel", "independence", "dissemination", "recommendations", "action-plan"):
        return []
    given = list(contributors_in(text)) if part in ("contributors", "introduction", "terms", "") else []
    return given + (list(described_in(text)) if of_the_case(part) or part == "contributors" else [])


def _of_column(bodies: Bodies, passage: TextPassage) -> list[Name]:
    """The names in the column of a table that has agencies, where they are new."""
    at = next((n for n, c in enumerate(passage.columns) if re.search(r"(?i)agenc|organi[sz]ation|source|recorded by|provider|contributor", c)), None)
    if at is None or at >= len(passage.cells) or not 2 < len(passage.cells[at]) < 100:
        return []
    cell = passage.cells[at]
    if bodies.mentions(cell) and "(" not in cell:
        return []
    parts = [part for piece in re.split(r"\s*[;/]\s*|, (?=[A-Z])", cell) for _, part in split_and(piece)]
    return [name for each in parts if can_be((name := _cell(each)).text)]


def _told(bodies: Bodies, passage: TextPassage, people: re.Pattern[str]) -> list[Name]:
    """The names of a passage by their words."""
    part = part_of(passage.headings)
    if part in ("panel", "independence"):
        last = re.split(r", | [–-] |\t", passage.text)[-1]
        if passage.kind != "paragraph":
            return [_cell(last)] if last != passage.text else []
        return list(names_in(_hidden(bodies.hidden(passage.text), people))) if part == "panel" else []
    if passage.kind == "heading" and passage.text.rstrip().endswith("?"):
        return []
    if passage.kind == "heading":
        return [name for name in names_in(passage.text) if of_the_case(part_of([passage.text]))]
    for mention in bodies.named_in(passage.text):
        aside = aside_of(passage.text, mention.end)
        for short in shorts_of(passage.text[mention.start : mention.end], aside):
            bodies.name(short, mention.body)
    text = _hidden(bodies.hidden(passage.text), people)
    lines = [line.title() if line.isupper() and passage.kind == "front-matter" else line for line in text.split("\n")]
    return [name for line in lines for name in names_in(line)]


def _acronyms(bodies: Bodies) -> None:
    """A body that stands under its acronym before it is named in full is the one that has these initials."""
    for id_ in list(bodies.proposed):
        label = bodies.known[id_].label
        if not re.fullmatch(r"[A-Z]{3,6}", label):
            continue
        full = next((other for other in bodies.proposed if other != id_ and _initials(bodies.known[other].label, label)), None)
        if full:
            for alias in [a for a, body in bodies.names.items() if body == id_]:
                bodies.mean(alias, full)


def _initials(label: str, acronym: str) -> bool:
    """Whether an acronym can be that of a name: its letters begin words of it, in order, the first word among them."""
    letters = re.sub(r"NHS|Foundation|University", "", label)
    starts = "".join(word[0] for word in re.findall(r"[A-Z]\w*", letters))
    return starts.startswith(acronym) or starts == acronym or starts.rstrip("T") + "T" == acronym


def _local(bodies: Bodies) -> None:
    """A well-known name means the local body that ends with it, where a report has one: Low Valley Women's Aid."""
    for alias, id_ in list(bodies.names.items()):
        if id_ in bodies.well_known:
            local = [o for o in bodies.proposed if o != id_ and bodies.known[o].label.endswith(f" {alias}")]
            if len(local) == 1:
                bodies.mean(alias, local[0])


def _hospitals(bodies: Bodies) -> None:
    """A hospital is spoken of as the trust or board that runs it, where a report has only one such."""
    acute = [id_ for id_ in bodies.proposed if bodies.sector(id_) == "acute-health"]
    runs = [id_ for id_ in acute if re.search(r"\b(?:Trust|Board|NHS)\b", bodies.known[id_].label)]
    if len(runs) == 1:
        for alias, id_ in list(bodies.names.items()):
            if id_ in acute and id_ not in runs:
                bodies.mean(alias, runs[0])


def _renamed(bodies: Bodies, document: Document) -> None:
    """The new name of a body of which a sentence says that it changed its name."""
    form = re.compile(
        r"(?:changed its name to|was renamed(?: as)?|is now (?:known as|called|part of)|became known as|now known as"
        r"|under the name(?: of)?|then called|then known as|previously called|formerly called|formerly known as)\s+"
        r"(?:the\s+)?(?P<name>[A-Z][\w’'&-]*(?: (?:of |and |for )?[A-Z][\w’'&-]*)*)"
    )
    for passage in document.passages:
        for found in form.finditer(passage.text):
            before = [m for m in bodies.mentions(passage.text[: found.start()]) if not bodies.is_forum(m.body)]
            after = bodies.id_of(found["name"])
            if before and after and after in bodies.proposed and before[-1].body != after:
                for alias in [a for a, id_ in bodies.names.items() if id_ == after]:
                    bodies.mean(alias, before[-1].body)
            elif before and not after:
                bodies.name(found["name"], before[-1].body)


def _cell(text: str) -> Name:
    parts = re.split(r" [–-] |\n", text)
    bare = re.sub(r"[\s:;,.¹²³⁴-⁹⁰\d]+$", "", parts[0]).strip()
    if len(parts) == 2 and sector_of(parts[1]) not in ("other", sector_of(bare)):
        return Name(0, len(text), re.sub(r"^[Tt]he\s+", "", bare), parts[1].strip(" .;,"))
    bare = re.sub(r"^(?:The|the)\s+", "", bare)
    aside = re.match(r"([^()]+?)\s*\(\s*(?:the\s+)?([^()]+)\)", bare)
    return Name(0, len(text), aside[1] if aside else bare, aside[2].strip() if aside else "")


def _take(bodies: Bodies, name: Name, passage: TextPassage, *, sure: bool = False) -> None:
    """Take up a name: as one of a body that is known, or as that of a new one."""
    known = bodies.id_of(name.text)
    left, _, right = name.text.partition(" and ")
    if known is None and right and bodies.id_of(left):
        _take(bodies, Name(name.start + len(left) + 5, name.end, right, name.aside), passage, sure=sure)
        return
    if sure and known is None and not _only_spoken(name.text, passage) and not (is_name(name.text) and _is_service(name)):
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
    id_ = known or _longer(bodies, name.text) or _end_of(bodies, name.text) or bodies.propose(name.text, passage.cite, sector=sector)
    _name(bodies, name, id_)
    if name.aside:
        bodies.said[id_] = f"{bodies.said.get(id_, '')} {name.aside}"


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
    said = sector_of(re.split(r"[,;]", name.aside)[0]) if name.aside and not name.aside.isupper() else "other"
    id_ = _longer(bodies, name.text) or bodies.propose(
        name.text, passage.cite, sector=said if told in ("other", "voluntary") and said != "other" else told
    )
    _name(bodies, name, id_)


def _only_spoken(name: str, passage: TextPassage) -> bool:
    """Whether a name says only what kind of body is meant, or is somebody's ("Anna's Leaving Care Service")."""
    bare = re.sub(r"^[A-Z]\w+['’]s ", "", name) if re.match(r"[A-Z]\w+['’]s ", name) else name
    spoken = [each for sector in data("bodies")["spoken"].values() for each in sector]
    return any(pattern(tuple(spoken)).fullmatch(each) for each in (bare, f"the {bare}"))


def _end_of(bodies: Bodies, name: str) -> str | None:
    """The one body whose name ends with a name, which is its short form: "Health Board"."""
    found = {id_ for id_ in bodies.proposed if plain(bodies.known[id_].label).endswith(f" {plain(name)}")}
    return found.pop() if len(found) == 1 else None


def _longer(bodies: Bodies, name: str) -> str | None:
    """The body whose name a name begins with, where what follows tells no other service."""
    near = next((id_ for alias, id_ in bodies.names.items() if alike(alias, name)), None)
    near = near or next((a.id for a in bodies.known.values() if any(alike(each, name) for each in a.other_names)), None)
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


def _branches(bodies: Bodies, document: Document) -> None:
    """A body of which the report names a local branch is spoken of as that branch."""
    for agency in list(bodies.known.values()):
        parent = bodies.known.get(agency.part_of or "")
        if parent is None or (parent.sector != agency.sector and not agency.label.startswith(parent.label)):
            continue
        branch = [
            name
            for name in (agency.label, *agency.other_names)
            if name.startswith(parent.label) and name != parent.label
        ]
        if (
            any(re.search(rf"(?<!\w){literal(name)}(?!\w)", document.text) for name in branch)
            and "(" not in agency.label
        ):
            bodies.mean(parent.label, agency.id)


def _shorter_names(bodies: Bodies, document: Document, at_home: set[str]) -> None:
    """The first word of a name where no other has it ("Lantern"), and the police of a place."""
    first: Counter[str] = Counter()
    present = [id_ for id_ in bodies.known if id_ in bodies.proposed]
    for id_ in sorted({*present, *at_home}):
        first[bodies.known[id_].label.split()[0]] += 1
    _without_place(bodies, {*at_home, *present}, document)
    for id_ in present:
        label = bodies.known[id_].label.split()
        if bodies.sector(id_) == "police" and len(label) > 1:
            place = " ".join(word for word in label if word not in ("Police", "Constabulary", "Service"))
            for word in ("police", "Police", "Constabulary"):
                bodies.name(f"{place} {word}", id_)
        used = re.search(rf"(?<![\w-]){re.escape(label[0])}(?:['’]s?)?\b(?! [A-Z])", document.text)
        used = None if re.search(rf"\b{re.escape(label[0].lower())}\b", document.text) else used
        place_like = bodies.sector(id_) in words("bodies", "by_place")
        if len(label) > 1 and len(label[0]) > 4 and label[0] not in words("bodies", "generic_words") and first[label[0]] == 1 and used and not place_like:
            bodies.name(label[0], id_)


def _without_place(bodies: Bodies, among: set[str], document: Document) -> None:
    """The rest of a name that begins with a place ("Leaving Care Service"), where one body alone has it."""
    rests: dict[str, set[str]] = {}
    for alias, id_ in bodies.names.items():
        if id_ not in among:
            continue
        rest = re.sub(r"^(?:London Borough of )?[A-Z]\w+ ", "", alias)
        if rest != alias and len(rest.split()) > 1 and bodies.sector(id_) not in ("police", "probation"):
            rests.setdefault(rest, set()).add(id_)
    for id_ in sorted(among):
        _tail(bodies, id_, among)
        _stem(bodies, id_, among, document)
    for rest, ids in rests.items():
        if len(ids) == 1 and rest[0].isupper():
            bodies.name(rest, *ids)


def _tail(bodies: Bodies, id_: str, among: set[str]) -> None:
    """The last words of a name by which a report takes it up ("the building society"), and a team without its council."""
    label = re.sub(r"\s*\([^)]*\)", "", bodies.known[id_].label)
    if " of " in label and label.split(" of ")[0].split()[-1] in ("Team", "Service", "Department", "Unit"):
        head = label.split(" of ")[0]
        for name in (head, head.rsplit(" ", 1)[0]):
            if " " in name:
                bodies.name(name, id_)
    part = re.fullmatch(r".*\b(?:Council|Borough|Trust|Board)(?:['’]s)? ((?:[A-Z][\w’'&-]*)(?: (?:and )?[A-Z][\w’'&-]*)+)", label)
    if part and len(part[1].split()) < 5 and not re.search(r"\b(?:Trust|Board|Council)\b", part[1]):
        bodies.name(part[1], id_)
    short = re.sub(r" (?:Team|Service|Department|Unit)$", "", part[1] if part else label)
    if short not in (label, part and part[1]) and len(short.split()) > 1 and len(short.split()) < 4:
        bodies.name(short, id_)
    for tail in words("bodies", "tails"):
        same = [other for other in sorted(among) if bodies.known[other].label.lower().endswith(tail)]
        if same == [id_]:
            bodies.name(f"the {tail}", id_)


def _stem(bodies: Bodies, id_: str, among: set[str], document: Document) -> None:
    """A name without the words for its kind, where one body alone has it: Willow Street for Willow Street Practice."""
    if id_ not in bodies.proposed or bodies.sector(id_) in words("bodies", "by_place"):
        return
    label = re.sub(r"\s*\([^)]*\)", "", bodies.known[id_].label)
    kinds = "|".join(re.escape(word) for word in words("bodies", "ends_with_kind"))
    stem = re.sub(rf"(?: (?:NHS|Foundation|{kinds}))+$", "", label)
    others = [other for other in among if other != id_ and bodies.known[other].label.startswith(stem)]
    if stem != label and " " in stem and not others:
        bodies.name(stem, id_)
    parts = label.split()
    for count in range(2, len(parts)):
        begin = " ".join(parts[:count])
        others = [other for other in among if other != id_ and bodies.known[other].label.startswith(begin)]
        alone = re.findall(rf"(?<![\w-]){re.escape(begin)}(?:['’]s)?(?! [A-Z])(?![\w-])", document.text)
        if not others and len(alone) > 2 and not _is_generic(begin) and parts[count - 1] not in ("of", "and", "for"):
            bodies.name(begin, id_)


def _unnamed(bodies: Bodies, document: Document) -> None:
    """A practice, school or solicitor that a report leaves unnamed is local to it."""
    for label, told in data("bodies")["unnamed"].items():
        said = pattern(tuple(told["said"]))
        if any(_is_such(bodies.known[id_], told) for id_ in {*bodies.proposed, *_met(bodies, document)}):
            continue
        where = [p for p in document.passages if p.cite and said.search(p.text) and of_the_case(part_of(p.headings))]
        if len(where) < int(told.get("least", "1")):
            continue
        id_ = bodies.propose(label, where[0].cite, sector=told["sector"])
        bodies.met[id_] += 1
        phrases = [m[0] for p in where for m in said.finditer(p.text)] if told.get("is_its_name") else []
        for phrase in dict.fromkeys(each.lower() for each in phrases[:40]):
            bodies.name(phrase, id_)


def _is_such(agency: Agency, told: Mapping[str, Any]) -> bool:
    """Whether a body that the report names is what it may leave unnamed elsewhere."""
    word = told.get("word")
    if word:
        return agency.sector == told["sector"] and word in agency.label.lower()
    return agency.sector == told["sector"] or agency.sector in told.get("or_of", ())


def _met(bodies: Bodies, document: Document) -> set[str]:
    """The bodies that the report names at all."""
    return {mention.body for mention in bodies.named_in(document.text)}
