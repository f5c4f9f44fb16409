"""Releases: the canon as it stood at one instant, named and sealed; and what headings said at any other instant.

Members and texts of a release are written before its own row, and none can be added once that row is there
(`guards`): the foreign keys are checked at the end of the transaction only.
"""

from django.db import models

from profiles.models.revision import Heading, Origin, Revision, person
from profiles.states import CHOICES

LONGEST_NAME = 40


class Release(models.Model):
    """A name for what stood, with its digest. The row is its own entry in the trail, chained to the release before."""

    name = models.CharField(max_length=LONGEST_NAME, unique=True)
    notes = models.TextField(blank=True)
    made_by = person()
    made_by_name = models.CharField(max_length=150, blank=True)
    made_at = models.DateTimeField()
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.DESK)
    approved = models.PositiveIntegerField(help_text="profiles that stood approved")
    retired = models.PositiveIntegerField(help_text="profiles that had ended and kept their page")
    functions = models.PositiveIntegerField()
    focuses = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="SHA-256 over the sorted lines of what belongs to it")
    chain = models.CharField(max_length=64, help_text="SHA-256 over the release before it and this one")

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def lead(self) -> str:
        """The first paragraph of the notes."""
        return self.notes.partition("\n\n")[0]


def of_release(related_name: str) -> models.ForeignKey:
    return models.ForeignKey(
        Release,
        to_field="name",
        db_column="release_name",
        db_index=False,  # a constraint of each table begins with it
        on_delete=models.PROTECT,
        related_name=related_name,
    )


class ReleaseMember(models.Model):
    """The revision of one profile that stood in a release, and whether it was approved or retired then."""

    release = of_release("members")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="release_rows")
    key = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=CHOICES)
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["release", "key"], name="one_member_a_profile_of_a_release"),
            models.UniqueConstraint(fields=["release", "revision"], name="one_member_a_revision_of_a_release"),
        ]

    def __str__(self) -> str:
        return f"{self.key}#{self.number}"


class ReleaseText(models.Model):
    """A shared text as the members of a release sealed it, as a record of the bundle; baselines of pay are none."""

    release = of_release("texts")
    position = models.PositiveIntegerField(help_text="its place in the bundle")
    kind = models.CharField(max_length=10)
    code = models.CharField(max_length=24, blank=True)
    parent = models.CharField(max_length=24, blank=True, help_text="as of a heading")
    group = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True, help_text="of functions and focuses, as of a heading")
    record = models.TextField(help_text="canonical JSON; the seal is the SHA-256 of these bytes")

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(fields=["release", "kind", "parent", "name"], name="release_text_place"),
            models.Index(fields=["release", "kind", "code"], name="release_text_code"),
        ]
        constraints = [models.UniqueConstraint(fields=["release", "position"], name="one_text_a_position_of_a_release")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code or self.name}"


class HeadingVersion(models.Model):
    """What a heading said from one approval to another: for pages as of an instant. Derived, written with approvals."""

    kind = models.CharField(max_length=8, choices=Heading.Kind)
    code = models.CharField(max_length=24)
    parent = models.CharField(max_length=24, blank=True)
    group = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=200)
    text = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "code", "since"]
        indexes = [models.Index(fields=["kind", "parent", "name"], name="heading_version_place")]
        constraints = [models.UniqueConstraint(fields=["kind", "code", "since"], name="one_heading_version_at_a_time")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} since {self.since:%Y-%m-%d %H:%M}"
