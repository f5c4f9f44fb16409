"""From values to places on paper: linear scales whose ticks are numbers that people count in."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

STEPS = (1, 2, 5)


def neat(value: float) -> int | float:
    """To a tenth of a unit, without a decimal where there is none: what stands in a path is paid by the byte."""
    tenth = round(float(value), 1)
    return int(tenth) if tenth.is_integer() else tenth


@dataclass(frozen=True)
class Tick:
    value: int
    x: int | float


@dataclass(frozen=True)
class Scale:
    """Values between `least` and `most` on a line from `start` to `end`; what lies outside stays at its end."""

    least: int
    most: int
    start: float
    end: float
    step: int

    def at(self, value: float) -> int | float:
        inside = min(max(value, self.least), self.most)
        share = (inside - self.least) / (self.most - self.least)
        return neat(self.start + share * (self.end - self.start))

    @property
    def ticks(self) -> list[Tick]:
        return [Tick(value, self.at(value)) for value in range(self.least, self.most + 1, self.step)]


def scale(values: Iterable[int], start: float, end: float, *, about: int = 5) -> Scale:
    """A scale that holds all values and begins and ends at a tick; a single value gets steps of its own size."""
    values = list(values) or [0, about]
    low, high = min(values), max(values)
    step = nice_step((high - low) or max(1, abs(low)), about)
    least, most = low // step * step, -(-high // step) * step
    if least == most:
        least, most = least - step, most + step
    return Scale(least, most, start, end, step)


def nice_step(span: int, about: int) -> int:
    """The smallest 1, 2 or 5 × 10ⁿ that parts a span into no more than `about` steps."""
    rough = max(1, span / about)
    ten = 10 ** math.floor(math.log10(rough))
    return next(step * ten for step in (*STEPS, 10) if step * ten >= rough)
