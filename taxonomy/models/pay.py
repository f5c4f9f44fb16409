"""Pay figures, and the baselines from which a profile without figures of its own inherits."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from taxonomy.models.coded import validate_line
from taxonomy.models.functions import Function
from taxonomy.models.holding import hold
from taxonomy.models.levels import Level
from taxonomy.records import PayPart


class PayFigures(models.Model):
    """One observation or model of yearly pay, in whole units of its currency."""

    currency = models.CharField(max_length=3)
    median = models.PositiveIntegerField()
    low = models.PositiveIntegerField(null=True, blank=True)
    high = models.PositiveIntegerField(null=True, blank=True)
    basis = models.CharField(max_length=200, blank=True, validators=[validate_line])
    region = models.CharField(max_length=80, blank=True, validators=[validate_line])
    source = models.CharField(max_length=300, blank=True, validators=[validate_line])
    as_of = models.CharField(max_length=10, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=(Q(low__isnull=True) | Q(low__lte=F("median")))
                & (Q(high__isnull=True) | Q(high__gte=F("median"))),
                name="%(class)s_low_median_high_in_order",
            ),
            models.CheckConstraint(condition=Exact(Length("currency"), 3), name="%(class)s_names_a_currency"),
        ]

    def clean(self) -> None:
        hold(self, PayPart, *PayPart.model_fields)

    def __str__(self) -> str:
        # Figures never stand in a text that might be shown to somebody without the permission.
        return f"pay in {self.currency}"


class PayBaseline(PayFigures):
    """What a level is paid in a function, or on its own where no function is named."""

    function = models.ForeignKey(Function, null=True, blank=True, on_delete=models.CASCADE, related_name="pay")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="pay")

    class Meta(PayFigures.Meta):
        abstract = False
        ordering = ["level__track__order", "level__step"]
        constraints = [
            *PayFigures.Meta.constraints,
            models.UniqueConstraint(
                fields=["function", "level", "region", "currency"],
                name="one_baseline_a_function_level_and_region",
            ),
            models.UniqueConstraint(
                fields=["level", "region", "currency"],
                condition=Q(function__isnull=True),
                name="one_baseline_a_level_and_region",
            ),
        ]
