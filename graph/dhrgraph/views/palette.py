"""How things look: colours that the colour-blind can tell apart, and signs and dashes beside them.

Colours after Okabe and Ito. Twenty-two sectors are more than colours can tell apart, so they are
drawn by family; the exact sector stands in words beside each agency. No page tells anything by
colour alone: a thing has a sign as well, a line a dash pattern.

References
----------
M. Okabe, K. Ito, "Color Universal Design" (2008).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["FAMILIES", "STYLES", "Family", "Kind", "Style", "family_of"]

Form = Literal["box", "square", "pill"]
_LIGHT, _DARK = "#ffffff", "#16202b"


@dataclass(frozen=True, slots=True)
class Style:
    """How a thing is drawn: as a box with its name in it.

    Parameters
    ----------
    key : str
    name : str
        As the legend has it.
    sign : str
        A character before the name, that tells the style without colour.
    colour : str
        As ``#rrggbb``.
    form : str
        How the corners of the box are.
    solid : bool
        Whether the box is filled with the colour itself; otherwise with a tint of it.
    dashed : bool
        Whether the border is dashed.
    """

    key: str
    name: str
    sign: str
    colour: str
    form: Form = "box"
    solid: bool = False
    dashed: bool = False

    def told(self) -> dict[str, Any]:
        """The style as a page's script takes it, with its colours for a light and a dark page."""
        return {
            "name": self.name,
            "sign": self.sign,
            "form": self.form,
            "dashed": self.dashed,
            "light": self._colours(_LIGHT, "#1f2933", 0.16, "#000000"),
            "dark": self._colours(_DARK, "#f0f4f8", 0.30, "#ffffff"),
        }

    def _colours(self, paper: str, ink: str, tint: float, edge: str) -> dict[str, str]:
        if self.solid:
            dark = paper == _DARK
            fill = _mixed("#ffffff", self.colour, 0.72) if dark else self.colour
            return {"fill": fill, "border": fill, "ink": "#10171f" if dark else "#ffffff"}
        return {"fill": _mixed(self.colour, paper, tint), "border": _mixed(edge, self.colour, 0.18), "ink": ink}


@dataclass(frozen=True, slots=True)
class Kind:
    """How a line, or a mark on a timeline, is drawn.

    Parameters
    ----------
    key : str
    name : str
        As the legend has it, such as ``referral``.
    light, dark : str
        Colour on a light and on a dark page, as ``#rrggbb``.
    dash : tuple of int
        Lengths of dash and gap; empty for an unbroken line.
    arrow : bool
        Whether the line has a direction.
    sign : str
        The mark on a timeline.
    """

    key: str
    name: str
    light: str = "#7b8794"
    dark: str = "#9aa5b1"
    dash: tuple[int, ...] = ()
    arrow: bool = False
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """Sectors that share a style."""

    style: Style
    sectors: tuple[str, ...]


FAMILIES = (
    Family(Style("justice", "Police, prosecution, probation", "▲", "#0072b2"), ("police", "prosecution", "probation")),
    Family(
        Style("health", "Health", "●", "#009e73"),
        ("acute-health", "primary-care", "community-health", "mental-health", "ambulance"),
    ),
    Family(
        Style("councils", "Social care and councils", "▼", "#e69f00"),
        ("children-social-care", "adult-social-care", "local-authority"),
    ),
    Family(Style("support", "Domestic abuse and voluntary services", "►", "#cc79a7"), ("specialist-da", "voluntary")),
    Family(Style("housing", "Housing", "⌂", "#d55e00"), ("housing",)),
    Family(Style("education", "Education and employers", "□", "#f0e442"), ("education", "employer")),
    Family(
        Style("government", "Immigration and government", "◄", "#56b4e9"),
        ("immigration", "central-government", "commissioner"),
    ),
    Family(Style("other", "Other bodies", "○", "#8a8f98"), ()),
)

#: Styles of what is no agency. People stand out by being filled, and by the form of their box.
STYLES = {
    style.key: style
    for style in (
        Style("victim", "Victim", "◆", "#1f2933", "pill", solid=True),
        Style("perpetrator", "Perpetrator (with the outcome of the case)", "■", "#5b6776", "square", solid=True),
        Style("person", "Other person of the case", "◊", "#5b6776", "pill"),
        Style("forum", "Forum in which agencies meet", "◎", "#8a8f98", dashed=True),
        Style("unnamed", "Body that the report does not name", "?", "#8a8f98", dashed=True),
        Style("abuse", "Type of abuse", "■", "#d55e00", "pill"),
        Style("theme", "Theme", "□", "#e69f00", "pill"),
        Style("review", "Review", "◆", "#1f2933", "square", solid=True),
        Style("thing", "Thing", "○", "#0072b2"),
        *(family.style for family in FAMILIES),
    )
}


def family_of(sector: str) -> Style:
    """The style of a sector.

    Examples
    --------
    >>> family_of("primary-care").name
    'Health'
    """
    return next((family.style for family in FAMILIES if sector in family.sectors), STYLES["other"])


def _mixed(one: str, other: str, share: float) -> str:
    """A colour with so much of the first in it.

    Examples
    --------
    >>> _mixed("#000000", "#ffffff", 0.5)
    '#808080'
    """
    parts = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in parts)
