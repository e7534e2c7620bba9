"""The coded records of reviews, and published lists of them: their types, loading and checks."""

from dhrgraph.records.catalogue_files import with_catalogues
from dhrgraph.records.checks import check
from dhrgraph.records.collection import AnyRecord, Collection, ReviewRecords
from dhrgraph.records.loading import load_collection

__all__ = ["AnyRecord", "Collection", "ReviewRecords", "check", "load_collection", "with_catalogues"]
