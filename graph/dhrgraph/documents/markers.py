"""What opens a line: a number, a letter, a numeral, a bullet, the word appendix."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dhrgraph.documents.lines import PLAIN, SUPERSCRIPTS, Line

__all__ = [
    "TITLE_WORDS",
    "Number",
    "appendix",
    "bullet",
    "footnote",
    "is_caption",
    "is_title",
    "is_year",
    "letter",
    "number",
    "slipped",
]

#: Words that a title has at most.
TITLE_WORDS = 14
#: Words that a caption has at most.
CAPTION_WORDS = 25

_BULLET = re.compile(r"^(?:[•▪●◦■□➢✓‣∙·]|[-–—*o](?=\s))\s*")
_DASH = re.compile(r"^[-–—•*]\s+")
_FOOTNOTE = re.compile(rf"^(?:([{SUPERSCRIPTS}]+)|\[\^(\d{{1,3}})\]:)\s*\S")
_NUMBER = re.compile(r"^(?:para(?:graph)?\.?\s+)?(\d{1,3}(?:\.\d{1,3})*)([.)]?)\s+(\S.*)$", re.IGNORECASE | re.DOTALL)
_GLUED = re.compile(r"^(\d{1,3}(?:\.\d{1,3})+(?=\.?[A-Z“‘(])|\d{1,3}(?=\.[A-Z“‘]))(\.?)(.*)$", re.DOTALL)
_SLIPPED = re.compile(r"^([0-9OoIlS|]{1,3}(?:\s?[.,]\s?[0-9OoIlS|]{1,3})+)([.)]?)\s+(\S.*)$", re.DOTALL)
_NO_NUMBER = re.compile(r"^\d{1,2}[.:]\d\d\s?(?:am|pm|hrs|hours|a\.m|p\.m|%|km|m\b|miles|million)", re.IGNORECASE)
_LETTER = re.compile(r"^(?:\(([A-Za-z]|[ivxIVX]+|\d{1,2})\)|([a-z]|[ivx]+)\))\s+\S")
_LETTER_POINT = re.compile(r"^([a-z]|[ivx]+)\.\s+\S")
_ORDINALS = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
}
_APPENDIX = re.compile(r"^(Appendix|Annex(?:e)?)\s+(\w{1,5})\b[:.\s–—-]*(.*)$", re.IGNORECASE)
_RECOMMENDATION = re.compile(
    rf"Recommendation\s+(\d{{1,3}}(?:\.\d{{1,2}})?[a-z]?|{'|'.join(_ORDINALS)})(?:\s*[:.–—-]\s*\S|:?$)", re.IGNORECASE
)
_CAPTION = re.compile(r"^(?:Table|Figure|Fig\.|Chart|Diagram|Box) \d{1,3}(?:[:.]\s|\s?[–—-]\s|\s[A-Z]|$)")
_YEAR = re.compile(r"(?:19|20)\d\d(?::| to | [–-] ?|[–-])")
_YEARS = re.compile(r"(?:19|20)\d\d(?:(?: and | to | ?[–-] ?|/)(?:(?:19|20)?\d\d))?")
_OCR = str.maketrans("OoIl|S", "001115")


@dataclass(frozen=True, slots=True)
class Number:
    """The decimal number that opens a line.

    Parameters
    ----------
    parts : tuple of int
        ``(3, 3, 2)`` for ``3.3.2``.
    point : bool
        Whether a point or bracket ends it.
    rest : str
        What follows it.
    sure : bool
        Whether the file itself sets it apart from the text, as an automatic number.
    """

    parts: tuple[int, ...]
    point: bool
    rest: str
    sure: bool = False

    @property
    def level(self) -> int:
        """How many parts it has."""
        return len(self.parts)

    @property
    def printed(self) -> str:
        """The number as a report prints it, without a point at its end."""
        return ".".join(map(str, self.parts))


def bullet(text: str) -> str | None:
    """What follows the bullet that opens a text; nothing where none does.

    Examples
    --------
    >>> bullet("• the GP"), bullet("o a friend"), bullet("on leave")
    ('the GP', 'a friend', None)
    """
    match = _BULLET.match(text)
    return text[match.end() :] or None if match else None


def number(line: Line) -> Number | None:
    """The decimal number that opens a line, if one does.

    Examples
    --------
    >>> number(Line("- 3.3.2 She called."))
    Number(parts=(3, 3, 2), point=False, rest='She called.', sure=False)
    >>> number(Line("10.30 am: the doctor rang")) is None
    True
    """
    if line.label:
        match = _NUMBER.match(f"{line.label} {line.text or '-'}")
        return Number(_parts(match[1]), bool(match[2]), line.text, sure=True) if match else None
    text = _DASH.sub("", line.text)
    match = _NUMBER.match(text) or _GLUED.match(text)
    if not match or _NO_NUMBER.match(text) or re.search(r"(?:^|\.)0\d", match[1]) or match[3][0] in ".,":
        return None
    return Number(_parts(match[1]), bool(match[2]), match[3])


def slipped(line: Line) -> Number | None:
    """The number that opens a line if letters are read as the digits that OCR takes for them.

    Examples
    --------
    >>> slipped(Line("l.2.O The panel met.")).printed
    '1.2.0'
    """
    match = _SLIPPED.match(_DASH.sub("", line.text))
    if not match or line.label or not re.search(r"\d", match[1]):
        return None
    return Number(_parts(re.sub(r"\s", "", match[1]).replace(",", ".").translate(_OCR)), bool(match[2]), match[3])


def _parts(digits: str) -> tuple[int, ...]:
    return tuple(int(part) for part in digits.split("."))


def letter(line: Line, *, point: bool) -> tuple[str, str] | None:
    """The letter or numeral that opens a line, and what follows it.

    Parameters
    ----------
    line : Line
        The line.
    point : bool
        Whether ``a.`` is one, beside ``(a)`` and ``a)``.

    Examples
    --------
    >>> letter(Line("(iv) the GP"), point=False), letter(Line("a. the GP"), point=True)
    (('iv', 'the GP'), ('a', 'the GP'))
    """
    text = f"{line.label} {line.text}" if line.label else _DASH.sub("", line.text)
    match = _LETTER.match(text) or (_LETTER_POINT.match(text) if point or line.label else None)
    if not match:
        return None
    return next(filter(None, match.groups())), text[match.end() - 1 :]


def footnote(line: Line) -> tuple[str, str] | None:
    """The number of the footnote that a line opens, and its text.

    Examples
    --------
    >>> footnote(Line("¹² Names are changed."))
    ('12', 'Names are changed.')
    """
    match = _FOOTNOTE.match(line.text)
    if match:
        return (match[1] or match[2]).translate(PLAIN), line.text[match.end() - 1 :]
    if line.role == "footnote" and line.label:
        return line.label, line.text
    return None


def appendix(text: str) -> tuple[str, str] | None:
    """The name of the appendix that a heading opens, and the heading.

    Examples
    --------
    >>> appendix("Appendix 1: Terms of Reference"), appendix("ANNEX B"), appendix("Appendix 1 has the terms.")
    (('App1', 'Appendix 1 Terms of Reference'), ('AnnexB', 'ANNEX B'), None)
    """
    match = _APPENDIX.match(text)
    if not match or len(text.split()) > TITLE_WORDS or text.endswith(".") or match[3][:1].islower():
        return None
    which = _ORDINALS.get(match[2].lower(), match[2])
    if not (len(which) == 1 or which.isdigit() or re.fullmatch("[IVX]+", which)):
        return None
    return ("App" if match[1].lower() == "appendix" else "Annex") + which, f"{match[1]} {match[2]} {match[3]}".strip()


def recommendation(text: str) -> str:
    """The number of the recommendation that a text opens or names, as a passage's number; empty where it does neither.

    Examples
    --------
    >>> recommendation("Recommendation 3: The council should write."), recommendation("Recommendation Two")
    ('rec3', 'rec2')
    >>> recommendation("Recommendation 3 was accepted.")
    ''
    """
    match = _RECOMMENDATION.match(text)
    return f"rec{_ORDINALS.get(match[1].lower(), match[1])}" if match else ""


def is_caption(text: str) -> bool:
    """Whether a line names a table or a picture.

    Examples
    --------
    >>> is_caption("Table 2: Main contacts"), is_caption("Table 2 shows the contacts.")
    (True, False)
    """
    return bool(_CAPTION.match(text)) and len(text.split()) <= CAPTION_WORDS


def is_title(text: str) -> bool:
    """Whether a text reads like a heading: short, capitalised or with a year first, no sentence.

    Examples
    --------
    >>> is_title("Contact with the GP"), is_title("2019: the first calls"), is_title("She called.")
    (True, True, False)
    """
    opens = text[:1].isupper() or bool(_YEAR.match(text)) or is_year(text)
    return len(text.split()) <= TITLE_WORDS and opens and text.rstrip(SUPERSCRIPTS)[-1:] not in (*".;,?!", "")


def is_year(text: str) -> bool:
    """Whether a text is a year or some years alone, as headings of a chronology are.

    Examples
    --------
    >>> is_year("2016"), is_year("2013 and 2014"), is_year("2016 was")
    (True, True, False)
    """
    return bool(_YEARS.fullmatch(text))
