"""The map of adjacent roles: rank upward, taxonomy and track across, so that the two add up to the distance."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property

from profiles import distance
from profiles.adjacency import Neighbour
from profiles.distance import STRUCTURAL_1 as EDITION
from profiles.distance import Place
from profiles.drawing import fitting
from profiles.drawing import surroundings as drawing
from profiles.models.revision import Revision
from profiles.rounding import shown

SIZE = 12
TRACKS = "SPME"


@dataclass(frozen=True)
class Map:
    """One role in the middle, and those near it, nearest first."""

    own: Revision
    neighbours: Sequence[Neighbour]

    @cached_property
    def picture(self) -> drawing.Surroundings:
        middle = drawing.Spot(Fraction(0), self.own.rank, fitting.width(self.own_label, SIZE), middle=True)
        spots = [
            drawing.Spot(across, near.revision.rank, fitting.width(label, SIZE))
            for near, across, label in zip(self.neighbours, self._across, self.labels, strict=True)
        ]
        return drawing.surroundings([middle, *spots], (EDITION.review, EDITION.near), _taken)

    @property
    def own_label(self) -> str:
        return fitting.shorten(f"{self.own.level_code}, this role", drawing.room(Fraction(0)), SIZE)

    @cached_property
    def labels(self) -> list[str]:
        """The level, and the focus where it is another."""
        told = [
            near.revision.level_code
            if near.revision.focus_code == self.own.focus_code
            else f"{near.revision.level_code} {near.revision.focus_name}"
            for near in self.neighbours
        ]
        return [fitting.shorten(text, drawing.room(x), SIZE) for text, x in zip(told, self._across, strict=True)]

    @property
    def middle(self) -> drawing.Node:
        return self.picture.nodes[0]

    @property
    def nodes(self) -> list[tuple[Neighbour, str, drawing.Node]]:
        """Each neighbour with its label and where it stands."""
        return list(zip(self.neighbours, self.labels, self.picture.nodes[1:], strict=True))

    @property
    def columns(self) -> list[tuple[int | float, str]]:
        """Where each kind of place begins, and what it is called: only those that somebody stands in."""
        apart = {near.distance.taxonomy for near in self.neighbours}
        names = {Fraction(1, 4): "sibling focus", Fraction(1, 2): "other function"}
        sides = [(drawing.x_of(side * part), name) for part, name in names.items() if part in apart for side in (-1, 1)]
        return [(drawing.x_of(Fraction(0)), "same focus"), *sides]

    @property
    def limits(self) -> list[tuple[str, tuple[int | float, int | float]]]:
        """What each region is called, and where that is written."""
        told = (
            f"{name} ≤ {shown(at, 2).lstrip('0')}" for name, at in (("review", EDITION.review), ("near", EDITION.near))
        )
        return list(zip(told, self.picture.captions, strict=True))

    @cached_property
    def _across(self) -> list[Fraction]:
        """The part of each distance that is not level, to the left (negative) or right of the middle.

        Distance is the same on both sides; so focuses take turns, the nearest to the right, and within the same focus
        tracks stand in their order.
        """
        focuses = dict.fromkeys(near.revision.focus_code for near in self.neighbours)
        others = [code for code in focuses if code != self.own.focus_code]
        turns = {code: 1 - 2 * (index % 2) for index, code in enumerate(others)}
        return [
            (near.distance.taxonomy + near.distance.track)
            * (turns.get(near.revision.focus_code) or _track_side(self.own.track_code, near.revision.track_code))
            for near in self.neighbours
        ]


def _track_side(own: str, other: str) -> int:
    return -1 if TRACKS.find(other) < TRACKS.find(own) else 1


@cache  # there are as many as there are ranks in a canon
def _taken(ranks: int) -> Fraction:
    """What so many ranks take of a threshold: the level part of the distance, as the edition reckons it."""
    return EDITION.level * distance.level(Place("", "", "", 0), Place("", "", "", ranks), EDITION)


def map_of(own: Revision, neighbours: Sequence[Neighbour]) -> Map | None:
    """None where nobody is near: a map of one place says nothing."""
    return Map(own, neighbours) if neighbours else None
