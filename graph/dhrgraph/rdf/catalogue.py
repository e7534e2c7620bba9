"""Catalogues to JSON-LD nodes: the list with its credits, and each entry."""

from __future__ import annotations

from dhrgraph.rdf.expand import Node
from dhrgraph.rdf.namespaces import catalogue_iri, code_iri
from dhrgraph.records.catalogue import CatalogueFile, Entry

__all__ = ["expand_catalogue"]


def expand_catalogue(file: CatalogueFile) -> list[Node]:
    """The nodes of a catalogue: its own, those of its makers and of its entries.

    Makers are named below the catalogue, so that two catalogues of one maker say nothing twice.
    """
    home, source = catalogue_iri(file.id), file.catalogue.source
    makers: list[Node] = [
        {
            "iri": f"{home}/creator/{number}",
            "class": "Creator",
            "name": creator.name,
            "orcid": f"https://orcid.org/{creator.orcid}" if creator.orcid else None,
        }
        for number, creator in enumerate(source.creators, start=1)
    ]
    about: Node = {
        "iri": home,
        "class": ["Catalogue", "dcat:Dataset"],  # the second for readers of DCAT, who do not know the first
        "id": file.id,
        "label": source.title,
        "title": source.title,
        "creators": [maker["iri"] for maker in makers],
        "licence": source.licence,
        "doi": f"https://doi.org/{source.doi}" if source.doi else None,
        "version": source.version,
        "citation": source.citation,
        "collected": source.collected,
        "read_from": f"{source.file}, sha256 {source.sha256}",
        "changes": source.changes,
    }
    entries = [_entry(entry, file.id) for entry in file.catalogue.entries]
    return [{key: value for key, value in node.items() if value is not None} for node in [about, *makers, *entries]]


def _entry(entry: Entry, catalogue: str) -> Node:
    name = f"{catalogue}/{entry.id}"
    death = entry.death
    return {
        "iri": catalogue_iri(name),
        "class": "CatalogueEntry",
        "id": name,
        "label": f"{name}: {entry.area}, {death.text if death else 'undated'}",
        "catalogue": catalogue_iri(catalogue),
        "area": entry.area,
        "region": code_iri("region", entry.region),
        "death": death.text if death else None,
        "earliest": death.earliest.isoformat() if death and death.earliest else None,
        "latest": death.latest.isoformat() if death and death.latest else None,
        "victims": entry.victims,
        "cause": code_iri("cause-of-death", entry.cause) if entry.cause else None,
        "place": code_iri("place-of-death", entry.place) if entry.place else None,
        "tags": [code_iri("case-tag", tag) for tag in entry.tags],
    }
