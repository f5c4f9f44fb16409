"""What the frame keeps of its own: counts of tries to sign in, which all processes share."""

from django.db import models


class TryCount(models.Model):
    """Tries within one bound since its window began. Neither address nor account can be read from the digest."""

    digest = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at:%H:%M}"
