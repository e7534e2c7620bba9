"""The pages of the docs that a browser shows: ontology, code lists and questions, generated and offline."""

from website.site import pages

__all__ = ["pages"]
