"""How far apart two places in the canon stand: a metric in [0, 1], part by part, with its match band.

D = 0.5·t + 0.4·l + 0.1·k. Taxonomy t is 1 − Wu–Palmer similarity (Wu & Palmer 1994) in the tree root → function →
focus; the two thresholds with a zone for human judgement between them follow Fellegi & Sunter (1969).
Reckoned in fractions and compared exactly: rounded distances break the triangle inequality.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache

from profiles.rounding import shown


@dataclass(frozen=True)
class Edition:
    """Weights and thresholds that belong together; named wherever a distance is shown."""

    name: str
    taxonomy: Fraction
    level: Fraction
    track: Fraction
    level_span: int
    near: Fraction
    review: Fraction


STRUCTURAL_1 = Edition(
    "structural/1",
    Fraction(1, 2),
    Fraction(2, 5),
    Fraction(1, 10),
    3,
    near=Fraction(3, 10),
    review=Fraction(9, 20),
)

# 1 − 2·depth(LCS) / (depth a + depth b), by the depth at which two focuses meet.
_APART = tuple(1 - Fraction(2 * shared, 4) for shared in range(3))
# Between tracks: how much of the work changes its nature. Kept as quarters of one.
_NONE, _ALL = Fraction(0), Fraction(1)
_TRACKS = {
    frozenset("ME"): Fraction(1, 4),
    frozenset("SP"): Fraction(1, 2),
    frozenset("PM"): Fraction(1, 2),
    frozenset("PE"): Fraction(3, 4),
    frozenset("SM"): Fraction(1),
    frozenset("SE"): Fraction(1),
}


@dataclass(frozen=True)
class Place:
    """Where a role stands: codes of function, focus and track, and the aligned rank."""

    function: str
    focus: str
    track: str
    rank: int


def taxonomy(a: Place, b: Place) -> Fraction:
    """1 − 2·depth(LCS) / (depth a + depth b), both at depth 2: 0 same focus, ½ sibling, 1 other function."""
    shared = 0 if a.function != b.function else 1 if a.focus != b.focus else 2
    return _APART[shared]


def level(a: Place, b: Place, edition: Edition = STRUCTURAL_1) -> Fraction:
    return min(Fraction(1), Fraction(abs(a.rank - b.rank), edition.level_span))


def track(a: Place, b: Place) -> Fraction:
    """0 on one track; tracks that the edition does not know stand as far apart as any."""
    return _NONE if a.track == b.track else _TRACKS.get(frozenset((a.track, b.track)), _ALL)


@dataclass(frozen=True)
class Distance:
    """The three weighted parts between two places, their sum, band and direction."""

    a: Place
    b: Place
    taxonomy: Fraction
    level: Fraction
    track: Fraction
    edition: Edition

    @cached_property
    def total(self) -> Fraction:
        return self.taxonomy + self.level + self.track

    @property
    def shown(self) -> str:
        return shown(self.total, 3)

    @property
    def band(self) -> str:
        if self.total <= self.edition.near:
            return "near"
        return "review" if self.total <= self.edition.review else "none"

    @property
    def direction(self) -> str:
        if self.a.track != self.b.track:
            return "track switch"
        return "lateral" if self.a.rank == self.b.rank else "step up" if self.b.rank > self.a.rank else "step down"

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """The parts in words, each with its weighted share to three places."""
        return (
            (self._taxonomy_words(), shown(self.taxonomy, 3)),
            (self._level_words(), shown(self.level, 3)),
            (
                "same track" if self.a.track == self.b.track else f"{self.a.track} to {self.b.track} track",
                shown(self.track, 3),
            ),
        )

    def _taxonomy_words(self) -> str:
        if self.a.function != self.b.function:
            return "other function"
        return "same focus" if self.a.focus == self.b.focus else "sibling focus"

    def _level_words(self) -> str:
        steps = self.b.rank - self.a.rank
        if not steps:
            return "same rank"
        many = {1: "one level", 2: "two levels"}.get(abs(steps), f"{abs(steps)} levels")
        return f"{many} {'up' if steps > 0 else 'down'}"


def between(a: Place, b: Place, edition: Edition = STRUCTURAL_1) -> Distance:
    return Distance(a, b, *_weighted(taxonomy(a, b), abs(a.rank - b.rank), track(a, b), edition), edition)


@lru_cache(maxsize=1024)
def _weighted(taxonomy: Fraction, ranks: int, track: Fraction, edition: Edition) -> tuple[Fraction, Fraction, Fraction]:
    """The parts: only a few are to be told apart, and a page asks for a hundred."""
    level = min(Fraction(1), Fraction(ranks, edition.level_span))
    return edition.taxonomy * taxonomy, edition.level * level, edition.track * track
