"""Level guidelines: what a level asks in one function, or in one focus where that differs."""

from django.db import models
from django.db.models import Q

from taxonomy.models.coded import validate_text
from taxonomy.models.functions import Focus, Function
from taxonomy.models.levels import Level
from taxonomy.querysets import GuidelineQuerySet

COLUMNS = ("knowledge", "complexity", "collaboration", "experience")


class Guideline(models.Model):
    """One row of the rubric. A focus's own row replaces its function's whole row for that level."""

    function = models.ForeignKey(Function, null=True, blank=True, on_delete=models.CASCADE, related_name="guidelines")
    focus = models.ForeignKey(Focus, null=True, blank=True, on_delete=models.CASCADE, related_name="guidelines")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="guidelines")
    knowledge = models.TextField(blank=True, validators=[validate_text])
    complexity = models.TextField(blank=True, validators=[validate_text])
    collaboration = models.TextField(blank=True, validators=[validate_text])
    experience = models.TextField(blank=True, validators=[validate_text])

    objects = GuidelineQuerySet.as_manager()

    class Meta:
        ordering = ["level__track__order", "level__step"]
        constraints = [
            models.CheckConstraint(
                condition=Q(function__isnull=False, focus__isnull=True) | Q(function__isnull=True, focus__isnull=False),
                name="a_guideline_is_of_a_function_or_of_a_focus",
            ),
            models.UniqueConstraint(fields=["function", "level"], name="one_guideline_a_function_and_level"),
            models.UniqueConstraint(fields=["focus", "level"], name="one_guideline_a_focus_and_level"),
        ]

    def __str__(self) -> str:
        return f"{self.focus or self.function} at {self.level_id and self.level.code}"
