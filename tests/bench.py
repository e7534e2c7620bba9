"""Measurements, apart from the tests: ``make bench``.

Each figure is a ratio within this one run, against a peer or floor that is named, since times differ
between machines and moments. Each side is run several times, in turn, and the least time counts.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
import yaml
from pyoxigraph import Store
from rdflib import Dataset
from rich.console import Console
from rich.table import Table

from dhrgraph.documents import read
from dhrgraph.questions.library import question
from dhrgraph.questions.run import ask
from dhrgraph.rdf.expand import context, expand_review
from dhrgraph.rdf.namespaces import PREFIXES
from dhrgraph.rdf.release import open_release
from dhrgraph.rdf.triples import review_graph
from dhrgraph.rebuild import rebuild
from dhrgraph.records import load_collection
from dhrgraph.resources import BASE, datasets
from tests.reports.files import write
from tests.reports.styles import printed

Run = Callable[[], object]


def least(*runs: Run, times: int = 5) -> list[float]:
    """Seconds of the fastest of several runs of each, run in turn."""
    found = [float("inf")] * len(runs)
    for _ in range(times):
        for index, run in enumerate(runs):
            start = time.perf_counter()
            run()
            found[index] = min(found[index], time.perf_counter() - start)
    return found


def loading() -> tuple[str, str, float]:
    """Reading and checking all records, against only parsing their YAML in C."""
    texts = [path.read_text(encoding="utf-8") for path in (datasets() / "reviews").rglob("*.yaml")]
    ours, floor = least(load_collection, lambda: [yaml.load(text, yaml.CSafeLoader) for text in texts])
    return "load all records", "PyYAML's C loader alone", ours / floor


def mapping() -> tuple[str, str, float]:
    """Records to triples by way of JSON-LD, against rdflib's parser on the same document."""
    collection, _ = load_collection()
    register = {agency.id: agency for agency in collection.register}
    review = max(collection.reviews, key=lambda one: sum(map(len, one.records.values())))
    document = json.dumps({"@context": context(), "@graph": expand_review(review, register)})
    ours, peer = least(
        lambda: review_graph(review, register),
        lambda: Dataset().parse(data=document, format="json-ld", publicID=BASE),
        times=3,
    )
    return "one review to triples", "rdflib's JSON-LD parser", ours / peer


def asking(build: Path) -> tuple[str, str, float]:
    """A question in its own process, against the same in this one."""
    text = question("acts-not-done").text
    with open_release(build) as release:
        store = Store.read_only(str(release.path / "store"))
        ours, floor = least(
            lambda: ask(release, text),
            lambda: list(store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)),  # type: ignore[arg-type]
        )
    return "a question with its time limit", "the bare query in one process", ours / floor


def growing(folder: Path) -> tuple[str, str, float]:
    """A rebuild of sixteen reviews, against four rebuilds of four: 1 is growth in step with the records."""
    times = {}
    for count in (4, 16):
        collection = folder / str(count)
        shutil.copytree(datasets() / "template", collection)
        for number in range(1, count):
            shutil.copytree(collection / "reviews" / "example-review", collection / "reviews" / f"example-{number}")
        (times[count],) = least(partial(rebuild, collection, collection / "build", force=True), times=3)
    return "rebuild of 16 small reviews", "4 rebuilds of 4", times[16] / (4 * times[4])


def pages(folder: Path) -> tuple[str, str, float]:
    """Reading a PDF of about a hundred pages to passages, against pdfium taking its text alone."""
    report = printed("harrowmere", "sections")
    report.pieces *= 18
    file = write(report, folder, "pdf")

    def text() -> int:
        document = pypdfium2.PdfDocument(file)
        return sum(len(page.get_textpage().get_text_range()) for page in document)

    ours, floor = least(partial(read, file), text, times=3)
    return f"read a PDF of {read(file).pages} pages", "pdfium's text alone", ours / floor


def main() -> None:
    """Measure all and print the ratios."""
    table = Table("what", "against", "ratio")
    with TemporaryDirectory() as folder:
        build = Path(folder) / "build"
        rebuild(None, build)
        for what, against, ratio in (
            *(loading(), mapping(), asking(build), growing(Path(folder)), pages(Path(folder))),
        ):
            table.add_row(what, against, f"{ratio:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
