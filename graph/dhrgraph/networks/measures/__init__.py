"""Measures on networks, one module a family.

`measured` runs them by name on a network that `dhrgraph.networks.project` made; `MEASURES` says what each
shows. The functions of the modules also take any networkx graph: parallel facts become one weighted edge
by `counted` first.
"""

from dhrgraph.networks.measures.registry import MEASURES, Measure
from dhrgraph.networks.measures.run import Measured, measured
from dhrgraph.networks.measures.weights import counted

__all__ = ["MEASURES", "Measure", "Measured", "counted", "measured"]
