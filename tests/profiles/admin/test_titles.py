"""Lists of titles in the admin: a file in, pieces, bands, confirmed rows, a file out, and nothing left when it goes."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.audiences import Audience, audience_of
from profiles.admin.titled import Page
from profiles.models import Alias, Event, ListedTitle, Profile, TitleList
from profiles.resolver import lists
from tests.factories import KEY_M4, approved, approver, curator, everything, reviewer
from tests.pages.reading import parse

pytestmark = pytest.mark.django_db
ADD = reverse("admin:profiles_titlelist_add")
DOORS = ("change", "go_on", "confirm", "export", "forget")


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


def enter(client, user) -> None:
    user.is_staff = True
    user.save()
    client.force_login(user)


@pytest.fixture
def desk(client):
    approved(title="Plant Manager", aliases=[], mappings=[])
    enter(client, curator())
    return client


def bring(client, text: str, kind: str = "profiles", **more):
    upload = SimpleUploadedFile("staff.csv", text.encode())
    return client.post(ADD, {"file": upload, "kind": kind}, **more)


def door(name: str) -> str:
    return reverse(f"admin:profiles_titlelist_{name}", args=[TitleList.objects.get().pk])


def plant() -> Profile:
    return Profile.objects.get(title="Plant Manager")


def page(client, **query):
    response = client.get(door("change"), query)
    assert response.status_code == 200
    return parse(response.content.decode())


def tabs(client) -> list[str]:
    return [" ".join(tab.text.split()) for tab in page(client).one("nav", aria_label="Bands").all("a")]


STAFF = "title\nPlant Manager\nPlant Mgr of Paper\n=Spy\nCook\n"


def test_a_file_becomes_a_list_that_moves_on_by_a_press_or_by_calls(desk, var, monkeypatch):
    monkeypatch.setitem(lists.PIECE, "profiles", 2)
    monkeypatch.setattr("profiles.admin.titles.CALL", 0)
    answer = bring(desk, STAFF)
    assert (answer.status_code, answer["Location"]) == (302, door("change"))
    assert list((var / "bulk").iterdir()) == []  # the file is not kept
    moving = page(desk).one("form", class_="titles__moving")
    assert moving.one("progress").attrs["max"] == "4"
    assert tabs(desk) == ["all 4", "● near 0", "◐ to be looked at 0", "○ no match 0", "confirmed 0"]
    called = desk.post(door("go_on"), headers={"Accept": "application/json"})
    assert called.json() == {"done": 2, "total": 4, "told": "2 of 4 titles answered"}
    assert desk.post(door("go_on"))["Location"] == door("change")
    assert tabs(desk) == ["all 4", "● near 1", "◐ to be looked at 1", "○ no match 2", "confirmed 0"]
    assert page(desk).all("form", class_="titles__moving") == []


def test_rows_are_confirmed_where_they_stand_and_told_with_who_and_when(desk):
    bring(desk, STAFF)
    desk.post(door("go_on"))
    row = ListedTitle.objects.get(band="review")
    field = f"row-{row.pk}"
    (choice,) = page(desk, band="review").all("select")
    assert (choice.attrs["name"], choice.texts("option")[1]) == (
        field,
        f"is another name of Plant Manager ({KEY_M4})",
    )
    sent = {field: f"alias {KEY_M4}", "row-0": f"alias {KEY_M4}", "row-x": "y", "band": "review", "after": "1"}
    back = desk.post(door("confirm"), sent, follow=True)
    assert back.redirect_chain == [(f"{door('change')}?band=review&after=1", 302)]
    assert parse(back.content.decode()).one("ul", class_="messagelist").text == (
        "1 confirmed: each is an edit of its desk, to be submitted from there."
    )
    assert Alias.objects.get().title == "Plant Mgr of Paper"
    told = page(desk, band="confirmed").one("li", class_="titled")
    assert told.all("p")[-1].text.startswith("✓ Confirmed by carla on ")
    assert told.all("a")[-1].attrs["href"] == reverse("admin:profiles_profile_change", args=[plant().pk])
    again = desk.post(door("confirm"), {field: f"alias {KEY_M4}"}, follow=True)
    said = parse(again.content.decode()).one("ul", class_="messagelist").text
    assert said == "“Plant Mgr of Paper” was confirmed by carla by now"


def test_a_list_goes_out_as_csv_and_away_with_all_its_titles(desk):
    bring(desk, STAFF)
    desk.post(door("go_on"))
    answer = desk.get(door("export"), {"band": "none"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"), newline="")))
    assert [row[1] for row in rows] == ["title", "'=Spy", "Cook"]
    before = Event.objects.count()
    desk.post(door("forget"))
    assert (TitleList.objects.count(), ListedTitle.objects.count(), Event.objects.count()) == (0, 0, before)
    gone = desk.get(f"{ADD.removesuffix('add/')}99/change/", follow=True)
    assert "This list is not here any more." in gone.content.decode()


def test_a_file_that_cannot_be_read_is_told_and_changes_nothing(desk, settings):
    before = everything()
    answers = [bring(desk, "Name,Wage\nAda,9\n"), bring(desk, STAFF, "occupations"), desk.post(ADD, {"kind": "spies"})]
    settings.BULK_MOST_BYTES = 10
    answers.append(bring(desk, "title\n" + "x" * 100_000))
    assert [answer.status_code for answer in answers] == [400, 409, 400, 413]
    told = [parse(answer.content.decode()).one("div", class_="errornote").text for answer in answers[:2]]
    assert told == [
        "a column “title” (or “job title”) expected in the first row, found Name, Wage",
        "No titles are indexed: load O*NET with manage.py reference load, then run manage.py index_titles.",
    ]
    assert everything() == before


def test_pages_go_on_where_the_one_before_ended_with_the_same_queries(desk, monkeypatch):
    bring(desk, "title\n" + "".join(f"Plant Mgr of Paper {n}\n" for n in ("a", "b", "c", "d")))
    desk.post(door("go_on"))

    def seen(length: int, **query) -> tuple[int, list[str], list[str]]:
        monkeypatch.setattr(Page, "LENGTH", length)
        with CaptureQueriesContext(connection) as queries:
            html = page(desk, **query)
        lines = [item.one("strong").text[-1] for item in html.all("li", class_="titled")]
        return len(queries), lines, [link.attrs["href"] for link in html.all("a", rel="next")]

    assert seen(1) == (10, ["a"], ["?after=1"])
    assert seen(3, after="1") == (10, ["b", "c", "d"], [])
    for odd in ("-1", "x", "9" * 30, "²"):
        assert seen(4, after=odd, band=odd)[1] == ["a", "b", "c", "d"]


@pytest.mark.parametrize("make", [approver, reviewer])
def test_it_is_for_curators_alone(client, desk, make):
    bring(desk, STAFF)
    enter(client, make())
    before = everything()
    addresses = [ADD, reverse("admin:profiles_titlelist_changelist"), *map(door, DOORS)]
    statuses = {client.get(address).status_code for address in addresses}
    statuses |= {client.post(address, {"kind": "profiles"}).status_code for address in addresses}
    assert statuses <= {403, 405}
    assert everything() == before
    assert {audience_of(f"admin:profiles_titlelist_{name}") for name in DOORS} == {Audience.CURATOR}
