"""What rounds tell together: medians, ratios within rounds, and how far rounds differ. Dry."""

import statistics
from collections.abc import Sequence
from typing import NamedTuple

ROUNDED = {"rps": 1, "p50_ms": 2, "p99_ms": 2}


class Ratio(NamedTuple):
    """How many times as fast; `noise` is half of what lies between the slowest and the fastest round."""

    times: float
    noise: float


def ratio(ones: Sequence[float], others: Sequence[float]) -> Ratio:
    """Of two contestants, round by round, since what disturbs a round disturbs both."""
    rounds = [one / other for one, other in zip(ones, others, strict=True)]
    return Ratio(statistics.median(rounds), (max(rounds) - min(rounds)) / 2)


def median(values: Sequence[float] | float) -> float:
    """Of rounds; a figure that was taken once is itself."""
    return values if isinstance(values, int | float) else statistics.median(values)


def of(run: dict, page: str, contestant: str, figure: str = "rps") -> Sequence[float] | float | None:
    """What a run tells of a page of a contestant; None where it was not measured."""
    return run["pages"].get(page, {}).get(contestant, {}).get(figure)


def ratio_of(run: dict, page: str, one: str, other: str, to_page: str = "") -> Ratio | None:
    """Of requests a second of two contestants on a page, or of a page to another one."""
    ones, others = of(run, page, one), of(run, to_page or page, other)
    return ratio(ones, others) if ones and others else None
