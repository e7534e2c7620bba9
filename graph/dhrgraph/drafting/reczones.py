"""Which headings stand above recommendations."""

from __future__ import annotations

from functools import cache

from dhrgraph.drafting.sections import part_of
from dhrgraph.lexicon.words import finds

__all__ = ["IN", "zone_of"]

#: What `zone_of` tells of a section in which recommendations stand.
IN = ("recommendations", "agency-recommendations", "mixed")


@cache
def zone_of(path: tuple[str, ...]) -> str:
    """What some headings say of recommendations below them.

    ``recommendations``, ``agency-recommendations``, ``mixed`` (with lessons or conclusions), ``action-plan``, or any
    other part of a report, empty where they tell none.

    Examples
    --------
    >>> zone_of(("Recommendations", "Training and learning")), zone_of(("Conclusions and recommendations",))
    ('recommendations', 'mixed')
    """
    for heading in reversed(path):
        part = part_of([heading])
        asks = finds("recommendations", "section", heading)
        if finds("recommendations", "not_the_section", heading):
            return "terms"
        if part in ("agency-recommendations", "recommendations") or asks:
            mixed = finds("recommendations", "beside", heading)
            if mixed and heading != path[-1] and part_of([path[-1]]):
                return part_of([path[-1]])
            return "mixed" if mixed else "agency-recommendations" if part.startswith("agency") else "recommendations"
        if part == "action-plan":
            return part
    return part_of(path)
