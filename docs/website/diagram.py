"""The picture of the ontology's core: classes in a column, people left of it, bodies right of it.

Which classes are drawn and in which order is said here; what joins them is read from the ontology:
the classes whose shapes ask for a property, otherwise its domain, and its range, otherwise the class
that the shapes ask of its values.
A link between neighbours in the column is an arrow, any other within the column a line of text in
its box, so that no line crosses a box. All measures are whole numbers of pixels, so that the picture
has the same bytes everywhere.
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from website.model import Ontology, Term

__all__ = ["Link", "Picture", "core_links", "draw"]

#: The bars beside the column: every link to or from them is a level arrow.
LEFT, RIGHT = "CasePerson", "Body"
#: The column: boxes, and frames (a class with the boxes of its subclasses in it).
ABOVE = ("Review",)
FRAME = "Record"
INNER = "CaseEvent"
EVENTS = ("InformationShare", "RiskAssessment", "Contact", "Referral", "MaracMeeting")
OTHERS = ("MaracAction", "ActNotDone", "Abuse", "AgencyKnowledge", "Finding", "Recommendation", "PlanAction")
BELOW = ("Passage",)
COLUMN = (*ABOVE, *EVENTS, *OTHERS, *BELOW)
CORE = (LEFT, RIGHT, FRAME, INNER, *COLUMN)
#: The pairs between which there is room for an arrow.
NEIGHBOURS = {
    *pairwise((*EVENTS, *OTHERS)),
    (ABOVE[-1], FRAME),
    (FRAME, BELOW[0]),
}

WIDTH = 1040
BAR, MIDDLE, FONT, LINE = 140, 260, 13, 16
EDGE = 20  # of the picture
LEFT_END, RIGHT_START = EDGE + BAR, WIDTH - EDGE - BAR
BOX_START = (WIDTH - MIDDLE) // 2
BOX_END = BOX_START + MIDDLE
CENTRE = WIDTH // 2
LETTERS = 28  # of a label beside a level arrow
GAP, ARROW_GAP, HEAD = 16, 40, 30


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """Properties that lead from one class of the core to another, by their labels."""

    source: str
    target: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with the label of a class, its name, and lines below."""

    kind: str
    x: int
    y: int
    width: int
    height: int
    title: list[str]
    name: str
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Arrow:
    """A straight arrow with the lines of its label, each at its place."""

    x1: int
    y1: int
    x2: int
    y2: int
    anchor: str
    label: list[tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is drawn."""

    width: int
    height: int
    boxes: list[Box]
    arrows: list[Arrow]
    links: list[Link]


def core_links(ontology: Ontology) -> list[Link]:
    """What joins the classes of the core."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for term in ontology.properties():
        for source, target in sorted(_ends(ontology, term)):
            found[source, target].append(term.label)
    order = {name: number for number, name in enumerate(CORE)}
    links = [Link(source, target, tuple(names)) for (source, target), names in found.items()]
    return sorted(links, key=lambda link: (order[link.source], order[link.target]))


def _ends(ontology: Ontology, term: Term) -> set[tuple[str, str]]:
    """From and to which classes of the core a property leads."""
    asked = [(shaped.of, shaped.value) for shaped in term.shaped]
    sources = [of for of, _ in asked] or term.domain
    ends = set()
    for source in sources:
        targets = term.range or [value for of, value in asked if of == source and value]
        for target in targets:
            ends |= {(s, t) for s in _drawn(ontology, source) for t in _drawn(ontology, target)}
    return ends


def _drawn(ontology: Ontology, name: str) -> list[str]:
    """The classes of the core that stand for a class: itself, those below it, or a bar above it."""
    if name in CORE or name not in ontology.terms:
        return [name] if name in CORE else []
    below = [core for core in CORE if name in ontology.lineage(core)]
    return below or [above for above in ontology.lineage(name) if above in (LEFT, RIGHT)]


class _Drawing:
    """Lays the column out from top to bottom; holds what is drawn and how far down it has come."""

    def __init__(self, ontology: Ontology) -> None:
        self.terms = ontology.terms
        self.links = core_links(ontology)
        self.boxes: list[Box] = []
        self.ends: dict[str, int] = {}
        self.arrows: list[Arrow] = []
        self.y = EDGE

    def between(self, one: str, other: str) -> tuple[list[str], list[str]]:
        """Labels of what leads from one class to another, and back."""
        there = [name for link in self.links if (link.source, link.target) == (one, other) for name in link.names]
        back = [name for link in self.links if (link.source, link.target) == (other, one) for name in link.names]
        return there, back

    def told(self, name: str, letters: int) -> list[str]:
        """Lines for the links of a class that no arrow shows."""
        return [
            part
            for link in self.links
            if link.source == name and not _arrow(link)
            for part in textwrap.wrap(f"{', '.join(link.names)} → {self.terms[link.target].label}", letters)
        ]

    def row(self, name: str) -> None:
        """A box of the column with its arrows to the bars."""
        extra = self.told(name, 36)
        sides = [(bar, *self.between(name, bar)) for bar in (LEFT, RIGHT)]
        labels = {(bar, back): _wrapped(names) for bar, *both in sides for back, names in enumerate(both) if names}
        beside = max((sum(len(n) + 1 for (b, _), n in labels.items() if b == bar) for bar in (LEFT, RIGHT)), default=0)
        title = textwrap.wrap(self.terms[name].label, 26)
        height = max(28 + 18 * len(title) + LINE * len(extra), beside * LINE + 4)
        self.boxes.append(Box("class", BOX_START, self.y, MIDDLE, height, title, name, extra))
        for bar in (LEFT, RIGHT):
            mine = [(back, lines) for (of, back), lines in labels.items() if of == bar]
            y = self.y + (height - sum(len(lines) * LINE + 6 for _, lines in mine)) // 2
            for back, lines in mine:
                y += len(lines) * LINE + 4
                self.level(bar, y, lines, BOX_START if bar == LEFT else BOX_END, back=bool(back))
                y += 6
        self.y += height
        self.ends[name] = self.y

    def level(self, bar: str, y: int, lines: list[str], start: int, *, back: bool) -> None:
        """A level arrow between the column, or the other bar, and a bar, its label above it."""
        end = LEFT_END if bar == LEFT else RIGHT_START
        x1, x2 = (end, start) if back else (start, end)
        middle = (LEFT_END + BOX_START - 20) // 2 if bar == LEFT else (BOX_END + 20 + RIGHT_START) // 2
        if abs(end - start) > MIDDLE:
            middle = CENTRE
        label = [(middle, y - 5 - LINE * (len(lines) - 1 - n), text) for n, text in enumerate(lines)]
        self.arrows.append(Arrow(x1, y, x2, y, "middle", label))

    def gap(self, one: str, other: str, least: int = GAP) -> None:
        """The space between two neighbours of the column, with arrows where they are joined."""
        there, back = self.between(one, other)
        height = max(least, ARROW_GAP) if there or back else least
        top, bottom = self.ends.get(one, self.y), self.y + height
        for names, x, down in ((back, CENTRE - 100, False), (there, CENTRE + 10, True)):
            if names:
                at = CENTRE - 50 if not (there and back) else x
                y1, y2 = (top, bottom) if down else (bottom, top)
                label = [(at + 8, self.y + height // 2 + 4, ", ".join(names))]
                self.arrows.append(Arrow(at, y1, at, y2, "start", label))
        self.y = bottom

    def head(self, name: str) -> tuple[str, int, list[str]]:
        """Begin a frame: room for its title and for the links that are told in words."""
        top, lines = self.y, self.told(name, 36)
        self.y += HEAD + LINE * len(lines)
        return name, top, lines

    def frame(self, name: str, top: int, lines: list[str], margin: int) -> None:
        """End a frame around what has been laid out since its head."""
        self.y += margin
        left, width = BOX_START - margin, MIDDLE + 2 * margin
        self.boxes.insert(0, Box("frame", left, top, width, self.y - top, [self.terms[name].label], name, lines))

    def bar(self, name: str, x: int, top: int) -> None:
        """A bar beside the column."""
        title = textwrap.wrap(self.terms[name].label, 12)
        kinds = " or ".join(self.terms[below].label for below in self.terms[name].below)
        lines = [*textwrap.wrap(kinds, 18), *self.told(name, 18)]
        self.boxes.append(Box("bar", x, top, BAR, self.y - top, title, name, lines))


def _arrow(link: Link) -> bool:
    """Whether a link is drawn as an arrow."""
    ends = {link.source, link.target}
    if ends & {LEFT, RIGHT}:
        return len(ends) == 2 and ends <= {LEFT, RIGHT, *COLUMN}
    return (link.source, link.target) in NEIGHBOURS or (link.target, link.source) in NEIGHBOURS


def draw(ontology: Ontology) -> Picture:
    """The core of the ontology, laid out."""
    drawing = _Drawing(ontology)
    top = drawing.y
    _rows(drawing, ABOVE)
    drawing.gap(ABOVE[-1], FRAME)
    frame = drawing.head(FRAME)
    inner = drawing.head(INNER)
    _rows(drawing, EVENTS)
    drawing.frame(*inner, 12)
    drawing.gap(EVENTS[-1], OTHERS[0])
    _rows(drawing, OTHERS)
    drawing.frame(*frame, 24)
    drawing.gap(FRAME, BELOW[0])
    _rows(drawing, BELOW)
    for bar, other in ((LEFT, RIGHT), (RIGHT, LEFT)):
        names, _ = drawing.between(other, bar)
        if names:
            drawing.y += 40
            drawing.level(bar, drawing.y, [", ".join(names)], RIGHT_START if bar == LEFT else LEFT_END, back=False)
    drawing.y += GAP
    drawing.bar(LEFT, EDGE, top)
    drawing.bar(RIGHT, RIGHT_START, top)
    return Picture(WIDTH, drawing.y + EDGE, drawing.boxes, drawing.arrows, drawing.links)


def _rows(drawing: _Drawing, names: tuple[str, ...]) -> None:
    """Boxes one below the other; what joins neighbours is drawn between them."""
    for number, name in enumerate(names):
        if number:
            drawing.gap(names[number - 1], name)
        drawing.row(name)


def _wrapped(names: list[str]) -> list[str]:
    return textwrap.wrap(", ".join(names), LETTERS)
