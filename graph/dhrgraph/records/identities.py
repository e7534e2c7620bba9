"""What in a text looks like the identity of a person: numbers, addresses, dates of birth, and names.

It is a help to a coder, and finds neither all nor only identities. Every pattern is bounded, so that the
time for a text grows with its length alone.

Sources: NHS Data Dictionary (NHS number, modulus 11); HMRC, NIM39110 (National Insurance number); Royal
Mail, PAF Programmers' Guide (postcode); Ofcom, National Telephone Numbering Plan, and ITU-T E.164
(telephone); DVLA, INF104 (registration marks) and INF45 (driver numbers); RFC 5322 (e-mail).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dhrgraph.records.identity_names import names_in
from dhrgraph.records.identity_words import plain, words

__all__ = ["MOST", "Sign", "identities"]

#: Signs that are given of one text.
MOST = 5


@dataclass(frozen=True, order=True, slots=True)
class Sign:
    """Something in a text that looks like an identity.

    Parameters
    ----------
    start, end : int
        Where it stands in the text.
    text : str
    what : str
        What it looks like, with its article.
    remedy : str
        What to write instead.
    """

    start: int
    end: int
    text: str
    what: str
    remedy: str


_OUT = "leave it out"
_REMEDIES = {
    "an e-mail address": _OUT,
    "a National Insurance number": _OUT,
    "an NHS number": _OUT,
    "a telephone number": _OUT,
    "a driver number": _OUT,
    "a date of birth": "write the age, as the report prints it",
    "a house address": "write the kind of place, such as her flat, or the borough",
    "a postcode": "write the borough",
    "a registration mark": _OUT,
    "a reference number": "leave it out: the passage says where it stands",
    "a practitioner's collar number": "write the role alone, such as a police officer",
    "a practitioner's name": "write the role alone, such as a police officer",
    "a person's name": "write the report's pseudonym, or the role alone",
}
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? ?(?:\d{{4}}|\d\d)?|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{8})"
)
_BIRTH = re.compile(
    rf"\b(?:(?:d\.? ?o\.? ?b\b\.?|date of birth|born|birth ?date|birthday|b\.)(?: (?:is|was|on|falls on|as|given as|recorded as)"
    rf"| the|[ :=()-]){{0,6}} ?{_DAY}|{_DAY}[ ,()]{{1,3}}(?:d\.? ?o\.? ?b\b|date of birth))",
    re.IGNORECASE,
)
_MAIL = re.compile(
    r"(?<![\w.%+-])[\w.%+'-]{1,64}(?:@| ?[(\[] ?at ?[)\]] ?| at (?=[\w-]{1,63} dot ))[\w-]{1,63}(?:(?:\.| ?[(\[] ?dot ?[)\]] ?| dot )[\w-]{1,63}){1,6}",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w./-])(?:\(?\+ ?\(?|\(?0)\d?(?:[ ()./-]{0,3}\d){7,15}(?![\w/])")
_TEN = re.compile(r"(?<![\w./-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w/-])")
_INSURANCE = re.compile(r"(?<!\w)[A-Z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D](?!\w)", re.IGNORECASE)
_DRIVER = re.compile(r"(?<!\w)[A-Z]{2,5}9{0,3}[ -]?\d[01256]\d[0-3]\d{2}[ -]?[A-Z][A-Z9][ -]?\d[ -]?[A-Z]{2}(?!\w)")
_POSTCODE = re.compile(r"(?<![\w-])([A-Z]{1,2})\d[A-Z\d]?( ?)\d[ABD-HJLNP-UW-Z]{2}(?!\w)", re.IGNORECASE)
_MARK = re.compile(r"(?<!\w)[A-HJ-PR-Y][A-HJ-PR-Y](?:0[1-9]|[1-7]\d)[ -]?[A-HJ-PR-Z]{3}(?!\w)")
_OLD_MARK = re.compile(
    r"\b(?:registration|reg|vrm|number ?plate|plate|index|car|vehicle|van)\b[^.;\n]{0,30}?(?<!\w)([A-Z]\d{1,3} ?[A-Z]{3}|[A-Z]{3} ?\d{1,3}[A-Z]?"
    r"|[A-Z]{1,2}\d{2} ?[A-Z]{3})(?!\w)",
    re.IGNORECASE,
)
_FILES = (
    re.compile(r"(?<![\w./-])\d{6,7}/\d{2}(?![\w/-])"),  # a crime report of the Metropolitan Police
    re.compile(r"(?<![\w./-])\d{2}/\d{4,7}/\d{2}(?![\w/-])"),  # a crime number of other forces
    re.compile(r"(?<![\w./-])\d{2}[A-Z]{2}\d{5,9}(?!\w)"),  # a unique reference number of the prosecution
    re.compile(r"(?<![\w./-])\d{2,4}/\d{4,7}[A-Z](?!\w)"),  # an identity of the Police National Computer
    re.compile(r"(?<![\w./-])[TSAU]20[0-2]\d\d{4}(?!\w)"),  # a case of the Crown Court
)
_COLLAR = re.compile(
    r"(?<![\w/])(?:W?PC|PCSO|W?DC|T/DC|PS|DS|DI|Sgt|Sergeant|Constable|(?i:officer|collar|shoulder|badge|warrant)(?: (?i:number|no\.?))?)[ :]{1,2}(?!(?:19|20)\d\d\b)\d{3,6}[A-Z]{0,2}(?!\w)"
)


def identities(text: str, *, excused: Callable[[str, int, int], bool] = lambda name, start, end: False) -> list[Sign]:
    """What in a text looks like an identity, in its order, at most `MOST` signs.

    Parameters
    ----------
    text : str
    excused : callable
        Whether a name, without its title, from one place to another is none: a pseudonym, or part of the name of a body.

    Examples
    --------
    >>> [sign.text for sign in identities("PC Jane Smith rang 020 7946 0123 and spoke to Ms A")]
    ['PC Jane Smith', '020 7946 0123']
    """
    line = plain(text)
    found: list[Sign] = []
    taken: set[int] = set()
    for what, start, end in _all(line, excused):
        if not taken.isdisjoint(range(start, end)):
            continue
        taken.update(range(start, end))
        found.append(Sign(start, end, text[start:end], what, _REMEDIES[what]))
        if len(found) >= 10 * MOST:
            break
    return sorted(found)[:MOST]


def _all(text: str, excused: Callable[[str, int, int], bool]) -> Iterator[tuple[str, int, int]]:
    """All signs: the surest kinds first, since a place is given to one sign only."""
    digits = any("0" <= char <= "9" for char in text)
    if "@" in text or " dot " in text.lower() or "dot" in text.lower():
        yield from (("an e-mail address", *match.span()) for match in _MAIL.finditer(text))
    if digits:
        yield from (("a date of birth", *match.span()) for match in _BIRTH.finditer(text))
        yield from (("a National Insurance number", *match.span()) for match in _INSURANCE.finditer(text))
        yield from (("a driver number", *match.span()) for match in _DRIVER.finditer(text))
        yield from (("an NHS number", *match.span()) for match in _TEN.finditer(text) if _is_nhs(match[0]))
        yield from (("a reference number", *match.span()) for each in _FILES for match in each.finditer(text))
        yield from (("a telephone number", *match.span()) for match in _PHONE.finditer(text) if _is_phone(match[0]))
        yield from (("a house address", *match.span()) for each in _addresses() for match in each.finditer(text))
        yield from (("a postcode", *match.span()) for match in _POSTCODE.finditer(text) if _is_postcode(match))
        yield from (("a registration mark", *match.span()) for match in _MARK.finditer(text))
        yield from (("a registration mark", *match.span(1)) for match in _OLD_MARK.finditer(text))
        yield from (("a practitioner's collar number", *match.span()) for match in _COLLAR.finditer(text))
        yield from (("a reference number", *match.span()) for match in _reference().finditer(text))
    yield from names_in(text, excused)


def _is_nhs(text: str) -> bool:
    """Whether the last of ten digits checks the others, modulus 11.

    Examples
    --------
    >>> _is_nhs("943 476 5919"), _is_nhs("943 476 5918")
    (True, False)
    """
    digits = [int(char) for char in text if char.isdigit()]
    check = 11 - sum(digit * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return check % 11 == digits[9] and len(set(digits)) > 1


def _is_phone(text: str) -> bool:
    """Whether digits are a number of the United Kingdom, or an international one.

    Examples
    --------
    >>> _is_phone("(020) 7946-0123"), _is_phone("+44 7700 900123"), _is_phone("01/02/2010")
    (True, True, False)
    """
    digits = "".join(char for char in text if char.isdigit())
    if text.lstrip("(").startswith("+") and not digits.startswith("44"):
        return 8 <= len(digits) <= 15
    national = re.sub(r"^(?:0{0,2}44)?0?", "", digits)
    return national[:1] in set("1235789") and len(national) in (9, 10)


def _is_postcode(match: re.Match[str]) -> bool:
    """Whether letters are an area of Royal Mail; small letters only with the space in the middle."""
    capitals = match[0].upper() == match[0]
    return match[1].upper() in words("postcode_areas") and (capitals or (match[0].lower() == match[0] and bool(match[2])))


def _addresses() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return _compiled()[:2]


def _reference() -> re.Pattern[str]:
    return _compiled()[2]


def _compiled() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The patterns that are made of lists of words."""
    if not _made:
        number = r"(?<![\w./-])(?:(?:flat|apartment|apt|unit|room|house|no\.?|number) ?\d{1,4}[a-z]?,? )?(?!(?:19|20)\d\d\b)\d{1,4}[a-zA-Z]?(?:[-/]\d{1,4}[a-z]?)?,? "
        either = "|".join(sorted(words("streets"), key=len, reverse=True))
        capital = "|".join([*sorted(words("streets_capital"), key=len, reverse=True), *map(str.title, words("streets"))])
        notes = "|".join(sorted(map(re.escape, words("references")), key=len, reverse=True))
        _made.append(re.compile(
            rf"(?:{number}(?:the |of )?(?:[A-Z][\w'.-]{{1,24}} ){{1,3}}(?:{capital})\b\.?|(?i:flat|apartment|apt) ?\d{{1,4}}[a-zA-Z]?,? (?:[A-Z][\w'.-]{{1,24}} ?){{1,4}}(?<! ))"
        ))  # fmt: skip
        _made.append(re.compile(rf"{number}(?:(?!in |on |of |at |the |and |to |from )[a-z'.-]{{3,24}} ){{1,2}}(?:{either})\b", re.IGNORECASE))
        _made.append(re.compile(
            rf"\b(?:{notes})(?: (?:report|record|reference|ref|number|no|num|nr|log|file|id|identifier|was|is|as)\b\.?|[ .:#=(]|n[o°º]\.?){{1,8}}"
            r"(?!(?:19|20)\d\d\b(?![/-]?\d))(?!\d{1,2}(?:\.\d{1,3})+\b)(?!\d{1,2} [a-z])(?=[A-Z0-9/._-]{0,12}\d[A-Z0-9/._ -]{0,3}\d[A-Z0-9/._ -]{0,3}\d)[A-Z0-9][A-Z0-9/._-]{2,24}(?: \d{2,6}){0,3}",
            re.IGNORECASE,
        ))  # fmt: skip
    return _made[0], _made[1], _made[2]


_made: list[re.Pattern[str]] = []
