"""The terminals of SPARQL, against the grammar and against the engine."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from dhrgraph.questions.dataset import dataset_graphs
from dhrgraph.questions.lexer import Kind, Lexer


def read(text: str) -> list[tuple[str, str]]:
    """The kinds and texts of the tokens of a text."""
    return [(token.kind.name, text[token.start : token.end]) for token in Lexer(text).tokens()]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *((text, "IRI") for text in ("<>", "<http://e/#a?b'c()>", r"<e:\u00e9\U000000E9>", "<e:é>")),
        *(
            (text, "NAME")
            for text in (":", "e:", "e:a.b", "e.f:a", "é·:x", r"e:a\~\'b", "e:%41", ":a:b", "e:1-2", "e:a..b")
        ),
        *((text, "VARIABLE") for text in ("?a", "$a", "?1", "?é\u0301", "?a\u203fb", "?\u2100", "?a\u200db", "?_")),
        *((text, "BLANK") for text in ("_:a", "_:1", "_:a.b..c", "_:a-")),
        *((text, "STRING") for text in ("''", '""', "''''''", "'a\\'b'", "'''a'b''c\n'''", '"""a"b"""', r"'\u0027'")),
        *((text, "TAG") for text in ("@en", "@en-GB-1", "@en--ltr")),
        *((text, "NUMBER") for text in ("1", "1.", "1.5", ".5", "1e5", "1.e-5", ".5E+5")),
        *((text, "WORD") for text in ("SELECT", "a", "true", "GROUP_CONCAT")),
        *((text, "MARK") for text in "{}()[].,;=!<>+-*/|^&~?"),
    ],
)
def test_terminals(text: str, kind: str) -> None:
    """Each terminal is one token, also between others."""
    assert read(text) == [(kind, text)]
    assert (kind, text) in read(f"; {text} ;#'\n{text}\t;")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("?a.b", ["?a", ".", "b"]),
        ("e:a.", ["e:a", "."]),
        ("a.b.c", ["a", ".", "b", ".", "c"]),
        ("e.:a", ["e", ".", ":a"]),
        ("5SERVICE", ["5", "SERVICE"]),
        ("?s<http", ["?s", "<", "http"]),
        ("'''a\\q'''", ["''"]),
        ("'a\nb'", []),
        (r"e:\u0041", ["e:"]),
        (r"'\uD800'", []),
        ("?x\u00d7y", ["?x"]),
    ],
)
def test_where_tokens_end(text: str, parts: list[str]) -> None:
    """A token ends where its characters do, and where nothing begins, reading ends."""
    assert [part for _, part in read(text)] == parts


def test_the_engine_takes_the_same_names() -> None:
    """Each character of the first two planes may stand in a variable where the engine takes it there, and nowhere else."""
    store = Store()
    for number in [*range(0x20, 0x3100), 0xD7FF, 0xE000, 0xF8FF, 0xF900, 0xFDCF, 0xFDD0, 0xFDF0, 0xFFFD]:
        name = f"?a{chr(number)}b"
        try:
            store.query(f"SELECT ({name} AS ?k) {{}}")
        except SyntaxError:
            taken = False
        else:
            taken = True
        token = Lexer(name).at(0)
        assert token
        assert (token.kind is Kind.VARIABLE and token.end == len(name)) == taken, hex(number)


@pytest.mark.parametrize(
    ("text", "graphs"),
    [
        ("SELECT * FROM <e:a> {}", ["e:a"]),
        ("SELECT * FROM<e:a>FROM NAMED<e:b>{}", ["e:a", "e:b"]),
        ("PREFIX x: <e:> ASK FROM x:a # FROM <e:c>\n{}", ["e:a"]),
        ("BASE <http://e/> CONSTRUCT { ?a ?b ?c } FROM <a> WHERE { ?a ?b ?c }", ["http://e/a"]),
        ("PREFIX x: <e:> SELECT *FROMx:a{}", ["e:a"]),
        ("DESCRIBE <e:x> from named graph:codes {}", ["https://w3id.org/dhrgraph/graph/codes"]),
        (r"SELECT * FROM <e:\u0061> {}", ["e:a"]),
        ("SELECT ?from { ?from e:from 'FROM <e:a>' } # FROM <e:a>", None),
        ("PREFIX from: <e:> DESCRIBE from:x", None),
        ("nothing", None),
    ],
)
def test_dataset_clauses(text: str, graphs: list[str] | None) -> None:
    """The graphs after FROM are found, and the word elsewhere names none."""
    found = dataset_graphs(text)
    assert (None if found is None else [graph.value for graph in found]) == graphs
