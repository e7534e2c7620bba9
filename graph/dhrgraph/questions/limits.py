"""The limits of a query, which the process that asks and the one that answers share."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["MAX_BYTES", "MAX_ROWS", "MAX_SECONDS", "MIN_SECONDS", "STACK", "Code"]

#: The largest answer, in bytes of its serialization: as rows of Python it takes up to thirty times as much.
MAX_BYTES = 32 * 2**20
#: The most rows: one without a value is three bytes, and many times that as a row of Python.
MAX_ROWS = 500_000
#: Seconds that a query may be given.
MIN_SECONDS, MAX_SECONDS = 0.1, 86_400
#: Bytes of stack for the engine, which goes down a level for each bracket and each part of a chain.
STACK = 512 * 2**20


class Code(IntEnum):
    """How the process of a query ended, by itself."""

    DONE = 0
    FAULT = 1  # of Python, which says what
    SYNTAX = 2
    TOO_LARGE = 3
    FAILED = 4
    REFUSED = 5
    MEMORY = 6
    NO_GRAPH = 7
