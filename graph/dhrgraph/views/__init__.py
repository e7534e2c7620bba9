"""Pages: networks as interactive HTML that works offline."""

from __future__ import annotations

from pyoxigraph import Store

from dhrgraph.views.contacts import contacts_page

__all__ = ["contacts_page", "pages"]


def pages(store: Store) -> dict[str, str]:
    """All pages of a build, by file name."""
    return {"contacts.html": contacts_page(store)}
