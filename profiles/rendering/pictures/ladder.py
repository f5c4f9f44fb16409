"""The ladder of a focus over all its tracks: rank by rank, tracks side by side, pay as a range in each."""

from collections.abc import Sequence
from dataclasses import dataclass

from profiles.drawing.ranges import scale_of
from profiles.drawing.scales import Scale, neat
from profiles.rendering.catalogue import TrackRow
from profiles.rendering.pictures.pay import PayLadder, Rung


@dataclass(frozen=True)
class Step:
    """A level in its place; pay is drawn in per cent of the width there is."""

    rung: Rung
    low: int | float | None = None
    middle: int | float | None = None
    width: int | float | None = None


@dataclass(frozen=True)
class Ladder:
    tracks: list[str]
    ranks: list[tuple[int, list[Step | None]]]


def ladder(rows: Sequence[TrackRow], pay: PayLadder) -> Ladder:
    """Highest rank on top; a rank that a track does not know is None in its column."""
    on = scale_of((pay.amounts(rung) for rung in pay.rungs), 2, 98)
    columns = [{rung.cell.rank: _step(rung, pay, on) for rung in rungs} for _, rungs in pay.tracks]
    ranks = sorted({rank for column in columns for rank in column}, reverse=True)
    return Ladder([row.name for row in rows], [(rank, [column.get(rank) for column in columns]) for rank in ranks])


def _step(rung: Rung, pay: PayLadder, on: Scale | None) -> Step:
    known = [value for value in pay.amounts(rung) or () if value is not None]
    if not known or on is None:
        return Step(rung)
    low, median = on.at(min(known)), rung.pay.figures["median"]
    return Step(rung, low, None if median is None else on.at(median), neat(on.at(max(known)) - low))
