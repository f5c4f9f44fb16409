"""What readers say is wrong with a profile, waiting for a curator; and how many messages an address has sent today."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from profiles.models.revision import Revision, person
from profiles.querysets import CorrectionQuerySet

LONGEST_TEXT, LONGEST_NAME, LONGEST_EMAIL = 2_000, 120, 254


class Place(models.TextChoices):
    """The part of the page that a correction speaks of; the value is the anchor of that part."""

    PAGE = "page", "the page as a whole"
    DEFINITION = "definition", "title and definition"
    PAY = "pay", "pay"
    FOCUS = "focus", "the focus"
    RESPONSIBILITIES = "responsibilities", "responsibilities"
    GUIDELINES = "guidelines", "level guidelines"
    SKILLS = "skills", "skills"
    PROVENANCE = "provenance", "sources and panel"
    LEVEL = "level", "the level"
    ADJACENT = "adjacent", "adjacent roles"
    ALIASES = "aliases", "title aliases"
    MAPPINGS = "mappings", "classification mappings"


class CorrectionOutcome(models.TextChoices):
    OPEN = "open"
    TAKEN = "taken"
    DECLINED = "declined"


def _text(longest: int, **more: bool) -> models.TextField:
    return models.TextField(validators=[MaxLengthValidator(longest)], **more)


class Correction(models.Model):
    """One reader's message about one published text. Only `corrections` changes what has become of it."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="corrections")
    place = models.CharField(max_length=20, choices=Place, default=Place.PAGE)
    wrong = _text(LONGEST_TEXT)
    right = _text(LONGEST_TEXT, blank=True)
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    email = models.EmailField(max_length=LONGEST_EMAIL, blank=True)
    sent_at = models.DateTimeField()

    outcome = models.CharField(max_length=8, choices=CorrectionOutcome, default=CorrectionOutcome.OPEN)
    claimed_by = person()
    claimed_by_name = models.CharField(max_length=150, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    closed_by = person()
    closed_by_name = models.CharField(max_length=150, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_note = models.TextField(blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["outcome", "sent_at"], name="correction_outcome_sent_at")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=CorrectionOutcome.values), name="an_outcome_of_a_correction_is_known"
            ),
            models.CheckConstraint(condition=Q(place__in=Place.values), name="a_place_of_a_correction_is_known"),
            models.CheckConstraint(
                condition=Q(outcome=CorrectionOutcome.OPEN, closed_by__isnull=True, closed_at__isnull=True)
                | ~Q(outcome=CorrectionOutcome.OPEN) & Q(closed_by__isnull=False, closed_at__isnull=False),
                name="who_closed_a_correction_is_known",
            ),
            models.CheckConstraint(
                condition=Q(claimed_by__isnull=True, claimed_at__isnull=True)
                | Q(claimed_by__isnull=False, claimed_at__isnull=False),
                name="who_claimed_a_correction_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_place_display()}: {self.wrong[:60]}"

    @property
    def is_open(self) -> bool:
        return self.outcome == CorrectionOutcome.OPEN


class SendersDay(models.Model):
    """One day's salt for the addresses of senders, and how many messages came that day. The day before is deleted."""

    day = models.DateField(primary_key=True)
    salt = models.CharField(max_length=64)
    total = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.day}: {self.total}"


class Sender(models.Model):
    """How many messages came from one address today, under a hash that nobody can repeat once the salt is gone."""

    day = models.ForeignKey(SendersDay, on_delete=models.CASCADE, related_name="senders")
    digest = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "digest"], name="one_row_a_sender_a_day")]

    def __str__(self) -> str:
        return f"{self.digest[:8]}: {self.count}"
