"""Functions and the focuses within them."""

from django.db import models

from taxonomy.codes import FOCUS_CODE, FUNCTION_CODE
from taxonomy.models.coded import Coded, validate_line, validate_text


class Function(Coded):
    """A field of work. Its group is a heading for reading and plays no part in any reckoning."""

    SHAPE = FUNCTION_CODE

    name = models.CharField(max_length=200, validators=[validate_line])
    summary = models.TextField(blank=True, validators=[validate_text])
    group = models.CharField(max_length=120, blank=True, validators=[validate_line])

    class Meta(Coded.Meta):
        ordering = ["group", "name"]

    def __str__(self) -> str:
        return self.name


class Focus(Coded):
    """A speciality within a function; its summary says what sets it apart from its siblings."""

    SHAPE = FOCUS_CODE

    function = models.ForeignKey(Function, on_delete=models.PROTECT, related_name="focuses")
    name = models.CharField(max_length=200, validators=[validate_line])
    summary = models.TextField(blank=True, validators=[validate_text])

    class Meta(Coded.Meta):
        ordering = ["function__name", "name"]
        verbose_name_plural = "focuses"

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"
