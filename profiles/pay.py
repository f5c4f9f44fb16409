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


@dataclass(frozen=True)
class Overlap:
    """Where two ranges of one currency meet: from `low` to `high`; where `high` is less they stand apart."""

    low: int
    high: int
    share_of_first: Fraction  # of the first range, 0 to 1
    share_of_second: Fraction
    currency: str

    @property
    def is_apart(self) -> bool:
        return self.high < self.low

    @property
    def gap(self) -> int:
        """Between the end of the lower range and the beginning of the higher."""
        return self.low - self.high if self.is_apart else 0


def overlap(a: Figures | None, b: Figures | None) -> Overlap | None:
    """None where a range is not known or currencies differ: then there is nothing to lay on one another."""
    if not a or not b or a["currency"] != b["currency"] or None in (a["low"], a["high"], b["low"], b["high"]):
        return None
    low, high = max(a["low"], b["low"]), min(a["high"], b["high"])
    return Overlap(low, high, _share(low, high, a), _share(low, high, b), a["currency"])


def _share(low: int, high: int, figures: Figures) -> Fraction:
    """Of a range without width that is met, all of it is."""
    if high < low:
        return Fraction(0)
    width = figures["high"] - figures["low"]
    return Fraction(high - low, width) if width else Fraction(1)


@dataclass(frozen=True)
class Step:
    """From one median to another."""

    amount: int
    share: Fraction | None  # of the first; None where that is nothing

    @property
    def sign(self) -> str:
        return "+" if self.amount > 0 else "−" if self.amount < 0 else "±"

    @property
    def shown(self) -> str:
        return "" if self.share is None else f"{self.sign}{shown(abs(self.share) * 100, 1)} %"


def step(a: Figures | None, b: Figures | None) -> Step | None:
    """None where figures are not known or currencies differ."""
    if not a or not b or a["currency"] != b["currency"]:
        return None
    amount = b["median"] - a["median"]
    return Step(amount, Fraction(amount, a["median"]) if a["median"] else None)
