"""Work of equal value and what it is paid: jobs of one rank, in comparable groups, against the middle of their group.

Equal value is what the aligned rank says: levels of one rank are jobs of equal size, whatever the track. Groups narrow
that down by what the levels say of themselves, and hold only figures that can be laid side by side: of one currency,
one region and one kind of basis.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from profiles.rounding import shown

THRESHOLDS = (1, 50)  # per cent that may be asked for


@dataclass(frozen=True)
class Paid:
    """A profile with its middle figure; `value` is what its level says of the attribute that groups go by."""

    revision: int
    key: str
    title: str
    level: str
    function: str
    value: str
    median: int
    currency: str
    region: str
    basis: str
    whose: str = ""  # whose figure it is, where it is inherited


@dataclass(frozen=True)
class Outlier:
    paid: Paid
    apart: Fraction  # of the group's middle, signed

    @property
    def shown(self) -> str:
        return f"{'+' if self.apart > 0 else '−'}{shown(abs(self.apart) * 100, 1)} %"


@dataclass(frozen=True)
class Group:
    """Profiles of equal value: their middle figure, how far they reach, and who stands beyond the threshold."""

    value: str
    currency: str
    region: str
    basis: str
    members: int
    middle: Fraction
    least: int
    most: int
    outliers: tuple[Outlier, ...]

    @property
    def spread(self) -> Fraction:
        """How much more the best paid has than the least paid."""
        return Fraction(self.most - self.least, self.least)

    @property
    def spread_shown(self) -> str:
        return f"{shown(self.spread * 100, 1)} %"


def groups(rows: Iterable[Paid], *, percent: int) -> list[Group]:
    """Groups in which somebody stands further from the middle than the threshold, the widest first.

    A figure exactly at the threshold is within it. Groups of one have nobody to be held against.
    """
    found: dict[tuple[str, str, str, str], list[Paid]] = {}
    for row in rows:
        found.setdefault((row.value, row.currency, row.region, row.basis), []).append(row)
    made = [_group(members, percent) for members in found.values() if len(members) > 1]
    told = [group for group in made if group.outliers]
    return sorted(told, key=lambda group: (-group.spread, group.value, group.currency, group.region, group.basis))


def _group(members: Sequence[Paid], percent: int) -> Group:
    figures = [row.median for row in members]
    middle = Fraction(median(figures))
    apart = [Outlier(row, (row.median - middle) / middle) for row in members]
    outliers = [one for one in apart if abs(one.apart) * 100 > percent]
    outliers.sort(key=lambda one: (-abs(one.apart), one.paid.key))
    first = members[0]
    return Group(
        first.value,
        first.currency,
        first.region,
        first.basis,
        len(members),
        middle,
        min(figures),
        max(figures),
        tuple(outliers),
    )


def kind_of(basis: str) -> str:
    """What kind of figure it is: "modelled" or "observed" where the basis begins so, else all that it says.

    "modelled: middle from P75 of 11-3051" and "modelled: middle from P50 of 15-1252" are figures of one kind.
    """
    first = basis.partition(":")[0].strip().casefold()
    word: Callable[[str], bool] = first.startswith
    return next((kind for kind in ("modelled", "observed") if word(kind)), first)
