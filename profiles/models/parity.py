"""Why work of equal value is paid otherwise: reasons that curators give, beside the figures and never among texts."""

from django.db import models
from django.db.models import Q

from profiles.models.revision import Revision, person


class PayReason(models.Model):
    """One reason for the pay of one approved text, appended and never changed: the newest is the one that holds.

    A reason may name figures, so it stands here and not in the trail, which people see who may not see pay.
    """

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="pay_reasons")
    text = models.TextField()
    given_by = person()
    given_by_name = models.CharField(max_length=150)
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "reason for pay"
        verbose_name_plural = "reasons for pay"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="a_reason_for_pay_says_something")]

    def __str__(self) -> str:
        return f"reason for the pay of {self.revision_id}"
