"""The frame of every page: one HTML file, everything in it, nothing fetched.

A content security policy allows only the scripts of the page itself, by their digests, and no
request at all; all texts are escaped by the template engine or set as text by the script.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from dhrgraph.views.drawing import Drawing, vis_data, vis_library

__all__ = ["render"]


def render(template: str, drawing: Drawing, details: dict[str, Any], **texts: Any) -> str:
    """A page.

    Parameters
    ----------
    template : str
        File name of the template in ``dhrgraph/views/page``.
    drawing : Drawing
        The picture.
    details : dict
        What the script shows behind each node, by its id; plain values.
    **texts
        What the template shows; escaped there.
    """
    environment = Environment(
        loader=PackageLoader("dhrgraph.views", "page"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    source, _, _ = environment.loader.get_source(environment, "network.js")  # type: ignore[union-attr]
    style, _, _ = environment.loader.get_source(environment, "page.css")  # type: ignore[union-attr]
    scripts = [vis_library(), source]
    policy = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    data = {**vis_data(drawing), "details": details}
    return environment.get_template(template).render(
        policy=policy,
        style=Markup(style),
        scripts=[Markup(script) for script in scripts],
        data=Markup(_safe_json(data)),
        **texts,
    )


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


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
