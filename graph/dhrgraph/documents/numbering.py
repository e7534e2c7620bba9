"""The lines of a report to its numbered passages.

How a report is read, line by line:

1. What stands before the first heading is front matter; lines with tabs there are its contents page.
2. A line that begins with a number of one or two parts and reads like a title is a heading; a short
   line without a number directly before a numbered paragraph is one too.
3. A line that begins with a longer number, or with a shorter one and a sentence, opens a paragraph.
4. ``(a)``, ``a)`` and, in appendices, ``a.`` open sub-paragraphs; a roman numeral that directly
   follows a letter opens one below it, unless the letter before was h.
5. A line that begins with superscript digits is a footnote; the paragraph that it cuts in two goes
   on after the next empty line.
6. Lines with tabs are the rows of a table of the passage in which they stand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dhrgraph.passages import Kind, Passage

__all__ = ["NumberedText", "number"]

HEADING_WORDS = 8

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_BULLET = re.compile(r"^\s*(?:-\s+)?")
_FOOTNOTE = re.compile(r"^([⁰¹²³⁴⁵⁶⁷⁸⁹]+)\s*\S")
_NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,3})*)\.?\s+(\S.*)$")
_LETTERED = re.compile(r"^\(?([a-z]|[ivx]+)\)\s+\S")
_LETTER_DOT = re.compile(r"^([a-z])\.\s+\S")
_APPENDIX = re.compile(r"^Appendix\s+(\w{1,3})\b[:.\s-]*(.*)$", re.IGNORECASE)
_ROMAN = re.compile(r"^[ivx]+$")


@dataclass(slots=True)
class NumberedText:
    """A passage and the text that stands under its number."""

    passage: Passage
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines of the passage, joined."""
        return " ".join(self.lines)


def number(lines: Iterable[str]) -> list[NumberedText]:
    """Find the passages of a report in its lines.

    Parameters
    ----------
    lines : iterable of str
        The report's text, line by line.
    """
    reader = _Reader()
    for line, following in _with_next_text(list(lines)):
        reader.read(line, following)
    return reader.found


def _with_next_text(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Each line with the next one that is not empty."""
    following = ""
    pairs = []
    for line in reversed(lines):
        pairs.append((line, following))
        if line.strip():
            following = line
    return reversed(pairs)


class _Reader:
    def __init__(self) -> None:
        self.found: list[NumberedText] = []
        self.uses: Counter[str] = Counter()
        self.headings: list[tuple[int, str]] = []  # level and title, outermost first
        self.appendix = ""  # "App1", within an appendix
        self.paragraph = ""  # the open numbered paragraph
        self.letter = ""  # the last letter under it
        self.broken = False  # unnumbered text has come since the letter
        self.resume: NumberedText | None = None  # what a footnote cut in two

    def read(self, line: str, following: str) -> None:
        text = _BULLET.sub("", line).strip()
        if not text:
            self._end_footnote()
        elif not (
            self._footnote(text)
            or self._table(line)
            or self._appendix(text)
            or self._numbered(text)
            or self._lettered(text)
            or self._bare_heading(text, following)
        ):
            self._continue(text)

    # Each of these says whether the line was one of its own.

    def _footnote(self, text: str) -> bool:
        match = _FOOTNOTE.match(text)
        if not match:
            return False
        resume = self.resume or (self.found[-1] if self.found else None)
        self._open("fn" + match[1].translate(_SUPERSCRIPTS), "footnote", text)
        self.resume = resume
        return True

    def _table(self, line: str) -> bool:
        if "\t" not in line.strip("\n"):
            return False
        if self.headings or self.appendix:  # before the first heading it is the contents page
            parent = self.paragraph or self.appendix
            name = f"{parent}(table)"
            if self.uses[name]:
                self._at(name).lines.append(line.strip())
            else:
                self._open(name, "table", line.strip())
        return True

    def _appendix(self, text: str) -> bool:
        match = _APPENDIX.match(text)
        if not match or len(text.split()) > HEADING_WORDS + 2 or text.endswith("."):
            return False
        self.appendix = f"App{match[1]}"
        self.headings = [(1, _short(f"Appendix {match[1]} {match[2]}"))]
        self.paragraph = self.letter = ""
        self._open(self.appendix, "appendix", text)
        return True

    def _numbered(self, text: str) -> bool:
        match = _NUMBERED.match(text)
        if not match:
            return False
        digits, rest = match[1], match[2]
        level = digits.count(".") + 1
        if self.appendix:
            if level > 1 or not text.startswith(f"{digits}."):
                return False
            self._paragraph(f"{self.appendix}.{digits}", text)
        elif level <= 2 and _is_title(rest):
            self.headings = [h for h in self.headings if h[0] < level] + [(level, _short(rest))]
            self.paragraph = self.letter = ""
            self._end_footnote()
        elif level == 1 and not text.startswith(f"{digits}."):
            return False  # a sentence that happens to begin with a number
        else:
            self._paragraph(digits, text)
        return True

    def _paragraph(self, digits: str, text: str) -> None:
        self.letter = ""
        self.paragraph = self._open(digits, "paragraph", text)

    def _lettered(self, text: str) -> bool:
        match = _LETTERED.match(text) or (_LETTER_DOT.match(text) if self.appendix else None)
        if not match or not self.paragraph:
            return False
        mark = match[1]
        roman = bool(_ROMAN.match(mark)) and not (mark == "i" and self.letter == "h")
        if len(mark) == 1 and self.letter and ord(mark) == ord(self.letter) + 1:
            roman = False
        below = self.letter if roman and self.letter and not self.broken else ""
        parent = f"{self.paragraph}({below})" if below else self.paragraph
        if not roman:
            self.letter = mark
        elif not below:
            self.letter = ""
        self.broken = False
        self._open(f"{parent}({mark})", "sub-paragraph", text)
        return True

    def _bare_heading(self, text: str, following: str) -> bool:
        opens = _NUMBERED.match(_BULLET.sub("", following).strip())
        if not opens or opens[1].count(".") < 2 or self.appendix or not _is_title(text.rstrip(":")):
            return False
        if not self.headings or len(text.split()) > HEADING_WORDS:
            return False
        self.headings = [h for h in self.headings if h[0] < 3] + [(3, _short(text.rstrip(":")))]
        return True

    def _continue(self, text: str) -> None:
        if not self.found:
            self._open("title", "front-matter", text)
        else:
            self.found[-1].lines.append(text)
            self.broken = self.found[-1].passage.kind != "footnote"

    def _end_footnote(self) -> None:
        """What follows a footnote goes on with the passage that the footnote cut in two."""
        if self.resume:
            self.found.remove(self.resume)
            self.found.append(self.resume)
            self.resume = None

    def _open(self, name: str, kind: Kind, text: str) -> str:
        """Begin a passage, under the number that the report gives it, and return that number."""
        self.uses[name] += 1
        if self.uses[name] > 1:
            name = f"{name}#{self.uses[name]}"
        section = " > ".join(title for _, title in self.headings)
        self.resume = None
        self.found.append(NumberedText(Passage(name, kind, section, sum(self.uses.values())), [text]))
        return name

    def _at(self, name: str) -> NumberedText:
        return next(found for found in self.found if found.passage.number == name)


def _is_title(text: str) -> bool:
    """Whether a text reads like a heading: short, capitalised, no sentence."""
    return len(text.split()) <= 14 and text[0].isupper() and text[-1] not in ".;,?!"


def _short(title: str) -> str:
    """A heading cut to its first words, so that an index holds no sentence of the report."""
    words = title.strip(" :*").split()
    return " ".join(words[:HEADING_WORDS]) + (" …" if len(words) > HEADING_WORDS else "")
