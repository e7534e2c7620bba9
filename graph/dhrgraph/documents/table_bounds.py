"""Where a table of a plain text ends, and in which of its lines rows may begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dhrgraph.documents.cell_fit import Gap
from dhrgraph.documents.column_names import APART, OPENS, Kind, names_in
from dhrgraph.documents.lines import ends_whole
from dhrgraph.documents.row_openings import label_of, opens_row, with_labels

__all__ = ["Bounds", "bounds_of", "width_of"]

#: Lines that a row has at most, and that a page's head and foot have.
ROW_LINES, FURNITURE = 40, 12
#: How far from the widest line one may end that is full, in characters.
SHORT = 2
#: How wide a line of a cell is at most, where each has lines of its own.
NARROW = 60
_ENDS = re.compile(
    r"^(?:#{1,6}\s|(?:appendix|annex)\b|\d{1,2}(?:\.\d{1,3}){1,3}\.?\s+\S+(?:\s\S+){3}"
    r"|\d{1,3}\.\s+\S+(?:\s\S+){4}|end of (?:report|table))",
    re.IGNORECASE,
)
#: What begins like the number of a paragraph and tells a time or a date.
_NO_NUMBER = re.compile(r"\d{1,2}\.\d\d\b(?!\.\d)|\d{1,2}\.\d{1,2}\.(?:\d\d){1,2}\b")


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
        if between:
            return "blank"
        word = raw[line].split(maxsplit=1)[0]
        return "full" if len(raw[before].strip()) + 1 + len(word) > self.width - SHORT else "line"


def bounds_of(
    raw: Sequence[str], at: int, kinds: Sequence[Kind], setting: str, skipped: frozenset[int], width: int
) -> Bounds:
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
    width : int
        The width of the text's lines.
    """
    here = next((place for place in range(at, len(raw)) if raw[place].strip()), len(raw))
    near = [raw[place].strip() for place in range(here, min(here + 60, len(raw))) if place not in skipped]
    scan = _Scan(raw, with_labels([text for text in near if text], kinds, setting), setting, skipped)
    while here < len(raw) and scan.takes(here):
        here += 1
    width = max([width, *(len(raw[line].strip()) for line in scan.lines)])
    starts = scan.starts if scan.keyed else _plain_starts(raw, scan.lines, width)
    return Bounds(tuple(scan.lines), tuple(starts), scan.kinds, skipped, width)


class _Scan:
    """A way down the lines of a table: which are its own, and which open rows."""

    def __init__(self, raw: Sequence[str], kinds: tuple[Kind, ...], setting: str, skipped: frozenset[int]) -> None:
        self.raw, self.kinds, self.setting, self.skipped = raw, kinds, setting, skipped
        self.keyed = kinds[0] in ("date", "number")
        self.lines: list[int] = []
        self.starts: list[int] = []
        self._label, self._blank, self._page, self._since = "", False, False, 0

    def takes(self, here: int) -> bool:
        """Whether the table goes on at a line; takes it where it is none of blank ones and pages' heads and feet."""
        text = self.raw[here].strip()
        if not text or here in self.skipped:
            self._blank = self._blank or not text
            self._page = self._page or here in self.skipped or "\f" in self.raw[here]
            return not self.lines or here - self.lines[-1] < FURNITURE
        opens = opens_row(text, self.kinds, self.setting, self._label)
        if not (self.lines or opens) or self._since > 3 * ROW_LINES or (self.lines and self._ends(here, opens=opens)):
            return False
        if opens:
            self.starts.append(len(self.lines))
            self._label, self._since = label_of(text), 0
        self.lines.append(here)
        self._since += 1
        self._blank = self._page = "\f" in self.raw[here]
        return True

    def _ends(self, here: int, *, opens: bool) -> bool:
        """Whether the table ends before a line."""
        text = self.raw[here].strip()
        if self.setting in ("lines", "blocks") and OPENS.fullmatch(text) and names_in(_stack(self.raw, here)):
            return True  # another table
        if not (self.keyed and opens) and _ENDS.match(text) and not _NO_NUMBER.match(text):
            return True
        if not self._blank or (self.keyed and opens):
            return False
        if self.setting == "blocks":
            return not (self._page or self._has_room(here))
        block = [self.raw[at].strip() for at in _block(self.raw, here, self.skipped)]
        return not (self._after_page(block) if self._page else self._after_blank(block))

    def _has_room(self, here: int) -> bool:
        """Whether a row between blank lines can have one more cell."""
        row = self.lines[self.starts[-1] :] if self.keyed and self.starts else []
        return bool(self.raw[here - 2].strip()) and sum(not self.raw[at - 1].strip() for at in row) < len(self.kinds)

    def _after_page(self, block: Sequence[str]) -> bool:
        """Whether a table goes on with lines at the top of a page that do not open a row."""
        columns, stacked = len(self.kinds), self.setting == "lines"
        if not ends_whole(self.raw[self.lines[-1]].strip()) and block[0][0].islower():
            return True
        in_row = len(self.lines) - (self.starts[-1] if self.starts and self.keyed else 0)
        if stacked and len(block) <= columns and in_row < columns + len(block):
            return True
        if self.keyed:
            return any(opens_row(text, self.kinds, self.setting, self._label) for text in block)
        if self.setting == "apart":
            return sum(len(APART.split(text)) > 1 for text in block) * 2 >= len(block)
        return stacked and len(block) > 1 and all(len(text) < NARROW for text in block)

    def _after_blank(self, block: Sequence[str]) -> bool:
        """Whether a table whose rows open with no date or number goes on with the lines behind a blank one."""
        columns = len(self.kinds)
        if self.keyed or self.setting not in ("lines", "apart"):
            return False
        if self.setting == "apart":
            return len(APART.split(block[0])) == columns
        narrow = all(len(text) < NARROW for text in block) and not ends_whole(block[0])
        return narrow and len(block) >= columns - 1


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


def width_of(raw: Sequence[str]) -> int:
    """The width at which the lines of a text are wrapped: that of all but the longest of them."""
    lengths = sorted(len(line.strip()) for line in raw if line.strip())
    return lengths[len(lengths) * 95 // 100] if lengths else 0


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
