"""Answers as text: for a terminal, a spreadsheet, a program or a document."""

from __future__ import annotations

import json
import re
from typing import Literal

from prettytable import PrettyTable, TableStyle

from dhrgraph.cells import csv_text
from dhrgraph.questions.run import Answer

__all__ = ["Format", "written"]

Format = Literal["csv", "json", "md"]

_MARKUP = re.compile(r"[\\`*_{}\[\]()<>#&|!~$]")


def written(answer: Answer, form: Format, banner: str = "") -> str:
    """An answer in one of the forms that are not for a terminal; Markdown begins with the banner, if there is one."""
    match form:
        case "csv":
            return csv_text(answer.columns, answer.texts())
        case "json":
            return json.dumps(answer.sparql_json(), indent=2, ensure_ascii=False) + "\n"
        case "md":
            return (f"**{re.sub(_MARKUP, _escaped, banner)}**\n\n" if banner else "") + _markdown(answer)


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[0]}"


def _markdown(answer: Answer) -> str:
    table = PrettyTable(answer.columns, align="l")
    table.set_style(TableStyle.MARKDOWN)
    for row in answer.texts(short=True):
        table.add_row([cell.replace("|", "\\|").replace("\n", " ") for cell in row])
    return table.get_string() + "\n"
