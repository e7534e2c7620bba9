"""A report sentence by sentence, with what each speaks of: dates, bodies, people, and the sense of its clauses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from dhrgraph.documents import Document, TextPassage
from dhrgraph.drafting.bodies import Bodies, Mention
from dhrgraph.drafting.clauses import Clause, clauses
from dhrgraph.drafting.parts import MOST_DATES
from dhrgraph.drafting.people import People, Someone
from dhrgraph.drafting.sections import Sentence, of_the_case
from dhrgraph.lexicon.dating import Dated, dates_in, year_of

__all__ = ["Drafted", "Flag", "Report", "Told", "cell_of", "read_through"]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A record that was drafted.

    Parameters
    ----------
    values : dict
        The record, as its file has it.
    rule : str
        The rule that made it.
    confidence : float
        From 0 to 1: how sure the rule is, by its author's judgement; no probability.
    places : tuple of (int, int)
        Where in the text of the document it is told.
    """

    values: dict[str, object]
    rule: str
    confidence: float
    places: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Flag:
    """Something left for the person.

    Parameters
    ----------
    cite : str
    what : str
    """

    cite: str
    what: str


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence and what it speaks of; places are those in the sentence.

    Parameters
    ----------
    sentence : Sentence
    dates : list of Dated
    bodies : list of Mention
    people : list of Someone
    clauses : list of Clause
    owner : str or None
        The body whose section it stands in.
    last_date : Dated or None
        The last date that the passage told before.
    last_bodies : tuple of str
        Bodies of which the passage spoke before, the last one first.
    anchor_cite : str
        The passage before, where a date was resolved against it.
    """

    sentence: Sentence
    dates: list[Dated]
    bodies: list[Mention]
    people: list[Someone]
    clauses: list[Clause]
    owner: str | None
    last_date: Dated | None
    last_bodies: tuple[str, ...]
    anchor_cite: str

    @property
    def text(self) -> str:
        """The sentence."""
        return self.sentence.text

    @property
    def cite(self) -> str:
        """The number by which it is cited."""
        return self.sentence.cite

    @property
    def in_case(self) -> bool:
        """Whether it stands in a part that tells of the case."""
        return of_the_case(self.sentence.part)

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in the text of the document."""
        return self.sentence.start, self.sentence.start + len(self.text)

    def cites(self, dated: Dated | None = None) -> list[str]:
        """The passages that state what it tells, with that of the date it counts from."""
        if dated is not None and dated.elsewhere and self.anchor_cite and self.anchor_cite != self.cite:
            return [self.anchor_cite, self.cite]
        return [self.cite]


def cell_of(passage: TextPassage, at: int) -> str:
    """A cell of a row; empty where the row has none there."""
    return passage.cells[at].strip() if at < len(passage.cells) else ""


@dataclass
class Report:
    """What drafting works on: the document and what was found to be known of it.

    Parameters
    ----------
    document : Document
    bodies : Bodies
    people : People
    told : list of Told
    review : str
        Id of the review.
    flags : list of Flag
        What is left for the person; the steps add to it.
    """

    document: Document
    bodies: Bodies
    people: People
    told: list[Told]
    review: str
    flags: list[Flag]
    _listed: dict[str, list[str]] = field(default_factory=dict)

    @property
    def victim(self) -> str:
        """Id of the victim."""
        one = self.people.of("victim")
        return one.id if one else "victim"

    def before(self, told: Told, count: int) -> list[Told]:
        """The sentences of the same passage among as many right before one."""
        at = self._places[id(told)]
        return [t for t in self.told[max(0, at - count) : at] if t.sentence.passage is told.sentence.passage]

    def after(self, told: Told, count: int) -> list[Told]:
        """The sentences of the same passage among as many right after one."""
        at = self._places[id(told)] + 1
        return [t for t in self.told[at : at + count] if t.sentence.passage is told.sentence.passage]

    def of_passages(self, numbers: Iterable[str]) -> list[Told]:
        """The sentences of the passages with some numbers, in the order of the report."""
        found = [told for number in numbers for told in self._by_number.get(number, ())]
        return sorted(found, key=lambda told: self._places[id(told)])

    def first_of(self, passage: TextPassage) -> Told | None:
        """The first sentence of a passage."""
        return next(
            (told for told in self._by_number.get(passage.number, ()) if told.sentence.passage is passage), None
        )

    @cached_property
    def _by_number(self) -> dict[str, list[Told]]:
        found: dict[str, list[Told]] = {}
        for told in self.told:
            found.setdefault(told.sentence.passage.number, []).append(told)
        return found

    @cached_property
    def of_case(self) -> list[str]:
        """The bodies that the report names in its account or as contributors, in that order."""
        parts = ("panel", "contributors")
        named = [m.body for t in self.told if t.in_case or t.sentence.part in parts for m in t.bodies if m.by_name]
        return [b for b in dict.fromkeys(named) if not self.bodies.is_forum(b)]

    def listed(self, part: str, bodies: Callable[[Report, str], list[str]]) -> list[str]:
        """The bodies that a part of the report lists, which a function finds and which are kept."""
        if part not in self._listed:
            self._listed[part] = bodies(self, part)
        return self._listed[part]

    @cached_property
    def announcing_imrs(self) -> set[str]:
        """The numbers of paragraphs that speak of reviews that agencies made of their own part."""
        form = re.compile(r"(?i)individual management review|\bIMR")
        return {p.cite for p in self.document.passages if p.kind == "paragraph" and form.search(p.text)}

    @cached_property
    def _places(self) -> dict[int, int]:
        return {id(told): at for at, told in enumerate(self.told)}

    @property
    def perpetrator(self) -> str | None:
        """Id of the perpetrator, where one was found."""
        one = self.people.of("perpetrator")
        return one.id if one else None


def read_through(sentences: Sequence[Sentence], bodies: Bodies, people: People) -> Iterator[Told]:
    """What each sentence speaks of, read in the order of the report."""
    dates: dict[int, list[Dated]] = {}
    before: Dated | None = None
    section: Dated | None = None
    before_cite, section_cite, passage_cite = "", "", ""
    current: TextPassage | None = None
    headings: tuple[str, ...] = ()
    _patients(sentences, bodies, people)
    last_date: Dated | None = None
    last_bodies: tuple[str, ...] = ()
    last_people: list[Someone] = []
    for sentence in sentences:
        passage = sentence.passage
        if passage is not current:
            if passage.headings != headings:
                headings, section, section_cite = passage.headings, year_of(passage.headings), ""
            anchors = (before, section) if passage.kind != "row" else (None, None)
            whole = dates.get(id(passage)) or dates_in(passage.text, *anchors)
            dates[id(passage)] = whole
            current, passage_cite = passage, before_cite or section_cite
            last_date, last_bodies, last_people = None, (), []
            owner, person = _owners(passage.headings, bodies, people)
            outside = [
                each
                for each in whole
                if passage.text.count("(", 0, each.start) == passage.text.count(")", 0, each.start)
            ]
            before, before_cite = (outside[-1], passage.cite) if outside else (None, "")
            by_heading = section is not None and section.of_heading
            if before and of_the_case(sentence.part) and passage.kind != "row" and not by_heading:
                section, section_cite = before, before_cite
        end = sentence.at + len(sentence.text)
        mine = [
            replace(each, start=each.start - sentence.at, end=each.end - sentence.at)
            for each in dates[id(passage)]
            if sentence.at <= each.start < end
        ][:MOST_DATES]
        meant = people.meant(sentence.text, last_people, person)
        main = {one.id: one.sex for one in meant if one.role in ("victim", "perpetrator")}
        spoken = bodies.mentions(sentence.text, owner, last_bodies, main)
        yield Told(sentence, mine, spoken, meant, clauses(sentence.text), owner, last_date, last_bodies, passage_cite)
        last_date = mine[-1] if mine else last_date
        last_bodies = (*(m.body for m in reversed(spoken)), *last_bodies)[:6]
        last_people = [*reversed(meant), *last_people][:4]


def _patients(sentences: Sequence[Sentence], bodies: Bodies, people: People) -> None:
    """Count which bodies the report names beside which of its people, by sentences that name one of each."""
    for sentence in sentences:
        named = [one for _, one in people.named(sentence.text) if one.role in ("victim", "perpetrator")]
        found = {m.body for m in bodies.named_in(sentence.text)}
        if len(named) == 1:
            bodies.of_person[named[0].id].update(found)


def _owners(headings: Sequence[str], bodies: Bodies, people: People) -> tuple[str | None, Someone | None]:
    """The body and the person whose section it is, by the innermost heading that has one."""
    body: str | None = None
    person: Someone | None = None
    for heading in reversed(headings):
        if not of_the_case(heading):
            continue
        found = [m for m in bodies.mentions(heading) if not bodies.is_forum(m.body)]
        named = people.named(heading)
        if body is None and len({m.body for m in found}) == 1:
            body = found[0].body
        elif body is None and found:
            body = found[-1].body
        if person is None and len(named) == 1:
            person = named[0][1]
        if body:
            break
    return body, person
