"""Looking up what a user names: a review by its id, a body or person by an id or name, sectors and roles by code."""

from __future__ import annotations

from difflib import get_close_matches

from pyoxigraph import Store

from dhrgraph.errors import DhrgraphError
from dhrgraph.rdf.query import select

__all__ = ["ParameterError", "agency_named", "person_named", "related_bodies", "review_named", "sectors_named"]

_REVIEWS = "SELECT ?id { ?review a dhr:Review ; dcterms:identifier ?id } ORDER BY ?id"
#: A sector stands for itself, a group for its members.
_SECTORS = """SELECT ?iri ?code ?label ?sector {
  ?iri skos:inScheme code:sector ; skos:notation ?code ; skos:prefLabel ?label ; skos:member* ?sector .
  ?sector a skos:Concept
} ORDER BY ?code ?sector"""
_BODIES = """SELECT ?iri ?id ?label ?name ?review {
  VALUES ?class { dhr:Agency dhr:Forum }
  ?iri a ?class ; dcterms:identifier ?id ; rdfs:label ?label ; rdfs:label|skos:altLabel ?name .
  OPTIONAL { ?iri dhr:ofReview/dcterms:identifier ?review }
} ORDER BY ?label ?iri"""
_RELATED = """SELECT DISTINCT ?label ?how {
  { ?near org:subOrganizationOf+ BODY . BIND ("a service of it" AS ?how) }
  UNION { BODY org:subOrganizationOf+ ?near . BIND ("to which it belongs" AS ?how) }
  UNION { BODY ^org:originalOrganization/org:resultingOrganization ?near . BIND ("which took over from it" AS ?how) }
  UNION { BODY ^org:resultingOrganization/org:originalOrganization ?near . BIND ("from which it took over" AS ?how) }
  ?near rdfs:label ?label .
  FILTER EXISTS { ?record dhr:statedIn ?passage ; ?part ?near }
} ORDER BY ?how ?label"""
_ROLES = """SELECT ?iri ?code ?label {
  ?iri skos:inScheme code:role ; skos:notation ?code ; skos:prefLabel ?label
} ORDER BY ?code"""
_PERSONS = """SELECT ?iri ?id ?label ?name ?review {
  ?iri a dhr:CasePerson ; dcterms:identifier ?id ; rdfs:label ?label ; rdfs:label|foaf:nick ?name ;
    dhr:ofReview/dcterms:identifier ?review
} ORDER BY ?review ?label ?iri"""

_WHERE = "write its id, or a name as answers show it; tables/agencies.csv of the build lists all"


class ParameterError(DhrgraphError):
    """Raised for a parameter that a question does not take, or whose value names nothing."""


def review_named(text: str, store: Store) -> str:
    """The id of a review of the graph.

    Raises
    ------
    ParameterError
        If the graph has no review of this id.
    """
    known = [row["id"] for row in select(store, _REVIEWS)]
    if _plain(text) in known:
        return _plain(text)
    raise ParameterError(
        f"no review of this build has the id {text!r}: {_hint(text, {one: one for one in known})}it has {_some(known)}"
    )


def sectors_named(text: str, store: Store) -> list[str]:
    """IRI of a sector, or IRIs of the sectors of a group, by its code or label.

    Raises
    ------
    ParameterError
        If no sector and no group has this code or label.
    """
    rows = select(store, _SECTORS)
    known = {_plain(row[key]): row for key in ("label", "code") for row in rows}
    if _plain(text) in known:
        return [row["sector"] for row in rows if row["iri"] == known[_plain(text)]["iri"]]
    near = _hint(text, {key: row["code"] for key, row in known.items()})
    single = ", ".join(row["code"] for row in rows if row["iri"] == row["sector"])
    grouped = ", ".join(dict.fromkeys(row["code"] for row in rows if row["iri"] != row["sector"]))
    raise ParameterError(f"there is no sector {text!r}: {near}write one of {single}, or a group: {grouped}")


def agency_named(text: str, store: Store, *, review: str | None = None) -> str:
    """IRI of a body, by its id or one of its names, in small or capital letters.

    A body that is local to a review is set apart from another of the same id or name by the review:
    ``lewisham-kazia/gp-practice``.

    Parameters
    ----------
    text : str
        An id, a label or another name.
    store : pyoxigraph.Store
    review : str, optional
        Of several bodies, those local to other reviews are left out.

    Raises
    ------
    ParameterError
        If none or several have this id or name.
    """
    rows = select(store, _BODIES)
    found = _called(text, rows)
    if len(found) > 1 and review:
        found = [row for row in found if row.get("review", _plain(review)) == _plain(review)] or found
    if len(found) == 1:
        return found[0]["iri"]
    if found:
        ways = "; ".join(f"{_id(row)} ({row['label']})" for row in found)
        raise ParameterError(f"{text!r} names several bodies: write the id of the one that you mean: {ways}")
    near = _hint(text, {_plain(row[key]): row["label"] for key in ("id", "name") for row in rows})
    raise ParameterError(f"no body of this build has the id or name {text!r}: {near}{_WHERE}")


def related_bodies(body: str, store: Store) -> list[str]:
    """Bodies with records of a review to which a body is related, each with its name and how.

    Services of it, organisations that it belongs to, and bodies that took over from it or from which it took over.

    Parameters
    ----------
    body : str
        Its IRI.
    store : pyoxigraph.Store
    """
    return [f"{row['label']} ({row['how']})" for row in select(store, _RELATED.replace("BODY", f"<{body}>"))]


def person_named(text: str, store: Store, *, review: str | None = None) -> str:
    """IRI of a role by its code or label, otherwise of a person by an id, a pseudonym or a label.

    A person is set apart from another of the same id or pseudonym by the review: ``ash-2019/ivy``. So is one of
    the same id or pseudonym as a role.

    Parameters
    ----------
    text : str
        A code or label of a role, or an id, a pseudonym or a label of a person.
    store : pyoxigraph.Store
    review : str, optional
        Only persons of this review.

    Raises
    ------
    ParameterError
        If no role and no person, or several persons, are called so.
    """
    roles = {_plain(row[key]): row for key in ("label", "code") for row in select(store, _ROLES)}
    if _plain(text) in roles:
        return roles[_plain(text)]["iri"]
    rows = [row for row in select(store, _PERSONS) if not review or row["review"] == _plain(review)]
    found = _called(text, rows)
    if len(found) == 1:
        return found[0]["iri"]
    if found:
        raise ParameterError(f"{text!r} names several persons: {_which(found)}")
    known = {key: row["code"] for key, row in roles.items()}
    known |= {_plain(row[key]): row["label"] for key in ("id", "name") for row in rows}
    where = f"the review {review}" if review else "this build"
    codes = ", ".join(dict.fromkeys(row["code"] for row in roles.values()))
    raise ParameterError(
        f"no person of {where} has the id or pseudonym {text!r}: {_hint(text, known)}"
        f"write one as answers show it, or a role: {codes}"
    )


def _which(persons: list[dict[str, str]]) -> str:
    """How to set several persons of one name apart."""
    shown = _some([f"{_id(row)} ({row['label']})" for row in persons])
    if len({row["review"] for row in persons}) == len(persons):
        return f"give the review with --review, or write the id of the person that you mean: {shown}"
    return f"write the id of the person that you mean: {shown}"


def _called(text: str, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The bodies or persons that a text names: by an id, otherwise by a name; one row each."""
    key = _plain(text)
    by_id = {row["iri"]: row for row in rows if key in (row["id"], _id(row))}
    return list((by_id or {row["iri"]: row for row in rows if key == _plain(row["name"])}).values())


def _id(row: dict[str, str]) -> str:
    return f"{row['review']}/{row['id']}" if "review" in row else row["id"]


def _plain(text: str) -> str:
    """A name without what does not set it apart: capital letters, the form of its apostrophe, wide spaces."""
    return " ".join(text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())


def _hint(text: str, known: dict[str, str]) -> str:
    """The nearest of what is known, by its plain text, as it is to be shown."""
    near = dict.fromkeys(known[key] for key in get_close_matches(_plain(text), known, n=3, cutoff=0.5))
    return f"did you mean {' or '.join(near)}? " if near else ""


def _some(known: list[str]) -> str:
    return ", ".join(known[:20]) + (f" and {len(known) - 20} more" if len(known) > 20 else "")
