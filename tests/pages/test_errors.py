"""What a reader is told when there is nothing to read, in words and in the frame of the site."""

import pytest

from profiles.views import canon
from tests.pages.reading import main, parse, read

pytestmark = pytest.mark.django_db


def test_an_address_that_nothing_stands_at_is_named(client):
    page = read(client, "/nowhere/at-all", 404)
    assert page.texts("h1") == ["There is no such page"]
    assert page.texts("p", class_="code") == ["404"]
    assert page.one("main").texts("p")[1] == "Nothing stands at /nowhere/at-all."
    assert page.one("main").all("a")[0].attrs["href"] == "/"
    assert page.texts("title") == ["There is no such page · Canon"]


@pytest.mark.parametrize(
    "path", ["/canon/a.b.c.d.e/", "/canon/%3Cscript%3E/", "/canon//", "/compare/x", "/%F0%9F%99%82/", "/%FF/"]
)
def test_odd_addresses_are_only_not_found(client, path):
    page = main(client, path, 404)
    assert page.texts("h1") == ["There is no such page"]
    assert page.all("script") == []


def test_a_long_address_is_shown_cut(client):
    assert len(main(client, "/" + "x" * 3_000, 404).texts("p")[1]) < 120


@pytest.mark.parametrize(
    "path", ["/%00", "/canon/A%00/", "/?page=%00", "/canon/A.B.M4/?v=%00", "/coordinates/?key=%00"]
)
def test_a_nul_is_refused_in_words(client, path):
    page = read(client, path, 400)
    assert page.texts("h1") == ["That request could not be read"]
    assert page.texts("p", class_="code") == ["400"]


def test_no_permission_is_said_with_who_can_help(rf):
    from django.core.exceptions import PermissionDenied
    from django.views.defaults import permission_denied

    page = parse(permission_denied(rf.get("/"), PermissionDenied()).content.decode())
    assert page.texts("h1") == ["This is not yours to see"]


def test_when_something_breaks_the_page_stands_on_its_own(client, monkeypatch):
    def broken(*_):
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr(canon.catalogue, "functions", broken)
    client.raise_request_exception = False
    response = client.get("/")
    page = parse(response.content.decode())
    assert response.status_code == 500
    assert page.texts("h1") == ["Something broke on our side"]
    assert page.all("link") == page.all("style") == page.all("script") == []
    assert "secret" not in page.text
    assert response["X-Request-ID"]


def test_a_slash_that_is_missing_is_put_there(client):
    assert client.get("/compare?keys=A.B.M4").url == "/compare/?keys=A.B.M4"
