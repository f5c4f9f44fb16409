"""Use is counted without persons: what counts and what does not, in batches, and never at a reader's cost."""

import sqlite3

import pytest
from django.conf import settings as configured
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles import use
from profiles.models import ProfileUse
from tests.factories import KEY_M4, approved, on_desk

READER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
PAGE = f"/canon/{KEY_M4}/"


@pytest.fixture(autouse=True)
def counting(settings, monkeypatch):
    settings.COUNT_USE = True
    monkeypatch.setattr(use, "EVERY", 10**9)  # written when a test says so
    use._waiting.clear()
    yield
    use._waiting.clear()


def waiting() -> dict[tuple[str, str], int]:
    return dict(use._waiting)


def kept() -> dict[int, tuple[int, int]]:
    return {row.profile_id: (row.views, row.searches) for row in ProfileUse.objects.all()}


@pytest.mark.parametrize(
    ("method", "path", "status", "headers", "counted"),
    [
        ("get", PAGE, 200, {}, True),
        ("get", PAGE, 304, {}, True),
        ("get", PAGE.lower(), 200, {}, True),
        ("get", PAGE, 404, {}, False),
        ("get", PAGE, 301, {}, False),
        ("head", PAGE, 200, {}, False),
        ("get", f"{PAGE}history/", 200, {}, False),
        ("get", "/canon/PLANTO/", 200, {}, False),
        ("get", "/canon/{}/".format("a" * 300), 200, {}, False),
        ("get", PAGE, 200, {"HTTP_DNT": "1"}, False),
        ("get", PAGE, 200, {"HTTP_DNT": "0"}, True),
        ("get", PAGE, 200, {"HTTP_SEC_GPC": "1"}, False),
        ("get", PAGE, 200, {"HTTP_SEC_PURPOSE": "prefetch;prerender"}, False),
        ("get", PAGE, 200, {"HTTP_USER_AGENT": ""}, False),
        ("get", PAGE, 200, {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Googlebot/2.1)"}, False),
        ("get", PAGE, 200, {"HTTP_USER_AGENT": "curl/8.1"}, False),
    ],
)
def test_what_counts_as_a_view(method, path, status, headers, counted):
    request = getattr(RequestFactory(), method)(path, **(READER | headers))
    use.seen(request.META, status)
    assert waiting() == ({(KEY_M4, "views"): 1} if counted else {})


def test_it_is_off_by_setting_and_what_gathers_is_bounded(settings, monkeypatch):
    request = RequestFactory().get(PAGE, **READER)
    settings.COUNT_USE = False
    use.seen(request.META, 200)
    assert waiting() == {}
    settings.COUNT_USE = True
    monkeypatch.setattr(use, "MOST", 1)
    for found in ([KEY_M4], ["PLANTO.OTHER1.M4"], [KEY_M4]):
        use.seen(RequestFactory().get("/search/", **READER).META, 200, found)
    assert waiting() == {(KEY_M4, "searches"): 2}


@pytest.mark.django_db
def test_pages_and_the_first_hits_of_a_search_are_counted_by_month_and_nothing_else_is_kept():
    first, other = approved(), approved(code="PLANTO.OTHER1.M4", title="Shift Boss")
    on_desk(code="PLANTO.DRAFT1.M4")
    client = Client(**READER)
    for address in (PAGE, PAGE, f"{PAGE[:-1]}@EU/", f"/canon/{other.key}/", "/canon/PLANTO.DRAFT1.M4/"):
        client.get(address)
    for query in ("shift boss", "Boss", "nothing such"):
        client.get(f"/search/?q={query}")
    assert kept() == {}
    assert use.write() == 2
    assert kept() == {first.profile_id: (3, 0), other.profile_id: (1, 2)}
    client.get(PAGE)
    assert (use.write(), use.write()) == (1, 0)
    assert kept()[first.profile_id][0] == 4
    assert {row.month for row in ProfileUse.objects.all()} == {timezone.now().date().replace(day=1)}
    assert {field.name for field in ProfileUse._meta.fields} == {"id", "profile", "month", "views", "searches"}


@pytest.mark.django_db
def test_a_view_costs_no_query_more(settings):
    approved()
    client = Client(**READER)
    client.get(PAGE)
    costs = []
    for settings.COUNT_USE in (False, True):
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        costs.append(len(captured))
    assert costs[0] == costs[1]


@pytest.mark.django_db(transaction=True)
def test_a_locked_database_is_not_waited_for_and_the_counts_come_with_the_next_write():
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL one writer does not hold up another")
    profile = approved().profile
    use.seen(RequestFactory().get(PAGE, **READER).META, 200)
    other = sqlite3.connect(configured.DATABASES["default"]["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert use.write() == 0
    other.execute("ROLLBACK")
    other.close()
    assert (kept(), waiting()) == ({}, {(KEY_M4, "views"): 1})
    assert use.write() == 1
    assert kept() == {profile.pk: (1, 0)}
