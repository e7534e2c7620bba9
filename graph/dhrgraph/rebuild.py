"""The main job: records to a release, step by step.

Each step takes values and returns values; only this module and `dhrgraph.exchange` write files.
The order of the steps is that of `rebuild`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from pyoxigraph import NamedNode, RdfFormat, Store

from dhrgraph.errors import DhrgraphError, ProblemsError, shown
from dhrgraph.exchange.files import IGNORE_FILE, IGNORED_ALL, write
from dhrgraph.exchange.marking import NOTE, marking_note
from dhrgraph.exchange.similar import similar_table
from dhrgraph.exchange.tables import Table, tables, to_csv
from dhrgraph.files import close_off, kept_private, read_plain, sweep, write_over
from dhrgraph.rdf import release
from dhrgraph.rdf.describe import dataset_graph
from dhrgraph.rdf.findings import Finding, placed, shape_findings, verify_findings
from dhrgraph.rdf.likeness import likeness_graph
from dhrgraph.rdf.rules import infer
from dhrgraph.rdf.triples import (
    catalogue_graph,
    codes_graph,
    external_graph,
    lines,
    ontology_graph,
    register_graph,
    review_graph,
)
from dhrgraph.records import Collection, check, load_collection, with_catalogues
from dhrgraph.records.similar import best_method
from dhrgraph.resources import BASE, ontology
from dhrgraph.views import pages

__all__ = ["Outcome", "ViolationError", "rebuild"]

Progress = Callable[[str, int, int], None]
#: A copy that a rebuild may delete where the release has it no more.
_COPY = re.compile(r"(?:MARKING\.txt|(?:tables|views)/[A-Za-z0-9_][A-Za-z0-9_.-]*)")
#: Number of reviews whose shapes take longer than a process takes to start.
_WORTH_A_PROCESS = 4

T = TypeVar("T")
R = TypeVar("R")


class ViolationError(DhrgraphError):
    """Raised when a shape or verify query finds a violation; carries all findings."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__("\n".join(map(str, findings)))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rebuild came to.

    Parameters
    ----------
    build : pathlib.Path
        The build folder.
    name : str
        Name of the release that is current now.
    fresh : bool
        Whether the release was made by this run; False where the inputs had not changed.
    manifest : dict
        The manifest of the release.
    stale : list of str
        Copies in the build folder that could not be refreshed, since another program holds them.
    """

    build: Path
    name: str
    fresh: bool
    manifest: dict[str, Any]
    stale: list[str]


def rebuild(
    folder: Path | None,
    build: Path,
    *,
    catalogues: Path | None = None,
    force: bool = False,
    jobs: int = 1,
    progress: Progress = lambda step, done, total: None,
) -> Outcome:
    """Build the graph of a collection and make it the current release of a build folder.

    Parameters
    ----------
    folder : pathlib.Path or None
        The collection; None for the packaged reviews.
    build : pathlib.Path
        The build folder; made where it does not exist.
    catalogues : pathlib.Path, optional
        A folder of catalogues, beside the collection's own.
    force : bool
        Build anew although nothing has changed.
    jobs : int
        Number of processes.
    progress : callable
        Called with the name of a step, how much of it is done and how much there is.

    Raises
    ------
    ProblemsError
        If records have problems; nothing is written.
    ViolationError
        If a shape or verify query finds a violation; the last release stands.
    DhrgraphError
        If another rebuild is writing to the build folder.
    """
    progress("records", 0, 1)
    collection, problems = load_collection(folder)
    collection, others = with_catalogues(collection, catalogues)
    problems += [*others, *check(collection)]
    if problems:
        raise ProblemsError(problems)
    inputs = _inputs(collection)
    digest = _digest(inputs)
    fresh = force or (release.current(build) or "").partition(".")[0] != digest or bool(release.faults(build))
    if fresh:
        filled = tables(collection)
        store, findings = _graph(collection, filled, jobs, progress)
        if any(finding.severity == "Violation" for finding in findings):
            raise ViolationError(findings)
    with kept_private(bool(collection.unpublished)), release.locked(build):
        _shield(build, private=bool(collection.unpublished))
        if fresh:
            progress("release", 0, 1)
            with release.partial_folder(build) as folder_:
                about = {"digest": digest, "inputs": inputs, "findings": findings}
                _write(folder_, collection, store, filled, about)
                release.commit(build, folder_, digest)
        progress("copies", 0, 1)
        stale = _refresh(build)
        release.clear_old(build)
        with release.open_release(build) as made:
            outcome = Outcome(build, made.name, fresh, made.manifest, stale)
    progress("done", 1, 1)
    return outcome


def _shield(build: Path, *, private: bool) -> None:
    """Keep a build out of repositories, and one of an unpublished review from other users of the machine."""
    if private:
        close_off(build)
    if not (build / IGNORE_FILE).exists():
        write(IGNORED_ALL, build / IGNORE_FILE)


def _inputs(collection: Collection) -> list[dict[str, str]]:
    """Name and digest of each file that the graph is made from, sorted.

    Raises
    ------
    DhrgraphError
        If a file has changed since it was read, so that the records may be of two states.
    """
    for path, digest in collection.files.items():
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise DhrgraphError(f"{shown(path)} was changed while it was read: run it again")
    found = {_input_name(path, collection): digest for path, digest in collection.files.items()}
    found |= {
        f"ontology/{path.relative_to(ontology()).as_posix()}": hashlib.sha256(path.read_bytes()).hexdigest()
        for path in ontology().rglob("*")
        if path.suffix in (".ttl", ".rq", ".jsonld")
    }
    return [{"file": name, "sha256": digest} for name, digest in sorted(found.items())]


def _input_name(path: Path, collection: Collection) -> str:
    name = collection.name_of(path)
    elsewhere = not path.is_relative_to(collection.folder)
    return name if elsewhere else f"datasets/{name}"


def _versions() -> dict[str, str]:
    return {name: version(name) for name in ("dhrgraph", "pyoxigraph", "pyshacl", "networkx", "pyvis")}


def _digest(inputs: list[dict[str, str]]) -> str:
    """What names a release: of all that can change its content."""
    told = json.dumps([inputs, _versions(), BASE, _code_digest(), best_method()], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _code_digest() -> str:
    """Digest of the program itself, so that a change of it is a change of the inputs."""
    home = Path(__file__).parent
    files = sorted(path for path in home.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def _graph(collection: Collection, made: list[Table], jobs: int, progress: Progress) -> tuple[Store, list[Finding]]:
    """The graph of a collection in memory, rules run, and what is found in it; it describes its tables, too."""
    register = {agency.id: agency for agency in collection.register}
    vocabulary = [*ontology_graph(), *codes_graph(), *external_graph()]
    shared = b"\n".join(lines([*register_graph(collection.register), *vocabulary]))
    store = Store()
    store.bulk_load(shared, format=RdfFormat.N_QUADS)
    graphs = [
        *(review_graph(review, register) for review in collection.reviews),
        *(catalogue_graph(catalogue) for catalogue in collection.catalogues),
    ]
    quads = [b"\n".join(lines(graph)) for graph in graphs]
    findings: list[Finding] = []
    for done, found in enumerate(_mapped(partial(_shaped, shared=shared), quads, jobs), start=1):
        findings += found
        progress("shapes", done, len(quads))
    for graph in quads:
        store.bulk_load(graph, format=RdfFormat.N_QUADS)
    progress("rules", 0, 1)
    inferred = infer(store)
    store.extend(likeness_graph(collection))
    files = {_table_name(table): to_csv(table).encode() for table in made}
    store.extend(dataset_graph(store, list(inferred), packaged=collection.packaged, files=files))
    progress("checks", 0, 1)
    return store, placed({*findings, *verify_findings(store)}, collection)


def _shaped(graph: bytes, shared: bytes) -> list[Finding]:
    """What the shapes find in the graph of a review or catalogue, beside what all share; both as N-Quads."""
    store = Store()
    for part in (shared, graph):
        store.bulk_load(part, format=RdfFormat.N_QUADS)
    return shape_findings(store)


def _mapped(work: Callable[[T], R], items: list[T], jobs: int) -> Iterable[R]:
    workers = min(jobs, len(items) // _WORTH_A_PROCESS)
    if workers < 2:
        yield from map(work, items)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(work, items)


def _table_name(table: Table) -> str:
    return f"tables/{table.name}.csv"


def _write(folder: Path, collection: Collection, store: Store, made: list[Table], about: dict[str, Any]) -> None:
    """Write a release: the only function that fills one."""
    graph = b"".join(line + b"\n" for line in lines(store))
    (folder / "graph.nq").write_bytes(graph)
    on_disk = Store(str(folder / "store"))
    on_disk.bulk_load(path=str(folder / "graph.nq"), format=RdfFormat.N_QUADS)
    on_disk.optimize()
    on_disk.flush()
    del on_disk
    (folder / "tables").mkdir()
    for table in made:
        (folder / _table_name(table)).write_bytes(to_csv(table).encode())
    if note := marking_note(made):
        for place in (folder, folder / "tables"):  # the graph and the similar recommendations stand above the tables
            (place / NOTE).write_text(note, encoding="utf-8", newline="\n")
    (folder / "similar.csv").write_bytes(to_csv(similar_table(collection)).encode())
    (folder / "views").mkdir()
    for name, page in pages(store, about["findings"]).items():
        (folder / "views" / name).write_text(page, encoding="utf-8", newline="\n")
    listed = {catalogue.id: len(catalogue.catalogue.entries) for catalogue in collection.catalogues}
    about = {**about, "catalogues": listed, "unpublished": collection.unpublished}
    manifest = _manifest(folder, store, made, about)
    text = json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def _manifest(folder: Path, store: Store, made: list[Table], about: dict[str, Any]) -> dict[str, Any]:
    outputs = [path for path in sorted(folder.rglob("*")) if path.is_file() and "store" not in path.parts]
    graphs = Counter(quad.graph_name.value for quad in store if isinstance(quad.graph_name, NamedNode))
    return {
        "digest": about["digest"],
        "unpublished": about["unpublished"],
        "base": BASE,
        "versions": _versions(),
        "inputs": about["inputs"],
        "outputs": [
            {"file": path.relative_to(folder).as_posix(), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
            for path in outputs
        ],
        "counts": {
            "statements": sum(graphs.values()),
            "graphs": dict(sorted(graphs.items())),
            "tables": {table.name: len(table.rows) for table in made},
            "catalogues": about["catalogues"],
        },
        "findings": [asdict(finding) for finding in about["findings"]],
    }


def _refresh(build: Path) -> list[str]:
    """Bring the copies for people up to the current release, each file atomically.

    A copy that another program holds open (a table in Excel, on Windows) stays as it is and is reported.
    """
    stale: list[str] = []
    for folder in (build, build / "tables", build / "views"):
        sweep(folder)
    before = _copied(build)
    with release.open_release(build) as made:
        for name in made.files:
            content, copy = (made.path / name).read_bytes(), build / name
            with suppress(OSError):
                if read_plain(copy, len(content)) == content:
                    continue
            copy.parent.mkdir(exist_ok=True)
            try:
                write_over(copy, content)
            except (PermissionError, IsADirectoryError):
                stale.append(name)
        for name in before - set(made.files):
            with suppress(OSError):
                (build / name).unlink()
    return stale


def _copied(build: Path) -> set[str]:
    """Names of the copies that the release before had, as the copy of its manifest says."""
    try:
        listed = json.loads((build / "manifest.json").read_bytes())["outputs"]
        return {name for each in listed if _COPY.fullmatch(name := str(each["file"]))}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
