"""What every request and every answer passes: a request id, refusals, and the security headers."""

import codecs
import logging
import re
import secrets
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.defaults import bad_request, permission_denied

from .addresses import is_loopback

GetResponse = Callable[[HttpRequest], HttpResponse]

# -- Request id ----------------------------------------------------------------------------------

_current_request_id: ContextVar[str] = ContextVar("request_id", default="-")
_LAWFUL_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


def request_id(get_response: GetResponse) -> GetResponse:
    """Names each request: `request.id`, the header X-Request-ID, and every line in the log."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.id = request_id_of(request.META)
        token = _current_request_id.set(request.id)
        try:
            response = get_response(request)
        finally:
            _current_request_id.reset(token)
        response["X-Request-ID"] = request.id
        return response

    return middleware


def request_id_of(asked: Mapping[str, Any]) -> str:
    """The id that our own proxy gave, else a new one; one made up by a client could mislead who reads the log."""
    given = asked.get("HTTP_X_REQUEST_ID", "") if settings.BEHIND_PROXY else ""
    return given if _LAWFUL_REQUEST_ID.fullmatch(given) else secrets.token_hex(16)


class RequestIdFilter(logging.Filter):
    """Puts the id of the request at hand on a log record, `-` outside of any."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = _current_request_id.get()
        return True


# -- Headers -------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    ]
)

_UNUSED_POWERS = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{power}=()" for power in _UNUSED_POWERS),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # A page may be kept by nobody unless its view says that it is public.
    "Cache-Control": "private, no-store",
}


def security_headers(get_response: GetResponse) -> GetResponse:
    """Sets the headers on every answer, errors and the admin included; a view's own word stands."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


# -- Use -----------------------------------------------------------------------------------------


def count_use(get_response: GetResponse) -> GetResponse:
    """Tells what was answered to a reader to `profiles.use`, which counts it without persons."""
    from profiles import use  # the log's filter above is read before there are models

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        use.seen(request.META, response.status_code, getattr(response, "found_profiles", ()))
        return response

    return middleware


# -- Refusals ------------------------------------------------------------------------------------


def refuse_odd_requests(get_response: GetResponse) -> GetResponse:
    """Turns away what no view should have to think of.

    The refusal is answered and not raised: a raised one fills the log with tracebacks.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.DEBUG and not is_loopback(request.META.get("REMOTE_ADDR", "")):
            # Error pages with DEBUG show settings and source, whatever address a server listens on.
            return permission_denied(request, PermissionDenied("DEBUG is on: only this machine itself is answered."))
        if _holds_nul(request):
            # PostgreSQL stores no NUL, files have none in their names: each would be a 500 later.
            return _unreadable(request, "A NUL character in an address or a cookie.")
        if not _is_utf8(request):
            # Python knows encodings that are none of text, or that write NUL and surrogates as plain letters.
            return _unreadable(request, "A request in UTF-8 is expected.")
        return get_response(request)

    return middleware


def _unreadable(request: HttpRequest, told: str) -> HttpResponse:
    """A machine is answered in its own manner."""
    if not request.path_info.startswith("/api/v"):
        return bad_request(request, BadRequest(told))
    problem = {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": told}
    return JsonResponse(problem, status=400, content_type="application/problem+json")


def _is_utf8(request: HttpRequest) -> bool:
    """Browsers send what a page asks for; an encoding named in Content-Type would decode the address as well."""
    try:
        return request.encoding is None or codecs.lookup(request.encoding).name in ("utf-8", "ascii")
    except LookupError:
        return False


def _holds_nul(request: HttpRequest) -> bool:
    query = request.META.get("QUERY_STRING", "")
    return (
        "\0" in request.path_info
        or "\0" in query
        or "%00" in query
        or any("\0" in value for value in request.COOKIES.values())
    )


# -- Probes --------------------------------------------------------------------------------------


def answer_probes(get_response: GetResponse) -> GetResponse:
    """Answers /healthz and /readyz before the name of the host and https are looked at: a probe knows neither."""
    from .health import PROBES

    def middleware(request: HttpRequest) -> HttpResponse:
        return PROBES.get(request.path_info, get_response)(request)

    return middleware
