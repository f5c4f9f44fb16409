"""The home of the desk: what waits for this person, and where the canon is thin."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from profiles import payloads
from profiles.gate import Finding, findings
from profiles.models import Contributor, Event, Objection, PanelScore, Profile, Proposal, Revision
from profiles.people import may
from profiles.states import Move, Outcome, Role, State

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
    is_reviewer: bool
    drafts: Sequence[Draft]
    returned: Sequence[Revision]
    waiting: Sequence[Revision]
    retirements: Sequence[Revision]
    basis_changed: Sequence[Revision]
    proposals: Sequence[Proposal]
    to_score: Sequence[Profile]
    to_rule: Sequence[Objection]
    to_answer: Sequence[Objection]


def work_of(user) -> Work:
    curator, approver, reviewer = (may(user, role) for role in (Role.CURATOR, Role.APPROVER, Role.REVIEWER))
    objections = Objection.objects.select_related("review__profile").order_by("pk")
    # Whoever has no part in the work is told nothing of it, though they may enter.
    listed = Revision.objects.defer("payload") if curator or approver or reviewer else Revision.objects.none()
    return Work(
        is_curator=curator,
        is_approver=approver,
        is_reviewer=reviewer,
        drafts=[_draft(profile) for profile in drafts().on_desk()[:MOST]] if curator else [],
        returned=list(returned(listed)[:MOST]) if curator else [],
        waiting=list(listed.open().order_by("submitted_at")[:MOST]),
        retirements=list(listed.approved().filter(retirement_proposed_at__isnull=False)[:MOST]),
        basis_changed=list(listed.basis_changed()[:MOST]),
        proposals=list(Proposal.objects.open().order_by("pk")[:MOST]) if curator or approver or reviewer else [],
        to_score=list(to_score(user).with_places()[:MOST]) if reviewer else [],
        to_rule=list(objections.filter(_waits_for_ruling(user, curator))[:MOST]) if reviewer or curator else [],
        to_answer=list(objections.filter(outcome=Outcome.OPEN)[:MOST]) if curator else [],
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


def _waits_for_ruling(user, curator: bool) -> Q:
    """Answered, or upheld and answered anew since; curators rule for who does not sign in."""
    waits = Q(outcome=Outcome.ANSWERED) | Q(outcome=Outcome.STANDS, answered_at__gt=F("ruled_at"))
    return waits & (Q(review__reviewer=user) | (Q(review__reviewer=None) if curator else Q()))


def _draft(profile: Profile) -> Draft:
    content = payloads.Content(payloads.record_of(profile))
    draft = payloads.draft(profile, content, payloads.marks_of(profile, content), payloads.BasisBook())
    return Draft(profile, findings(draft.payload))
