"""Krippendorff's α of the panels: a dot for each dimension with its interval, on one scale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from profiles.drawing.ranges import Bar, Frame, Ranges, ranges
from profiles.rounding import exact, shown
from profiles.scoring import DIMENSIONS

ALL = "All five together"
WHOLE = 100  # α in hundredths, since scales are of whole numbers


@dataclass(frozen=True)
class Line:
    """One dimension; `value` is "" where nobody differs from anybody, so that nothing can be said."""

    label: str
    value: str
    low: str
    high: str
    profiles: int
    scores: int

    @property
    def interval(self) -> str:
        return f"{self.low} to {self.high}" if self.low else ""


@dataclass(frozen=True)
class Agreement:
    lines: Sequence[Line]
    amounts: Sequence[tuple[int | None, int | None, int | None] | None]

    @cached_property
    def picture(self) -> Ranges:
        # The whole way from no agreement to full stands there, whatever the figures are.
        return ranges([[*self.amounts, (0, 0, WHOLE)]], Frame(left=150, right=560, head=0))

    @property
    def drawn(self) -> list[tuple[Line, Bar]]:
        return list(zip(self.lines, self.picture.bars[0], strict=False))

    @property
    def height(self) -> int:
        return self.picture.height - self.picture.frame.row

    @property
    def ticks(self) -> list[tuple[int | float, str]]:
        return [(tick.x, _told(exact(tick.value) / WHOLE, 1)) for tick in self.picture.ticks]


def agreement(alpha: Sequence[tuple[str, Mapping[str, Any] | None]]) -> Agreement:
    """`alpha`: name of a dimension ("" for all) → its figures, as a check keeps them."""
    return Agreement([_line(*pair) for pair in alpha], [_amounts(found) for _, found in alpha])


def _line(name: str, found: Mapping[str, Any] | None) -> Line:
    label = DIMENSIONS.get(name, ALL)
    if found is None:
        return Line(label, "", "", "", 0, 0)
    ends = ["" if found[end] is None else _told(exact(found[end]), 2) for end in ("low", "high")]
    return Line(label, _told(exact(found["value"]), 2), *ends, found["profiles"], found["scores"])


def _amounts(found: Mapping[str, Any] | None) -> tuple[int | None, int | None, int | None] | None:
    if found is None:
        return None
    return tuple(None if found[name] is None else round(found[name] * WHOLE) for name in ("low", "value", "high"))


def _told(value, places: int) -> str:
    return f"−{shown(-value, places)}" if value < 0 else shown(value, places)
