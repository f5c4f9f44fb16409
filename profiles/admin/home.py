"""The home of the desk: what waits for this person, and where the canon is thin."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet

from profiles import payloads
from profiles.gate import Finding, findings
from profiles.models import Profile, Revision
from profiles.people import may
from profiles.states import Role, State

MOST = 25


@dataclass(frozen=True)
class Draft:
    """A desk that differs from the shelf, with what the gate would say of it."""

    profile: Profile
    findings: Sequence[Finding]

    @property
    def blocking(self) -> int:
        return sum(1 for finding in self.findings if finding.severity == "blocking")


@dataclass(frozen=True)
class Work:
    """Lists for the home page; each is cut at 25 and says how to see the rest."""

    is_curator: bool
    is_approver: bool
    drafts: Sequence[Draft]
    returned: Sequence[Revision]
    waiting: Sequence[Revision]
    retirements: Sequence[Revision]
    basis_changed: Sequence[Revision]


def work_of(user) -> Work:
    curator, approver = may(user, Role.CURATOR), may(user, Role.APPROVER)
    listed = Revision.objects.defer("payload")
    return Work(
        is_curator=curator,
        is_approver=approver,
        drafts=[_draft(profile) for profile in drafts().on_desk()[:MOST]] if curator else [],
        returned=list(returned(listed)[:MOST]) if curator else [],
        waiting=list(listed.open().order_by("submitted_at")[:MOST]),
        retirements=list(listed.approved().filter(retirement_proposed_at__isnull=False)[:MOST]),
        basis_changed=list(listed.approved().filter(basis_changed_at__isnull=False)[:MOST]),
    )


def drafts() -> QuerySet[Profile]:
    """Profiles whose desk holds something that was neither approved nor is in review, latest edit first."""
    settled = Revision.objects.filter(
        profile=OuterRef("pk"), digest=OuterRef("digest"), state__in=[State.APPROVED, State.IN_REVIEW, State.RETIRED]
    )
    return Profile.objects.exclude(digest="").exclude(Exists(settled)).order_by(F("edited_at").desc(nulls_last=True))


def returned(revisions: QuerySet[Revision]) -> QuerySet[Revision]:
    """Revisions that were sent back and have no later one of the same profile."""
    later = Revision.objects.filter(profile=OuterRef("profile"), pk__gt=OuterRef("pk"))
    return revisions.filter(state=State.RETURNED).exclude(Exists(later)).order_by("-decided_at")


def _draft(profile: Profile) -> Draft:
    content = payloads.Content(payloads.record_of(profile))
    draft = payloads.draft(profile, content, payloads.marks_of(profile, content), payloads.BasisBook())
    return Draft(profile, findings(draft.payload))
