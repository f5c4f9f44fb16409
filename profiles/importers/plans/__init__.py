"""A file that a curator sends: what it would change, row by row, and – when that was seen – carried out whole."""

from profiles.importers.plans.planning import Planner
from profiles.importers.plans.showing import Plan
from profiles.importers.plans.writing import carry_out

__all__ = ["Plan", "Planner", "carry_out"]
