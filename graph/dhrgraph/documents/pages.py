"""What a PDF's page is made of: fragments of text, and the lines drawn on it. Lengths are in points."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Fragment", "Page"]


@dataclass(slots=True)
class Fragment:
    """Characters of a page that stand in a row; lengths in points, from the page's lower left corner.

    Parameters
    ----------
    text : str
        Its text, clean; marks of footnotes as superscripts.
    x0, x1 : float
        Its left and right side.
    y : float
        Its base line.
    size : float
        Size of the letters.
    bold : bool
        Whether it begins and ends in bold.
    breaks : list of tuple
        Wider spaces within it: place in the text, right side of what is before, left side of what follows.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    breaks: list[tuple[int, float, float]] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """A page: its fragments in the file's order, and the lines drawn on it as boxes (left, bottom, right, top)."""

    number: int
    height: float
    fragments: list[Fragment]
    rules: list[tuple[float, float, float, float]]
    pictures: int = 0
