"""Which pay figure holds for a profile, whose it is, and how far it stands from its function's baseline."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from profiles.rounding import shown

Figures = Mapping[str, Any]

# The order of inheritance, narrowest first: the first that has figures wins.
CHAIN = (("own", "this profile"), ("function", "function baseline"), ("level", "level baseline"))


@dataclass(frozen=True)
class Resolved:
    """The figures that hold, whose they are (`own`, `function`, `level`), and what was asked before them."""

    figures: Figures
    owner: str
    asked: tuple[tuple[str, bool], ...]

    @property
    def inherited(self) -> bool:
        return self.owner != "own"

    @property
    def told(self) -> str:
        return dict(CHAIN)[self.owner]


def resolve(part: Mapping[str, Figures | None] | None) -> Resolved | None:
    """`part` maps own, function and level to figures or None; None where nobody has any."""
    asked = []
    for owner, words in CHAIN:
        figures = (part or {}).get(owner)
        asked.append((words, figures is not None))
        if figures is not None:
            return Resolved(figures, owner, tuple(asked))
    return None


@dataclass(frozen=True)
class Differential:
    """(focus median − function baseline) ÷ baseline, exactly, and whether it is material."""

    value: Fraction
    material: bool

    @property
    def shown(self) -> str:
        sign = "+" if self.value > 0 else "−" if self.value < 0 else "±"
        return f"{sign}{shown(abs(self.value) * 100, 1)} %"


def differential(part: Mapping[str, Figures | None] | None, *, material_percent: int) -> Differential | None:
    """Only where both are own figures in one currency; None otherwise."""
    own, baseline = (part or {}).get("own"), (part or {}).get("function")
    if not own or not baseline or own["currency"] != baseline["currency"] or not baseline["median"]:
        return None
    value = Fraction(own["median"] - baseline["median"], baseline["median"])
    return Differential(value, abs(value) * 100 >= material_percent)
