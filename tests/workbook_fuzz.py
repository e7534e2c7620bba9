"""Workbooks and tables that are damaged or made to do harm, at random from a seed.

Run by hand, it says how many inputs were read, refused and marked, how long the slowest took and how much memory the
process came to: ``python -m tests.workbook_fuzz 10000``. An input of which something else comes than a review or its
problems ends the run with its traceback; the seed and the number make it again.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from dhrgraph.errors import ProblemsError
from dhrgraph.exchange.bookfiles import book_of, files_of
from dhrgraph.exchange.bookmarking import marked
from dhrgraph.exchange.bookplaces import number_of
from dhrgraph.exchange.bookproblems import RefusedBookError
from dhrgraph.exchange.dhrd import read
from dhrgraph.records import load_collection
from dhrgraph.resources import datasets

__all__ = ["CELLS", "damaged", "damaged_table", "packed", "parts_of", "sheet_part", "with_cell"]

Parts = dict[str, bytes]
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

#: Cells that hold what does not fit them, ``@`` in place of the cell's own place.
CELLS = {
    "a number with text": '<c r="@" t="n"><v>three</v></c>',
    "a number without kind with text": '<c r="@"><v>three</v></c>',
    "a number with a line": '<c r="@"><v>1_000</v></c>',
    "digits of another script": '<c r="@"><v>\u0661</v></c>',
    "not a number": '<c r="@"><v>NaN</v></c>',
    "infinity": '<c r="@"><v>INF</v></c>',
    "a huge number": '<c r="@"><v>1e308</v></c>',
    "a number beyond all": f'<c r="@"><v>1{"0" * 400}</v></c>',
    "a negative number beyond all": '<c r="@"><v>-1e999999</v></c>',
    "17 digits": '<c r="@"><v>12345678901234567</v></c>',
    "12 digits": '<c r="@"><v>123456789012</v></c>',
    "a fraction": '<c r="@"><v>3.1</v></c>',
    "a truth that is none": '<c r="@" t="b"><v>maybe</v></c>',
    "a shared text that is missing": '<c r="@" t="s"><v>999999</v></c>',
    "a shared text before the first": '<c r="@" t="s"><v>-1</v></c>',
    "a shared text without number": '<c r="@" t="s"><v>first</v></c>',
    "an error": '<c r="@" t="e"><v>#REF!</v></c>',
    "an error of no kind": '<c r="@" t="e"><v>whatever</v></c>',
    "a date with text": '<c r="@" t="d"><v>last May</v></c>',
    "a date": '<c r="@" t="d"><v>2018-05-01</v></c>',
    "a date beyond 9999": '<c r="@" t="d"><v>99999-01-01T00:00:00</v></c>',
    "an unknown kind": '<c r="@" t="zebra"><v>1</v></c>',
    "an inline text with a value": '<c r="@" t="inlineStr"><v>1</v></c>',
    "a number with an inline text": '<c r="@" t="n"><is><t>x</t></is></c>',
    "a style that is missing": '<c r="@" s="99999"><v>1</v></c>',
    "a style that is no number": '<c r="@" s="red" t="str"><v>x</v></c>',
    "a negative style": '<c r="@" s="-1"><v>1</v></c>',
    "a formula": '<c r="@"><f>1+1</f><v>2</v></c>',
    "a formula of text": '<c r="@" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>',
    "an array": '<c r="@"><f t="array" ref="A1:XFD1048576">1</f><v>2</v></c>',
    "a shared formula without a first": '<c r="@"><f t="shared" si="77"/><v>2</v></c>',
    "a table of data": '<c r="@"><f t="dataTable" ref="B2" dt2D="1" r1="A0" r2="ZZZZ1"/><v>2</v></c>',
    "an unknown formula": '<c r="@"><f t="zebra">1</f></c>',
    "no place": '<c r="A0" t="str"><v>x</v></c>',
    "a place beyond all columns": '<c r="XFE2" t="str"><v>x</v></c>',
    "a place in another row": '<c r="A9" t="str"><v>x</v></c>',
    "a place that is none": '<c r="here" t="str"><v>x</v></c>',
    "an empty place": '<c r="" t="str"><v>x</v></c>',
    "a place twice": '<c r="@" t="str"><v>x</v></c><c r="@" t="str"><v>y</v></c>',
    "a sign that is no letter": '<c r="@" t="str"><v>a_x0007_b</v></c>',
    "half of a sign": '<c r="@" t="str"><v>a_xD800_b</v></c>',
    "a text beyond what a cell holds": f'<c r="@" t="inlineStr"><is><t>{"x" * 33_000}</t></is></c>',
}
#: Values that attributes and texts are changed into.
_VALUES = ("", "0", "-1", "1e308", "NaN", "maybe", "A0", "XFD1048576", "A1:XFD1048576", "x" * 300, "../../x", "/x", "\\x",
           "http://[::1", "99999999999999999999", "true", "rId999", "_x0000_", "\u202e", "&#x10FFFF;", "=1+1", "#REF!",
           "'", "[", "contacts", "_text")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Marks:
    """What an XML mutation works on."""

    tag = re.compile(rb"<[^<>!?]{1,400}>")
    value = re.compile(rb'"[^"<>]{0,400}"')
    text = re.compile(rb">[^<>]{1,400}<")


def parts_of(data: bytes) -> Parts:
    """The parts of a workbook."""
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts, method: int = ZIP_STORED) -> bytes:
    """A workbook of parts."""
    with ZipFile(out := io.BytesIO(), "w", method) as archive:
        for name, content in parts.items():
            info = ZipInfo(name)  # of no time, so that the same parts are the same bytes
            info.compress_type = method
            archive.writestr(info, content)
    return out.getvalue()


def sheet_part(parts: Parts, title: str) -> str:
    """The part of a sheet in a workbook that dhrgraph has written."""
    titles = re.findall(r'<sheet [^>]*name="([^"]+)"', parts["xl/workbook.xml"].decode())
    return f"xl/worksheets/sheet{titles.index(title) + 1}.xml"


def with_cell(parts: Parts, title: str, place: str, cell: str) -> Parts:
    """The parts with a cell of a sheet replaced, or put where it belongs in its row."""
    name, made = sheet_part(parts, title), cell.replace("@", place)
    column, number = re.sub("[0-9]", "", place), re.sub("[A-Z]", "", place)
    head, start, rest = re.split(f'(<row r="{number}"(?: [^>]*)?>)', parts[name].decode(), maxsplit=1)
    cells, end, rest = rest.partition("</row>")
    each = {found[1]: found[0] for found in re.finditer(r'<c r="([A-Z]+)[0-9]+"[^>]*?(?:/>|>.*?</c>)', cells, re.S)}
    each[column] = made
    row = "".join(each[letters] for letters in sorted(each, key=number_of))
    return {**parts, name: f"{head}{start}{row}{end}{rest}".encode()}


def lean(parts: Parts) -> Parts:
    """The parts without comments and the codes to look up, so that damage is where the review is."""
    codes = sheet_part(parts, "codes")
    few = {name: content for name, content in parts.items() if "omment" not in name and "worksheets/_rels" not in name}
    return {**few, codes: re.sub(rb"</row>.*</row>", b"</row>", parts[codes], flags=re.S)}


def shared(parts: Parts) -> Parts:
    """The parts with their texts shared, as Excel writes them."""
    texts: list[str] = []

    def move(found: re.Match[str]) -> str:
        texts.append(found[2])
        return f'<c{found[1]} t="s"><v>{len(texts) - 1}</v></c>'

    new = dict(parts)
    for name in parts:
        if name.startswith("xl/worksheets/sheet"):
            cells = re.sub(r'<c([^>]*) t="inlineStr">\s*<is>(.*?)</is>\s*</c>', move, parts[name].decode(), flags=re.S)
            new[name] = cells.encode()
    new["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{"".join(f"<si>{each}</si>" for each in texts)}</sst>'.encode()
    link = f'<Relationship Id="shared" Type="{_RELATIONS}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/>'
    for name, end, made in (
        ("xl/_rels/workbook.xml.rels", "Relationships", link),
        ("[Content_Types].xml", "Types", override),
    ):
        others = re.sub(r"<(?:Override|Relationship) [^>]*sharedStrings[^>]*/>", "", parts[name].decode())
        new[name] = others.replace(f"</{end}>", f"{made}</{end}>").encode()
    return new


# --- Damage ---


def damaged(parts: Parts, chance: random.Random) -> bytes:
    """A workbook that is damaged in one to three ways."""
    ways: list[Callable[[Parts, random.Random], Parts]] = [_xml, _xml, _xml, _cell, _cell, _names]
    for _ in range(chance.randint(1, 3)):
        parts = chance.choice(ways)(parts, chance)
    whole = packed(parts, chance.choice((ZIP_STORED, ZIP_DEFLATED)))
    return _archive(whole, chance) if chance.random() < 0.3 else whole


def _bytes(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, cut out, put in or repeated."""
    new = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at, size = chance.randrange(len(new) + 1), chance.choice((1, 2, 4, 50))
        way = chance.randrange(5)
        if way == 0:
            new[at : at + size] = chance.randbytes(size)
        elif way == 1:
            del new[at : at + size]
        elif way == 2:
            new[at:at] = chance.choice((b"\0", b"<", b'"', b"\xff", b"&", b"]]>", b"<!--", b"\r", b","))
        elif way == 3:
            new[at:at] = new[at : at + 200]
        elif chance.random() < 0.2:
            del new[at:]
    return bytes(new)


def _archive(data: bytes, chance: random.Random) -> bytes:
    """Bytes of the archive, or fields of its directory, changed."""
    if chance.random() < 0.5:
        return _bytes(data, chance)
    starts = [found.start() for found in re.finditer(b"PK\x01\x02", data)]
    new, at = bytearray(data), chance.choice(starts)
    offset, size = chance.choice(((8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (30, 2), (42, 4)))
    new[at + offset : at + offset + size] = chance.choice((bytes(size), b"\xff" * size, chance.randbytes(size)))
    return bytes(new)


def _xml(parts: Parts, chance: random.Random) -> Parts:
    """A tag, a value or a text of a part changed, dropped or repeated."""
    name = chance.choice([each for each in parts if chance.random() < 0.3 or "comment" not in each] or list(parts))
    data = parts[name]
    for _ in range(chance.randint(1, 4)):
        found = list(chance.choice((_Marks.tag, _Marks.value, _Marks.text)).finditer(data))
        if not found or chance.random() < 0.1:
            data = _bytes(data, chance)
            continue
        one = chance.choice(found)
        value = chance.choice(_VALUES).encode()
        first, last = one[0][:1], one[0][-1:]
        changed = (first + value + last, b"", one[0] * 2, chance.choice(found)[0])
        data = data[: one.start()] + chance.choice(changed) + data[one.end() :]
    return {**parts, name: data}


def _cell(parts: Parts, chance: random.Random) -> Parts:
    """A cell that holds what does not fit it, in place of another."""
    name = chance.choice([each for each in parts if each.startswith("xl/worksheets/sheet")] or list(parts))
    cells = list(re.finditer(rb'<c r="([A-Z]+[0-9]+)"[^>]*?(?:/>|>.*?</c>)', parts[name], re.S))
    if not cells:
        return parts
    one = chance.choice(cells)
    made = chance.choice(list(CELLS.values())).replace("@", one[1].decode("ascii")).encode()
    return {**parts, name: parts[name][: one.start()] + made + parts[name][one.end() :]}


def _names(parts: Parts, chance: random.Random) -> Parts:
    """A part dropped, renamed or put in place of another."""
    name, other = chance.choice(list(parts)), chance.choice(list(parts))
    way = chance.randrange(3)
    if way == 0:
        return {each: content for each, content in parts.items() if each != name}
    if way == 1:
        return {**parts, name: parts[other]}
    new = chance.choice(("../x", "/x", "a\\b", "C:/x", "x\0y", other.upper(), "a//b", "./x", "é" * 200))
    return {new if each == name else each: content for each, content in parts.items()}


def damaged_table(data: bytes, chance: random.Random) -> bytes:
    """A table of comma-separated values that is damaged."""
    way = chance.randrange(6)
    lines = data.split(b"\n")
    if way == 0:
        text = data.decode()
        return text.encode(chance.choice(("utf-16", "utf-16-le", "latin-1", "utf-7", "utf-32", "cp500")), "replace")
    if way == 1:
        at = chance.randrange(len(lines))
        lines[at] += chance.choice((b",", b'"', b"x" * 200_000, b'"' * 50_001, b"," * 50_000, b"\0", b"\x1b[2J"))
        return b"\n".join(lines)
    if way == 2:
        cells = [line.split(b",") for line in lines]
        row = chance.choice(cells)
        row[chance.randrange(len(row))] = chance.choice(_VALUES).encode()
        return b"\n".join(b",".join(row) for row in cells)
    if way == 3:
        return b"\n".join(chance.sample(lines, chance.randint(0, len(lines))))
    return _bytes(data, chance)


# --- By hand ---


def book_parts() -> Parts:
    """The parts of the workbook of the invented review."""
    collection, problems = load_collection(datasets() / "template")
    assert not problems
    return parts_of(book_of(collection, collection.reviews[0]))


def held(path: Path, *, mark: bool) -> str:
    """What comes of a workbook; anything else than a review or problems is an error."""
    try:
        files_of(path, datasets() / "template")
    except RefusedBookError as error:
        assert all(problem.what and problem.remedy for problem in error.problems)
        return "refused"
    except ProblemsError as error:
        assert all(problem.what and problem.remedy for problem in error.problems)
        if mark and any(getattr(problem, "sheet", "") for problem in error.problems):
            assert parts_of(marked(path, error.problems))
            return "problems, marked"
        return "problems"
    return "read"


def held_table(path: Path) -> str:
    """What comes of a table."""
    try:
        read(path)
    except ProblemsError as error:
        assert all(problem.what and problem.remedy for problem in error.problems)
        return "problems"
    return "read"


def main() -> None:
    """Run it by hand."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("number", type=int)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--seconds", type=float, default=0, help="stop after so long")
    asked.add_argument("--table", type=Path, help="damage this table in place of a workbook")
    asked.add_argument("--mark", type=float, default=0.05, help="share of the workbooks of which a copy is marked")
    given = asked.parse_args()
    seeds = [] if given.table else [parts := book_parts(), lean(parts), *[shared(lean(parts))] * 2]
    came: Counter[str] = Counter()
    slowest, begun = (0.0, 0), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "input"
        for number in range(given.number):
            if given.seconds and time.monotonic() > begun + given.seconds:
                break
            chance = random.Random(f"{given.seed}-{number}")
            table = given.table.read_bytes() if given.table else b""
            path.write_bytes(damaged_table(table, chance) if table else damaged(chance.choice(seeds), chance))
            start = time.monotonic()
            try:
                came[held_table(path) if table else held(path, mark=chance.random() < given.mark)] += 1
            except BaseException:
                print(f"seed {given.seed}, number {number}", file=sys.stderr)  # noqa: T201
                raise
            slowest = max(slowest, (time.monotonic() - start, number))
    print(dict(came), f"slowest {slowest[0]:.1f} s (number {slowest[1]}), memory {_memory()} MB")  # noqa: T201


def _memory() -> int:
    """The most memory that this process has taken, in millions of bytes; 0 where the system does not say."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000


if __name__ == "__main__":
    main()
