"""Lets readers read from a copy of the database (DATABASE_REPLICA_URL), and never lets them read what is older than
what they themselves have just written.

Only requests of readers go there. Commands, the desk, sign-in, sessions and tokens always ask the primary: what was
taken away from somebody holds at once.
"""

import logging
import re
import time
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS as PRIMARY
from django.db import Error, connections
from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]

REPLICA = "replica"
COPIED_APPS = {"taxonomy", "profiles"}
NEVER_COPIED = {"profiles.apitoken"}
NOT_READERS = ("/admin/", "/api/v1/imports")
READING = {"GET", "HEAD"}
# After this long whoever wrote is like everybody else; a replica that is further behind is broken.
REMEMBERED_SECONDS = 300
# An unreachable replica is asked again after this long.
LEFT_ALONE_SECONDS = 10
_POSITION = re.compile(r"[0-9A-F]{1,8}/[0-9A-F]{1,8}")

_log = logging.getLogger(__name__)
_read_from: ContextVar[str] = ContextVar("read_from", default=PRIMARY)
_unreachable_until = 0.0


class Router:
    """Django asks it for each query; only within a request that `read_from_replica` let pass is the answer another."""

    def db_for_read(self, model, **hints) -> str:
        meta = model._meta
        return _read_from.get() if meta.app_label in COPIED_APPS and meta.label_lower not in NEVER_COPIED else PRIMARY

    def db_for_write(self, model, **hints) -> str:
        return PRIMARY

    def allow_relation(self, one, other, **hints) -> bool:
        return True  # both are the same data

    def allow_migrate(self, db, app_label, **hints) -> bool | None:
        return False if db == REPLICA else None


def read_from_replica(get_response: GetResponse) -> GetResponse:
    """Sends the reads of readers to the replica, and marks whoever has written with how far the primary was then."""
    if REPLICA not in settings.DATABASES:
        raise MiddlewareNotUsed

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in READING:
            return _marked(get_response(request))
        if request.path_info.startswith(NOT_READERS) or not _has_come_to(_position_of(request)):
            return get_response(request)
        token = _read_from.set(REPLICA)
        try:
            return get_response(request)
        finally:
            _read_from.reset(token)

    return middleware


def _marked(response: HttpResponse) -> HttpResponse:
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()")
        position = cursor.fetchone()[0]
    response.set_cookie(
        settings.WRITTEN_COOKIE_NAME,
        position,
        max_age=REMEMBERED_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _position_of(request: HttpRequest) -> str:
    """How far the primary was when this reader wrote last; empty for everybody else, and for what is none."""
    position = request.COOKIES.get(settings.WRITTEN_COOKIE_NAME, "")
    return position if _POSITION.fullmatch(position) else ""


def _has_come_to(position: str) -> bool:
    """True where the replica answers and has replayed so much. It is asked a question only for whoever has written."""
    global _unreachable_until
    if time.monotonic() < _unreachable_until:
        return False
    try:
        connections[REPLICA].ensure_connection()
        return not position or _replayed(position)
    except Error as fault:
        _unreachable_until = time.monotonic() + LEFT_ALONE_SECONDS
        _log.warning("the replica cannot be reached, the primary answers: %s", type(fault).__name__)
        return False


def _replayed(position: str) -> bool:
    with connections[REPLICA].cursor() as cursor:
        cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [position])
        return bool(cursor.fetchone()[0])
