"""Which edit would help most: use × weakness, reckoned in the open with weights that are written down here.

A profile that many people read and that can little be relied on comes first. Weakness is a sum of parts, each with the
reason that is shown beside it, in hundredths: 0 is a text with nothing to mend, 100 one with everything.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from profiles.rounding import exact, shown
from profiles.scoring import BANDS, Today, months_between

# Hundredths that each part can come to; together 100. Whole ones, so that what is shown adds up.
CONFIDENCE, REVIEW, FINDINGS, BASIS, ALIASES = 40, 20, 20, 10, 10
# A warning counts a quarter of what something blocking does; three of them are as many as count.
WARNING, MOST_WARNINGS = 5, 3
# Confidence is wanted high; what is a year overdue is as overdue as it can be.
WANTED = dict(BANDS)["high"]
YEAR = 12


@dataclass(frozen=True)
class Condition:
    """What is known of one profile on a day."""

    today: Today | None  # None: not scored
    due_on: datetime.date
    blocking: int = 0
    warnings: int = 0
    basis_changed: bool = False
    aliases: int = 0


@dataclass(frozen=True)
class Part:
    """A share of the weakness, and why."""

    name: str
    weight: int
    why: str


def parts(known: Condition, on: datetime.date) -> list[Part]:
    """What is weak, in the order of the weights; nothing where nothing is."""
    found = (_confidence(known.today), _review(known.due_on, on), _findings(known), _basis(known), _aliases(known))
    return [part for part in found if part and part.weight]


def weakness(found: Sequence[Part]) -> int:
    return sum(part.weight for part in found)


def score(use: int, weak: int) -> int:
    """(1 + use) × weakness: what nobody has read yet still has its place among its like."""
    return (1 + use) * weak


def use(views: int, searches: int) -> int:
    """A view and a search that found the profile among its first count alike."""
    return views + searches


def _confidence(today: Today | None) -> Part | None:
    """The share of the wanted .80 that is missing; all of it where nobody scored."""
    if today is None:
        return Part("confidence", CONFIDENCE, "not scored by a panel")
    value = exact(today.shown)
    missing = max(Fraction(0), WANTED - value) / WANTED
    why = f"confidence {today.shown} today"
    return Part("confidence", round(CONFIDENCE * missing), "; ".join((why, *today.reasons)))


def _review(due_on: datetime.date, on: datetime.date) -> Part | None:
    """A twelfth for each month that has begun since the review was due."""
    if due_on > on:
        return None
    begun = min(YEAR, months_between(due_on, on) + 1)
    return Part("review", round(Fraction(REVIEW * begun, YEAR)), f"review due since {due_on:%-d %B %Y}")


def _findings(known: Condition) -> Part | None:
    if known.blocking:
        return Part("findings", FINDINGS, _count(known.blocking, "blocking finding"))
    return Part("findings", WARNING * min(MOST_WARNINGS, known.warnings), _count(known.warnings, "warning"))


def _basis(known: Condition) -> Part | None:
    return Part("basis", BASIS, "a shared text changed since") if known.basis_changed else None


def _aliases(known: Condition) -> Part | None:
    return None if known.aliases else Part("aliases", ALIASES, "no alias")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def told(hundredths: int) -> str:
    """A weakness or a part of it as people read it: 0.35."""
    return shown(Fraction(hundredths, 100), 2)
