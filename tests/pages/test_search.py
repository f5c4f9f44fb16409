"""The search page and the suggestions: what was found, how it was met, what to try; and nothing that runs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles.models import SearchMiss
from tests.factories import approved, edit, in_review, on_desk, retired
from tests.pages.canon import key, path
from tests.pages.reading import parse
from tests.profiles.search.canon import PLAIN, plant_heads

pytestmark = pytest.mark.django_db


def page(client, **query):
    response = client.get("/search/", query)
    assert response.status_code == 200
    return parse(response.content.decode())


def heading(client, **query) -> str:
    return page(client, **query).one("h1").text


def suggested(client, text: str) -> list[dict]:
    response = client.get("/suggest/", {"q": text})
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    return response.json()["items"]


def test_hits_say_how_they_were_met_and_lead_to_their_profiles(client):
    plant_heads()
    html = page(client, q="plant head")
    hits = html.all("article")
    assert html.one("h1").text == "6 profiles for “plant head”"
    assert [hit.one("h2").text for hit in hits] == [
        "Plant Head",
        "Plant Head of the Region",
        "Alias “ Plant Head ” → of Director of Operations",
        "Alias “ Head of a plant ” → of Operations Lead",
        "Skill “ Plant head maintenance” → of Shift Lead",
        "Line Lead",
    ]
    assert [hit.one("h2").one("a").attrs["href"] for hit in hits] == [
        path(key(level)) for level in ("M6", "M5", "M4", "M3", "M2", "M1")
    ]
    assert [mark.text for mark in hits[5].all("p")[-1].all("mark")] == ["head", "plant"]


def test_it_is_kept_out_of_other_search_engines_and_of_caches(client):
    response = client.get("/search/?q=plant")
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"


def test_what_was_typed_is_shown_again_and_is_only_text(client):
    typed = '"><script>alert(1)</script>'
    response = client.get("/search/", {"q": typed})
    assert "<script>alert" not in response.content.decode()
    html = parse(response.content.decode())
    assert html.one("h1").text == f"Nothing found for “{typed}”"
    assert [field.attrs["value"] for field in html.all("input")] == [typed]


def test_nothing_asked_and_nothing_found_say_what_to_try(client):
    assert heading(client) == "Search"
    assert heading(client, q="  ") == "Search"
    html = page(client, q="space pilot")
    assert html.one("h1").text == "Nothing found for “space pilot”"
    links = [link.attrs["href"] for link in html.one("main").all("a")]
    assert links == ["/search/?q=space", "/search/?q=pilot", "/resolve/?title=space%20pilot", "/"]


def test_a_slip_of_the_finger_is_told(client):
    approved(title="Plant Manager")
    html = page(client, q="mannager")
    assert html.one("h1").text == "1 profile for “mannager”"
    assert "No profile holds “mannager”; manager was looked for instead." in html.one("main").text


def test_a_retired_hit_says_so_and_leads_to_its_successor(client):
    approved(code=key("M4"), **(PLAIN | {"title": "Director"}))
    retired(code=key("M3"), successor=key("M4"), **(PLAIN | {"title": "Zeppelin pilot"}))
    hit = page(client, q="zeppelin").one("article")
    assert "✕ retired" in hit.text
    assert f"Its successor is Director {key('M4')}." in hit.text
    assert path(key("M4")) in [link.attrs["href"] for link in hit.all("a")]


def test_pages_keep_the_question(client, monkeypatch):
    monkeypatch.setattr("profiles.search.finding.find.__kwdefaults__", {"page": 1, "size": 4, "user": None})
    plant_heads()
    first, last = page(client, q="plant head"), page(client, q="plant head", page="2")
    assert [link.attrs["href"] for link in first.one("main").one("nav").all("a")] == ["?q=plant%20head&page=2"]
    assert [link.attrs["href"] for link in last.one("main").one("nav").all("a")] == ["?q=plant%20head&page=1"]
    assert [len(html.all("article")) for html in (first, last)] == [4, 2]
    for odd in ("", "0", "-1", "9999999999", "²", "x"):
        assert len(page(client, q="plant head", page=odd).all("article")) in (2, 4)


def test_what_is_found_in_vain_is_kept_for_curators_and_what_is_typed_is_not(client):
    approved(title="Plant Manager")
    for _ in range(2):
        page(client, q="Space  pilot")
    page(client, q="manager")
    client.head("/search/?q=astronaut")
    suggested(client, "zeppelin")
    assert list(SearchMiss.objects.values_list("words", "count")) == [("space pilot", 2)]


def test_suggestions_lead_from_an_alias_to_its_title(client):
    approved(**(PLAIN | {"title": "Director of Operations", "aliases": ["Plant Head"]}))
    retired(code=key("M3"), **(PLAIN | {"title": "Plant Head"}))
    place = "Plant Operations"
    assert suggested(client, "plant he") == [
        {
            "key": key("M4"),
            "title": "Director of Operations",
            "via": "Plant Head",
            "note": f"M4 Management 4 · {place} · {key('M4')}",
            "url": path(key("M4")),
        },
        {
            "key": key("M3"),
            "title": "Plant Head",
            "via": "",
            "note": f"retired · M3 Management 3 · {place} · {key('M3')}",
            "url": path(key("M3")),
        },
    ]


def test_what_is_not_public_shows_nowhere(client):
    revision = approved(pay={"currency": "USD", "median": 164_000, "source": "canary survey"})
    on_desk(code=key("M3"), title="canary title")
    in_review(edit(revision.profile, title="canary title", aliases=["canary alias"], summary="canary summary"))
    assert heading(client, q="canary") == "Nothing found for “canary”"
    assert (suggested(client, "cana"), suggested(client, "164000")) == ([], [])
    assert "164" not in client.get("/search/?q=plant").content.decode()


def test_queries_do_not_grow_with_what_is_found(client):
    counts = []
    for level in ("M3", "M4", "M5"):
        approved(code=key(level), **(PLAIN | {"title": "Quality Lead"}))
        for address in ("/search/?q=quality+lead", "/suggest/?q=quality+lead"):
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            counts.append(len(captured))
    # Words that begin so, documents in two ways, texts; and for suggestions captions in two ways and rows.
    assert counts == [4, 4] * 3


@pytest.mark.parametrize("address", ["/", "/compare/", "/search/", "/nowhere/"])
def test_every_page_has_one_search_that_works_without_scripts(client, address):
    html = parse(client.get(address).content.decode())
    form = html.one("header").one("form")
    assert (form.attrs["method"], form.attrs["action"], form.attrs["role"]) == ("get", "/search/", "search")
    assert form.one("input").attrs["name"] == "q"
