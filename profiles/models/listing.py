"""What readers' lists stand on: one small row for each profile that stands now, and the names of skills as sealed.

A revision carries its whole text, and a database that counts over such rows turns every page of it over. These rows
hold what lists filter, count and sort by, and nothing else; `listings` and `headings` write them with each decision.
"""

from django.db import models
from django.db.models import Q

from profiles.models.profile import Profile
from profiles.models.revision import Revision
from profiles.states import CHOICES
from taxonomy.models import Skill
from taxonomy.models.skill import SkillType

UNSCORED = "unscored"
LONGEST_SORTED = 120


class Listing(models.Model):
    """The place of what stands of a profile: its approved revision, or the last one where it was retired."""

    revision = models.OneToOneField(Revision, primary_key=True, on_delete=models.PROTECT, related_name="listing")
    profile = models.OneToOneField(Profile, on_delete=models.PROTECT, related_name="listing")
    key = models.CharField(max_length=80, unique=True)
    state = models.CharField(max_length=12, choices=CHOICES)
    function_code = models.CharField(max_length=24)
    focus_code = models.CharField(max_length=24)
    level_code = models.CharField(max_length=24)
    track_code = models.CharField(max_length=24)
    scope_code = models.CharField(max_length=24)
    rank = models.PositiveSmallIntegerField()
    band = models.CharField(max_length=8, help_text="of the confidence that was sealed, or “unscored”")
    confidence = models.SmallIntegerField(help_text="in thousandths; -1 where it is not scored")
    folded_title = models.CharField(max_length=LONGEST_SORTED, help_text="the beginning of the title, case folded")
    approved_at = models.DateTimeField()
    # Counted ten times faster from here than by joining a row for each of a dozen skills (README, Decisions).
    stamp = models.BigIntegerField(null=True, help_text="of the clock, as the decision that listed it advanced it")
    skills = models.BinaryField(default=b"", help_text="primary keys of the skills, four bytes each, little-endian")

    class Meta:
        ordering = ["folded_title", "key"]
        indexes = [
            models.Index(fields=["state", "folded_title", "key"], name="listing_state_title"),
            models.Index(fields=["function_code", "state"], name="listing_function_state"),
            models.Index(fields=["focus_code", "state"], name="listing_focus_state"),
            models.Index(fields=["level_code", "state"], name="listing_level_state"),
            models.Index(fields=["stamp"], name="listing_stamp"),
            models.Index(fields=["state", "track_code", "rank", "key"], name="listing_place"),
        ]

    def __str__(self) -> str:
        return self.key


class ListingClock(models.Model):
    """One row, advanced by each decision that changes what stands: by it a process knows that what it holds is old.

    A canon that is emptied begins another epoch, so that no number is ever given twice.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    epoch = models.CharField(max_length=32)
    number = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_clock_of_listings")]

    def __str__(self) -> str:
        return f"{self.epoch} {self.number}"


class SkillHeading(models.Model):
    """An address of a skill, with the name and type that an approved text gave it.

    A skill that is renamed keeps its old addresses; the one of the last approval is current.
    """

    address = models.CharField(max_length=80, unique=True)
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="headings")
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=400)
    type = models.CharField(max_length=12, choices=SkillType)
    current = models.BooleanField(default=True)

    class Meta:
        ordering = ["folded", "address"]
        indexes = [models.Index(fields=["folded", "address"], name="skill_heading_folded")]
        constraints = [
            models.UniqueConstraint(fields=["skill"], condition=Q(current=True), name="one_current_heading_a_skill")
        ]

    def __str__(self) -> str:
        return self.name
