"""Every answer carries the security headers, and odd requests get no further than the door."""

import logging

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from config.middleware import HEADERS, RequestIdFilter


def plain(request):
    return HttpResponse("plain")


def public(request):
    return HttpResponse("public", headers={"Cache-Control": "public, max-age=60"})


def broken(request):
    raise RuntimeError("broken on purpose")


def logs(request):
    record = logging.LogRecord("x", logging.INFO, __file__, 1, "x", (), None)
    RequestIdFilter().filter(record)
    return HttpResponse(record.request_id)


urlpatterns = [
    path("plain/", plain),
    path("public/", public),
    path("broken/", broken),
    path("logs/", logs),
    path("", include("config.urls")),
]

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def security_headers_of(response) -> dict:
    return {name: response.headers.get(name) for name in HEADERS if name != "Cache-Control"}


EXPECTED = {name: value for name, value in HEADERS.items() if name != "Cache-Control"}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/plain/", 200),
        ("/public/", 200),
        ("/plain", 301),
        ("/%00", 400),
        ("/no/such/page/", 404),
        ("/broken/", 500),
        ("/admin/login/", 302),
        ("/sign-in/", 200),
        ("/admin/", 302),
        ("/static/admin/css/base.css", 200),
    ],
)
def test_every_answer_has_the_headers(client, address, status):
    response = client.get(address)
    assert response.status_code == status
    assert security_headers_of(response) == EXPECTED


def test_a_host_that_is_not_ours_is_refused_with_the_headers(client):
    response = client.get("/plain/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert security_headers_of(response) == EXPECTED


def test_the_policy_allows_our_own_files_and_nothing_else():
    assert HEADERS["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'; object-src 'none'"
    )


def test_an_answer_is_kept_by_nobody_unless_its_view_says_so(client):
    assert client.get("/plain/").headers["Cache-Control"] == "private, no-store"
    assert client.get("/broken/").headers["Cache-Control"] == "private, no-store"
    assert client.get("/public/").headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("address", ["/%00", "/plain/%00", "/plain/?q=a%00b", "/plain/?%00=1", "/static/%00.css"])
def test_a_nul_in_the_address_is_refused(client, address):
    assert client.get(address).status_code == 400


def test_a_nul_in_a_cookie_is_refused(client):
    """A quoted cookie spells a NUL in octal, and it would reach the look-up of the session."""
    response = client.get("/plain/", headers={"cookie": r'session="a\000b"'})
    assert response.status_code == 400


def test_debug_answers_this_machine_only(client, settings):
    settings.DEBUG = True
    assert client.get("/plain/", REMOTE_ADDR="127.0.0.1").status_code == 200
    assert client.get("/plain/", REMOTE_ADDR="::1").status_code == 200
    assert client.get("/plain/", REMOTE_ADDR="192.0.2.7").status_code == 403
    assert client.get("/plain/", REMOTE_ADDR="").status_code == 403
    settings.DEBUG = False
    assert client.get("/plain/", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_each_request_has_an_id_of_its_own_and_the_log_knows_it(client):
    first, second = client.get("/logs/"), client.get("/logs/")
    assert first.headers["X-Request-ID"] == first.content.decode()
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]


def test_an_id_is_taken_from_our_own_proxy_only(client, settings):
    given = {"x-request-id": "from-the-proxy-1"}
    assert client.get("/logs/", headers=given).content.decode() != "from-the-proxy-1"
    settings.BEHIND_PROXY = True
    assert client.get("/logs/", headers=given).content.decode() == "from-the-proxy-1"
    unlawful = {"x-request-id": "a\tb injected line"}
    assert client.get("/logs/", headers=unlawful).content.decode() != unlawful["x-request-id"]
