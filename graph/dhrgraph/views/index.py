"""The index of all pages: the reviews, what is recorded of them, what the build found, and each question's answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from pyoxigraph import Store

from dhrgraph.networks import Filters
from dhrgraph.networks.facts import Source, source
from dhrgraph.questions.library import questions
from dhrgraph.rdf.findings import Finding
from dhrgraph.rdf.namespaces import review_iri
from dhrgraph.rdf.query import select
from dhrgraph.rdf.sparqlfile import SparqlFile
from dhrgraph.resources import BASE
from dhrgraph.views.answer import answer_in
from dhrgraph.views.board import dated, short_title
from dhrgraph.views.page import Links, page_script, render
from dhrgraph.views.reports import linked, reports, reports_by_id

__all__ = ["index_page"]

#: Rows of an answer, and findings, that the index shows; the program gives all.
MOST_ROWS = 100
#: Reviews of a build whose index has answers, too: some questions compare each review with each other.
MOST_REVIEWS = 20

_COUNTED = {
    "Contact": "contacts",
    "Referral": "referrals",
    "InformationShare": "sharing",
    "ActNotDone": "acts not done",
    "MaracMeeting": "MARAC meetings",
    "RiskAssessment": "risk assessments",
    "Finding": "findings of the review",
    "Recommendation": "recommendations",
}
_COUNTS = """
SELECT ?review ?class (COUNT(DISTINCT ?record) AS ?number) WHERE { ?record a ?class ; dhr:ofReview ?review }
GROUP BY ?review ?class
"""
_HEADS = """
SELECT ?review ?partnership ?outcome WHERE {
  ?review a dhr:Review .
  OPTIONAL { ?review dhr:commissionedBy/rdfs:label ?partnership }
  OPTIONAL { ?person dhr:ofReview ?review ; dhr:caseOutcome/skos:prefLabel ?outcome }
} ORDER BY ?review ?partnership ?outcome
"""


def index_page(
    store: Store,
    findings: Iterable[Finding],
    filters: Filters,
    banner: str,
    links: Links,
    about: Sequence[tuple[str, str, str]],
) -> str:
    """The index as HTML.

    Parameters
    ----------
    store : pyoxigraph.Store
    findings : iterable of Finding
        What shapes and verify queries found.
    filters : Filters
        Which reviews to show; where it names some, answers are left out, since they are of all.
    banner : str
        What stands on top of it; see `dhrgraph.records.marking`.
    links : sequence of (str, str)
        File name and text of each page to link to, for the bar on top.
    about : sequence of (str, str, str)
        File name, title and text of each page of a network.
    """
    read = source(store, filters)
    chosen = read.reviews
    why = "some" if chosen else "many" if len(read.names.reviews) > MOST_REVIEWS else ""
    told = sorted(f for f in findings if not chosen or any(f.thing.startswith(review) for review in chosen))
    addresses = reports_by_id(store)
    return render(
        "index.html.j2",
        "Reviews, pages and answers",
        [page_script("base.js")],
        None,
        banner,
        links=links,
        here="index.html",
        about=about,
        counted=list(_COUNTED.values()),
        reviews=_reviews(store, read),
        severities=dict(sorted(Counter(finding.severity for finding in told).items())),
        findings=[_finding(finding, addresses) for finding in told[:MOST_ROWS]],
        more_findings=max(len(told) - MOST_ROWS, 0),
        why=why,
        questions=[_question(store, one, addresses, answered=not why) for one in questions()],
        most=MOST_ROWS,
    )


def _reviews(store: Store, read: Source) -> list[dict[str, Any]]:
    numbers: dict[str, Counter[str]] = {}
    for row in select(store, _COUNTS):
        numbers.setdefault(row["review"], Counter())[row["class"].rpartition("#")[2]] = int(row["number"])
    heads: dict[str, dict[str, dict[str, None]]] = {}
    for row in select(store, _HEADS):
        head = heads.setdefault(row["review"], {"partnership": {}, "outcome": {}})
        for key in head.keys() & row.keys():
            head[key][row[key]] = None
    known, addresses = read.names.reviews, reports(store)
    return [
        {
            "title": short_title(known[iri]["label"]),
            "page": f"timeline-{known[iri]['id']}.html",
            "partnership": ", ".join(heads.get(iri, {}).get("partnership", ())),
            "outcome": ", ".join(heads.get(iri, {}).get("outcome", ())),
            "death": dated(known[iri]["death"]) or "not told",
            "report": dated(known[iri]["when"]) or "not told",
            "address": addresses.get(iri, ""),
            "numbers": [numbers.get(iri, Counter())[cls] for cls in _COUNTED],
        }
        for iri in read.reviews or sorted(known)
    ]


def _finding(finding: Finding, addresses: dict[str, str]) -> dict[str, str]:
    review = finding.thing.removeprefix(review_iri("")).partition("/")[0]
    place = finding.thing.removeprefix(BASE).removeprefix("review/").replace("/", " · ")
    cites = f"¶ {', '.join(finding.passages)}" if finding.passages else ""
    return {
        "severity": finding.severity,
        "place": place,
        "message": finding.message,
        "cites": cites,
        "address": addresses.get(review, ""),
    }


def _question(store: Store, one: SparqlFile, addresses: dict[str, str], *, answered: bool) -> dict[str, Any]:
    told = {"name": one.name, **{key: one.head.get(key, "") for key in ("question", "reading", "limits", "empty")}}
    if not answered:
        return told
    shown = answer_in(store, one.text).without_iris()
    return told | {
        "columns": [column.replace("_", " ") for column in shown.columns],
        "rows": linked(shown.columns, shown.texts(short=True)[:MOST_ROWS], addresses),
        "number": len(shown.rows),
    }
