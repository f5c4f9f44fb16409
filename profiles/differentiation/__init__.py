"""How different each level's lines are from its neighbours', by words and phrases, and what that says of the panel."""

from profiles.differentiation.ladder import (
    DIMENSION,
    MOST_LINES,
    Joint,
    Ladder,
    Line,
    Measure,
    Rung,
    ladders,
    measured,
    rung_of,
)
from profiles.differentiation.reach import Reach, reach_of
from profiles.differentiation.telling import findings, findings_of

__all__ = [
    "DIMENSION",
    "MOST_LINES",
    "Joint",
    "Ladder",
    "Line",
    "Measure",
    "Reach",
    "Rung",
    "findings",
    "findings_of",
    "ladders",
    "measured",
    "reach_of",
    "rung_of",
]
