"""What every row with a permanent code has in common."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Upper

from taxonomy.querysets import CodedQuerySet
from taxonomy.texts import clean_line, clean_text


def validate_line(value: str) -> None:
    _validate(clean_line, value)


def validate_text(value: str) -> None:
    _validate(clean_text, value)


def _validate(clean, value: str) -> None:
    try:
        clean(value)
    except ValueError as error:
        raise ValidationError(str(error)) from error


class Coded(models.Model):
    """A row named by its code: upper case, unique whatever the case, fixed from the first approval."""

    SHAPE = r""

    code = models.CharField(max_length=24, unique=True)
    frozen_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CodedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(Upper("code"), name="one_%(class)s_a_code"),
            models.CheckConstraint(condition=~models.Q(code=""), name="every_%(class)s_has_a_code"),
        ]

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        if self.SHAPE and not re.fullmatch(self.SHAPE, self.code):
            raise ValidationError({"code": f"a code of the shape {self.SHAPE} expected, found “{self.code}”"})
