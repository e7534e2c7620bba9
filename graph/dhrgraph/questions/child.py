"""The process in which a query runs: ``python -m dhrgraph.questions.child STORE SECONDS PARENT own|packaged``.

The engine has no limits of its own and cannot be interrupted, so the caller ends this process. Before it reads
the query it gives up the network and all but so much memory; it ends with its caller, and by itself if the
caller could not. Reads the query from standard input; writes SPARQL JSON results, or N-Triples for a graph, to
standard output, and what is wrong to standard error; `dhrgraph.questions.limits.Code` has its exit codes.
"""

from __future__ import annotations

import faulthandler
import os
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import NamedNode, QueryResultsFormat, QueryTriples, RdfFormat, Store, serialize

from dhrgraph.confinement import end_with_parent, hold_memory, isolate
from dhrgraph.questions.dataset import dataset_graphs
from dhrgraph.questions.limits import MAX_BYTES, STACK, Code
from dhrgraph.questions.refusal import MAX_LENGTH, QueryRefusedError, refuse_letters
from dhrgraph.rdf.namespaces import PREFIXES

__all__ = ["main"]

#: Seconds after its limit at which this process ends by itself, in case its caller has not ended it.
_GRACE = 2.0
#: The most graphs that a message names.
_NAMED = 12


class _TooLargeError(Exception):
    pass


class _Limited:
    """Hands bytes on until there are too many."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out
        self.left = MAX_BYTES

    def write(self, data: bytes) -> int:
        self.left -= len(data)
        if self.left < 0:
            raise _TooLargeError
        return self.out.write(data)

    def flush(self) -> None:
        self.out.flush()


def main(store: str, seconds: str, parent: str, whose: str) -> Code:
    """Confine this process and run the query that it is given."""
    end_with_parent(int(parent))
    faulthandler.dump_traceback_later(float(seconds) + _GRACE, exit=True, file=Path(os.devnull).open("w"))  # noqa: SIM115
    hold_memory()
    isolated = isolate()
    text = sys.stdin.buffer.read(4 * MAX_LENGTH).decode()
    try:
        if not isolated and whose != "packaged":
            refuse_letters(text)
    except QueryRefusedError as error:
        return _ended(Code.REFUSED, str(error))
    return _with_stack(store, text)


def _with_stack(store: str, text: str) -> Code:
    """Run a query in a thread that has more stack than a process begins with, as much as the system gives."""
    codes = [Code.FAILED]
    for size in (STACK, STACK // 8, 0):
        threading.stack_size(size)
        thread = threading.Thread(target=lambda: codes.append(_run(store, text, sys.stdout.buffer)))
        with suppress(RuntimeError):  # this much is not to be had
            thread.start()
            thread.join()
            break
    return codes[-1]


def _run(path: str, text: str, out: BinaryIO) -> Code:
    """Run one query over the union of all graphs, or over the graphs that it names."""
    limited = _Limited(out)
    try:
        store = Store.read_only(path)
        graphs = dataset_graphs(text)
        if graphs and (unknown := [one for one in graphs if not store.contains_named_graph(one)]):
            return _ended(Code.NO_GRAPH, _no_graph(unknown, store))
        results = store.query(text, prefixes=PREFIXES, use_default_graph_as_union=graphs is None)
        if isinstance(results, QueryTriples):
            serialize(results, limited, format=RdfFormat.N_TRIPLES)  # type: ignore[arg-type]
        else:
            results.serialize(limited, format=QueryResultsFormat.JSON)  # type: ignore[arg-type]
        out.flush()
    except SyntaxError as error:
        return _ended(Code.SYNTAX, str(error))
    except _TooLargeError:
        return Code.TOO_LARGE
    except MemoryError:
        return Code.MEMORY
    except (OSError, RuntimeError, ValueError) as error:
        return _ended(Code.FAILED, str(error))
    return Code.DONE


def _no_graph(unknown: list[NamedNode], store: Store) -> str:
    """That the build lacks the graphs which a query names, with some that it has."""
    known = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode))
    more = f" and {len(known) - _NAMED} more" if len(known) > _NAMED else ""
    named = " and ".join(f"<{graph.value}>" for graph in unknown[:_NAMED])
    has = f"it has {', '.join(f'<{graph}>' for graph in known[:_NAMED])}{more}"
    return f"this build has no graph {named}: {has}; without FROM a query sees all of them as one"


def _ended(code: Code, why: str) -> Code:
    sys.stderr.write(why)
    return code


if __name__ == "__main__":
    ended = main(*sys.argv[1:])
    sys.stderr.flush()
    os._exit(ended)  # without the time that it takes to give back what the system takes anyway
