"""Writing what is exported: each file whole or not at all."""

from __future__ import annotations

from pathlib import Path

from dhrgraph.exchange.tables import Table, to_csv
from dhrgraph.exchange.workbook import to_xlsx
from dhrgraph.rdf.release import replace_file

__all__ = ["write_page", "write_tables", "write_workbook"]


def write_tables(tables: list[Table], folder: Path) -> None:
    """Write each table as ``NAME.csv`` to a folder, which is made where it does not exist."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in tables:
        replace_file(folder / f"{table.name}.csv", to_csv(table).encode())


def write_workbook(tables: list[Table], file: Path) -> None:
    """Write all tables to one workbook."""
    file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(file, to_xlsx(tables))


def write_page(page: str, file: Path) -> None:
    """Write a page."""
    file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(file, page.encode())
