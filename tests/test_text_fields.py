"""No field of any kind of record takes a text past the one rule."""

from __future__ import annotations

import types
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from pydantic import ValidationError

import dhrgraph.records.types
from dhrgraph.errors import Problem
from dhrgraph.exchange import dhrd
from dhrgraph.lexicon.edtf import Edtf
from dhrgraph.passages import from_csv
from dhrgraph.records import catalogue as catalogues
from dhrgraph.records import check, load_collection
from dhrgraph.records.base import MOST_CHARACTERS, MOST_VALUES, Base
from dhrgraph.records.readings import Readings
from dhrgraph.records.types import Contact

REVIEW = Path("reviews/example-review")


def classes(root: type[Base] = Base) -> Iterator[type[Base]]:
    """All classes below the root."""
    for each in root.__subclasses__():
        yield each
        yield from classes(each)


ALL = sorted({each for each in classes() if each.__module__.startswith("dhrgraph.")}, key=lambda each: each.__name__)


def takes_text(annotation: Any) -> bool:
    """Whether a text, or a list or mapping of texts, may stand in a field."""
    if annotation in (str, Edtf):
        return True
    if get_origin(annotation) in (Annotated, Union, types.UnionType, list, dict):
        return any(map(takes_text, get_args(annotation)))
    return isinstance(annotation, type) and issubclass(annotation, Readings)


FIELDS = [
    (cls, info.alias or name) for cls in ALL for name, info in cls.model_fields.items() if takes_text(info.annotation)
]


def test_all_kinds_of_record_are_under_the_rule() -> None:
    """Every class of the record types and of catalogues is a record under the rule, and there are as many as it seems."""
    for module in (dhrgraph.records.types, catalogues):
        models = [each for each in vars(module).values() if isinstance(each, type) and hasattr(each, "model_fields")]
        assert all(issubclass(each, Base) for each in models)
        assert {each for each in models if each is not Base} <= set(ALL)
    assert len(FIELDS) > 100


@pytest.mark.parametrize(
    "bad",
    ["\x1b[2K", "\x7f", "\x9b", "\ufffe", "\U0010ffff", "\ufdd0", "\u202e", "\u2066", "\ud800", "\U000e0041"],
    ids=ascii,
)
@pytest.mark.parametrize(
    "around",
    [
        lambda text: text,
        lambda text: [text],
        lambda text: {"gss": text},
        lambda text: {"readings": [{"value": text, "cites": [text]}]},
    ],
    ids=["one", "list", "map", "readings"],
)
def test_each_field_refuses_what_may_not_stand(around: Any, bad: str) -> None:
    """Alone, in a list, a mapping or readings: the fault names the character and stands at the value."""
    for cls, key in FIELDS:
        with pytest.raises(ValidationError) as caught:
            cls.model_validate({key: around(f"a{bad}b")})
        faults = [error for error in caught.value.errors() if error["type"] == "fault"]
        seen = [error for error in faults if f"U+{ord(bad[0]):04X}" in error["msg"]]
        assert seen, (cls, key)
        assert all(error["loc"][0] == key for error in seen)


@pytest.mark.parametrize(("cls", "key"), FIELDS, ids=lambda value: value if isinstance(value, str) else value.__name__)
def test_each_field_sees_a_normalised_text(cls: type[Base], key: str) -> None:
    """White space of all kinds and what shows nothing never reach a field: its own errors quote the text without them."""
    spaced, plain = "\u2028 2010\u200b-09 \t", "2010-09"
    found = []
    for text in (spaced, plain):
        for around in (text, [text], {"gss": text}):
            try:
                found.append(str(cls.model_validate({key: around}).model_dump()))
            except ValidationError as error:
                found.append(str([(e["type"], e["loc"], e["msg"], e.get("input")) for e in error.errors()]))
    assert found[:3] == found[3:]


def contact(**more: Any) -> dict[str, Any]:
    """A contact with what it needs."""
    return {"id": "c", "agencies": ["a"], "persons": ["p"], "kind": "phone", "reached": "yes", "initiated_by": "agency",
            "disclosure": "none", "summary": "She called", "cites": ["1"]} | more  # fmt: skip


def test_lengths_count_after_normalising() -> None:
    """Twenty words and 500 characters are those that are left; a word that nobody sees is none."""
    assert Contact.model_validate(contact(summary="\u00a0 ".join(["w"] * 20) + "\u2028")).summary == " ".join(
        ["w"] * 20
    )
    assert Contact.model_validate(contact(note="\u00ad".join(["w"] * 500))).note == "w" * 500
    for wrong in (
        {"summary": " ".join(["w"] * 21)},
        {"note": "w" * 501},
        {"note": "\u200b\u200d"},
        {"summary": "\u3164"},
    ):
        with pytest.raises(ValidationError):
            Contact.model_validate(contact(**wrong))
    assert Contact.model_validate(contact(note="Zoe\u0308")).note == "Zo\u00eb"


def test_all_that_is_wrong_with_a_record_is_found_at_once() -> None:
    """A text that may not stand hides no other fault."""
    with pytest.raises(ValidationError) as caught:
        Contact.model_validate(contact(summary="\x07", kind="fone", occurrences="10000", extra="x", note="\u202e"))
    assert {error["loc"][0] for error in caught.value.errors()} == {"summary", "kind", "occurrences", "extra", "note"}


def test_a_record_has_bounds() -> None:
    """A record holds no more than fits into the cells that are made of it."""
    Contact.model_validate(contact(cites=[f"1.{number}" for number in range(MOST_VALUES - 20)]))
    for cites in (
        [f"1.{number}" for number in range(MOST_VALUES)],
        ["9" * 60 + str(n) for n in range(MOST_CHARACTERS // 60)],
    ):
        with pytest.raises(ValidationError, match="the record has"):
            Contact.model_validate(contact(cites=cites))


def problems(folder: Path) -> list[Problem]:
    """All problems of a collection."""
    collection, found = load_collection(folder)
    return sorted({*found, *check(collection)})


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "what"),
    [
        ("events.yaml", "summary: Ms A was killed", 'summary: "Ms A was\\uFFFF killed"', (12, 12), "U+FFFF (a non-character)"),
        ("events.yaml", "summary: Ms A was killed", 'summary: "Ms A\\e[2K"', (12, 12), "U+001B (ESCAPE)"),
        ("events.yaml", 'cites: ["1.1"]', 'cites: ["1.1", "1\\u202E.2"]', (13, 18), "U+202E (RIGHT-TO-LEFT OVERRIDE)"),
        ("review.yaml", "title: Overview report", 'title: "Over\\x9Bview"', (14, 12), "U+009B"),
        ("review.yaml", "title: Overview report", 'title: x\n    url: "http://e/\\x07"', (15, 10), "U+0007 (BELL)"),
        ("events.yaml", "  kind: death", '  "ki\\x07nd": death', (10, 3), "may not stand in a key"),
        ("passages.csv", "title,front-matter,,1", "title,front-matter,a\x1bb,1", (2, 21), "the section has the character U+001B"),
        ("passages.csv", "title,front-matter,,1", '"ti\ufffetle",front-matter,,1', (2, 3), "the number has the character U+FFFE"),
    ],
)  # fmt: skip
def test_a_problem_names_place_and_character(
    name: str, old: str, new: str, place: tuple[int, int], what: str, invented: Path
) -> None:
    """File, line and column of the value, the character by number and name, and what to do."""
    path = invented / REVIEW / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(new.join(text.rsplit(old, 1)), encoding="utf-8")
    seen = [problem for problem in problems(invented) if what in problem.what]
    assert [(problem.line, problem.column) for problem in seen] == [place]
    assert seen[0].file.endswith(name)
    assert seen[0].remedy


def test_keys_that_look_the_same_are_the_same(invented: Path) -> None:
    """A key with a space that nobody sees is that key, and may not stand twice."""
    path = invented / REVIEW / "events.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  kind: death", '  "kind\\u00a0": death'), encoding="utf-8")
    assert problems(invented) == []
    path.write_text(text.replace("  kind: death", '  "kind\\u00a0": death\n  kind: death'), encoding="utf-8")
    assert [problem.what for problem in problems(invented)] == ["the key 'kind' stands twice"]


def test_texts_are_normalised_wherever_they_are_read(invented: Path) -> None:
    """Pasted white space in records, ids, citations, identifiers and the index passes, and is gone from what is read."""
    path = invented / REVIEW / "people.yaml"
    text = path.read_text(encoding="utf-8").replace("pseudonym: Ms A\n", 'pseudonym: "\\ufeff Ms\\u2028 A\\u200b"\n')
    path.write_text(
        text.replace('cites: ["1.1"]', 'cites: ["1.1\\u00a0"]').replace("- id: ms-a", '- id: "ms-a\\t"'),
        encoding="utf-8",
    )
    index = invented / REVIEW / "passages.csv"
    index.write_text(
        index.read_text(encoding="utf-8").replace(
            "1.1,paragraph,Introduction", "1.1\u00a0,paragraph,Intro\u2003duction"
        ),
        encoding="utf-8",
    )
    assert problems(invented) == []
    review = load_collection(invented)[0].reviews[0]
    person = review.records["people"][0]
    assert (person.id, getattr(person, "pseudonym", ""), getattr(person, "cites", [])) == ("ms-a", "Ms A", ["1.1"])
    assert ("1.1", "Intro duction") in {(passage.number, passage.section) for passage in review.passages}


def test_lists_of_others_are_under_the_rule(tmp_path: Path) -> None:
    """A list is taken over by the same rule, whatever its file is called."""
    columns = dict.fromkeys(dhrd.COLUMNS, "False") | {"incident_id": "INC-0001", "region": "Wales", "death_date": "2018",
                                                      "cause_of_death": "", "location_of_death": ""}  # fmt: skip
    file = tmp_path / "in\x1b[2Kcidents\u202e.csv"

    def taken(area: str) -> catalogues.Catalogue:
        file.write_text(
            ",".join(columns) + "\n" + ",".join((columns | {"csp": area}).values()) + "\n", encoding="utf-8"
        )
        return dhrd.read(file)

    made = taken("Any\u00adtown\u00a0 and\tdistrict")
    assert made.entries[0].area == "Anytown and district"
    assert made.source.file == "in[2Kcidents.csv"
    with pytest.raises(Exception, match=r"U\+202E \(RIGHT-TO-LEFT OVERRIDE\) may not stand"):
        taken("Any\u202etown")


@pytest.mark.parametrize("text", ["", "a b", "\u00a0", "a\u2003b", "\u200b"], ids=ascii)
def test_numbers_of_passages_have_no_white_space(text: str) -> None:
    """A passage with a number that no record could cite is refused, with its line."""
    with pytest.raises(ValueError, match=r"line 2: .* cannot be the number of a passage"):
        from_csv(f"number,kind,section,order\n{text},paragraph,x,1\n")
