"""What the door answers by itself, and what it lets in: over an application that says what it was asked."""

import gzip
from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from config.kept import Door
from config.kept.door import Environ
from profiles.clock import Clock
from profiles.views.keeping import KEEPS, Made, Page

PATH, TEXT = "/canon/PLANTO/", b"<p>A page that is told to all.</p>" * 20


class Response(list):
    """What Django gives back to a server, without the signal at its end."""

    def close(self) -> None:
        pass


class Application:
    """Answers with a page that may be kept, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked, self.text, self.status, self.more, self.made = (
            0,
            TEXT,
            "200 OK",
            [],
            Made("default", Clock("e", 1), 9),
        )

    def __call__(self, environ: Environ, start_response):
        self.asked += 1
        headers = [("Content-Type", "text/html"), ("Cache-Control", "private, no-store"), ("X-Request-ID", "first")]
        start_response(self.status, headers + self.more)
        response = Response([self.text])
        if KEEPS in environ and self.status == "200 OK":
            response.kept_page = Page.of(self.text, self.made)
        return response


class Answer(SimpleNamespace):
    status: str
    headers: dict[str, str]
    body: bytes


@pytest.fixture
def within() -> Application:
    return Application()


@pytest.fixture
def stands(monkeypatch) -> SimpleNamespace:
    """The clock and the day, as a test sets them."""
    now = SimpleNamespace(clock=Clock("e", 1), day=9)
    monkeypatch.setattr("config.kept.door.Watches", lambda: lambda database: now.clock)
    monkeypatch.setattr("profiles.views.keeping.today", lambda: now.day)
    return now


@pytest.fixture
def door(within, stands) -> Door:
    return Door(within, 1_000_000)


def ask(door: Door, path: str = PATH, method: str = "get", **said: str) -> Answer:
    told = {}
    said = {name: value for name, value in ({"HTTP_HOST": "canon.example"} | said).items() if value is not None}
    environ = getattr(RequestFactory(), method)(path).environ
    environ.pop("HTTP_COOKIE", None)
    if method in ("get", "head"):
        environ.pop("CONTENT_TYPE", None)
    body = door(environ | said, lambda status, headers: told.update(status=status, headers=dict(headers)))
    answer = Answer(**told, body=b"".join(body))
    getattr(body, "close", lambda: None)()
    return answer


def test_a_page_is_made_once_and_answered_alike_from_then_on(door, within):
    first, second = ask(door), ask(door)
    assert (within.asked, first.body, second.body) == (1, TEXT, TEXT)
    assert first.headers.pop("X-Request-ID") == "first" != second.headers.pop("X-Request-ID")
    assert first.headers == second.headers
    assert (first.headers["Cache-Control"], first.headers["Vary"]) == ("public, no-cache", "Accept-Encoding, Cookie")


def test_it_goes_packed_to_whoever_takes_that(door):
    ask(door)
    packed = ask(door, HTTP_ACCEPT_ENCODING="br, gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(packed.body) < len(TEXT)
    assert gzip.decompress(packed.body) == TEXT


def test_whoever_has_it_gets_no_body(door, within):
    etag = ask(door).headers["ETag"]
    unchanged = ask(door, HTTP_IF_NONE_MATCH=f'"other", {etag}')
    assert (unchanged.status, unchanged.body, unchanged.headers["ETag"]) == ("304 Not Modified", b"", etag)
    assert "Content-Type" not in unchanged.headers
    assert (ask(door, HTTP_IF_NONE_MATCH='W/"other"').status, within.asked) == ("200 OK", 1)


@pytest.mark.parametrize(
    ("what", "value"), [("clock", Clock("e", 2)), ("clock", Clock("f", 1)), ("clock", None), ("day", 10)]
)
def test_it_is_made_anew_when_the_clock_or_the_day_has_moved_and_where_the_clock_is_silent(
    door, within, stands, what, value
):
    before = ask(door)
    setattr(stands, what, value)
    within.text = b"<p>Another text.</p>" * 20
    after = ask(door)
    assert (within.asked, after.body) == (2, within.text)
    assert after.headers["ETag"] != before.headers["ETag"]


def test_a_page_that_was_made_before_a_decision_does_not_outlive_it(door, within, stands):
    stands.clock = Clock("e", 2)  # moved while the page was made
    ask(door)
    ask(door)
    assert within.asked == 2


@pytest.mark.parametrize(
    "said",
    [
        {"QUERY_STRING": "q=" + "a" * 300},
        {"HTTP_COOKIE": "theme=dark; session=abc"},
        {"HTTP_COOKIE": "csrf=abc"},
        {"HTTP_COOKIE": "written=0/1"},
        {"HTTP_COOKIE": "messages=hello"},
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"CONTENT_TYPE": "text/plain; charset=utf-7"},
        {"HTTP_HOST": None},
    ],
)
def test_who_is_known_or_asks_for_more_than_a_page_is_let_in_and_gets_headers_of_their_own(door, within, said):
    ask(door)
    answers = [ask(door, **said) for _ in range(2)]
    assert within.asked == 3
    assert {answer.headers["Cache-Control"] for answer in answers} == {"private, no-store"}
    assert ask(door).headers["Cache-Control"] == "public, no-cache"
    assert within.asked == 3


def test_a_head_has_the_headers_of_the_page_and_no_body(door, within):
    page = ask(door, HTTP_ACCEPT_ENCODING="gzip")
    head = ask(door, method="head", HTTP_ACCEPT_ENCODING="gzip")
    assert (head.status, head.body, within.asked) == ("200 OK", b"", 1)
    del page.headers["X-Request-ID"], head.headers["X-Request-ID"]
    assert head.headers == page.headers


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_only_a_get_is_answered(door, within, method):
    ask(door)
    ask(door, method=method)
    assert within.asked == 2


def test_cookies_of_others_do_not_matter(door, within):
    assert [ask(door, HTTP_COOKIE="theme=dark").body for _ in range(2)] == [TEXT, TEXT]
    assert within.asked == 1


@pytest.mark.parametrize(
    "said",
    [
        {"HTTP_HOST": "other.example"},
        {"PATH_INFO": "/canon/OTHER/"},
        {"QUERY_STRING": "v=2"},
        {"SCRIPT_NAME": "/mounted"},
        {"wsgi.url_scheme": "https"},
    ],
)
def test_another_address_is_another_page(door, within, said):
    ask(door)
    ask(door, **said)
    assert within.asked == 2


def test_the_scheme_that_a_proxy_tells_counts_where_it_is_believed(door, within, settings):
    ask(door)
    ask(door, HTTP_X_FORWARDED_PROTO="https")
    assert within.asked == 1
    settings.BEHIND_PROXY = True
    ask(door)
    ask(door, HTTP_X_FORWARDED_PROTO="https")
    assert within.asked == 2


def test_what_sets_a_cookie_or_is_no_page_is_given_on_as_it_is(door, within):
    within.more = [("Set-Cookie", "csrf=abc")]
    assert [ask(door).headers["Set-Cookie"] for _ in range(2)] == ["csrf=abc"] * 2
    within.more, within.status = [], "404 Not Found"
    assert [ask(door).status for _ in range(2)] == ["404 Not Found"] * 2
    assert within.asked == 4


def test_memory_is_bounded_and_what_was_asked_for_lately_stays(within, stands):
    door = Door(within, 4 * 2_000)  # the answers of three pages; the pages themselves are their view's to keep
    for path in ("/a/", "/b/", "/c/", "/a/", "/d/"):
        ask(door, PATH_INFO=path)
    assert within.asked == 4
    ask(door, PATH_INFO="/a/")
    assert within.asked == 4
    ask(door, PATH_INFO="/b/")
    assert within.asked == 5


def test_questions_push_no_page_out(within, stands):
    door = Door(within, 4 * 2_000)
    for query in ("", "q=a", "q=b", "q=c", "q=d", ""):
        ask(door, QUERY_STRING=query)
    assert within.asked == 5


def test_views_are_counted_at_the_door_and_once(door, within, monkeypatch):
    counted = []
    monkeypatch.setattr("config.kept.door.use.seen", lambda asked, *told: counted.append((asked["PATH_INFO"], *told)))
    ask(door)  # Django's middleware counts it
    etag = ask(door).headers["ETag"]
    ask(door, HTTP_IF_NONE_MATCH=etag)
    assert counted == [(PATH, 200, ()), (PATH, 200, ())]


def test_counts_are_written_behind_an_answer_when_they_are_due_for_servers_close_no_list(door, monkeypatch):
    written = []
    monkeypatch.setattr("config.kept.door.use.write_if_due", lambda: written.append(True))
    environ = RequestFactory().get(PATH, HTTP_HOST="canon.example").environ
    for name in ("HTTP_COOKIE", "CONTENT_TYPE"):
        environ.pop(name, None)
    door(dict(environ), lambda status, headers: None)
    for due, closes in ((False, False), (True, True)):
        monkeypatch.setattr("config.kept.door.use.is_due", lambda due=due: due)
        body = door(dict(environ), lambda status, headers: None)
        assert (b"".join(body), isinstance(body, list)) == (TEXT, not closes)
        getattr(body, "close", lambda: None)()
        assert written == [True] * closes
