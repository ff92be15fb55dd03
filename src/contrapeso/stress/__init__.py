"""What a shock would change: scenarios as data, laid over the evidence, measured and judged like the evidence itself."""

from contrapeso.stress.overlay import Overlaid, lay
from contrapeso.stress.run import Change, Judged, Stressed, compare
from contrapeso.stress.scenario import Scenario, Shock, read_scenario

__all__ = ["Change", "Judged", "Overlaid", "Scenario", "Shock", "Stressed", "compare", "lay", "read_scenario"]
