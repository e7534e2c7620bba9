"""Help for the tests of pages: a reader of their HTML, and a collection whose texts try to do harm."""

from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser
from itertools import count
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, Store

from dhrgraph.rebuild import rebuild
from dhrgraph.resources import datasets

#: Markup, the end of a script, an entity, a quote, letters that run from right to left, and a formula.
HOSTILE = (
    "<img src=x onerror=\"document.title='spoiled'\"></script><script>document.title='spoiled'</script>"
    "&amp; ' \u05d2\u05e0\u05d9\u05e4 =1+1"
)
#: A word of ten thousand characters.
LONG = "W" * 10_000


class Page(HTMLParser):
    """The elements of a page with their attributes, and the content of its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.texts: list[str] = []
        self.inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.inside = tag
            (self.scripts if tag == "script" else self.styles).append("")

    def handle_endtag(self, tag: str) -> None:
        """Note that a script or style has ended."""
        if tag == self.inside:
            self.inside = ""

    def handle_data(self, data: str) -> None:
        """Note a text, or the content of a script or style."""
        match self.inside:
            case "script":
                self.scripts[-1] += data
            case "style":
                self.styles[-1] += data
            case _:
                self.texts.append(data)

    @property
    def policy(self) -> str:
        """The content security policy."""
        (found,) = [e[1]["content"] for e in self.elements if e[1].get("http-equiv") == "Content-Security-Policy"]
        assert found
        return found


def data_of(text: str) -> dict[str, Any]:
    """What the scripts of a page read."""
    data: dict[str, Any] = json.loads(Page(text).scripts[0])
    return data


def hostile_store(folder: Path) -> Store:
    """The graph of the invented collection in which every free text is hostile, and every fifth very long.

    Texts so long are refused in records, so they are put into the graph itself.
    """
    collection = folder / "collection"
    shutil.copytree(datasets() / "template", collection)
    numbers = count()
    texts = re.compile(r"(?m)^( *(?:- )?(?:label|pseudonym|title|summary|what|outcome|action): ).*$")
    for path in sorted(collection.rglob("*.yaml")):
        told = texts.sub(
            lambda match: match[1] + json.dumps(f"{next(numbers)} {HOSTILE}"), path.read_text(encoding="utf-8")
        )
        path.write_text(told, encoding="utf-8")
    rebuild(collection, folder / "build")
    graph = (folder / "build" / "graph.nq").read_text(encoding="utf-8")
    long = re.sub(r"(\d*[05] <img[^\n]*?)=1\+1", rf"\g<1>=1+1 {LONG}", graph)
    assert long.count(LONG) > 5
    store = Store()
    store.bulk_load(long.encode(), format=RdfFormat.N_QUADS)
    return store
