"""A knowledge graph across Domestic Homicide Reviews."""

from dhrgraph.opened import Graph
from dhrgraph.opened import open_graph as open  # noqa: A004 - read as dhrgraph.open(...)

__all__ = ["Graph", "open"]
