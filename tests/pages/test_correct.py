"""Suggesting a correction: a plain form for anybody, bounded, and nothing of it public."""

import re

import pytest
from django.test import Client

from profiles.models import Correction, Sender
from tests.factories import KEY_M4, next_version, retired
from tests.pages.canon import in_scope, key, path, publish
from tests.pages.reading import main, parse, read

pytestmark = pytest.mark.django_db

FORM = f"{path(KEY_M4)}correct/"
SAID = {"place": "skills", "wrong": "Nobody uses <b>Power BI</b> here.\r\nSince 2024.", "right": "Tableau"}
PLACES = {
    "definition": "title and definition",
    "pay": "the pay",
    "focus": "the focus",
    "responsibilities": "the responsibilities",
    "guidelines": "the level guidelines",
    "skills": "the skills",
    "provenance": "sources and panel",
    "level": "the level",
    "adjacent": "the adjacent roles",
    "aliases": "the title aliases",
    "mappings": "the classification mappings",
}


def kept() -> list[tuple]:
    return list(Correction.objects.values_list("revision__key", "revision__number", "place", "wrong", "right", "name"))


def test_every_part_of_a_profile_leads_to_the_form_with_its_place(client):
    publish()
    links = [a for a in main(client, path(KEY_M4)).all("a") if "/correct/" in a.attrs["href"]]
    told = {re.search("place=([a-z]+)", a.attrs["href"])[1]: a.text for a in links}
    assert told == {place: f"Suggest a correction to {what}" for place, what in PLACES.items()}
    page = main(client, links[0].attrs["href"])
    chosen = [option.attrs["value"] for option in page.all("option", selected="")]
    assert chosen == [re.search("place=([a-z]+)", links[0].attrs["href"])[1]]


def test_what_is_sent_lands_with_the_text_and_place_it_speaks_of(client):
    next_version(publish()[0])
    response = client.post(f"{FORM}?v=1", SAID | {"name": "  Ada   Reader ", "email": "ada@example.org"})
    assert response.url == f"{path(KEY_M4)}correct/thanks/"
    wrong = "Nobody uses <b>Power BI</b> here.\nSince 2024."
    assert kept() == [(KEY_M4, 1, "skills", wrong, "Tableau", "Ada Reader")]
    thanks = main(client, response.url)
    assert thanks.texts("h1") == ["Thank you"]
    assert "Power BI" not in thanks.text


def test_neither_account_nor_name_is_needed_and_the_text_that_stands_is_meant(client):
    next_version(publish()[0])
    assert client.post(FORM, {"place": "page", "wrong": "Too long."}).status_code == 302
    assert kept() == [(KEY_M4, 2, "page", "Too long.", "", "")]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"wrong": " \n "}, "Say in a sentence or two what is wrong."),
        ({"wrong": "x" * 2_001}, "at most 2000 characters"),
        ({"right": "x" * 2_001}, "at most 2000 characters"),
        ({"wrong": "a\u202eb"}, "text without control characters expected"),
        ({"wrong": "a\x00b"}, "Null characters are not allowed."),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"email": "ada"}, "Enter a valid email address."),
        ({"place": "nowhere"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field_and_nothing_is_lost(client, change, fault):
    publish()
    response = client.post(FORM, SAID | change)
    page = parse(response.content.decode())
    faults = [p.text for p in page.all("p", class_="form__fault")]
    assert (response.status_code, len(faults), fault in faults[0]) == (422, 1, True)
    field = page.one(aria_invalid="true")
    ids = field.attrs["aria-describedby"].split()
    assert f"{field.attrs['id']}_error" in ids
    assert {element.attrs.get("id") for element in page.walk()} >= set(ids)
    if "right" not in change:
        assert page.one("textarea", name="right").text == "Tableau"
    assert kept() == []


def test_a_field_that_people_do_not_see_gives_machines_away(client):
    publish()
    trap = read(client, FORM).one("input", name="website")
    assert (trap.attrs["tabindex"], trap.attrs["autocomplete"]) == ("-1", "off")
    response = client.post(FORM, SAID | {"website": "https://example.org/"})
    assert (response.status_code, kept(), Sender.objects.count()) == (302, [], 0)


def test_beyond_the_bound_the_text_comes_back_and_nothing_is_kept(client, settings):
    settings.CORRECTIONS_AN_ADDRESS = 1
    publish()
    assert client.post(FORM, SAID).status_code == 302
    response = client.post(FORM, SAID)
    page = parse(response.content.decode())
    assert response.status_code == 429
    assert page.one("p", role="alert").text == (
        "Not sent. At most 1 corrections a day are taken from one address; please send this one tomorrow."
    )
    assert page.one("textarea", name="right").text == "Tableau"
    assert (len(kept()), Sender.objects.get().count) == (1, 1)


def test_behind_a_proxy_the_address_is_the_one_that_our_own_proxy_saw(client, settings):
    settings.CORRECTIONS_AN_ADDRESS = 1
    publish()
    sent = [("203.0.113.9, 192.0.2.1", 302), ("198.51.100.1, 192.0.2.1", 200), ("192.0.2.1, 192.0.2.2", 302)]
    for forwarded, status in sent:
        settings.BEHIND_PROXY = True
        response = client.post(FORM, SAID, headers={"X-Forwarded-For": forwarded})
        assert response.status_code == (429 if status == 200 else status)
    settings.BEHIND_PROXY = False  # then the header is anybody's word
    assert [client.post(FORM, SAID, headers={"X-Forwarded-For": f}).status_code for f in "ab"] == [302, 429]


def test_a_form_from_elsewhere_is_refused(client):
    publish()
    strict = Client(enforce_csrf_checks=True)
    assert (strict.post(FORM, SAID).status_code, kept()) == (403, [])


def test_a_region_a_retired_profile_and_another_spelling_have_the_form_too(client):
    publish("M3", "M4")
    in_scope("M4", "DE")
    retired(code=key("M2"), successor=key("M3"))
    for code in (key("M4", scope="DE"), key("M2")):
        assert main(client, f"{path(code)}correct/").one("p", class_="code").text == f"{code}#1"
    assert client.get(f"{FORM.lower()}?place=pay").url == f"{FORM}?place=pay"
    assert client.get(f"{path(KEY_M4.lower())}correct/thanks/").url == f"{FORM}thanks/"


@pytest.mark.parametrize("query", ["v=2", "v=0", "v=x", "v=99999999999", "v=1&v=٣", "v="])
def test_a_version_that_was_never_approved_has_no_form(client, query):
    publish()
    assert [client.get(f"{FORM}?{query}").status_code, client.post(f"{FORM}?{query}", SAID).status_code] == [404, 404]


@pytest.mark.parametrize("place", ["%00", "x" * 500, "<b>", "page%27"])
def test_an_odd_place_in_the_address_means_the_page(client, place):
    publish()
    response = client.get(f"{FORM}?place={place}")
    if place == "%00":
        assert response.status_code == 400
    else:
        chosen = parse(response.content.decode()).all("option", selected="")
        assert [option.attrs["value"] for option in chosen] == ["page"]


def test_the_form_asks_one_question_of_the_database(client, django_assert_num_queries):
    publish()
    with django_assert_num_queries(1):
        client.get(FORM)
    next_version(publish("M3")[0])
    with django_assert_num_queries(1):
        client.get(FORM)
    with django_assert_num_queries(1):
        client.get(f"{FORM}thanks/")
