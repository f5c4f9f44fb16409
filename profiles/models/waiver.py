"""A finding that somebody has looked at and lets stand for a while: with a reason, until a day, under their name."""

import datetime

from django.db import models
from django.db.models import Q

from profiles.models.checked import SEVERITIES
from profiles.models.profile import Profile
from profiles.models.revision import person


class WaiverQuerySet(models.QuerySet):
    def standing(self, on: datetime.date):
        """Those that count on a day: not ended by anybody, and not past their last day."""
        return self.filter(ended_at__isnull=True, until__gte=on)


class Waiver(models.Model):
    """It holds for one finding: of this code, at this place of this profile, about these very words (`mark`)."""

    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="waivers")
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=8, choices=SEVERITIES)
    place = models.CharField(max_length=40)
    mark = models.CharField(max_length=64)
    message = models.TextField(help_text="what the finding said when it was waived")
    reason = models.TextField()
    until = models.DateField(help_text="the last day on which it counts")
    waived_by = person()
    waived_by_name = models.CharField(max_length=150)
    waived_at = models.DateTimeField()
    ended_by = person()
    ended_by_name = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = WaiverQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["profile", "code"], name="waiver_profile_code")]
        constraints = [
            # The gate is non-compensatory (field.md): what blocks is mended, and no word buys it off.
            models.CheckConstraint(
                condition=Q(severity__in=["warning", "note"]), name="what_blocks_approval_is_never_waived"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_waiver_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.code} waived until {self.until}"
