"""Probes for whoever keeps the site running: does the process answer, and is it ready to be asked.

They are answered before the host's name and https are looked at, since a probe knows neither, and tell nothing but
what is missing.
"""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from profiles.management.readiness import is_guarded, is_migrated
from profiles.search import is_installed


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"ok": True})


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 where pages can be served and decisions taken; else 503 with the names of what is missing."""
    missing = _missing()
    return JsonResponse({"ready": not missing, "missing": missing}, status=503 if missing else 200)


def _missing() -> list[str]:
    try:
        connection.ensure_connection()
        return [name for name, holds in _PARTS.items() if not holds()]
    except DatabaseError:
        return ["database"]


_PARTS: dict[str, Callable[[], bool]] = {
    "migrations": is_migrated,
    "triggers": is_guarded,
    "search index": lambda: is_installed(connection.alias),
}

PROBES = {"/healthz": healthz, "/readyz": readyz}
