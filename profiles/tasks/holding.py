"""Who works on an errand: one holder at a time, by compare-and-set; who says nothing for a while loses it."""

import logging
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import F, Q
from django.utils import timezone

from profiles.models import Errand, Stage

logger = logging.getLogger(__name__)
MOST_TRIES = 3
OFTEN = 5.0  # seconds between two signs of life, so that a page shows how far it is


class Lost(Exception):
    """Somebody else holds the errand by now: nothing more is to be written for it."""


def lease() -> timedelta:
    return timedelta(seconds=settings.TASK_LEASE_SECONDS)


def is_free() -> Q:
    """Nobody works on it: it waits, or whoever had it has said nothing for longer than a lease."""
    return Q(stage=Stage.WAITING) | Q(stage=Stage.RUNNING, alive_at__lt=timezone.now() - lease())


def take(pk: int) -> Errand | None:
    """The errand, held; None where it is not free. Of two who come at once exactly one has it."""
    hold, now = secrets.token_hex(16), timezone.now()
    taken = {"stage": Stage.RUNNING, "hold": hold, "alive_at": now, "tries": F("tries") + 1, "done": 0}
    if not Errand.objects.filter(is_free(), pk=pk).update(**taken):
        return None
    return Errand.objects.select_related("asked_by").get(pk=pk)


def renew(errand: Errand) -> None:
    """A sign of life, with how far it is; raises Lost."""
    told = {"alive_at": timezone.now(), "done": errand.done, "total": errand.total}
    if not _held(errand).update(**told):
        raise Lost


def end(errand: Errand, stage: Stage, **told: str) -> None:
    """What came of it; raises Lost. In one transaction with what the errand writes, so that both are or neither is."""
    now = timezone.now()
    ended = {"stage": stage, "hold": "", "finished_at": now, "alive_at": now, "done": errand.done} | told
    if not _held(errand).update(**ended):
        raise Lost


def _held(errand: Errand):
    return Errand.objects.filter(pk=errand.pk, stage=Stage.RUNNING, hold=errand.hold)


@contextmanager
def alive(errand: Errand) -> Iterator[None]:
    """Gives signs of life meanwhile, over a connection of its own: the work may be one long transaction."""
    over = threading.Event()
    thread = threading.Thread(target=_beat, args=(errand, over), name=f"errand-{errand.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=1)


def _beat(errand: Errand, over: threading.Event) -> None:
    pause = min(settings.TASK_LEASE_SECONDS / 3, OFTEN)
    try:
        while not over.wait(pause):
            try:
                renew(errand)
            except Lost:
                return  # whoever works finds it out when the end is written
            except DatabaseError:
                # On SQLite nobody writes while the work does, so nobody can take it over either.
                logger.debug("no sign of life of errand %s", errand.pk)
    finally:
        connection.close()
