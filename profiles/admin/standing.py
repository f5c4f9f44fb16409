"""Where desks stand: drafts, returned, due for review; the questions of the home page and of the list."""

import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from profiles.models import Profile, Revision
from profiles.states import State
from profiles.upkeep import facts_of
from profiles.weighing import SETTLED


def drafts() -> QuerySet[Profile]:
    """Profiles whose desk holds something that was neither approved nor is in review, latest edit first."""
    return Profile.objects.exclude(digest="").exclude(_settled()).order_by(F("edited_at").desc(nulls_last=True))


def _settled() -> Exists:
    """A text with the content of the desk, own figures of pay included (weighing.OtherPay)."""
    rows = Revision.objects.filter(profile=OuterRef("pk"), digest=OuterRef("digest"), state__in=SETTLED)
    return Exists(rows.filter(other_pay__isnull=True))


def lies_with(user) -> Q:
    """Handed over to this person, or saved by them last and handed to nobody."""
    return Q(kept_by=user) | Q(kept_by=None, edited_by_name=user.get_username())


def returned(revisions: QuerySet[Revision]) -> QuerySet[Revision]:
    """Revisions that were sent back and have no later one of the same profile."""
    later = Revision.objects.filter(profile=OuterRef("profile"), pk__gt=OuterRef("pk"))
    return revisions.filter(state=State.RETURNED).exclude(Exists(later)).order_by("-decided_at")


def told(rows: QuerySet[Profile]) -> QuerySet[Profile]:
    """With what a list tells of each: `version`, `open_since`, `last_state`, `is_draft`, `basis_changed`."""
    texts = Revision.objects.filter(profile=OuterRef("pk"))
    approved, waiting = texts.filter(state=State.APPROVED), texts.filter(state=State.IN_REVIEW)
    return rows.annotate(
        version=Subquery(approved.values("number")[:1]),
        basis_changed=Subquery(approved.values("basis_changed_at")[:1]),
        open_since=Subquery(waiting.values("submitted_at")[:1]),
        last_state=Subquery(texts.order_by("-pk").values("state")[:1]),
        is_draft=~_settled() & ~Q(digest=""),
    )


# -- due for review --------------------------------------------------------------------------------


def due(rows: QuerySet[Profile], on: datetime.date) -> QuerySet[Profile]:
    """Approved profiles whose newest source or last decision is a year old, the longest due first."""
    return rows.filter(upkeep__due_on__lte=on).select_related("upkeep").order_by("upkeep__due_on", "pk")


def why_due(profile: Profile, on: datetime.date) -> str:
    """What makes a profile of `due` due, in words."""
    return facts_of(profile.upkeep).why_due(on)
