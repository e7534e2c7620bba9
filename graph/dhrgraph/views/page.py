"""The frame of every page: one HTML file, everything in it, nothing fetched.

A content security policy allows only the scripts and the style of the page itself, by their
digests, and no request at all; all texts are escaped by the template engine or set as text by the
scripts.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from dhrgraph.views.board import Board
from dhrgraph.views.drawing import Picture, vis_data, vis_library

__all__ = ["Links", "board_page", "network_page", "page_script", "render"]

#: Pages to link to: file name and text, in order.
Links = Sequence[tuple[str, str]]
_BOARD = ("base.js", "facts.js", "panel.js")


def network_page(board: Board, picture: Picture, banner: str, links: Links = ()) -> str:
    """The page of a network: its picture drawn by vis-network, filters, panel and tables."""
    data = {**board.told(), **vis_data(picture)}
    return board_page("network.html.j2", "network.js", board, data, banner, links, grouped=picture.grouped)


def board_page(
    template: str,
    drawer: str,
    board: Board,
    data: Mapping[str, Any],
    banner: str,
    links: Links = (),
    *,
    grouped: bool = False,
) -> str:
    """The page of a board, with the script that draws its picture; a banner also goes into what it saves."""
    library = [vis_library()] if drawer == "network.js" else []
    saved = ("marking_saved.js",) if banner else ()
    scripts = [*library, *map(page_script, (*_BOARD, drawer, *saved, "tables.js", "filters.js", "start.js"))]
    texts = {"lead": board.lead, "notes": board.notes, "fact": board.fact, "name": board.name, "grouped": grouped}
    return render(template, board.title, scripts, data, banner, links=links, here=f"{board.name}.html", **texts)


def render(
    template: str, title: str, scripts: Sequence[str], data: Mapping[str, Any] | None, banner: str, **texts: Any
) -> str:
    """A page.

    Parameters
    ----------
    template : str
        File name of the template in ``dhrgraph/views/page``.
    title : str
    scripts : sequence of str
        The scripts themselves, in order.
    data : mapping or None
        What the scripts read; plain values.
    banner : str
        What stands on top of the page and of each printed one; see `dhrgraph.records.marking`.
    **texts
        What the template shows; escaped there. ``links`` are the pages to link to, ``here`` is the
        file name of this one.
    """
    style = page_script("page.css") + (page_script("marking.css") if banner else "")
    scripts = [*scripts, page_script("marking.js")] if banner else scripts
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {_digests(scripts)}",
            f"style-src {_digests([style])}",
            "img-src data:",
            "form-action 'none'",
            "base-uri 'none'",
        )
    )
    return (
        _environment()
        .get_template(template)
        .render(
            title=title,
            banner=banner,
            policy=policy,
            style=Markup(style),
            scripts=[Markup(script) for script in scripts],
            data=None if data is None else Markup(_safe_json(data)),
            **texts,
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("dhrgraph.views", "page"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page_script(name: str) -> str:
    """A script or style of the pages, by its file name."""
    environment = _environment()
    source, _, _ = environment.loader.get_source(environment, name)  # type: ignore[union-attr]
    return source


def _digests(texts: Sequence[str]) -> str:
    """Digests of scripts or styles as a policy names them."""
    found = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts]
    return " ".join(f"'sha256-{digest}'" for digest in found) or "'none'"


def _safe_json(data: Any) -> str:
    """JSON that cannot end the element that it stands in."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return (
        text.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )
