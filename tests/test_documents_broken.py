"""Broken and odd files: each is read or told in one line, in time, and leaves nothing half done."""

from __future__ import annotations

import io
import json
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO

import openpyxl
import pytest
from click.testing import CliRunner
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from dhrgraph.cli import cli
from dhrgraph.passages import from_csv
from tests.conftest import ROOT
from tests.reports import files
from tests.reports.styles import printed

#: Name of a file, exit code, output, an error that was not meant for the user, and whether an index was written.
Outcome = tuple[str, int, str, str, bool]

#: Seconds after which a file counts as one that hangs; none takes more than a few.
LIMIT = 120
MUTANTS = 200

_PROBLEM = re.compile(r"^\S.*:\d+:\d+: [^:]+.*: \S", re.MULTILINE)


def sound() -> dict[str, bytes]:
    """A sound report of each kind."""
    report = printed("kestle-bay", "chapters")
    contents = {ending: make(report) for ending, make in files.FORMATS.items()}
    return {ending: c if isinstance(c, bytes) else c.encode() for ending, c in contents.items()}


# Mutations


def cut(data: bytes, chance: random.Random) -> bytes:
    """A file that ends too early."""
    return data[: chance.randrange(len(data))]


def flipped(data: bytes, chance: random.Random) -> bytes:
    """A file with some bytes changed."""
    changed = bytearray(data)
    for _ in range(chance.choice([1, 10, 200])):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def zeroed(data: bytes, chance: random.Random) -> bytes:
    """A file with a part of it lost to NULs."""
    at, length = chance.randrange(len(data)), chance.randrange(1, 5000)
    return data[:at] + b"\x00" * length + data[at + length :]


def moved(data: bytes, chance: random.Random) -> bytes:
    """A file whose parts stand in another order."""
    at = sorted(chance.randrange(len(data)) for _ in range(2))
    return data[at[1] :] + data[at[0] : at[1]] + data[: at[0]]


def doubled(data: bytes, chance: random.Random) -> bytes:
    """A file with a part of it a hundred times."""
    at, length = chance.randrange(len(data)), chance.randrange(1, 2000)
    return data[:at] + data[at : at + length] * 100 + data[at:]


def part_spoiled(data: bytes, chance: random.Random) -> bytes:
    """A Word file that is a sound archive with a spoiled part; another file is flipped."""
    if not data.startswith(b"PK"):
        return flipped(data, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as spoiled:
        names = archive.namelist()
        victim = chance.choice([name for name in names if name.startswith(("word/", "_rels"))])
        for name in names:
            content = archive.read(name)
            if name == victim:
                content = chance.choice([cut, flipped, zeroed, doubled, moved])(content, chance)
            spoiled.writestr(name, content)
    return out.getvalue()


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    cut, flipped, zeroed, moved, doubled, part_spoiled,
)  # fmt: skip


def mutants() -> Iterator[tuple[str, bytes]]:
    """Files spoiled by chance, the same ones each time."""
    whole = sound()
    for seed in range(MUTANTS):
        chance = random.Random(seed)
        ending = chance.choice(sorted(whole))
        change = MUTATIONS[seed % len(MUTATIONS)]
        named = chance.choice([ending, ending, *sorted(whole)])  # some have the ending of another kind
        yield f"{change.__name__}-{seed}.{named}", change(whole[ending], chance)


# Odd files made by hand


def word(document: str, **parts: str) -> bytes:
    """A Word file with a body and other parts of one's own."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sound()["docx"])) as archive,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in archive.namelist():
            stem = Path(name).stem
            if name == "word/document.xml":
                made.writestr(name, f"<w:document {space}><w:body>{document}</w:body></w:document>")
            elif name.startswith("word/") and stem in parts:
                made.writestr(name, parts[stem].replace("SPACE", space))
            else:
                made.writestr(name, archive.read(name))
    return out.getvalue()


def locked() -> bytes:
    """A PDF that asks for a password."""
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("secret"))
    canvas.drawString(72, 700, "1.1 The panel met.")
    canvas.save()
    return out.getvalue()


def scanned(stamp: str = "") -> bytes:
    """A PDF whose pages are pictures, with a line that the scanner stamps on each."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for number in range(1, 9):
        canvas.drawInlineImage(files.picture(), 0, 0, 500, 700)
        canvas.drawString(72, 800, stamp)
        canvas.drawString(72, 30, f"Page {number}" if stamp else "")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def without_pages() -> bytes:
    """A PDF whose tree of pages goes round in a circle."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )


def deep_pdf() -> bytes:
    """A PDF with an object nested very deeply."""
    nested = b"[" * 100_000 + b"]" * 100_000
    return without_pages().replace(b"/Kids[2 0 R]", b"/Kids" + nested)


def sheet() -> bytes:
    """A workbook, which is an archive as a Word file is."""
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def open_document() -> bytes:
    """A file of LibreOffice."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<office/>")
    return out.getvalue()


def strict() -> bytes:
    """A Word file with the names that the strict kind has."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound()["docx"])) as archive, zipfile.ZipFile(out, "w") as made:
        for name in archive.namelist():
            usual, other = b"schemas.openxmlformats.org/officeDocument/2006", b"purl.oclc.org/ooxml/officeDocument"
            made.writestr(name, archive.read(name).replace(usual, other))
    return out.getvalue()


def bomb() -> bytes:
    """A small archive that unpacks to a gigabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        for _ in range(1024):
            part.write(b"\x20" * 2**20)
    return out.getvalue()


PARAGRAPH = "<w:p><w:r><w:t>1.1 The panel met in May.</w:t></w:r></w:p>"
LOOP = (
    '<w:styles SPACE><w:style w:type="paragraph" w:styleId="a"><w:name w:val="a"/><w:basedOn w:val="b"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="b"/><w:basedOn w:val="a"/></w:style></w:styles>'
)
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><w:styles SPACE>&c;</w:styles>'
)

#: Name, content, and what the message must say; nothing where the file can be read.
ODD: tuple[tuple[str, Callable[[], bytes], str], ...] = (
    ("empty.pdf", lambda: b"", "empty"),
    ("blank.txt", lambda: b"\n \n\t\n", "empty"),
    ("nuls.txt", lambda: b"\x00" * 5000, "empty"),
    ("locked.pdf", locked, "password"),
    ("scanned.pdf", scanned, "ocrmypdf"),
    ("stamped.pdf", lambda: scanned("OFFICIAL SENSITIVE: the review of a partnership"), "ocrmypdf"),
    ("circle.pdf", without_pages, "PDF"),
    ("deep.pdf", deep_pdf, "PDF"),
    ("header.pdf", lambda: b"%PDF-1.7\n", "cut off or damaged"),
    ("old.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000, "old Word"),
    ("locked.docx", lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
    ("report.rtf", lambda: rb"{\rtf1 The panel met.}", "RTF"),
    ("marked.rtf", lambda: b"\xef\xbb\xbf\r\n{\\rtf1 The panel met.}", "RTF"),
    ("page.ps", lambda: b"%!PS-Adobe-3.0\n(The panel met.) show", "PostScript"),
    ("picture.bmp", lambda: b"BM" + b"\x00" * 100, "picture"),
    ("picture.docx", lambda: b"RIFF\x00\x10\x00\x00WEBPVP8 \xff", "picture"),
    ("picture.heic", lambda: b"\x00\x00\x00\x18ftypheic\xff", "picture"),
    ("packed.bz2", lambda: b"BZh91AY&SY\xff", "packed"),
    ("packed.xz", lambda: b"\xfd7zXZ\x00\xff", "packed"),
    ("strict.docx", strict, "Strict Open XML"),
    ("~$report.docx", lambda: b"\x06panel" + b"\x00 " * 78, "Word has another one open"),
    ("report.odt", open_document, "LibreOffice"),
    ("book.docx", sheet, "Excel workbook and no Word file"),
    ("bomb.docx", bomb, "unpacks to more than"),
    ("picture.pdf", lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "picture"),
    ("packed.txt", lambda: b"\x1f\x8b" + b"\x00" * 100, "packed"),
    ("binary.txt", lambda: bytes(range(256)) * 20, "is not UTF-8"),
    ("word.pdf", lambda: sound()["docx"], ""),
    ("page.docx", lambda: sound()["html"], ""),
    ("text.html", lambda: sound()["txt"], ""),
    ("pdf.txt", lambda: sound()["pdf"], ""),
    ("utf16.txt", lambda: sound()["txt"].decode().encode("utf-16"), ""),
    ("windows.txt", lambda: "1. Facts\n\n1.1 She said “no”.\n".encode("cp1252"), ""),
    ("unmarked.txt", lambda: sound()["txt"].decode().encode("utf-16-le"), ""),
    ("swapped.txt", lambda: sound()["txt"].decode().encode("utf-16-be"), ""),
    ("wide.txt", lambda: sound()["txt"].decode().encode("utf-32"), ""),
    ("ended.txt", lambda: sound()["txt"] + b"\x00" * 200, ""),
    ("dos.txt", lambda: b"1. Facts\n\n1.1 The panel met.\n\x1a", ""),
    ("spoiled.txt", lambda: "1.1 She said “no”.\n".encode() + b"\xff", "is not UTF-8"),
    ("title.txt", lambda: b"A report without a paragraph", "no paragraph was found"),
    ("deep.html", lambda: b"<html><body>" + b"<div>" * 50_000 + b"1.1 The panel met.", "nested too deeply"),
    ("inline.html", lambda: b"<html><p>1.1 The panel" + b"<b>" * 50_000 + b" met.", "nested too deeply"),
    ("wide.html", lambda: b"<html><h1>A</h1><table><tr><td colspan=999999999>1<td rowspan=999999999>b" + b"<tr><td>c" * 9, ""),
    ("deep.docx", lambda: word("<w:sdt><w:sdtContent>" * 5000 + PARAGRAPH + "</w:sdtContent></w:sdt>" * 5000), "nested too deeply"),
    ("loop.docx", lambda: word(f'<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr></w:p>{PARAGRAPH}', styles=LOOP), ""),
    ("laughs.docx", lambda: word(PARAGRAPH, styles=LAUGHS), ""),
    ("bodiless.docx", lambda: word("</w:body><w:body>"), "no paragraph was found"),
    ("one-line.txt", lambda: b"1.1 " + b"The panel met. " * 300_000, "characters"),
    ("one-word.txt", lambda: b"1.1 " + b"a" * 3_000_000, "characters"),
    ("dots.txt", lambda: b"1.1 The panel met.\n" + b"." * 2_000_000 + b"x", "characters"),
    ("spaces.txt", lambda: b"1.1 The panel met.\n|" + b" " * 2_000_000 + b"x", ""),
    ("tabs.txt", lambda: b"1. Facts\n1.1 The panel met.\n\n" + b"a\t" * 200_000, ""),
    ("stars.txt", lambda: b"1.1 The panel met.\n" + b"**a _b " * 200_000, "characters"),
    ("dashes.txt", lambda: b"1.1 The panel met.\n" + b"- " * 1_000_000 + b"x", ""),
    ("numbers.txt", lambda: b"1.1 The panel met.\n" + b"1." * 1_000_000, ""),
    ("points.txt", lambda: b"1.1 The panel met.\n\n" + b"1. A point.\n\n" * 15_000, ""),
    ("titles.txt", lambda: b"1.1 The panel met.\n\n" + b"A Title\n\n" * 15_000, ""),
    ("headings.txt", lambda: b"1.1.1 The panel met.\n\n" + b"1. A Title\n\n" * 15_000, ""),
    ("appendices.txt", lambda: b"1.1 The panel met.\n\n" + b"Appendix 1: Notes\n\n" * 10_000, ""),
    ("notes.txt", lambda: b"1.1 The panel met.\n\n" + "¹ A note.\n".encode() * 10_000, ""),
    ("brackets.txt", lambda: b"1.1 The panel met.\n" + b"(" * 1_000_000, "characters"),
    ("angles.txt", lambda: b"1.1 The panel met.\n" + b"<b " * 300_000, "characters"),
    ("runs.txt", lambda: b"".join(b"%d. A point.\n\n" % (at % 900) for at in range(15_000)), ""),
)  # fmt: skip


def pump(out: IO[str], lines: SimpleQueue[str]) -> None:
    """Hand on the lines of a process as they come, and an empty one at its end."""
    for line in out:
        lines.put(line)
    lines.put("")


def outcomes(paths: list[Path]) -> Iterator[Outcome]:
    """What comes of each file, in a child process that is ended where a file takes too long."""
    command = [sys.executable, str(ROOT / "tests" / "reports" / "worker.py")]
    lines: SimpleQueue[str] = SimpleQueue()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as child:
        assert child.stdin
        assert child.stdout
        Thread(target=pump, args=(child.stdout, lines), daemon=True).start()
        try:
            child.stdin.write("".join(f"{path}\n" for path in paths))
            child.stdin.close()
            for path in paths:
                try:
                    line = lines.get(timeout=LIMIT)
                except Empty:
                    pytest.fail(f"{path.name} hangs")
                assert line, f"{path.name} ended the process"
                yield json.loads(line)
        finally:
            child.kill()


def judge(outcome: Outcome, folder: Path) -> bool:
    """Whether a file was read; fails where it was neither read nor told."""
    name, code, output, failed, written = outcome
    assert not failed, (name, failed)
    assert "Traceback" not in output, (name, output)
    assert written == (code == 0), (name, output)
    if code:
        assert code == 1, (name, output)
        assert _PROBLEM.search(output), (name, output)
    else:
        assert from_csv((folder / name).with_suffix(".csv").read_text(encoding="utf-8")), name
    return code == 0


@pytest.mark.slow
def test_spoiled_files_are_read_or_told(tmp_path: Path) -> None:
    """Two hundred files spoiled by chance: none hangs, none ends in a traceback, none leaves a part of an index."""
    paths = []
    for name, content in mutants():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(content)
    read = [judge(outcome, tmp_path) for outcome in outcomes(paths)]
    assert len(read) == MUTANTS
    assert 20 < sum(read) < MUTANTS - 20  # some can still be read, and some cannot


@pytest.mark.slow
def test_odd_files_are_read_or_told(tmp_path: Path) -> None:
    """Encrypted, empty, mislabelled, huge and deep files: each is read, or the message says what it is."""
    paths = []
    for name, make, _ in ODD:
        paths.append(tmp_path / name)
        paths[-1].write_bytes(make())
    for (name, _, told), outcome in zip(ODD, outcomes(paths), strict=True):
        assert judge(outcome, tmp_path) == (not told), outcome[:3]
        assert told in outcome[2], (name, outcome[2])


def test_a_page_without_text_among_others_is_told(tmp_path: Path) -> None:
    """One scanned page of a report is a warning that names the page."""
    file = tmp_path / "report.pdf"
    canvas = Canvas(str(file))
    for number in range(1, 4):
        canvas.drawString(72, 700, f"1.{number} The panel met in the library of the town hall, and again in May.")
        canvas.showPage()
    canvas.drawInlineImage(files.picture(), 0, 0, 500, 700)
    canvas.save()
    result = CliRunner().invoke(cli, ["passages", str(file)])
    assert result.exit_code == 0
    assert f"{file.as_posix()}:4:0: the page is a picture without text: make its text first with OCR" in result.output
