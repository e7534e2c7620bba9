"""Dates in a text, in the forms of such reports.

A date that is told in full stands for itself. One without its year, or told by its distance ("two days
later", "the following week"), is resolved only against a date that the same passage or the one before
states earlier; else it is left out. dateparser was tried and left: it reads "may" as a month, fills
what a text leaves open from today's date, and has no notion of a season or of an anchor in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dhrgraph.lexicon.dateforms import Dated, distance, matches
from dhrgraph.lexicon.datereading import READ
from dhrgraph.lexicon.edtf import parse, within
from dhrgraph.lexicon.timewords import moved, number, unit

__all__ = ["Dated", "dates_in", "year_of"]


#: Characters before a date among which "from" is looked for, and dates before one among which its anchor is.
_AHEAD, _BACK = 100, 30
#: Days over which a date is computed from another one, at most.
_FURTHEST = 400
#: Forms that lack only a year, for which a section's heading or last date can stand in.
_WITHOUT_YEAR = ("short", "bare")


def year_of(headings: Sequence[str]) -> Dated | None:
    """The year that the innermost heading with a year tells, where it tells only one.

    Examples
    --------
    >>> year_of(["The facts", "2017: the year of many doors"]).value, year_of(["From 2009 to 2011"])
    ('2017', None)
    """
    for heading in reversed(headings):
        years = set(re.findall(r"\b(?:19|20)\d\d\b", heading))
        if years:
            return Dated(0, 0, years.pop(), of_heading=True) if len(years) == 1 else None
    return None


def dates_in(text: str, before: Dated | None = None, section: Dated | None = None) -> list[Dated]:
    """The dates of a passage, in order.

    Parameters
    ----------
    text : str
    before : Dated, optional
        The last date of the passage before, against which the first relative date is resolved.
    section : Dated, optional
        The year of the heading, or the last date under it, by which a day or month without its year is dated.

    Examples
    --------
    >>> [d.value for d in dates_in("On 16 and 19 March 2015 he rang; two days later she wrote. In May it ended.")]
    ['2015-03-16', '2015-03-19', '2015-03-21', '2015-05']
    >>> [d.value for d in dates_in("He was supervised from May 2016 to May 2017, and left between 2018 and 2019.")]
    ['2016-05/2017-05', '[2018..2019]']
    >>> [d.value for d in dates_in("In spring 2017, and again the following autumn; early 2012; 08/01/2018.")]
    ['2017-21', '2017-23', '2012', '2018-01-08']
    """
    found: list[Dated] = []
    taken = 0  # where the last date ends
    for kind, match in sorted(matches(text), key=lambda pair: (pair[1].start(), -pair[1].end())):
        if match.start() < taken:
            continue
        anchor = next((d for d in reversed(found[-_BACK:]) if not _in_brackets(text, d, match.start())), before)
        if kind in _WITHOUT_YEAR and section is not None and (anchor is before or anchor is None):
            anchor = section
        if kind == "ordinal" and anchor is not None and match.start() - anchor.end > len(", "):
            anchor = next((d for d in reversed(found[-_BACK:]) if d.day), anchor)
        read = list(READ[kind](match, text, anchor))
        if read and anchor is not None and anchor in (before, section):
            read = [replace(each, elsewhere=each.anchored and not anchor.of_heading) for each in read]
        found += [each for each in read if _valid(each.value)]
        if read:
            taken = max(taken, match.end())
    return _spans(text, [_from_it(text, each) for each in found])


def _from_it(text: str, dated: Dated) -> Dated:
    """The day that is told by its distance from a date: "a week after the visit of 3 April 2014"."""
    told = distance().search(text[max(0, dated.start - 80) : dated.start])
    if told is None or dated.day is None or unit(told["u"]) in ("month", "year"):
        return dated
    count = number(told["n"])
    day = moved(dated.day, -count if told["w"].lower() == "before" else count, unit(told["u"]))
    far = abs((day - dated.day).days) > _FURTHEST
    return dated if far else replace(dated, value=day.isoformat(), anchored=day != dated.day or dated.anchored)


def _in_brackets(text: str, dated: Dated, place: int) -> bool:
    """Whether a date stands in brackets that have closed before a place, so that nothing after counts from it."""
    opened = text.rfind("(", 0, dated.start)
    closed = text.find(")", dated.end)
    return opened >= 0 and ")" not in text[opened : dated.start] and 0 <= closed < place


def _spans(text: str, found: list[Dated]) -> list[Dated]:
    """Two dates with "from" and "to" as one span."""
    out: list[Dated] = []
    for each in found:
        last = out[-1] if out else None
        if last and not (last.spans or each.spans) and _joins(text, last, each):
            value = f"{last.value}/{each.value}"
            between = re.search(r"(?i)\bbetween\s+(?:\w+\s+)?$", text[max(0, last.start - _AHEAD) : last.start])
            out[-1] = Dated(last.start, each.end, within(value) if between else value, last.anchored or each.anchored)
            if not _valid(out[-1].value):
                out[-1:] = [last, each]
        else:
            out.append(each)
    return out


def _joins(text: str, one: Dated, other: Dated) -> bool:
    ahead = re.search(
        r"(?i)\b(from|between|covers|period)\s+(?:\w+\s+)?$", text[max(0, one.start - _AHEAD) : one.start]
    )
    between = text[one.end : other.start].strip(" ,").lower()
    between = re.sub(r"\s*\([^)]*\)\s*", " ", between).strip()
    until = re.fullmatch(r"(?:[^.;]{0,60} )?(?:to|until|up to|till)(?: the)?(?: (?:end|beginning|middle) of)?", between)
    return (bool(until) and bool(ahead) and ahead is not None and ahead[1].lower() != "between") or (
        between == "and" and bool(ahead) and ahead is not None and ahead[1].lower() == "between"
    )


def _valid(value: str) -> bool:
    try:
        parse(value)
    except ValueError:
        return False
    return True
