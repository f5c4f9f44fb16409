"""What holds for every public route: safe methods alone, the strict policy, and nothing inline."""

import re

import pytest
from django.test import Client

from config.middleware import CONTENT_SECURITY_POLICY
from tests.factories import KEY_M4, next_version, retired
from tests.pages.addresses import DATA, NEAR_MISSES, PAGES, POSTED
from tests.pages.canon import crawl, in_scope, key, path, publish
from tests.pages.reading import Element, parse

pytestmark = pytest.mark.django_db

ROUTES = PAGES | DATA | {"gallery": "/gallery/"}
EVERY = pytest.mark.parametrize("address", ROUTES.values(), ids=ROUTES)
UNSAFE = ("post", "put", "patch", "delete", "options", "trace")


@pytest.fixture
def canon(settings):
    settings.DEBUG = True  # so that the gallery is there
    publish("M4")


@EVERY
def test_it_answers_get_and_head(client, canon, address):
    assert client.get(address).status_code == 200
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize("method", UNSAFE)
def test_it_answers_no_other_method(client, canon, method):
    """But for the few that take a form."""
    answered = {
        name: response.get("Allow")
        for name, address in ROUTES.items()
        if (response := getattr(client, method)(address)).status_code != 405 or response["Allow"] != "GET, HEAD"
    }
    forms = dict.fromkeys(POSTED, None if method == "post" else "GET, HEAD, POST")
    assert answered == forms


@EVERY
def test_a_form_from_elsewhere_is_refused_before_that(canon, address):
    assert Client(enforce_csrf_checks=True).post(address).status_code == 403


def responses(client, settings):
    """Every page that links lead to, those of errors and of redirects, and the gallery."""
    found = [("/gallery/", client.get("/gallery/"))]
    settings.DEBUG = False  # Django's own page of a 404 is no page of ours
    publish("M3", "P4")
    in_scope("M4", "DE")
    next_version(publish("M5")[0])
    retired(code=key("M2"), successor=key("M3"))
    more = [
        path(key(scope="AT")),
        path(key("M5"), "v=1"),
        "/compare/?keys=<b>&keys=x",
        "/move/?from=<b>&to=x",
        f"/move/?from={key('M3')}&to={KEY_M4}",
        "/coordinates/?key=<b>",
    ]
    addresses = [*crawl(client, *PAGES.values(), *more), "/nowhere/", *NEAR_MISSES, "/%00", path(KEY_M4.lower())]
    assert len(addresses) > 20
    return found + [(address, client.get(address)) for address in addresses]


def is_data(script: Element) -> bool:
    """A block of data is never run, so the policy for scripts does not touch it."""
    return script.attrs == {"type": "application/ld+json"}


INLINE = re.compile(r"^on[a-z]+$")


def test_every_answer_carries_the_policy_and_nothing_inline(client, canon, settings):
    for address, response in responses(client, settings):
        assert response["Content-Security-Policy"] == CONTENT_SECURITY_POLICY, address
        page = parse(response.content.decode())
        assert page.all("style") == [], address
        assert [script for script in page.all("script") if "src" not in script.attrs and not is_data(script)] == [], (
            address
        )
        for element in page.walk():
            assert "style" not in element.attrs, (address, element)
            assert not [name for name in element.attrs if INLINE.match(name)], (address, element)
            for name in ("href", "src", "action"):
                assert not element.attrs.get(name, "").lower().startswith(("javascript:", "data:")), (address, element)


def test_the_policy_allows_nothing_inline():
    assert "unsafe" not in CONTENT_SECURITY_POLICY


def test_every_page_has_one_heading_a_language_a_title_and_landmarks(client, canon, settings):
    for address, response in responses(client, settings):
        if response.status_code == 301:
            continue
        page = parse(response.content.decode())
        assert len(page.all("h1")) == 1, address
        assert page.one("html").attrs["lang"] == "en", address
        assert page.one("title").text, address
        assert (len(page.all("main")), len(page.all("header")), len(page.all("footer"))) == (1, 1, 1), address
        ids = [element.attrs["id"] for element in page.walk() if "id" in element.attrs]
        assert len(ids) == len(set(ids)), address


def test_every_link_within_a_page_leads_somewhere(client, canon, settings):
    for address, response in responses(client, settings):
        page = parse(response.content.decode())
        ids = {element.attrs["id"] for element in page.walk() if "id" in element.attrs}
        inside = {link.attrs["href"][1:] for link in page.all("a") if link.attrs.get("href", "").startswith("#")}
        assert inside - ids == set(), address
