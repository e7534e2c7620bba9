"""The process in which a query runs, so that it can be ended: ``python -m dhrgraph.questions.child STORE``.

The engine has no time limit of its own and cannot be interrupted, so the caller ends this process.
Reads the query from standard input; writes SPARQL JSON results, or N-Triples for a graph, to
standard output. Exit codes: 0 done, 2 the query is at fault (the reason is on standard error),
3 the answer is too large, 4 the engine failed.
"""

from __future__ import annotations

import sys
from typing import BinaryIO

from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store, serialize

from dhrgraph.rdf.namespaces import PREFIXES

__all__ = ["MAX_BYTES", "main"]

#: The largest answer, in bytes of its serialization.
MAX_BYTES = 256 * 1024 * 1024


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


def main(store: str, text: str, out: BinaryIO) -> int:
    """Run one query over the union of all graphs."""
    limited = _Limited(out)
    try:
        results = Store.read_only(store).query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
        if isinstance(results, QueryTriples):
            serialize(results, limited, format=RdfFormat.N_TRIPLES)  # type: ignore[arg-type]
        else:
            results.serialize(limited, format=QueryResultsFormat.JSON)  # type: ignore[arg-type]
    except SyntaxError as error:
        sys.stderr.write(str(error))
        return 2
    except _TooLargeError:
        return 3
    except (OSError, RuntimeError, ValueError) as error:
        sys.stderr.write(str(error))
        return 4
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.stdin.buffer.read().decode(), sys.stdout.buffer))
