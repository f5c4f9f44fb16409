"""Bars below one another on one scale from nothing, each in parts that lie end to end, with a label and a total."""

from collections.abc import Sequence
from dataclasses import dataclass

from profiles.drawing import fitting
from profiles.drawing.scales import Scale, Tick, neat, scale

SIZE = 12
READABLE = 16  # a part narrower than this has no room for its sign


@dataclass(frozen=True)
class Frame:
    """Where things stand: labels before `left`, bars up to `right`, totals after it."""

    width: int = 680
    left: int = 232
    right: int = 588
    axis: int = 24
    row: int = 26
    foot: int = 4


@dataclass(frozen=True)
class Piece:
    """One part of a bar."""

    x: int | float
    width: int | float

    @property
    def is_readable(self) -> bool:
        return self.width >= READABLE

    @property
    def middle(self) -> int | float:
        return neat(self.x + self.width / 2)


@dataclass(frozen=True)
class Bar:
    """The y of its middle, its label cut to its room, its parts (None where one is nothing), and where it ends."""

    y: int | float
    label: str
    pieces: list[Piece | None]
    end: int | float


@dataclass(frozen=True)
class Bars:
    frame: Frame
    height: int
    ticks: list[Tick]
    rows: list[Bar]


def bars(rows: Sequence[tuple[str, Sequence[int]]], frame: Frame = Frame()) -> Bars:
    """`rows` are labels with the sizes of their parts."""
    most = max((sum(parts) for _, parts in rows), default=0)
    on = scale([0, most or 1], frame.left, frame.right)
    drawn = [
        _bar(label, parts, neat(frame.axis + frame.row * (n + 0.5)), on, frame) for n, (label, parts) in enumerate(rows)
    ]
    return Bars(frame, frame.axis + frame.row * len(rows) + frame.foot, on.ticks, drawn)


def _bar(label: str, parts: Sequence[int], y: int | float, on: Scale, frame: Frame) -> Bar:
    pieces, done = [], 0
    for part in parts:
        start, end = on.at(done), on.at(done + part)
        pieces.append(Piece(start, neat(end - start)) if part else None)
        done += part
    return Bar(y, fitting.shorten(label, frame.left - 14, SIZE), pieces, on.at(done))
