"""Outside classifications of occupations: systems (O*NET/SOC, ISCO, ESCO …) and their codes."""

from django.db import models

from taxonomy.models.coded import validate_line, validate_text


class ClassificationSystem(models.Model):
    """One edition of one classification, with the terms under which it may be shown."""

    name = models.CharField(max_length=60, validators=[validate_line])
    edition = models.CharField(max_length=40, blank=True, validators=[validate_line])
    licence = models.CharField(max_length=200, blank=True, validators=[validate_line])
    attribution = models.TextField(blank=True, validators=[validate_text])
    loaded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "edition"]
        constraints = [models.UniqueConstraint(fields=["name", "edition"], name="one_edition_of_a_system")]

    def __str__(self) -> str:
        return f"{self.name} {self.edition}".strip()


class ClassificationCode(models.Model):
    """An entry of a classification."""

    system = models.ForeignKey(ClassificationSystem, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(max_length=40, validators=[validate_line])
    title = models.CharField(max_length=300, validators=[validate_line])
    definition = models.TextField(blank=True, validators=[validate_text])
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["system", "code"], name="one_entry_a_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
