"""Keeps what was looked for in vain: the words and how often, and nothing of who asked.

It is written on a read, so it may cost next to nothing: nobody waits for a writer, and a failure is passed over.
"""

import re
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from profiles.models.search import SearchMiss
from profiles.search.words import asked

MOST = 5_000  # rows; beyond, the one that is oldest and least asked for makes room
PATIENCE_MS = 50
_LONGEST = 200
_ADDRESS = re.compile(r"\S@\S+\.\S")


def remember(text: str) -> None:
    """One more search that found nothing. What looks like somebody's address is not kept."""
    line = " ".join(asked(text))
    if not line or len(line) > _LONGEST or _ADDRESS.search(text):
        return
    try:
        with _briefly(), transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE_MS}")
            _count(line)
    except DatabaseError:
        return


def _count(line: str) -> None:
    now = timezone.now()
    if SearchMiss.objects.filter(words=line).update(count=F("count") + 1, last_at=now):
        return
    if SearchMiss.objects.count() >= MOST:
        SearchMiss.objects.filter(pk__in=SearchMiss.objects.order_by("count", "last_at").values("pk")[:1]).delete()
    miss = SearchMiss(words=line, first_at=now, last_at=now)
    SearchMiss.objects.bulk_create([miss], ignore_conflicts=True)


@contextmanager
def _briefly():
    """On SQLite a writer is waited for as long as the connection says; here for a moment only."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
