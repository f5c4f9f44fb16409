"""The door ahead of Django: answers what it keeps, lets everything else in, and keeps what may be kept of it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from django.conf import settings

from profiles import use
from profiles.views.keeping import KEEPS, Keeper, Pages

from ..middleware import request_id_of
from .answers import Answers, Headers
from .watch import Watches

# Cookies of ours: whoever has one may be signed in, or has written.
OURS = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.WRITTEN_COOKIE_NAME, "messages")
LONGEST_QUERY = 300  # what is longer is asked for once
Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class Name(NamedTuple):
    """Everything in a request that a page for all may depend on; the host, as Django found it lawful."""

    path: str
    query: str
    mount: str
    host: str
    scheme: str
    proxys_scheme: str


class Door:
    """A WSGI application in front of another one; pages are kept in about `most` bytes.

    Answers to questions have a quarter of it, so that whoever asks for everything pushes no page of the canon out.
    """

    def __init__(self, application: Application, most: int) -> None:
        self._application, watches = application, Watches()
        self._pages, self._answered = Keeper(Pages(most - most // 4), watches), Keeper(Pages(most // 4), watches)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not is_for_a_page(environ):
            return self._application(environ, start_response)
        keeper = environ[KEEPS] = self._answered if environ.get("QUERY_STRING") else self._pages
        if is_known(environ):
            return self._application(environ, start_response)
        name = name_of(environ)
        answers = keeper.pages.get(name)
        if answers is None or not keeper.stands(answers.page):
            return self._ask(keeper.pages, name, environ, start_response)
        use.seen(environ, 200, answers.page.found)
        body = answer(answers, environ, start_response, request_id_of(environ))
        return _ThenWritten(body) if use.is_due() else body

    def _ask(self, kept: Pages, name: Name, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        said: list[Any] = []
        response = self._application(environ, lambda *told: said.extend(told))
        headers = said[1]
        page = getattr(response, "kept_page", None)
        if page is None or not is_for_all(headers):
            start_response(*said)
            return response
        answers = Answers.of(page, headers)
        kept.put(name, answers)
        response.close()
        return answer(answers, environ, start_response, dict(headers)["X-Request-ID"])


def is_for_a_page(environ: Environ) -> bool:
    """A GET of an address, or its HEAD, and nothing else."""
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and len(environ.get("QUERY_STRING", "")) <= LONGEST_QUERY
        and not environ.get("CONTENT_TYPE")  # it can name an encoding, which Django would read the address by
        and "HTTP_HOST" in environ
    )


def is_known(environ: Environ) -> bool:
    """Whether somebody asks who may be signed in, or who has written."""
    cookies = environ.get("HTTP_COOKIE", "")
    return "HTTP_AUTHORIZATION" in environ or bool(cookies and any(name in cookies for name in OURS))


def name_of(environ: Environ) -> Name:
    return Name(
        environ["PATH_INFO"],
        environ.get("QUERY_STRING", ""),
        environ.get("SCRIPT_NAME", ""),
        environ["HTTP_HOST"],
        environ["wsgi.url_scheme"],
        environ.get("HTTP_X_FORWARDED_PROTO", "") if settings.BEHIND_PROXY else "",
    )


def is_for_all(headers: Headers) -> bool:
    return not any(name.lower() == "set-cookie" for name, _ in headers)


def answer(answers: Answers, environ: Environ, start_response: StartResponse, request_id: str) -> list[bytes]:
    """Not changed, packed, or whole, as whoever asks has it and takes it."""
    named = [("X-Request-ID", request_id)]
    if answers.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", answers.unchanged + named)
        return []
    packed = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
    start_response("200 OK", (answers.packed if packed else answers.whole) + named)
    if environ["REQUEST_METHOD"] == "HEAD":
        return []
    return [answers.page.packed if packed else answers.page.body]


class _ThenWritten:
    """A body after which counts are written; nobody waits for that. No list: those the server sends without closing."""

    def __init__(self, body: list[bytes]) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)

    def close(self) -> None:
        use.write_if_due()
