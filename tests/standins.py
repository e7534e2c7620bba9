"""Stand-ins for readers that hang or die; they stand alone, so that a worker starts quickly."""

from __future__ import annotations

import ctypes
import os
import tempfile
import time
from pathlib import Path

__all__ = ["SITE", "task"]

#: Put before the real reader of PDFs in each process: it hangs, crashes or fails on files that say so.
SITE = """
import ctypes, time
import pypdfium2
opened = pypdfium2.PdfDocument
def stand_in(data):
    while b"%HANG" in data:
        time.sleep(1)
    if b"%CRASH" in data:
        ctypes.string_at(0)
    if b"%FAULT" in data:
        raise TypeError("a text of the report")
    return opened(data)
pypdfium2.PdfDocument = stand_in
"""


def task(kind: str) -> str:
    """Work that ends in the way that its kind names, and leaves a file."""
    Path(tempfile.mkdtemp()).joinpath(kind).touch()
    if kind == "crash":
        ctypes.string_at(0)
    if kind == "exit":
        os._exit(7)
    while kind == "hang":
        time.sleep(1)
    return f"{kind} {tempfile.gettempdir()}"
