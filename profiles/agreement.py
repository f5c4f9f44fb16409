"""How far the panels of a whole corpus agree: Krippendorff's α for interval data, with a jackknife interval.

Scores are steps of equal width on one scale with written anchors, so differences count by their square (interval
data). α = 1 − D_o ÷ D_e: the disagreement within texts against that between any two scores (Krippendorff, *Content
Analysis*, and *Computing Krippendorff's Alpha-Reliability*, 2011). With m scores of a text, their sum and the sum of
their squares, both come from sums, so a corpus is read once. Scores come in halves and are doubled: all is exact.

The interval leaves out one profile at a time (Quenouille 1956, Tukey 1958; Efron 1982): all scores of a profile go
together, since they are given by the same people to the same text. It takes no chance, so it is the same every time.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

NORMAL_95 = 1.959963984540054


@dataclass(frozen=True)
class Sums:
    """Of scores that belong together: how many, their sum, the sum of squares, and m·SS ÷ (m − 1) over their texts."""

    number: int = 0
    total: int = 0
    squares: int = 0
    within: Fraction = Fraction(0)
    texts: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(a + b for a, b in zip(self._all, other._all, strict=True)))

    def __sub__(self, other: "Sums") -> "Sums":
        return Sums(*(a - b for a, b in zip(self._all, other._all, strict=True)))

    def times(self, factor: int) -> "Sums":
        return Sums(*(factor * value for value in self._all))

    @property
    def _all(self) -> tuple:
        return self.number, self.total, self.squares, self.within, self.texts

    @property
    def alpha(self) -> Fraction | None:
        """None where nobody differs from anybody anywhere: then there is nothing to agree or disagree about."""
        between = self.number * self.squares - self.total**2
        return None if not between else 1 - (self.number - 1) * self.within / between


@dataclass(frozen=True)
class Alpha:
    """α and the ends of its 95 % interval, of so many profiles, texts (a profile on one dimension) and scores."""

    value: float
    low: float | None
    high: float | None
    profiles: int
    texts: int
    scores: int


class Corpus:
    """Takes profile after profile; equal ones are counted together, so it stays small."""

    def __init__(self) -> None:
        self._profiles: Counter[Sums] = Counter()

    def add(self, texts: Iterable[Sequence[Fraction | float]]) -> None:
        """The scores of one profile: for each text (one dimension) what its reviewers gave. One score tells nothing."""
        sums = [_sums(scores) for scores in texts if len(scores) > 1]
        if sums:
            self._profiles[sum(sums, Sums())] += 1

    def alpha(self) -> Alpha | None:
        whole = sum((sums.times(many) for sums, many in self._profiles.items()), Sums())
        value, number = whole.alpha, self._profiles.total()
        if value is None:
            return None
        low, high = self._interval(whole, float(value), number)
        return Alpha(float(value), low, high, number, whole.texts, whole.number)

    def _interval(self, whole: Sums, value: float, number: int) -> tuple[float | None, float | None]:
        left_out = [((whole - sums).alpha, many) for sums, many in self._profiles.items()]
        if number < 2 or any(alpha is None for alpha, _ in left_out):
            return None, None
        # By fsum, so that the order of reading changes no digit; as fractions their denominators would grow for ever.
        values = [(float(alpha), many) for alpha, many in left_out]
        mean = math.fsum(alpha * many for alpha, many in values) / number
        spread = math.fsum(many * (alpha - mean) ** 2 for alpha, many in values)
        half = NORMAL_95 * math.sqrt(spread * (number - 1) / number)
        return value - half, min(1.0, value + half)


def _sums(scores: Sequence[Fraction | float]) -> Sums:
    doubled = [int(2 * score) for score in scores]
    number, total, squares = len(doubled), sum(doubled), sum(score * score for score in doubled)
    return Sums(number, total, squares, Fraction(number * squares - total**2, number - 1), 1)
