"""Panel scores, their minimum, agreement between reviewers, and the confidence that follows.

Reckoned exactly with fractions; rounded only where somebody reads.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache

from profiles.rounding import exact, shown

DIMENSIONS = {
    "level_differentiation": "Level differentiation",
    "focus_specificity": "Focus specificity",
    "concreteness": "Concreteness",
    "factual_accuracy": "Factual accuracy",
    "real_world_coverage": "Real-world coverage",
}
PASS = Fraction(4)
REVIEWERS_WANTED = 2
AGREEMENT_WANTED = Fraction(7, 10)
BANDS = (("high", Fraction(8, 10)), ("medium", Fraction(6, 10)), ("low", Fraction(0)))
LAYERS = ("summary", "responsibilities", "guidelines", "skills", "pay", "mappings", "level")


@dataclass(frozen=True)
class Dimension:
    name: str
    label: str
    scores: tuple[Fraction, ...]

    @cached_property
    def mean(self) -> Fraction | None:
        return sum(self.scores) / len(self.scores) if self.scores else None

    @property
    def shown(self) -> str:
        return "not scored" if self.mean is None else shown(self.mean, 1)

    @cached_property
    def passes(self) -> bool:
        return self.mean is not None and self.mean >= PASS

    @cached_property
    def agreement(self) -> Fraction | None:
        """r_wg = max(0, 1 − s²/2) on five points, s² with n − 1 (James, Demaree & Wolf 1984)."""
        if len(self.scores) < 2:
            return None
        spread = sum((score - self.mean) ** 2 for score in self.scores) / (len(self.scores) - 1)
        return max(Fraction(0), 1 - spread / 2)


@dataclass(frozen=True)
class Panel:
    """What the reviewers said together."""

    reviewers: int
    dimensions: tuple[Dimension, ...]

    @cached_property
    def minimum(self) -> Fraction | None:
        """The weakest dimension's mean; None unless every dimension is scored."""
        means = [dimension.mean for dimension in self.dimensions]
        return None if None in means else min(means)

    @cached_property
    def lowest_score(self) -> Fraction | None:
        return min((score for dimension in self.dimensions for score in dimension.scores), default=None)

    @cached_property
    def agreement(self) -> Fraction | None:
        values = [found for d in self.dimensions if (found := d.agreement) is not None]
        return sum(values) / len(values) if values else None


def panel(reviews: Sequence[Mapping[str, object]]) -> Panel:
    """Reviews are mappings with `scores`: dimension → 1–5; a dimension may be missing."""
    return _panel(tuple(tuple(map(review["scores"].get, DIMENSIONS)) for review in reviews))


@lru_cache(maxsize=4096)
def _panel(reviews: tuple[tuple[float | None, ...], ...]) -> Panel:
    """The scores of each reviewer, in the order of the dimensions."""
    by_dimension = list(zip(*reviews, strict=True)) if reviews else [()] * len(DIMENSIONS)
    return Panel(len(reviews), tuple(map(_dimension, DIMENSIONS, by_dimension)))


# Scores are few and come in halves, and a file asks of thousands of panels what is the same each time.
@lru_cache(maxsize=4096)
def _dimension(name: str, scores: tuple[float | None, ...]) -> Dimension:
    return Dimension(name, DIMENSIONS[name], tuple(exact(score) for score in scores if score is not None))


def confidence(minimum: Fraction | None) -> Fraction | None:
    """Confidence at approval: minimum dimension ÷ 5."""
    return None if minimum is None else minimum / 5


def band(value: Fraction | None) -> str:
    """high ≥ .80 (which is the gate), medium ≥ .60, low below; "" where there is no value."""
    return "" if value is None else next(name for name, least in BANDS if value >= least)


@lru_cache(maxsize=4096)  # asked for each row of each list
def band_of(written: float | None) -> str:
    """The band of a value as it is written."""
    return band(None if written is None else exact(written))


@dataclass(frozen=True)
class Today:
    """Confidence as of a day, with the reasons why it is less than what was sealed."""

    value: float
    freshness: float
    evidence: float
    reasons: tuple[str, ...]

    @property
    def shown(self) -> str:
        return f"{self.value:.2f}"

    @property
    def band(self) -> str:
        return band(exact(self.shown))


def months_between(earlier: datetime.date, later: datetime.date) -> int:
    """Whole calendar months, never negative."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month - (later.day < earlier.day)
    return max(0, months)


def newest(dates: Sequence[str]) -> datetime.date | None:
    """The latest of partial dates; one that names no day counts from the first it could mean."""
    known = [
        datetime.date.fromisoformat((date + "-01-01")[:10] if len(date) == 4 else (date + "-01")[:10])
        for date in dates
        if date
    ]
    return max(known, default=None)


def today(
    sealed: Fraction,
    *,
    on: datetime.date,
    retrieved: Sequence[str],
    unsourced: Sequence[str],
    unconfirmed: int,
) -> Today:
    """sealed × freshness × evidence (field.md, *Panel, gate, confidence*).

    Freshness halves every 24 months once the newest source is older than 12; where no source has a date nothing
    can be said of its age and the factor is 1 (the missing layers count instead). Evidence loses .05 for each
    unsourced layer and each mapping that no person confirmed.
    """
    reasons = []
    latest = newest(retrieved)
    age = months_between(latest, on) if latest else 0
    fresh = freshness(age)
    if fresh < 1:
        reasons.append(f"the newest source is {age} months old (× {fresh:.2f})")
    if unsourced:
        reasons.append(f"no source for {', '.join(unsourced)} (− {0.05 * len(unsourced):.2f})")
    if unconfirmed:
        word = "mapping" if unconfirmed == 1 else "mappings"
        reasons.append(f"{unconfirmed} {word} that no person confirmed (− {0.05 * unconfirmed:.2f})")
    proof = evidence(unsourced, unconfirmed)
    return Today(float(sealed) * fresh * proof, fresh, proof, tuple(reasons))


def freshness(age: int) -> float:
    """The factor of a newest source of so many whole months."""
    return 0.5 ** (max(0, age - 12) / 24)


def evidence(unsourced: Sequence[str], unconfirmed: int) -> float:
    """The factor of layers without a source and mappings without a person."""
    return max(0.0, 1 - 0.05 * (len(unsourced) + unconfirmed))


def unsourced(sources: Sequence[Mapping[str, object]], layers: Sequence[str] = LAYERS) -> list[str]:
    """The layers that no source speaks for."""
    spoken_for = {layer for source in sources for layer in source.get("layers") or ()}
    return [layer for layer in layers if layer not in spoken_for]
