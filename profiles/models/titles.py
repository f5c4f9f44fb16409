"""Lists of job titles that a curator brings to be resolved: the titles, what was answered, and what was confirmed."""

from django.db import models
from django.db.models import Q

from profiles.models.profile import Profile


class TitleKind(models.TextChoices):
    """What titles are resolved to."""

    PROFILES = "profiles", "profiles of this canon"
    OCCUPATIONS = "occupations", "occupations"


class Band(models.TextChoices):
    """The three states of a match; nothing is said of a title that nobody has looked at yet."""

    NEAR = "near", "near"
    REVIEW = "review", "to be looked at"
    NONE = "none", "no match"


class TitleList(models.Model):
    """One file's titles. They may hold names of people and secrets of a firm: they stand here alone, and go with it."""

    name = models.CharField(max_length=100, help_text="of the file")
    kind = models.CharField(max_length=11, choices=TitleKind)
    total = models.PositiveIntegerField(default=0, help_text="different titles")
    done = models.PositiveIntegerField(default=0, help_text="of them answered; they are taken in their order")
    notes = models.JSONField(default=list, help_text="what was left out of the file, and why")
    brought_at = models.DateTimeField()
    brought_by_name = models.CharField(max_length=150)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=models.F("total")), name="no_more_titles_done_than_there_are")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_done(self) -> bool:
        return self.done >= self.total


class ListedTitle(models.Model):
    """A title of a list, however often it stands in the file, with its answer."""

    title_list = models.ForeignKey(TitleList, on_delete=models.CASCADE, related_name="titles")
    position = models.PositiveIntegerField(help_text="from 1, without gaps")
    line = models.PositiveIntegerField(help_text="the first row of the file that holds it")
    times = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=200)
    function = models.CharField(max_length=24, blank=True, help_text="code; a hint of the file")
    level = models.CharField(max_length=24, blank=True, help_text="code; a hint of the file")
    level_hint = models.CharField(max_length=24, blank=True)
    band = models.CharField(max_length=6, blank=True, choices=Band)
    candidates = models.JSONField(default=list)
    # What a curator made of it: a row of this desk, told in words too.
    made = models.CharField(max_length=300, blank=True)
    profile = models.ForeignKey(Profile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["title_list", "position"]
        constraints = [models.UniqueConstraint(fields=["title_list", "position"], name="one_title_a_place_of_a_list")]
        indexes = [models.Index(fields=["title_list", "band", "position"], name="listed_title_band")]

    def __str__(self) -> str:
        return self.title
