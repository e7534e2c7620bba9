"""All generated pages: what each shows, and the frame that they share.

A page is one file with its style in it. A content security policy forbids any script and any
request, so that a page works from the disk, without a network, and can be sent on as it is.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from dhrgraph.questions.library import questions
from dhrgraph.questions.run import ask
from dhrgraph.rdf.namespaces import PREFIXES
from dhrgraph.rdf.release import Release
from dhrgraph.rdf.sparqlfile import SparqlFile
from dhrgraph.views.reports import linked, reports_by_id
from website.codes import code_lists
from website.diagram import draw
from website.elsewhere import Elsewhere
from website.model import load, local

__all__ = ["pages"]

_TEMPLATES = Path(__file__).parent / "templates"


def pages(release: Release) -> dict[str, str]:
    """Every page by its path below ``docs``.

    Parameters
    ----------
    release : Release
        A build of the packaged reviews, for the answers.
    """
    return dict(_Site(release).pages())


class _Site:
    """Renders the pages; holds what several of them show."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.ontology = load()
        self.picture = draw(self.ontology)
        self.lists = code_lists()
        self.questions = questions()
        self.addresses = reports_by_id(release.store())
        titles = (
            "SELECT ?title ?id { ?review a dhr:Review ; dcterms:title ?title ; dcterms:identifier ?id } ORDER BY ?title"
        )
        self.reviews = [(title, self.addresses.get(name, "")) for title, name in ask(release, titles).texts()]
        self.environment = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=select_autoescape(default=True, default_for_string=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.filters |= {"compact": _compact, "site": _site, "words": _words}
        self.environment.globals |= {"term_link": self._term_link, "elsewhere": self._elsewhere, "local": local}
        self.style = (_TEMPLATES / "page.css").read_text(encoding="utf-8")

    def pages(self) -> Iterator[tuple[str, str]]:
        """Each page with its path."""
        counts = {"terms": len(self.ontology.terms), "lists": len(self.lists), "questions": len(self.questions)}
        yield "index.html", self._page("index", "dhrgraph", counts=counts)
        yield "ontology/core.svg", (drawn := self._svg())
        shown = {"ontology": self.ontology, "picture": self.picture, "drawn": drawn}
        yield "ontology/index.html", self._page("ontology", "Ontology", "ontology", **shown)
        yield "codes/index.html", self._page("codes", "Code lists", "codes", lists=self.lists)
        for each in self.lists:
            yield f"codes/{each.name}.html", self._page("code", f"{each.label}: codes", "codes", list=each)
        yield "questions/index.html", self._page("questions", "Questions", "questions", questions=self.questions)
        for one in self.questions:
            title = one.head["question"]
            yield f"questions/{one.name}.html", self._page("question", title, "questions", **self._answered(one))

    def _answered(self, one: SparqlFile) -> dict[str, Any]:
        """A question with its answer and the terms that it uses."""
        answer = ask(self.release, one.text, timeout=120, packaged=True).without_iris()
        terms = [term for term in self.ontology.terms.values() if one.name in term.questions]
        rows = linked(answer.columns, answer.texts(short=True), self.addresses)
        return {"question": one, "columns": answer.columns, "rows": rows, "terms": terms}

    def _page(self, template: str, title: str, part: str = "", **shown: Any) -> str:
        """A page of a part of the site, or its first page."""
        drawn = re.findall(r"<style>(.*?)</style>", shown.get("drawn", ""), re.DOTALL)
        return self.environment.get_template(f"{template}.html.j2").render(
            title=title,
            part=part,
            here=template,
            reviews=self.reviews,
            root="../" if part else "",
            style=self.style,
            policy=" ".join(f"'sha256-{_digest(style)}'" for style in [self.style, *drawn]),
            **shown,
        )

    def _svg(self) -> str:
        terms, links = self.ontology.terms, self.picture.links
        told = (f"{terms[k.source].label}: {', '.join(k.names)}: {terms[k.target].label}" for k in links)
        text = f"Classes and the properties that lead from one to another. {'; '.join(told)}."
        style = (_TEMPLATES / "core.css").read_text(encoding="utf-8")
        return self.environment.get_template("core.svg.j2").render(picture=self.picture, style=style, text=text)

    def _term_link(self, name: str, root: str = "") -> Markup:
        """A term as a link: one of this ontology to its place, one of another vocabulary to its IRI."""
        if name in self.ontology.terms:
            return Markup('<a href="{}#{}">{}</a>').format(root, name, self.ontology.terms[name].label)
        return Markup('<a href="{}">{}</a>').format(name, _compact(name))

    def _elsewhere(self, other: Elsewhere) -> Markup:
        """A thing of another list as a link: to our page of the list, or to where it is told on the web."""
        name, _, notation = other.iri.removeprefix(PREFIXES["code"]).partition("/")
        label = other.label or _compact(other.iri)
        if other.iri.startswith(PREFIXES["code"]) and name in {each.name for each in self.lists}:
            link = f"../codes/{name}.html#{notation}" if notation else f"../codes/{name}.html"
        else:
            link = other.link
        return Markup('<a href="{}">{}</a>').format(link, label) if link else escape(label)


def _digest(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def _compact(iri: str) -> str:
    """An IRI by its prefix, or without what all web addresses begin with."""
    found = [(len(start), prefix, start) for prefix, start in PREFIXES.items() if iri.startswith(start)]
    if found:
        _, prefix, start = max(found)
        return f"{prefix}:{iri.removeprefix(start)}"
    return re.sub(r"^https?://(www\.)?", "", iri).rstrip("/")


def _site(iri: str) -> str:
    """A source in words: this ontology itself, or the address of another's page."""
    return "this ontology" if iri == PREFIXES["dhr"].rstrip("#") else _compact(iri)


def _words(names: Iterable[str]) -> str:
    return ", ".join(names)
