"""Which lines of a report are recommendations, by where they stand before by how they are worded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dhrgraph.drafting.addressees import bodies_for
from dhrgraph.drafting.advice import Advice, add_points
from dhrgraph.drafting.asking import announces, asks_plainly, is_request
from dhrgraph.drafting.recblocks import Block
from dhrgraph.drafting.reclabels import label_of
from dhrgraph.drafting.recowners import owners_of, without_lead
from dhrgraph.drafting.reczones import IN
from dhrgraph.drafting.sections import part_of
from dhrgraph.drafting.told import Report
from dhrgraph.lexicon.words import finds, pattern, words

__all__ = ["Finder"]


class Finder:
    """Goes through the lines of a report and keeps what the headings last told of what follows."""

    def __init__(self, report: Report, blocks: Sequence[Block]) -> None:
        self.report, self.blocks = report, blocks
        self.single = False
        self.lead: Block | None = None
        self.last: Block | None = None
        self.above = ""
        self.made: list[Advice] = []
        sections = [b for b in blocks if b.zone in IN]
        texts = [b for b in sections if b.kind == "text" and b.label]
        self.numbered = {b.path for b in texts if is_request(b.text) and not announces(b.text)}
        self.coded = {b.path for b in texts if b.label.kind in ("code", "explicit")}
        self.levels = set(self.explicit_levels())
        self.single = False

    def explicit_levels(self) -> Iterator[str]:
        """The levels of recommendations that are printed with that word."""
        for block in self.blocks:
            self.see(block)
            titled = bool(block.path) and label_of(block.path[-1]).kind == "explicit"
            if block.zone in IN and (titled or block.label.kind == "explicit"):
                yield self.level_at(block)

    def run(self) -> list[Advice]:
        """The recommendations, in the order of the report."""
        for block in self.blocks:
            self.see(block)
            if block.kind == "heading":
                self.lead = self.last = None
                continue
            found = self.one(block)
            if found:
                self.made.append(found)
                self.last, self.lead = block, self.lead if block.kind == "point" else None
            elif self.last and block.kind == "point" and self.belongs(block, self.last):
                add_points(self.made[-1], block)
            elif block.kind == "text":
                self.lead = block if block.text.rstrip().endswith(":") or announces(block.text) else None
                self.last = None if block.passage is not (self.last.passage if self.last else None) else self.last
        return self.made

    def see(self, block: Block) -> None:
        """Note whether the recommendations from here on are those of single agencies."""
        first = block.text if block.kind == "heading" else block.text.split(". ")[0]
        if block.kind != "heading" and not announces(block.text):
            return
        if finds("recommendations", "of_the_panel", first):
            self.single = False
        elif pattern(words("sections", "parts", "agency-recommendations")).search(first):
            self.single = True
        elif block.kind == "heading" and (finds("recommendations", "any", first) or part_of([first])):
            self.single = False

    def level_at(self, block: Block) -> str:
        """Whether what stands here is of the review or of a single agency."""
        if self.single or block.zone == "agency-recommendations":
            return "single-agency"
        return "overview"

    def one(self, block: Block) -> Advice | None:
        """The recommendation that a line is, if it is one."""
        least = 2 if block.label.kind in ("explicit", "code") else 3
        if len(block.text.split()) < least or block.zone in ("terms", "action-plan"):
            return None
        if block.label.kind == "row":
            return self.advice(block, "row of a table of recommendations", 0.85)
        titled = label_of(block.path[-1]) if block.path else None
        if titled and titled.kind == "explicit":
            return self.below_number(block)
        if block.label.kind == "explicit":
            return self.advice(block, "numbered recommendation", 0.95)
        if block.zone not in IN:
            return self.announced(block) if block.zone != "terms" else None
        if block.kind == "point":
            return self.of_point(block)
        if block.kind != "text" or announces(block.text):
            return None
        if block.zone == "mixed":
            plain = asks_plainly(block.text) and (self.names(block) or finds("recommendations", "any", block.text))
            return (
                self.advice(block, "passage that asks, beside conclusions", 0.7)
                if plain and not self.explicit(block)
                else None
            )
        return self.by_place(block)

    def below_number(self, block: Block) -> Advice | None:
        """One whose number is the heading: the first paragraph below it that asks, else the first."""
        title = block.path[-1]
        below = [b for b in self.blocks if b.path == block.path and b.kind in ("text", "point") and b.text.strip()]
        best = next((b for b in below if asks_plainly(b.text)), below[0])
        label = label_of(title)
        if block is not best:
            return None
        return self.advice(
            replace(block, label=replace(label, beside=f"{label.beside} {title[label.end :]}")),
            "numbered recommendation",
            0.95,
        )

    def explicit(self, block: Block) -> bool:
        """Whether recommendations of this kind are printed with that word, so that what has none is none."""
        level = self.level_at(block)
        return level in self.levels if level == "overview" else block.path in self.coded

    def by_place(self, block: Block) -> Advice | None:
        """One that is a recommendation because of where it stands."""
        level = self.level_at(block)
        if block.label.kind == "code":
            return self.advice(block, "coded line of a section of recommendations", 0.85)
        if self.explicit(block) or block.path in self.coded:
            return None
        if block.label:
            rule = "numbered passage of a section of recommendations"
            return self.advice(block, rule, 0.8) if is_request(block.text) else None
        if block.path in self.numbered or len(block.text.split()) < 4:
            return None
        if (
            asks_plainly(block.text)
            or (is_request(block.text) and (level == "single-agency" or self.owned(block)))
            or self.opens(block.text)
        ):
            return self.advice(block, "passage that asks, in a section of recommendations", 0.8)
        return None

    def opens(self, text: str) -> bool:
        """Whether a text begins as recommendations do."""
        return bool(
            pattern(words("recommendations", "opens")).match(text) or re.match(r"[^.]{0,80}?\bto\s+[a-z]", text)
        ) and is_request(text)

    def owned(self, block: Block) -> bool:
        """Whether the headings name a body."""
        return bool(owners_of(self.report, block, self.lead))

    def names(self, block: Block) -> bool:
        """Whether a text names a body."""
        return bool(self.report.bodies.mentions(block.text))

    def of_point(self, block: Block) -> Advice | None:
        """A point is a recommendation where what stands above it is none."""
        if self.explicit(block) and not block.label:
            return None
        if self.last and self.belongs(block, self.last) and self.last.kind != "point":
            return None
        if block.passage.number.count("(") > 1 and self.last:
            return None
        lead = self.lead
        if lead and lead.label and asks_plainly(lead.text) and self.names(lead) and len(self.numbered_in(lead)) > 1:
            self.made.append(self.advice(lead, "numbered passage of a section of recommendations", 0.8))
            self.last = lead
            return None
        if block.text.rstrip().endswith(":"):
            return None
        if lead is None and block.zone == "mixed":
            return None
        return self.advice(block, "point of a section of recommendations", 0.75)

    def numbered_in(self, block: Block) -> list[Block]:
        """The numbered requests below the headings of a line."""
        return [
            b for b in self.blocks if b.path == block.path and b.kind == "text" and b.label and asks_plainly(b.text)
        ]

    def belongs(self, point: Block, lead: Block) -> bool:
        """Whether a point stands below a line."""
        return point.path == lead.path and (
            point.passage.cite == lead.passage.cite or point.passage.number.startswith(f"{lead.passage.cite}(")
        )

    def announced(self, block: Block) -> Advice | None:
        """One outside such a section: a point under a line that announces recommendations, or one told in the text."""
        part, whole = part_of(block.path), block.passage.text
        form = r"(?i)\brecommendation\b[^:.]*:\s+(?=[A-Z])"
        inline = re.search(form, whole) if block.kind == "text" and block.start == block.passage.start else None
        if inline and len(whole[inline.end() :].split()) > 8 and is_request(whole[inline.end() :]):
            told = replace(block, text=whole[inline.end() :], start=block.start + inline.end())
            return self.advice(told, "recommendation told in the text", 0.7, level="single-agency")
        lead = self.lead
        if (
            block.kind != "point"
            or lead is None
            or not self.belongs(block, lead)
            or block.passage.number.count("(") > 1
            or part in ("terms", "action-plan")
        ):
            return None
        last = lead.text.rstrip().split(". ")[-1]
        if not re.search(r"(?i)\brecommend(?:ation|ations|s|ed)\b", last) or re.search(
            r"(?i)\bpurpose|terms of\b", last
        ):
            return None
        rule = "point under an announcement of recommendations"
        made = self.advice(block, rule, 0.75, level="single-agency")
        made.cites = list(dict.fromkeys([lead.passage.cite, *made.cites]))
        return made

    def advice(self, block: Block, rule: str, sure: float, level: str = "") -> Advice:
        """The recommendation that a line is."""
        text, named = without_lead(block.text)
        beside = block.label.beside if block.label.kind in ("explicit", "row") else ""
        to = next((found for each in (block.named, named, beside) if (found := bodies_for(self.report, each))), [])
        return Advice(
            number=block.label.number or re.sub(r"^.*\((\d+)\)$", r"\1", block.passage.number),
            level=level or self.level_at(block),
            text=text,
            cites=[block.passage.cite],
            places=[(block.start, block.start + len(text))],
            owners=owners_of(self.report, block, self.lead),
            rule=rule,
            confidence=sure,
            named=to,
            in_summary=any(finds("recommendations", "summary", heading) for heading in block.path),
        )
