"""Plain values to YAML text in the form of the record files.

The form is that of ``datasets/``: a list of records in block style, inner lists on one line, passages
in quotes, and a word in quotes only where YAML would else read it as something other than text. What
is written is read back by `dhrgraph.yamltext` as the same values.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

import yaml
from yaml.emitter import Emitter

__all__ = ["record_text", "records_text"]

#: Keys whose texts stand in quotes throughout, since paragraph 3.10 looks like a number to an editor.
_QUOTED = {"cites", "number", "age"}
_ONE_LINE = 1_000_000
_TAG = {kind: f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map")}


def records_text(records: Iterable[Mapping[str, Any]], head: str = "") -> str:
    """The text of a file that is a list of records.

    Parameters
    ----------
    records : iterable of mapping
        Each with its keys in the order in which they are to stand; values are texts, lists and mappings.
    head : str
        Comment lines to stand at the top, with their ``#``.

    Examples
    --------
    >>> print(records_text([{"id": "a", "date": "2010-09", "persons": ["x", "y"], "cites": ["3.10"]}]), end="")
    - id: a
      date: 2010-09
      persons: [x, y]
      cites: ["3.10"]
    """
    blocks = [_block(record) for record in records]
    return head + (_serialized(yaml.SequenceNode(_TAG["seq"], blocks, flow_style=False)) if blocks else "[]\n")


def record_text(record: Mapping[str, Any], head: str = "") -> str:
    """The text of a file that is one record, as review.yaml is."""
    return head + _serialized(_block(record))


def _block(record: Mapping[str, Any]) -> yaml.MappingNode:
    """A mapping with a line a key."""
    pairs = [(_scalar(key), _node(value, key)) for key, value in record.items()]
    return yaml.MappingNode(_TAG["map"], pairs, flow_style=False)


def _node(value: Any, key: str) -> yaml.Node:
    if isinstance(value, Mapping):
        return _block(value) if any(isinstance(each, list) for each in value.values()) else _flow(value, key)
    if isinstance(value, list) and value and all(isinstance(each, Mapping) for each in value):
        return yaml.SequenceNode(_TAG["seq"], [_flow(each, key) for each in value], flow_style=False)
    return _flow(value, key) if isinstance(value, list) else _scalar(value, quoted=key in _QUOTED)


def _flow(value: Any, key: str) -> yaml.Node:
    """A value on one line."""
    if isinstance(value, Mapping):
        pairs = [(_scalar(name), _flow(each, name)) for name, each in value.items()]
        return yaml.MappingNode(_TAG["map"], pairs, flow_style=True)
    if isinstance(value, list):
        return yaml.SequenceNode(_TAG["seq"], [_flow(each, key) for each in value], flow_style=True)
    return _scalar(value, quoted=key in _QUOTED, in_flow=True)


def _scalar(value: str, *, quoted: bool = False, in_flow: bool = False) -> yaml.ScalarNode:
    seen = Emitter(io.StringIO()).analyze_scalar(value)
    plain = seen.allow_flow_plain if in_flow else seen.allow_block_plain
    return yaml.ScalarNode(_TAG["str"], value, style=None if plain and not quoted else '"')


class _Texts(yaml.Dumper):
    """Writes scalars as texts, since no resolver tells numbers, dates or truth values from them."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent lists inside a record; the records themselves begin at the margin."""
        super().increase_indent(flow, indentless and self.indent is None)


def _serialized(node: yaml.Node) -> str:
    text: str = yaml.serialize(node, Dumper=_Texts, width=_ONE_LINE, allow_unicode=True)
    return text
