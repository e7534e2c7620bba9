"""What `review.yaml` says about the publication of its review, read strictly.

A build has no YAML library, and a clever reader could be misled by a clever file. So this reads the plain
form in which such files are written, one key a line, and refuses every other, even where it is good YAML.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["NotUnderstoodError", "standing"]

_KEYS = ("publication", "status")
_KEY = re.compile(r"([a-z][a-z0-9_]*):(?: +(.*))?")
_NESTED = re.compile(r" *(?:- +)*(?:[a-z][a-z0-9_]*:(?: +|$))?(.*)")
_QUOTED = r'"(?:[^"\\]|\\.)*"|' + r"'(?:[^']|'')*'"
_QUOTED_VALUE = re.compile(rf"(?:{_QUOTED})(?: *| +#.*)")
#: A quoted text in a list or mapping on one line: only there can a quotation mark open one.
_QUOTED_PART = re.compile(rf"([\[{{,] *|: +)(?:{_QUOTED})(?= *[,\]}}])")
_BLOCK = re.compile(r"[|>][+-]?(?: +#.*)?")
#: The key in any spelling that YAML takes for it on one line.
_ANY_SPELLING = re.compile(r"""\b(publication|status)["']?\s*:""", re.IGNORECASE)


class NotUnderstoodError(ValueError):
    """A file is not in the plain form; the message gives the line."""


def standing(data: bytes) -> tuple[str, str]:
    """The publication status and the status of the coding that a `review.yaml` states.

    Parameters
    ----------
    data : bytes
        Content of the file.

    Returns
    -------
    tuple of str
        The two values, the second empty where it is not stated.

    Raises
    ------
    NotUnderstoodError
        Where the file is not in the plain form or does not state the publication status exactly once.

    Examples
    --------
    >>> standing(b"title: A review\\npublication: published\\n")
    ('published', '')
    >>> standing(b'publication: published\\n"publication": unpublished\\n')
    Traceback (most recent call last):
    packing.reviews.NotUnderstoodError: line 2 is not in the plain form KEY: VALUE
    """
    values: dict[str, str] = {}
    last, block = "", False
    for number, line in enumerate(_lines(data), start=1):
        if block and (not line.strip() or line.startswith(" ")):
            continue
        block = False
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _KEY.fullmatch(line)
        # A line further in would go on with the value of the last key.
        if not found and (last in _KEYS or not line.startswith((" ", "- "))):
            raise NotUnderstoodError(f"line {number} is not in the plain form KEY: VALUE")
        key, value = (found[1], found[2] or "") if found else ("", _NESTED.sub(r"\1", line, count=1))
        if key in values or (key not in _KEYS and _ANY_SPELLING.search(line)):
            raise NotUnderstoodError(f"line {number} gives a key a second time, or where it does not belong")
        if key:
            values[key], last = value, key
        block = bool(key and _BLOCK.fullmatch(value))
        if not block and not _ends(value):
            raise NotUnderstoodError(f"line {number} has a value in a form that is not understood here")
    if "publication" not in values:
        raise NotUnderstoodError("no line says publication: published")
    return values["publication"], values.get("status", "")


def _lines(data: bytes) -> list[str]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise NotUnderstoodError("the file is not UTF-8 text") from None
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        for letter in line:
            if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
                code = f"U+{ord(letter):04X}"
                raise NotUnderstoodError(f"line {number} has the invisible character {code} (tab, CR, mark or like it)")
    return lines


def _ends(value: str) -> bool:
    """Whether a value surely ends with its line, so that no later line can be part of it."""
    if not value or value.startswith("#"):
        return True
    if value[0] in "\"'":
        return bool(_QUOTED_VALUE.fullmatch(value))
    if value[0] in "[{":
        return _closes(_QUOTED_PART.sub(r"\1x", value))
    plain = value.partition(" #")[0]
    return value[0] not in "]}>|*&!%@`?,:" and not re.match(r"-(\s|$)", value) and not re.search(r":(\s|$)", plain)


def _closes(value: str) -> bool:
    """Whether the bracket that opens a list or mapping closes at the end of the line."""
    depth = 0
    for at, letter in enumerate(value):
        if letter in "\"'#&*!|>":
            return False
        depth += (letter in "[{") - (letter in "]}")
        if not depth:
            return bool(re.fullmatch(r" *| +#.*", value[at + 1 :]))
    return False
