"""How far a level reaches, by the words of scope in its lines."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# From the smallest: several of one size make the next, so a plural counts one step more.
SIZES = ("a shift", "a unit", "a department", "a plant", "several sites", "the company")
_WORDS = (
    "shift|crew|station",
    "unit|team|squad|shifts|crews",
    "department|departmental|units|teams",
    "plant|site|factory|facility|branch|departments",
    "(?:business|operating) units?|multi-site|plants|sites|factories|regions?|divisions?|countries",
    "compan(?:y|ies)|enterprise|corporate|group-wide|organi[sz]ations?|worldwide",
)
# The widest first: a business unit is no unit.
_SCOPE = re.compile("|".join(rf"\b(?P<s{n}>{words})\b" for n, words in reversed(list(enumerate(_WORDS)))), re.I)


@dataclass(frozen=True)
class Reach:
    """Places in `SIZES` for each line that names a scope, its widest, from the narrowest up."""

    sizes: tuple[int, ...] = ()

    @property
    def told(self) -> str:
        """What most of the lines come up to; "" where fewer than two say anything."""
        return "" if self.middle is None else SIZES[self.middle]

    @property
    def middle(self) -> int | None:
        """The lower median: of two that differ the narrower counts."""
        return self.sizes[(len(self.sizes) - 1) // 2] if len(self.sizes) > 1 else None

    @property
    def widest(self) -> int | None:
        return self.sizes[-1] if self.sizes else None

    def beyond(self, other: "Reach") -> bool:
        """Whether it reaches further, both usually and at its widest.

        A single wide word proves nothing ("reports to the plant manager"): of the sample canon's 22 ladders two would
        be told by the middle alone, and none is by both.
        """
        return (
            self.middle is not None
            and other.middle is not None
            and self.middle > other.middle
            and self.widest > other.widest
        )


def reach_of(lines: Iterable[str]) -> Reach:
    found = ([int(match.lastgroup[1:]) for match in _SCOPE.finditer(line)] for line in lines)
    return Reach(tuple(sorted(max(sizes) for sizes in found if sizes)))
