"""How ill a text fits a column of a table: what a cell under a name may hold."""

from __future__ import annotations

import re

from dhrgraph.documents.column_names import Kind
from dhrgraph.documents.tables import is_date
from dhrgraph.lexicon.timewords import MONTH

__all__ = ["EMPTY", "LONGEST", "Costs", "is_label", "tells_date"]

_SEASON = (
    r"(?:spring|summer|autumn|winter|christmas|easter|early|mid|late|before|after|between|circa|c|about|around|from)"
)
#: How a cell begins that tells when something was.
_DATED = re.compile(
    r"(?i)\W*(?:(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?(?:\d{1,2}\s?[./-]\s?\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}\b|(?:19|20)\d\d\b|(?:{_SEASON}|end of|during)\b|{MONTH}\b)"
)
#: The words of a date with nothing else.
_DATE_WORD = re.compile(
    r"(?i)\W*(?:(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?"
    rf"|{MONTH}(?:[/-]{MONTH})?|(?:mid|early|late)-{MONTH}|{_SEASON}|end|beginning|of|the|and|to|or|at|until|onwards?"
    r"|approx|hrs|hours|am|pm|date|not|known|unknown|undated|term"
    r"|\d{1,4}(?:st|nd|rd|th|s)?(?:[./:–-]\d{1,4}(?:st|nd|rd|th)?){0,2}(?:am|pm|hrs)?|[–&/-])?\W*"
)
_LATER = re.compile(
    r"(?i)(?:(?:the )?(?:same|next|following|previous)|(?:an?|one|two|three|four|five|six|some|\d+)(?: \w+)?)"
    r" (?:day|week|month|year|morning|evening|night|hour)s?(?: (?:later|after|before|earlier|on))?"
)
_LABEL = re.compile(
    r"(?:(?:rec(?:ommendation|\.)?|para(?:graph)?\.?|action)\s?)?[A-Z]{0,5}[\s.-]?\d{1,3}(?:\.\d{1,2})*[a-z]?"
    r"(?:\s?[-–&]\s?\d{1,3})?[.):]?",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"(?i)\W*(?:(?:by|from|within|end of|start of|before)\b.*"
    r"|(?:in|early|mid|late|spring|summer|autumn|winter)\b.*\d.*|immediate(?:ly)?|ongoing|on-going|completed?\b.*"
    r"|n/a|tbc|tbd|to be (?:confirmed|agreed|set)|not set|as soon as possible|q[1-4]\b.*"
    r"|(?:\w+|\d+)[ -](?:days?|weeks?|months?|years?)\b.*|quarterly|annual(?:ly)?|next .*)\W*"
)
_STATUS = re.compile(
    r"(?i)\W*(?:completed?|done|in progress|under ?way|not (?:yet )?(?:begun|started|due)|ongoing|on-going|open|closed"
    r"|started|outstanding|sent|overdue|on track|red|amber|green|achieved|implemented|pending|local|national|regional"
    r"|high|medium|low|agreed|accepted|rejected|delayed|awaited|begun|to be confirmed|tbc|n/a)\b.{0,60}"
)
_NAME_WORD = re.compile(
    r"[^\w]*(?:[A-Z0-9]|\w*[A-Z]|(?:of|and|the|for|in|at|on|to|by|an?|via|with|y|de|ei)$|[’'-]|&|/|–|-|\+)"
)
#: What a cell costs that is no name, whatever else the text has.
UNFIT = 3.0
#: What it costs to leave a cell empty, by kind, and words of a cell at most.
EMPTY: dict[Kind, float] = {"date": 9, "number": 6, "agency": 3.5, "when": 3, "status": 3, "term": 9, "text": 2.2}
LONGEST: dict[Kind, int] = {"date": 8, "number": 4, "agency": 24, "when": 9, "status": 40, "term": 8, "text": 400}


def tells_date(cell: str, *, loose: bool = False) -> bool:
    """Whether a cell tells when something was, and nothing else; a loose one has more words.

    Examples
    --------
    >>> tells_date("Autumn 2015"), tells_date("A week later"), tells_date("25/03/2021 MARAC")
    (True, True, False)
    """
    words = cell.split()
    if not words or len(words) > LONGEST["date"] or cell[-1] in ".,":
        return False
    if not (_DATED.match(cell) and is_date(cell)):
        return bool(_LATER.fullmatch(cell))
    return loose or all(map(_DATE_WORD.fullmatch, words))


def is_label(cell: str) -> bool:
    """Whether a cell is a number or a label such as ``R3``, ``9.1.2`` and ``Para 64``."""
    return bool(_LABEL.fullmatch(cell))


#: Characters that are looked through, at most, for how often a report has the names of its tables.
LOOKED = 4_000_000_000


class _Seen:
    """How often a text has others, as long as not too much of it has been looked through."""

    def __init__(self, text: str) -> None:
        self._text, self._left = text, LOOKED
        self._counts: dict[str, int] = {}

    def count(self, other: str) -> int:
        """How often the text has another one; 1 once too much has been looked through."""
        if other not in self._counts:
            if self._left < 0:
                return 1
            self._left -= len(self._text)
            self._counts[other] = self._text.count(other)
        return self._counts[other]


class Costs:
    """The costs of cells in the tables of one text, by what else the text has.

    Parameters
    ----------
    text : str
        The whole text, with single spaces.
    """

    def __init__(self, text: str) -> None:
        self._seen = _Seen(text).count

    def __call__(self, kind: Kind, cell: str, before: str = "", after: str = "") -> float:
        """What it costs that a cell of a column holds a text, and the words next to it stand in other cells.

        Parameters
        ----------
        kind : Kind
            What the column holds.
        cell : str
            The text.
        before, after : str
            The words that stand next to it; empty where none does.
        """
        small = 2.5 if cell[:1].islower() else 0.0
        words = len(cell.split())
        if cell.strip("–—- ") == "" or cell.lower() in ("n/a", "nil", "none"):
            return 6.0 if kind in ("date", "number", "term") else 0.0
        if kind == "date":
            return 0.0 if tells_date(cell) else 3.0 if tells_date(cell, loose=True) else 9.0
        if kind == "number":
            return 0.0 if is_label(cell) else 6.0
        if kind == "agency":
            return (small if not cell.startswith(("the ", "all ")) else 0.0) + self._agency(cell, before, after)
        if kind == "when" and re.match(r"(?:19|20)\d\d\b", after):
            small += 3.0  # the rest of the date
        if kind == "when":
            return small + (0.0 if _is_when(cell) else 3.0 if words < 5 else 6.0)
        if kind == "status":
            return small + (0.0 if _STATUS.fullmatch(cell) else 1.0 if words < 6 else 2.0)
        if kind == "term":
            return (0.0 if re.search(r"[A-Z]\S*[A-Z]", cell) else 0.7) + 0.4 * (words - 1)
        return (
            small
            + (0.6 if words < 2 else 0.0)
            + (2.0 if cell[-1] in ",-" or cell[0] in "(,;" else 0.0)
            + (1.5 if tells_date(cell) else 0.0)
        )

    def _agency(self, cell: str, before: str, after: str) -> float:
        words = re.sub(r"\([^)]*\)?", "", cell).split()
        if words[:1] in (["All"], ["Each"]) and len(words) < 8 and after[:1].isupper():
            return 0.0
        cost = 0.15 * max(len(words) - 8, 0)
        cost += 3.0 if cell.count("(") != cell.count(")") else 0.0
        cost += 4.0 if cell[-1] in ".,:" and not cell.endswith(("Ltd.", "etc.")) else 0.0
        cost += 3.0 if re.search(r"[a-z]\. [A-Z]|\d{3}", cell) else 0.0
        cost += 0.7 * sum(not _NAME_WORD.match(word) for word in words)
        cost += 2.5 if re.search(r"(?:^|\s)(?:of|and|[Tt]he|for|in|at|/|&|-)$", cell) else 0.0
        cost += 4.0 if tells_date(cell) or (_is_when(cell) and not cell.startswith("All")) else 0.0
        return cost + (self._known(cell, before, after) if cost < UNFIT else 1.0)

    def _known(self, cell: str, before: str, after: str) -> float:
        """What speaks against a name: that the text has it nowhere else, or always with the same word next to it."""
        plain = re.sub(r"\s*\([^)]*\)?", "", cell)
        names = [name for name in re.split(r"\s*[;,/&+]\s*|\s+and\s+|\s+to\s+", plain) if name] or [cell]
        strange = sum(self._seen(name) < 2 for name in names) / len(names)
        first, last = self._seen(names[0]), self._seen(names[-1])
        cut = 0.0
        if after and after[0] != "(" and last > 1 and self._seen(f"{names[-1]} {after}") * 10 >= last * 7:
            cut += 2.0
        if before and first > 1 and self._seen(f"{before} {names[0]}") * 10 >= first * 7:
            cut += 2.0
        return 1.2 * strange + cut - 0.12 * min(len(plain.split()), 8) * (1 - strange)


def _is_when(cell: str) -> bool:
    return len(cell.split()) <= LONGEST["when"] and bool(_WHEN.fullmatch(cell) or tells_date(cell))
