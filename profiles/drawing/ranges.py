"""Ranges below one another on one scale, each with its middle marked, in groups with a head over each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from profiles.drawing.scales import Scale, Tick, neat, scale

Amounts = tuple[int | None, int | None, int | None]  # low, middle, high


@dataclass(frozen=True)
class Frame:
    """Where things stand: the plot from `left` to `right`, everything within `width`."""

    width: int = 680
    left: int = 196
    right: int = 568
    axis: int = 26
    head: int = 30
    row: int = 27
    foot: int = 8


@dataclass(frozen=True)
class Bar:
    """One row: the y of its middle, and what is known of its range in x; None where nothing is."""

    y: int | float
    low: int | float | None = None
    middle: int | float | None = None
    high: int | float | None = None

    @property
    def width(self) -> int | float:
        return 0 if self.low is None else neat(self.high - self.low)


@dataclass(frozen=True)
class Ranges:
    frame: Frame
    height: int
    ticks: list[Tick]
    heads: list[int]
    bars: list[list[Bar]]


def ranges(groups: Sequence[Sequence[Amounts | None]], frame: Frame = Frame()) -> Ranges:
    on = scale_of((row for group in groups for row in group), frame.left, frame.right)
    y, heads, bars = frame.axis, [], []
    for group in groups:
        heads.append(y + frame.head // 2 + 5)
        y += frame.head
        bars.append([_bar(row, neat(y + frame.row * (index + 0.5)), on) for index, row in enumerate(group)])
        y += frame.row * len(group)
    return Ranges(frame, y + frame.foot, on.ticks if on else [], heads, bars)


def scale_of(rows: Iterable[Amounts | None], start: float, end: float) -> Scale | None:
    """One scale for all that is known; None where nothing is."""
    known = [value for row in rows for value in row or () if value is not None]
    return scale(known, start, end, about=6) if known else None


def _bar(row: Amounts | None, y: int | float, on: Scale | None) -> Bar:
    known = [value for value in row or () if value is not None]
    if not known:
        return Bar(y)
    # From whatever is known of it: a range of which one end is missing reaches as far as its middle.
    middle = None if row[1] is None else on.at(row[1])
    return Bar(y, on.at(min(known)), middle, on.at(max(known)))
