"""The lines of a report, as every kind of file gives them, and the repair of their characters.

A line is what the file sets as one: a line of a text or of a page, or a whole paragraph of a Word file
or a web page. Marks of footnotes stand in its text as superscript digits.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

__all__ = ["PLAIN", "SUPERSCRIPTS", "Doubt", "Line", "Raw", "clean", "ends_whole", "raised", "slug"]

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
#: Translates superscript digits to plain ones.
PLAIN = str.maketrans(SUPERSCRIPTS, "0123456789")
_RAISED = str.maketrans("0123456789", SUPERSCRIPTS)

_REPAIRS = str.maketrans(
    {
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", None),  # of no width
        **dict.fromkeys("\u2010\u2011", "-"),
        **dict.fromkeys("\uf0a7\uf0b7\uf0d8\uf076", "•"),  # of the fonts Symbol and Wingdings
        **dict.fromkeys("\u00a0\u202f\u2028\u2029\u0085", " "),
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "ﬅ": "st",
        "ﬆ": "st",
    }
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\ue000-\uefff\ufffe\uffff]")
_SPACES = re.compile(r"[ \u1680\u2000-\u200a\u205f\u3000\n\r]+")
_WHOLE = re.compile(r"""[.:;?!][)”’"'⁰¹²³⁴⁵⁶⁷⁸⁹]*$""")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report.

    Parameters
    ----------
    text : str
        Its text, clean; the cells of a row are joined by tabs.
    page : int
        Its page, counted from 1; 0 where the file has none.
    gap : bool
        Whether space stands above it, or it begins a paragraph.
    role : str
        ``row``, ``footnote``, ``caption`` or ``bullet`` where the file tells it; else ``text``.
    heading : int
        Level of a heading as the file's style tells it, 1 for the outermost; else 0.
    strong : bool
        Whether all of it is bold or larger than the text around it.
    label : str
        The number or letter that the file sets before it and that is not in its text.
    cells : tuple of str
        The cells of a row.
    header : bool
        Whether the row is the header of its table.
    table : int
        Which table a row belongs to, counted from 1; 0 for what is no row.
    flat : bool
        Whether the row is one of a table whose rows cannot be told for sure, as tabs in a text leave it.
    full : bool
        Whether the line reaches the right side, so that its paragraph may go on in the next one.
    place : int
        Line of the file, for messages; 0 where it has none.
    """

    text: str
    page: int = 0
    gap: bool = False
    role: Literal["text", "row", "footnote", "caption", "bullet"] = "text"
    heading: int = 0
    strong: bool = False
    label: str = ""
    cells: tuple[str, ...] = ()
    header: bool = False
    table: int = 0
    flat: bool = False
    full: bool = False
    place: int = 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that was read with doubt: its line or page, what it is, and what a person can do."""

    place: int
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Raw:
    """What a file gives.

    Parameters
    ----------
    lines : list of Line
        Its lines, without headers and footers.
    pages : int
        How many pages it has; 0 where it has none.
    running : tuple of str
        Its headers and footers.
    title : str
        Its title, where the file tells one.
    doubts : tuple of Doubt
        What was read with doubt.
    """

    lines: list[Line]
    pages: int = 0
    running: tuple[str, ...] = ()
    title: str = ""
    doubts: tuple[Doubt, ...] = ()


def ends_whole(text: str) -> bool:
    """Whether a text ends as a sentence or a part of a list does; an empty one does.

    Examples
    --------
    >>> ends_whole("He left.¹"), ends_whole("to see the")
    (True, False)
    """
    return not text or bool(_WHOLE.search(text[-16:].rstrip()))


def clean(text: str) -> str:
    r"""A text with its characters repaired: ligatures, spaces, hyphens, what has no width.

    Curly quotes and superscripts stay, a tab stays, and a soft hyphen stays at the end alone, where a word goes
    on in the next line.

    Examples
    --------
    >>> clean("the ﬁrst\u00a0of\u200b  two multi\u2011agency meet\u00adings")
    'the first of two multi-agency meetings'
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")  # nothing to repair, as in most lines
    text = _CONTROLS.sub("", unicodedata.normalize("NFC", text).translate(_REPAIRS))
    text = _SPACES.sub(" ", text).strip(" ")
    return text[:-1].replace("\u00ad", "") + text[-1:] if "\u00ad" in text else text


def raised(number: str) -> str:
    """A number as the mark of a footnote; one that is raised already stays.

    Examples
    --------
    >>> raised("12"), raised("¹²")
    ('¹²', '¹²')
    """
    return number.translate(_RAISED)


def slug(title: str, longest: int = 36) -> str:
    """A heading as the first part of a passage's number: its words in small letters, joined by hyphens.

    Examples
    --------
    >>> slug("Contact with the GP (Amira)")
    'contact-with-the-gp-amira'
    """
    words = re.findall(r"[a-z0-9]+", unicodedata.normalize("NFKD", title.replace("’", "").replace("'", "")).lower())
    kept = ""
    for word in words:
        if kept and len(kept) + 1 + len(word) > longest:
            break
        kept = f"{kept}-{word}" if kept else word[:longest]
    return kept or "section"
