"""Errands: long work that somebody asked for, how far it is, what came of it, and the file that it reads or wrote."""

import json
from typing import Any

from django.db import models
from django.db.models import Q

from profiles.models.revision import person

# Bytes of a file in one row: what a worker holds in memory of it.
PIECE = 1024 * 1024


class ErrandKind(models.TextChoices):
    """What is done."""

    IMPORT = "import", "import of a file"
    EXPORT = "export", "export of desks"
    RESOLVE = "resolve", "resolving of titles"
    REINDEX = "reindex", "search index"


class Stage(models.TextChoices):
    """How far an errand has come."""

    WAITING = "waiting", "waits for a worker"
    RUNNING = "running", "under way"
    LOOKED = "looked", "looked at, to be applied"  # an import after its dry run
    DONE = "done", "done"
    REFUSED = "refused", "refused"  # by what the file or the desk holds: a person has to do something
    FAILED = "failed", "broken off"


class Step(models.TextChoices):
    """An import is looked at, and applied only when somebody has seen what it would change."""

    LOOK = "look", "dry run"
    APPLY = "apply", "apply"
    ONLY = "", "all of it"


UNDER_WAY = (Stage.WAITING, Stage.RUNNING)
ENDED = (Stage.DONE, Stage.REFUSED, Stage.FAILED)


class ErrandQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; a superuser's are all."""
        return self if user.is_superuser else self.filter(asked_by=user)

    def listed(self):
        """Without reports, which may be long."""
        return self.defer("report")


class Errand(models.Model):
    """Whoever holds it, by a token of chance, works on it; who says nothing for a while loses it to the next."""

    kind = models.CharField(max_length=8, choices=ErrandKind)
    step = models.CharField(max_length=5, choices=Step, default=Step.ONLY, blank=True)
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.WAITING)
    name = models.CharField(max_length=100, help_text="of the file, or what is worked on")
    options = models.JSONField(default=dict, help_text="what was asked for, in codes and numbers")
    asked_by = person()
    asked_by_name = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0, help_text="0 as long as nobody knows")
    hold = models.CharField(max_length=32, blank=True, help_text="of the worker that has it")
    alive_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # JSON as text: what a file says may hold characters that no column of JSON takes.
    report = models.TextField(blank=True)
    said = models.TextField(blank=True, help_text="what came of it, in a sentence")
    digest = models.CharField(max_length=64, blank=True, help_text="of the plan that was shown")
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ErrandQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["asked_by", "stage"], name="errand_asked_by_stage")]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="a_stage_of_an_errand_is_known"),
            models.CheckConstraint(condition=Q(kind__in=ErrandKind.values), name="a_kind_of_errand_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_under_way(self) -> bool:
        return self.stage in UNDER_WAY

    @property
    def told(self) -> dict[str, Any]:
        return json.loads(self.report) if self.report else {}


class ErrandPiece(models.Model):
    """A piece of the file that an errand reads, or wrote. It goes as soon as nobody needs it."""

    errand = models.ForeignKey(Errand, on_delete=models.CASCADE, related_name="pieces")
    position = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["errand", "position"]
        constraints = [models.UniqueConstraint(fields=["errand", "position"], name="one_piece_a_place_of_an_errand")]

    def __str__(self) -> str:
        return f"piece {self.position} of {self.errand_id}"
