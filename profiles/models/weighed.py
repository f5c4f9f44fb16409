"""What lists of desks ask and no list can reckon: how much the gate finds, and whether own figures of pay differ."""

from django.db import models

from profiles.models.profile import Profile
from profiles.models.revision import Revision


class DeskFindings(models.Model):
    """How many findings of each severity there were when the desk or its panel was last written."""

    profile = models.OneToOneField(Profile, on_delete=models.CASCADE, primary_key=True, related_name="weighed")
    blocking = models.PositiveSmallIntegerField(default=0)
    warnings = models.PositiveSmallIntegerField(default=0)
    notes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "desk findings"

    def __str__(self) -> str:
        return f"{self.blocking} blocking, {self.warnings} warnings, {self.notes} notes"


class OtherPay(models.Model):
    """The desk holds other figures of its own than this revision; that they differ is all that is told.

    No digest of figures is kept: one without a salt can be guessed, and salts of two sides cannot be compared.
    """

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, primary_key=True, related_name="other_pay")

    class Meta:
        verbose_name_plural = "other pay"

    def __str__(self) -> str:
        return f"other pay than {self.revision_id}"
