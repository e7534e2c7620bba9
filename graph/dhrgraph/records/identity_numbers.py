"""Numbers and addresses in a text that lead to a person.

Every pattern is bounded, so that the time for a text grows with its length alone.

Sources: NHS Data Dictionary (NHS number, modulus 11); HMRC, NIM39110 (National Insurance number); Royal
Mail, PAF Programmers' Guide (postcode); Ofcom, National Telephone Numbering Plan, and ITU-T E.164
(telephone); DVLA, INF104 (registration marks) and INF45 (driver numbers); RFC 5322 (e-mail).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from dhrgraph.lexicon.timewords import MONTH
from dhrgraph.records.identity_words import words

__all__ = ["numbers_in"]

Found = tuple[str, int, int]

_MONTH = rf"{MONTH}[a-z]{{0,6}}"
_DAY = rf"""(?:\d{{1,2}}(?:st|nd|rd|th)?(?:[ ]of)?[ ]{_MONTH},?[ ]?(?:\d{{4}}|\d\d)?
    |{_MONTH}[ ]\d{{1,2}}(?:st|nd|rd|th)?(?:,?[ ]\d{{4}})?
    |\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{8}})"""
_BIRTH = re.compile(
    rf"""\b(?:d\.?[ ]?o\.?[ ]?b\b\.?|date[ ]of[ ]birth|born|birth[ ]?date|birthday|b\.)
    (?:[ ](?:is|was|on|falls[ ]on|as|given[ ]as|recorded[ ]as|the)|[ :=()-]){{0,6}}[ ]?{_DAY}
    |\b{_DAY}[ ,()]{{1,3}}(?:d\.?[ ]?o\.?[ ]?b\b|date[ ]of[ ]birth)""",
    re.IGNORECASE | re.VERBOSE,
)
_MAIL = re.compile(
    r"""(?<![\w.%+-])[\w.%+'-]{1,64}(?:@|[ ]?[(\[][ ]?at[ ]?[)\]][ ]?|[ ]at[ ](?=[\w-]{1,63}[ ]dot[ ]))
    [\w-]{1,63}(?:(?:\.|[ ]?[(\[][ ]?dot[ ]?[)\]][ ]?|[ ]dot[ ])[\w-]{1,63}){1,6}""",
    re.IGNORECASE | re.VERBOSE,
)
_PHONE = re.compile(r"(?<![\w./-])(?:\(?\+ ?\(?|\(?0)\d?(?:[ ()./-]{0,3}\d){7,15}(?![\w/])")
_TEN = re.compile(r"(?<![\w./-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w/-])")
_POSTCODE = re.compile(r"(?<![\w-])([A-Z]{1,2})\d[A-Z\d]?( ?)\d[ABD-HJLNP-UW-Z]{2}(?!\w)", re.IGNORECASE)
_OLD_MARK = re.compile(
    r"""\b(?:registration|reg|vrm|number[ ]?plate|plate|index|car|vehicle|van)\b[^.;\n]{0,30}?
    (?<!\w)([A-Z][ ]?\d{1,3}[ ]?[A-Z]{3}|[A-Z]{3}[ ]?\d{1,3}[A-Z]?|[A-Z]{1,2}\d{2}[ ]?[A-Z]{3})(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
#: What is known by its form alone.
_FORMS = [
    ("a National Insurance number", r"(?<!\w)(?i:[A-Z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D])(?!\w)"),
    ("a driver number", r"(?<!\w)[A-Z]{2,5}9{0,3}[ -]?\d[01256]\d[0-3]\d{2}[ -]?[A-Z][A-Z9][ -]?\d[ -]?[A-Z]{2}(?!\w)"),
    ("a reference number", r"(?<![\w./-])\d{6,7}/\d{2}(?![\w/-])"),  # a crime report of the Metropolitan Police
    ("a reference number", r"(?<![\w./-])\d{2}/\d{4,7}/\d{2}(?![\w/-])"),  # a crime number of other forces
    ("a reference number", r"(?<![\w./-])\d{2}[A-Z]{2}\d{5,9}(?!\w)"),  # of the prosecution
    ("a reference number", r"(?<![\w./-])\d{2,4}/\d{4,7}[A-Z](?!\w)"),  # of the Police National Computer
    ("a reference number", r"(?<![\w./-])[TSAU]20[0-2]\d\d{4}(?!\w)"),  # of the Crown Court
    ("a registration mark", r"(?<!\w)[A-HJ-PR-Y][A-HJ-PR-Y](?:0[1-9]|[1-7]\d)[ -]?[A-HJ-PR-Z]{3}(?!\w)"),
    ("a practitioner's collar number",
     r"(?<![\w/])(?:W?PC|PCSO|W?DC|T/DC|PS|DS|DI|Sgt|Sergeant|Constable"
     r"|(?i:officer|collar|shoulder|badge|warrant)(?: (?i:number|no\.?))?)[ :]{1,2}"
     r"(?!(?:19|20)\d\d\b)\d{3,6}[A-Z]{0,2}(?!\w)"),
]  # fmt: skip


def numbers_in(text: str) -> Iterator[Found]:
    """Each sign with what it looks like and its place: the surest kinds first."""
    if "@" in text or "dot" in text.lower():
        yield from (("an e-mail address", *match.span()) for match in _MAIL.finditer(text))
    if not any("0" <= char <= "9" for char in text):
        return
    yield from (("a date of birth", *match.span()) for match in _BIRTH.finditer(text))
    yield from (("an NHS number", *match.span()) for match in _TEN.finditer(text) if _is_nhs(match[0]))
    forms = _forms()
    yield from ((what, *match.span()) for what, form in forms[:7] for match in form.finditer(text))
    yield from _phones(text)
    yield from (("a house address", *match.span()) for form in _addresses() for match in form.finditer(text))
    yield from (("a postcode", *match.span()) for match in _POSTCODE.finditer(text) if _is_postcode(match))
    yield from ((what, *match.span()) for what, form in forms[7:] for match in form.finditer(text))
    yield from (("a registration mark", *match.span(1)) for match in _OLD_MARK.finditer(text))
    yield from (("a reference number", *match.span()) for match in _references().finditer(text))


@cache
def _forms() -> list[tuple[str, re.Pattern[str]]]:
    return [(what, re.compile(form)) for what, form in _FORMS]


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


def _phones(text: str) -> Iterator[Found]:
    """Telephone numbers; digits that follow one, such as those of a date, are left off."""
    at = 0
    while match := _PHONE.search(text, at):
        start, end = match.span()
        while end - start > 8 and not _is_phone(text[start:end]):
            spaces = (place for place in range(start, end) if text[place] == " " and text[place - 1].isdigit())
            end = max(spaces, default=start)
        at = end if end - start > 8 else match.end()
        if end - start > 8:
            yield "a telephone number", start, end


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
    capitals, small = match[0].upper() == match[0], match[0].lower() == match[0]
    return match[1].upper() in words("postcode_areas") and (capitals or (small and bool(match[2])))


@cache
def _addresses() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A number with a street, in capital and in small letters."""
    number = (
        r"(?<![\w./-])(?:(?:flat|apartment|apt|unit|room|house|no\.?|number)[ ]?\d{0,4}[a-z]?,?[ ])?"
        r"(?!(?:19|20)\d\d\b)\d{1,4}[a-zA-Z]?(?:[-/]\d{1,4}[a-z]?)?,?[ ]"
    )
    small = _either("streets")
    capital = rf"{_either('streets_capital')}|{'|'.join(sorted(map(str.title, words('streets'))))}"
    rooms = (
        r"(?:[Ff]lat|FLAT|[Aa]partment|[Aa]pt|[Rr]oom)[ ]?\d{1,4}[a-zA-Z]?,?[ ](?:[A-Z][\w'.-]{1,24}[ ]?){1,4}(?<![ ])"
    )
    return (
        re.compile(rf"{number}(?:the[ ]|The[ ]|of[ ])?(?:[A-Z][\w'.-]{{1,24}}[ ]){{0,3}}(?:{capital})\b\.?|{rooms}"),
        re.compile(
            rf"{number}(?:(?!(?:in|on|of|at|the|and|to|from)[ ])[a-z'.-]{{3,24}}[ ]){{1,2}}(?:{small})\b", re.IGNORECASE
        ),
    )


@cache
def _references() -> re.Pattern[str]:
    """A word for a file, an incident or a document with its number: three digits or more, and no year or paragraph."""
    return re.compile(
        rf"""\b(?:{_either("references")})
        (?:[ ](?:report|record|reference|ref|number|no|num|nr|log|file|id|identifier|was|is|as)\b\.?
          |[ .:#=(]|n[o°º]\.?){{1,8}}
        (?!(?:19|20)\d\d\b(?![/-]?\d))(?!\d{{1,2}}(?:\.\d{{1,3}})+\b)(?!\d{{1,2}}[ ][a-z])
        (?=[A-Z0-9/._-]{{0,12}}\d[A-Z0-9/._ -]{{0,3}}\d[A-Z0-9/._ -]{{0,3}}\d)
        [A-Z0-9][A-Z0-9/._-]{{2,24}}(?:[ ]\d{{2,6}}){{0,3}}""",
        re.IGNORECASE | re.VERBOSE,
    )


def _either(key: str) -> str:
    """The words under a key as a pattern, the longest first."""
    found = sorted(words(key), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", "[ ]") for word in found)
