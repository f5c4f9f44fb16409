"""Two roles and the distance between them, reckoned before the reader's eyes: parts, band, what would change it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from profiles import distance
from profiles.adjacency import place_of
from profiles.distance import STRUCTURAL_1 as EDITION
from profiles.distance import Distance, Place
from profiles.models.revision import Revision
from profiles.rendering import words
from profiles.rounding import shown

ELSEWHERE = ""  # a code that no function and no focus has


def fraction(value: Fraction) -> str:
    """As it is reckoned with: "2/15", "0", "1"."""
    return str(value)


@dataclass(frozen=True)
class Part:
    """One summand: value × weight = share."""

    name: str
    told: str
    value: Fraction
    weight: Fraction

    @property
    def share(self) -> Fraction:
        return self.value * self.weight

    @property
    def exact(self) -> tuple[str, str, str]:
        return fraction(self.value), fraction(self.weight), fraction(self.share)

    @property
    def shown(self) -> str:
        return shown(self.share, 3)


@dataclass(frozen=True)
class Change:
    """The same pair with one thing otherwise."""

    told: str
    distance: Distance
    before: str

    @property
    def sign(self) -> str:
        return words.MATCH_SIGNS[self.distance.band]

    @property
    def changes(self) -> bool:
        return self.distance.band != self.before


@dataclass(frozen=True)
class Detour:
    """From A to B by way of a third place."""

    told: str
    first: Distance
    second: Distance
    straight: Distance

    @property
    def way(self) -> Fraction:
        return self.first.total + self.second.total

    @property
    def exact(self) -> tuple[str, str, str, str]:
        return tuple(map(fraction, (self.first.total, self.second.total, self.way, self.straight.total)))

    @property
    def shown(self) -> tuple[str, str]:
        return shown(self.way, 3), self.straight.shown

    @property
    def equal(self) -> bool:
        return self.way == self.straight.total


@dataclass(frozen=True)
class Pair:
    a: Revision
    b: Revision

    @cached_property
    def distance(self) -> Distance:
        return distance.between(place_of(self.a), place_of(self.b))

    @property
    def sign(self) -> str:
        return words.MATCH_SIGNS[self.distance.band]

    @property
    def parts(self) -> list[Part]:
        a, b = self.distance.a, self.distance.b
        values = (distance.taxonomy(a, b), distance.level(a, b), distance.track(a, b))
        weights = (EDITION.taxonomy, EDITION.level, EDITION.track)
        names = ("t, taxonomy", "l, level", "k, track")
        told = [told for told, _ in self.distance.told]
        return [Part(*part) for part in zip(names, told, values, weights, strict=True)]

    @property
    def sum(self) -> str:
        """ "1/4 + 2/15 + 0 = 23/60"."""
        return f"{' + '.join(fraction(part.share) for part in self.parts)} = {fraction(self.distance.total)}"

    @property
    def margins(self) -> list[tuple[str, str, str]]:
        """For each threshold: its name, how far the distance is from it, and on which side."""
        total = self.distance.total
        return [
            (f"{name} ({shown(limit, 2)})", shown(abs(limit - total), 3), "within" if total <= limit else "beyond")
            for name, limit in (("near", EDITION.near), ("review", EDITION.review))
        ]

    @property
    def changes(self) -> list[Change]:
        a, b = self.distance.a, self.distance.b
        return [Change(told, distance.between(a, other), self.distance.band) for told, other in _otherwise(a, b)]

    @property
    def detour(self) -> Detour:
        """By way of B's level in A's focus; where that is A or B itself, of one rank above A."""
        a, b = self.distance.a, self.distance.b
        corner, told = replace(a, track=b.track, rank=b.rank), "the second role’s level in the first one’s focus"
        if corner in (a, b):
            corner, told = replace(a, rank=a.rank + 1), "one rank above the first role"
        return Detour(told, distance.between(a, corner), distance.between(corner, b), self.distance)


def _otherwise(a: Place, b: Place) -> Iterator[tuple[str, Place]]:
    """B with one thing otherwise, in words: another branch, another rank, another track."""
    if (a.function, a.focus) != (b.function, b.focus):
        yield "in the same focus", replace(b, function=a.function, focus=a.focus)
    if a.function != b.function or a.focus == b.focus:
        yield "in a sibling focus", replace(b, function=a.function, focus=ELSEWHERE)
    if a.function == b.function:
        yield "in another function", replace(b, function=ELSEWHERE, focus=ELSEWHERE)
    up = 1 if b.rank >= a.rank else -1
    if b.rank != a.rank:
        yield "one rank nearer", replace(b, rank=b.rank - up)
    if b.rank + up >= 1:
        yield "one rank further away", replace(b, rank=b.rank + up)
    if a.track != b.track:
        yield f"on the {a.track} track as well", replace(b, track=a.track)


def rounded_away() -> Detour:
    """Why nothing is compared rounded: two steps of one level each, whose rounded sum is less than the whole."""
    places = [Place("F", "F1", "M", rank) for rank in (1, 2, 3)]
    one, two = distance.between(*places[:2]), distance.between(*places[1:])
    return Detour("", one, two, distance.between(places[0], places[2]))
