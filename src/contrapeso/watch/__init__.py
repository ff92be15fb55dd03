"""Watching: the same assessment on another day, or as known later; every difference is one change with its cause."""

from contrapeso.watch.change import Cause, Change
from contrapeso.watch.compare import compare
from contrapeso.watch.rule import WatchRule, read_rules
from contrapeso.watch.state import State, observe
from contrapeso.watch.walk import Walked, walk

__all__ = ["Cause", "Change", "State", "Walked", "WatchRule", "compare", "observe", "read_rules", "walk"]
