"""The page that says what a title could be: two sides, bands, evidence; and every state in which there is less."""

import pytest

from profiles.models import SearchMiss
from profiles.resolver import corpus
from taxonomy.importers.sources import load
from tests.factories import KEY_M4, approved
from tests.pages.reading import parse
from tests.reference import onet_zip

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def here(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


def page(client, **query):
    response = client.get("/resolve/", query)
    assert response.status_code == 200
    return parse(response.content.decode())


def test_both_sides_are_told_with_band_and_evidence(client, here):
    load("onet", [onet_zip(here)])
    corpus.build()
    approved(title="Head of Works", aliases=[{"title": "Plant Manager"}])
    html = page(client, title="Sr. Plant Mgr (Req #12345)")
    profiles, occupations = html.all("section")
    assert profiles.one("ol").all("a")[0].attrs["href"] == f"/canon/{KEY_M4}/"
    assert occupations.one("ol").all("a")[0].attrs["href"] == "/occupations/11-3051/"
    assert "● near" in profiles.all("li")[0].text
    assert "its alias “Plant Manager”" in profiles.all("li")[0].text
    assert "what " + KEY_M4 + " is called here" in occupations.all("li")[0].text


def test_without_an_index_it_says_so_and_profiles_are_found_all_the_same(client):
    approved(title="Plant Manager")
    profiles, occupations = page(client, title="plant manager").all("section")
    assert profiles.one("ol").one("a").attrs["href"] == f"/canon/{KEY_M4}/"
    assert occupations.one("p").text.startswith("No occupation can be told now. No titles are indexed: load O*NET")
    assert occupations.all("ol") == []


def test_an_index_that_is_older_than_the_data_is_told_with_what_renews_it(client, here):
    load("onet", [onet_zip(here)])
    corpus.build()
    load("onet", [onet_zip(here, release="30.2", Alternate_Titles=[("11-3051.00", "Works Chief", "n/a", "08")])])
    told = page(client, title="works chief").all("section")[1].one("p").text
    assert "The index of titles is older than the loaded reference data: renew it with manage.py index_titles." in told


def test_nothing_asked_and_nothing_near(client, here):
    load("onet", [onet_zip(here)])
    corpus.build()
    assert page(client).all("section") == []
    profiles, occupations = page(client, title="xyzzy").all("section")
    assert profiles.one("p").text == "No profile is near enough to be named."
    assert occupations.all("p")[0].text.startswith("No occupation is near enough to be named.")


def test_a_title_without_a_sure_answer_is_kept_and_one_that_is_a_name_here_is_not(client):
    """Two profiles share a name: neither is near, and yet no alias is missing."""
    approved(title="Plant Manager", aliases=[])
    approved(code="PLANTO.OTHER1.M4", title="Plant Manager", aliases=[])
    for title in ("plant manager", "Sr. Plant Manager", "Werkleitung", "werkleitung"):
        page(client, title=title)
    client.head("/resolve/", {"title": "Werkleitung"})
    rows = SearchMiss.objects.values_list("words", "count", "resolutions")
    assert list(rows) == [("werkleitung", 2, 2)]


@pytest.mark.parametrize("typed", ['"><script>alert(1)</script>', "\ud800", "é" * 9000, "%s' OR 1=1 --", "a " * 900])
def test_any_text_is_answered_and_is_only_text(client, typed):
    approved()
    query = {"title": typed.encode("utf-8", "replace"), "level": typed[:9].encode("utf-8", "replace"), "function": "'"}
    response = client.get("/resolve/", query)
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
