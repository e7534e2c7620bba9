"""Which lines without a number are headings, and which headings stand above a passage."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from dhrgraph.documents import markers
from dhrgraph.documents.lines import Line, slug
from dhrgraph.documents.scheme import Scheme, is_sentence

__all__ = ["Headings"]

_PART = re.compile(r"^(?:executive summary|overview|the overview|part\b|section\b|preface|foreword)", re.IGNORECASE)
#: Words of a heading that nothing but its place shows to be one.
PLAIN_WORDS = 8
#: How many headings without text stand above each other at most.
STACKED = 4
#: Words of a heading that the file styles as one.
STYLED_WORDS = 30


class Headings:
    """The headings above the place where the reading stands.

    Parameters
    ----------
    lines : sequence of Line
        All lines of the report.
    scheme : Scheme
        How it numbers.
    """

    def __init__(self, lines: Sequence[Line], scheme: Scheme) -> None:
        self.lines = lines
        self.scheme = scheme
        self.appendix = ""  # "App1", within an appendix
        self.key = "front"  # what paragraphs without a number are numbered by
        self._open: list[tuple[int, str]] = []  # level and title, outermost first
        self._appendix_level = 0
        self._uses: Counter[str] = Counter()
        self.body = self._body()

    @property
    def path(self) -> tuple[str, ...]:
        """Titles of the open headings, outermost first."""
        return tuple(title for _, title in self._open)

    def _body(self) -> int:
        """Where the cover ends: the first number or whole sentence, with the headings directly above it."""
        numbers = self.scheme.numbers
        first = next(
            (
                at
                for at, line in enumerate(self.lines)
                if at in numbers or (line.role == "row" and not line.flat) or is_sentence(line.text)
            ),
            len(self.lines),
        )
        if first == len(self.lines):
            return 0
        at = first
        while at and self._is_above(at - 1, first):
            at -= 1
        number = numbers.get(first)
        opens = number is None or number.level == (1 if self.scheme.straight else self.scheme.depth)
        if (
            at == first
            and at
            and opens
            and self._stands_alone(at - 1)
            and not re.search(r"\d", self.lines[at - 1].text)
        ) or (at == first and at > 1 and _is_capital(self.lines[at - 1].text) and self._stands_alone(at - 1)):
            at -= 1
        return at

    def _is_above(self, at: int, first: int) -> bool:
        """Whether a line that is styled as a heading belongs to what begins below it, and not to the cover.

        Above a chapter with a number only a part of the report can stand.
        """
        line, below = self.lines[at], self.lines[first]
        if not line.heading or line.page != below.page or len(line.text.split()) > markers.TITLE_WORDS:
            return False
        return not below.heading or bool(_PART.match(line.text))

    def _stands_alone(self, at: int) -> bool:
        """Whether a short line reads like a title and has space above and below."""
        line, after = self.lines[at], self._following(at)
        return (
            line.gap
            and line.role == "text"
            and bool(line.text)
            and markers.is_title(line.text.rstrip(": ") or " ")
            and markers.bullet(line.text) is None
            and (after is None or self.lines[after].gap)
        )

    def _following(self, at: int) -> int | None:
        return next((i for i in range(at + 1, len(self.lines)) if self.lines[i].text), None)

    def is_heading(self, at: int, line: Line, *, numbered: bool) -> bool:
        """Whether a line without a number is a heading.

        Parameters
        ----------
        at : int
            Place of the line among the lines.
        line : Line
            The line.
        numbered : bool
            Whether it follows a paragraph that the report numbers.
        """
        text = line.text.rstrip(":* ")
        if at < self.body or not text or line.label or line.role != "text" or markers.bullet(line.text) is not None:
            return False
        if markers.is_caption(line.text) and not line.heading:
            return False
        words = len(text.split())
        if line.heading:
            return words <= STYLED_WORDS and not is_sentence(line.text)
        if not markers.is_title(text):
            return False
        if line.strong and line.gap:
            return True
        after = self._following(at)
        if self.appendix or after is None or words > PLAIN_WORDS:
            return False
        return self._before_a_number(at, after) or self._before_a_text(at, after, numbered=numbered)

    def _before_a_number(self, at: int, after: int, stacked: int = 1) -> bool:
        """Whether the next line opens a numbered paragraph, or the one after a few further headings does."""
        line, found, scheme = self.lines[at], self.scheme.numbers.get(after), self.scheme
        if not found:
            second = self._following(after)
            alone = (scheme.depth or scheme.straight) and self._stands_alone(at) and not line.text.endswith(":")
            if not alone or second is None or stacked > STACKED:
                return False
            if self._begins_table(after):
                return True
            return self._stands_alone(after) and self._before_a_number(after, second, stacked + 1)
        if scheme.straight:
            return line.gap and found.parts == (scheme.run + 1,)
        if found.parts == (1,):  # the first chapter of a part, or the first point of a list below its own heading
            return found.point and self._stands_alone(at) and not line.text.endswith(":") and self.lines[after].gap
        if not self._open and not _is_capital(line.text):
            return False
        return found.level > 2 or (found.level == scheme.depth and line.gap and self.lines[after].gap)

    def _begins_table(self, at: int) -> bool:
        return self.lines[at].role == "row" or markers.is_caption(self.lines[at].text)

    def _before_a_text(self, at: int, after: int, *, numbered: bool) -> bool:
        """Whether the line stands apart before a text, in capitals or where no paragraphs are numbered."""
        if not self._stands_alone(at) or self.lines[at].text.endswith(":"):
            return False
        following = self.lines[after]
        if _is_capital(self.lines[at].text):
            return following.role != "text" or len(following.text.split()) > PLAIN_WORDS or self._stands_alone(after)
        if numbered:
            return False
        second = self._following(after)
        return (
            following.role != "text"
            or following.text[-1] in ".:;"
            or len(following.text.split()) > markers.TITLE_WORDS
            or markers.bullet(following.text) is not None
            or self._begins_table(after)
            or (self._stands_alone(after) and second is not None and is_sentence(self.lines[second].text))
        )

    def is_subtitle(self, at: int) -> bool:
        """Whether a line below a heading belongs to it: nothing but titles stands before the next number."""
        place: int | None = at
        for _ in range(STACKED if self.scheme.depth else 0):
            if place is None or self.lines[place].role != "text":
                return False
            if place in self.scheme.numbers:
                return True
            if not markers.is_title(self.lines[place].text):
                return False
            place = self._following(place)
        return False

    def enter(self, title: str, line: Line, level: int) -> tuple[str, ...]:
        """Open a heading and give those above it.

        Parameters
        ----------
        title : str
            Its text.
        line : Line
            The line that it stands in.
        level : int
            Number of the parts of its printed number; 0 where it has none.
        """
        title = title.strip(" :*")
        level = max(level, line.heading) or self._level(line)
        if self.appendix:
            if line.heading and line.heading <= self._appendix_level and self.key != self.appendix:
                self.appendix = ""
            else:
                level = max(level, self._appendix_level + 1)
        self._open = [heading for heading in self._open if heading[0] < level]
        above = self.path
        self._open.append((level, title))
        self._name(slug(title))
        return above

    def _name(self, name: str) -> None:
        self._uses[name] += 1
        self.key = name if self._uses[name] == 1 else f"{name}#{self._uses[name]}"

    def _level(self, line: Line) -> int:
        if self.scheme.depth:
            return 3 if self.scheme.depth > 2 else 2
        return 1 if _is_capital(line.text) else 2

    def enter_appendix(self, at: int, line: Line) -> str:
        """Open the appendix that a line begins, and give its name; empty where it begins none."""
        found = markers.appendix(line.text) if at >= self.body and line.role == "text" and not line.label else None
        if not found or (not line.gap and line.page == 0):
            return ""
        self.appendix, title = found
        self._appendix_level = line.heading or 1
        self._open = [heading for heading in self._open if heading[0] < self._appendix_level]
        self._open.append((self._appendix_level, title))
        self._name(self.appendix)
        return self.appendix

    def has_points(self, at: int) -> bool:
        """Whether the appendix that begins at a line has numbered points."""
        for after in range(at + 1, len(self.lines)):
            if markers.appendix(self.lines[after].text):
                return False
            found = self.scheme.numbers.get(after)
            if found and (found.point or found.sure):
                return True
        return False


def _is_capital(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 3 and all(letter.isupper() for letter in letters)
