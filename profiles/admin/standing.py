"""Where desks stand: drafts, returned, due for review; the questions of the home page and of the list."""

import datetime
from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from profiles.models import Profile, Revision, Source
from profiles.scoring import months_between, newest
from profiles.states import State
from profiles.weighing import SETTLED

# A text is looked at again a year after its newest source, and a year after the last decision on it.
MONTHS = 12


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
    """Approved profiles whose newest source or last decision is a year old, the oldest source first.

    Dates of sources may be partial; one that names no day counts from the first it could mean (scoring.newest).
    """
    year_ago = on.replace(year=on.year - 1, day=min(on.day, 28) if on.month == 2 else on.day)
    sources = Source.objects.filter(profile=OuterRef("pk")).exclude(retrieved="").order_by("-retrieved")
    approved = Revision.objects.filter(profile=OuterRef("pk"), state=State.APPROVED)
    rows = rows.annotate(
        newest_source=Subquery(sources.values("retrieved")[:1]), decided=Subquery(approved.values("decided_at")[:1])
    )
    old = Q(newest_source__lte=year_ago.isoformat()) | Q(decided__date__lte=year_ago)
    return rows.filter(decided__isnull=False).filter(old).order_by(F("newest_source").asc(nulls_last=True), "pk")


def why_due(profile: Profile, on: datetime.date) -> str:
    """What makes a profile of `due` due, in words."""
    source = newest([profile.newest_source or ""])
    ages: Iterable[tuple[str, datetime.date | None]] = (
        ("its newest source is {} months old", source),
        ("it was approved {} months ago", profile.decided.date()),
    )
    old = [(words, months_between(day, on)) for words, day in ages if day]
    return ", ".join(words.format(months) for words, months in old if months >= MONTHS)
