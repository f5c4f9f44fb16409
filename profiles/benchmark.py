"""What an occupation's wages say of a level: figures of pay as a model, with the working that they were reached by.

The rank of a level stands for a percentile of its occupation: an occupation holds beginners and veterans, and the
higher a level ranks, the higher in the distribution its middle figure rests. The range runs from the percentile of two
ranks below to that of two ranks above. Percentiles between published ones are read off the straight line between them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from profiles.rounding import shown

# Rank of a level → percentile that its middle figure rests on. P75 for rank 7, from P50 to P90, is how the seed's M4
# (164,000; 129,000 to 209,000) stands to 11-3051 in May 2025: each of the three within 3 %.
PERCENTILE_OF_RANK = {1: 10, 2: 20, 3: 30, 4: 40, 5: 50, 6: 62, 7: 75, 8: 82, 9: 90, 10: 90}
PUBLISHED = (10, 25, 50, 75, 90)
REACH = 2  # ranks to either side
# Level of prevailing wages by rank: entry, qualified, experienced, fully competent.
LEVEL_OF_RANK = {1: 1, 2: 1, 3: 2, 4: 2, 5: 3, 6: 3, 7: 4, 8: 4, 9: 4, 10: 4}

Percentiles = Mapping[int, int | None]


@dataclass(frozen=True)
class Proposal:
    """Modelled figures a year, their working in words, and the source that they rest on."""

    code: str
    median: int
    low: int | None
    high: int | None
    working: str
    basis: str
    source: str
    as_of: str
    currency: str = "USD"
    region: str = "US"
    published: str = "oews"  # key of the loaded source that the figures are from

    @property
    def figures(self) -> dict[str, object]:
        """As a form of pay holds them."""
        names = ("currency", "median", "low", "high", "basis", "region", "source", "as_of")
        return {name: getattr(self, name) for name in names}


def percentiles_of(rank: int) -> tuple[int | None, int, int | None]:
    """(low, middle, high) for a rank; None where nothing further out is published than the middle itself."""
    low, middle, high = (PERCENTILE_OF_RANK[min(max(r, 1), 10)] for r in (rank - REACH, rank, rank + REACH))
    return (low if low < middle else None), middle, (high if high > middle else None)


def at(percentile: int, figures: Percentiles) -> int | None:
    """The figure at a percentile; None where a published one that it rests on is missing."""
    below = max(p for p in PUBLISHED if p <= percentile)
    above = min(p for p in PUBLISHED if p >= percentile)
    low, high = figures.get(below), figures.get(above)
    if low is None or high is None:
        return None
    if above == below:
        return low
    return round(low + Fraction(percentile - below, above - below) * (high - low))


def from_percentiles(code: str, rank: int, figures: Percentiles, *, edition: str) -> Proposal | None:
    """From the wages of a nation; None where the middle figure cannot be told."""
    low_at, middle_at, high_at = percentiles_of(rank)
    middle = at(middle_at, figures)
    if middle is None:
        return None
    low, high = (at(p, figures) if p else None for p in (low_at, high_at))
    span = _span(f"P{low_at}" if low is not None else "", f"P{high_at}" if high is not None else "")
    return Proposal(
        code,
        middle,
        low,
        high,
        working=f"{code}, P{middle_at} for rank {rank}, national, {edition}; {span}",
        basis=f"modelled: P{middle_at} of {code} for rank {rank} ({span})",
        source=f"BLS OEWS {edition}, {code}",
        as_of=as_of(edition),
    )


def from_levels(code: str, rank: int, levels: Mapping[int, int], *, edition: str, areas: int) -> Proposal | None:
    """From prevailing wages at four levels (each the middle of all areas), with the levels beside it as the range."""
    level = LEVEL_OF_RANK[min(max(rank, 1), 10)]
    if level not in levels:
        return None
    low, high = levels.get(level - 1), levels.get(level + 1)
    span = _span(f"level {level - 1}" if low else "", f"level {level + 1}" if high else "")
    return Proposal(
        code,
        levels[level],
        low,
        high,
        working=f"{code}, level {level} of 4 for rank {rank}, middle of {areas} areas, {edition}; {span}",
        basis=f"modelled: prevailing wage level {level} of {code} for rank {rank} ({span}), middle of areas",
        source=f"DOL OFLC {edition}, {code}",
        as_of=as_of(edition),
        published="oflc",
    )


def _span(low: str, high: str) -> str:
    """From where to where the range goes, as far as it is told."""
    if low and high:
        return f"{low}–{high}"
    return f"from {low}" if low else f"up to {high}" if high else "no range"


def as_of(edition: str) -> str:
    """ "May 2025" → 2025-05; "2025-26" → 2025-07, when a year of prevailing wages begins; else nothing."""
    if edition.startswith("May ") and edition[4:].isdigit():
        return f"{edition[4:]}-05"
    return f"{edition[:4]}-07" if edition[:4].isdigit() else ""


def apart(proposal: Proposal, median: int) -> str:
    """How far a figure stands from what is proposed: "+1.3 %"."""
    share = Fraction(median - proposal.median, proposal.median) * 100
    return f"{'+' if share > 0 else '−' if share < 0 else '±'}{shown(abs(share), 1)} %"
