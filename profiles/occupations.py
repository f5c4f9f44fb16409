"""Which profiles stand under an occupation: the one place that asks, for the page and for the desk."""

from django.db.models import Q

from profiles.models.revision import Revision, RevisionMapping

# The name under which mappings cite these codes.
SYSTEM = "O*NET/SOC"


def mapped_to(code: str) -> list[Revision]:
    """What stands approved under a six-digit code or any of its eight-digit ones, by key."""
    rows = RevisionMapping.objects.filter(Q(code=code) | Q(code__startswith=f"{code}."), system=SYSTEM)
    return list(Revision.objects.approved().filter(pk__in=rows.values("revision")).listed().order_by("key"))
