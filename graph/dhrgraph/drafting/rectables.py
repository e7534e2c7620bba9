"""Tables of recommendations: their columns, their rows, and rows of which a reader of files has made running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dhrgraph.documents import TextPassage
from dhrgraph.drafting.told import cell_of
from dhrgraph.lexicon.words import data, pattern

__all__ = ["Cells", "Header", "columns_in", "flattened", "plan_cells", "row_cells", "table_of", "tables_of"]


@dataclass(frozen=True, slots=True)
class Cells:
    """What a row says: its number, its text and whom it is for; `start` is the place of the text."""

    number: str
    text: str
    agency: str
    start: int = 0


@dataclass(frozen=True, slots=True)
class Header:
    """A row of headers within a running text."""

    start: int
    end: int
    columns: tuple[str, ...]


def _header_words() -> str:
    each = sorted(
        (word for kind in data("recommendations")["headers"].values() for word in kind), key=len, reverse=True
    )
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in each)


_HEADER = re.compile(rf"(?<![\w-])(?:{_header_words()})\.?(?:\s*/?\s+(?:{_header_words()})\.?)+(?![\w-])")


def columns_in(text: str) -> Header | None:
    """The headers of a table of recommendations that stand in a running text.

    Examples
    --------
    >>> columns_in("Local recommendations No. Recommendation Lead agency").columns
    ('number', 'recommendation', 'agency')
    """
    for found in _HEADER.finditer(text):
        columns = tuple(kind_of(each[0]) for each in re.finditer(_header_words(), found[0]))
        if columns.count("recommendation") == 1 and (len(columns) > 2 or found.start() == 0):
            return Header(found.start(), found.end(), columns)
    return None


def kind_of(header: str) -> str:
    """What a column holds, by its header: ``number``, ``recommendation``, ``agency``, ``action``, ``other``."""
    plain = " ".join(header.split()).strip(" .:").lower()
    for kind, each in data("recommendations")["headers"].items():
        if plain in {word.strip(".").lower() for word in each}:
            return str(kind)
    tight = plain.replace(" ", "")
    return next(
        (
            k
            for k, each in data("recommendations")["header_like"].items()
            if pattern(tuple(each)).search(plain) or pattern(tuple(each)).search(tight)
        ),
        "other",
    )


def flattened(
    text: str, columns: Sequence[str], number: str = "", named: Sequence[tuple[int, int]] = ()
) -> Iterator[Cells]:
    """The rows of a table whose cells follow one another in a running text.

    Parameters
    ----------
    text : str
    columns : sequence of str
        What each column holds.
    number : str
        The number that the reader of the file has taken from the row.
    named : sequence of (int, int)
        Where the text names bodies, for rows that begin with one and have no number.
    """
    at = columns.index("recommendation")
    rows = list(_by_code(text)) if "agency" in columns[:at] else list(_by_number(text, number, columns))
    for start, piece in rows:
        yield _of_piece(piece, start, columns[at + 1 :], number)
    if not rows:
        begins = [(s, e) for s, e in named if not text[:s].strip() or re.search(r"[.!?]\s+$", text[:s])]
        ends = [*(s for s, _ in begins), len(text)][1:]
        for (s, e), end in zip(begins, ends, strict=True):
            yield Cells("", text[e:end].strip(), text[s:e], e + len(text[e:end]) - len(text[e:end].lstrip()))


_CODED = r"(?P<agency>[A-Z][^.;]{1,80}?)\s+(?P<n>[A-Z]{1,5}[ /-]?\d{1,2}|\d{1,2}(?:\.\d+)?)\s+(?=[A-Z])"


def _by_code(text: str) -> Iterator[tuple[int, str]]:
    begins = [m.start() for m in re.finditer(rf"(?:^\s*|(?<=[.!?])\s+){_CODED}", text)]
    for start, end in zip(begins, [*begins, len(text)][1:], strict=True):
        yield start, text[start:end]


def _by_number(text: str, number: str, columns: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Rows that begin with numbers one after another."""
    if number or not (first := re.match(r"\s*(?P<n>\d{1,2})\.?\s+(?=[A-Z])", text)):
        if text.strip() and (number or "number" not in columns):
            yield 0, text
        return
    start, n = 0, int(first["n"])
    while following := re.search(rf"(?<=\s){n + 1}\.?\s+(?=[A-Z])", text[start:]):
        yield start, text[start : start + following.start()]
        start, n = start + following.start(), n + 1
    yield start, text[start:]


def _of_piece(piece: str, start: int, after: Sequence[str], number: str) -> Cells:
    coded = re.match(rf"\s*{_CODED}", piece)
    if "agency" not in after and coded:
        return Cells(coded["n"], piece[coded.end() :].strip(), coded["agency"], start + coded.end())
    own = re.match(r"\s*(?P<n>[A-Z]{0,5}[ /-]?\d{1,2}(?:\.\d{1,2})*)[.:)]?\s+(?=[A-Z])", piece)
    begin = own.end() if own else 0
    text = piece[begin:].strip()
    text, rest = _tail(text) if after else (text, "")
    return Cells(number or (own["n"] if own else ""), text, rest if "agency" in after else "", start + begin)


def _tail(text: str) -> tuple[str, str]:
    """A text without the cells that follow its last sentence, and those."""
    stops = list(re.finditer(r"[.!?]\s+(?=[A-Z])", text))
    tail = text[stops[-1].end() :] if stops else ""
    if tail and len(tail.split()) <= 25 and tail[-1:] not in ".!?":
        return text[: stops[-1].start() + 1], tail
    return text, ""


def tables_of(passages: Iterable[TextPassage]) -> dict[str, tuple[str, ...]]:
    """The columns of each table, by the number of its rows; also where its first row has the headers."""
    found: dict[str, tuple[str, ...]] = {}
    for passage in passages:
        table = table_of(passage)
        if passage.kind != "row" or table in found:
            continue
        if passage.columns:
            found[table] = passage.columns
        else:
            found[table] = passage.cells if _is_header(passage.cells) else ()
    return found


def table_of(passage: TextPassage) -> str:
    """The table of a row."""
    return passage.number.rsplit("(", 1)[0]


def _is_header(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    known = [cell for cell in filled if kind_of(cell) != "other"]
    return len(known) >= 2 and all(len(cell.split()) <= 6 for cell in filled)


_NUMBER_CELL = re.compile(r"(?:R(?:ec)?\.? ?)?(?:[A-Z][A-Za-z]{0,9}[ /-]?)?\d+(?:\.\d+)*[a-z]?\.?")


def row_cells(passage: TextPassage, columns: Sequence[str], *, inside: bool) -> Cells | None:
    """What a row of a table of recommendations says; none for one that is of another table.

    Parameters
    ----------
    passage : TextPassage
    columns : sequence of str
    inside : bool
        Whether it stands in a section of recommendations, where a table need not have that header.
    """
    if _is_header(passage.cells):
        return None
    kinds = [kind_of(column) for column in columns] or ["other"] * len(passage.cells)
    wordy = sorted(range(len(passage.cells)), key=lambda n: -len(cell_of(passage, n).split()))
    named = [n for n in wordy if n < len(kinds) and kinds[n] == "recommendation"]
    named = named or ([n for n in wordy if n < len(kinds) and kinds[n] in ("action", "other")] if inside else [])
    at = next((n for n in named if len(cell_of(passage, n).split()) > 3), None)
    if at is None:
        return None
    others = [n for n in range(len(passage.cells)) if n != at]
    numbered = [n for n in others if not columns or (n < len(kinds) and kinds[n] in ("number", "recommendation"))]
    number = next((c for n in numbered if _NUMBER_CELL.fullmatch(c := cell_of(passage, n))), "")
    agency = "; ".join(cell_of(passage, n) for n in others if n < len(kinds) and kinds[n] == "agency").strip("; ")
    text = passage.cells[at]
    start = len("\t".join(passage.cells[:at])) + (1 if at else 0) + len(text) - len(text.lstrip())
    text, rest = _tail(text.strip()) if "agency" in kinds and not agency else (text.strip(), "")
    return Cells(number.rstrip("."), text, agency or rest, start)


def plan_cells(passage: TextPassage, columns: Sequence[str]) -> tuple[str, str]:
    """The number of the recommendation that a row of an action plan is about, and whom it names to carry it out."""
    kinds = [kind_of(column) for column in columns]
    numbers = [
        re.search(r"\d+(?:\.\d+)*", cell_of(passage, n))
        for n, k in enumerate(kinds)
        if k in ("number", "recommendation")
    ]
    agency = "; ".join(cell_of(passage, n) for n, k in enumerate(kinds) if k == "agency")
    number = next((found[0] for found in numbers if found), "")
    return number, agency
