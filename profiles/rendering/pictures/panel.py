"""The scores of a panel: five dimensions from 1 to 5, the gate, every reviewer's own score, the weakest dimension."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from profiles.drawing.scales import neat
from profiles.rounding import exact
from profiles.scoring import DIMENSIONS, PASS, Dimension, Panel

LOWEST, HIGHEST = 1, 5
EDGE = 2  # per cent that are kept free at both ends, so that a dot at the end is whole
MOST_DOTS = 4  # of one score; more are one dot and a number


def place(score: Fraction | float) -> int | float:
    """Where a score stands, in per cent of the width there is."""
    share = (exact(score) - LOWEST) / (HIGHEST - LOWEST)
    return neat(EDGE + float(min(max(share, 0), 1)) * (100 - 2 * EDGE))


GATE = place(PASS)


@dataclass(frozen=True)
class Dots:
    """Reviewers who gave one score: where it stands, and each of them beside it."""

    x: int | float
    many: int

    @property
    def across(self) -> list[int | float]:
        """In units of the picture, from the place of the score."""
        many = self.many if self.many <= MOST_DOTS else 1
        return [neat((index - (many - 1) / 2) * 9) for index in range(many)]

    @property
    def told(self) -> str:
        return f"×{self.many}" if self.many > MOST_DOTS else ""


@dataclass(frozen=True)
class Strip:
    """One dimension as it is drawn."""

    dimension: Dimension
    weakest: bool

    @property
    def mean(self) -> int | float | None:
        return None if self.dimension.mean is None else place(self.dimension.mean)

    @property
    def gate(self) -> int | float:
        return GATE

    @property
    def dots(self) -> list[Dots]:
        found = Counter(self.dimension.scores)
        return [Dots(place(score), many) for score, many in sorted(found.items())]


@dataclass(frozen=True)
class PanelScores:
    strips: list[Strip]
    reviews: list[tuple[str, list[str]]]

    @property
    def axis(self) -> list[tuple[int, int | float]]:
        return [(score, place(score)) for score in range(LOWEST, HIGHEST + 1)]


def panel_scores(panel: Panel, reviews: Sequence[Mapping[str, Any]] = ()) -> PanelScores:
    """The dimensions, and beside them what each reviewer gave, for the table."""
    means = {dimension.mean for dimension in panel.dimensions}
    least = panel.minimum if len(means) > 1 else None  # where all are equal none is the weakest
    strips = [Strip(d, least is not None and d.mean == least) for d in panel.dimensions]
    return PanelScores(strips, [(review["panelist"], _told(review["scores"])) for review in reviews])


def _told(scores: Mapping[str, float | None]) -> list[str]:
    return ["–" if scores.get(name) is None else f"{scores[name]:g}" for name in DIMENSIONS]
