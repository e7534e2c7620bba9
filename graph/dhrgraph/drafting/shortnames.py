"""The other names by which a report speaks of a body that it has named: new, short, local and without their place."""

from __future__ import annotations

import re
from collections import Counter

from dhrgraph.documents import Document
from dhrgraph.drafting.aliases import literal
from dhrgraph.drafting.bodies import Bodies
from dhrgraph.drafting.registered import is_generic
from dhrgraph.lexicon.words import any_of, words

__all__ = ["name_shorter", "without_place"]


def name_shorter(bodies: Bodies, document: Document, at_home: set[str]) -> None:
    """Let the bodies of a report go by their other names.

    Parameters
    ----------
    bodies : Bodies
    document : Document
    at_home : set of str
        Ids of the bodies of the register that are of the report's own place.
    """
    _local(bodies)
    _renamed(bodies, document)
    _acronyms(bodies)
    _hospitals(bodies)
    _branches(bodies, document)
    _shorter_names(bodies, document, at_home)


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


def _acronyms(bodies: Bodies) -> None:
    """A body that stands under its acronym before it is named in full is the one that has these initials."""
    for id_ in list(bodies.proposed):
        label = bodies.known[id_].label
        if not re.fullmatch(r"[A-Z]{3,6}", label):
            continue
        full = next(
            (other for other in bodies.proposed if other != id_ and _initials(bodies.known[other].label, label)), None
        )
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
    without_place(bodies, {*at_home, *present}, document)
    for id_ in present:
        label = bodies.known[id_].label.split()
        if bodies.sector(id_) == "police" and len(label) > 1:
            place = " ".join(word for word in label if word not in ("Police", "Constabulary", "Service"))
            for word in ("police", "Police", "Constabulary"):
                bodies.name(f"{place} {word}", id_)
        used = re.search(rf"(?<![\w-]){re.escape(label[0])}(?:['’]s?)?\b(?! [A-Z])", document.text)
        used = None if re.search(rf"\b{re.escape(label[0].lower())}\b", document.text) else used
        place_like = bodies.sector(id_) in words("bodies", "by_place")
        if (
            len(label) > 1
            and len(label[0]) > 4
            and label[0] not in words("bodies", "generic_words")
            and first[label[0]] == 1
            and used
            and not place_like
        ):
            bodies.name(label[0], id_)


def without_place(bodies: Bodies, among: set[str], document: Document) -> None:
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
    """The last words of a name by which a report takes it up ("the building society"), a team without its council."""
    label = re.sub(r"\s*\([^)]*\)", "", bodies.known[id_].label)
    if " of " in label and label.split(" of ")[0].split()[-1] in ("Team", "Service", "Department", "Unit"):
        head = label.split(" of ")[0]
        for name in (head, head.rsplit(" ", 1)[0]):
            if " " in name:
                bodies.name(name, id_)
    part = re.fullmatch(
        r".*\b(?:Council|Borough|Trust|Board)(?:['’]s)? ((?:[A-Z][\w’'&-]*)(?: (?:and )?[A-Z][\w’'&-]*)+)", label
    )
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
    kinds = any_of(words("bodies", "ends_with_kind"))
    stem = re.sub(rf"(?: (?:NHS|Foundation|{kinds}))+$", "", label)
    others = [other for other in among if other != id_ and bodies.known[other].label.startswith(stem)]
    if stem != label and " " in stem and not others:
        bodies.name(stem, id_)
    parts = label.split()
    for count in range(2, len(parts)):
        begin = " ".join(parts[:count])
        others = [other for other in among if other != id_ and bodies.known[other].label.startswith(begin)]
        alone = re.findall(rf"(?<![\w-]){re.escape(begin)}(?:['’]s)?(?! [A-Z])(?![\w-])", document.text)
        if not others and len(alone) > 2 and not is_generic(begin) and parts[count - 1] not in ("of", "and", "for"):
            bodies.name(begin, id_)
