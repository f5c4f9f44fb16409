"""Where a profile holds: everywhere, or in one country or organisation."""

from django.db import models

from taxonomy.codes import GLOBAL, SCOPE_CODE
from taxonomy.models.coded import Coded, validate_line


class Scope(Coded):
    """A place of validity. Where a profile has no text of its own for it, the global one stands in whole."""

    SHAPE = rf"{GLOBAL}|{SCOPE_CODE}"

    name = models.CharField(max_length=120, blank=True, validators=[validate_line])

    class Meta(Coded.Meta):
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name or self.code
