"""Named questions to the skeleton."""

import datetime
from collections.abc import Iterable

from django.db import models
from django.utils import timezone

from taxonomy.systems import newness


class CodedQuerySet(models.QuerySet):
    """Rows that have a permanent code."""

    def with_code(self, code: str):
        """The row of this code, however it is cased; DoesNotExist where there is none."""
        return self.get(code__iexact=code)

    def freeze(self, pks: Iterable[int], *, at: datetime.datetime | None = None) -> int:
        """Marks codes as published; how many were not so before."""
        return self.filter(pk__in=pks, frozen_at=None).update(frozen_at=at or timezone.now())


class GuidelineQuerySet(models.QuerySet):
    def of_ladder(self, focus):
        """Rows that hold for a focus on all levels: its own and its function's (the narrower one wins)."""
        return self.filter(models.Q(focus=focus) | models.Q(function_id=focus.function_id))


class SystemQuerySet(models.QuerySet):
    def newest(self, key: str):
        """The newest loaded edition of a source; None where it is not loaded."""
        return max(self.filter(key=key), key=lambda system: newness(system.edition), default=None)


class CodeQuerySet(models.QuerySet):
    def of(self, key: str):
        """Codes of a source; a classification is loaded in one edition at a time."""
        return self.filter(system__key=key)
