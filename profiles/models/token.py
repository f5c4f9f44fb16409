"""Tokens of the API: who a machine reads for, what it may read, and until when. The token itself is nowhere kept."""

import datetime
import hashlib
import secrets
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from profiles.models.revision import person

PREFIX, SHOWN, BYTES = "canon_", 12, 32


class Scope(models.TextChoices):
    READ = "read", "reads what is published"
    PAY = "pay", "reads also pay, as far as its owner may"
    IMPORT = "import", "reads, and lays files on desks as its owner may; it approves nothing"


class ApiToken(models.Model):
    """Opens the API and nothing else. It never does more than its owner may, and never decides on anything."""

    name = models.CharField(max_length=100, help_text="what it is for")
    owner = person()
    owner_name = models.CharField(max_length=150)
    scope = models.CharField(max_length=6, choices=Scope, default=Scope.READ)
    # Of 256 random bits: nobody guesses them, so a plain digest is as good as a slow one.
    digest = models.CharField(max_length=64, unique=True)
    begins = models.CharField(max_length=SHOWN, help_text="by which it is told from others")
    made_by = person()
    made_by_name = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_by = person()
    revoked_by_name = models.CharField(max_length=150, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "API token"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="a_token_expires_after_it_was_made"),
            models.CheckConstraint(condition=Q(scope__in=Scope.values), name="a_scope_of_tokens_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.begins}…)"

    @classmethod
    def make(cls, *, name: str, owner, scope: str, expires_at: datetime.datetime, by) -> tuple[Self, str]:
        """The row, and the token: it is told to nobody again."""
        token = PREFIX + secrets.token_urlsafe(BYTES)
        row = cls.objects.create(
            name=name,
            owner=owner,
            owner_name=owner.get_username(),
            scope=scope,
            digest=digest_of(token),
            begins=token[:SHOWN],
            made_by=by,
            made_by_name=by.get_username(),
            made_at=timezone.now(),
            expires_at=expires_at,
        )
        return row, token

    @classmethod
    def named(cls, token: str) -> Self | None:
        """The row of a token that holds now: neither expired nor revoked, of a person who is still active."""
        row = cls.objects.select_related("owner").filter(digest=digest_of(token)).first()
        if row is None or row.revoked_at or row.expires_at <= timezone.now():
            return None
        return row if row.owner_id and getattr(row.owner, "is_active", False) else None

    def used(self) -> None:
        """Keeps the day; one write a day."""
        today = timezone.now().date()
        if self.last_used_on != today:
            type(self).objects.filter(pk=self.pk).update(last_used_on=today)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
