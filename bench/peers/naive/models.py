"""A profile in the third normal form, with the indexes that its pages ask for."""

from django.db import models


class Function(models.Model):
    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=200)
    summary = models.TextField()

    def __str__(self) -> str:
        return self.name


class Focus(models.Model):
    function = models.ForeignKey(Function, models.CASCADE, related_name="focuses")
    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=200)
    summary = models.TextField()

    def __str__(self) -> str:
        return self.name


class Track(models.Model):
    code = models.CharField(max_length=4, unique=True)
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Level(models.Model):
    track = models.ForeignKey(Track, models.CASCADE, related_name="levels")
    code = models.CharField(max_length=4, unique=True)
    title = models.CharField(max_length=200)
    rank = models.PositiveSmallIntegerField(db_index=True)
    summary = models.TextField()
    scope = models.TextField()
    autonomy = models.TextField()
    complexity = models.TextField()
    impact = models.TextField()
    decision_rights = models.TextField()
    leadership = models.TextField()
    years_min = models.PositiveSmallIntegerField(null=True)
    years_max = models.PositiveSmallIntegerField(null=True)

    def __str__(self) -> str:
        return self.title


class Guideline(models.Model):
    function = models.ForeignKey(Function, models.CASCADE, related_name="guidelines")
    level = models.ForeignKey(Level, models.CASCADE, related_name="guidelines")
    knowledge = models.TextField()
    complexity = models.TextField()
    collaboration = models.TextField()
    experience = models.TextField()

    def __str__(self) -> str:
        return self.knowledge


class Profile(models.Model):
    key = models.CharField(max_length=80, unique=True)
    focus = models.ForeignKey(Focus, models.CASCADE, related_name="profiles")
    level = models.ForeignKey(Level, models.CASCADE, related_name="profiles")
    title = models.CharField(max_length=200, db_index=True)
    status = models.CharField(max_length=12, db_index=True)
    version = models.PositiveSmallIntegerField()
    band = models.CharField(max_length=8, db_index=True)
    confidence = models.FloatField()
    approved_at = models.DateTimeField()
    approved_by = models.CharField(max_length=80)

    class Meta:
        indexes = [
            models.Index(fields=["status", "title", "key"], name="naive_listed"),
            models.Index(fields=["focus", "level"], name="naive_place"),
        ]

    def __str__(self) -> str:
        return self.title


class Responsibility(models.Model):
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="responsibilities")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text


class Skill(models.Model):
    name = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.name


class SkillUse(models.Model):
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="uses")
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="uses")
    position = models.PositiveSmallIntegerField()
    summary = models.TextField()

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["skill", "profile"], name="naive_shared_skills")]

    def __str__(self) -> str:
        return self.summary


class Source(models.Model):
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="sources")
    title = models.CharField(max_length=300)
    url = models.URLField(max_length=500)
    publisher = models.CharField(max_length=200)
    retrieved = models.DateField()
    licence = models.CharField(max_length=80)
    layers = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.title


class PanelScore(models.Model):
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="scores")
    panelist = models.CharField(max_length=80)
    dimension = models.CharField(max_length=40)
    score = models.FloatField()

    def __str__(self) -> str:
        return f"{self.panelist}, {self.dimension}: {self.score}"


class Pay(models.Model):
    profile = models.OneToOneField(Profile, models.CASCADE, related_name="pay")
    currency = models.CharField(max_length=3)
    median = models.PositiveIntegerField()
    low = models.PositiveIntegerField()
    high = models.PositiveIntegerField()
    basis = models.CharField(max_length=80)
    region = models.CharField(max_length=40)
    source = models.CharField(max_length=200)
    as_of = models.CharField(max_length=10)

    def __str__(self) -> str:
        return f"{self.currency} {self.median}"


class Alias(models.Model):
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Mapping(models.Model):
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="mappings")
    system = models.CharField(max_length=40)
    code = models.CharField(max_length=40, db_index=True)

    def __str__(self) -> str:
        return f"{self.system} {self.code}"
