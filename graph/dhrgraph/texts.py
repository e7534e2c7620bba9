r"""One rule for texts: what may stand in one, in which form it is kept, and how it is shown on a terminal.

Records, shapes, tables, workbooks and the command line all go by it, so that a text that is accepted
once is accepted everywhere and comes back the same.

A text is kept in this form:

* Every run of Unicode white space is one space, and there is none at either end. Word and web pages
  paste no-break spaces, tabs and line separators (U+000B, U+2028), which nobody sees.
* What shows nothing and only marks where a line may break or which way it runs is dropped: the soft
  hyphen, the zero-width space, the word joiner, the byte order mark, the directional marks. A zero-width
  space joins words where it does not stand beside a space, as it does on the page. The joiners U+200C
  and U+200D stay, since scripts and emoji need them. Of a text in which nothing shows nothing is left.
* Letters with marks are composed (NFC), as `dhrgraph.documents` reads reports: macOS pastes them
  decomposed, and names that look the same are to be the same. NFKC would change what is printed.

What would steer a program or deceive a reader may not stand in a text at all; see `forbidden`.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["blank", "counted", "forbidden", "named", "normalised", "printable", "without_faults"]

#: Unicode's White_Space. Python's ``\s`` has U+001C to U+001F, too.
_SPACE = "\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_SPACES = re.compile(f"[{_SPACE}]+")

#: What shows nothing: soft hyphen, grapheme joiner, Arabic letter mark, inherent vowels of Khmer, Mongolian vowel
#: separator, zero-width space, directional marks, word joiner, invisible operators, byte order mark, marks of
#: shorthand and music.
_INVISIBLE = (
    "\xad\u034f\u061c\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060-\u2064\ufeff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
)
_DROPPED = re.compile(f"[{_INVISIBLE}]+")

_NON_CHARACTERS = "\ufdd0-\ufdef" + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}"
                                            for plane in range(0, 0x110000, 0x10000))  # fmt: skip
#: What may not stand in a text.
_FORBIDDEN = (
    "\x00-\x1f\x7f-\x9f"  # control codes, of which white space has been made a space before
    "\u202a-\u202e\u2066-\u206f"  # embeddings, overrides and isolates of direction; deprecated format characters
    "\ufff9-\ufffb"  # interlinear annotation
    "\ud800-\udfff"  # halves of characters
    "\U000e0000-\U000e007f"  # tags
    f"{_NON_CHARACTERS}"
)
_BAD = re.compile(f"[{_FORBIDDEN}]")
_BAD_IN_LINES = re.compile(f"(?![\t\n])[{_FORBIDDEN}]")
#: Ends of lines that no report means as such.
_OTHER_ENDS = re.compile("[\v\f\r\x85\u2028\u2029]")

#: Fillers of Hangul and the empty pattern of Braille: letters and symbols that show nothing.
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")

_ESCAPES = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, the cursor, clearing
    "|(?:\x1b[\\]P^_X]|[\x90\x98\x9d-\x9f])[^\x00-\x1f\x7f-\x9f]*(?:\x07|\x1b\\\\|\x9c)"  # OSC and other strings
    "|\x1b[ -/]+[0-~]"  # such as a change of the character set
)
_UNSEEN = re.compile(f"[{_FORBIDDEN}{_INVISIBLE}]")
_LINES = re.compile("\r\n|\n")
_BREAKS = re.compile("\r\n|[\t-\r\x85\u2028\u2029]")


def normalised(text: str) -> str:
    r"""A text in the form in which it is kept; see the module.

    Examples
    --------
    >>> normalised(" She\u00a0rang\t the\u2028GP.\n"), normalised("Zoe\u0308") == "Zo\u00eb"
    ('She rang the GP.', True)
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    # In this order, since what is dropped may part a letter from its mark.
    kept = _SPACES.sub(" ", unicodedata.normalize("NFC", _DROPPED.sub("", text))).strip(" ")
    return "" if blank(kept) else kept


def forbidden(text: str) -> str | None:
    """The first character that may not stand in a normalised text, or None.

    These are control codes, halves of characters (surrogates), non-characters, the controls that turn
    the direction of writing, deprecated format characters, annotations and tags. Characters that
    Unicode has not assigned yet may stand.

    Examples
    --------
    >>> forbidden("She left."), named(forbidden("left\x1b[2K") or "")
    (None, 'U+001B (ESCAPE)')
    """
    found = _BAD.search(text)
    return found[0] if found else None


def without_faults(text: str, *, lines: bool = False) -> str:
    r"""A text normalised and without the characters that may not stand in it.

    Parameters
    ----------
    text : str
    lines : bool
        Whether it is the text of a report, which keeps its line feeds, the tabs between its cells and its spaces.

    Examples
    --------
    >>> without_faults("She\u202e  rang.\x85Out"), without_faults("She\u202e  rang.\tOut", lines=True)
    ('She rang. Out', 'She  rang.\tOut')
    """
    if lines:
        return _BAD_IN_LINES.sub("", _OTHER_ENDS.sub(" ", text))
    return normalised(_BAD.sub("", _SPACES.sub(" ", text)))


def blank(text: str) -> bool:
    """Whether a text shows nothing to a reader.

    Examples
    --------
    >>> blank("\u200d"), blank("?")
    (True, False)
    """
    return all(each in _FILLERS or unicodedata.category(each) in {"Cf", "Mn", "Me", "Zs"} for each in text)


def named(character: str) -> str:
    r"""A character as a reader can look it up.

    Examples
    --------
    >>> named("\ufffe"), named("\u202e")
    ('U+FFFE (a non-character)', 'U+202E (RIGHT-TO-LEFT OVERRIDE)')
    """
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:
        name = "half of a character"
    elif code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
        name = "a non-character"
    else:
        name = unicodedata.name(character, "") or _CONTROLS.get(code, "a control code" if code < 0xA0 else "no name")
    return f"U+{code:04X} ({name})"


_CONTROLS = {
    0x00: "NULL",
    0x07: "BELL",
    0x08: "BACKSPACE",
    0x0A: "LINE FEED",
    0x0D: "CARRIAGE RETURN",
    0x1B: "ESCAPE",
    0x7F: "DELETE",
    0x9B: "CONTROL SEQUENCE INTRODUCER",
}


def counted(number: int, word: str) -> str:
    """A number with its word, in the plural where it needs it.

    Examples
    --------
    >>> counted(1, "review"), counted(2, "review")
    ('1 review', '2 reviews')
    """
    return f"{number} {word}{'' if number == 1 else 's'}"


def printable(text: str, *, lines: bool = False) -> str:
    r"""A text that steers no terminal and shows each character that would be unseen.

    A control code, a control of direction, half of a character (from a file name that is no text) or a
    character that shows nothing becomes its number, as ``<U+202E>``; an escape sequence as a whole
    becomes ``<U+001B>``. Tabs and line ends become spaces.

    Parameters
    ----------
    text : str
    lines : bool
        Whether line ends stay.

    Examples
    --------
    >>> printable("\x1b[2Krecords\u202e\nlmay"), printable("one\r\ntwo", lines=True)
    ('<U+001B>records<U+202E> lmay', 'one\ntwo')
    """
    if text.isprintable() and text.isascii():
        return text
    if lines:
        return "\n".join(printable(line) for line in _LINES.split(text))
    shown = _BREAKS.sub(" ", _ESCAPES.sub(lambda _: "\x1b", text))
    return _UNSEEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", shown)
