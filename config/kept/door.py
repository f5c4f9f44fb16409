"""The door ahead of Django: answers what it keeps, lets everything else in, and keeps what may be kept of it."""

import threading
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.conf import settings

from profiles import use
from profiles.views.keeping import ASKED, Made, today

from ..middleware import request_id_of
from .pages import Headers, Page, Pages
from .watch import Watch

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class Name(NamedTuple):
    """Everything in a request that a page for all may depend on; the host, as Django found it lawful."""

    path: str
    mount: str
    host: str
    scheme: str
    proxys_scheme: str


class Door:
    """A WSGI application in front of another one, which keeps its pages in `most` bytes."""

    def __init__(self, application: Application, most: int) -> None:
        self._application, self._pages = application, Pages(most)
        self._watches: dict[str, Watch] = {}
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not is_plain(environ):
            return self._application(environ, start_response)
        name = name_of(environ)
        page = self._pages.get(name)
        if page is not None and self._stands(page.made):
            return answer(page, environ, start_response, request_id_of(environ))
        return self._ask(name, environ, start_response)

    def _stands(self, made: Made) -> bool:
        return made.day == today() and self._watch(made.database).read() == made.clock

    def _watch(self, database: str) -> Watch:
        with self._lock:
            if database not in self._watches:
                self._watches[database] = Watch(database)
            return self._watches[database]

    def _ask(self, name: Name, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        said: list[Any] = []
        response = self._application(environ | {ASKED: True}, lambda *told: said.extend(told))
        headers = said[1]
        keepable = getattr(response, "keepable", None)
        if keepable is None or not is_for_all(headers):
            start_response(*said)
            return response
        page = Page.of(keepable, headers)
        self._pages.put(name, page)
        response.close()
        return answer(page, environ, start_response, dict(headers)["X-Request-ID"], is_counted=True)


def is_plain(environ: Environ) -> bool:
    """A GET of a path and nothing else, by somebody whom we do not know."""
    cookies = environ.get("HTTP_COOKIE", "")
    return (
        environ["REQUEST_METHOD"] == "GET"
        and not environ.get("QUERY_STRING")
        and not environ.get("CONTENT_TYPE")  # it can name an encoding, which Django would read the address by
        and "HTTP_HOST" in environ
        and "HTTP_AUTHORIZATION" not in environ
        and not (cookies and any(name in cookies for name in _ours()))
    )


def _ours() -> tuple[str, ...]:
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "WRITTEN_COOKIE_NAME")
    return (*(getattr(settings, name) for name in names), "messages")


def name_of(environ: Environ) -> Name:
    return Name(
        environ["PATH_INFO"],
        environ.get("SCRIPT_NAME", ""),
        environ["HTTP_HOST"],
        environ["wsgi.url_scheme"],
        environ.get("HTTP_X_FORWARDED_PROTO", "") if settings.BEHIND_PROXY else "",
    )


def is_for_all(headers: Headers) -> bool:
    return not any(name.lower() == "set-cookie" for name, _ in headers)


def answer(
    page: Page, environ: Environ, start_response: StartResponse, request_id: str, *, is_counted: bool = False
) -> Iterable[bytes]:
    """Not changed, packed, or whole, as whoever asks has it and takes it."""
    named = [("X-Request-ID", request_id)]
    if page.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", page.unchanged_headers + named)
        body = []
    elif "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
        start_response("200 OK", page.packed_headers + named)
        body = [page.packed]
    else:
        start_response("200 OK", page.whole_headers + named)
        body = [page.body]
    if is_counted:
        return body
    use.seen(environ, 200)
    return _Answered(body)


class _Answered(list):
    """A body after which there may be counts to write; nobody waits for that."""

    def close(self) -> None:
        use.write_if_due()
