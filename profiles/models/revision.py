"""The shelf: sealed revisions, their pay, who contributed, the trail of events, and the headings over them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from profiles.models.profile import Profile
from profiles.querysets import RevisionQuerySet
from profiles.states import CHOICES, PUBLIC, State
from taxonomy.models import Skill


def person(related_name: str = "+") -> models.ForeignKey:
    """Somebody who did something. The row outlives the user: no constraint, and the name stands beside it."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name=related_name,
    )


class Origin(models.TextChoices):
    DESK = "desk", "submitted from the desk"
    IMPORTED = "imported", "restored from a file by the operator"


class Revision(models.Model):
    """One sealed, numbered text of a profile. Payload and seal never change; only `workflow` moves the state."""

    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="revisions")
    schema = models.PositiveSmallIntegerField()
    payload = models.TextField(help_text="canonical JSON; the seal is the SHA-256 of these bytes")
    seal = models.CharField(max_length=64, db_index=True)
    digest = models.CharField(max_length=64, help_text="digest of what the desk held, pay apart")
    number = models.PositiveIntegerField(null=True, blank=True, help_text="given at approval, without gaps")
    state = models.CharField(max_length=12, choices=CHOICES)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.DESK)

    submitted_by = person()
    submitted_by_name = models.CharField(max_length=150, blank=True)
    submitted_at = models.DateTimeField()
    submit_note = models.TextField(blank=True)
    withdrawn_by = person()
    withdrawn_by_name = models.CharField(max_length=150, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    decided_by = person()
    decided_by_name = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    retirement_proposed_by = person()
    retirement_proposed_by_name = models.CharField(max_length=150, blank=True)
    retirement_proposed_at = models.DateTimeField(null=True, blank=True)
    retirement_reason = models.TextField(blank=True)
    successor_key = models.CharField(max_length=80, blank=True)
    retired_by = person()
    retired_by_name = models.CharField(max_length=150, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    # Bookkeeping of the queue, no part of what was sealed or decided.
    claimed_by = person()
    claimed_at = models.DateTimeField(null=True, blank=True)
    basis_changed_at = models.DateTimeField(
        null=True, blank=True, help_text="a shared text that this rests on is another by now"
    )

    # Written at sealing for look-up, filters and lists; all of it stands in the payload as well.
    key = models.CharField(max_length=80, db_index=True)
    function_code = models.CharField(max_length=24)
    focus_code = models.CharField(max_length=24)
    level_code = models.CharField(max_length=24)
    track_code = models.CharField(max_length=24)
    scope_code = models.CharField(max_length=24)
    rank = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    function_name = models.CharField(max_length=200)
    focus_name = models.CharField(max_length=200)
    level_title = models.CharField(max_length=200)
    confidence = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True)

    # Annotated where rows are read as of a moment (`moments`): the state that they had then.
    state_then = ""

    objects = RevisionQuerySet.as_manager()

    class Meta:
        # By its own column: "profile" would join the seven tables of a profile's order into every query.
        ordering = ["key", F("number").asc(nulls_last=True), "pk"]
        permissions = [("approve_revision", "Can approve, send back and retire")]
        indexes = [
            models.Index(fields=["focus_code", "state"], name="revision_focus_state"),
            models.Index(fields=["function_code", "state", "rank"], name="revision_function_state_rank"),
            models.Index(fields=["state", "rank"], name="revision_state_rank"),
            # Feed and site map are told by this alone: a row is wide, for its payload stands in it.
            models.Index(fields=["state", "function_code", "decided_at", "key"], name="revision_approvals"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["profile"],
                condition=Q(state=State.APPROVED),
                name="one_approved_revision_in_profile",
            ),
            models.UniqueConstraint(
                fields=["profile"],
                condition=Q(state=State.IN_REVIEW),
                name="one_open_revision_in_profile",
            ),
            models.UniqueConstraint(fields=["profile", "number"], name="one_revision_a_number"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="a_state_is_known"),
            models.CheckConstraint(
                condition=Q(origin=Origin.IMPORTED)
                | Q(decided_by__isnull=True)
                | Q(submitted_by__isnull=False) & ~Q(decided_by=F("submitted_by")),
                name="nobody_decides_on_their_own",
            ),
            models.CheckConstraint(
                condition=Q(retired_by__isnull=True)
                | Q(retirement_proposed_by__isnull=True)
                | ~Q(retired_by=F("retirement_proposed_by")),
                name="nobody_retires_what_they_proposed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[s.value for s in PUBLIC])
                | Q(number__isnull=False, decided_at__isnull=False)
                & (Q(origin=Origin.IMPORTED) | Q(decided_by__isnull=False)),
                name="what_is_public_was_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in PUBLIC]) | Q(number__isnull=True),
                name="only_approval_gives_a_number",
            ),
            models.CheckConstraint(
                condition=Q(state=State.IN_REVIEW, decided_by__isnull=True, decided_at__isnull=True)
                | ~Q(state=State.IN_REVIEW),
                name="what_is_in_review_is_undecided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}#{self.number}" if self.number else f"{self.key} ({self.state})"

    @property
    def stood(self) -> str:
        """The state that a reader is told: today's, or that of the moment that was asked for."""
        return self.state_then or self.state


class RevisionPay(models.Model):
    """The pay part of a revision: own figures and the baselines as they stood, under a seal of their own."""

    revision = models.OneToOneField(Revision, on_delete=models.PROTECT, related_name="pay")
    part = models.TextField(help_text="canonical JSON: own, function, level → figures or null")
    salt = models.CharField(max_length=64)
    median = models.PositiveIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)

    class Meta:
        verbose_name_plural = "revision pay"

    def __str__(self) -> str:
        return f"pay of {self.revision_id}"


class RevisionSkill(models.Model):
    """A skill that a revision names: for counting what two roles share, and for pages about a skill."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="skill_rows")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="revision_rows")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "skill"], name="one_row_a_skill_of_a_revision")]

    def __str__(self) -> str:
        return f"{self.revision_id}: {self.skill_id}"


class RevisionMapping(models.Model):
    """A code of an outside classification that a revision names: for finding roles by it."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="mapping_rows")
    system = models.CharField(max_length=60)
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "system", "code"], name="one_row_a_mapping_of_a_revision")
        ]
        indexes = [models.Index(fields=["code"], name="revision_mapping_code")]

    def __str__(self) -> str:
        return f"{self.revision_id}: {self.system} {self.code}"


class Contributor(models.Model):
    """Somebody who submitted or edited what was sealed, and therefore does not decide on it."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="contributors")
    user = person()
    name = models.CharField(max_length=150)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["revision", "name"], name="one_row_a_contributor")]

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """One thing that happened to a profile. Appended in the transaction of what it tells, never changed."""

    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="events")
    revision = models.ForeignKey(Revision, null=True, blank=True, on_delete=models.PROTECT, related_name="events")
    move = models.CharField(max_length=20)
    source = models.CharField(max_length=12, blank=True)
    target = models.CharField(max_length=12, blank=True)
    by = person()
    by_name = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    before = models.CharField(max_length=64, blank=True, help_text="digest or seal before")
    after = models.CharField(max_length=64, blank=True, help_text="digest or seal after")
    chain = models.CharField(max_length=64, help_text="SHA-256 over the event before it and this one")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["profile", "move"], name="event_profile_move")]

    def __str__(self) -> str:
        return f"{self.move} by {self.by_name or 'nobody'}"


class Heading(models.Model):
    """The text of a function, focus, track or level as the last approval under it sealed it.

    Readers' index pages stand on these rows: an unapproved change of a shared text cannot reach them.
    """

    class Kind(models.TextChoices):
        FUNCTION = "function"
        FOCUS = "focus"
        TRACK = "track"
        LEVEL = "level"

    kind = models.CharField(max_length=8, choices=Kind)
    code = models.CharField(max_length=24)
    parent = models.CharField(
        max_length=24, blank=True, help_text="code of the function above a focus, of the track of a level"
    )
    group = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=200)
    text = models.TextField(help_text="canonical JSON of the sealed basis")

    class Meta:
        ordering = ["kind", "group", "name"]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="one_heading_a_code")]
        indexes = [models.Index(fields=["kind", "parent", "name"], name="heading_kind_parent")]

    def __str__(self) -> str:
        return self.name
