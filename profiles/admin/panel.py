"""What the panel says of a desk, as pages of the admin show it: scores, agreement, objections and their doors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from profiles import payloads, reviewing, scoring
from profiles.models import Objection, PanelScore, Profile
from profiles.models.provenance import Origin
from profiles.people import may, name_of
from profiles.rounding import exact, shown
from profiles.scoring import DIMENSIONS
from profiles.states import RULINGS, Outcome, Role

WORDS = {
    Outcome.OPEN: "waits for an answer",
    Outcome.ANSWERED: "answered, waits for a ruling",
    Outcome.STANDS: "stands",
    Outcome.WITHDRAWN: "withdrawn",
    Outcome.FIXED: "fixed",
}


@dataclass(frozen=True)
class Raised:
    """An objection, and what this person may do with it."""

    row: Objection
    user: object
    kept: Mapping[int, str]

    @property
    def draft(self) -> str:
        """The answer as the form begins with it: one that was refused, or the one that stands."""
        return self.kept.get(self.row.pk) or self.row.answer

    @property
    def told(self) -> str:
        anew = self.row.outcome == Outcome.STANDS and self.row.answered_at > self.row.ruled_at
        return "stands, answered anew" if anew else WORDS[Outcome(self.row.outcome)]

    @property
    def blocks(self) -> bool:
        return self.row.outcome in (Outcome.OPEN, Outcome.STANDS)

    @property
    def may_answer(self) -> bool:
        return not self.row.settled and may(self.user, Role.CURATOR)

    @property
    def rulings(self) -> list[str]:
        """What may be ruled; nothing for who did not raise it."""
        if not reviewing.rules_on(self.row, self.user):
            return []
        possible = [ruling for ruling in RULINGS if ruling != Outcome.STANDS or self.row.answer]
        return [str(ruling) for ruling in possible if ruling != self.row.outcome or "anew" in self.told]


@dataclass(frozen=True)
class Review:
    """One panellist's review."""

    row: PanelScore
    stale: bool
    user: object
    kept: Mapping[int, str]

    @property
    def scores(self) -> list[tuple[str, str]]:
        found = ((label, getattr(self.row, name)) for name, label in DIMENSIONS.items())
        return [(label, "–" if score is None else shown(exact(score), 1)) for label, score in found]

    @property
    def given(self) -> str:
        """How it came here, in words."""
        if self.row.origin is Origin.EXTERNAL:
            return f"external panellist, recorded by {name_of(self.row.recorded_by)}"
        return "signed in" if self.row.origin is Origin.PERSON else "from a file"

    @property
    def objections(self) -> list[Raised]:
        return [Raised(row, self.user, self.kept) for row in self.row.objections.all()]

    @property
    def may_set_aside(self) -> bool:
        mine = self.row.recorded_by_id == self.user.pk
        settled = all(raised.row.settled for raised in self.objections)
        return (self.stale or mine) and settled and may(self.user, Role.CURATOR)


@dataclass(frozen=True)
class Panel:
    """All reviews of a desk; `judged` is the digest of the text that stands there."""

    profile: Profile
    judged: str
    user: object
    kept: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def reviews(self) -> list[Review]:
        rows = self.profile.panel_scores.all()
        return [Review(row, row.judged_digest != self.judged, self.user, self.kept) for row in rows]

    @cached_property
    def fresh(self) -> scoring.Panel:
        """What those say together who have read this very text."""
        return scoring.panel([payloads.review_of(review.row) for review in self.reviews if not review.stale])

    @property
    def agreement(self) -> str:
        return "" if self.fresh.agreement is None else shown(self.fresh.agreement, 2)

    @property
    def minimum(self) -> str:
        return "" if self.fresh.minimum is None else shown(self.fresh.minimum, 1)

    @property
    def has_objections(self) -> bool:
        return any(review.objections for review in self.reviews)

    @property
    def may_record(self) -> bool:
        return may(self.user, Role.CURATOR)

    @property
    def heads(self) -> list[str]:
        return list(DIMENSIONS.values())
