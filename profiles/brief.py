"""A write beside a read: it waits for nobody, so that no reader ever waits for it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

PATIENCE_MS = 50


@contextmanager
def briefly() -> Iterator[None]:
    """A transaction that another writer holds up for a moment only; then it fails with a database error."""
    with _patience(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE_MS}")
        yield


@contextmanager
def _patience() -> Iterator[None]:
    """On SQLite a writer is waited for as long as the connection says."""
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
