"""What words about a date tell: a kind of contact, or something that is none."""

from __future__ import annotations

import re
from itertools import pairwise

from dhrgraph.drafting.clauses import Clause
from dhrgraph.drafting.told import Report, Told
from dhrgraph.drafting.whose import is_target
from dhrgraph.lexicon.dating import Dated
from dhrgraph.lexicon.words import any_of, best_code, finds, words

__all__ = ["is_between_agencies", "is_none", "kind_of", "sends_on"]

_KINDS = {"attendance-other": "attendance"}


def kind_of(text: str) -> str:
    """What kind of contact words tell; empty where they tell none."""
    code = best_code("acts", "contacts", text, "")
    return _KINDS.get(code, code)


def is_none(told: Told, dated: Dated, own: str, clause: Clause) -> bool:
    """Whether the words of a date tell of something other than a contact."""
    at = told.text.find(own)
    mine = own[: max(0, clause.end - at)] if at >= 0 and clause.end > dated.start else own
    alone = finds("acts", "no_contact_alone", mine)
    if alone and kind_of(mine.replace(alone[0], "")) not in ("phone", "visit", "meeting", "letter", "appointment"):
        return True
    return bool(finds("acts", "no_contact", mine)) or bool(
        finds("acts", "no_contact", clause.text) and not kind_of(own)
    )


def sends_on(report: Report, told: Told, own: str, agency: str | None) -> bool:
    """Whether the words tell of a referral alone."""
    if finds("acts", "sent_on", own):
        return True
    if finds("acts", "sent", own) and not re.search(r"\breferred (?:herself|himself|themselves)\b", own):
        return True
    return bool(finds("acts", "referred", own)) and agency == _target(report, told) and not re.search(r"\bcontact", own)


def is_between_agencies(report: Report, told: Told, clause: Clause, kind: str) -> bool:
    """Whether one agency wrote to, rang or told another."""
    if kind not in ("letter", "email", "phone", "report", "other"):
        return False
    bodies = [m for m in told.bodies if clause.start <= m.start < clause.end]
    for one, other in pairwise(bodies):
        between = told.text[one.end : other.start]
        if one.body != other.body and re.fullmatch(
            rf"\W*(?:then |also )?(?:{any_of(words('acts', 'to_each_other'))})\s+(?:to\s+)?(?:the\s+|a\s+)?", between
        ):
            return True
    return False


def _target(report: Report, told: Told) -> str | None:
    """To whom a sentence says that somebody was referred."""
    return next((m.body for m in told.bodies if is_target(told.text, m.start)), told.owner)
