"""Passages to draft records: a first coding of a report, for a person to correct.

`draft` takes a `dhrgraph.documents.Document` and the register, and gives the records that the report's
words make likely, each with its citations, the rule that made it and a confidence. What is unsure is
left out or flagged. Everything is done by patterns of words, which stand in the data files beside these
modules; no language model is used, nothing is learned and nothing leaves the machine. A general tagger
(spaCy) was weighed and left: 300 MB for what a few hundred words of the field do here, in files that a
reader of reports can extend.

The way of the data: `sections` cuts sentences and tells the part of the report; `bodies` and `people`
find who is named; `dating` reads dates; `clauses` tells facts from what was not and what might have
been; `told` brings these together, sentence by sentence; the other modules draft one kind of record
each; `draft` joins them.
"""

from dhrgraph.drafting.draft import Draft, draft
from dhrgraph.drafting.told import Drafted, Flag

__all__ = ["Draft", "Drafted", "Flag", "draft"]
