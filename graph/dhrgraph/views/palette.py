"""Colours that the colour-blind can tell apart, after Okabe and Ito.

Source: M. Okabe, K. Ito, "Color Universal Design" (2008). Twenty-two sectors are more than colours can
tell apart, so they are drawn by family; the exact sector stands in words beside each agency.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["FAMILIES", "PERSON_COLOURS", "Family", "family_of"]


@dataclass(frozen=True, slots=True)
class Family:
    """Sectors that share a colour."""

    name: str
    colour: str
    sectors: tuple[str, ...]


FAMILIES = (
    Family("Police, prosecution, probation", "#0072B2", ("police", "prosecution", "probation")),
    Family("Health", "#009E73", ("acute-health", "primary-care", "community-health", "mental-health", "ambulance")),
    Family("Social care and councils", "#E69F00", ("children-social-care", "adult-social-care", "local-authority")),
    Family("Domestic abuse and voluntary services", "#CC79A7", ("specialist-da", "voluntary")),
    Family("Housing", "#D55E00", ("housing",)),
    Family("Education and employers", "#F0E442", ("education", "employer")),
    Family("Immigration and government", "#56B4E9", ("immigration", "central-government", "commissioner")),
    Family("Other", "#999999", ("marac", "partnership", "other")),
)

#: People stand out by shape and by being darker than any agency.
PERSON_COLOURS = {"victim": "#1F2933", "perpetrator": "#5F6B7A"}


def family_of(sector: str) -> Family:
    """The family of a sector.

    Examples
    --------
    >>> family_of("primary-care").name
    'Health'
    """
    return next((family for family in FAMILIES if sector in family.sectors), FAMILIES[-1])
