"""How a sealed text ages: what its confidence falls with, when it is due for review, and when it turns weak.

Read from the payload once, at the decision; afterwards a date is all that has to be compared.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from profiles import scoring
from profiles.rounding import exact

# A text is looked at again a year after its newest source, and a year after the last decision on it.
MONTHS = 12
# Below this, which is where the low band begins, a text is weak.
WEAK = dict(scoring.BANDS)["medium"]


@dataclass(frozen=True)
class Facts:
    """What ages a text, as it was sealed; `confidence` is None where nobody scored it."""

    confidence: Fraction | None
    newest_source: datetime.date | None
    unsourced: tuple[str, ...]
    unconfirmed: int
    aliases: int
    decided_on: datetime.date

    @classmethod
    def of(cls, payload: Mapping[str, Any], confidence: Fraction | None, decided_on: datetime.date) -> "Facts":
        return cls(
            confidence,
            scoring.newest([source["retrieved"] for source in payload["sources"]]),
            tuple(scoring.unsourced(payload["sources"])),
            sum(1 for mapping in payload["mappings"] if not mapping["confirmed"]),
            len(payload["aliases"]),
            decided_on,
        )

    def today(self, on: datetime.date) -> scoring.Today | None:
        """Confidence as of a day: the very figure and reasons of the profile's page."""
        if self.confidence is None:
            return None
        retrieved = [self.newest_source.isoformat()] if self.newest_source else []
        return scoring.today(
            self.confidence, on=on, retrieved=retrieved, unsourced=self.unsourced, unconfirmed=self.unconfirmed
        )

    @property
    def due_on(self) -> datetime.date:
        dates = (self.newest_source, self.decided_on)
        return min(months_after(date, MONTHS) for date in dates if date)

    @property
    def weak_on(self) -> datetime.date | None:
        """The first day on which today's confidence is low; the day of the decision where it was never more."""
        if self.confidence is None or self._low(0):
            return self.decided_on
        if self.newest_source is None:
            return None
        months = _months_until_low(self.confidence, scoring.evidence(self.unsourced, self.unconfirmed))
        return max(self.decided_on, months_after(self.newest_source, months))

    def _low(self, age: int) -> bool:
        return _is_low(self.confidence, scoring.evidence(self.unsourced, self.unconfirmed), age)

    def why_due(self, on: datetime.date) -> str:
        """What makes the text due on that day, in words; "" where nothing does yet."""
        ages = (
            ("its newest source is {} months old", self.newest_source),
            ("it was approved {} months ago", self.decided_on),
        )
        old = [(words, scoring.months_between(date, on)) for words, date in ages if date]
        return ", ".join(words.format(months) for words, months in old if months >= MONTHS)


def _is_low(confidence: Fraction, evidence: float, age: int) -> bool:
    value = float(confidence) * scoring.freshness(age) * evidence
    return exact(f"{value:.2f}") < WEAK  # as it is shown


# Confidences and evidence are few, and a file asks of thousands of texts what is the same each time.
@lru_cache(maxsize=4096)
def _months_until_low(confidence: Fraction, evidence: float) -> int:
    """How old the newest source is by then."""
    return next(months for months in range(MONTHS, 1000) if _is_low(confidence, evidence, months))


def months_after(date: datetime.date, months: int) -> datetime.date:
    """The first day on which that many whole months have gone by (scoring.months_between)."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    try:
        return date.replace(year=year, month=month + 1)
    except ValueError:  # there is no 31 June: the month is whole on 1 July
        year, month = divmod(year * 12 + month + 1, 12)
        return datetime.date(year, month + 1, 1)
