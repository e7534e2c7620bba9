"""The people of a case under their pseudonyms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from dhrgraph.documents.lines import slug
from dhrgraph.drafting.clauses import QUOTED
from dhrgraph.drafting.sections import Sentence
from dhrgraph.lexicon.words import best_code, data, finds, masked, pattern, words

__all__ = ["TITLES", "People", "Someone", "people_of"]

#: People of one case, at most, the most often named; reports have some ten.
MOST = 300
TITLES = "Child|Adult|Friend|Relative|Neighbour|Colleague|Witness|Brother|Sister|Mother|Father|Mr|Mrs|Ms|Miss"
#: How often somebody must be named whose role no pattern tells.
_OFTEN = 4
_TITLED = rf"(?:{TITLES}) [A-Z0-9]\w*"
_NAME = rf"(?:{_TITLED}|[A-Z][a-z’'-]+(?!\w))"
_WORDS = re.compile(rf"{_NAME}|[A-Z][a-z]+")


@dataclass
class Someone:
    """A person of the case.

    Parameters
    ----------
    id, pseudonym, role, sex : str
    relation, outcome, age : str
        Empty where the report does not tell it, or it was not found.
    cites : list of str
    """

    id: str
    pseudonym: str
    role: str
    sex: str = "not-stated"
    relation: str = ""
    outcome: str = ""
    age: str = ""
    cites: list[str] = field(default_factory=list)

    def values(self) -> dict[str, Any]:
        """The row of people.yaml."""
        row: dict[str, Any] = {"id": self.id, "pseudonym": self.pseudonym, "role": self.role}
        row |= {"relation": self.relation} if self.relation else {}
        row |= {"sex": self.sex} | ({"age": self.age} if self.age else {})
        row |= {"case_outcome": self.outcome or "unclear"} if self.role == "perpetrator" else {}
        return row | {"cites": self.cites}


@lru_cache(maxsize=10_000)
def _whole(name: str) -> re.Pattern[str]:
    """What finds a name as a whole."""
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")


@dataclass
class People:
    """The people of a report, the victim first."""

    all: list[Someone]

    def of(self, role: str) -> Someone | None:
        """The first person of a role."""
        return next((one for one in self.all if one.role == role), None)

    def named(self, text: str) -> list[tuple[int, Someone]]:
        """Who of them a text names, each once, in its order."""
        found = [
            (match.start(), one)
            for one in self.all
            if one.pseudonym in text and (match := _whole(one.pseudonym).search(text))
        ]
        return sorted(found, key=lambda pair: pair[0])

    def meant(self, text: str, last: Sequence[Someone] = (), owner: Someone | None = None) -> list[Someone]:
        """Who of them a text speaks of: by name, by role, or by a pronoun that fits one who was named before.

        Parameters
        ----------
        text : str
        last : sequence of Someone
            Those of whom the text before spoke, the last one first.
        owner : Someone, optional
            The person whose section it is.
        """
        text = masked(QUOTED, text)
        main = [one for _, one in self.named(text)]
        for role in ("victim", "perpetrator"):
            one = self.of(role)
            if one and one not in main and re.search(rf"(?i)\bthe {role}\b(?! of\b)", text):
                main.append(one)
        if main:
            return main
        for sex in ("female", "male"):
            if not re.search(r"(?i)\b(?:she|her)\b" if sex == "female" else r"(?i)\b(?:he|his|him)\b", text):
                continue
            known = [*([owner] if owner else []), *last, *(o for o in self.all if o.role in ("victim", "perpetrator"))]
            fitting = next((one for one in known if one.sex == sex), None)
            victim, other = self.of("victim"), self.of("perpetrator")
            if (
                fitting is None
                and victim
                and other
                and victim.sex not in (sex, "not-stated")
                and other.sex == "not-stated"
            ):
                fitting = other
            if fitting and fitting not in main:
                main.append(fitting)
        return main


@cache
def _form(template: str) -> re.Pattern[str]:
    out = re.escape(template).replace(r"\ ", r"\s+")
    out = re.sub(r"\\\(((?:\\?[\w ]|\\s\+|\\\|)+?)\\\)(\\\?)?(?=[^{]|$)", _group, out)
    return re.compile(rf"(?i)(?<!\w){out}(?!\w)".replace(r"\{p\}", rf"[\"“‘']?(?P<p>(?-i:{_NAME}))[\"”’']?"))


def _group(match: re.Match[str]) -> str:
    inside = match[1].replace(r"\|", "|")
    if "|" in inside or match[2]:
        return f"(?:{inside})" + ("?" if match[2] else "")
    return rf"\({inside}\)"


def _roles(sentences: Sequence[Sentence]) -> Iterator[tuple[str, str, str]]:
    """Each pseudonym that stands in a pattern, with the role that it speaks for and where."""
    for sentence in sentences:
        for role in ("victim", "perpetrator", "family", "friend"):
            for template in words("people", role):
                for found in _form(template).finditer(sentence.text):
                    name = found["p"].replace("’", "'").removesuffix("'s").rstrip("'")
                    if name.split()[0] not in words("people", "not_people") or re.match(
                        r"(?:Adult|Mr|Mrs) [A-Z]", name
                    ):
                        yield name, role, sentence.cite


def people_of(sentences: Sequence[Sentence], bodies: Sequence[str] = ()) -> People:
    """The people of a report.

    Parameters
    ----------
    sentences : sequence of Sentence
    bodies : sequence of str
        Names of bodies, which are no people.
    """
    votes: dict[str, Counter[str]] = {}
    where: dict[str, list[str]] = {}
    for name, role, cite in _roles(sentences):
        if name in bodies or name == "Child":
            continue
        votes.setdefault(name, Counter())[role] += 1
        where.setdefault(name, []).append(cite)
    text = "\n".join(sentence.text for sentence in sentences)
    votes = dict(sorted(votes.items(), key=lambda each: -each[1].total())[:MOST]) if len(votes) > MOST else votes
    often = {name: len(_whole(name).findall(text)) for name in votes}
    found: list[Someone] = []
    for role in ("victim", "perpetrator"):
        ranked = sorted((n for n in votes if votes[n][role] and n not in {o.pseudonym for o in found}),
                        key=lambda n: (-votes[n][role] * often[n], n))  # fmt: skip
        if ranked:
            found.append(Someone(slug(ranked[0]), ranked[0], role))
    for role, said in (("victim", "dead"), ("perpetrator", "accused")):
        if not any(one.role == role for one in found):
            found += [Someone(slug(name), name, role) for name in _most_told(sentences, found, bodies, said)[:1]]
    found.sort(key=lambda one: one.role != "victim")
    for name, roles in votes.items():
        if name.split()[0] in data("people")["titles"]["child"]:
            continue
        if name not in {one.pseudonym for one in found} and (roles["family"] or roles["friend"]):
            found.append(Someone(slug(name), name, "friend" if roles["friend"] else "family"))
    _titled(found, text)
    for one in found:
        _describe(one, sentences, found)
    return People(found)


def _most_told(sentences: Sequence[Sentence], found: Sequence[Someone], bodies: Sequence[str], said: str) -> list[str]:
    """Who else is told of most often, among those of whom the report tells a death, or an arrest or a conviction."""
    text = "\n".join(sentence.text for sentence in sentences)
    known = {one.pseudonym for one in found} | {word for body in bodies for word in (body, *body.split())}
    counted = Counter(
        name[0].removesuffix("'s").removesuffix("’s")
        for name in re.finditer(rf"(?<![\w.’'-])(?<![A-Z]\w )(?:{_NAME})(?! [A-Z][a-z])", text)
    )
    often = {name for name, count in counted.most_common(MOST) if count > _OFTEN}
    accused: Counter[str] = Counter()
    names: set[str] = set()
    for sentence in sentences:
        here = {n for n in often if n in sentence.text and _whole(n).search(sentence.text)}
        if finds("people", said, sentence.text):
            alone = not here and not any(word in counted for word in _WORDS.findall(sentence.text))
            accused.update(names if alone and re.match(r"(?:He|She)\b", sentence.text) else here)
        names = here
    fit = [
        name
        for name in accused
        if name not in known
        and (" " in name or name not in words("people", "not_people"))
        and not re.search(rf"\b{re.escape(name.lower())}\b", text)
    ]
    return sorted(fit, key=lambda name: (-accused[name] * counted[name], name))


def _titled(found: list[Someone], text: str) -> None:
    """Child A and Friend B are whom their names say."""
    for role, titles in data("people")["titles"].items():
        for title in titles:
            for name in dict.fromkeys(re.findall(rf"\b{title} [A-Z](?![\w.])", text)):
                if name not in {one.pseudonym for one in found}:
                    found.append(Someone(slug(name), name, str(role)))


def _describe(one: Someone, sentences: Sequence[Sentence], found: Sequence[Someone]) -> None:
    """What the sentences that name a person tell of them."""
    form = _whole(one.pseudonym)
    victim = next((o for o in found if o.role == "victim"), None)
    sexes: Counter[str] = Counter()
    relations: Counter[str] = Counter()
    spoken_of = False
    for sentence in sentences:
        at = form.search(sentence.text) if one.pseudonym in sentence.text else None
        if not at and spoken_of and one.role == "perpetrator" and re.match(r"(?:He|She)\b", sentence.text):
            one.outcome = _better(one.outcome, best_code("people", "outcomes", sentence.text, ""))
        spoken_of = bool(at)
        if not at:
            continue
        one.cites += [sentence.cite] if sentence.cite not in one.cites and len(one.cites) < 6 else []
        alone = not any(
            o is not one and o.pseudonym in sentence.text and _whole(o.pseudonym).search(sentence.text) for o in found
        )
        for sex in ("female", "male"):
            called = sentence.text[max(0, at.start() - 30) : at.start()].rstrip(" ,")
            sexes[sex] += 5 * bool(re.search(rf"\b(?:{'|'.join(words('people', sex)[4:])})$", called))
            after = sentence.text[at.end() :] if alone else sentence.text[at.end() : at.end() + 25]
            sexes[sex] += len(pattern(words("people", sex)[:4]).findall(after)) if alone else 0
        if not one.age and (
            age := re.search(
                rf"{re.escape(one.pseudonym)}\W[^.;]{{0,40}}?(?:aged|was|then|is) (\d{{1,2}})(?= years|,| when|\.|$)",
                sentence.text,
            )
        ):
            one.age = age[1]
        if one.role == "perpetrator":
            one.outcome = _better(one.outcome, best_code("people", "outcomes", sentence.text, ""))
            if victim:
                relations[
                    best_code("people", "relations", sentence.text[max(0, at.start() - 60) : at.end() + 60], "")
                ] += 1
    if sexes["female"] != sexes["male"]:
        one.sex = sexes.most_common(1)[0][0]
    told = [relation for relation, _ in relations.most_common() if relation]
    if one.role == "perpetrator" and told:
        one.relation = next((r for r in ("former-partner", "spouse") if relations[r]), told[0])
    if one.role == "friend":
        one.relation = "friend"
    if one.role == "child":
        one.relation = "child"


def _better(before: str, now: str) -> str:
    """The outcome that is worth more: a death before trial goes before a conviction."""
    order = list(data("people")["outcomes"])
    known = [outcome for outcome in (before, now) if outcome]
    return min(known, key=order.index) if known else ""


def is_about(text: str, key: str) -> bool:
    """Whether a text has a word of a list of people.yaml."""
    return finds("people", key, text) is not None
