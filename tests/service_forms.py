"""Queries that call another endpoint, in disguise, and an endpoint that counts who calls."""

from __future__ import annotations

import http.server
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from pyoxigraph import QueryBoolean, Store

#: A store in which the patterns below have solutions.
DATA = (
    "INSERT DATA { <a:a> <a:b> '1', 2, true, 'x'@en, <http://e/a..b>, <http://e/a>, <http://e:> . <a:c> <a:d> <a:a> }"
)
PREFIXES = "PREFIX e: <http://e/> PREFIX p: <http://e:> PREFIX i: <http://[::1]> "

#: What stands for the word and what follows it: SERVICE, and a variable or an IRI.
_CALLS = [
    *("SERVICE {u}", "service {u}", "SeRvIcE{u}", "SERVICE SILENT {u}", "SERVICESILENT{u}", "sErViCe\tSiLeNt\r\n{u}"),
    *("SERVICE#c\n{u}", "SERVICE # {{ '\r{u}#<\n", "SERVICE u:", "SERVICEu:", "SERVICE u:a", "SERVICEu:a", "SERVICE:"),
    *(
        "SERVICE:a",
        "SERVICE:a\\#b",
        "SERVICE u:%41",
        "SERVICE u:a\\~#}}\n",
        "SERVICESILENTu:a",
        "SERVICE é:x",
        "SERVICEé:x",
    ),
    *("SERVICE u\u00b7\u203f:x", "SERVICEu.\u0301:x", "SERVICE<b>", "SERVICE SILENT u:#c d\n", "SERVICE SERVICE:"),
]
#: Where it stands.
_PLACES = [
    "SELECT * {{ {c}{{?s ?p ?o}} }}",
    "SELECT*{{{{SELECT*{{{c}{{?s?p?o}}}}}}}}",
    "SELECT * {{ ?a <a:b> 2{c}{{?s ?p ?o}} }}",
    "SELECT * {{ ?a <a:b> true{c}{{?s ?p ?o}} }}",
    "SELECT * {{ ?a <a:b> 'x'@en.{c}{{?s ?p ?o}} }}",
    "SELECT * {{ ?a <a:b> ?z.{c}{{?s ?p ?o}} }}",
    "SELECT * {{ ?a <a:b> e:a..b.{c}{{?s ?p ?o}} }}",
    "SELECT * {{ ?a <a:b> p:{c}{{?s ?p ?o}} }}",
    "SELECT * {{ VALUES ?z {{ '''a' #\\q'''\n }}{c}{{ ?s ?p ''}} }}",
    "SELECT * {{ {{}} OPTIONAL {{ {c}{{?s ?p ?o}} }} }}",
    "SELECT * {{ ?a ?b ?c MINUS {{ {c}{{?a ?p ?o}} }} }}",
    "SELECT * {{ ?a ?b ?c FILTER NOT EXISTS {{ {c}{{?s ?p ?o}} }} }}",
    "SELECT * {{ ?a ?b ?c LATERAL {{ {c}{{?s ?p ?o}} }} }}",
    "SELECT * {{ {{}} UNION {{ GRAPH ?g {{}} }} UNION {{ {c}{{?s ?p ?o}} }} }}",
    "ASK {{ {c}{{?s ?p ?o}} }}",
    "CONSTRUCT {{ ?s ?p ?o }} {{ {c}{{?s ?p ?o}} }}",
    "DESCRIBE ?s {{ {c}{{?s ?p ?o}} }}",
    "SELECT * {{ ?a ?b ?c FILTER(1<2&&'>'!=?c){c}{{?s ?p 'x'}} }}",
    "SELECT * {{ BIND(1 AS ?k) FILTER(?k<3){c}#>\n{{?s ?p ?o}} }}",
    "SELECT * {{ OPTIONAL {{ <<?s?p'>'>>?q?z }}{c}{{?x?y'z'}} }}",
    "SELECT * {{ FILTER(1<<http://e/'>||true){c}{{?a?b'x'}} }}",
    "SELECT * {{ FILTER('a\\u0022'<'b'){c}{{?a?b\"x\"}} }}",
]
_VARIABLES = ["?u", "$u", "?u\u0301", "?u\u00b7", "?\u2100", "?u\u203f", "?u\u200d", "?\u2070\u036f", "?0"]
_FRAGMENTS = [
    *(
        "'",
        '"',
        "'''",
        '"""',
        "#",
        "\n",
        "<",
        ">",
        "<<",
        ">>",
        "(",
        ")",
        "{",
        "}",
        ".",
        ";",
        ",",
        "\\",
        "\\q",
        " ",
        "|",
        "/",
    ),
    *(
        "FILTER(?s<?o)",
        "FILTER(1<2&&'>'!=?o)",
        "BIND(1<2 AS ?k)",
        "e:a..b.",
        "p:",
        "i:",
        "'''a' #\\q'''\n",
        "<<?s?p'>'>>",
    ),
    *(
        "''",
        "'x'",
        '"#"',
        "<http://e/#>",
        "<http://e/'>",
        "?x",
        "VALUES ?z { p: }",
        "true",
        "2",
        "e:a\\'",
        "_:b.c.",
        "@en",
    ),
    *(
        "OPTIONAL{}",
        "{}UNION",
        "'a\\u0027'",
        "\\u0027",
        "\\u003E",
        "<e:\\u0027>",
        "FILTER EXISTS{}",
        "#>\n",
        "?a<?b",
        "~?r",
        "{|",
    ),
]


def forms(url: str) -> list[str]:
    """Each call in each place, and calls of a variable that is bound to the address."""
    begin = f"BASE <{url}> PREFIX u: <{url}> PREFIX : <{url}> PREFIX é: <{url}> PREFIX SERVICE: <{url}> {PREFIXES}"
    begin += f"PREFIX u\u00b7\u203f: <{url}> PREFIX u.\u0301: <{url}> "
    texts = [begin + place.format(c=call.format(u=f"<{url}>")) for place in _PLACES for call in _CALLS]
    for variable in _VARIABLES:
        for bound in (f"VALUES {variable} {{ <{url}> }}", f"BIND(IRI(CONCAT('{url}','x')) AS {variable})"):
            for call in ("SERVICE", "SERVICE SILENT", "OPTIONAL{{}}service silent", "LATERAL {{ SERVICE"):
                end = "}" if "{{ " in call else ""
                texts.append(f"SELECT * {{ {bound} {call.format()}{variable} {{ ?s ?p ?o }} {end} }}")
    return texts


def soup(chance: random.Random, url: str) -> str:
    """A call in a place, with fragments thrown in that may hide it from a reader, or break the query."""
    call = chance.choice(_CALLS).format(u=f"<{url}>")
    text = chance.choice(_PLACES).format(c=call)
    for _ in range(chance.choice([1, 1, 1, 2, 2, 3, 4])):
        at = chance.choice([text.lower().find("service"), chance.randrange(len(text))])
        text = text[:at] + chance.choice(_FRAGMENTS) + text[at:]
    if chance.random() < 0.3:  # something that closes at the end what a fragment opened before the call
        at = text.rfind("}")
        text = text[:at] + chance.choice(["'", '"', "'''", '"""', "#'", ">", "?x?y'z'"]) + text[at:]
    begin = f"BASE <{url}> PREFIX u: <{url}> PREFIX : <{url}> PREFIX é: <{url}> PREFIX SERVICE: <{url}> {PREFIXES}"
    return f"{begin}PREFIX u\u00b7\u203f: <{url}> PREFIX u.\u0301: <{url}> {text}"


class Endpoint(http.server.BaseHTTPRequestHandler):
    """Counts requests and answers none."""

    hits: list[str] = []

    def do_POST(self) -> None:
        """Count a request."""
        self.hits.append(self.path)
        self.send_response(500)
        self.end_headers()

    do_GET = do_POST  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def endpoint() -> Iterator[str]:
    """The address of an endpoint on this machine, for as long as it listens."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Endpoint.hits.clear()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def store() -> Store:
    """A store that has something to send."""
    made = Store()
    made.update(DATA)
    return made


def run(text: str, asked: Store) -> None:
    """Run a query to its end, whatever comes of it."""
    with suppress(SyntaxError, OSError, RuntimeError, ValueError):
        answer = asked.query(text)
        if not isinstance(answer, QueryBoolean):
            list(answer)
