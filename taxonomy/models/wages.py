"""What the market pays: percentiles of wages by occupation and area (OEWS), and wages at four levels (OFLC)."""

from django.db import models

from taxonomy.models.classification import ClassificationSystem

PERCENTILES = ("p10", "p25", "p50", "p75", "p90")


class AreaKind(models.TextChoices):
    NATION = "N", "nation"
    STATE = "S", "state"
    METRO = "M", "metropolitan or other area"


class WageArea(models.Model):
    """An area of one edition of wages."""

    system = models.ForeignKey(ClassificationSystem, on_delete=models.CASCADE, related_name="areas")
    code = models.CharField(max_length=10)
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=2, blank=True)
    kind = models.CharField(max_length=1, choices=AreaKind)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["system", "code"], name="one_area_a_code")]

    def __str__(self) -> str:
        return self.name


class Wage(models.Model):
    """Employment and percentiles of wages of one occupation in one area.

    Whole dollars a year, or cents an hour where `hourly` (occupations whose wages are told by the hour only). A
    missing percentile was not released, or lies above what the survey tells: `topped` has its bit set (1 = P10,
    2 = P25, 4 = P50, 8 = P75, 16 = P90). Neither is zero.
    """

    area = models.ForeignKey(WageArea, on_delete=models.CASCADE, related_name="wages")
    soc = models.CharField(max_length=7)
    employment = models.PositiveIntegerField(null=True, blank=True)
    p10 = models.PositiveIntegerField(null=True, blank=True)
    p25 = models.PositiveIntegerField(null=True, blank=True)
    p50 = models.PositiveIntegerField(null=True, blank=True)
    p75 = models.PositiveIntegerField(null=True, blank=True)
    p90 = models.PositiveIntegerField(null=True, blank=True)
    hourly = models.BooleanField(default=False)
    topped = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["soc"]
        constraints = [models.UniqueConstraint(fields=["soc", "area"], name="one_wage_an_area")]

    def __str__(self) -> str:
        return f"{self.soc} in {self.area_id}"

    def is_topped(self, name: str) -> bool:
        """Whether this percentile lies above what the survey tells."""
        return bool(self.topped >> PERCENTILES.index(name) & 1)


class WageLevel(models.Model):
    """Prevailing wages of one occupation in one area: entry, qualified, experienced, fully competent.

    Cents an hour, or whole dollars a year where not `hourly` (teachers and others who are paid by the year).
    """

    area = models.ForeignKey(WageArea, on_delete=models.CASCADE, related_name="levels")
    soc = models.CharField(max_length=7)
    level1 = models.PositiveIntegerField()
    level2 = models.PositiveIntegerField()
    level3 = models.PositiveIntegerField()
    level4 = models.PositiveIntegerField()
    hourly = models.BooleanField(default=True)

    class Meta:
        ordering = ["soc"]
        constraints = [models.UniqueConstraint(fields=["soc", "area"], name="one_level_row_an_area")]

    def __str__(self) -> str:
        return f"{self.soc} in {self.area_id}"
