"""What waits for an approver, since when, and how urgent it is: one definition for the queue and for mail."""

import datetime

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from profiles.models import Revision
from profiles.people import name_of
from profiles.states import State

LATE_DAYS = 7
_RETIREMENT = Q(state=State.APPROVED, retirement_proposed_at__isnull=False)
WAITS = Q(state=State.IN_REVIEW) | _RETIREMENT


def waiting(revisions: QuerySet[Revision] | None = None) -> QuerySet[Revision]:
    """Texts in review and retirements that were proposed, the most urgent first, then the longest waiting."""
    rows = Revision.objects.all() if revisions is None else revisions
    return weighed(rows.filter(WAITS)).order_by("-urgency", "waits_since", "pk")


def weighed(revisions: QuerySet[Revision]) -> QuerySet[Revision]:
    """Each with `waits_since`, `times_returned` since the last approval, and `urgency`: how many reasons to hurry."""
    late = timezone.now() - datetime.timedelta(days=LATE_DAYS)
    since = Case(
        When(state=State.IN_REVIEW, then=F("submitted_at")),
        When(_RETIREMENT, then=F("retirement_proposed_at")),
        output_field=DateTimeField(),
    )
    rows = revisions.annotate(waits_since=since, times_returned=_times_returned())
    reasons = (Q(waits_since__lte=late), Q(times_returned__gt=0), Q(WAITS, basis_changed_at__isnull=False))
    ones = [Case(When(reason, then=Value(1)), default=Value(0), output_field=IntegerField()) for reason in reasons]
    return rows.annotate(urgency=ExpressionWrapper(sum(ones[1:], ones[0]), output_field=IntegerField()))


def _times_returned() -> Coalesce:
    """How often the text in review was sent back before: by the order of the shelf, since the last approved one."""
    former = Revision.objects.filter(profile=OuterRef("profile"), number__isnull=False).order_by("-pk").values("pk")[:1]
    back = Revision.objects.filter(profile=OuterRef("profile"), state=State.RETURNED, pk__lt=OuterRef("pk"))
    back = back.annotate(former=Coalesce(Subquery(former), 0)).filter(pk__gt=F("former"))
    counted = back.order_by().values("profile").annotate(n=Count("pk")).values("n")
    return Case(When(state=State.IN_REVIEW, then=Coalesce(Subquery(counted), 0)), default=Value(0))


def days_waiting(revision: Revision) -> int:
    return (timezone.now() - revision.waits_since).days


def reasons(revision: Revision) -> list[str]:
    """Why a weighed revision that waits is urgent, in words; none where it is not."""
    told = []
    if (days := days_waiting(revision)) >= LATE_DAYS:
        told.append(f"waits for {days} days")
    if revision.times_returned:
        told.append(
            "sent back before" if revision.times_returned == 1 else f"sent back {revision.times_returned} times"
        )
    if revision.basis_changed_at:
        told.append("its shared texts changed since")
    return told


def asked_of(revision: Revision) -> str:
    """What an approver is asked for."""
    return "retirement" if revision.state == State.APPROVED else "approval"


def asked_by(revision: Revision) -> str:
    retires = revision.state == State.APPROVED
    return revision.retirement_proposed_by_name if retires else revision.submitted_by_name


def is_own(revision: Revision, user) -> bool:
    """Whether somebody else has to decide on it; `contributors` are read with it."""
    if revision.state == State.APPROVED:
        return revision.retirement_proposed_by_id == user.pk or revision.retirement_proposed_by_name == name_of(user)
    people = revision.contributors.all()
    return revision.submitted_by_id == user.pk or any(c.user_id == user.pk or c.name == name_of(user) for c in people)
