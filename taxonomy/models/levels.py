"""Tracks and the levels on them; the aligned rank makes sizes of job comparable across tracks."""

from django.db import models
from django.db.models import F, Q

from taxonomy.codes import LEVEL_CODE, TRACK_CODE
from taxonomy.models.coded import Coded, validate_line, validate_text

ATTRIBUTES = ("scope", "autonomy", "complexity", "impact", "decision_rights", "leadership")


class Track(Coded):
    """A way to grow: support, professional, management, executive."""

    SHAPE = TRACK_CODE

    name = models.CharField(max_length=80, validators=[validate_line])
    order = models.PositiveSmallIntegerField(default=0)
    summary = models.TextField(blank=True, validators=[validate_text])

    class Meta(Coded.Meta):
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return f"{self.code} · {self.name}"


class Level(Coded):
    """A step on a track, with the six attributes that define it and the years that are typical of it."""

    SHAPE = LEVEL_CODE

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="levels")
    step = models.PositiveSmallIntegerField(help_text="1 is the lowest on its track")
    rank = models.PositiveSmallIntegerField(help_text="the scale on which tracks align: equal rank, equal size of job")
    title = models.CharField(max_length=120, validators=[validate_line])
    summary = models.TextField(blank=True, validators=[validate_text])
    scope = models.TextField(blank=True, validators=[validate_text])
    autonomy = models.TextField(blank=True, validators=[validate_text])
    complexity = models.TextField(blank=True, validators=[validate_text])
    impact = models.TextField(blank=True, validators=[validate_text])
    decision_rights = models.TextField(blank=True, validators=[validate_text])
    leadership = models.TextField(blank=True, validators=[validate_text])
    years_min = models.PositiveSmallIntegerField(null=True, blank=True)
    years_max = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta(Coded.Meta):
        ordering = ["track__order", "step"]
        constraints = [
            *Coded.Meta.constraints,
            models.UniqueConstraint(fields=["track", "step"], name="one_level_a_step"),
            models.UniqueConstraint(fields=["track", "rank"], name="one_level_a_rank_of_a_track"),
            models.CheckConstraint(condition=Q(step__gte=1), name="steps_count_from_one"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="ranks_count_from_one"),
            models.CheckConstraint(
                condition=Q(years_min__isnull=True) | Q(years_max__isnull=True) | Q(years_min__lte=F("years_max")),
                name="years_begin_before_they_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.title}"
