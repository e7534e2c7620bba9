"""The names of a table's columns in a plain text, and what the cells of a column hold by its name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from dhrgraph.documents.lines import clean

__all__ = ["APART", "OPENS", "Kind", "kinds_of", "names_in"]

#: What a column holds: a date that opens the row, a number, a name of a body, a time limit, a state, a term, text.
Kind = Literal["date", "number", "agency", "when", "status", "term", "text"]

#: What sets two cells of one line apart.
APART = re.compile(r"[ \f]*\t[ \f]*|\s{2,}|\s\|\s")
_KNOWN = re.compile(
    r"(?i)(?:(?:lead|key|panel|main|agreed|proposed|responsible|reviewer.?s|author.?s|target|action|completion|start|due"
    r"|expected|desired|planned|professional|full|job|single|nature|brief|current|relevant|recorded|of)\s+)*"
    r"(?:date|when|day|time|year|month|agenc|organi[sz]ation|service|source|event|contact|detail|descri|comment|outcome"
    r"|action|response|information|note|contribution|involvement|role|type|recommendation|lead|owner|target|timescale"
    r"|progress|status|no\b|nos\b|number|ref|rec\b|level|abbreviation|acronym|initials|meaning|term|name|member"
    r"|representative|scope|measure|evidence|by\b|priority|rag\b|what\b|who\b|where\b|how\b|recorded|learning|lesson"
    r"|finding|issue|theme|milestone|deadline|due|complet|update|summary|analysis|significance|person|subject|position"
    r"|title|definition|explanation|full|relationship|pseudonym|designation|body|bodies|provider|input"
    r"|documents?|submission|responsible|responsibility|accountab|step|objective|aim|area|incident|entry|concern"
    r"|decision|addressed|for whom|key\b|impact|success|monitor|review|panel|#)"
)
_FIRST = re.compile(
    r"(?i)(?:date|when|day|year|month|time|agenc|organi[sz]ation|service|source|body|no\b|nos\b|number|ref|rec\b"
    r"|recommendation|action|abbreviation|acronym|initials|term|name|panel|lead|owner|recorded|who|event|what|pseudonym"
    r"|person|key|contact|entry|lesson|learning|finding|theme|issue|item|member|representative|#)"
)
_NUMBER = re.compile(r"no\b|nos\b|number|ref|rec\b|#|recommendation (?:no|num)|item")
_AGENCY = re.compile(
    r"^(?:agenc|organi[sz]ation|service\b|source|lead\b|owner|who\b|by whom|recorded by|responsib|addressed|for whom"
    r"|accountab|bod(?:y|ies)\b|provider)|\b(?:agency|agencies|owner|organi[sz]ation|lead)$"
)
#: Names with which the columns of a further table begin, where it follows at once.
OPENS = re.compile(
    r"(?i)(?:dates?|when|agency|organi[sz]ation|no\.?|ref\.?|rec\.?|recommendation|term|abbreviation|acronym)\b.{0,80}"
)
#: Words that begin with a capital and go on with the name before them all the same.
_PAIRS = re.compile(
    r"(?i)(?:(?:lead|responsible|contributing) (?:agency|agencies|officer|organi[sz]ation|person)"
    r"|(?:target|completion|due|start|end) date|action (?:required|taken|to take|plan|owner)|(?:agency|single) action"
    r"|panel (?:comment|comments|member|note|notes|view)|nature of|(?:job|full) (?:title|name|term)|by when|by whom"
    r"|(?:key|desired|expected) (?:outcome|outcomes|action|actions|milestones?)"
    r"|success (?:measure|measures|criteria)|(?:date|time) (?:of|and)|scope of|progress update|rag (?:rating|status)"
    r"|recommendation (?:no\.?|number)|rec\.? (?:no\.?|number)|contact with|role (?:of|on)|evidence of|type of)\b"
)
#: A number's name with another close behind.
_NUMBERED = re.compile(r"(?i:no\.?|rec\.?|ref\.?|#|term|date|agency ref\.?) [A-Z](?!o\b)")
#: Words of a column's name, columns of a table, and lines on which the names stand, at most.
NAME_WORDS, COLUMNS, NAME_LINES = 5, 8, 10
#: Characters of all names of a table, at most.
LONGEST = 600


def names_in(lines: Sequence[str]) -> tuple[str, ...]:
    """The names of columns that lines hold, and nothing else; none where they hold others.

    Examples
    --------
    >>> names_in(["Rec. Action Lead agency By when"]), names_in(["No. What should", "change", "Who it is for"])
    (('Rec.', 'Action', 'Lead agency', 'By when'), ('No.', 'What should change', 'Who it is for'))
    >>> names_in(["Action was taken by the Police"])
    ()
    """
    if sum(map(len, lines)) > LONGEST:
        return ()
    stacked = len(lines) > 1 and not any(map(_NUMBERED.match, lines))
    whole = _named(lines, split=False) if stacked else ()
    return whole or _named(lines, split=True)


def _named(lines: Sequence[str], *, split: bool) -> tuple[str, ...]:
    """The names that lines hold, several in one also where only a space stands between them if they are to be split."""
    names: list[str] = []
    for line in lines:
        parts = [clean(part) for part in APART.split(line.strip())]
        apart = len(parts) > 1
        if names and parts[0][:1].islower():
            names[-1] = f"{names[-1]} {parts[0]}"
            parts = parts[1:]
        for part in parts:
            names += _split(part) if split and (not apart or _NUMBERED.match(part)) else [part]
    return tuple(names) if _are_names(names) else ()


def _split(text: str) -> list[str]:
    """The names that stand one space apart: each begins with a capital."""
    found: list[str] = []
    for word in text.split():
        pair = found and _PAIRS.fullmatch(f"{found[-1]} {word}")
        if pair or (found and not (word[:1].isupper() or word[:1] == "#")):
            found[-1] = f"{found[-1]} {word}"
        else:
            found.append(word)
    return found


def _are_names(names: Sequence[str]) -> bool:
    if not 1 < len(names) <= COLUMNS or len(set(names)) < len(names) or not _FIRST.match(names[0]):
        return False
    plain = all(
        name[:1] in "#" or (name[:1].isupper() and len(name.split()) <= NAME_WORDS and _ends_plain(name))
        for name in names
    )
    fit = sum(bool(_KNOWN.match(name)) for name in names)
    plain = plain and bool(_KNOWN.match(names[-1]))
    return (
        plain
        and not any(re.search(r"\d", re.sub(r"\b(?:19|20)\d\d$", "", name)) for name in names)
        and fit * 3 >= len(names) * 2
    )


def _ends_plain(name: str) -> bool:
    return name[-1:] not in ".,:;" or (name[-1:] == "." and len(name) <= 5)


def kinds_of(names: Sequence[str]) -> tuple[Kind, ...]:
    """What the cells under each name hold.

    Examples
    --------
    >>> kinds_of(["Date", "Agency", "Event"]), kinds_of(["Rec.", "Action", "Lead", "Target date", "Status"])
    (('date', 'agency', 'text'), ('number', 'text', 'agency', 'when', 'status'))
    """
    found: list[Kind] = []
    for at, name in enumerate(names):
        low = name.lower()
        if re.match(r"(?:date|when|day|year|month)\b(?! (?:due|complete))", low) and "date" not in found:
            chronology = not re.search(r"agree|target", low) and _chronology(names)
            found.append("date" if at == 0 or chronology else "when")
        elif re.match(r"(?:ref|no)\b", low) or (at == 0 and _NUMBER.match(low)):
            found.append("number")
        elif _AGENCY.search(low):
            found.append("agency")
        elif re.search(r"\b(?:date|when|timescale|timeframe|deadline|due|target)", low):
            found.append("when")
        elif re.match(r"(?:status|progress|rag|level|priority|complet)", low):
            found.append("status")
        elif re.match(r"(?:abbreviation|acronym|initials|term\b|key\b)", low):
            found.append("term")
        else:
            found.append("text")
    return tuple(found)


def _chronology(names: Sequence[str]) -> bool:
    return any(re.match(r"(?i)event|contact|incident|detail|what|description|summary|entry", name) for name in names)
