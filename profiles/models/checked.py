"""What a check of the whole canon found: one small row a check, and a row for each finding of the last one."""

from django.db import models
from django.db.models import OuterRef, Q

from profiles.gate import Severity
from profiles.models.revision import Revision, person

SEVERITIES = [(severity.value, severity.value) for severity in Severity]


class CanonCheckQuerySet(models.QuerySet):
    def last_ended(self) -> "CanonCheck | None":
        """The newest that came to its end; what is found while one runs is nobody's business yet."""
        return self.filter(checked_at__isnull=False).order_by("-pk").first()


class CanonCheck(models.Model):
    """One walk over all approved texts; `public` and `work` are what is drawn of it, for everybody and for the desk."""

    begun_at = models.DateTimeField()
    checked_by = person()
    checked_by_name = models.CharField(max_length=150, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    profiles = models.PositiveIntegerField(default=0)
    public = models.JSONField(default=dict)
    work = models.JSONField(default=dict)

    objects = CanonCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"check of {self.begun_at:%Y-%m-%d %H:%M}"


class CanonFindingQuerySet(models.QuerySet):
    def of_what_stands(self):
        """A text that was superseded or retired since takes its findings with it."""
        return self.filter(revision__state="approved")

    def told(self, on):
        """With `waiver` (the one that stands for it on a day, by its primary key), `waived_by` and `waived_until`."""
        from profiles.models.waiver import Waiver

        standing = Waiver.objects.standing(on).filter(
            profile=OuterRef("revision__profile"), code=OuterRef("code"), place=OuterRef("place"), mark=OuterRef("mark")
        )
        told = {"waiver": "pk", "waived_by": "waived_by_name", "waived_until": "until"}
        return self.annotate(**{name: models.Subquery(standing.values(of)[:1]) for name, of in told.items()})


class CanonFinding(models.Model):
    """Something that the last check found of one approved text."""

    check_of = models.ForeignKey(CanonCheck, on_delete=models.CASCADE, related_name="findings")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="findings")
    key = models.CharField(max_length=80)
    function_code = models.CharField(max_length=24)
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=8, choices=SEVERITIES)
    gravity = models.PositiveSmallIntegerField(help_text="place of the severity, the gravest first: for sorting")
    place = models.CharField(max_length=40)
    message = models.TextField()
    of = models.TextField(blank=True, help_text="the words that it speaks of, where the message does not hold them")
    mark = models.CharField(max_length=64)

    objects = CanonFindingQuerySet.as_manager()

    class Meta:
        ordering = ["gravity", "code", "key", "pk"]
        indexes = [
            models.Index(fields=["gravity", "code", "key"], name="canon_finding_gravity"),
            models.Index(fields=["code", "mark"], name="canon_finding_code_mark"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(severity__in=[s.value for s in Severity]), name="a_severity_of_a_finding_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.code}"
