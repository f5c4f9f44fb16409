"""The bytes of a page are made once for all readers who see the same, and only behind a door that keeps them."""

import gzip

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from profiles import clock, listings
from profiles.people import PAY_VIEWERS
from profiles.views import keeping
from profiles.views.keeping import KEEPS, Keeper, Pages, kept
from tests.factories import approved, person

pytestmark = pytest.mark.django_db
BODY = b"A page. " * 50


class View:
    """Answers with a page, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked, self.status, self.__name__ = 0, 200, "view"
        self.may_be_kept, self.found = True, []

    def __call__(self, request) -> HttpResponse:
        self.asked += 1
        response = HttpResponse(BODY, status=self.status)
        response.may_be_kept, response.found_profiles = self.may_be_kept, self.found
        return response


def kept_in(pages: Pages | None) -> dict[str, Keeper]:
    return {KEEPS: Keeper(pages, lambda database: clock.now())} if pages else {}


def request(user=None, path: str = "/levels/", *, pages: Pages | None, accept: str = "gzip"):
    made = RequestFactory().get(path, HTTP_ACCEPT_ENCODING=accept, **kept_in(pages))
    made.user = user or AnonymousUser()
    return made


def test_without_a_door_nothing_is_kept():
    view = View()
    answers = [kept(view)(request(pages=None)) for _ in range(2)]
    assert (view.asked, [answer.content for answer in answers]) == (2, [BODY, BODY])
    assert "Content-Encoding" not in answers[0].headers


def test_readers_who_see_the_same_share_a_page_and_nobody_gets_one_with_pay_who_may_not_see_it(settings):
    settings.PAY_VISIBILITY = "permission"
    view, pages = View(), Pages(1_000_000)
    for user in (None, person("emil"), person("paula", PAY_VIEWERS), person("petra", PAY_VIEWERS), None):
        kept(view)(request(user, pages=pages))
    assert view.asked == 2


def test_it_is_packed_for_whoever_takes_it_packed():
    view, pages = View(), Pages(1_000_000)
    packed, plain = (kept(view)(request(pages=pages, accept=accept)) for accept in ("br, gzip", ""))
    assert (packed["Content-Encoding"], gzip.decompress(packed.content)) == ("gzip", BODY)
    assert (plain["Content-Encoding"], plain.content) == ("identity", BODY)
    assert view.asked == 1


def test_a_decision_another_canon_or_another_day_makes_it_anew(monkeypatch):
    view, pages = View(), Pages(1_000_000)

    def asked() -> int:
        kept(view)(request(pages=pages))
        return view.asked

    assert (asked(), asked()) == (1, 1)
    approved()
    assert (asked(), asked()) == (2, 2)
    listings.begin_epoch()
    assert (asked(), asked()) == (3, 3)
    tomorrow = keeping.today() + 1
    monkeypatch.setattr(keeping, "today", lambda: tomorrow)
    assert (asked(), asked()) == (4, 4)


def test_what_is_no_page_is_not_kept():
    view, pages = View(), Pages(1_000_000)
    view.status = 404
    assert [kept(view)(request(pages=pages)).status_code for _ in range(2)] == [404, 404]
    assert view.asked == 2


def test_a_page_that_is_more_than_a_page_or_of_a_moment_that_is_over_is_not_kept():
    view, pages = View(), Pages(1_000_000)
    view.may_be_kept = False
    for _ in range(2):
        kept(view)(request(pages=pages))
    assert view.asked == 2
    view.may_be_kept = True
    for _ in range(2):
        kept(view)(request(path="/levels/?as_of=2027.1", pages=pages))
        kept(view)(request(path="/levels/?v=1", pages=pages))
    assert view.asked == 5


def test_what_a_search_found_is_counted_whoever_made_the_page():
    view, pages = View(), Pages(1_000_000)
    view.found = ["PLANTO.LEAD.M4"]
    assert [list(kept(view)(request(pages=pages)).found_profiles) for _ in range(2)] == [view.found] * 2


def test_memory_is_bounded():
    view, pages = View(), Pages(2 * (keeping.OVERHEAD + 60))
    for path in ("/a/", "/b/", "/a/", "/c/", "/a/"):
        kept(view)(request(path=path, pages=pages))
    assert view.asked == 3
    kept(view)(request(path="/b/", pages=pages))
    assert view.asked == 4


def test_the_day_is_that_of_utc():
    assert keeping.today() == (timezone.now().date() - timezone.datetime(1970, 1, 1).date()).days
