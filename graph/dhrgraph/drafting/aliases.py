"""The names by which bodies go, and where a text has one, looked for by its first letter and not one after another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from dhrgraph.drafting.names import plain

__all__ = ["Aliases", "literal"]


def literal(alias: str) -> str:
    """The pattern of a name: in any case where it has several words, else as it is written."""
    each = r"\s+".join(re.escape(word).replace("’", "'").replace("'", "['’]?") for word in alias.split())
    return f"(?i:{each})" if " " in alias else each


class Aliases(dict[str, str]):
    """Names of bodies, each with the id of the body; those that came first go before others like them."""

    def __init__(self) -> None:
        super().__init__()
        self._plain: dict[str, str] = {}
        self._lower: dict[str, str] = {}
        self._by_letter: defaultdict[str, list[str]] = defaultdict(list)
        self._forms: dict[str, re.Pattern[str]] = {}

    def __setitem__(self, alias: str, body: str) -> None:
        if alias not in self:
            self._plain.setdefault(plain(alias), alias)
            self._lower.setdefault(alias.lower(), alias)
            letter = _letter(alias)
            self._by_letter[letter].append(alias)
            self._forms.pop(letter, None)
        super().__setitem__(alias, body)

    def setdefault(self, alias: str, body: str) -> str:
        """The body that has a name; the one given where none has it yet."""
        if alias not in self:
            self[alias] = body
        return self[alias]

    def like(self, name: str) -> str | None:
        """The body that has a name, or one that differs only as `names.plain` makes names alike."""
        found = name if name in self else self._plain.get(plain(name))
        return None if found is None else self[found]

    def written(self, name: str) -> str | None:
        """The body that has a name in capital or small letters."""
        found = self._lower.get(name.lower())
        return None if found is None else self[found]

    def found_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a text has names, the longest at each place; they do not overlap."""
        place = 0
        while start := _START.search(text, place):
            form = self._form(_letter(start[0]))
            match = form.match(text, start.start()) if form else None
            if match:
                yield match.span()
            place = match.end() if match else start.end()

    def _form(self, letter: str) -> re.Pattern[str] | None:
        aliases = self._by_letter.get(letter)
        if not aliases:
            return None
        if letter not in self._forms:
            each = "|".join(literal(alias) for alias in sorted(aliases, key=len, reverse=True))
            self._forms[letter] = re.compile(rf"(?:{each})(?!\w|-\w)")
        return self._forms[letter]


#: Where a name can begin.
_START = re.compile(r"(?<![\w-])\S")


def _letter(text: str) -> str:
    """The first letter, apostrophes of both kinds alike."""
    return text[:1].lower().replace("’", "'")
