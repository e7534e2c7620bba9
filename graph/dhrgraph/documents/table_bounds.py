"""Where a table of a plain text ends, and in which of its lines rows may begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dhrgraph.documents.cell_costs import is_label, tells_date
from dhrgraph.documents.cell_fit import Gap
from dhrgraph.documents.column_names import APART, OPENS, Kind, names_in
from dhrgraph.documents.lines import clean, ends_whole

__all__ = ["Bounds", "bounds_of"]

#: Lines that a row has at most, and that a page's head and foot have.
ROW_LINES, FURNITURE = 40, 12
#: How far from the widest line one may end that is full, in characters.
SHORT = 2
#: How wide a line of a cell is at most, where each has lines of its own.
NARROW = 60
_ENDS = re.compile(
    r"^(?:#{1,6}\s|(?:appendix|annex)\b|\d{1,2}(?:\.\d{1,3}){1,3}\.?\s+\S+(?:\s\S+){3}|\d{1,3}\.\s+\S+(?:\s\S+){4}|end of (?:report|table))",
    re.IGNORECASE,
)
#: What begins like the number of a paragraph and tells a time or a date.
_NO_NUMBER = re.compile(r"\d{1,2}\.\d\d\b(?!\.\d)|\d{1,2}\.\d{1,2}\.(?:\d\d){1,2}\b")
_LABELLED = re.compile(
    r"((?:(?:rec(?:ommendation|\.)?|para(?:graph)?\.?|action)\s?)?[A-Z]{0,4}[\s-]?\d{1,3}(?:\.\d{1,2})*[a-z]?(?:\s?[-–]\s?\d{1,3})?[.):]?)\s+(?=[^\s\d]|\d+\s[a-z])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is a table's: its lines without blank ones and pages' heads and feet, its rows, what its columns hold."""

    lines: tuple[int, ...]
    starts: tuple[int, ...]
    kinds: tuple[Kind, ...]
    skipped: frozenset[int]
    width: int

    @property
    def rows(self) -> list[tuple[int, int]]:
        """The places of the lines of each row, where its first line is known."""
        return list(zip(self.starts, (*self.starts[1:], len(self.lines)), strict=False))

    def gap(self, raw: Sequence[str], place: int) -> Gap:
        """What stands before a line of the table."""
        if not place:
            return "line"
        line, before = self.lines[place], self.lines[place - 1]
        between = range(before + 1, line)
        if any(at in self.skipped for at in between) or any("\f" in raw[at] for at in range(before, line)):
            return "full"
        if len(between):
            return "blank"
        word = raw[line].split(maxsplit=1)[0]
        return "full" if len(raw[before].strip()) + 1 + len(word) > self.width - SHORT else "line"


def bounds_of(raw: Sequence[str], at: int, kinds: Sequence[Kind], setting: str, skipped: frozenset[int]) -> Bounds:
    """What of a text belongs to a table whose first row begins in a line.

    Parameters
    ----------
    raw : sequence of str
        The lines of the text.
    at : int
        The line after the names of the columns.
    kinds : sequence of Kind
        What the columns hold.
    setting : str
        How cells are set, as `fitted` has it.
    skipped : frozenset of int
        The lines of pages' heads and feet.
    """
    kinds = _with_labels(raw, at, kinds, setting, skipped)
    lines: list[int] = []
    starts: list[int] = []
    label, blank, page = "", False, False
    here = at
    while here < len(raw) and raw[here].strip() == "":
        here += 1
    first = here
    while here < len(raw) and here - (lines[starts[-1]] if starts else first) <= 3 * ROW_LINES:
        text = raw[here].strip()
        if not text or here in skipped:
            blank, page = blank or not text, page or here in skipped or "\f" in raw[here]
            here += 1
            continue
        opens = _opens(text, kinds, setting, label)
        if lines and setting in ("lines", "blocks") and OPENS.fullmatch(text) and names_in(_stack(raw, here)):
            break  # another table
        if lines and not opens and _ENDS.match(text) and not _NO_NUMBER.match(text):
            break
        if (
            blank
            and lines
            and not _goes_on(raw, here, lines, starts, kinds, setting, skipped, opens=opens, page=page, label=label)
        ):
            break
        if not starts and not opens:
            break
        if opens:
            starts.append(len(lines))
            label = _label(text)
        lines.append(here)
        blank = page = "\f" in raw[here]
        here += 1
    width = _width(raw, lines)
    if kinds[0] not in ("date", "number"):
        starts = _plain_starts(raw, lines, width)
    return Bounds(tuple(lines), tuple(starts), tuple(kinds), skipped, width)


def _with_labels(
    raw: Sequence[str], at: int, kinds: Sequence[Kind], setting: str, skipped: frozenset[int]
) -> tuple[Kind, ...]:
    """What the columns hold, with a first one of labels known where rows open with them."""
    if kinds[0] != "text":
        return tuple(kinds)
    near = [
        raw[here].strip() for here in range(at, min(at + 60, len(raw))) if raw[here].strip() and here not in skipped
    ]
    first = [APART.split(text)[0] for text in near]
    labels = sum(map(is_label, first)) if setting != "words" else sum(bool(_LABELLED.match(text)) for text in near)
    return (
        ("number", *kinds[1:])
        if labels > 2 and near and (is_label(first[0]) or _LABELLED.match(near[0]))
        else tuple(kinds)
    )


def _opens(text: str, kinds: Sequence[Kind], setting: str, label: str) -> bool:
    """Whether a line opens a row by what stands first in it."""
    parts = APART.split(text)
    loose = setting in ("words", "mixed")
    if kinds[0] == "date":
        if not loose:
            return tells_date(clean(parts[0]), loose=setting == "apart")
        words = text.split()
        return any(tells_date(" ".join(words[:n])) for n in range(1, 7)) and not text[0].islower()
    if kinds[0] == "number":
        own = parts[0] if not loose or len(text.split()) < 3 else ""
        told = own if is_label(own) else (m[1] if loose and (m := _LABELLED.match(text)) else "")
        return bool(told) and _follows(told, label)
    return True


def _label(text: str) -> str:
    match = re.match(r"\D{0,18}\d{1,3}(?:\.\d{1,2})*[a-z]?", text)
    return match[0] if match else ""


def _follows(told: str, label: str) -> bool:
    """Whether a number of a row can follow the one before: it is of another sort, or larger by little."""
    one, other = (re.findall(r"\d+", each) for each in (label, told))
    if (
        not one
        or not other
        or re.sub(r"\d+.*", "", label).strip().lower() != re.sub(r"\d+.*", "", told).strip().lower()
    ):
        return not one or bool(re.match(r"[A-Za-z]", told))
    before, now = [int(n) for n in one], [int(n) for n in other]
    return before < now and now[0] - before[0] < 15


def _goes_on(
    raw: Sequence[str],
    here: int,
    lines: Sequence[int],
    starts: Sequence[int],
    kinds: Sequence[Kind],
    setting: str,
    skipped: frozenset[int],
    *,
    opens: bool,
    page: bool,
    label: str,
) -> bool:
    """Whether a table goes on with a line that stands behind a blank line or the end of a page."""
    keyed = kinds[0] in ("date", "number")
    if keyed and opens:
        return True
    if setting == "blocks":
        blocks = sum(not raw[line - 1].strip() for line in lines[starts[-1] :]) if starts and keyed else 0
        return page or (raw[here - 2].strip() != "" and blocks < len(kinds))
    block = _block(raw, here, skipped)
    in_row = len(lines) - (starts[-1] if starts and keyed else 0)
    if page:
        soon = keyed and any(_opens(raw[at].strip(), kinds, setting, label) for at in block)
        rest = setting == "lines" and len(block) <= len(kinds) and in_row < len(kinds) + len(block)
        torn = not ends_whole(raw[lines[-1]].strip()) and raw[here].strip()[0].islower()
        apart = (
            setting == "apart"
            and not keyed
            and sum(len(APART.split(raw[at].strip())) > 1 for at in block) * 2 >= len(block)
        )
        narrow = len(block) > 1 and all(len(raw[at].strip()) < NARROW for at in block)
        return soon or torn or rest or apart or (setting == "lines" and not keyed and narrow)
    if setting == "lines" and not keyed:
        narrow = all(len(raw[at].strip()) < NARROW for at in block) and not ends_whole(raw[here].strip())
        return (
            len(block) == len(kinds)
            or (narrow and len(block) > len(kinds))
            or (narrow and len(block) == len(kinds) - 1)
        )
    return setting == "apart" and not keyed and len(APART.split(raw[here].strip())) == len(kinds)


def _stack(raw: Sequence[str], here: int) -> list[str]:
    """A line and the two after it."""
    return [line.strip() for line in raw[here : here + 6] if line.strip()][:3]


def _block(raw: Sequence[str], here: int, skipped: frozenset[int]) -> list[int]:
    """The lines from one on up to the next blank one or the end of the page."""
    found: list[int] = []
    while here < len(raw) and len(found) < ROW_LINES and raw[here].strip() and here not in skipped:
        found.append(here)
        here += 1
    return found


def _width(raw: Sequence[str], lines: Sequence[int]) -> int:
    """The width at which lines are wrapped: that of the table's widest line, or of the text's lines, if these are wider."""
    lengths = sorted(len(line.strip()) for line in raw if line.strip())
    return max([lengths[len(lengths) * 95 // 100], *(len(raw[line].strip()) for line in lines)]) if lengths else 0


def _plain_starts(raw: Sequence[str], lines: Sequence[int], width: int) -> list[int]:
    """Where rows can begin that open with no date or number: after a line that has room for the next word."""
    return [
        place
        for place, line in enumerate(lines)
        if not place
        or (
            raw[line].strip()[0].isupper()
            and len(raw[lines[place - 1]].strip()) + 1 + len(raw[line].split()[0]) <= width - SHORT
        )
    ]
