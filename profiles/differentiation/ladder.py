"""Each level of a ladder against the levels beside it: line by line, as a share of lines that are its own, as 1 to 5.

A line that is contained in a neighbour's to a quarter or less is the level's own; to three quarters or more it is the
neighbour's too; between them it counts in part. In the sample canon, written level by level, 99 of 100 lines stay at a
quarter (569 lines; the nearest at a third), while a bullet that was copied and touched up stands above three quarters.

The share of own lines is laid on the panel's scale by the anchors that reviewers score by: every line its own is 5, "a
line or two could move" (one of four) is 4, "about as many stand at a neighbouring level almost word for word" (half) is
3, none is 1. So the figure is 1 + 4 × share, and nobody chose a curve.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

from profiles import scoring
from profiles.differentiation.phrases import Grams, grams, sameness
from profiles.differentiation.reach import Reach, reach_of
from profiles.rounding import shown

FREE, TAKEN = Fraction(1, 4), Fraction(3, 4)
NEAR = Fraction(1, 2)  # from here on a line is shown beside the one that it is near to
MOST_LINES = 40  # of a level; so that 20 levels full of them take half a second, where usual ones take ten milliseconds
DIMENSION = "level_differentiation"


@dataclass(frozen=True, eq=False)
class Rung:
    """A level of a focus on one track, as far as it is measured."""

    key: str
    level: str
    title: str
    rank: int
    lines: tuple[str, ...]
    panel: Fraction | None = None  # the panel's mean for level differentiation
    more: int = 0  # lines beyond those that are measured

    @cached_property
    def grams(self) -> list[Grams]:
        return [grams(line) for line in self.lines]

    @cached_property
    def reach(self) -> Reach:
        return reach_of(self.lines)


@dataclass(frozen=True)
class Line:
    """One line, and of all lines of the levels beside it the one that it is nearest to."""

    text: str
    nearest: str = ""
    level: str = ""  # where the nearest stands
    sameness: Fraction = Fraction(0)

    @property
    def taken(self) -> Fraction | int:
        """How far it is a neighbour's line too, 0 to 1; nearly always 0, which is found without any reckoning."""
        if self.sameness <= FREE:
            return 0
        return min(Fraction(1), (self.sameness - FREE) / (TAKEN - FREE))

    @property
    def is_near(self) -> bool:
        return self.sameness >= NEAR


@dataclass(frozen=True)
class Measure:
    """A level against its neighbours; `beside` are their codes, below first."""

    rung: Rung
    lines: tuple[Line, ...] = ()
    beside: tuple[str, ...] = ()
    wider_below: Rung | None = None  # the nearest level below that reaches further

    @cached_property
    def share(self) -> Fraction | None:
        """Of lines that are its own; None where nothing is written, or nothing stands beside it."""
        return 1 - _taken(self.lines) if self.lines and self.beside else None

    @cached_property
    def figure(self) -> Fraction | None:
        """On the panel's scale, 1 to 5."""
        return None if self.share is None else 1 + 4 * self.share

    @property
    def shown(self) -> str:
        return "not measured" if self.figure is None else shown(self.figure, 1)

    @property
    def panel_told(self) -> str:
        return "" if self.rung.panel is None else shown(self.rung.panel, 1)

    @property
    def near(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.is_near)

    @property
    def gap(self) -> Fraction | None:
        """How much more the panel gives than the text shows; negative where it gives less."""
        return None if self.figure is None or self.rung.panel is None else self.rung.panel - self.figure


@dataclass(frozen=True)
class Joint:
    """Two levels that follow one another: the share of their lines that both have."""

    below: str
    above: str
    shared: Fraction


@dataclass(frozen=True)
class Ladder:
    """The levels of one track, scope and focus from the lowest up, and what lies between them."""

    focus: str
    track: str
    track_name: str
    scope: str
    measures: tuple[Measure, ...]
    joints: tuple[Joint, ...] = field(default=())


def rung_of(payload: Mapping[str, Any]) -> Rung:
    level, lines = payload["basis"]["level"], payload["responsibilities"]
    told = next(d for d in scoring.panel(payload["panel"]).dimensions if d.name == DIMENSION)
    return Rung(
        payload["key"],
        level["code"],
        payload["title"],
        level["rank"],
        tuple(lines[:MOST_LINES]),
        told.mean,
        max(0, len(lines) - MOST_LINES),
    )


def ladders(payloads: Iterable[Mapping[str, Any]]) -> list[Ladder]:
    """All ladders that these payloads make, each with every level measured."""
    found: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for payload in payloads:
        basis = payload["basis"]
        found.setdefault((basis["focus"]["code"], payload["scope"], basis["track"]["code"]), []).append(payload)
    return [_ladder(scope, rows) for (_, scope, _), rows in found.items()]


def _ladder(scope: str, payloads: Sequence[Mapping[str, Any]]) -> Ladder:
    basis = payloads[0]["basis"]
    rungs = sorted(map(rung_of, payloads), key=lambda rung: rung.rank)
    written = [rung for rung in rungs if rung.lines]
    pairs = [_pair(a, b) for a, b in pairwise(written)]
    measures = tuple(_measure(rung, pairs, _wider(rungs[:at], rung)) for at, rung in enumerate(rungs))
    joints = tuple(Joint(pair.below.level, pair.above.level, pair.shared) for pair in pairs)
    track = basis["track"]
    return Ladder(basis["focus"]["code"], track["code"], track["name"], scope, measures, joints)


def measured(rung: Rung, beside: Iterable[Rung]) -> Measure:
    """One level against what stands on its track: the next level below and above on which something is written."""
    written = sorted((other for other in beside if other.lines and other.rank != rung.rank), key=lambda r: r.rank)
    below = [other for other in written if other.rank < rung.rank]
    above = [other for other in written if other.rank > rung.rank]
    # Where nothing is written there is no line to hold against another.
    pairs = [_pair(other, rung) for other in below[-1:] if rung.lines]
    pairs += [_pair(rung, other) for other in above[:1] if rung.lines]
    return _measure(rung, pairs, _wider(below, rung))


def _wider(below: Sequence[Rung], rung: Rung) -> Rung | None:
    return next((other for other in reversed(below) if other.reach.beyond(rung.reach)), None)


def _measure(rung: Rung, pairs: Sequence["_Pair"], wider_below: Rung | None) -> Measure:
    own = [pair for pair in pairs if rung in (pair.below, pair.above)]
    if not own:
        return Measure(rung, tuple(map(Line, rung.lines)), (), wider_below)
    sides = [pair.lines_of(rung) for pair in own]
    # Of equally near lines the first, below before above.
    lines = tuple(max(found, key=lambda line: line.sameness) for found in zip(*sides, strict=True))
    return Measure(rung, lines, tuple(pair.other(rung).level for pair in own), wider_below)


@dataclass(frozen=True, eq=False)
class _Pair:
    """Two levels that follow one another, each line with its nearest on the other side."""

    below: Rung
    above: Rung
    up: tuple[Line, ...]
    down: tuple[Line, ...]

    def other(self, rung: Rung) -> Rung:
        return self.above if rung is self.below else self.below

    def lines_of(self, rung: Rung) -> tuple[Line, ...]:
        return self.up if rung is self.below else self.down

    @property
    def shared(self) -> Fraction:
        return _taken(self.up + self.down)


def _pair(below: Rung, above: Rung) -> _Pair:
    """Every line of one against every line of the other, once."""
    table = [[sameness(a, b) for b in above.grams] for a in below.grams]
    up = [_line(text, row, above) for text, row in zip(below.lines, table, strict=True)]
    down = [_line(text, column, below) for text, column in zip(above.lines, zip(*table, strict=True), strict=True)]
    return _Pair(below, above, tuple(up), tuple(down))


def _line(text: str, found: Sequence[tuple[int, int]], other: Rung) -> Line:
    at = max(range(len(found)), key=lambda index: found[index][0] / found[index][1])
    common, of = found[at]
    return Line(text, other.lines[at], other.level, Fraction(common, of)) if common else Line(text)


def _taken(lines: Sequence[Line]) -> Fraction:
    """The share of lines that are a neighbour's too."""
    return Fraction(sum(line.taken for line in lines), len(lines))
