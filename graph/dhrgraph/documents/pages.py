"""What a PDF's page is made of: fragments of text, and the lines drawn on it. Lengths are in points."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Box", "Fragment", "Page", "Turn"]

#: Left, bottom, right and top side.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Turn:
    """How a page is turned before it is shown, as pages with wide tables often are.

    Parameters
    ----------
    angle : int
        By how many degrees, clockwise.
    width, height : float
        Size of the page as it is shown.
    """

    angle: int
    width: float
    height: float

    def box(self, box: Box) -> Box:
        """A box of the file as it is shown.

        Examples
        --------
        >>> Turn(90, 842, 595).box((100, 50, 110, 80))
        (50, 485, 80, 495)
        """
        left, bottom, right, top = box
        match self.angle:
            case 90:
                return bottom, self.height - right, top, self.height - left
            case 180:
                return self.width - right, self.height - top, self.width - left, self.height - bottom
            case 270:
                return self.width - top, left, self.width - bottom, right
            case _:
                return box


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
    rules: list[Box]
    pictures: int = 0
