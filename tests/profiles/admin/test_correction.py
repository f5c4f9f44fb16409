"""The curators' queue of corrections: seen by curators alone, claimed and closed, and never a broken page."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from profiles import corrections
from profiles.mail import send_digests
from profiles.models import Correction
from tests.factories import approved, approver, curator, next_version, reviewer
from tests.pages.reading import parse

pytestmark = pytest.mark.django_db

LIST = reverse("admin:profiles_correction_changelist")
SAID = {"wrong": "<b>Six</b> lines.", "right": "Five.", "name": "Ada", "email": "ada@example.org"}


@pytest.fixture
def correction() -> Correction:
    return corrections.send(approved(), address="192.0.2.1", place="responsibilities", **SAID)


def enter(client, user):
    user.is_staff = True
    user.save()
    client.force_login(user)
    return client


@pytest.fixture
def desk(client):
    return enter(client, curator())


def at(correction: Correction, door: str = "change") -> str:
    return reverse(f"admin:profiles_correction_{door}", args=[correction.pk])


def test_the_queue_shows_what_is_open_and_the_rest_on_demand(desk, correction):
    def listed(query: str = "") -> list[str]:
        return parse(desk.get(LIST + query).content.decode()).one("table", id="result_list").rows()[1:]

    text = str(correction.revision)
    assert [row[:3] for row in listed()] == [["<b>Six</b> lines.", text, "responsibilities"]]
    corrections.take(correction, by=curator())
    assert "0 corrections" in desk.get(LIST).content.decode()
    assert [len(listed(query)) for query in ("?outcome=taken", "?outcome=all")] == [1, 1]


def test_one_correction_leads_to_the_desk_and_to_the_text_it_speaks_of(desk, correction):
    next_version(correction.revision)
    page = parse(desk.get(at(correction)).content.decode())
    revision = correction.revision
    links = {a.attrs["href"] for a in page.all("a")}
    assert f"/canon/{revision.key}/?v=1#responsibilities" in links
    assert reverse("admin:profiles_profile_change", args=[revision.profile_id]) in links
    assert page.one("section", aria_labelledby="wrong").texts("p") == ["<b>Six</b> lines."]


def test_it_is_claimed_and_closed_by_its_doors(desk, correction):
    for door, note, told in (
        ("claim", "", ("open", "carla", "", "")),
        ("decline", "", ("open", "carla", "", "")),  # without a reason nothing happens
        ("decline", "Counted: six.", ("declined", "carla", "carla", "Counted: six.")),
        ("take", "", ("declined", "carla", "carla", "Counted: six.")),  # closed once
    ):
        assert desk.post(at(correction, door), {"note": note}).url == at(correction)
        row = Correction.objects.values_list("outcome", "claimed_by_name", "closed_by_name", "closing_note")
        assert row.get() == told
    page = parse(desk.get(at(correction)).content.decode())
    assert page.all("form", class_="decide") == []


@pytest.mark.parametrize("who", [approver, reviewer])
def test_it_is_nobody_elses(client, correction, who):
    enter(client, who())
    assert [client.get(address).status_code for address in (LIST, at(correction))] == [403, 403]
    client.post(at(correction, "take"))
    assert Correction.objects.get().outcome == "open"


def test_a_door_is_no_page_and_a_row_that_is_not_there_is_told(desk, correction):
    assert desk.get(at(correction, "take")).status_code == 405
    assert desk.post(reverse("admin:profiles_correction_take", args=[10**17])).url == LIST
    assert desk.post(at(correction, "take"), {"note": "x" * 2_001}).url == LIST


def test_a_list_of_three_takes_as_many_queries_as_one(desk, correction, django_assert_num_queries):
    desk.get(LIST)
    with django_assert_num_queries(6):
        desk.get(LIST)
    for place in ("skills", "pay"):
        corrections.send(correction.revision, address="192.0.2.1", place=place, **SAID)
    with django_assert_num_queries(6):
        desk.get(LIST)


def test_the_digest_tells_curators_how_many_wait_and_nothing_of_what_was_written(correction):
    carla = curator()
    carla.email = "carla@example.org"
    carla.save()
    assert send_digests() == 1
    message = mail.outbox[0]
    assert (message.to, message.subject) == ([carla.email], "1 correction suggested")
    assert "Six" not in message.body
    corrections.take(correction, by=carla)
    assert send_digests() == 0


def test_the_daily_command_says_what_it_forgot(correction, capsys):
    call_command("forget_senders")
    assert capsys.readouterr().out == "0 days forgotten\n"
