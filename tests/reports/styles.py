"""A story in a house style: what is printed, piece by piece, and the passages that a reader must find in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

from dhrgraph.documents.lines import slug

__all__ = ["STORIES", "STYLES", "Piece", "Printed", "printed"]

FOLDER = Path(__file__).parent
STORIES = ("harrowmere", "kestle-bay")
#: Paragraphs 1.1; 1.1.1 with the numbers begun anew after the summary; 1 to N; none; 1.1 and 1.1.1 mixed.
STYLES = ("chapters", "sections", "straight", "headed", "mixed")

Kind = Literal["heading", "paragraph", "point", "bullet", "caption", "table", "appendix"]
_NOTE = re.compile(r"\[\[(.+?)\]\]", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """What stands in a report: its text is cut at the marks of footnotes, whose numbers and texts are `notes`."""

    kind: Kind
    label: str
    texts: list[str]
    level: int = 0
    notes: list[tuple[int, str]] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text without marks."""
        return "".join(self.texts)


@dataclass
class Printed:
    """A report in a house style, and the texts of its passages by the numbers that a reader must find."""

    story: dict[str, Any]
    style: str
    pieces: list[Piece] = field(default_factory=list)
    key: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[str, ...]] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)


def printed(story: str, style: str) -> Printed:
    """A story in a house style."""
    content = yaml.safe_load((FOLDER / f"{story}.yaml").read_text(encoding="utf-8"))
    return _Printer(content, style).run()


class _Printer:
    def __init__(self, story: dict[str, Any], style: str) -> None:
        self.out = Printed(story, style)
        self.style = style
        self.chapter = self.section = self.paragraph = self.straight = self.note = 0
        self.owner = self.heading_key = ""
        self.uses: dict[str, int] = {}

    def run(self) -> Printed:
        for part in ("summary", "sections"):
            if part == "sections" and self.style == "sections":
                self.chapter = 0  # the overview begins its numbers anew
            for section in self.out.story[part]:
                self.open_chapter(section["title"])
                for block in section["blocks"]:
                    self.block(block)
        for at, appendix in enumerate(self.out.story["appendices"], start=1):
            self.appendix(at, appendix)
        return self.out

    def open_chapter(self, title: str) -> None:
        self.chapter += 1
        self.section = self.paragraph = 0
        numbered = self.style in ("chapters", "sections", "mixed")
        point = "" if self.style == "mixed" else "."
        self.heading(f"{self.chapter}{point}" if numbered else "", title, 1)
        self.deep = False
        if self.style == "sections":
            self.open_section("Overview" if self.chapter > 1 else "Purpose")

    def open_section(self, title: str) -> None:
        if self.style == "sections" and self.out.pieces[-1].level == 2:
            self.out.pieces.pop()  # a section without paragraphs
            self.out.headings.pop()
            self.section -= 1
        self.section += 1
        if self.style == "mixed":
            self.section = max(self.section, self.paragraph + 1)
        self.paragraph = 0
        self.deep = True
        label = f"{self.chapter}.{self.section}" if self.style in ("sections", "mixed") else ""
        self.heading(label, title, 2)

    def heading(self, label: str, title: str, level: int) -> None:
        self.out.pieces.append(Piece("heading", label, [title], level))
        self.out.headings.append(title)
        self.owner = ""
        name = slug(title)
        self.uses[name] = self.uses.get(name, 0) + 1
        self.heading_key = name if self.uses[name] == 1 else f"{name}#{self.uses[name]}"

    def number(self, text: str) -> tuple[str, str]:
        """The label of the next paragraph and the number that a reader gives it."""
        told = re.match(r"Recommendation (\d+):", text)
        if told and self.style == "headed":
            return "", f"rec{told[1]}"
        if self.style == "straight":
            self.straight += 1
            return f"{self.straight}.", str(self.straight)
        self.paragraph += 1
        if self.style == "headed":
            key = f"{self.heading_key}-"
            self.uses[key] = self.uses.get(key, 0) + 1
            return "", f"{self.heading_key}-{self.uses[key]}"
        if self.style == "sections" or (self.style == "mixed" and self.deep):
            label = f"{self.chapter}.{self.section}.{self.paragraph}"
        elif self.style == "chapters":
            self.section += 1
            label = f"{self.chapter}.{self.section}"
        else:
            label = f"{self.chapter}.{self.paragraph}"
        return label, label

    def block(self, block: dict[str, Any]) -> None:
        if "heading" in block:
            self.open_section(block["heading"]) if self.style != "chapters" else self.heading("", block["heading"], 2)
        elif "p" in block:
            label, number = self.number(block["p"])
            self.owner = self.add("paragraph", label, number, block["p"])
        elif "points" in block:
            roman = ("i", "ii", "iii", "iv", "v", "vi")
            for at, point in enumerate(block["points"]):
                mark = roman[at] if self.style in ("straight", "mixed") else "abcdef"[at]
                self.add("point", f"({mark})", f"{self.owner}({mark})", point)
        elif "bullets" in block:
            for bullet in block["bullets"]:
                self.out.pieces.append(Piece("bullet", "•", [bullet]))
                self.out.key[self.owner] += "\n" + bullet
        else:
            self.table(block["table"])

    def add(self, kind: Kind, label: str, number: str, text: str) -> str:
        parts = _NOTE.split(text)
        notes = [(self.note + at, " ".join(note.split())) for at, note in enumerate(parts[1::2], start=1)]
        self.note += len(notes)
        texts = [" ".join(part.split()) if at else part for at, part in enumerate(parts[::2])]
        texts = [part if at == 0 or part[:1] in ",." else f" {part}" for at, part in enumerate(texts)]
        self.out.pieces.append(Piece(kind, label, texts, notes=notes))
        self.uses[f"={number}"] = use = self.uses.get(f"={number}", 0) + 1
        number = number if use == 1 else f"{number}#{use}"
        self.out.key[number] = "".join(texts)
        self.out.notes |= {f"fn{at}": note for at, note in notes}
        return number

    def table(self, table: dict[str, Any]) -> None:
        if "caption" in table:
            self.out.pieces.append(Piece("caption", "", [table["caption"]]))
        self.out.pieces.append(Piece("table", "", [], columns=table["columns"], rows=table["rows"]))
        self.out.rows += [tuple(row) for row in table["rows"]]

    def appendix(self, at: int, appendix: dict[str, Any]) -> None:
        self.out.pieces.append(Piece("appendix", "", [f"Appendix {at}: {appendix['title']}"], 1))
        for point, text in enumerate(appendix.get("numbered", ()), start=1):
            self.out.pieces.append(Piece("paragraph", f"{point}.", [text]))
            self.out.key[f"App{at}.{point}"] = text
        if "table" in appendix:
            self.table(appendix["table"])


def walk_notes(pieces: list[Piece]) -> Iterator[tuple[int, str]]:
    """All footnotes of a report."""
    for piece in pieces:
        yield from piece.notes
