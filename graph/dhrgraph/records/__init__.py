"""The coded records of reviews: their types, loading and checks."""

from dhrgraph.records.checks import check
from dhrgraph.records.loading import AnyRecord, Collection, ReviewRecords, load_collection

__all__ = ["AnyRecord", "Collection", "ReviewRecords", "check", "load_collection"]
