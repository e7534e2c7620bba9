"""A collection of one's own: what `dhrgraph init` makes, and the schemas that editors check with."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from dhrgraph.errors import DhrgraphError
from dhrgraph.exchange.own import make_collection
from dhrgraph.records.fields import fields_of
from dhrgraph.records.schema import schemas
from dhrgraph.records.types import KINDS, Review
from dhrgraph.resources import datasets

REVIEWS = sorted((datasets() / "reviews").iterdir()) + sorted((datasets() / "template" / "reviews").iterdir())


def as_an_editor_reads(value: Any) -> Any:
    """Plain strings as YAML 1.2 types them: numbers are numbers; dates, yes and no are texts."""
    if isinstance(value, dict):
        return {key: as_an_editor_reads(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_an_editor_reads(item) for item in value]
    if re.fullmatch(r"-?\d+", value):
        return int(value)
    return float(value) if re.fullmatch(r"-?\d+\.\d+", value) else value


def read(path: Path) -> Any:
    """A record file as an editor reads it."""
    return as_an_editor_reads(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))  # noqa: S506


def test_schemas_are_schemas() -> None:
    """There is one for each file of a review, and each is valid."""
    assert schemas().keys() == {"review", *KINDS}
    for schema in schemas().values():
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("review", REVIEWS, ids=lambda path: path.name)
def test_coded_reviews_keep_to_the_schemas(review: Path) -> None:
    """An editor that checks by the schemas has nothing to say against a sound review."""
    for name, schema in schemas().items():
        path = review / f"{name}.yaml"
        if path.exists():
            errors = list(Draft202012Validator(schema).iter_errors(read(path)))
            assert errors == [], path


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("events", "kind: separation", "kind: seperation"),
        ("events", "summary:", "sumary:"),
        ("events", "  kind: separation\n", ""),
        ("events", "persons: [ms-a]", "persons: ms-a"),
        ("findings", "[routine-enquiry]", "[routine-inquiry]"),
        ("review", "kind: dhr", "kind: dhx"),
        ("review", "months: 6", "months: six"),
    ],
)
def test_editor_tells_a_fault(invented: Path, name: str, old: str, new: str) -> None:
    """A wrong code, an unknown or missing key and a value of a wrong sort are marked as one types."""
    path = invented / "reviews" / "example-review" / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert not Draft202012Validator(schemas()[name]).is_valid(read(path))


def test_what_init_makes(tmp_path: Path) -> None:
    """The template, the schemas, the editor's settings that join them, and a guard for repositories."""
    folder = tmp_path / "our reviews"
    made = {path.relative_to(folder).as_posix() for path in make_collection(folder)}
    assert made == {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    settings = json.loads((folder / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    for schema, wanted in settings["yaml.schemas"].items():
        assert (folder / schema).is_file()
        for pattern in [wanted] if isinstance(wanted, str) else wanted:
            assert list(folder.glob(pattern)), pattern
    assert {"reviews/", "build*/"} <= set((folder / ".gitignore").read_text(encoding="utf-8").splitlines())


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    """A folder that holds anything is refused and stays as it was."""
    (tmp_path / "notes.txt").write_text("ours", encoding="utf-8")
    with pytest.raises(DhrgraphError, match="not empty"):
        make_collection(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_template_shows_each_kind() -> None:
    """There is a record of each kind, with a comment, and each key is shown somewhere or optional."""
    folder = datasets() / "template" / "reviews" / "example-review"
    for name, cls in {"review": Review, **KINDS}.items():
        text = (folder / f"{name}.yaml").read_text(encoding="utf-8")
        assert "#" in text, name
        records = read(folder / f"{name}.yaml")
        keys = set(records) if isinstance(records, dict) else {key for record in records for key in record}
        assert records, name
        assert {field.key for field in fields_of(cls) if field.required} <= keys
