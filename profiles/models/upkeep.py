"""What keeping the canon up stands on: how each approved text ages, how much it is used, and who was reminded."""

from django.db import models

from profiles.models.profile import Profile
from profiles.models.revision import Revision


class Upkeep(models.Model):
    """One small row for each profile that stands approved.

    The first half is read from the sealed text at the decision (`ageing`); the second is reckoned at the decision and
    then daily by `manage.py next_edits` (`urgency`), for lists cannot reckon over the whole canon while somebody waits.
    """

    profile = models.OneToOneField(Profile, primary_key=True, on_delete=models.CASCADE, related_name="upkeep")
    revision = models.OneToOneField(Revision, on_delete=models.PROTECT, related_name="upkeep")
    function_code = models.CharField(max_length=24)
    confidence = models.SmallIntegerField(help_text="sealed, in thousandths; -1 where it is not scored")
    newest_source = models.DateField(null=True)
    unsourced = models.CharField(max_length=120, blank=True, help_text="layers that no source speaks for")
    unconfirmed = models.PositiveSmallIntegerField(help_text="mappings that no person confirmed")
    aliases = models.PositiveSmallIntegerField()
    decided_on = models.DateField()
    due_on = models.DateField()
    weak_on = models.DateField(null=True, help_text="from this day on the confidence of the day is low")

    use = models.PositiveIntegerField(default=0, help_text="views and searches in the months that count")
    weakness = models.PositiveSmallIntegerField(default=0, help_text="in hundredths")
    score = models.PositiveBigIntegerField(default=0)
    why = models.TextField(default="[]", help_text="JSON: the parts of the weakness, each [name, weight, reason]")
    reckoned_on = models.DateField(null=True)

    class Meta:
        ordering = ["due_on", "profile"]
        verbose_name_plural = "upkeep"
        indexes = [
            models.Index(fields=["due_on", "profile"], name="upkeep_due_on"),
            models.Index(fields=["function_code", "due_on"], name="upkeep_function_due_on"),
            models.Index(fields=["-score", "profile"], name="upkeep_score"),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id}: due {self.due_on}"


class ProfileUse(models.Model):
    """How often a profile was opened, and stood among the first that a search found, in one month. Nobody is named."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="uses")
    month = models.DateField(help_text="its first day")
    views = models.PositiveIntegerField(default=0)
    searches = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["month"], name="profile_use_month")]
        constraints = [models.UniqueConstraint(fields=["profile", "month"], name="one_row_of_use_a_month")]

    def __str__(self) -> str:
        return f"{self.profile_id} in {self.month:%Y-%m}: {self.views} views, {self.searches} searches"


class Reminder(models.Model):
    """That a person was told in a month what is due for review, so that they are told once."""

    username = models.CharField(max_length=150)
    month = models.DateField(help_text="its first day")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["username", "month"], name="one_reminder_a_person_a_month")]

    def __str__(self) -> str:
        return f"{self.username} in {self.month:%Y-%m}"
