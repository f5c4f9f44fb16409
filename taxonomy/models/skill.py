"""Skills, tools and fields of knowledge: one row a name, however it is cased."""

from django.db import models
from django.db.models import Q

from taxonomy.models.coded import validate_line, validate_text
from taxonomy.texts import fold_name


class SkillType(models.TextChoices):
    SKILL = "skill", "skill"
    TOOL = "tool", "tool"
    KNOWLEDGE = "knowledge", "knowledge"


class Skill(models.Model):
    """What a role applies. `folded` is how two spellings are known to be one skill."""

    name = models.CharField(max_length=200, validators=[validate_line])
    folded = models.CharField(max_length=400, unique=True, editable=False)
    type = models.CharField(max_length=12, choices=SkillType, default=SkillType.SKILL)
    summary = models.TextField(blank=True, validators=[validate_text])

    class Meta:
        ordering = ["folded"]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(folded=""), name="every_skill_has_a_name"),
            models.CheckConstraint(condition=Q(type__in=SkillType.values), name="a_skill_type_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.folded = fold_name(self.name)
        super().save(*args, **kwargs)
