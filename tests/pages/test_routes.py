"""What holds for every public route: safe methods alone, the strict policy, and nothing inline."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client

from config.middleware import CONTENT_SECURITY_POLICY
from tests.factories import KEY_M4, next_version, retired
from tests.pages.addresses import DATA, FILES, NEAR_MISSES, PAGES, POSTED
from tests.pages.canon import crawl, in_scope, key, path, publish
from tests.pages.reading import Element, parse

pytestmark = pytest.mark.django_db

ROUTES = PAGES | DATA | FILES | {"gallery": "/gallery/"}
UNSAFE = ("post", "put", "patch", "delete", "options", "trace")


@pytest.fixture
def canon(settings):
    settings.DEBUG = True  # so that the gallery is there
    publish("M4")


def test_every_route_answers_get_and_head(client, canon):
    found = {}
    for name, address in ROUTES.items():
        head = client.head(address)
        found[name] = (client.get(address).status_code, head.status_code, b"".join(head))
    assert found == dict.fromkeys(ROUTES, (200, 200, b""))


def test_no_route_answers_another_method(client, canon):
    """But for the few that take a form."""
    answered = {
        (method, name): response.get("Allow")
        for method in UNSAFE
        for name, address in ROUTES.items()
        if (response := getattr(client, method)(address)).status_code != 405 or response["Allow"] != "GET, HEAD"
    }
    forms = {(method, name): None if method == "post" else "GET, HEAD, POST" for method in UNSAFE for name in POSTED}
    assert answered == forms


def test_a_form_from_elsewhere_is_refused_before_that(canon):
    stranger = Client(enforce_csrf_checks=True)
    assert {stranger.post(address).status_code for address in ROUTES.values()} == {403}


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


def bears_the_policy_and_nothing_inline(response, page) -> Iterator[object]:
    if response["Content-Security-Policy"] != CONTENT_SECURITY_POLICY:
        yield response["Content-Security-Policy"]
    yield from page.all("style")
    yield from (script for script in page.all("script") if "src" not in script.attrs and not is_data(script))
    for element in page.walk():
        if "style" in element.attrs or any(INLINE.match(name) for name in element.attrs):
            yield element
        addresses = [element.attrs.get(name, "").lower() for name in ("href", "src", "action")]
        if any(address.startswith(("javascript:", "data:")) for address in addresses):
            yield element


def has_one_heading_a_language_a_title_and_landmarks(response, page) -> Iterator[object]:
    if response.status_code == 301:
        return
    counts = {name: len(page.all(name)) for name in ("h1", "main", "header", "footer")}
    if set(counts.values()) != {1}:
        yield counts
    if page.one("html").attrs["lang"] != "en" or not page.one("title").text:
        yield "no language or title"
    ids = [element.attrs["id"] for element in page.walk() if "id" in element.attrs]
    yield from (name for name, count in Counter(ids).items() if count > 1)


def leads_somewhere_within(response, page) -> Iterator[object]:
    ids = {element.attrs["id"] for element in page.walk() if "id" in element.attrs}
    yield from {link.attrs["href"][1:] for link in page.all("a") if link.attrs.get("href", "").startswith("#")} - ids


CHECKS = (
    bears_the_policy_and_nothing_inline,
    has_one_heading_a_language_a_title_and_landmarks,
    leads_somewhere_within,
)


def test_every_answer_is_whole_and_carries_the_policy(client, canon, settings):
    """Each page is rendered and read once, and looked at in every way."""
    found = [
        (address, check.__name__, fault)
        for address, response in responses(client, settings)
        for page in [parse(response.content.decode())]
        for check in CHECKS
        for fault in check(response, page)
    ]
    assert found == []


def test_a_fault_of_a_page_is_seen():
    body = "<main id=x><h1 id=x style='a'>t</h1><a href='#y' onclick='z'>t</a></main>"
    bad = f"<html lang=de><title></title>{body}</html>"
    response, page = HttpResponse(bad, headers={"Content-Security-Policy": "none"}), parse(bad)
    assert [len(list(check(response, page))) for check in CHECKS] == [3, 3, 1]


def test_the_policy_allows_nothing_inline():
    assert "unsafe" not in CONTENT_SECURITY_POLICY
