"""What O*NET tells of an occupation: its tasks, skills and knowledge by importance, tools, and occupations near it."""

from django.db import models

from taxonomy.models.classification import ClassificationCode, ClassificationSystem


class JobZone(models.Model):
    """How much preparation occupations of a zone need."""

    system = models.ForeignKey(ClassificationSystem, on_delete=models.CASCADE, related_name="zones")
    zone = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    experience = models.TextField(blank=True)
    education = models.TextField(blank=True)

    class Meta:
        ordering = ["zone"]
        constraints = [models.UniqueConstraint(fields=["system", "zone"], name="one_text_a_job_zone")]

    def __str__(self) -> str:
        return self.name


class CodeTask(models.Model):
    """A task as the source words it; `core` where it is one for most people in the occupation."""

    code = models.ForeignKey(ClassificationCode, on_delete=models.CASCADE, related_name="tasks")
    number = models.PositiveIntegerField()
    core = models.BooleanField(default=False)
    text = models.TextField()

    class Meta:
        ordering = ["code", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


class ElementKind(models.TextChoices):
    SKILL = "skill", "skill"
    KNOWLEDGE = "knowledge", "knowledge"


class CodeElement(models.Model):
    """How important a skill or a field of knowledge is in an occupation: 100 (not) to 500 (extremely)."""

    code = models.ForeignKey(ClassificationCode, on_delete=models.CASCADE, related_name="elements")
    kind = models.CharField(max_length=9, choices=ElementKind)
    name = models.CharField(max_length=80)
    importance = models.PositiveSmallIntegerField()
    unsure = models.BooleanField(default=False, help_text="the source recommends caution: few answers, or far apart")

    class Meta:
        ordering = ["code", "-importance", "name"]
        indexes = [models.Index(fields=["code", "kind", "-importance"], name="element_by_importance")]

    def __str__(self) -> str:
        return f"{self.name} {self.importance}"

    @property
    def shown(self) -> str:
        """To one place, as the source's own pages tell it."""
        return f"{self.importance / 100:.1f}"

    @property
    def width(self) -> int:
        """Of a bar that begins at 100: what is not important has none."""
        return self.importance - 100


class ToolKind(models.TextChoices):
    TECHNOLOGY = "technology", "technology"
    TOOL = "tool", "tool"


class CodeTool(models.Model):
    """Software or a tool used in an occupation, under the kind of goods that it belongs to."""

    code = models.ForeignKey(ClassificationCode, on_delete=models.CASCADE, related_name="tools")
    kind = models.CharField(max_length=10, choices=ToolKind)
    name = models.CharField(max_length=200)
    category = models.CharField(max_length=200)
    hot = models.BooleanField(default=False, help_text="named in many advertisements")
    in_demand = models.BooleanField(default=False, help_text="named in many advertisements for this occupation")

    class Meta:
        ordering = ["code", "pk"]

    def __str__(self) -> str:
        return self.name


class RelatedCode(models.Model):
    """An occupation that is near another, in the order that the source gives."""

    code = models.ForeignKey(ClassificationCode, on_delete=models.CASCADE, related_name="related")
    other = models.ForeignKey(ClassificationCode, on_delete=models.CASCADE, related_name="+")
    tier = models.CharField(max_length=20, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["code", "position"]

    def __str__(self) -> str:
        return f"{self.code_id} near {self.other_id}"


class UsualEducation(models.Model):
    """The education that an occupation usually asks for, as the publisher of prevailing wages lists it."""

    system = models.ForeignKey(ClassificationSystem, on_delete=models.CASCADE, related_name="educations")
    code = models.CharField(max_length=10)
    education = models.CharField(max_length=120)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["system", "code"], name="one_education_a_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.education}"
