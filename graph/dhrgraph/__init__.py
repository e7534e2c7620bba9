"""A knowledge graph across Domestic Homicide Reviews."""

from dhrgraph.questions.graph import Graph
from dhrgraph.questions.graph import open_graph as open  # noqa: A004 - read as dhrgraph.open(...)

__all__ = ["Graph", "open"]
