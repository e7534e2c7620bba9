"""Small files that would make large reports, and characters that no record can hold."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from dhrgraph.documents import kinds, read
from dhrgraph.errors import ProblemsError
from tests.reports.styles import printed
from tests.reports.word import docx_of

_TEXT = "1 The facts\n\n1.1 She rang the Council.\n\n1.2 {}\n"


def _word(body: str) -> bytes:
    """A Word file with other content in its document."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx_of(printed("kestle-bay", "chapters")))) as old,
        zipfile.ZipFile(out, "w") as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                begin, end = data.index(b"<w:body>") + len(b"<w:body>"), data.index(b"</w:body>")
                data = data[:begin] + body.encode() + data[end:]
            new.writestr(name, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _refused(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(ProblemsError) as caught:
        read(path)
    return str(caught.value)


def test_deep_word_file(tmp_path: Path) -> None:
    """A Word file that is nested without end is refused, and its message says so."""
    deep = "<w:sdt><w:sdtContent>" * 1_000 + "</w:sdtContent></w:sdt>" * 1_000
    assert "nested too deeply" in _refused(tmp_path / "deep.docx", _word(deep))


def test_packed_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Word file is refused before it is read where its XML unpacks to too much, whatever its parts are called."""
    monkeypatch.setattr(kinds, "MAX_XML", 3 * 2**20)
    out = io.BytesIO(_word("<w:p/>"))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/media/picture.png", b"<a>" + b" " * 4 * 2**20 + b"</a>", zipfile.ZIP_DEFLATED)
    assert "unpacks to more than" in _refused(tmp_path / "packed.docx", out.getvalue())


def test_cells_that_reach_into_many_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell that reaches into many rows cannot make a report without end."""
    monkeypatch.setattr(kinds, "MAX_TEXT", 50_000)
    rows = f"<tr><td rowspan=900>{'word ' * 40}</td><td>b</td></tr>" + "<tr><td>c</td></tr>" * 900
    page = f"<!doctype html><html><body><h1>1 Facts</h1><p>1.1 She rang.</p><table>{rows}</table></body></html>"
    assert "more than 50000 characters" in _refused(tmp_path / "page.html", page.encode())


def test_passage_without_end(tmp_path: Path) -> None:
    """A passage that is longer than any can be is refused by its number."""
    content = _TEXT.format("word " * (kinds.MAX_PASSAGE // 5 + 10)).encode()
    assert "passage 1.2 has more than" in _refused(tmp_path / "long.txt", content)


@pytest.mark.parametrize("fault", ["\u202e", "\u2066", "\ufffe", "\ufdd0", "\U0001ffff", "\x85", "\u2028", "\x07"])
def test_faulty_characters(fault: str, tmp_path: Path) -> None:
    """No passage or heading keeps a character that no record can hold."""
    path = tmp_path / "report.txt"
    path.write_text(_TEXT.format(f"He {fault}left{fault} again.").replace("facts", f"fa{fault}cts"), encoding="utf-8")
    passages = read(path).passages
    assert not any(fault in part for p in passages for part in (p.text, p.number, p.cite, *p.headings, *p.cells))
    assert all(read(path).text[p.start : p.end] == p.text for p in passages)
