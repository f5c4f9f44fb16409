"""The home of the desk: what waits for this person, and where the canon is thin."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from profiles.admin.standing import drafts, due, lies_with, returned, why_due
from profiles.models import (
    Contributor,
    Correction,
    DeskFindings,
    Event,
    Objection,
    PanelScore,
    Profile,
    Proposal,
    Revision,
    SearchMiss,
)
from profiles.people import may
from profiles.states import Move, Outcome, Role, State
from taxonomy.models import Function

MOST = 25
FEW = 10


@dataclass(frozen=True)
class Thin:
    """How far a function has come: profiles that are approved, open, and stale, of all that lie on desks."""

    function: Function
    profiles: int
    approved: int
    open: int
    stale: int

    @property
    def share(self) -> int:
        return round(100 * self.approved / self.profiles) if self.profiles else 0


@dataclass
class Work:
    """One person's home. Each list is cut and says how to see the rest; the number of queries is fixed."""

    user: object

    @cached_property
    def is_curator(self) -> bool:
        return may(self.user, Role.CURATOR)

    @cached_property
    def is_approver(self) -> bool:
        return may(self.user, Role.APPROVER)

    @cached_property
    def is_reviewer(self) -> bool:
        return may(self.user, Role.REVIEWER)

    @property
    def _listed(self) -> QuerySet[Revision]:
        """Whoever has no part in the work is told nothing of it, though they may enter."""
        works = self.is_curator or self.is_approver or self.is_reviewer
        return Revision.objects.defer("payload") if works else Revision.objects.none()

    @cached_property
    def today(self) -> datetime.date:
        return timezone.now().date()

    # -- for curators --------------------------------------------------------------------------------

    @cached_property
    def drafts(self) -> list[Profile]:
        """One's own first."""
        if not self.is_curator:
            return []
        rows = drafts().with_places().select_related("weighed", "kept_by")
        return list(rows.annotate(own=Q(lies_with(self.user))).order_by("-own", "-edited_at")[:MOST])

    @property
    def own_drafts(self) -> list[Profile]:
        return [draft for draft in self.drafts if draft.own]

    @property
    def other_drafts(self) -> list[Profile]:
        return [draft for draft in self.drafts if not draft.own]

    @cached_property
    def returned(self) -> list[Revision]:
        if not self.is_curator:
            return []
        own = Q(profile__kept_by=self.user) | Q(profile__kept_by=None, submitted_by=self.user)
        return list(returned(self._listed).annotate(own=own).order_by("-own", "-decided_at")[:MOST])

    @cached_property
    def weights(self) -> dict[str, int]:
        """Desks with at least one finding of a severity."""
        counts = {name: Count("pk", filter=Q(**{f"{name}__gt": 0})) for name in ("blocking", "warnings", "notes")}
        return DeskFindings.objects.aggregate(**counts) if self.is_curator else {}

    @cached_property
    def corrections(self) -> int:
        """What readers suggested and nobody has closed."""
        return Correction.objects.open().count() if self.is_curator else 0

    @cached_property
    def asked(self) -> int:
        """What readers asked in vain and nobody has dealt with: spellings, of which there is a bounded number."""
        return SearchMiss.objects.filter(settled_at__isnull=True).count() if self.is_curator else 0

    @cached_property
    def due(self) -> list[tuple[Profile, str]]:
        """With what makes each due."""
        rows = due(Profile.objects.with_places(), self.today)[: FEW + 1] if self.is_curator else []
        return [(row, why_due(row, self.today)) for row in rows]

    @cached_property
    def basis_changed(self) -> list[Revision]:
        return list(self._listed.basis_changed()[:MOST])

    @cached_property
    def coverage(self) -> list[Thin]:
        if not self.is_curator:
            return []
        texts = Revision.objects.filter(state__in=[State.APPROVED, State.IN_REVIEW])
        counts = texts.values("function_code").annotate(
            approved=Count("pk", filter=Q(state=State.APPROVED)),
            open=Count("pk", filter=Q(state=State.IN_REVIEW)),
            stale=Count("pk", filter=Q(state=State.APPROVED, basis_changed_at__isnull=False)),
        )
        found = {row.pop("function_code"): row for row in counts}
        none = {"approved": 0, "open": 0, "stale": 0}
        functions = Function.objects.annotate(profiles=Count("focuses__profiles")).order_by("name")
        return [Thin(f, f.profiles, **found.get(f.code, none)) for f in functions]

    # -- for everybody of the house ------------------------------------------------------------------

    @cached_property
    def waiting(self) -> list[Revision]:
        return list(self._listed.open().select_related("claimed_by").order_by("submitted_at")[:MOST])

    @cached_property
    def retirements(self) -> list[Revision]:
        return list(self._listed.approved().filter(retirement_proposed_at__isnull=False)[:MOST])

    @cached_property
    def proposals(self) -> list[Proposal]:
        works = self.is_curator or self.is_approver or self.is_reviewer
        return list(Proposal.objects.open().order_by("pk")[:MOST]) if works else []

    @cached_property
    def to_score(self) -> Sequence[Profile]:
        return list(to_score(self.user).with_places()[:MOST]) if self.is_reviewer else []

    @cached_property
    def to_rule(self) -> Sequence[Objection]:
        if not (self.is_reviewer or self.is_curator):
            return []
        return list(_objections().filter(_waits_for_ruling(self.user, self.is_curator))[:MOST])

    @cached_property
    def to_answer(self) -> Sequence[Objection]:
        return list(_objections().filter(outcome=Outcome.OPEN)[:MOST]) if self.is_curator else []


def work_of(user) -> Work:
    return Work(user)


def to_score(user) -> QuerySet[Profile]:
    """Drafts and texts in review that this reviewer may score, and has not scored as they stand; latest edit first."""
    waits = Exists(Revision.objects.open().filter(profile=OuterRef("pk")))
    done = PanelScore.objects.filter(profile=OuterRef("pk"), reviewer=user, judged_digest=OuterRef("judged"))
    sealed = Revision.objects.filter(profile=OuterRef("profile"), number__isnull=False).order_by("-number")
    edits = Event.objects.filter(profile=OuterRef("pk"), move=Move.EDIT, by=user)
    edits = edits.annotate(sealed_at=Subquery(sealed.values("submitted_at")[:1]))
    wrote = Exists(edits.filter(Q(sealed_at=None) | Q(at__gt=F("sealed_at"))))
    submitted = Contributor.objects.filter(revision__profile=OuterRef("pk"), revision__state=State.IN_REVIEW, user=user)
    rows = Profile.objects.exclude(digest="").filter(waits | Q(pk__in=drafts().order_by().values("pk")))
    rows = rows.exclude(Exists(done)).exclude(wrote).exclude(Exists(submitted))
    return rows.order_by(F("edited_at").desc(nulls_last=True), "pk")


def _objections() -> QuerySet[Objection]:
    return Objection.objects.select_related("review__profile").order_by("pk")


def _waits_for_ruling(user, curator: bool) -> Q:
    """Answered, or upheld and answered anew since; curators rule for who does not sign in."""
    waits = Q(outcome=Outcome.ANSWERED) | Q(outcome=Outcome.STANDS, answered_at__gt=F("ruled_at"))
    return waits & (Q(review__reviewer=user) | (Q(review__reviewer=None) if curator else Q()))
