"""A map of places round one in the middle: how far across and how many ranks away add up to a distance.

Both are drawn to scale, and a distance is their sum; so all that is no further than a threshold lies within a stepped
figure whose half width in each row is the threshold less what the row's rank takes of it. Nothing is drawn by eye.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from profiles.drawing.labels import lanes

UNIT = 520  # of a distance of 1
HALF, GUTTER = 322, 40
MIDDLE, WIDTH = GUTTER + HALF, GUTTER + 2 * HALF
LEAST_ROOM, INWARD = 110, 150
HEAD, LANE, PAD, FOOT = 26, 20, 8, 6
MARK, TO_LABEL, APART = 5, 9, 8
# A figure is drawn this much wider than it is, so that what lies on a threshold lies within. It is less than the way
# to the nearest place beyond any threshold of an edition.
OUTSET = 4
AROUND = 3  # ranks above and below the middle that are drawn, whoever stands there


@dataclass(frozen=True)
class Spot:
    """A place: its signed way across, its rank, and how wide its label is."""

    across: Fraction
    rank: int
    label: float
    middle: bool = False


@dataclass(frozen=True)
class Node:
    x: int
    y: int
    anchor: str  # of its label, as SVG spells it: start, end
    span: tuple[float, float]


@dataclass(frozen=True)
class Row:
    rank: int
    top: int
    height: int
    skipped: bool  # ranks between this row and the one above are left out

    @property
    def y(self) -> int:
        """Where its rank is written."""
        return self.top + self.height // 2 + 4

    @property
    def bottom(self) -> int:
        return self.top + self.height


@dataclass(frozen=True)
class Surroundings:
    height: int
    rows: list[Row]
    nodes: list[Node]
    within: list[str]  # one path for each threshold
    captions: list[tuple[int, int]]  # where each threshold is told


def surroundings(spots: Sequence[Spot], limits: Sequence[Fraction], taken: Callable[[int], Fraction]) -> Surroundings:
    """`spots` with exactly one in the middle; `limits` are thresholds; `taken` tells what so many ranks take of one."""
    own = next(spot.rank for spot in spots if spot.middle)
    spans = [_span(spot) for spot in spots]
    placed: dict[int, dict[int, int]] = {}
    for rank in _ranks(own, spots):
        here = [index for index, spot in enumerate(spots) if spot.rank == rank]
        placed[rank] = dict(zip(here, lanes([spans[index] for index in here], gap=APART), strict=True))
    rows = _rows(placed, own)
    nodes = [_node(spot, spans[index], placed[spot.rank][index], rows[spot.rank]) for index, spot in enumerate(spots)]
    reaches = [[(row, limit - taken(abs(row.rank - own))) for row in rows.values()] for limit in limits]
    foot = rows[own].bottom - PAD
    captions = [(x_of(limit) - 2, foot) for limit in limits]
    height = max(row.bottom for row in rows.values()) + FOOT
    return Surroundings(height, list(rows.values()), nodes, [_figure(reach) for reach in reaches], captions)


def x_of(across: Fraction) -> int:
    """To a whole unit: a path is paid by the byte, and half a unit is less than anybody sees."""
    return round(MIDDLE + across * UNIT)


def room(across: Fraction) -> float:
    """How wide a label may be: up to the edge of the frame, or inward where too little of it is left there."""
    outward = HALF - abs(across) * UNIT - TO_LABEL
    return float(outward) if outward >= LEAST_ROOM else INWARD


def _ranks(own: int, spots: Sequence[Spot]) -> list[int]:
    """Highest first: those round the middle, and wherever else somebody stands."""
    near = {rank for rank in range(own - AROUND, own + AROUND + 1) if rank >= 1}
    return sorted(near | {spot.rank for spot in spots}, reverse=True)


def _rows(placed: dict[int, dict[int, int]], own: int) -> dict[int, Row]:
    rows: dict[int, Row] = {}
    top, before = HEAD, None
    for rank, taken in placed.items():
        many = max(taken.values(), default=0) + 1 + (rank == own)  # thresholds are told in a lane of their own
        skipped = before is not None and before - rank > 1
        rows[rank] = Row(rank, top, many * LANE + PAD, skipped)
        top, before = rows[rank].bottom, rank
    return rows


def _span(spot: Spot) -> tuple[float, float]:
    """From mark to the end of the label: outward, but inward where it would leave the frame."""
    x = x_of(spot.across)
    reach = TO_LABEL + spot.label
    if _to_the_right(spot, x):
        return x - MARK, x + reach
    return x - reach, x + MARK


def _to_the_right(spot: Spot, x: int) -> bool:
    outward = spot.across >= 0
    reach = TO_LABEL + spot.label
    fits = x + reach <= WIDTH if outward else x - reach >= GUTTER
    return outward == fits


def _node(spot: Spot, span: tuple[float, float], lane: int, row: Row) -> Node:
    x = x_of(spot.across)
    right = span[0] == x - MARK
    y = row.top + PAD // 2 + lane * LANE + LANE // 2
    return Node(x, y, "start" if right else "end", span)


def _figure(reach: Sequence[tuple[Row, Fraction]]) -> str:
    """A path round every row in which something of the threshold is left; it is one piece, as ranks only take."""
    inside = [(row.top, row.height, x_of(left) - MIDDLE + OUTSET) for row, left in reach if left >= 0]
    steps, before = [], 0
    for _, height, half in inside:
        steps.append((half - before, height))
        before = half
    down = "".join(f"h{across}v{height}" for across, height in steps)
    up = "".join(f"v-{height}h{across}" for across, height in reversed(steps))
    return f"M{MIDDLE} {inside[0][0]}{down}h-{2 * before}{up}z"
