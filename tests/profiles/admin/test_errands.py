"""Errands in the admin: sent by the pages where workers do long work, watched, applied, taken away."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from profiles.models import Errand, Profile, TitleList
from profiles.people import CURATORS
from profiles.tasks.running import carry_out
from tests.factories import approved, curator, edit, person
from tests.pages.reading import parse
from tests.workbooks import edited, exported, put, rows

pytestmark = pytest.mark.django_db
BOOK, ASK, LIST = (
    reverse(f"admin:profiles_{name}") for name in ("profile_workbook", "errand_ask", "errand_changelist")
)


def enter(client, user, **rights):
    user.is_staff = True
    for name, value in rights.items():
        setattr(user, name, value)
    user.save()
    client.force_login(user)
    return client


@pytest.fixture
def desk(client, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    approved(title="Plant Manager", aliases=[], mappings=[])
    return enter(client, curator())


def work() -> None:
    """What a worker does with everything that waits."""
    for pk in Errand.objects.filter(stage="waiting").values_list("pk", flat=True):
        carry_out.func(pk)


def door(name: str) -> str:
    return reverse(f"admin:profiles_errand_{name}", args=[Errand.objects.latest("pk").pk])


def page(client):
    response = client.get(door("change"))
    assert response.status_code == 200
    return parse(response.content.decode())


def send(client, **changes):
    upload = SimpleUploadedFile("book.xlsx", edited(exported(), put("Profiles", 2, "summary", "New words.")))
    return client.post(BOOK, {"file": upload})


def test_a_workbook_goes_to_a_worker_is_watched_looked_at_and_applied(desk):
    answer = send(desk)
    assert (answer.status_code, answer["Location"]) == (302, door("change"))
    waiting = page(desk)
    assert "waits for a worker" in waiting.one("div", class_="errand__moving").text.lower()
    assert desk.get(door("progress")).json() == {
        "under_way": True,
        "stage": "waiting",
        "told": "",
        "done": 0,
        "total": 0,
    }
    assert waiting.one("div", class_="errand__moving").one("a").attrs["href"] == door("change")  # without a script
    work()
    looked = page(desk)
    assert "New" in looked.one("section", aria_labelledby="profiles").text
    assert desk.post(door("apply"), {"note": "as agreed"})["Location"] == door("change")
    assert Profile.objects.get().summary != "New words."
    work()
    assert "Applied: 1 profile changed." in page(desk).one("div", class_="notice").text
    assert (Profile.objects.get().summary, Profile.objects.get().events.latest("pk").note) == (
        "New words.",
        "from the file book.xlsx: as agreed",
    )
    desk.post(door("forget"))
    assert Errand.objects.count() == 0


def test_what_was_refused_says_why_and_is_looked_at_again(desk):
    send(desk)
    work()
    edit(Profile.objects.get(), title="Another")
    desk.post(door("apply"), {})
    work()
    refused = page(desk)
    assert "Nothing was written" in refused.one("div", class_="notice").text
    assert "Look at it again" in refused.text
    desk.post(door("again"))
    assert Errand.objects.get().stage == "waiting"


def test_an_export_is_fetched_as_long_as_it_is_kept(desk):
    assert desk.post(ASK, {"format": "xlsx"})["Location"] == door("change")
    assert desk.get(door("fetch"))["Location"] == door("change")  # not there yet
    work()
    response = desk.get(door("fetch"))
    assert re.fullmatch(r'attachment; filename="canon-desk-\d{4}-\d\d-\d\d.xlsx"', response["Content-Disposition"])
    assert len(rows(b"".join(response.streaming_content), "Profiles")) == 2
    Group.objects.get(name=CURATORS).permissions.remove(Permission.objects.get(codename="view_pay"))
    assert desk.get(door("fetch"))["Location"] == door("change")  # it holds figures of pay
    assert desk.post(ASK, {"format": "odt"})["Location"] == BOOK
    desk.post(ASK, {"kind": "reindex"})
    assert Errand.objects.count() == 1  # the index is no curator's


def test_titles_are_a_workers_too_and_the_page_only_looks(desk):
    desk.post(
        reverse("admin:profiles_titlelist_add"),
        {"file": SimpleUploadedFile("s.csv", b"title\nCook\n"), "kind": "profiles"},
    )
    found = TitleList.objects.get()
    go_on = reverse("admin:profiles_titlelist_go_on", args=[found.pk])
    told = desk.post(go_on, headers={"Accept": "application/json"}).json()
    assert told == {"done": 0, "total": 1, "told": "0 of 1 titles answered", "wait": 2000}
    work()
    assert desk.post(go_on, headers={"Accept": "application/json"}).json()["done"] == 1


def test_others_see_nothing_of_it_and_a_superuser_sees_and_does_not_press(desk, client):
    send(desk)
    work()
    assert Errand.objects.get().name in desk.get(LIST).content.decode()
    enter(client, person("olga", CURATORS))
    assert "book.xlsx" not in client.get(LIST).content.decode()
    assert "Nothing was asked for yet" in client.get(LIST).content.decode()
    for name in ("change", "progress", "fetch"):
        assert client.get(door(name))["Location"] == LIST
    for name in ("apply", "again", "forget"):
        assert client.post(door(name))["Location"] == LIST
    enter(client, person("root"), is_superuser=True)
    assert "book.xlsx" in client.get(LIST).content.decode()
    assert "Apply all of it" not in client.get(door("change")).content.decode()
    client.post(door("apply"))
    assert Errand.objects.get().stage == "looked"
    client.post(ASK, {"kind": "reindex"})
    work()
    assert Errand.objects.latest("pk").said == "1 profile indexed."


def test_a_page_of_the_list_costs_the_same_with_one_and_with_three(desk):
    def cost() -> int:
        desk.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            desk.get(LIST)
        return len(queries)

    send(desk)
    one = cost()
    send(desk)
    send(desk)
    assert cost() == one


def test_the_queues_own_table_is_not_in_the_admin(desk, client):
    enter(client, person("root"), is_superuser=True)
    assert DBTaskResult._meta.verbose_name.lower() not in client.get("/admin/").content.decode().lower()
