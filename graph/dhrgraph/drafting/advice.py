"""A recommendation in the making."""

from __future__ import annotations

from dataclasses import dataclass, field

from rapidfuzz import fuzz

from dhrgraph.drafting.ids import MOST_CITED, cite_also
from dhrgraph.drafting.parts import LONGEST_PASSAGE
from dhrgraph.drafting.recblocks import Block

__all__ = ["Advice", "add_points", "join"]


@dataclass
class Advice:
    """A recommendation in the making.

    Parameters
    ----------
    number, level, text : str
    cites : list of str
    places : list of (int, int)
    owners : list of str
        The bodies in whose part of the report it stands.
    rule : str
    confidence : float
    named : list of str
        The bodies that a table or a line beside it names as those to act.
    in_summary : bool
        Whether it stands in a summary, which tells again what the report recommends.
    addressed : list of str
    """

    number: str
    level: str
    text: str
    cites: list[str]
    places: list[tuple[int, int]]
    owners: list[str]
    rule: str
    confidence: float
    named: list[str] = field(default_factory=list)
    in_summary: bool = False
    addressed: list[str] = field(default_factory=list)

    @property
    def owner(self) -> str | None:
        """The body in whose part of the report it stands."""
        return self.owners[0] if self.owners else None


def add_points(one: Advice, block: Block) -> None:
    """Let a point or a paragraph below a recommendation belong to it."""
    if len(one.text) + len(block.text) < LONGEST_PASSAGE:
        one.text += f"\n{block.text}"
    cite_also(one.cites, block.passage.cite)
    one.places.append(block.place)


def join(found: list[Advice], one: Advice, *, only: bool = False) -> None:
    """Add a recommendation, or only its passage where the report has it already.

    Parameters
    ----------
    found : list of Advice
    one : Advice
    only : bool
        Whether one that the report has not elsewhere is left out.
    """
    for other in found:
        alike = fuzz.token_sort_ratio(one.text[:400], other.text[:400], score_cutoff=60)
        explicit = "numbered rec" in one.rule and "numbered rec" in other.rule
        begins = fuzz.ratio(one.text[:60].lower(), other.text[:60].lower())
        same = one.number == other.number and one.level == other.level
        same = same and not (one.level == "single-agency" and set(one.owners) != set(other.owners))
        if (explicit and same and max(alike, begins) > 60) or alike >= (85 if only else 92):
            if len(other.cites) < MOST_CITED:
                other.cites += [cite for cite in one.cites if cite not in other.cites]
                other.places += one.places
            other.named += [body for body in one.named if body not in other.named]
            if "numbered rec" in one.rule and "numbered rec" not in other.rule:
                other.number, other.level, other.rule = one.number, one.level, one.rule
            return
    if not only:
        found.append(one)
