"""Outside classifications of occupations: what is loaded, its codes with their titles, and crosswalks between them."""

from django.db import models
from django.db.models import Q

from taxonomy.models.coded import validate_line, validate_text
from taxonomy.querysets import CodeQuerySet, SystemQuerySet


class ClassificationSystem(models.Model):
    """One loaded edition of one source, with the terms under which it may be shown.

    `key` is the source's in `taxonomy.systems`. `digests` and `rows` hold one entry for each of its tables.
    """

    key = models.CharField(max_length=20)
    name = models.CharField(max_length=60, validators=[validate_line])
    edition = models.CharField(max_length=40, blank=True, validators=[validate_line])
    publisher = models.CharField(max_length=200, blank=True, validators=[validate_line])
    url = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=200, blank=True, validators=[validate_line])
    attribution = models.TextField(blank=True, validators=[validate_text])
    loaded_at = models.DateTimeField(null=True, blank=True)
    digests = models.JSONField(default=dict, blank=True)
    rows = models.JSONField(default=dict, blank=True)

    objects = SystemQuerySet.as_manager()

    class Meta:
        ordering = ["name", "edition"]
        constraints = [
            models.UniqueConstraint(fields=["key", "edition"], name="one_edition_of_a_system"),
            models.CheckConstraint(condition=~Q(key=""), name="every_system_has_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.edition}".strip()


class CodeKind(models.TextChoices):
    """How deep in its classification an entry stands."""

    MAJOR = "major", "major group"
    SUB_MAJOR = "submajor", "sub-major group"
    MINOR = "minor", "minor group"
    BROAD = "broad", "broad occupation"
    UNIT = "unit", "unit group"
    DETAILED = "detailed", "detailed occupation"
    OCCUPATION = "occupation", "occupation"


class ClassificationCode(models.Model):
    """An entry of a classification. `zone` is the job zone of O*NET; `uri` the name of an entry of ESCO."""

    system = models.ForeignKey(ClassificationSystem, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(max_length=40, validators=[validate_line])
    title = models.CharField(max_length=300, validators=[validate_line])
    definition = models.TextField(blank=True, validators=[validate_text])
    kind = models.CharField(max_length=10, choices=CodeKind, default=CodeKind.OCCUPATION)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children")
    zone = models.PositiveSmallIntegerField(null=True, blank=True)
    uri = models.CharField(max_length=120, blank=True)

    objects = CodeQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["system", "code"], name="one_entry_a_code")]
        indexes = [models.Index(fields=["uri"], condition=~Q(uri=""), name="code_by_uri")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class TitleKind(models.TextChoices):
    """What the source says of a title."""

    PREFERRED = "preferred", "its own title"
    ALTERNATE = "alternate", "alternate title"
    REPORTED = "reported", "reported by people in it"
    DIRECT = "direct", "direct match title"
    LABEL = "label", "alternative label"
    HIDDEN = "hidden", "hidden label"


class CodeTitle(models.Model):
    """A title by which people call what a code means; `folded` is what it is found by."""

    code = models.ForeignKey(ClassificationCode, on_delete=models.CASCADE, related_name="titles")
    kind = models.CharField(max_length=9, choices=TitleKind)
    title = models.CharField(max_length=300)
    folded = models.CharField(max_length=600, editable=False)
    short = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["code", "pk"]
        indexes = [models.Index(fields=["folded"], name="title_by_folded")]

    def __str__(self) -> str:
        return self.title


class Crosswalk(models.Model):
    """One entry of a crosswalk: a code on the left stands in this relation to what is named on the right.

    Codes and not rows: either side may be loaded later, or never. `right_key` is the source of the right side.
    """

    system = models.ForeignKey(ClassificationSystem, on_delete=models.CASCADE, related_name="crosswalk")
    left = models.CharField(max_length=40)
    right_key = models.CharField(max_length=20)
    right = models.CharField(max_length=120, help_text="a code, or the URI where the crosswalk names that")
    right_title = models.CharField(max_length=300, blank=True)
    relation = models.CharField(max_length=10)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["left"], name="crosswalk_by_left"),
            models.Index(fields=["right"], name="crosswalk_by_right"),
        ]

    def __str__(self) -> str:
        return f"{self.left} {self.relation} {self.right}"
