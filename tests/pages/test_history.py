"""The versions of a profile that were ever approved, each with its seal, its permanent address and its citation."""

import pytest

from profiles.models import Revision
from profiles.views import history
from tests.factories import KEY_M4, edit, in_review, next_version, retired
from tests.pages.canon import in_scope, key, path, publish
from tests.pages.reading import main

pytestmark = pytest.mark.django_db

HISTORY = f"{path(KEY_M4)}history/"


def test_every_version_tells_when_by_whom_under_which_seal_and_how_it_is_cited(client, settings):
    settings.SITE_URL = "https://canon.example.org"
    second = next_version(publish()[0])
    in_review(edit(second.profile, title="Never approved"))
    page = main(client, HISTORY)
    first = Revision.objects.get(number=1)
    day = f"{first.decided_at.day} {first.decided_at:%B %Y}"
    told = [(item.texts("h2")[0], item.texts("span", class_="chip")[0], item.pairs()) for item in page.all("li")[4:]]
    common = {"Approved": f"{day} by axel"}
    address = f"https://canon.example.org{path(KEY_M4)}?v="
    assert told == [
        ("v2", "✓ approved", common | {"Seal": second.seal, "Address": f"{address}2", "Cite as": f"{KEY_M4}#2"}),
        (
            "v1",
            "↺ superseded",
            common | {"Superseded": day, "Seal": first.seal, "Address": f"{address}1", "Cite as": f"{KEY_M4}#1"},
        ),
    ]


def test_the_profile_leads_there_and_back(client):
    publish()
    assert HISTORY in [a.attrs["href"] for a in main(client, path(KEY_M4)).all("a")]
    assert path(KEY_M4) in [a.attrs["href"] for a in main(client, HISTORY).all("a")]


def test_a_retired_profile_keeps_its_history(client):
    publish("M3")
    retired(code=key("M2"), successor=key("M3"))
    page = main(client, f"{path(key('M2'))}history/")
    assert page.texts("span", class_="chip") == ["✕ retired"]


def test_each_scope_has_its_own_and_another_spelling_leads_to_it(client):
    publish()
    in_scope("M4", "DE")
    there = f"{path(key('M4', scope='DE'))}history/"
    assert [main(client, where).texts("p", class_="code") for where in (HISTORY, there)] == [[KEY_M4], [f"{KEY_M4}@DE"]]
    assert client.get(f"{HISTORY.lower()}?page=2").url == f"{HISTORY}?page=2"
    assert client.get(f"{path(key('M4', scope='AT'))}history/").status_code == 404


def test_a_long_history_comes_in_pages(client, monkeypatch):
    monkeypatch.setattr(history, "VERSIONS_A_PAGE", 1)
    next_version(publish()[0])
    page = main(client, f"{HISTORY}?page=2")
    assert (page.texts("h2"), page.texts("span", class_="num")) == (["v1"], ["Page 2 of 2"])


def test_it_takes_two_queries_however_many_versions(client, django_assert_num_queries):
    revision = publish()[0]
    with django_assert_num_queries(2):
        client.get(HISTORY)
    next_version(next_version(revision))
    with django_assert_num_queries(2):
        client.get(HISTORY)
