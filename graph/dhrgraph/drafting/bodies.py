"""The bodies of a report: those of the register by any of their names, and new ones proposed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice

from dhrgraph.documents.lines import slug
from dhrgraph.drafting.aliases import Aliases
from dhrgraph.drafting.names import alike, plain, sector_of
from dhrgraph.drafting.parts import MOST_BODIES
from dhrgraph.lexicon.words import any_of, codes_in, data, pattern, words
from dhrgraph.records.types import Agency

__all__ = ["Bodies", "Mention", "in_use"]

#: Words that say the kind of a body, without which a name is the same.
_KIND = {"trust", "service", "services", "limited", "association", "department", "partnership"}


#: What stands between somebody and the body that they work for.
_OF = re.compile(r"\s+(?:at|of|from|for|with)\s+(?:the\s+)?")


@cache
def _somebody() -> re.Pattern[str]:
    """Somebody who may work for a body of several sectors: "the worker"."""
    each = any_of(data("bodies")["anybody"])
    return re.compile(rf"\b(?:[Tt]he|[Aa]n?|[Tt]hat)\s+(?:duty |attending |named |allocated )?({each})\b")


@lru_cache(maxsize=10_000)
def _finer(text: str) -> frozenset[str]:
    """What words say that a body does within its sector."""
    found = (kind for kind, each in data("bodies")["finer"].items() if pattern(tuple(each)).search(text))
    return frozenset(str(kind) for kind in found)


def _same_but_kind(one: str, other: str) -> bool:
    """Whether one name is the other with words for its kind at the end: Low Hospital and Low Hospital NHS Trust."""
    first, second = sorted((plain(one).split(), plain(other).split()), key=len)
    return len(first) > 1 and second[: len(first)] == first and set(second[len(first) :]) <= _KIND


@dataclass(frozen=True, slots=True)
class Mention:
    """That a text speaks of a body.

    Parameters
    ----------
    start, end : int
    body : str
        Its id.
    by_name : bool
        Whether it is named, and not only spoken of ("the Trust", "her GP").
    """

    start: int
    end: int
    body: str
    by_name: bool


@dataclass
class Bodies:
    """The bodies of one report.

    Parameters
    ----------
    known : dict
        Register and proposed bodies by id.
    proposed : dict
        The proposed ones, in the order in which the report names them, each with the number where it does.
    """

    known: dict[str, Agency]
    proposed: dict[str, str] = field(default_factory=dict)
    names: Aliases = field(default_factory=Aliases)
    named: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)
    said: dict[str, str] = field(default_factory=dict)
    far: set[str] = field(default_factory=set)
    well_known: set[str] = field(default_factory=set)
    of_person: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def name(self, alias: str, body: str) -> None:
        """Let a body go by one more name; the first body that has it keeps it."""
        alias = " ".join(alias.split())
        if alias:
            self.names.setdefault(alias, body)

    def mean(self, alias: str, body: str) -> None:
        """Let a name mean another body from now on."""
        self.names[alias] = body

    def propose(self, label: str, where: str, *, sector: str = "", part_of: str | None = None) -> str:
        """The body of a name that the register does not have; a new one where none is alike."""
        named = [(agency.label, id_) for id_, agency in self.known.items()]
        for name, id_ in (*named, *self.names.items()):
            if alike(label, name) or _same_but_kind(label, name):
                self.name(label, id_)
                return id_
        id_ = slug(label)[:60].strip("-") or "body"
        while id_ in self.known:
            id_ += "-2"
        sector = sector or sector_of(label)
        forum = sector in ("marac", "partnership") and bool(pattern(words("bodies", "fora")).search(label))
        self.known[id_] = Agency(
            id=id_, label=label, sector=sector, body="forum" if forum else "agency", part_of=part_of
        )
        self.proposed[id_] = where
        self.name(label, id_)
        return id_

    def id_of(self, label: str) -> str | None:
        """The body that has a name, if one has."""
        return self.names.get(" ".join(label.split())) or self.names.like(label)

    def aliases(self) -> Iterable[str]:
        """All names by which bodies go."""
        return self.names

    def label(self, body: str) -> str:
        """The name by which a summary speaks of a body."""
        return re.sub(r"\s*\([^)]*\)", "", self.known[body].label) or self.known[body].label

    def sector(self, body: str) -> str:
        """The sector of a body."""
        return self.known[body].sector

    def is_forum(self, body: str) -> bool:
        """Whether a body is a forum, such as a MARAC."""
        return self.known[body].body == "forum"

    def mentions(
        self, text: str, owner: str | None = None, last: Iterable[str] = (), persons: Mapping[str, str] | None = None
    ) -> list[Mention]:
        """Where a text speaks of bodies, in order.

        Parameters
        ----------
        text : str
        owner : str, optional
            The body whose section it is.
        last : iterable of str
            Bodies of which the text before spoke, the last one first.
        persons : mapping, optional
            People of whom it speaks and their sexes, for whom "her GP" is another body than "his GP".
        """
        found = self.named_in(text)
        earlier = list(last)
        spoken: dict[tuple[int, int], list[str]] = {}
        for key, match in codes_in("bodies", "spoken", text):
            spoken.setdefault(match.span(), []).append(key)
        in_order = sorted(spoken.items(), key=lambda item: (item[0][0], -item[0][1]))
        for (start, end), keys in in_order[:MOST_BODIES]:
            if any(m.start < end and start < m.end for m in found):
                continue
            theirs = next((m.body for m in found if m.by_name and _OF.fullmatch(text[end : m.start])), None)
            if theirs:  # "a line manager at Low Mill Stores"
                found.append(Mention(start, end, theirs, by_name=False))
                continue
            before = [m.body for m in sorted(found, key=lambda m: -m.start) if m.start < start]
            sex = {"his": "male", "her": "female"}.get(text[max(0, start - 4) : start].strip().lower())
            whose = [one for one, of in (persons or {}).items() if sex in (None, of)]
            body = self._spoken(keys, text[start:end], owner, [*before, *earlier], whose)
            if body:
                found.append(Mention(start, end, body, by_name=False))
        found += self._anybody(text, found, [*([owner] if owner else []), *earlier])
        return sorted(found, key=lambda m: m.start)

    def _anybody(self, text: str, found: Sequence[Mention], earlier: Sequence[str]) -> Iterator[Mention]:
        """Where a text speaks of somebody who works for the body of which it last spoke: "the worker"."""
        roles = data("bodies")["anybody"]
        for match in islice(_somebody().finditer(text), MOST_BODIES):
            if any(m.start < match.end() + 45 and match.start() < m.end for m in found):
                continue  # "a nurse of the Trust"
            before = [m.body for m in sorted(found, key=lambda m: -m.start) if m.start < match.start()]
            body = next((b for b in [*before, *earlier] if self.sector(b) in roles[match[1]]), None)
            if body:
                yield Mention(match.start(), match.end(), body, by_name=False)

    def hidden(self, text: str) -> str:
        """A text without the names that are known, every other place unchanged."""
        kept, at = [], 0
        for mention in self.named_in(text):
            if " " in text[mention.start : mention.end]:
                kept += [text[at : mention.start], "·" * (mention.end - mention.start)]
                at = mention.end
        return "".join([*kept, text[at:]])

    def named_in(self, text: str) -> list[Mention]:
        """Where a text names bodies by any of their names."""
        found = []
        for start, end in islice(self.names.found_in(text), MOST_BODIES):
            body = self.id_of(text[start:end]) or self.names.written(" ".join(text[start:end].split()))
            if body:
                found.append(Mention(start, end, body, by_name=True))
        return found

    def _spoken(
        self, sectors: Sequence[str], said: str, owner: str | None, earlier: Sequence[str], persons: Sequence[str]
    ) -> str | None:
        """Whom a word such as "the Trust" or "officers" means."""
        word = said.rsplit(maxsplit=1)[-1].lower()
        takes_up = word in {each.lower() for each in words("bodies", "takes_up")} and said.lower().startswith("the ")
        kinds = {kind for kind, each in data("bodies")["finer"].items() if pattern(tuple(each)).search(said)}

        def named(body: str) -> bool:
            return bool(re.search(rf"\b{word}\b", self.known[body].label.lower()))

        takes_up = takes_up and any(named(body) for body in self.met)

        def fits(body: str) -> bool:
            if takes_up:
                return named(body)
            mine = self._finer(body)
            return self.sector(body) in sectors and (not kinds or not mine or bool(kinds & mine))

        if len(persons) == 1 and "primary-care" in sectors:
            practice = self._practice_of(persons[0])
            if practice:
                return practice
        near = [*([owner] if owner else []), *earlier]
        strong = self._one_of((), near, lambda body: fits(body) and bool(kinds & self._finer(body))) if kinds else None
        return strong or self._one_of(sectors, near, fits)

    def _practice_of(self, person: str) -> str | None:
        """The practice that a report names beside a person, or the only other one where that is somebody else's."""
        practices = [body for body in self.met if self.sector(body) == "primary-care"]
        whose = {
            body: max(sorted(self.of_person), key=lambda one: self.of_person[one][body])
            for body in practices
            if any(self.of_person[one][body] for one in self.of_person)
        }
        mine = [body for body, one in whose.items() if one == person] or [b for b in practices if b not in whose]
        return mine[0] if len(mine) == 1 else None

    def _finer(self, body: str) -> frozenset[str]:
        """What a body does within its sector, by its names and what was said of it."""
        return _finer(" ".join([self.known[body].label, self.said.get(body, "")]))

    def of_sector(self, sector: str, earlier: Sequence[str] = ()) -> str | None:
        """The body of a sector that a text can mean: one of which it spoke before, else the only or main one."""
        return self._one_of([sector], earlier, lambda body: self.sector(body) == sector)

    def _one_of(self, sectors: Sequence[str], earlier: Sequence[str], fits: Callable[[str], bool]) -> str | None:
        near = next((body for body in earlier if fits(body)), None)
        if near:
            return near
        near_enough = [body for body in self.met if body not in self.far]
        found = [body for body in near_enough if fits(body)]
        for other in (other for sector in sectors for other in data("bodies")["may_be_of"].get(sector, [])):
            found = found or [b for b in near_enough if self.sector(b) == other and b in self.proposed]
        if len(found) == 1:
            return found[0]
        if len(found) > 1:
            (first, most), (_, next_) = Counter({b: self.met[b] for b in found}).most_common(2)
            return first if most >= 2 * next_ else None
        return None


def in_use(bodies: Bodies, ids: Iterable[str]) -> list[dict[str, object]]:
    """The proposed bodies among some, with those that they are part of, as rows of agencies.yaml."""
    wanted = set(ids)
    wanted |= {parent for id_ in wanted if (parent := bodies.known[id_].part_of)}
    rows: list[dict[str, object]] = []
    for id_ in bodies.proposed:
        if id_ not in wanted:
            continue
        agency = bodies.known[id_]
        others = sorted(a for a, body in bodies.names.items() if body == id_ and not agency.label.endswith(a))
        row: dict[str, object] = {"id": id_, "label": agency.label}
        row |= {"other_names": others} if others else {}
        row |= {"sector": agency.sector} | ({"body": "forum"} if agency.body == "forum" else {})
        row |= {"part_of": agency.part_of} if agency.part_of else {}
        rows.append(row)
    return rows
